import { describe, expect, test } from "vitest";
import { grad } from "../grad.ts";
import { toOnnx } from "../onnx/write.ts";
import { input, ShapeError, type Target, type Tensor } from "../tensor.ts";
import { arrayOf, checkGradient, cpu, evaluate, randomNumbers, type Sizes } from "../testing.ts";
import { attention } from "./attention.ts";

/** Queries, keys and values of two heads, with values wider than keys. */
const [Q, K, V] = [
  [1, 2, 2, 2],
  [1, 2, 6, 2],
  [1, 2, 6, 3],
] as const;
const grid = [
  [1, 2, 2, 2],
  [1, 2, 2, 3],
] as const;

describe("the gradient of attention", () => {
  test("without a bias", () => checkGradient((q, k, v) => attention(q, k, v), [Q, K, V]));

  test.each([{ mask: [1, 2, 2, 6] }, { mask: [1, 1, 2, 6] }, { mask: [2, 6] }, { mask: [1, 1, 1, 6] }])(
    "with a mask $mask",
    ({ mask }) => checkGradient((q, k, v, mask) => attention(q, k, v, { mask, scale: 0.7 }), [Q, K, V, mask]),
  );

  test("with the bias of a grid", () =>
    checkGradient((q, k, v, rows, columns) => attention(q, k, v, { grid: { rows, columns } }), [Q, K, V, ...grid]));

  test("for any number of rows and queries", () =>
    checkGradient(
      (q, k, v) => attention(q, k, v),
      [
        ["b", 2, "t", 4],
        ["b", 2, "s", 4],
        ["b", 2, "s", 3],
      ],
      {
        sizes: [
          { b: 1, t: 1, s: 1 },
          { b: 2, t: 2, s: 3 },
        ],
      },
    ));
});

/** Attention of one query with loops: `[e]`. */
function plain(
  q: ArrayLike<number>,
  keys: ArrayLike<number>[],
  values: ArrayLike<number>[],
  bias: (s: number) => number,
) {
  const scale = 1 / Math.sqrt(q.length);
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a, (x, i) => x * b[i]!).reduce((s, x) => s + x, 0);
  const weights = keys.map((k, s) => Math.exp(scale * dot(q, k) + bias(s)));
  const total = weights.reduce((a, b) => a + b);
  return Array.from(values[0]!, (_, i) => weights.reduce((sum, w, s) => sum + w * values[s]![i]!, 0) / total);
}

describe("without its gradient", () => {
  test.each([
    { b: 1, t: 1, s: 1 },
    { b: 2, t: 5, s: 3 },
  ])("one fused kernel computes it, sizes %o", async (sizes) => {
    const shapes = [
      ["b", 3, "t", 4],
      ["b", 3, "s", 4],
      ["b", 3, "s", 6],
      ["t", "s"],
    ] as const;
    const [q, k, v, mask] = shapes.map((shape, i) => input(`x${i}`, "float32", shape)) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const fused = { bare: attention(q, k, v), masked: attention(q, k, v, { mask }) };
    expect(nodeTypes(fused)).not.toContain("Softmax");
    await expectSameAsPlain(
      fused,
      [q, k, v, mask],
      shapes.map((shape) => shape.map((d) => at(d, sizes))),
      sizes,
    );
  });

  test("the bias of a grid is the same in the fused kernel", async () => {
    const leaves = [Q, K, V, ...grid].map((shape, i) => input(`x${i}`, "float32", shape)) as Tensor[];
    const [q, k, v, rows, columns] = leaves as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const fused = { y: attention(q, k, v, { grid: { rows, columns } }) };
    expect(nodeTypes(fused)).not.toContain("Softmax");
    await expectSameAsPlain(fused, leaves, [Q, K, V, ...grid], {});
  });

  test("many logits are computed in slices", async () => {
    const [heads, t, h, w, d] = [24, 1100, 36, 36, 2];
    const shapes = [
      [1, heads, t, d],
      [1, heads, h * w, d],
      [1, heads, h * w, d],
      [1, heads, t, h],
      [1, heads, t, w],
    ];
    const [q, k, v, rows, columns] = shapes.map((shape, i) => input(`x${i}`, "float32", shape)) as Tensor[];
    const y = attention(q!, k!, v!, { grid: { rows: rows!, columns: columns! } });
    expect(nodeTypes({ y }).filter((type) => type === "Softmax")).toHaveLength(heads * 2);
    const next = randomNumbers(1);
    const feeds = shapes.map((shape) => arrayOf("float32", draws(shape, next)) as Float32Array);
    const found = (await evaluate({ y }, Object.fromEntries(feeds.map((data, i) => [`x${i}`, data])))).y!;
    for (const [head, row] of [
      [0, 0],
      [2, 1023],
      [5, 1024],
      [23, 1099],
    ] as const) {
      const vectors = (data: Float32Array) =>
        Array.from({ length: h * w }, (_, s) => data.subarray((head * h * w + s) * d, (head * h * w + s + 1) * d));
      const line = head * t + row;
      const bias = (s: number) => feeds[3]![line * h + Math.floor(s / w)]! + feeds[4]![line * w + (s % w)]!;
      const expected = plain(
        feeds[0]!.subarray(line * d, (line + 1) * d),
        vectors(feeds[1]!),
        vectors(feeds[2]!),
        bias,
      );
      for (const [i, e] of expected.entries()) expect(found[line * d + i]).toBeCloseTo(e, 5);
    }
  });

  test("slices take a mask as well", async () => {
    const [heads, t, s, d] = [40, 1100, 800, 2];
    const shapes = [
      [1, heads, t, d],
      [1, heads, s, d],
      [1, heads, s, d],
      [t, s],
    ];
    const [q, k, v, mask] = shapes.map((shape, i) => input(`x${i}`, "float32", shape)) as Tensor[];
    const y = attention(q!, k!, v!, { mask: mask! });
    const next = randomNumbers(2);
    const feeds = shapes.map((shape) => arrayOf("float32", draws(shape, next)) as Float32Array);
    const found = (await evaluate({ y }, Object.fromEntries(feeds.map((data, i) => [`x${i}`, data])))).y!;
    const [head, row] = [3, 1050];
    const vectors = (data: Float32Array) =>
      Array.from({ length: s }, (_, i) => data.subarray((head * s + i) * d, (head * s + i + 1) * d));
    const line = head * t + row;
    const bias = (i: number) => feeds[3]![row * s + i]!;
    const expected = plain(feeds[0]!.subarray(line * d, (line + 1) * d), vectors(feeds[1]!), vectors(feeds[2]!), bias);
    for (const [i, e] of expected.entries()) expect(found[line * d + i]).toBeCloseTo(e, 5);
  });
});

