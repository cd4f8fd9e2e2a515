/**
 * The language model behind its cache: runs prompts in chunks and answers token by token, for one row or several. It
 * knows cells and logits; text and the choice of tokens are elsewhere.
 */
import type { LanguageConfig } from "../model/config.ts";
import type { Runtime, Session, Value } from "../runtime/runtime.ts";
import { type CacheBinding, KeyValueCache } from "./cache.ts";
import { commonLength, imageCell } from "./sequence.ts";

/** Features of an image, [N, D], by its number in the cells. */
export type FeaturesOf = (image: number) => Float32Array;

export interface PrefillOptions {
  readonly features: FeaturesOf;
  readonly signal?: AbortSignal;
}

export interface LanguageModelOptions {
  readonly runtime: Runtime;
  readonly session: Session;
  readonly config: LanguageConfig;
  /** Positions that an image takes. */
  readonly imageTokens: number;
  /** An id that stands in for image positions, where its embedding is not used. */
  readonly imageTokenId: number;
  /** Positions of a prompt that run at once. */
  readonly prefillChunk: number;
}

export class LanguageModel {
  readonly config: LanguageConfig;
  readonly #options: LanguageModelOptions;
  readonly #presents: string[];
  readonly #noImage: Value;
  readonly #steps = new WeakMap<KeyValueCache, Map<number, Step>>();

  constructor(options: LanguageModelOptions) {
    this.#options = options;
    this.config = options.config;
    this.#presents = options.session.outputs.map(({ name }) => name).filter((name) => name !== "logits");
    this.#noImage = options.runtime.value("float32", [1, options.config.hiddenSize]);
  }

  /** An empty cache of some rows for this model. */
  cache(rows = 1): KeyValueCache {
    const { runtime, session } = this.#options;
    const { layers, maxPositions } = this.config;
    const past = session.inputs.find(({ name }) => name === "past.0.key");
    const [, kvHeads, , headWidth] = past!.shape as [string, number, string, number];
    return new KeyValueCache(runtime, { layers, kvHeads, headWidth, maxPositions }, rows);
  }

  /** How many of a prompt's positions need not run again: those that row `row` of the cache begins with, but the last. */
  reusable(cache: KeyValueCache, row: number, cells: readonly number[]): number {
    return Math.min(commonLength(cache.cells[row]!, cells), cells.length - 1);
  }

  /**
   * Brings a row of the cache to the state after `cells` and gives the logits [V] of what follows, or undefined when
   * the signal came first. Only positions behind what the row has in common with `cells` run.
   */
  async prefill(
    cache: KeyValueCache,
    row: number,
    cells: readonly number[],
    { features, signal }: PrefillOptions,
  ): Promise<Float32Array | undefined> {
    await cache.reserve(cells.length);
    const held = cache.cells[row]!;
    held.length = this.reusable(cache, row, cells);
    let logits: Float32Array | undefined;
    while (held.length < cells.length) {
      if (signal?.aborted) return undefined;
      logits = await this.advance(cache, row, cells, features);
    }
    return logits;
  }

  /**
   * Runs the next positions of `cells` in a row that holds those before them, as many as run at once; the logits [V] of
   * what follows once they were the last. The cache has room for all of them.
   */
  async advance(
    cache: KeyValueCache,
    row: number,
    cells: readonly number[],
    features: FeaturesOf,
    most = this.#options.prefillChunk,
  ): Promise<Float32Array | undefined> {
    const held = cache.cells[row]!;
    const chunk = cells.slice(held.length, held.length + most);
    const last = held.length + chunk.length === cells.length;
    const logits = await this.#runChunk(cache.row(row), held.length, chunk, features, last);
    held.push(...chunk);
    return logits;
  }

