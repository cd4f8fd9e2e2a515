import { describe, expect, test } from "vitest";
import { grad } from "../grad.ts";
import { input, inScope, ShapeError, type Tensor } from "../tensor.ts";
import { arrayOf, checkGradient, evaluate } from "../testing.ts";
import { gelu, hardSigmoid, layerNorm, logSoftmax, rmsNorm, silu, softmax } from "./activation.ts";
import { mul } from "./arithmetic.ts";
import { reduceSum } from "./reduce.ts";

const sizes = [{ rows: 1 }, { rows: 3 }];

describe.each([
  ["softmax", softmax],
  ["logSoftmax", logSoftmax],
] as const)("%s", (_, normalize) => {
  test("gradients equal finite differences along every axis", async () => {
    for (const axis of [0, 1, -1]) await checkGradient((x) => normalize(x, axis), [[2, 3, 2]]);
    await checkGradient((x) => normalize(x), [[4]]);
    await checkGradient((x) => normalize(x), [[3, 1]]);
    await checkGradient((x) => normalize(x), [["rows", 3]], { sizes });
    await checkGradient((x) => normalize(x, 0), [[2, "rows"]], { sizes });
  });
});

describe("extreme logits", () => {
  test("large logits neither overflow nor lose the masked ones", async () => {
    const x = input("x", "float32", [3]);
    const { y } = await evaluate({ y: softmax(x) }, { x: Float32Array.of(1e30, -1e30, 1e30) });
    expect(y).toEqual([0.5, 0, 0.5]);
  });

  test("the logarithm of a vanishing probability is finite", async () => {
    const x = input("x", "float32", [2]);
    expect(await evaluate({ y: logSoftmax(x) }, { x: Float32Array.of(500, 0) })).toEqual({ y: [0, -500] });
  });
});

describe("gelu and silu", () => {
  test.each([
    ["gelu", gelu],
    ["silu", silu],
  ] as const)("the gradient of %s equals finite differences", async (_, activation) => {
    const options = { dtype: "float32", range: [-3, 3] } as const;
    for (const shape of [[7], [2, 3], [1, 1], []]) await checkGradient((x) => activation(x), [shape], options);
    await checkGradient((x) => activation(x), [["rows", 2]], { ...options, sizes });
  });

  test("hardSigmoid is a line between 0 and 1, and flat beyond", async () => {
    const x = input("x", "float32", [5]);
    const y = hardSigmoid(x, 0.5, 0.25);
    const [g] = grad(reduceSum(y), [x]) as [Tensor];
    const found = await evaluate({ y, g }, { x: Float32Array.of(-2, 0, 1, 1.25, 4) });
    expect(found).toEqual({ y: [0, 0.25, 0.75, 0.875, 1], g: [0, 0.5, 0.5, 0.5, 0] });
  });

  test("gelu's slope is 0 far below zero and 1 far above", async () => {
    const x = input("x", "float32", [4]);
    const [g] = grad(reduceSum(gelu(x)), [x]) as [Tensor];
    expect(await evaluate({ g }, { x: Float32Array.of(-1e4, -20, 20, 1e4) })).toEqual({ g: [0, 0, 1, 1] });
  });

  test("gelu is the exact one, with the error function", async () => {
    const x = input("x", "float32", [3]);
    const { y } = await evaluate({ y: gelu(x) }, { x: Float32Array.of(-2, 0.5, 3) });
    // x * (1 + erf(x / sqrt(2))) / 2; the tanh form gives 0.345714 at 0.5
    for (const [i, expected] of [-0.04550026, 0.34573123, 2.99595031].entries()) expect(y![i]).toBeCloseTo(expected, 6);
  });
});

describe("layerNorm", () => {
  test("gradients of value, weight and bias equal finite differences", async () => {
    // statistics are float32 whatever the value's type is, and so must be the check
    for (const shape of [[3, 4], [2, 1, 5], [6]]) {
      const width = [shape.at(-1)!];
      for (const eps of [1e-6, 0.1]) {
        await checkGradient((x, w, b) => layerNorm(x, w, b, eps), [shape, width, width], { dtype: "float32" });
      }
    }
    await checkGradient((x, w, b) => layerNorm(x, w, b, 1e-5), [["rows", 3], [3], [3]], { dtype: "float32", sizes });
  });

  test("an axis of one element is its bias, with gradient zero", async () => {
    await checkGradient((x, w, b) => layerNorm(x, w, b, 1e-3), [[3, 1], [1], [1]], { dtype: "float32" });
  });

  test("eps is added to the variance", async () => {
    const [x, w, b] = [input("x", "float32", [2]), input("w", "float32", [2]), input("b", "float32", [2])];
    const feeds = { x: arrayOf("float32", [-1, 1]), w: arrayOf("float32", [1, 2]), b: arrayOf("float32", [0, 10]) };
    expect(await evaluate({ y: layerNorm(x, w, b, 3) }, feeds)).toEqual({ y: [-0.5, 11] });
  });
});

describe("rmsNorm", () => {
  test("gradients of value and weight equal finite differences", async () => {
    for (const shape of [[3, 4], [2, 1, 5], [6], [3, 1]]) {
      for (const eps of [1e-6, 0.1]) {
        const check = checkGradient((x, w) => rmsNorm(x, w, eps), [shape, [shape.at(-1)!]], {
          dtype: "float32",
          range: [0.5, 1.5],
        });
        await check;
      }
    }
    await checkGradient((x, w) => rmsNorm(x, w, 1e-5), [["rows", 3], [3]], { dtype: "float32", sizes });
  });

  test("eps is added to the mean square", async () => {
    const [x, w] = [input("x", "float32", [2]), input("w", "float32", [2])];
    const feeds = { x: arrayOf("float32", [1, -1]), w: arrayOf("float32", [1, 4]) };
    expect(await evaluate({ y: rmsNorm(x, w, 3) }, feeds)).toEqual({ y: [0.5, -2] });
  });
});

describe("misuse is refused where it happens", () => {
  const x = input("x", "float32", [2, 3]);
  const w = input("w", "float32", [4]);
  const w3 = input("w3", "float32", [3]);
  const half = input("half", "float16", [3]);
  const i = input("i", "int32", [2, 3]);

  test.each([
    [
      "layerNorm: weight and bias must match the last axis; found float32[2, 3] and float32[4] and float32[4]",
      () => layerNorm(x, w, w, 1e-6),
    ],
    ["rmsNorm: the weight must match the last axis; found float32[2, 3] and float32[4]", () => rmsNorm(x, w, 1e-6)],
    ["rmsNorm: the weight must match the last axis; found float32[2, 3] and float16[3]", () => rmsNorm(x, half, 1e-6)],
    ["softmax: there is no axis 2; found float32[2, 3]", () => softmax(x, 2)],
    ["Softmax: takes float32 values; found int32[2, 3]", () => softmax(i)],
    ["Gelu: takes float32 values; found int32[2, 3]", () => gelu(i)],
  ])("%s", (message, misuse) => {
    expect(misuse).toThrow(new ShapeError(message));
  });

  test("the sentence names the place in the model", () => {
    const misuse = () => inScope("vision_model.blocks.3.norm1", () => layerNorm(mul(x, 2), w3, w, 1e-6));
    expect(misuse).toThrow("layerNorm at vision_model.blocks.3.norm1: weight and bias must match the last axis");
  });
});
