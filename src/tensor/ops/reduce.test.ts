import { describe, expect, test } from "vitest";
import { grad } from "../grad.ts";
import { input, ShapeError, type Tensor } from "../tensor.ts";
import { checkGradient, evaluate } from "../testing.ts";
import { argMax, reduceMax, reduceMean, reduceSum } from "./reduce.ts";

/** Axes to reduce: none given (all), first, last, several, counted from the end, one of extent one. */
const cases = [
  [[2, 3], undefined],
  [[2, 3], [0]],
  [[2, 3], [-1]],
  [
    [2, 1, 3],
    [0, 2],
  ],
  [[2, 1, 3], [1]],
  [[1], [0]],
] as const;

describe.each([
  ["reduceSum", reduceSum],
  ["reduceMean", reduceMean],
  ["reduceMax", reduceMax],
] as const)("%s", (_, reduction) => {
  test("gradients equal finite differences, axes kept or dropped", async () => {
    for (const [shape, axes] of cases) {
      for (const keep of [false, true]) await checkGradient((x) => reduction(x, axes, keep), [shape]);
    }
  });

  test("symbolic extents beside the reduced axis", async () => {
    const sizes = [{ rows: 1 }, { rows: 4 }];
    await checkGradient((x) => reduction(x, [-1]), [["rows", 3]], { sizes });
    await checkGradient((x) => reduction(x, [1], true), [[2, 3, "rows"]], { sizes });
  });

  test("no axes is no operator", () => {
    const x = input("x", "float32", [2]);
    expect(reduction(x, [])).toBe(x);
  });
});

test("sum and maximum reduce a symbolic axis as well", async () => {
  const sizes = [{ rows: 1 }, { rows: 4 }];
  await checkGradient((x) => reduceSum(x, [0]), [["rows", 2]], { sizes });
  await checkGradient((x) => reduceMax(x, [0]), [["rows", 2]], { sizes });
});

test("a mean over a symbolic axis has no gradient, and says so", () => {
  const x = input("x", "float32", ["rows", 2]);
  expect(() => grad(reduceMean(x), [x])).toThrow("the gradient of reduceMean: needs known extents");
});

test("equal maxima share the gradient", async () => {
  const x = input("x", "float32", [4]);
  const [g] = grad(reduceMax(x), [x]) as [Tensor];
  expect(await evaluate({ g }, { x: Float32Array.of(1, 3, 3, 2) })).toEqual({ g: [0, 0.5, 0.5, 0] });
});

test("argMax gives the first of equal maxima", async () => {
  const x = input("x", "float32", [2, 3]);
  const found = await evaluate({ last: argMax(x, -1), first: argMax(x, 0) }, { x: Float32Array.of(1, 5, 5, 2, 5, 0) });
  expect(found).toEqual({ last: [1, 1], first: [1, 0, 0] });
});

test("argMax stops gradients with an error", () => {
  const x = input("x", "float32", [3]);
  const position = argMax(x, 0);
  expect(() => grad(position, [x])).toThrow("ArgMax has no gradient");
});

test("an axis outside the rank is refused", () => {
  const x = input("x", "float32", [2, 3]);
  expect(() => reduceSum(x, [2])).toThrow(new ShapeError("ReduceSum: there is no axis 2; found float32[2, 3]"));
  expect(() => argMax(x, -3)).toThrow(new ShapeError("argMax: there is no axis -3; found float32[2, 3]"));
});