test("written for WebGPU, many logits without a bias are computed in slices as well", async () => {
  const [heads, t, s, d] = [40, 1100, 800, 2];
  const shapes = [
    [1, heads, t, d],
    [1, heads, s, d],
    [1, heads, s, d],
  ];
  const leaves = shapes.map((shape, i) => input(`x${i}`, "float32", shape)) as [Tensor, Tensor, Tensor];
  const y = attention(...leaves);
  expect(nodeTypes({ y }, "webgpu").filter((type) => type === "Softmax")).toHaveLength(heads * 2);
  const next = randomNumbers(4);
  const runtime = await cpu();
  const session = await runtime.session(toOnnx({ y }, { target: "webgpu" }));
  const feeds = shapes.map((shape) => arrayOf("float32", draws(shape, next)) as Float32Array);
  const values = feeds.map((data, i) => [`x${i}`, runtime.value("float32", shapes[i]!, data)] as const);
  const found = (await session.run(Object.fromEntries(values))).y!.data as Float32Array;
  session.dispose();
  const [head, row] = [7, 1099];
  const vectors = (data: Float32Array) =>
    Array.from({ length: s }, (_, i) => data.subarray((head * s + i) * d, (head * s + i + 1) * d));
  const line = head * t + row;
  const expected = plain(feeds[0]!.subarray(line * d, (line + 1) * d), vectors(feeds[1]!), vectors(feeds[2]!), () => 0);
  for (const [i, e] of expected.entries()) expect(found[line * d + i]).toBeCloseTo(e, 5);
});

test.each([
  {
    shapes: [
      [2, 2, 3, 4],
      [2, 2, 6, 5],
      [2, 2, 6, 5],
    ],
    says: /need q \[B, H, T, d\]/,
  },
  {
    shapes: [
      [2, 2, 3, 4],
      [2, 2, 6, 4],
      [2, 2, 5, 4],
    ],
    says: /need q \[B, H, T, d\]/,
  },
  {
    shapes: [
      [2, 3, 4],
      [2, 6, 4],
      [2, 6, 4],
    ],
    says: /four axes/,
  },
  {
    shapes: [
      [2, 2, 3, 4],
      [2, 2, 6, 4],
      [2, 2, 6, 4],
      [3, 5],
    ],
    says: /does not broadcast to \[2, 2, 3, 6\]/,
  },
])("operands that do not fit are refused: $shapes", ({ shapes, says }) => {
  const [q, k, v, mask] = shapes.map((shape, i) => input(`x${i}`, "float32", shape)) as Tensor[];
  expect(() => attention(q!, k!, v!, { mask })).toThrow(ShapeError);
  expect(() => attention(q!, k!, v!, { mask })).toThrow(says);
});

/** Compares outputs with what they are in a program that also asks for gradients, and so for probabilities. */
async function expectSameAsPlain(
  outputs: Readonly<Record<string, Tensor>>,
  leaves: readonly Tensor[],
  shapes: readonly (readonly number[])[],
  sizes: Sizes,
): Promise<void> {
  const next = randomNumbers(3);
  const feeds = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, arrayOf("float32", draws(shape, next))]));
  const found = await evaluate(outputs, feeds, sizes);
  for (const [name, y] of Object.entries(outputs)) {
    const [gradient] = grad(y, [leaves[0]!], y);
    const withGradient = { y, gradient: gradient! };
    expect(nodeTypes(withGradient)).toContain("Softmax");
    const { y: expected } = await evaluate(withGradient, feeds, sizes);
    for (const [i, e] of expected!.entries()) expect(found[name]![i]).toBeCloseTo(e, 5);
  }
}

function nodeTypes(outputs: Readonly<Record<string, Tensor>>, target: Target = "cpu"): string[] {
  const names = new TextDecoder("latin1")
    .decode(toOnnx(outputs, { target }))
    .matchAll(/(Softmax|MultiHeadAttention)_\d+/g);
  return [...new Set(Array.from(names, ([name]) => name))].map((name) => name.replace(/_\d+$/, ""));
}

const at = (d: number | string, sizes: Sizes) => (typeof d === "number" ? d : sizes[d]!);

function draws(shape: readonly number[], next: () => number): number[] {
  return Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * next() - 1);
}