  /**
   * Runs one more token in each of the leading rows of the cache. Gives the logits [V] of each row; they are overwritten
   * by the next call. With `rows` above the number of tokens the rows behind them run too, for nothing: some kernels give
   * other roundings for other numbers of rows.
   */
  async decode(cache: KeyValueCache, tokens: readonly number[], rows = tokens.length): Promise<Float32Array[]> {
    await cache.reserve(Math.max(...tokens.map((_, row) => cache.cells[row]!.length)) + 1);
    // What the rows behind write comes after what they hold.
    for (const held of cache.cells.slice(tokens.length, rows)) {
      held.length = Math.min(held.length, cache.capacity - 1);
    }
    const lengths = cache.cells.slice(0, rows).map((held) => held.length);
    const longest = Math.max(...lengths) + 1;
    const step = this.#step(cache, rows);
    const binding = cache.leading(rows);
    (step.ids.data as Int32Array).fill(0).set(tokens);
    (step.last.data as Int32Array).set(lengths);
    (step.total.data as Int32Array)[0] = longest;
    await this.#options.session.run(
      {
        ...binding.feeds,
        input_ids: step.ids,
        image_rows: step.images,
        image_embeddings: this.#noImage,
        logit_position: step.position,
        last_position: step.last,
        total: step.total,
      },
      { ...binding.fetches, logits: step.logits },
    );
    for (const [row, token] of tokens.entries()) cache.cells[row]!.push(token);
    const { vocabSize } = this.config;
    const logits = step.logits.data as Float32Array;
    return tokens.map((_, row) => logits.subarray(row * vocabSize, (row + 1) * vocabSize));
  }

  dispose(): void {
    this.#options.session.dispose();
    this.#noImage.dispose();
  }

  async #runChunk(
    binding: CacheBinding,
    past: number,
    cells: readonly number[],
    features: FeaturesOf,
    wantsLogits: boolean,
  ): Promise<Float32Array | undefined> {
    const { runtime, session, imageTokenId } = this.#options;
    const length = cells.length;
    const { rows, table } = this.#imageTable(cells, features);
    const int32 = (shape: number[], data: ArrayLike<number>) => runtime.value("int32", shape, Int32Array.from(data));
    const inputs = {
      input_ids: int32(
        [1, length],
        cells.map((cell) => (cell < 0 ? imageTokenId : cell)),
      ),
      image_rows: runtime.value("int32", [1, length], rows),
      logit_position: runtime.value("int64", [1, 1], BigInt64Array.of(BigInt(length - 1))),
      last_position: int32([1], [past + length - 1]),
      total: int32([1], [past + length]),
    };
    const feeds = { ...binding.feeds, ...inputs, image_embeddings: table };
    // Without its logits a chunk spares the head and the last norm.
    const only = wantsLogits ? undefined : this.#presents;
    const { logits } = await session.run(feeds, binding.fetches, only);
    for (const value of Object.values(inputs)) value.dispose();
    if (table !== this.#noImage) table.dispose();
    if (logits === undefined) return undefined;
    const row = (await logits.download()) as Float32Array;
    logits.dispose();
    return row;
  }

  /** The features of the image positions of a chunk, one below the other, and which position has which row (or -1). */
  #imageTable(cells: readonly number[], features: FeaturesOf): { rows: Int32Array; table: Value } {
    const { runtime, imageTokens } = this.#options;
    const width = this.config.hiddenSize;
    let next = 0;
    const rows = Int32Array.from(cells, (cell) => (cell < 0 ? next++ : -1));
    if (next === 0) return { rows, table: this.#noImage };
    const data = new Float32Array(next * width);
    for (const [i, cell] of cells.entries()) {
      if (cell >= 0) continue;
      const row = imageCell(cell);
      const offset = (row % imageTokens) * width;
      data.set(features(Math.floor(row / imageTokens)).subarray(offset, offset + width), rows[i]! * width);
    }
    return { rows, table: runtime.value("float32", [next, width], data) };
  }

  /** The inputs and the logits of one decoding step, kept with the cache because every token needs them. */
  #step(cache: KeyValueCache, rows: number): Step {
    const steps = this.#steps.get(cache) ?? new Map<number, Step>();
    this.#steps.set(cache, steps);
    const known = steps.get(rows);
    if (known !== undefined) return known;
    const { runtime } = this.#options;
    const step: Step = {
      ids: runtime.value("int32", [rows, 1]),
      images: runtime.value("int32", [rows, 1], new Int32Array(rows).fill(-1)),
      position: runtime.value("int64", [rows, 1]),
      last: runtime.value("int32", [rows]),
      total: runtime.value("int32", [1]),
      logits: runtime.value("float32", [rows, this.config.vocabSize]),
    };
    steps.set(rows, step);
    return step;
  }
}

interface Step {
  readonly ids: Value;
  readonly images: Value;
  readonly position: Value;
  readonly last: Value;
  readonly total: Value;
  readonly logits: Value;
}
