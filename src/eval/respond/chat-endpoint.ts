/**
 * One request to an OpenAI-compatible chat endpoint: repeated with growing pauses while the server is busy or broken, no
 * faster than allowed. Respondents and judges stand on it; it knows neither.
 */
import { z } from "zod";
import { LongReply, replyBody, replyContent } from "../../data/teacher/reply.ts";
import { UserError } from "../../runtime/errors.ts";

export interface EndpointOptions {
  /** `http://host/v1`; `/chat/completions` is added. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token, where there is one. */
  readonly key?: string;
  /** Requests a minute; no limit unless said. */
  readonly perMinute?: number;
  /** Attempts before a question is given up; 5 unless said. */
  readonly attempts?: number;
  readonly timeoutMs?: number;
  /** How to wait, for tests; a timer unless said. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export type ChatPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } };

export interface ChatRequest {
  readonly messages: readonly { readonly role: string; readonly content: string | readonly ChatPart[] }[];
  readonly maxTokens: number;
  readonly stop?: readonly string[];
  /** Ask for the likeliest tokens of the first position, so many. */
  readonly topLogprobs?: number;
}

export interface ChatReply {
  readonly text: string;
  readonly finish: string;
  /** The likeliest first tokens, where the endpoint tells. */
  readonly first?: readonly { readonly token: string; readonly logprob: number }[];
}

export type ChatEndpoint = (request: ChatRequest, signal?: AbortSignal) => Promise<ChatReply>;

/** Thrown where no question can be asked: a wrong key, address or model. It is not the question's fault. */
export class Unreachable extends UserError {}

/** Thrown when a question is given up: the server stayed away or answered something else. */
export class NoReply extends Unreachable {}

/** Statuses that say that this one request is at fault: too long, too large, not understood. */
const requestsFault = new Set([400, 413, 422]);

const candidate = z.object({ token: z.string(), logprob: z.number() });
const replySchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: replyContent.nullish() }),
        finish_reason: z.string().nullish(),
        logprobs: z
          .object({ content: z.array(candidate.extend({ top_logprobs: z.array(candidate).optional() })).nullish() })
          .nullish(),
      }),
    )
    .min(1),
});

/** Who answers: a model at an address, to which slashes at its end add nothing. */
export function answererOf({ url, model }: EndpointOptions): string {
  return `${url.replace(/\/+$/, "")} ${model}`;
}

/** Throws a `UserError` for a request that is at fault, `Unreachable` where none can be made, `NoReply` where this one failed. */
export function chatEndpoint(options: EndpointOptions): ChatEndpoint {
  const { model, key, perMinute, attempts = 5, timeoutMs = 120_000, wait = timer } = options;
  if (!/^https?:\/\//.test(options.url)) {
    throw new UserError(`the endpoint is "${options.url}", expected an address such as http://127.0.0.1:8080/v1`);
  }
  const url = `${options.url.replace(/\/+$/, "")}/chat/completions`;
  let turn = Promise.resolve();
  const slot = (signal?: AbortSignal): Promise<void> => {
    if (perMinute === undefined) return Promise.resolve();
    const mine = turn;
    turn = mine.then(() => wait(60_000 / perMinute, signal)).catch(() => undefined);
    return mine;
  };
  return async ({ messages, maxTokens, stop, topLogprobs }, signal) => {
    const body = JSON.stringify({
      ...{ model, messages, temperature: 0, max_tokens: maxTokens },
      ...(stop?.length && { stop }),
      ...(topLogprobs && { logprobs: true, top_logprobs: topLogprobs }),
    });
    let problem = "";
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await wait(Math.min(60_000, 500 * 2 ** attempt), signal);
      await slot(signal);
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json", ...(key ? { authorization: `Bearer ${key}` } : {}) },
          body,
          // a redirect could carry the key elsewhere
          redirect: "error",
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        const text = await replyBody(response);
        if (response.status === 429 || response.status >= 500) {
          problem = `it answered ${response.status}`;
          const seconds = Number(response.headers.get("retry-after"));
          if (seconds > 0) await wait(Math.min(300, seconds) * 1000, signal);
          continue;
        }
        if (!response.ok) {
          const Refusal = requestsFault.has(response.status) ? UserError : Unreachable;
          throw new Refusal(`${url} refused with ${response.status}: ${text.slice(0, 200)}`);
        }
        const reply = parsed(text);
        if (reply) return reply;
        problem = "what it answered is no chat completion";
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof UserError) throw error;
        const { message, cause } = error as { message: string; cause?: { code?: string } };
        problem = error instanceof LongReply ? message : `it cannot be reached (${cause?.code ?? message})`;
      }
    }
    throw new NoReply(`${url} was given up after ${attempts} attempts: ${problem}`);
  };
}

function parsed(text: string): ChatReply | undefined {
  try {
    const { message, finish_reason, logprobs } = replySchema.parse(JSON.parse(text)).choices[0]!;
    const first = logprobs?.content?.[0];
    return {
      text: message.content ?? "",
      finish: finish_reason ?? "stop",
      ...(first && { first: first.top_logprobs?.length ? first.top_logprobs : [first] }),
    };
  } catch {
    return undefined;
  }
}

export function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(id);
      reject(signal?.reason ?? new Error("stopped"));
    };
    const id = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
