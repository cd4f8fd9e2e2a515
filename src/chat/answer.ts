/**
 * One answer while it is being given: tokens chosen from logits, text that is ready to be shown, the reason for the end,
 * and what it all cost. Where the logits come from is not known here.
 */
import { streamDecoder } from "../text/stream-decoder.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { DEFAULT_MAX_NEW_TOKENS, type GenerateOptions } from "./options.ts";
import { createSampler, type TokenConstraint, type TokenLogprobs } from "./sampling.ts";
import { stopFilter } from "./stop.ts";

/** A step of an answer: one token, and the text that it completes (often a word's part, sometimes nothing). */
export interface AnswerPiece {
  readonly text: string;
  /** Absent for the last piece of text that a stop string could have begun with. */
  readonly token?: number;
  readonly logprobs?: TokenLogprobs;
}

/**
 * `eos`: the model ended; `stop`: a stop string came; `length`: `maxNewTokens`, or the model's positions are used up;
 * `abort`: the signal, or the reader stopped reading.
 */
export type FinishReason = "eos" | "stop" | "length" | "abort";

export interface AnswerStats {
  /** Positions of the prompt, images included. */
  readonly promptTokens: number;
  /** Those of them that the cache knew already. */
  readonly reusedTokens: number;
  readonly answerTokens: number;
  /** Images of the conversation, and those of them that went through the towers for this answer. */
  readonly images: number;
  readonly imagesEncoded: number;
  /** Old question-and-answer pairs that were left out of the prompt to make it fit. */
  readonly droppedTurns: number;
  readonly imageMs: number;
  /** From the images to the prefill; only in a server others may come first. */
  readonly queueMs: number;
  readonly prefillMs: number;
  /** From the call to the first token, images and prefill included. */
  readonly timeToFirstTokenMs: number;
  readonly decodeMs: number;
  /** Of the tokens after the first; 0 where there are none. */
  readonly tokensPerSecond: number;
}

export interface AnswerResult {
  /** All pieces of text together. */
  readonly text: string;
  /** Without the end token. */
  readonly tokens: readonly number[];
  readonly finishReason: FinishReason;
  /** The stop string that ended the answer. */
  readonly stopString?: string;
  readonly logprobs?: readonly TokenLogprobs[];
  readonly stats: AnswerStats;
}

/** What happens between the logits and the reader. */
export class AnswerWriter {
  readonly tokens: number[] = [];
  /** Set when the answer is over. */
  finish: FinishReason | undefined;
  text = "";
  stopString: string | undefined;
  readonly #logprobs: TokenLogprobs[] | undefined;
  readonly #sampler;
  readonly #decoder;
  readonly #filter;
  readonly #eos: ReadonlySet<number>;
  readonly #room: number;
  readonly #clock: AnswerClock;
  readonly #constraint: TokenConstraint | undefined;

  /** `room`: how many tokens the model's positions leave; `prompt`: ids for a penalty that counts them. */
  constructor(
    tokenizer: Tokenizer,
    options: GenerateOptions,
    context: { readonly room: number; readonly prompt: readonly number[]; readonly clock: AnswerClock },
  ) {
    this.#sampler = createSampler(options, options.penalizePrompt ? context.prompt.filter((cell) => cell >= 0) : []);
    this.#decoder = streamDecoder(tokenizer, { skipSpecial: true });
    this.#filter = stopFilter(options.stop ?? []);
    this.#eos = new Set(options.eosIds ?? [tokenizer.eosId]);
    this.#room = Math.min(options.maxNewTokens ?? DEFAULT_MAX_NEW_TOKENS, context.room);
    this.#logprobs = options.logprobs === undefined ? undefined : [];
    this.#clock = context.clock;
    this.#constraint = options.constraint?.();
  }

