import { expect, test } from "vitest";
import { broadcastShapes, formatShape, knownDim, knownShape, product, resolveAxis, type Shape } from "./shape.ts";

test.each<[Shape, Shape, Shape | undefined]>([
  [[2, 3], [3], [2, 3]],
  [
    [2, 1],
    [1, 3],
    [2, 3],
  ],
  [[], [4], [4]],
  [["rows", 1], [5], ["rows", 5]],
  [["rows"], ["rows"], ["rows"]],
  [["rows"], [1], ["rows"]],
  [["rows"], ["columns"], undefined],
  [["rows"], [3], undefined],
  [[2], [3], undefined],
])("[%s] and [%s] broadcast to %s", (a, b, expected) => {
  expect(broadcastShapes(a, b)).toEqual(expected);
  expect(broadcastShapes(b, a)).toEqual(expected);
});

test.each<[Shape, number | string]>([
  [[], 1],
  [[2, 3], 6],
  [["rows", 0], 0],
  [["rows"], "rows"],
  [["rows", 2, 3], "6*rows"],
  [["b", "a"], "a*b"],
  [["a", "2*b", 3], "6*a*b"],
  [[2, "2*a", "b"], "4*a*b"],
])("the product of [%s] is %s", (shape, expected) => {
  expect(product(shape)).toBe(expected);
});

test("axes count from either end and stay inside the rank", () => {
  expect([-3, -1, 0, 2].map((axis) => resolveAxis(axis, 3))).toEqual([0, 2, 0, 2]);
  expect([3, -4, 0.5].map((axis) => resolveAxis(axis, 3))).toEqual([undefined, undefined, undefined]);
});

test("a shape is shown as it is written", () => {
  expect(formatShape([2, "sequence", 64])).toBe("[2, sequence, 64]");
  expect(formatShape([])).toBe("[]");
});

test("code that must know an extent says who needs it", () => {
  expect(knownDim(4, "pooling")).toBe(4);
  expect(() => knownDim("rows", "pooling")).toThrow('pooling needs a known extent, found "rows"');
  expect(() => knownShape([2, "rows"], "pooling")).toThrow('pooling [2, rows] needs a known extent, found "rows"');
});
