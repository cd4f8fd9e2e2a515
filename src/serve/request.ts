/**
 * The body of a chat completion request, parsed once: what OpenAI's clients send, in this server's own terms. What cannot
 * be done as asked is refused with the name of the field; nothing is silently left out that would change the answer.
 */
import { z } from "zod";
import { badRequest } from "./errors.ts";
import type { ChosenOptions } from "./options.ts";
import type { AnswerForm } from "./workers/protocol.ts";

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const imagePart = z.object({
  type: z.literal("image_url"),
  // `detail` asks for a price; the model looks at every image in the same way.
  image_url: z.object({ url: z.string(), detail: z.enum(["auto", "low", "high"]).nullish() }),
});
const text = z.union([z.string(), z.array(textPart)], { error: "expected a text or a list of text parts" });
const name = z.string().nullish();

const message = z.discriminatedUnion(
  "role",
  [
    z.object({ role: z.literal("system"), content: text, name }),
    z.object({ role: z.literal("developer"), content: text, name }),
    z.object({
      role: z.literal("user"),
      content: z.union([z.string(), z.array(z.discriminatedUnion("type", [textPart, imagePart]))], {
        error: 'expected a text or a list of parts of type "text" or "image_url"',
      }),
      name,
    }),
    z.object({ role: z.literal("assistant"), content: text.nullish(), name, refusal: z.null().optional() }),
  ],
  { error: "expected a message of role system, developer, user or assistant" },
);

const schema = z.union([z.record(z.string(), z.unknown()), z.boolean()], {
  error: "expected a schema: an object, true or false",
});
const form = z.discriminatedUnion(
  "type",
  [
    z.object({ type: z.literal("text") }),
    z.object({ type: z.literal("json_object") }),
    z.object({
      type: z.literal("json_schema"),
      json_schema: z.object({
        name: z.string(),
        description: z.string().nullish(),
        schema: schema.default({}),
        strict: z.boolean().nullish(),
      }),
    }),
  ],
  { error: 'expected "text", "json_object" or "json_schema"' },
);

/** Messages, and parts of them, in a request: far more than any model has positions for. */
const mostParts = 10_000;

/** Fields that ask for something this server does not do; absent, null and empty ones ask for nothing. */
const unsupported = [
  ...["tools", "functions", "tool_choice", "function_call", "audio", "prediction", "web_search_options"],
  ...["logit_bias", "frequency_penalty", "presence_penalty"],
];

const body = z.object({
  model: z.string().optional(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z
    .union([z.string(), z.array(z.string()).max(16)], { error: "expected a text or a list of at most 16" })
    .nullish(),
  n: z.int().min(1).max(16).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  response_format: form.nullish(),
  modalities: z.array(z.literal("text")).nullish(),
  /** Ours: lower the odds of what was said, as the reference does. */
  repetition_penalty: z.number().gt(0).max(10).nullish(),
  /** Ours: draw from the k likeliest tokens. */
  top_k: z.int().min(0).nullish(),
  /** Ours: what else to tell about the answer. */
  periscope: z.object({ timings: z.boolean().nullish() }).nullish(),
});

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: readonly ChatPart[];
}

/** A part of a message; `param` is where it stands in the request. */
export type ChatPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly url: string; readonly param: string };

