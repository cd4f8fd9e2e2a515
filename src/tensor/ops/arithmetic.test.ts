import { describe, expect, test } from "vitest";
import type { Dtype } from "../../runtime/runtime.ts";
import { grad } from "../grad.ts";
import type { Shape } from "../shape.ts";
import { input, inScope, ShapeError, type Tensor } from "../tensor.ts";
import { arrayOf, checkGradient, evaluate, randomNumbers } from "../testing.ts";
import {
  abs,
  add,
  and,
  cast,
  cos,
  div,
  equal,
  erf,
  exp,
  greater,
  greaterOrEqual,
  less,
  log,
  maximum,
  minimum,
  mul,
  neg,
  not,
  or,
  reciprocal,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  sub,
  sumTo,
  tanh,
  where,
  zerosLike,
} from "./arithmetic.ts";
import { reduceSum } from "./reduce.ts";

/** Pairs of shapes: equal, broadcast on either side and on both, scalars, axes of extent one; then random ones. */
const pairs: readonly (readonly [Shape, Shape])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[], [2, 2]],
  [[2, 2], []],
  [[], []],
  [[1, 1], [1]],
  ...Array.from({ length: 8 }, (_, i) => randomPair(randomNumbers(i))),
];

/** Two shapes that broadcast: extents 1 to 3, axes missing at the front or of extent one on either side. */
function randomPair(next: () => number): readonly [Shape, Shape] {
  const full = Array.from({ length: 1 + Math.floor(next() * 4) }, () => 1 + Math.floor(next() * 3));
  const part = () => full.slice(Math.floor(next() * full.length)).map((d) => (next() < 0.3 ? 1 : d));
  return [part(), part()];
}

describe("gradients of two operands equal finite differences, broadcast in every way", () => {
  const operators: readonly [string, (a: Tensor, b: Tensor) => Tensor, [number, number]?][] = [
    ["add", add],
    ["sub", sub],
    ["mul", mul],
    ["div", div, [0.5, 2]],
    ["maximum", maximum],
    ["minimum", minimum],
  ];
  test.each(operators)("%s", async (_, operator, range) => {
    for (const shapes of pairs) await checkGradient(operator, shapes, range && { range });
  });

  test("a number as operand", async () => {
    await checkGradient((x) => sub(1, x), [[2, 3]]);
    await checkGradient((x) => div(2, x), [[3]], { range: [0.5, 2] });
    await checkGradient((x) => mul(x, 3), [[]]);
    await checkGradient((x) => maximum(x, 0.1), [[5]]);
  });

  test("one tensor on both sides", async () => {
    await checkGradient((x) => mul(x, x), [[3]]);
    await checkGradient((x) => div(x, add(x, x)), [[3]], { range: [1, 2] });
  });

  test("symbolic extents, with several sizes", async () => {
    const sizes = [{ rows: 1 }, { rows: 2 }, { rows: 5 }];
    await checkGradient(mul, [["rows", 2], [2]], { sizes });
    await checkGradient(
      mul,
      [
        ["rows", 1],
        ["rows", 3],
      ],
      { sizes },
    );
    await checkGradient(add, [[2], ["rows", 1, 2]], { sizes });
  });
});

describe("gradients of one operand equal finite differences", () => {
  const everywhere: [number, number] = [-2, 2];
  const operators: readonly [string, (x: Tensor) => Tensor, [number, number], ("float32" | "float64")?][] = [
    ["neg", neg, everywhere],
    ["exp", exp, everywhere],
    ["log", log, [0.5, 3]],
    ["sqrt", sqrt, [0.5, 3]],
    ["reciprocal", reciprocal, [0.5, 3]],
    ["tanh", tanh, everywhere],
    ["sigmoid", sigmoid, everywhere],
    ["erf", erf, everywhere, "float32"],
    ["sin", sin, everywhere, "float32"],
    ["cos", cos, everywhere, "float32"],
    ["softplus", softplus, everywhere, "float32"],
    ["abs of positive numbers", abs, [0.5, 2]],
    ["abs of negative numbers", abs, [-2, -0.5]],
    ["sign", sign, [0.5, 2]],
    ["square", square, everywhere],
  ];
  test.each(operators)("%s", async (_, operator, range, dtype = "float64") => {
    for (const shape of [[2, 3], [1], []]) await checkGradient(operator, [shape], { range, dtype });
  });
});

describe("ties and zeros", () => {
  const three = input("x", "float32", [3]);
  const feeds = { x: Float32Array.of(-1, 0, 2), y: Float32Array.of(-1, 1, 1) };

  test("where operands are equal, the first takes the whole gradient", async () => {
    const y = input("y", "float32", [3]);
    const [ax, ay] = grad(reduceSum(maximum(three, y)), [three, y]) as [Tensor, Tensor];
    const [ix, iy] = grad(reduceSum(minimum(three, y)), [three, y]) as [Tensor, Tensor];
    const found = await evaluate({ ax, ay, ix, iy }, feeds);
    expect(found).toEqual({ ax: [1, 0, 1], ay: [0, 1, 0], ix: [1, 1, 0], iy: [0, 0, 1] });
  });

  test("abs has the gradient 0 at 0", async () => {
    const [g] = grad(reduceSum(abs(three)), [three]) as [Tensor];
    expect(await evaluate({ g }, feeds)).toEqual({ g: [-1, 0, 1] });
  });
});

