/**
 * A conversation out of the JSON that this page exports (`formats.ts` writes it). What is anything else is refused in a
 * sentence; nothing of it is kept then.
 */
import { z } from "zod/mini";
import { type Answer, type Column, type Conversation, settled, type Turn } from "../state/conversation.ts";
import { freshId } from "../state/id.ts";

export interface ReadPicture {
  readonly id: string;
  readonly name: string;
  readonly blob: Blob;
}

export interface ReadConversation {
  readonly conversation: Conversation;
  readonly pictures: readonly ReadPicture[];
}

/** A file that is no conversation of this page; the message is a sentence for the user. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

/** Far more than a conversation with dozens of pictures. */
export const mostBytes = 512 * 2 ** 20;

const count = z.number().check(z.nonnegative());
const alternative = z.object({ text: z.string(), logprob: z.number() });
const variant = z.object({
  model: z.string(),
  text: z.string(),
  state: z.enum(["running", "done", "stopped", "failed"]),
  error: z.optional(z.string()),
  cut: z.optional(z.boolean()),
  usage: z.optional(z.object({ promptTokens: count, answerTokens: count, reusedTokens: z.optional(count) })),
  timing: z.optional(
    z.object({
      imageMs: count,
      queueMs: z.optional(count),
      prefillMs: count,
      decodeMs: count,
      timeToFirstTokenMs: count,
    }),
  ),
  tokens: z.array(z.extend(alternative, { alternatives: z.array(alternative) })),
});
const image = z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }) });
const written = z.object({ type: z.literal("text"), text: z.string() });
const message = z.discriminatedUnion("role", [
  z.object({ role: z.literal("system"), content: z.string() }),
  z.object({
    role: z.literal("user"),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [image, written]))]),
  }),
  z.object({ role: z.literal("assistant"), content: z.string() }),
]);
const shape = z.object({
  format: z.literal("periscope-conversation"),
  version: z.literal(1),
  title: z.string(),
  created: z.iso.datetime(),
  updated: z.iso.datetime(),
  models: z.array(z.string()).check(z.minLength(1), z.maxLength(2)),
  settings: z.object({
    temperature: z.optional(z.number()),
    topP: z.optional(z.number()),
    maxTokens: z.optional(z.number()),
    seed: z.optional(z.number()),
  }),
  messages: z.array(message),
  /** Names of the pictures in the messages, for each question. */
  pictures: z.optional(z.array(z.array(z.string()))),
  answers: z.array(z.array(z.object({ shown: count, variants: z.array(variant) })).check(z.maxLength(2))),
});

type Exported = z.infer<typeof shape>;

/** `name` is what the file is called, `keyOf` gives the key of a model by its name. Throws an ImportError. */
export function readConversation(
  text: string,
  { name, keyOf }: { readonly name: string; keyOf(model: string): string },
): ReadConversation {
  const refuse = (why: string) => new ImportError(`${name} is not a conversation that this page has exported: ${why}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse("it is no JSON");
  }
  const result = shape.safeParse(json);
  if (!result.success) throw refuse(complaint(json, result.error.issues[0]!));
  const file = result.data;
  const questions = file.messages.filter((said) => said.role === "user");
  if (questions.length === 0) throw refuse("nothing was asked in it");
  if (questions.length !== file.answers.length) {
    throw refuse(`it has ${questions.length} questions and answers to ${file.answers.length}`);
  }
  const pictures: ReadPicture[] = [];
  const turns = questions.map(({ content }, i): Turn => {
    const parts = typeof content === "string" ? [{ type: "text" as const, text: content }] : content;
    const own = parts
      .filter((part) => part.type === "image_url")
      .map(({ image_url: { url } }, n) => {
        const blob = pictureOf(url);
        if (!blob) throw refuse(`picture ${n + 1} of question ${i + 1} is no picture`);
        return { id: freshId(), name: file.pictures?.[i]?.[n] ?? `picture ${n + 1}`, blob };
      });
    pictures.push(...own);
    const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
    const columns = file.answers[i]!.map((column) => columnOf(column, keyOf));
    return { id: freshId(), text, pictures: own.map(({ id, name }) => ({ id, name })), columns };
  });
  const [first] = file.messages;
  const conversation: Conversation = {
    ...{ id: freshId(), title: file.title || "Imported", settings: file.settings, turns },
    ...{ createdAt: Date.parse(file.created), updatedAt: Date.parse(file.updated) },
    models: file.models.map(keyOf),
    ...(first?.role === "system" && { system: first.content }),
  };
  return { conversation: settled(conversation), pictures };
}

function columnOf({ shown, variants }: Exported["answers"][number][number], keyOf: (model: string) => string): Column {
  const answers = variants.map((answer): Answer => ({ ...answer, id: freshId(), model: keyOf(answer.model) }));
  return { variants: answers, shown: Math.max(0, Math.min(Math.trunc(shown), answers.length - 1)) };
}

/** What is wrong, for whoever chose the file. */
function complaint(json: unknown, issue: z.core.$ZodIssue): string {
  const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown };
  if (format !== "periscope-conversation") return "it does not say that it is one";
  if (typeof version === "number" && version > 1) return `it has version ${version}, and this page reads version 1`;
  return `"${issue.path.join(".")}" is not as it should be`;
}

/** The bytes of a data URL of a picture, by their first bytes; undefined for anything else. */
function pictureOf(url: string): Blob | undefined {
  const [, type, base64] = /^data:(image\/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? [];
  if (!type || !base64) return undefined;
  const text = atob(base64);
  const begins: Readonly<Record<string, RegExp>> = {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the files' first bytes
    "image/png": /^\x89PNG\r\n\x1a\n/,
    "image/jpeg": /^\xff\xd8\xff/,
    "image/webp": /^RIFF[\s\S]{4}WEBP/,
    "image/gif": /^GIF8[79]a/,
  };
  if (!begins[type]!.test(text)) return undefined;
  return new Blob([Uint8Array.from(text, (character) => character.charCodeAt(0))], { type });
}
