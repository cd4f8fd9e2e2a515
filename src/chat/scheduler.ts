/**
 * Continuous batching: answers join and leave a running batch between two tokens. Prompts are read a chunk at a time, so
 * that others go on meanwhile; what is chunked how depends on the prompt alone, so an answer does not depend on whom it
 * shared the batch with. Where rows lie and what they keep is `rows.ts`; HTTP and images are not known here.
 */
import type { Tokenizer } from "../text/tokenizer.ts";
import { type AnswerClock, type AnswerPiece, type AnswerResult, AnswerWriter } from "./answer.ts";
import type { FeaturesOf, LanguageModel } from "./language.ts";
import { DEFAULT_MAX_NEW_TOKENS, type GenerateOptions } from "./options.ts";
import { BatchRows } from "./rows.ts";

/** A prompt whose images are at hand, and who wants to hear of its answer. */
export interface BatchRequest {
  /** As in `Sequence`; the same image has the same number in all requests. */
  readonly cells: readonly number[];
  readonly features: FeaturesOf;
  /** Checked before. */
  readonly options: GenerateOptions;
  readonly clock: AnswerClock;
  /** The prompt begins to be read. */
  readonly onStart?: () => void;
  readonly onPiece: (piece: AnswerPiece) => void;
  readonly onEnd: (result: BatchResult) => void;
  readonly onError: (error: unknown) => void;
}

/** What a row can say of its answer; images are the caller's. */
export type BatchResult = Omit<AnswerResult, "stats"> & {
  readonly stats: Omit<AnswerResult["stats"], "images" | "imagesEncoded">;
};

export interface SchedulerOptions {
  readonly language: LanguageModel;
  readonly tokenizer: Tokenizer;
  /** Answers that run together, at most. */
  readonly maxRows: number;
  /** Bytes that keys and values may take. */
  readonly maxBytes: number;
  /** Positions of a prompt that run at once; what is read again begins at a multiple of it. Default 64. */
  readonly chunk?: number;
  /** How many rows run for so many answers, where a kernel rounds differently for other numbers. Default: as many. */
  readonly rowsFor?: (answers: number) => number;
  /** Rows take turns instead of running together, where a kernel lets one row touch another's numbers. */
  readonly oneByOne?: boolean;
}

export interface SchedulerLoad {
  /** Answers being given, prompts being read included. */
  readonly active: number;
  readonly waiting: number;
  readonly rows: number;
  readonly cacheBytes: number;
}

