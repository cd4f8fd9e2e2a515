import { describe, expect, test } from "vitest";
import type { Dtype } from "../../runtime/runtime.ts";
import { constant, input, ShapeError, type Tensor } from "../tensor.ts";
import { arrayOf, checkGradient, evaluate } from "../testing.ts";
import { addAt, gather, pick, scatterAdd } from "./indexing.ts";

const ids = (shape: readonly number[], values: readonly number[], dtype: Dtype = "int64"): Tensor =>
  constant(arrayOf(dtype, values), shape, dtype);

const sizes = [{ rows: 3 }, { rows: 5 }];

describe("gather", () => {
  test("gradients equal finite differences; rows taken twice add up, rows not taken get zero", async () => {
    for (const dtype of ["int32", "int64"] as const) {
      await checkGradient((t) => gather(t, ids([3], [2, 0, 2], dtype)), [[4, 2]]);
    }
    await checkGradient((t) => gather(t, ids([2, 2], [1, 1, 1, 1])), [[3, 2]]);
    await checkGradient((t) => gather(t, ids([], [1])), [[3, 2, 2]]);
    await checkGradient((t) => gather(t, ids([2], [0, 3])), [[4]]);
    await checkGradient((t) => gather(t, ids([1], [0])), [[1, 1]]);
  });

  test("a table of any length", async () => {
    await checkGradient((t) => gather(t, ids([2], [2, 0])), [["rows", 2]], { sizes });
  });

  test("any number of row numbers", async () => {
    const numbers = input("numbers", "int32", ["count"]);
    const table = input("table", "float32", [3, 1]);
    const y = gather(table, numbers);
    for (const taken of [[], [2], [0, 2, 1, 1]]) {
      const feeds = { numbers: arrayOf("int32", taken), table: arrayOf("float32", [10, 11, 12]) };
      expect((await evaluate({ y }, feeds, { count: taken.length })).y).toEqual(taken.map((i) => 10 + i));
    }
  });
});

describe("scatterAdd", () => {
  test("gradients equal finite differences", async () => {
    await checkGradient((rows) => scatterAdd(rows, ids([3], [2, 0, 2]), [4, 2]), [[3, 2]]);
    await checkGradient((rows) => scatterAdd(rows, ids([2, 1], [1, 0]), [2, 3]), [[2, 1, 3]]);
  });

  test("rows for one place add up", async () => {
    const rows = input("rows", "float32", [3, 1]);
    const feeds = { rows: Float32Array.of(1, 10, 100) };
    expect(await evaluate({ y: scatterAdd(rows, ids([3], [2, 0, 2]), [4, 1]) }, feeds)).toEqual({ y: [10, 0, 101, 0] });
  });
});

describe("pick and addAt", () => {
  test("gradients equal finite differences along every axis", async () => {
    await checkGradient((x) => pick(x, ids([2, 1], [2, 0])), [[2, 3]]);
    await checkGradient((x) => pick(x, ids([2, 2], [1, 1, 0, 2], "int32")), [[2, 3]]);
    await checkGradient((x) => pick(x, ids([1, 3], [1, 0, 1]), 0), [[2, 3]]);
    await checkGradient(
      (x, e) => addAt(x, ids([2, 2], [1, 1, 0, 2]), e),
      [
        [2, 3],
        [2, 2],
      ],
    );
    await checkGradient(
      (x, e) => addAt(x, ids([2, 2], [1, 0, 1, 1]), e, 0),
      [
        [3, 2],
        [2, 2],
      ],
    );
  });

  test("symbolic rows", async () => {
    await checkGradient((x) => pick(x, ids([1, 2], [1, 0]), 0), [["rows", 2]], { sizes });
  });
});

describe("misuse is refused where it happens", () => {
  const x = input("x", "float32", [2, 3]);
  const numbers = input("n", "int64", [2]);
  const two = input("two", "int64", [3, 1]);
  const column = input("column", "int64", [2, 1]);

  test.each([
    ["gather: needs a table and integer row numbers; found float32[2, 3] and float32[2, 3]", () => gather(x, x)],
    [
      "pick: indices must have the tensor's shape but for axis 1; found float32[2, 3] and int64[3, 1]",
      () => pick(x, two),
    ],
    ["pick: there is no axis 2; found float32[2, 3]", () => pick(x, numbers, 2)],
    [
      "addAt: elements do not add into [2, 3] on axis 1; found float32[2, 3] and int64[2, 1]",
      () => addAt(x, column, x),
    ],
    ["addAt: there is no axis 3; found float32[2, 3]", () => addAt(x, column, x, 3)],
    ["scatterAdd: rows do not add into [9, 4]; found float32[2, 3] and int64[2]", () => scatterAdd(x, numbers, [9, 4])],
    ["scatterAdd: rows do not add into [9, 3]; found float32[2, 3] and int64[3, 1]", () => scatterAdd(x, two, [9, 3])],
  ])("%s", (message, misuse) => {
    expect(misuse).toThrow(new ShapeError(message));
  });
});
