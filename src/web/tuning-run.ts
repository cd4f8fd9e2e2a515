/** A training under way, as a page reads it: steps to follow, then a model. */
import type { WebVisionLanguageModel } from "./model.ts";
import type { ModelFacts } from "./protocol.ts";
import type { TuneStep } from "./tuning.ts";

interface Started {
  readonly steps: AsyncGenerator<TuneStep, ModelFacts>;
  readonly open: (facts: ModelFacts) => WebVisionLanguageModel;
}

/** To be read step by step (`for await`), then `result()`; or `result()` at once. It begins when it is first read. */
export class Tuning implements AsyncIterable<TuneStep> {
  readonly #start: (signal: AbortSignal) => Promise<Started>;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #started: Promise<Started> | undefined;
  #result: WebVisionLanguageModel | undefined;

  constructor(start: (signal: AbortSignal) => Promise<Started>, signal: AbortSignal | undefined) {
    this.#start = start;
    this.#signal = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
  }

  /** Ends the training after the step under way; what was learnt is kept. */
  stop(): void {
    this.#stop.abort();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TuneStep, undefined> {
    for (let step = await this.#next(); step; step = await this.#next()) yield step;
  }

  /** The trained model; reads what is left of the training. */
  async result(): Promise<WebVisionLanguageModel> {
    while (await this.#next());
    return this.#result!;
  }

  async #next(): Promise<TuneStep | undefined> {
    if (this.#result) return undefined;
    this.#started ??= this.#start(this.#signal);
    const { steps, open } = await this.#started;
    const step = await steps.next();
    if (!step.done) return step.value;
    this.#result ??= open(step.value);
    return undefined;
  }
}
