/**
 * A conversation and the string that the model reads of it (spec 1.9). The words around the messages are a template's
 * (`templates.ts`); here messages become pieces, so that later steps know which text a person wrote, where an image
 * stands and what the assistant is to say.
 */
import { UserError } from "../runtime/errors.ts";
import { IMAGE_TOKEN } from "./deepseek-format.ts";
import { type TemplateName, templates } from "./templates.ts";

export type Role = "system" | "user" | "assistant";

export interface TextPart {
  readonly type: "text";
  readonly text: string;
}

/** Where an image stands. `image` is whatever the caller uses for one: a path, bytes, an index. */
export interface ImagePart<I = unknown> {
  readonly type: "image";
  readonly image?: I;
}

export type Part<I = unknown> = TextPart | ImagePart<I>;

/**
 * One turn. The content is a list of parts, or a string as in the reference. In the string of a user,
 * `<image_placeholder>` marks an image, and `images` lists those images in order; in the strings of others, and in
 * text parts, the same letters are only letters.
 */
export interface Message<I = unknown> {
  readonly role: Role;
  readonly content: string | readonly Part<I>[];
  readonly images?: readonly I[];
}

export type Conversation<I = unknown> = readonly Message<I>[];

export interface RenderOptions {
  /** Default `deepseek`. */
  readonly template?: TemplateName;
  /** The system prompt if the conversation has no system message of its own; "" for none. Default: the reference's. */
  readonly system?: string;
  /** Ask for an answer: if the last message is not the assistant's, begin one. Default false. */
  readonly open?: boolean;
  /** How an image is written. Default `<image_placeholder>`. */
  readonly imageTag?: string;
}

/** A stretch of the rendered string. */
export interface RenderedPiece {
  readonly text: string;
  /** `template`: written by the template, special tokens count; `text`: someone's words; `image`: one image. */
  readonly kind: "template" | "text" | "image";
  /** Part of an answer, from the blank before it to its end token: what the assistant learns to say. */
  readonly target: boolean;
}

export interface RenderedConversation {
  /** All pieces joined. */
  readonly text: string;
  readonly pieces: readonly RenderedPiece[];
}

/** A user's or an assistant's message with stripped content; no pieces means that there is nothing in it. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly content: readonly { readonly kind: "text" | "image"; readonly text: string }[];
}

export const SYSTEM_PROMPT =
  "You are a helpful language and vision assistant. You are able to understand the visual content that the user provides, and assist the user with a variety of tasks using natural language.";

/**
 * Renders as the reference does: contents stripped, then the whole stripped. A first message with role `system` is the
 * system prompt. Throws UserError unless the other messages alternate, the user first.
 */
export function renderConversation(conversation: Conversation, options: RenderOptions = {}): RenderedConversation {
  const { template = "deepseek", imageTag = IMAGE_TOKEN } = options;
  const [first] = conversation;
  const system = first?.role === "system" ? plainText(first) : (options.system ?? SYSTEM_PROMPT);
  const turns = toTurns(first?.role === "system" ? conversation.slice(1) : conversation, imageTag);
  if (options.open && turns.at(-1)?.role === "user") turns.push({ role: "assistant", content: [] });
  const pieces = stripEnds(templates[template].render(system, turns));
  return { text: pieces.map((piece) => piece.text).join(""), pieces };
}

/** The images of a conversation in the order of their placeholders. */
export function conversationImages<I>(conversation: Conversation<I>): (I | undefined)[] {
  return conversation.flatMap(({ content, images }) =>
    typeof content === "string" ? [...(images ?? [])] : content.flatMap((p) => (p.type === "image" ? [p.image] : [])),
  );
}

function toTurns(messages: Conversation, imageTag: string): Turn[] {
  if (messages.length === 0) throw new UserError("the conversation has no messages");
  return messages.map(({ role, content, images }, i) => {
    const expected = i % 2 === 0 ? "user" : "assistant";
    if (role !== expected) {
      throw new UserError(
        `message ${i + 1} of the conversation is from "${role}", but user and assistant must alternate, the user first`,
      );
    }
    if (typeof content === "string") return { role, content: stripEnds(splitTags(role, content, imageTag)) };
    if (images !== undefined) {
      throw new UserError(
        `message ${i + 1} of the conversation has image parts and a list of images; give one of them`,
      );
    }
    return {
      role,
      content: stripEnds(
        content.map((part) =>
          part.type === "text" ? { kind: "text", text: part.text } : { kind: "image", text: imageTag },
        ),
      ),
    };
  });
}

function splitTags(role: Role, content: string, imageTag: string): { kind: "text" | "image"; text: string }[] {
  if (role !== "user") return [{ kind: "text", text: content }];
  return content
    .split(imageTag)
    .flatMap((text, i) => [...(i > 0 ? [{ kind: "image" as const, text: imageTag }] : []), { kind: "text", text }]);
}

function plainText({ content }: Message): string {
  if (typeof content === "string") return content;
  return content
    .map((part) => {
      if (part.type === "text") return part.text;
      throw new UserError("the system message of the conversation has an image; only text can stand there");
    })
    .join("");
}

/** What Python's `str.strip` takes away; JavaScript's `trim` differs in six characters. */
const BLANK = "[\\t-\\r\\x1c-\\x1f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const LEADING = new RegExp(`^${BLANK}+`);
const TRAILING = new RegExp(`(?<!${BLANK})${BLANK}+$`); // looking behind keeps inner blanks from costing quadratic time

/** Strips the joined text of the pieces; emptied pieces go. */
function stripEnds<T extends { readonly text: string }>(pieces: readonly T[]): T[] {
  const rest = pieces.filter(({ text }) => text !== "");
  for (let first = rest[0]; first !== undefined; first = rest[0]) {
    const text = first.text.replace(LEADING, "");
    rest[0] = { ...first, text };
    if (text !== "") break;
    rest.shift();
  }
  for (let last = rest.at(-1); last !== undefined; last = rest.at(-1)) {
    const text = last.text.replace(TRAILING, "");
    rest[rest.length - 1] = { ...last, text };
    if (text !== "") break;
    rest.pop();
  }
  return rest;
}
