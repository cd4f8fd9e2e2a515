/** A chat completion as OpenAI's API writes it: as one object, or as the chunks of a stream. */
import { randomUUID } from "node:crypto";
import type { AnswerEvent, AnswerTimings } from "./model-service.ts";
import type { ChatRequest } from "./request.ts";
import type { AnswerEnd, WireToken } from "./workers/protocol.ts";

export interface CompletionContext {
  readonly request: ChatRequest;
  /** The name that the model is known by. */
  readonly model: string;
  /** Positions of all images of the prompt. */
  readonly imageTokens: number;
}

/** Reads all events and gives the whole completion. */
export async function wholeCompletion(events: AsyncIterable<AnswerEvent>, context: CompletionContext) {
  const { request } = context;
  const texts = new Array<string>(request.choices).fill("");
  const tokens = Array.from({ length: request.choices }, (): WireToken[] => []);
  const ends = new Ends(context);
  for await (const event of events) {
    if (event.type === "end") {
      ends.add(event);
      continue;
    }
    texts[event.choice] += event.text;
    if (event.token) tokens[event.choice]!.push(event.token);
  }
  return {
    ...head(context, "chat.completion"),
    choices: texts.map((content, index) => ({
      index,
      message: { role: "assistant" as const, content, refusal: null },
      logprobs: request.options.logprobs === undefined ? null : { content: tokens[index]!.map(logprob), refusal: null },
      finish_reason: ends.reason(index),
    })),
    usage: ends.usage(),
    ...ends.extension(),
  };
}

/** The chunks of a streamed completion; `[DONE]` is not among them. */
export async function* completionChunks(events: AsyncIterable<AnswerEvent>, context: CompletionContext) {
  const { request } = context;
  const ends = new Ends(context);
  const frame = head(context, "chat.completion.chunk");
  const begun = new Set<number>();
  const chunk = (index: number, delta: object, token?: WireToken, finishReason: "stop" | "length" | null = null) => ({
    ...frame,
    choices: [
      {
        index,
        delta,
        logprobs: token === undefined ? null : { content: [logprob(token)], refusal: null },
        finish_reason: finishReason,
      },
    ],
    ...(request.includeUsage && { usage: null }),
  });
  for await (const event of events) {
    const { choice } = event;
    if (!begun.has(choice)) yield chunk(choice, { role: "assistant", content: "", refusal: null });
    begun.add(choice);
    if (event.type === "end") {
      ends.add(event);
      yield chunk(choice, {}, undefined, ends.reason(choice));
    } else if (event.text !== "" || event.token !== undefined) {
      yield chunk(choice, { content: event.text }, event.token);
    }
  }
  if (request.includeUsage) yield { ...frame, choices: [], usage: ends.usage(), ...ends.extension() };
  else if (request.timings) yield { ...frame, choices: [], ...ends.extension() };
}

function head({ model }: CompletionContext, object: "chat.completion" | "chat.completion.chunk") {
  return {
    id: `chatcmpl-${randomUUID().replaceAll("-", "")}`,
    object,
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: null,
  };
}

function logprob({ alternatives, ...token }: WireToken) {
  return { ...token, top_logprobs: alternatives };
}

/** How the answers ended, and what they cost together. */
class Ends {
  readonly #context: CompletionContext;
  readonly #ends: { readonly end: AnswerEnd; readonly timings: AnswerTimings }[] = [];

  constructor(context: CompletionContext) {
    this.#context = context;
  }

  add({ choice, end, timings }: AnswerEvent & { readonly type: "end" }): void {
    this.#ends[choice] = { end, timings };
  }

  reason(choice: number): "stop" | "length" {
    return this.#ends[choice]?.end.reason === "length" ? "length" : "stop";
  }

  usage() {
    const ends = this.#ends.map(({ end }) => end);
    const prompt = ends[0]?.promptTokens ?? 0;
    const completion = ends.reduce((sum, { answerTokens }) => sum + answerTokens, 0);
    return {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: {
        cached_tokens: ends[0]?.cachedTokens ?? 0,
        image_tokens: this.#context.imageTokens,
      },
    };
  }

  extension() {
    const first = this.#ends[0];
    if (!this.#context.request.timings || first === undefined) return {};
    const round = (ms: number) => Math.round(ms * 10) / 10;
    const { imageMs, queueMs, prefillMs, decodeMs, imagesEncoded } = first.timings;
    return {
      periscope: {
        timings: {
          image_ms: round(imageMs),
          queue_ms: round(queueMs),
          prefill_ms: round(prefillMs),
          decode_ms: round(decodeMs),
          images_encoded: imagesEncoded,
        },
      },
    };
  }
}
