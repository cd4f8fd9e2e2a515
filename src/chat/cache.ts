/**
 * The key/value cache: for each row the positions that have been through the language model, and their keys and values
 * on the device. Programs write into it in place; it grows by doubling.
 */
import { sizeOf } from "../runtime/dtype.ts";
import type { Runtime, Value } from "../runtime/runtime.ts";

/** The values of one run, as inputs and as outputs: the same memory on both sides. */
export interface CacheBinding {
  readonly feeds: Readonly<Record<string, Value>>;
  readonly fetches: Readonly<Record<string, Value>>;
}

/** What a cache must fit. */
export interface CacheShape {
  readonly layers: number;
  readonly kvHeads: number;
  /** Width of a head as the program stores it. */
  readonly headWidth: number;
  readonly maxPositions: number;
}

const smallestCapacity = 64;

export class KeyValueCache {
  /** What each row's cached positions hold, in the numbering of `Sequence.cells`. */
  readonly cells: number[][];
  readonly #runtime: Runtime;
  readonly #shape: CacheShape;
  /** Keys and values of all layers, each `[rows, K, capacity, d]`. */
  #values: Value[] = [];
  #capacity = 0;
  /** Bindings by the rows that they show. */
  readonly #bindings = new Map<string, CacheBinding>();

  constructor(runtime: Runtime, shape: CacheShape, rows = 1) {
    if (rows > 1 && runtime.device !== "cpu")
      throw new Error("a cache of several rows needs memory that the host sees");
    this.#runtime = runtime;
    this.#shape = shape;
    this.cells = Array.from({ length: rows }, () => []);
  }

  get rows(): number {
    return this.cells.length;
  }

  /** Positions that there is room for in each row. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Bytes of keys and values at one position of one row. */
  get bytesPerPosition(): number {
    const { layers, kvHeads, headWidth } = this.#shape;
    return 2 * layers * kvHeads * headWidth * Float32Array.BYTES_PER_ELEMENT;
  }

  /** The capacity that rows of so many positions get: a power of two, but not beyond what the model can count. */
  capacityFor(positions: number): number {
    const { maxPositions } = this.#shape;
    if (positions > maxPositions) throw new Error(`${positions} positions, but the model counts only ${maxPositions}`);
    let capacity = smallestCapacity;
    while (capacity < positions) capacity *= 2;
    return Math.min(capacity, maxPositions);
  }

  /** Makes room for `positions` in each row. */
  async reserve(positions: number): Promise<void> {
    if (positions > this.#capacity) await this.resize(this.rows, positions);
  }

  /** Becomes `rows` rows with room for `positions` each. The leading rows keep what they hold and there is room for. */
  async resize(rows: number, positions: number): Promise<void> {
    if (rows > 1 && this.#runtime.device !== "cpu") throw new Error("several rows need memory that the host sees");
    const { layers, kvHeads, headWidth } = this.#shape;
    const capacity = this.capacityFor(positions);
    const before = { rows: this.rows, capacity: this.#capacity };
    if (rows === before.rows && capacity === before.capacity) return;
    const cells = Array.from({ length: rows }, (_, row) => (this.cells[row] ?? []).slice(0, capacity));
    const kept = Math.max(0, ...cells.map((row) => row.length)) * headWidth;
    const stripes = Math.min(rows, before.rows) * kvHeads;
    const shape = [rows, kvHeads, capacity, headWidth];
    this.#dropBindings();
    // One after the other, so that old and new exist together for one layer's half only.
    for (let i = 0; i < 2 * layers; i++) {
      const old = this.#values[i];
      const data = new Float32Array(sizeOf(shape));
      if (old !== undefined && kept > 0) {
        const from = (old.location === "host" ? old.data : await old.download()) as Float32Array;
        widen(from, before.capacity * headWidth, data, capacity * headWidth, { kept, stripes });
      }
      old?.dispose();
      this.#values[i] = this.#runtime.value("float32", shape, data, this.#runtime.device === "cpu" ? "host" : "device");
    }
    this.#capacity = capacity;
    this.cells.splice(0, this.cells.length, ...cells);
  }

  /** The leading `count` rows. */
  leading(count: number): CacheBinding {
    return this.#binding(`0-${count}`, (value) =>
      count === this.rows ? value : value.view([count, ...value.shape.slice(1)]),
    );
  }

  /** One row by itself. */
  row(row: number): CacheBinding {
    if (this.rows === 1) return this.leading(1);
    return this.#binding(`${row}`, (value) => {
      const shape = [1, ...value.shape.slice(1)];
      const size = sizeOf(shape);
      return this.#runtime.value("float32", shape, value.data.subarray(row * size, (row + 1) * size));
    });
  }

