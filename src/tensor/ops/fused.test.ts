import { describe, expect, test } from "vitest";
import { grad } from "../grad.ts";
import { input, ShapeError, type Tensor } from "../tensor.ts";
import { arrayOf, compile, evaluate, randomNumbers } from "../testing.ts";
import { cachedAttention, gatherQuantized, quantizedMatmul, takeRows } from "./fused.ts";

const at = {
  lastPosition: input("last", "int32", ["rows"]),
  total: input("total", "int32", [1]),
};

/** Head counts, with a head's width and the width it has in the cache. */
const attentions = [
  { heads: 4, kvHeads: 2, d: 16, wide: 16 },
  { heads: 3, kvHeads: 1, d: 4, wide: 16 },
  { heads: 2, kvHeads: 2, d: 18, wide: 32 },
] as const;

describe.each(attentions)("cachedAttention, $heads heads over $kvHeads of width $d", ({ heads, kvHeads, d, wide }) => {
  const capacity = 8;
  const width = (heads + 2 * kvHeads) * d;
  const qkv = input("qkv", "float32", ["rows", "new", width]);
  const past = (name: string) => input(name, "float32", ["rows", kvHeads, capacity, wide]);
  const tables = {
    cosines: input("cosines", "float32", [capacity, d / 2]),
    sines: input("sines", "float32", [capacity, d / 2]),
  };
  const step = cachedAttention(
    qkv,
    { key: past("keys"), value: past("values") },
    { ...at, ...tables },
    { heads, kvHeads },
  );

  const angle = (t: number, i: number) => t / 3 ** i;
  const angles = (f: (x: number) => number) =>
    Float32Array.from({ length: (capacity * d) / 2 }, (_, k) => f(angle(Math.floor(k / (d / 2)), k % (d / 2))));

  /** Causal attention over one row's whole sequence, written with loops. */
  function plain(row: readonly Float32Array[]): number[][] {
    const rotated = (v: Float32Array, t: number) =>
      Array.from(v, (x, i) => {
        const [c, s] = [Math.cos(angle(t, i % (d / 2))), Math.sin(angle(t, i % (d / 2)))];
        return i < d / 2 ? x * c - v[i + d / 2]! * s : x * c + v[i - d / 2]! * s;
      });
    const part = (t: number, slot: number) => row[t]!.subarray(slot * d, (slot + 1) * d);
    const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    return row.map((_, t) =>
      Array.from({ length: heads }, (_, h) => {
        const kv = Math.floor(h / (heads / kvHeads));
        const q = rotated(part(t, h), t);
        const weights = row
          .slice(0, t + 1)
          .map((_, s) => Math.exp(dot(q, rotated(part(s, heads + kv), s)) / Math.sqrt(d)));
        const total = weights.reduce((a, b) => a + b);
        const value = (i: number) => weights.reduce((sum, w, s) => sum + w * part(s, heads + kvHeads + kv)[i]!, 0);
        return Array.from({ length: d }, (_, i) => value(i) / total);
      }).flat(),
    );
  }

  test("rows of different lengths, then one token each, equal attention over the whole sequences", async () => {
    const next = randomNumbers(11);
    const lengths = [3, 1];
    const tokens = lengths.map((n) =>
      Array.from({ length: n + 2 }, () => Float32Array.from({ length: width }, () => 2 * next() - 1)),
    );
    const expected = tokens.map(plain);
    const program = await compile({ out: step.out, newKeys: step.key, newValues: step.value });
    const cache = () => new Float32Array(2 * kvHeads * capacity * wide);
    let feeds = { keys: cache(), values: cache(), cosines: angles(Math.cos), sines: angles(Math.sin) };
    /** Appends tokens to each row; `last` is each row's last position then. */
    const append = async (batch: readonly (readonly Float32Array[])[], last: readonly number[]) => {
      const fresh = batch[0]!.length;
      const found = await program.run(
        {
          ...feeds,
          qkv: Float32Array.from(batch.flatMap((row) => row.flatMap((v) => [...v]))),
          last: arrayOf("int32", last),
          total: arrayOf("int32", [Math.max(...last) + 1]),
        },
        { rows: 2, new: fresh },
      );
      feeds = { ...feeds, keys: Float32Array.from(found.newKeys!), values: Float32Array.from(found.newValues!) };
      return (row: number, t: number) => found.out!.slice((row * fresh + t) * heads * d).slice(0, heads * d);
    };
    const agree = (found: readonly number[], wanted: readonly number[]) =>
      found.forEach((v, i) => void expect(v).toBeCloseTo(wanted[i]!, 5));

    // the shorter row is padded on the right
    const prefill = tokens.map((row, r) => Array.from({ length: 3 }, (_, t) => row[t < lengths[r]! ? t : 0]!));
    const first = await append(
      prefill,
      lengths.map((n) => n - 1),
    );
    for (const [r, n] of lengths.entries()) for (let t = 0; t < n; t++) agree(first(r, t), expected[r]![t]!);
    for (const more of [0, 1]) {
      const positions = lengths.map((n) => n + more);
      const out = await append(
        tokens.map((row, r) => [row[positions[r]!]!]),
        positions,
      );
      for (const r of [0, 1]) agree(out(r, 0), expected[r]![positions[r]!]!);
    }
    program.dispose();
  });

  test("branches stand where they say and do not see each other", async () => {
    const next = randomNumbers(12);
    const token = () => Float32Array.from({ length: width }, () => 2 * next() - 1);
    const [before, one, two] = [[token(), token()], [token()], [token(), token()]];
    const branches = {
      positions: input("positions", "int64", ["rows", "new"]),
      mask: input("mask", "float32", [1, 1, "new", "seen"]),
    };
    const caches = { key: past("keys"), value: past("values") };
    const { out } = cachedAttention(qkv, caches, { ...at, ...tables, branches }, { heads, kvHeads });
    const prompt = await compile({ newKeys: step.key, newValues: step.value });
    const program = await compile({ out });
    const packed = (tokens: readonly Float32Array[]) => Float32Array.from(tokens.flatMap((v) => [...v]));
    const angled = { cosines: angles(Math.cos), sines: angles(Math.sin) };
    const empty = () => new Float32Array(kvHeads * capacity * wide);
    const held = await prompt.run(
      {
        ...{ ...angled, keys: empty(), values: empty(), qkv: packed(before) },
        ...{ last: arrayOf("int32", [1]), total: arrayOf("int32", [2]) },
      },
      { rows: 1, new: 2 },
    );
    const found = await program.run(
      {
        ...{ ...angled, keys: Float32Array.from(held.newKeys!), values: Float32Array.from(held.newValues!) },
        ...{ qkv: packed([...one, ...two]), last: arrayOf("int32", [4]), total: arrayOf("int32", [5]) },
        positions: arrayOf("int64", [2, 2, 3]),
        // the one token of the first branch stands before the two of the second
        mask: Float32Array.of(...[0, 0, 0, 0, 0], ...[0, 0, -1e30, 0, 0], ...[0, 0, -1e30, 0, 0]),
      },
      { rows: 1, new: 3, seen: 5 },
    );
    const expected = [...plain([...before, ...one]).slice(2), ...plain([...before, ...two]).slice(2)].flat();
    expect(found.out).toHaveLength(expected.length);
    for (const [i, wanted] of expected.entries()) expect(found.out![i]).toBeCloseTo(wanted, 5);
    prompt.dispose();
    program.dispose();
  });

  test("has no gradient, and says so", () => {
    expect(() => grad(step.out, [qkv], step.out)).toThrow("GroupQueryAttention has no gradient");
  });

  test("caches of another width are refused", () => {
    const narrow = input("narrow", "float32", ["rows", kvHeads, capacity, wide - 16]);
    const misuse = () => cachedAttention(qkv, { key: narrow, value: narrow }, { ...at, ...tables }, { heads, kvHeads });
    expect(misuse).toThrow(`cachedAttention: need [B, T, (${heads} + 2*${kvHeads}) * d] and caches [B, kv, C, d]`);
  });
});

