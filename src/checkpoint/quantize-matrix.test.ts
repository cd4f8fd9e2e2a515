import { afterAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime, TypedArray } from "../runtime/runtime.ts";
import { type BlockLayout, type Quantization, toOnnx } from "../tensor/index.ts";
import { convert } from "./half.ts";
import { quantizationProgram } from "./quantize-matrix.ts";

let runtime: Runtime | undefined;
afterAll(() => runtime?.dispose());

async function quantize(
  quantization: Quantization,
  data: Float32Array,
  inputs: number,
  dtype: "float32" | "float16" | "bfloat16" = "float32",
) {
  runtime ??= await createNativeRuntime("cpu", { threads: 1 });
  const session = await runtime.session(toOnnx(quantizationProgram(quantization, inputs, dtype), { target: "cpu" }));
  const rows = runtime.value(dtype, [data.length / inputs, inputs], convert(data, "float32", dtype));
  const outputs = await session.run({ rows });
  session.dispose();
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, { shape: value.shape, data: value.data }]),
  );
}

type Parts = Record<string, { readonly data: TypedArray }>;

/** The matrix that packed blocks stand for, by the definition of the format. */
function restore(
  { packed, scales, zeros }: Parts,
  { bits, block }: BlockLayout,
  outputs: number,
  inputs: number,
): number[] {
  const blocks = Math.ceil(inputs / block);
  const nibble = (bytes: TypedArray, line: number, lineLength: number, i: number) => {
    const bytesPerLine = Math.ceil((lineLength * bits) / 8);
    const at = line * bytesPerLine * (8 / bits) + i;
    return bits === 8 ? Number(bytes[at]) : (Number(bytes[at >> 1]) >> (4 * (at & 1))) & 15;
  };
  return Array.from({ length: outputs * inputs }, (_, at) => {
    const [row, column] = [Math.floor(at / inputs), at % inputs];
    const number = Math.floor(column / block);
    const scale = Number(scales!.data[row * blocks + number]);
    return scale * (nibble(packed!.data, row, blocks * block, column) - nibble(zeros!.data, row, blocks, number));
  });
}

/** A bell of random numbers, the same each time. */
function bell(n: number, seed = 1): Float32Array {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float32Array.from({ length: n }, () => 0.02 * (next() + next() + next() + next() - 2));
}

const relativeError = (found: readonly number[], expected: Float32Array) =>
  Math.sqrt(
    found.reduce((sum, v, i) => sum + (v - expected[i]!) ** 2, 0) / expected.reduce((sum, v) => sum + v * v, 0),
  );

/** What the plain way gives: a scale from the smallest to the largest number of each block. */
function plainError(data: Float32Array, block: number): number {
  const restored = Array.from(data, () => 0);
  for (let from = 0; from < data.length; from += block) {
    const part = data.subarray(from, from + block);
    const [low, high] = [Math.min(0, ...part), Math.max(0, ...part)];
    const scale = (high - low) / 15;
    const zero = Math.round(-low / scale);
    for (const [i, v] of part.entries()) {
      restored[from + i] = scale * (Math.min(15, Math.max(0, Math.round(v / scale) + zero)) - zero);
    }
  }
  return relativeError(restored, data);
}

describe("blocks", () => {
  test.each([32, 128, 256])("of %i weights lose clearly less than with the plain scale", async (block) => {
    const data = bell(16 * 512);
    const layout = { bits: 4, block } as const;
    const found = restore(await quantize({ kind: "blocks", ...layout }, data, 512), layout, 16, 512);
    expect(relativeError(found, data)).toBeLessThan(0.985 * plainError(data, block));
  });

  test("of 256 with searched scales are as exact as of 128 without", async () => {
    const data = bell(64 * 1024);
    const layout = { bits: 4, block: 256 } as const;
    const found = restore(await quantize({ kind: "blocks", ...layout }, data, 1024), layout, 64, 1024);
    expect(relativeError(found, data)).toBeLessThan(1.01 * plainError(data, 128));
  });

  test.each(["float32", "float16", "bfloat16"] as const)("take %s weights", async (dtype) => {
    const data = convert(convert(bell(4 * 64), "float32", dtype), dtype, "float32") as Float32Array;
    const layout = { bits: 8, block: 32 } as const;
    const found = restore(await quantize({ kind: "blocks", ...layout }, data, 64, dtype), layout, 4, 64);
    expect(relativeError(found, data)).toBeLessThan(0.006);
  });

  test("need not fill their rows, and an odd number of them shares bytes", async () => {
    const data = bell(3 * 72);
    const layout = { bits: 4, block: 32 } as const;
    const parts = await quantize({ kind: "blocks", ...layout }, data, 72);
    expect(parts.packed!.shape).toEqual([3, 3, 16]);
    expect(parts.zeros!.shape).toEqual([3, 2]);
    expect(relativeError(restore(parts, layout, 3, 72), data)).toBeLessThan(0.09);
  });

  test("of one sign keep zero, and blocks of zeros stay zeros", async () => {
    const data = Float32Array.from({ length: 96 }, (_, i) => (i < 32 ? 0 : i < 64 ? 1 + i / 100 : -1 - i / 100));
    const layout = { bits: 4, block: 32 } as const;
    const found = restore(await quantize({ kind: "blocks", ...layout }, data, 96), layout, 1, 96);
    expect(found.slice(0, 32)).toEqual(new Array(32).fill(0));
    expect(relativeError(found, data)).toBeLessThan(0.04);
  });

  test("that 15 steps can express are exact", async () => {
    const data = Float32Array.from({ length: 64 }, (_, i) => (((i * 7) % 16) - 5) / 4);
    const layout = { bits: 4, block: 64 } as const;
    const found = restore(await quantize({ kind: "blocks", ...layout }, data, 64), layout, 1, 64);
    expect(relativeError(found, data)).toBeLessThan(1e-6);
  });
});

test("int8 matrices are turned, and each output's largest weight is exact", async () => {
  const [outputs, inputs] = [5, 48];
  const data = bell(outputs * inputs);
  data.fill(0, 0, inputs); // an output of zeros
  const { packed, scales } = await quantize({ kind: "int8" }, data, inputs);
  expect(packed!.shape).toEqual([inputs, outputs]);
  expect(scales!.shape).toEqual([outputs]);
  for (let o = 0; o < outputs; o++) {
    const row = data.subarray(o * inputs, (o + 1) * inputs);
    const found = Array.from(row, (_, i) => Number(packed!.data[i * outputs + o]) * Number(scales!.data[o]));
    const largest = row.reduce((best, v, i) => (Math.abs(v) > Math.abs(row[best]!) ? i : best), 0);
    expect(found[largest]).toBeCloseTo(row[largest]!, 7);
    for (const [i, v] of row.entries())
      expect(Math.abs(found[i]! - v)).toBeLessThanOrEqual(0.501 * Number(scales!.data[o]));
  }
});
