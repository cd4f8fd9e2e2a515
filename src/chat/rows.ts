/**
 * The rows of a batch's cache: those of answers under way come first, behind them rows that keep what earlier answers
 * read, for prompts that begin alike. It decides how many rows there are, what is kept and what is copied.
 */
import type { KeyValueCache } from "./cache.ts";
import type { FeaturesOf, LanguageModel } from "./language.ts";
import { commonLength } from "./sequence.ts";

export interface BatchRowsOptions {
  readonly maxRows: number;
  /** Bytes that keys and values may take together. */
  readonly maxBytes: number;
  /** Prompts are read, and found again, in multiples of so many positions. */
  readonly grain: number;
  /** How many rows run for so many answers. */
  readonly rowsFor: (answers: number) => number;
  /** Rows take turns instead of running together. */
  readonly oneByOne: boolean;
}

/** What is known of a row beside its cells. */
interface Mark {
  /** Positions from the front that were read as a prompt. Those that were answered one by one round differently. */
  read: number;
  /** When it was last of use. */
  used: number;
}

/** What is answered has no images. */
const noImage = () => new Float32Array(0);

export class BatchRows {
  readonly #cache: KeyValueCache;
  readonly #options: BatchRowsOptions;
  #marks: Mark[] = [];
  #time = 0;

  constructor(cache: KeyValueCache, options: BatchRowsOptions) {
    this.#cache = cache;
    this.#options = options;
    this.#marks = cache.cells.map(() => ({ read: 0, used: 0 }));
  }

  get count(): number {
    return this.#cache.rows;
  }

  get bytes(): number {
    return this.#cache.rows * this.#cache.capacity * this.#cache.bytesPerPosition;
  }

  get cells(): Iterable<readonly number[]> {
    return this.#cache.cells;
  }

  /** The most positions that a single answer may take. */
  maxPositions(model: number): number {
    const { maxBytes, rowsFor } = this.#options;
    const affordable = Math.floor(maxBytes / this.#cache.bytesPerPosition / rowsFor(1));
    // Capacities are powers of two, the model's own number excepted.
    return affordable >= model ? model : 2 ** Math.floor(Math.log2(Math.max(affordable, 1)));
  }

  /** Makes a row for one more than `active` answers, each of at most `positions`; false if memory does not allow it. */
  async makeRoom(active: number, positions: number): Promise<boolean> {
    const { maxRows, maxBytes, rowsFor } = this.#options;
    if (active + 1 > maxRows) return false;
    const cache = this.#cache;
    const least = { rows: rowsFor(active + 1), capacity: cache.capacityFor(positions) };
    if (cache.rows >= least.rows && cache.capacity >= least.capacity) return true;
    const affordable = (capacity: number) => Math.floor(maxBytes / cache.bytesPerPosition / capacity);
    if (affordable(least.capacity) < least.rows) return false;
    let capacity = Math.max(least.capacity, cache.capacity);
    if (affordable(capacity) < least.rows) capacity = least.capacity;
    // Doubling keeps copies rare; rows that are not needed are kept only where there is memory for them.
    const wanted = Math.max(cache.rows, cache.rows < least.rows ? Math.max(least.rows, 2 * cache.rows) : 0);
    const rows = Math.max(Math.min(wanted, rowsFor(maxRows), affordable(capacity)), least.rows);
    if (rows < cache.rows) this.#bestFirst(active, rows);
    await cache.resize(rows, capacity);
    this.#marks = cache.cells.map((cells, row) => {
      const { read = 0, used = 0 } = this.#marks[row] ?? {};
      return { read: Math.min(read, cells.length), used };
    });
    return true;
  }

  /** Takes a row behind the `active` ones for a prompt and says how much of it the row holds already. */
  claim(active: number, prompt: readonly number[]): { readonly row: number; readonly reused: number } {
    const cache = this.#cache;
    const known = (row: number) => this.#known(row, prompt);
    const rows = [...cache.cells.keys()];
    const best = rows.reduce((a, b) => (known(b) > known(a) ? b : a));
    const reused = known(best);
    this.#marks[best]!.used = ++this.#time;
    const idle = rows.slice(active);
    // A row that would be mostly used up anyway is continued; of others, which more prompts may begin like, a copy is taken.
    const continued = best >= active && 2 * reused >= cache.cells[best]!.length;
    const oldest = idle.reduce((a, b) => (this.#marks[b]!.used < this.#marks[a]!.used ? b : a));
    const row = continued ? best : oldest;
    if (row === best) cache.cells[row]!.length = reused;
    else cache.copy(best, row, reused);
    this.#marks[row] = { read: reused, used: ++this.#time };
    return { row, reused };
  }

  /** Reads the next chunk of a prompt into its row; the logits after the last. */
  async read(
    language: LanguageModel,
    row: number,
    { cells, features }: { readonly cells: readonly number[]; readonly features: FeaturesOf },
  ): Promise<Float32Array | undefined> {
    const logits = await language.advance(this.#cache, row, cells, features, this.#options.grain);
    this.#marks[row]!.read = this.#cache.cells[row]!.length;
    return logits;
  }

  /** A row whose prompt is read becomes the last of the active ones. */
  join(row: number, active: number, read: number): void {
    this.#swap(row, active);
    this.#marks[active] = { read, used: ++this.#time };
  }

  /** The answer in `row` is over: it changes places with the last of the active rows. */
  leave(row: number, last: number): void {
    this.#marks[row]!.used = ++this.#time;
    this.#swap(row, last);
  }

  /** One more token in each of the leading rows; the logits of each. */
  async decode(language: LanguageModel, tokens: readonly number[]): Promise<Float32Array[]> {
    if (!this.#options.oneByOne) return language.decode(this.#cache, tokens, this.#options.rowsFor(tokens.length));
    const logits: Float32Array[] = [];
    for (const [row, token] of tokens.entries()) {
      const cells = [...this.#cache.cells[row]!, token];
      logits.push((await language.advance(this.#cache, row, cells, noImage))!);
    }
    return logits;
  }

  /** Forgets what all rows hold. */
  clear(): void {
    for (const cells of this.#cache.cells) cells.length = 0;
    this.#marks = this.#cache.cells.map(() => ({ read: 0, used: 0 }));
  }

  dispose(): void {
    this.#cache.dispose();
  }

  /** The positions of a prompt that a row holds, as whole chunks and never all: what follows the last is to be known. */
  #known(row: number, prompt: readonly number[]): number {
    const { grain } = this.#options;
    const common = Math.min(commonLength(this.#cache.cells[row]!, prompt), this.#marks[row]!.read);
    return Math.floor(Math.min(common, prompt.length - 1) / grain) * grain;
  }

  /** Brings the rows worth keeping before those that are about to go. */
  #bestFirst(active: number, kept: number): void {
    for (let row = active; row < kept; row++) {
      let best = row;
      for (let other = row + 1; other < this.#cache.rows; other++) {
        if (this.#marks[other]!.used > this.#marks[best]!.used) best = other;
      }
      this.#swap(row, best);
    }
  }

  #swap(a: number, b: number): void {
    if (a === b) return;
    this.#cache.swap(a, b);
    const mark = this.#marks[a]!;
    this.#marks[a] = this.#marks[b]!;
    this.#marks[b] = mark;
  }
}