/** Random packed weights [outputs, blocks, ...], and the numbers that they stand for. */
function quantized(outputs: number, inputs: number, bits: 4 | 8, block: number) {
  const next = randomNumbers(bits * 100 + block);
  const blocks = inputs / block;
  const levels = 2 ** bits;
  const whole = (n: number) => Array.from({ length: n }, () => Math.floor(next() * levels));
  const codes = Array.from({ length: outputs * blocks }, () => whole(block));
  const zeros = Array.from({ length: outputs }, () => whole(blocks));
  const scales = Float32Array.from(codes, () => 2 ** -Math.floor(next() * 4));
  const weights = codes.map((row, i) => row.map((q) => (q - zeros[Math.floor(i / blocks)]![i % blocks]!) * scales[i]!));
  const nibbles = (row: readonly number[]) =>
    bits === 8
      ? row
      : Array.from({ length: Math.ceil(row.length / 2) }, (_, i) => row[2 * i]! | ((row[2 * i + 1] ?? 0) << 4));
  return {
    packed: Uint8Array.from(codes.flatMap(nibbles)),
    scales,
    zeros: Uint8Array.from(zeros.flatMap(nibbles)),
    weight: (row: number, column: number) => weights[row * blocks + Math.floor(column / block)]![column % block]!,
  };
}