  /** Puts the contents of row `from` into row `to`. */
  move(from: number, to: number): void {
    if (from === to) return;
    this.copy(from, to, this.cells[from]!.length);
    this.cells[from] = [];
  }

  /** Makes row `to` begin as row `from` does, and hold no more than those positions. */
  copy(from: number, to: number, positions: number): void {
    if (from === to) throw new Error(`row ${from} cannot be copied to itself`);
    this.#eachStripe(from, to, (data, source, target, width) => {
      data.copyWithin(target, source, source + positions * width);
    });
    this.cells[to] = this.cells[from]!.slice(0, positions);
  }

  /** Exchanges two rows. */
  swap(a: number, b: number): void {
    if (a === b) return;
    const kept = Math.max(this.cells[a]!.length, this.cells[b]!.length);
    this.#eachStripe(a, b, (data, first, second, width) => {
      const aside = data.slice(first, first + kept * width);
      data.copyWithin(first, second, second + kept * width);
      data.set(aside, second);
    });
    const cells = this.cells[a]!;
    this.cells[a] = this.cells[b]!;
    this.cells[b] = cells;
  }

  /** Visits what two rows have of each layer and head: where it begins, and the width of a position in it. */
  #eachStripe(a: number, b: number, visit: (data: Float32Array, a: number, b: number, width: number) => void): void {
    const { kvHeads, headWidth } = this.#shape;
    const stride = this.#capacity * headWidth;
    for (const value of this.#values) {
      const data = value.data as Float32Array;
      for (let head = 0; head < kvHeads; head++) {
        visit(data, (a * kvHeads + head) * stride, (b * kvHeads + head) * stride, headWidth);
      }
    }
  }

  dispose(): void {
    this.#dropBindings();
    for (const value of this.#values.splice(0)) value.dispose();
    this.#capacity = 0;
    for (const row of this.cells.keys()) this.cells[row] = [];
  }

  #binding(key: string, part: (value: Value) => Value): CacheBinding {
    const known = this.#bindings.get(key);
    if (known !== undefined) return known;
    const feeds: Record<string, Value> = {};
    const fetches: Record<string, Value> = {};
    for (const [i, value] of this.#values.entries()) {
      const name = `${i >> 1}.${i % 2 === 0 ? "key" : "value"}`;
      feeds[`past.${name}`] = fetches[`present.${name}`] = part(value);
    }
    const binding = { feeds, fetches };
    this.#bindings.set(key, binding);
    return binding;
  }

  #dropBindings(): void {
    for (const { feeds } of this.#bindings.values()) {
      for (const value of Object.values(feeds)) if (!this.#values.includes(value)) value.dispose();
    }
    this.#bindings.clear();
  }
}

/** Copies the first `kept` numbers of every stretch of `fromStride` to the beginning of one of `toStride`. */
function widen(
  from: Float32Array,
  fromStride: number,
  to: Float32Array,
  toStride: number,
  { kept, stripes }: { readonly kept: number; readonly stripes: number },
): void {
  for (let i = 0; i < stripes; i++) {
    to.set(from.subarray(i * fromStride, i * fromStride + Math.min(kept, fromStride)), i * toStride);
  }
}