  /** Chooses the next token from `logits` [V], which it overwrites; undefined if that was the end token. */
  accept(logits: Float32Array): AnswerPiece | undefined {
    const { token, logprobs } = this.#sampler.next(logits, this.#constraint);
    this.#clock.token();
    if (this.#eos.has(token)) {
      this.finish = "eos";
      return undefined;
    }
    this.#constraint?.accept(token);
    this.tokens.push(token);
    if (logprobs) this.#logprobs?.push(logprobs);
    const { text, stopped } = this.#filter.push(this.#decoder.push(token));
    if (stopped !== undefined) {
      this.finish = "stop";
      this.stopString = stopped;
    } else if (this.tokens.length >= this.#room) {
      this.finish = "length";
    }
    return { ...this.#show(text), token, logprobs };
  }

  /** What was held back, once no more can come; undefined if there is nothing. */
  close(): AnswerPiece | undefined {
    if (this.finish === "stop") return undefined;
    const { text, stopped } = this.#filter.push(this.#decoder.end());
    const piece = this.#show(stopped === undefined ? text + this.#filter.end() : text);
    return piece.text === "" ? undefined : piece;
  }

  result(stats: Omit<AnswerStats, "answerTokens" | keyof Times>): AnswerResult {
    const { text, tokens, stopString } = this;
    return {
      text,
      tokens,
      finishReason: this.finish ?? "abort",
      ...(stopString !== undefined && { stopString }),
      ...(this.#logprobs && { logprobs: this.#logprobs }),
      stats: { ...stats, answerTokens: tokens.length, ...this.#clock.times() },
    };
  }

  /** The template puts a blank before an answer, which is no part of it. */
  #show(text: string): { readonly text: string } {
    const shown = this.text === "" ? text.trimStart() : text;
    this.text += shown;
    return { text: shown };
  }
}

type Times = Pick<
  AnswerStats,
  "imageMs" | "queueMs" | "prefillMs" | "timeToFirstTokenMs" | "decodeMs" | "tokensPerSecond"
>;

/** Takes the times of an answer at the moments that matter. */
export class AnswerClock {
  readonly #started = performance.now();
  #imagesReady = this.#started;
  #prefillFrom: number | undefined;
  #first: number | undefined;
  #last = this.#started;
  #tokens = 0;

  /** The images are ready. */
  images(): void {
    this.#imagesReady = performance.now();
  }

  /** It is the prompt's turn, if that was not at once. */
  prefill(): void {
    this.#prefillFrom = performance.now();
  }

  token(): void {
    this.#last = performance.now();
    this.#first ??= this.#last;
    this.#tokens++;
  }

  times(): Times {
    const first = this.#first ?? performance.now();
    const prefillFrom = this.#prefillFrom ?? this.#imagesReady;
    const decodeMs = this.#tokens > 1 ? this.#last - first : 0;
    return {
      imageMs: this.#imagesReady - this.#started,
      queueMs: prefillFrom - this.#imagesReady,
      prefillMs: first - prefillFrom,
      timeToFirstTokenMs: first - this.#started,
      decodeMs,
      tokensPerSecond: decodeMs > 0 ? ((this.#tokens - 1) * 1000) / decodeMs : 0,
    };
  }
}

/**
 * An answer to read piece by piece (`for await`), or to await as a whole (`result()`). It begins when it is first read.
 * Breaking out of the loop ends it like its signal would.
 */
export class Answer implements AsyncIterable<AnswerPiece> {
  readonly #pieces: AsyncGenerator<AnswerPiece, AnswerResult>;
  readonly #stop: AbortController;
  #result: AnswerResult | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** `give` makes the pieces; it ends soon after the signal that it gets. */
  constructor(
    give: (signal: AbortSignal) => AsyncGenerator<AnswerPiece, AnswerResult>,
    signal: AbortSignal | undefined,
  ) {
    this.#stop = new AbortController();
    this.#pieces = give(signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal);
  }

  [Symbol.asyncIterator](): AsyncIterator<AnswerPiece, undefined> {
    return {
      next: async () => {
        const piece = await this.#next();
        return piece === undefined ? { done: true, value: undefined } : { done: false, value: piece };
      },
      return: async () => {
        this.#stop.abort();
        await this.result();
        return { done: true, value: undefined };
      },
    };
  }

  /** The whole answer; reads what is left of it. Throws what went wrong while it was given. */
  async result(): Promise<AnswerResult> {
    while ((await this.#next()) !== undefined);
    return this.#result!;
  }

  async #next(): Promise<AnswerPiece | undefined> {
    if (this.#failure) throw this.#failure.error;
    try {
      const step = await this.#pieces.next();
      if (!step.done) return step.value;
      this.#result ??= step.value; // a finished generator only gives undefined
      return undefined;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}