const storages = [
  { bits: 4, block: 32 },
  { bits: 4, block: 128 },
  { bits: 8, block: 32 },
] as const;

describe.each(storages)("weights of $bits bits in blocks of $block", ({ bits, block }) => {
  test("quantizedMatmul multiplies with the numbers they stand for", async () => {
    const [rows, outputs, inputs] = [3, 5, 2 * block];
    const stored = quantized(outputs, inputs, bits, block);
    const x = input("x", "float32", ["rows", inputs]);
    const weight = {
      packed: input("packed", "uint8", [outputs, 2, (block * bits) / 8]),
      scales: input("scales", "float32", [outputs * 2]),
      zeros: input("zeros", "uint8", [(outputs * Math.ceil((2 * bits) / 4)) / 2]),
    };
    const y = quantizedMatmul(x, weight, { outputs, inputs }, { bits, block });
    // the product rounds x to 8 bits by block: whole numbers up to 127, one of them in each block, stay as they are
    const data = Float32Array.from({ length: rows * inputs }, (_, i) => (i % 32 === 0 ? 127 : ((i * 37) % 255) - 127));
    const { packed, scales, zeros } = stored;
    const found = await evaluate({ y }, { x: data, packed, scales, zeros }, { rows });
    const expected = Array.from({ length: rows * outputs }, (_, k) => {
      const [r, o] = [Math.floor(k / outputs), k % outputs];
      return Array.from({ length: inputs }, (_, i) => data[r * inputs + i]! * stored.weight(o, i)).reduce(
        (a, b) => a + b,
      );
    });
    const scale = Math.max(...expected.map(Math.abs));
    found.y!.forEach((v, i) => void expect(Math.abs(v - expected[i]!) / scale).toBeLessThan(1e-6));
  });

  test("gatherQuantized looks up the numbers they stand for", async () => {
    const [rows, width] = [6, 2 * block];
    const stored = quantized(rows, width, bits, block);
    const table = {
      packed: input("packed", "uint8", [rows, (width * bits) / 8]),
      scales: input("scales", "float32", [rows, 2]),
      zeros: input("zeros", "uint8", [rows, Math.ceil((2 * bits) / 8)]),
    };
    const ids = input("ids", "int32", ["count"]);
    const { packed, scales, zeros } = stored;
    const feeds = { packed, scales, zeros, ids: arrayOf("int32", [4, 0, 4]) };
    const found = await evaluate({ y: gatherQuantized(table, ids, width, { bits, block }) }, feeds, { count: 3 });
    const expected = [4, 0, 4].flatMap((row) => Array.from({ length: width }, (_, i) => stored.weight(row, i)));
    expect(found.y).toEqual(expected);
  });
});

describe("takeRows", () => {
  test("takes one position of each row", async () => {
    const x = input("x", "float32", ["rows", 3, 2]);
    const positions = input("positions", "int64", ["rows", 1]);
    const feeds = {
      x: Float32Array.from({ length: 12 }, (_, i) => i),
      positions: arrayOf("int64", [2, 0]),
    };
    expect(await evaluate({ y: takeRows(x, positions) }, feeds, { rows: 2 })).toEqual({ y: [4, 5, 6, 7] });
  });

  test.each<[string, Tensor]>([
    ["float32", input("p", "float32", [2, 1])],
    ["int64[2]", input("p", "int64", [2])],
  ])("positions as %s are refused", (_, positions) => {
    const x = input("x", "float32", [2, 3, 4]);
    expect(() => takeRows(x, positions)).toThrow(ShapeError);
  });
});