interface Running {
  readonly request: BatchRequest;
  readonly writer: AnswerWriter;
  /** Of the prompt, those that its row held already. */
  reusedTokens: number;
  readonly positions: number;
  failure?: { readonly error: unknown };
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #rows: BatchRows;
  readonly #waiting: BatchRequest[] = [];
  readonly #cancelled = new Set<BatchRequest>();
  /** The answers in the leading rows, in the rows' order. */
  #active: Running[] = [];
  #filling: { readonly running: Running; readonly row: number } | undefined;
  /** Out of the line, and not in a row yet. */
  #admitting: BatchRequest | undefined;
  #running = false;
  #done: Promise<void> = Promise.resolve();

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#rows = new BatchRows(options.language.cache(), {
      maxRows: options.maxRows,
      maxBytes: options.maxBytes,
      grain: options.chunk ?? 64,
      rowsFor: options.rowsFor ?? ((answers) => answers),
      oneByOne: options.oneByOne ?? false,
    });
  }

  get load(): SchedulerLoad {
    return {
      active: this.#active.length + (this.#filling ? 1 : 0),
      waiting: this.#waiting.length,
      rows: this.#rows.count,
      cacheBytes: this.#rows.bytes,
    };
  }

  /** The most positions that prompt and answer may take together. */
  get maxPositions(): number {
    return this.#rows.maxPositions(this.#options.language.config.maxPositions);
  }

  /** Images that cached positions belong to, as numbers of the cells. */
  cachedCells(): Iterable<readonly number[]> {
    return this.#rows.cells;
  }

  /** Puts a request into the line. What happens to it is told through its callbacks, and to an end each comes. */
  submit(request: BatchRequest): void {
    this.#waiting.push(request);
    if (!this.#running) this.#done = this.#run();
  }

  /** Ends a request before the next token; what was said stays said. */
  cancel(request: BatchRequest): void {
    this.#cancelled.add(request);
  }

  /** Waits until nothing is left to do. */
  async idle(): Promise<void> {
    await this.#done;
  }

  dispose(): void {
    this.#rows.dispose();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0 || this.#active.length > 0 || this.#filling !== undefined) {
      try {
        this.#dropCancelled();
        await this.#admit();
        await this.#fill();
        await this.#decode();
      } catch (error) {
        // Nobody knows what the rows hold now.
        const lost = [...this.#active, ...(this.#filling ? [this.#filling.running] : [])].map(({ request }) => request);
        if (this.#admitting) lost.push(this.#admitting);
        this.#active = [];
        this.#filling = undefined;
        this.#admitting = undefined;
        this.#rows.clear();
        for (const request of lost) request.onError(error);
      }
      // Messages that came during the run are heard before the next.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#cancelled.clear();
    this.#running = false;
  }

  #dropCancelled(): void {
    if (this.#cancelled.size === 0) return;
    const cancelled = (request: BatchRequest) => this.#cancelled.has(request);
    for (const request of this.#waiting.filter(cancelled)) {
      this.#waiting.splice(this.#waiting.indexOf(request), 1);
      const running = this.#begin(request);
      if (running) this.#finish(running);
    }
    if (this.#filling && cancelled(this.#filling.running.request)) {
      this.#finish(this.#filling.running);
      this.#filling = undefined;
    }
    for (let row = this.#active.length - 1; row >= 0; row--) {
      if (cancelled(this.#active[row]!.request)) this.#leave(row);
    }
    this.#cancelled.clear();
  }

  /** Gives the first in line a row, if there is one for it. */
  async #admit(): Promise<void> {
    const request = this.#waiting[0];
    if (request === undefined || this.#filling !== undefined) return;
    const { cells, options } = request;
    const room = this.maxPositions - cells.length;
    const positions = cells.length + Math.min(options.maxNewTokens ?? DEFAULT_MAX_NEW_TOKENS, room);
    const longest = Math.max(positions, ...this.#active.map((running) => running.positions));
    this.#waiting.shift();
    this.#admitting = request;
    if (await this.#rows.makeRoom(this.#active.length, longest)) {
      const running = this.#begin(request, positions);
      if (running) {
        const { row, reused } = this.#rows.claim(this.#active.length, cells);
        running.reusedTokens = reused;
        this.#filling = { running, row };
      }
    } else this.#waiting.unshift(request);
    this.#admitting = undefined;
  }

  /** Undefined for a request that cannot begin: it has been told why, and the others go on. */
  #begin(request: BatchRequest, positions?: number): Running | undefined {
    const { cells, options, clock } = request;
    const room = this.maxPositions - cells.length;
    try {
      const writer = new AnswerWriter(this.#options.tokenizer, options, { room, prompt: cells, clock });
      if (positions !== undefined) {
        clock.prefill();
        request.onStart?.();
      }
      return { request, writer, reusedTokens: 0, positions: positions ?? 0 };
    } catch (error) {
      request.onError(error);
      return undefined;
    }
  }

  /** Reads one chunk of the prompt that is being read; it joins the batch with its last. */
  async #fill(): Promise<void> {
    if (this.#filling === undefined) return;
    const { running, row } = this.#filling;
    const logits = await this.#rows.read(this.#options.language, row, running.request);
    if (logits === undefined) return;
    this.#filling = undefined;
    this.#rows.join(row, this.#active.length, running.request.cells.length);
    this.#active.push(running);
    this.#accept(running, logits);
    if (running.writer.finish !== undefined) this.#leave(this.#active.length - 1);
  }

  async #decode(): Promise<void> {
    if (this.#active.length === 0) return;
    const tokens = this.#active.map(({ writer }) => writer.tokens.at(-1)!);
    const logits = await this.#rows.decode(this.#options.language, tokens);
    for (const [row, running] of this.#active.entries()) this.#accept(running, logits[row]!);
    for (let row = this.#active.length - 1; row >= 0; row--) {
      if (this.#active[row]!.writer.finish !== undefined) this.#leave(row);
    }
  }

  #accept(running: Running, logits: Float32Array): void {
    try {
      const piece = running.writer.accept(logits);
      if (piece) running.request.onPiece(piece);
    } catch (error) {
      // What cannot be chosen for one answer (a grammar, a logit that is no number) is no trouble of the others.
      running.failure = { error };
      running.writer.finish = "abort";
    }
  }

  /** The answer of a row is over; the last of the active rows takes its place. */
  #leave(row: number): void {
    const running = this.#active[row]!;
    const last = this.#active.length - 1;
    this.#rows.leave(row, last);
    this.#active[row] = this.#active[last]!;
    this.#active.pop();
    this.#finish(running);
  }

  #finish({ request, writer, reusedTokens, failure }: Running): void {
    if (failure) {
      request.onError(failure.error);
      return;
    }
    try {
      const rest = writer.close();
      if (rest) request.onPiece(rest);
      const promptTokens = request.cells.length;
      request.onEnd(writer.result({ promptTokens, reusedTokens, droppedTurns: 0, images: 0, imagesEncoded: 0 }));
    } catch (error) {
      request.onError(error);
    }
  }
}
