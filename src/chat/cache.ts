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
  readonly rows: number;
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
    this.rows = rows;
    this.cells = Array.from({ length: rows }, () => []);
  }

  /** Positions that there is room for in each row. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Makes room for `positions` in each row: the next power of two, but not beyond what the model can count. */
  async reserve(positions: number): Promise<void> {
    if (positions <= this.#capacity) return;
    const { layers, kvHeads, headWidth, maxPositions } = this.#shape;
    if (positions > maxPositions) throw new Error(`${positions} positions, but the model counts only ${maxPositions}`);
    let capacity = Math.max(this.#capacity, smallestCapacity);
    while (capacity < positions) capacity *= 2;
    capacity = Math.min(capacity, maxPositions);
    const shape = [this.rows, kvHeads, capacity, headWidth];
    const kept = Math.max(...this.cells.map((row) => row.length)) * headWidth;
    this.#dropBindings();
    // One after the other, so that old and new exist together for one layer's half only.
    for (let i = 0; i < 2 * layers; i++) {
      const old = this.#values[i];
      const data = new Float32Array(sizeOf(shape));
      if (old !== undefined && kept > 0) {
        const from = (old.location === "host" ? old.data : await old.download()) as Float32Array;
        widen(from, this.#capacity * headWidth, data, capacity * headWidth, kept);
      }
      old?.dispose();
      this.#values[i] = this.#runtime.value("float32", shape, data, this.#runtime.device === "cpu" ? "host" : "device");
    }
    this.#capacity = capacity;
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
    const { kvHeads, headWidth } = this.#shape;
    const kept = this.cells[from]!.length * headWidth;
    const stride = this.#capacity * headWidth;
    for (const value of this.#values) {
      const data = value.data as Float32Array;
      for (let head = 0; head < kvHeads; head++) {
        const source = (from * kvHeads + head) * stride;
        data.copyWithin((to * kvHeads + head) * stride, source, source + kept);
      }
    }
    this.cells[to] = this.cells[from]!;
    this.cells[from] = [];
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
function widen(from: Float32Array, fromStride: number, to: Float32Array, toStride: number, kept: number): void {
  for (let i = 0; i * fromStride < from.length; i++) {
    to.set(from.subarray(i * fromStride, i * fromStride + kept), i * toStride);
  }
}
