/**
 * The two passes of `resize.ts` on vectors, in WebAssembly (`resize.wat`): the same integers, several times faster. Where a
 * machine has no such vectors, or a picture is too large for the memory here, the plain loops stay in charge.
 */
import { resizeKernels } from "./resize-kernels.ts";
import type { Taps } from "./taps.ts";

interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly rows: (...places: number[]) => void;
  readonly columns: (...places: number[]) => void;
}

/** The source, what is between the passes, the result and the weights share one memory, which grows up to this. */
const memoryLimit = 64 * 2 ** 20;

let kernels: Kernels | null | undefined;

/** Undefined where the machine or the page does not allow them. */
function loadKernels(): Kernels | null {
  if (kernels !== undefined) return kernels;
  try {
    const bytes = Uint8Array.from(atob(resizeKernels), (char) => char.charCodeAt(0));
    kernels = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernels;
  } catch {
    kernels = null;
  }
  return kernels;
}

/** [height, width, 3] resized along its rows, its columns or both; undefined where that cannot be done here. */
export function resizeOnVectors(
  source: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  rows: Taps | undefined,
  columns: Taps | undefined,
): Uint8Array | undefined {
  const found = loadKernels();
  if (!found) return undefined;
  const across = rows && rowTables(rows);
  const down = columns && columnTables(columns);
  const newWidth = rows ? rows.first.length : width;
  const newHeight = columns ? columns.first.length : height;
  const stride = newWidth * 3;

  let end = 0;
  /** A place for so many bytes; `beyond` may be read or written behind them. */
  const place = (bytes: number, beyond = 16): number => {
    const at = end;
    end += Math.ceil((bytes + beyond) / 16) * 16;
    return at;
  };
  const input = place(source.length, 16 + (across ? across.groups * 12 : stride));
  const between = across && down ? place(height * stride, 16 + stride) : input;
  const result = place(newHeight * stride);
  const [acrossFirst, acrossWeights] = [place(4 * newWidth), place(across ? across.weights.byteLength : 0)];
  const [downFirst, downCount] = [place(4 * newHeight), place(4 * newHeight)];
  const downWeights = place(down ? down.weights.byteLength : 0);
  if (end > memoryLimit) return undefined;

  const { memory } = found;
  const missing = Math.ceil((end - memory.buffer.byteLength) / 65536);
  if (missing > 0) memory.grow(missing);
  const bytes = new Uint8Array(memory.buffer);
  const put = (table: Int32Array | Int16Array, at: number) =>
    bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
  bytes.set(source, input);
  if (across) {
    put(across.first, acrossFirst);
    put(across.weights, acrossWeights);
    const to = down ? between : result;
    found.rows(input, height, width * 3, to, newWidth, acrossFirst, acrossWeights, across.groups);
  }
  if (down) {
    put(
      Int32Array.from(columns.first, (row) => row * stride),
      downFirst,
    );
    put(down.count, downCount);
    put(down.weights, downWeights);
    found.columns(between, stride, result, newHeight, downFirst, downCount, downWeights, down.pairs * 8);
  }
  return bytes.slice(result, result + newHeight * stride);
}

interface RowTables {
  readonly first: Int32Array;
  readonly weights: Int16Array;
  readonly groups: number;
}

interface ColumnTables {
  readonly count: Int32Array;
  readonly weights: Int16Array;
  readonly pairs: number;
}

const knownRows = new WeakMap<Taps, RowTables>();
const knownColumns = new WeakMap<Taps, ColumnTables>();

/** Weights in groups of four, each as two pairs of low halves and two pairs of high halves. */
function rowTables(taps: Taps): RowTables {
  const known = knownRows.get(taps);
  if (known) return known;
  const groups = Math.ceil(largest(taps.count) / 4);
  const weights = halves(taps, groups * 4, 4);
  const made = { first: taps.first.map((pixel) => pixel * 3), weights, groups };
  knownRows.set(taps, made);
  return made;
}

/** Weights in pairs, each as its low halves and its high halves. */
function columnTables(taps: Taps): ColumnTables {
  const known = knownColumns.get(taps);
  if (known) return known;
  const count = taps.count.map((n) => Math.ceil(n / 2));
  const pairs = largest(count);
  const made = { count, weights: halves(taps, pairs * 2, 2), pairs };
  knownColumns.set(taps, made);
  return made;
}

function largest(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 1);
}

/** [to, length / group, 2, group]: each group's low halves, then its high ones, so that a weight is 4096 * high + low. */
function halves({ weights, width, first, count }: Taps, length: number, group: number): Int16Array {
  const to = first.length;
  const out = new Int16Array(to * length * 2);
  for (let i = 0; i < to; i++) {
    for (let j = 0; j < count[i]!; j++) {
      const weight = weights[i * width + j]!;
      const high = (weight + 2048) >> 12;
      const at = 2 * (i * length + j - (j % group)) + (j % group);
      out[at] = weight - (high << 12);
      out[at + group] = high;
    }
  }
  return out;
}