describe("choices and comparisons", () => {
  test("where: gradients go to the chosen side, broadcast operands included", async () => {
    const flags = input("flags", "float64", [2, 3]);
    for (const shapes of [
      [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
      [[2, 3], [3], []],
      [[2, 1], [3], [1, 1]],
      [[], [2], [2]],
    ] as const) {
      await checkGradient((c, a, b) => where(greater(c, 0), a, b), shapes);
    }
    expect(() => where(flags, 1, 2)).toThrow("where: the condition must be bool; found float64[2, 3]");
  });

  test("comparisons give bool, with no gradient to their operands", async () => {
    const a = input("a", "float32", [3]);
    const b = input("b", "float32", [1]);
    const feeds = { a: Float32Array.of(1, 2, 3), b: Float32Array.of(2) };
    const [l, g, e] = [less(a, b), greater(a, b), equal(a, b)];
    const ge = greaterOrEqual(a, b);
    const outputs = { l, g, e, ge, and: and(ge, not(g)), or: or(l, e) };
    expect(Object.values(outputs).map((t) => t.dtype)).toEqual(Array(6).fill("bool"));
    expect(await evaluate(outputs, feeds)).toEqual({
      l: [1, 0, 0],
      g: [0, 0, 1],
      e: [0, 1, 0],
      ge: [0, 1, 1],
      and: [0, 1, 0],
      or: [1, 1, 0],
    });
    const [ga] = grad(reduceSum(cast(g, "float32")), [a]) as [Tensor];
    expect(await evaluate({ ga }, feeds)).toEqual({ ga: [0, 0, 0] });
  });

  test("integers compare and add as well", async () => {
    const ids = input("ids", "int64", [3]);
    const outputs = { more: add(ids, 2), known: equal(ids, -100), top: maximum(ids, 0) };
    expect(await evaluate(outputs, { ids: arrayOf("int64", [-100, 0, 7]) })).toEqual({
      more: [-98, 2, 9],
      known: [1, 0, 0],
      top: [0, 0, 7],
    });
  });
});

describe("casts", () => {
  test("a cast between float types passes its gradient back in the type of its operand", async () => {
    await checkGradient((x) => cast(mul(cast(x, "float64"), 2), "float32"), [[2, 2]], { dtype: "float32" });
  });

  test("casting to the same type is no operator", () => {
    const x = input("x", "float32", [2]);
    expect(cast(x, "float32")).toBe(x);
  });

  test.each<[Dtype, number[]]>([
    ["int32", [-1, 0, 2]],
    ["int64", [-1, 0, 2]],
    ["bool", [1, 0, 1]],
    ["float64", [-1.5, 0, 2.5]],
    ["float16", [0xbe00, 0, 0x4100]],
    ["bfloat16", [0xbfc0, 0, 0x4020]],
  ])("float32 to %s", async (dtype, expected) => {
    const x = input("x", "float32", [3]);
    expect(await evaluate({ y: cast(x, dtype) }, { x: Float32Array.of(-1.5, 0, 2.5) })).toEqual({ y: expected });
  });
});

describe("helpers", () => {
  test("sumTo undoes a broadcast", async () => {
    const x = input("x", "float32", [2, 2]);
    const outputs = { rows: sumTo(x, [1, 2]), last: sumTo(x, [2]), all: sumTo(x, []), none: sumTo(x, [2, 2]) };
    const found = await evaluate(outputs, { x: Float32Array.of(1, 2, 3, 4) });
    expect(found).toEqual({ rows: [4, 6], last: [4, 6], all: [10], none: [1, 2, 3, 4] });
  });

  test("zerosLike has the extents that its model has at run time", async () => {
    const x = input("x", "float32", ["rows", 2]);
    const zeros = zerosLike(x);
    for (const rows of [0, 1, 3]) {
      const found = await evaluate({ zeros }, { x: new Float32Array(2 * rows) }, { rows });
      expect(found.zeros).toEqual(Array(2 * rows).fill(0));
    }
  });
});

describe("misuse is refused where it happens", () => {
  const a = input("a", "float32", [2, 3]);
  const b = input("b", "float32", [4]);
  const i = input("i", "int32", [3]);

  test.each<[string, () => Tensor]>([
    ["Add: shapes do not broadcast; found float32[2, 3] and float32[4]", () => add(a, b)],
    ["Mul: element types differ; found float32[2, 3] and int32[3]", () => mul(a, i)],
    ["And: takes bool values; found float32[2, 3] and float32[2, 3]", () => and(a, a)],
    ["Not: takes bool values; found int32[3]", () => not(i)],
    ["Exp: takes float32 values; found int32[3]", () => exp(i)],
    ["where: element types differ; found bool[3] and float32[4] and int32[3]", () => where(equal(i, 0), b, i)],
    ["where: shapes do not broadcast; found bool[3] and float32[4] and float32[]", () => where(equal(i, 0), b, 0)],
  ])("%s", (message, misuse) => {
    expect(misuse).toThrow(new ShapeError(message));
  });

  test("the sentence names the place in the model", () => {
    const misuse = () => inScope("language_model.layers.3.mlp", () => add(a, b));
    expect(misuse).toThrow("Add at language_model.layers.3.mlp: shapes do not broadcast");
  });

  test("the place is forgotten after an error", () => {
    expect(() => inScope("lost", () => add(a, b))).toThrow("at lost");
    expect(() => add(a, b)).toThrow(/^Add: /);
  });
});
