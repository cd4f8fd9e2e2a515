import { describe, expect, test } from "vitest";
import type { Shape } from "../shape.ts";
import { input, inScope, ShapeError, type Tensor } from "../tensor.ts";
import { checkGradient, evaluate } from "../testing.ts";
import { gemm, matmul } from "./matmul.ts";

/** Shapes of `a` and `b` as they are multiplied, before either is given transposed. */
const products: readonly (readonly [Shape, Shape])[] = [
  [
    [2, 3],
    [3, 4],
  ],
  [
    [1, 3],
    [3, 1],
  ],
  [
    [2, 1],
    [1, 2],
  ],
  [
    [1, 1],
    [1, 1],
  ],
  [
    [2, 2, 3],
    [3, 2],
  ],
  [
    [2, 2, 3],
    [2, 3, 2],
  ],
  [
    [2, 2, 3],
    [1, 3, 2],
  ],
  [
    [3, 2],
    [2, 2, 3],
  ],
  [
    [2, 1, 2, 3],
    [3, 3, 1],
  ],
  [
    [1, 2, 2, 2],
    [2, 1, 2, 2],
  ],
];

const turned = (shape: Shape): Shape => [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];
const flags = [false, true].flatMap((transA) => [false, true].map((transB) => ({ transA, transB })));

describe.each(["float64", "float32"] as const)("matmul in %s", (dtype) => {
  // float32 takes another ONNX operator for transposed operands than float64
  test.each(flags)("gradients equal finite differences: %o", async (options) => {
    for (const [a, b] of products) {
      const shapes = [options.transA ? turned(a) : a, options.transB ? turned(b) : b];
      await checkGradient((x, y) => matmul(x, y, options), shapes, { dtype });
    }
  });
});

test("matmul with symbolic extents: batch, rows, and a shared matrix", async () => {
  const sizes = [
    { batch: 1, rows: 2 },
    { batch: 3, rows: 1 },
  ];
  await checkGradient(
    (a, b) => matmul(a, b),
    [
      ["batch", "rows", 2],
      [2, 3],
    ],
    { sizes },
  );
  await checkGradient(
    (a, b) => matmul(a, b),
    [
      ["batch", "rows", 2],
      ["batch", 2, 2],
    ],
    { sizes },
  );
  await checkGradient(
    (a, b) => matmul(a, b, { transB: true }),
    [
      ["batch", "rows", 2],
      ["batch", "rows", 2],
    ],
    { sizes },
  );
  await checkGradient(
    (a, b) => matmul(a, b, { transA: true }),
    [
      ["batch", "rows", 2],
      ["batch", "rows", 1],
    ],
    { sizes },
  );
});

test("both operands transposed give the transposed product", async () => {
  const [a, b] = [input("a", "float32", [2, 3]), input("b", "float32", [4, 2])];
  const feeds = { a: Float32Array.of(1, 2, 3, 4, 5, 6), b: Float32Array.of(1, 0, 0, 1, 1, 1, 2, 0) };
  const { y } = await evaluate({ y: matmul(a, b, { transA: true, transB: true }) }, feeds);
  expect(y).toEqual([1, 4, 5, 2, 2, 5, 7, 4, 3, 6, 9, 6]);
});

describe("gemm", () => {
  test.each(flags)(
    "gradients equal finite differences, with every broadcast of the added term: %o",
    async (options) => {
      const a = options.transA ? [3, 2] : [2, 3];
      const b = options.transB ? [4, 3] : [3, 4];
      await checkGradient((x, y) => gemm(x, y, undefined, options), [a, b]);
      for (const c of [[4], [2, 4], [2, 1], [1, 4], [1], []]) {
        await checkGradient((x, y, z) => gemm(x, y, z, options), [a, b, c]);
      }
    },
  );

  test("symbolic rows", async () => {
    const sizes = [{ rows: 1 }, { rows: 3 }];
    await checkGradient((x, y, z) => gemm(x, y, z, { transB: true }), [["rows", 2], [3, 2], [3]], { sizes });
  });
});

describe("misuse is refused where it happens", () => {
  const a = input("a", "float32", [2, 3]);
  const b = input("b", "float32", [4, 3]);
  const v = input("v", "float32", [3]);
  const i = input("i", "int32", [3, 2]);

  test.each<[string, () => Tensor]>([
    ["matmul: do not multiply; found float32[2, 3] and float32[4, 3]", () => matmul(a, b)],
    [
      "matmul: do not multiply (both transposed); found float32[2, 3] and float32[4, 3]",
      () => matmul(a, b, { transA: true, transB: true }),
    ],
    [
      "matmul: do not multiply (first transposed); found float32[2, 3] and float32[4, 3]",
      () => matmul(a, b, { transA: true }),
    ],
    ["matmul: do not multiply; found float32[2, 3] and float32[3]", () => matmul(a, v)],
    ["matmul: element types differ; found float32[2, 3] and int32[3, 2]", () => matmul(a, i)],
    [
      "gemm: are not two matrices that multiply and a term that broadcasts to the product; found float32[2, 3] and float32[4, 3] and float32[3]",
      () => gemm(a, b, v, { transB: true }),
    ],
  ])("%s", (message, misuse) => {
    expect(misuse).toThrow(new ShapeError(message));
  });

  test("the sentence names the place in the model", () => {
    const misuse = () => inScope("aligner.layers.0", () => matmul(a, b));
    expect(misuse).toThrow("matmul at aligner.layers.0: do not multiply; found float32[2, 3] and float32[4, 3]");
  });
});