export interface ChatRequest {
  readonly model: string | undefined;
  readonly messages: readonly ChatMessage[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly timings: boolean;
  readonly choices: number;
  readonly options: ChosenOptions;
  readonly form?: AnswerForm;
}

/** Throws an ApiError of status 400 that names the field. */
export function parseChatRequest(json: unknown): ChatRequest {
  assertCounts(json);
  const result = body.safeParse(json);
  if (!result.success) {
    const issue = deepest(result.error.issues[0]!);
    const param = path(issue.path);
    throw badRequest(param === "" ? issue.message : `${param}: ${issue.message}`, param || undefined);
  }
  const asked = json as Record<string, unknown>;
  for (const field of unsupported) {
    if (!isNothing(asked[field])) throw badRequest(`this server does not support "${field}"`, field, "unsupported");
  }
  const { data } = result;
  if (data.top_logprobs && !data.logprobs) {
    throw badRequest('"top_logprobs" needs "logprobs" to be true', "top_logprobs");
  }
  if (data.stream_options && !data.stream) {
    throw badRequest('"stream_options" needs "stream" to be true', "stream_options");
  }
  const stop = [data.stop ?? []].flat();
  if (stop.includes("")) throw badRequest("stop: an empty string would end every answer before it begins", "stop");
  return {
    model: data.model,
    messages: conversation(data.messages),
    stream: data.stream ?? false,
    includeUsage: data.stream_options?.include_usage ?? false,
    timings: data.periscope?.timings ?? false,
    choices: data.n ?? 1,
    options: defined({
      maxNewTokens: data.max_completion_tokens ?? data.max_tokens,
      temperature: data.temperature,
      // OpenAI allows 0, which leaves the likeliest token.
      topP: data.top_p === 0 ? Number.MIN_VALUE : data.top_p,
      topK: data.top_k,
      repetitionPenalty: data.repetition_penalty,
      seed: data.seed,
      stop: stop.length > 0 ? stop : undefined,
      logprobs: data.logprobs ? (data.top_logprobs ?? 0) : undefined,
    }),
    form: formOf(data.response_format),
  };
}

function formOf(format: z.infer<typeof form> | null | undefined): AnswerForm | undefined {
  if (format?.type === "json_object") return { kind: "json" };
  if (format?.type === "json_schema") return { kind: "schema", schema: format.json_schema.schema };
  return undefined;
}

/** Before anything else is looked at: what follows takes time for each. */
function assertCounts(json: unknown): void {
  const messages = (json as { readonly messages?: unknown } | null)?.messages;
  if (!Array.isArray(messages)) return;
  let count = messages.length;
  for (const message of messages) if (Array.isArray(message?.content)) count += message.content.length;
  if (count > mostParts) {
    throw badRequest(`messages: ${count} messages and parts of them; at most ${mostParts} are accepted`, "messages");
  }
}

/** One system message at most and first, then user and assistant in turn: neighbours of one role become one message. */
function conversation(messages: readonly z.infer<typeof message>[]): ChatMessage[] {
  const merged: { readonly role: ChatMessage["role"]; readonly content: ChatPart[] }[] = [];
  for (const [i, { role: given, content }] of messages.entries()) {
    const role = given === "developer" ? "system" : given;
    const last = merged.at(-1);
    const parts = partsOf(content ?? "", `messages[${i}].content`);
    if (role === "system" && last !== undefined && last.role !== "system") {
      throw badRequest("a system message stands before all others", `messages[${i}].role`);
    }
    if (last?.role === role) {
      last.content.push({ type: "text", text: "\n\n" });
      for (const part of parts) last.content.push(part);
    } else merged.push({ role, content: parts });
  }
  if (merged.at(-1)?.role !== "user") throw badRequest("the last message must be the user's", "messages");
  return merged;
}

type Content = string | readonly (z.infer<typeof textPart> | z.infer<typeof imagePart>)[];

function partsOf(content: Content, param: string): ChatPart[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content.map((part, i) =>
    part.type === "text" ? part : { type: "image", url: part.image_url.url, param: `${param}[${i}].image_url.url` },
  );
}

function defined(options: { readonly [K in keyof ChosenOptions]: ChosenOptions[K] | null }): ChosenOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== null));
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === 0 || value === "none" || value === "auto") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of a union of forms, what keeps the likeliest of them from fitting. */
function deepest(issue: z.core.$ZodIssue): Issue {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const inner = issue.errors.flatMap((issues) => issues.slice(0, 1).map(deepest));
  const best = inner.reduce((a, b) => (b.path.length > a.path.length ? b : a), inner[0]!);
  return best.path.length > 0 ? { path: [...issue.path, ...best.path], message: best.message } : issue;
}

function path(keys: readonly PropertyKey[]): string {
  return keys.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i > 0 ? "." : ""}${String(key)}`)).join("");
}
