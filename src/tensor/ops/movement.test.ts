import { describe, expect, test } from "vitest";
import { grad } from "../grad.ts";
import type { Shape } from "../shape.ts";
import { input, ShapeError, scalar, type Tensor } from "../tensor.ts";
import { checkGradient, evaluate, randomNumbers } from "../testing.ts";
import { mul } from "./arithmetic.ts";
import { broadcastTo, concat, flatten, pad, reshape, slice, split, swapLast, transpose } from "./movement.ts";
import { reduceSum } from "./reduce.ts";

/** 0, 1, 2 ... */
const counted = (n: number) => Float32Array.from({ length: n }, (_, i) => i);

describe("reshape", () => {
  test("gradients equal finite differences", async () => {
    await checkGradient((x) => reshape(x, [3, 2]), [[2, 3]]);
    await checkGradient((x) => reshape(x, []), [[1, 1]]);
    await checkGradient((x) => reshape(x, [1, 1]), [[]]);
    await checkGradient((x) => flatten(x, 1), [[2, 2, 3]]);
    await checkGradient((x) => flatten(x, 0, 2), [[2, 2, 3]]);
  });

  test("symbolic extents stay at their place, move, and merge", async () => {
    const sizes = [
      { rows: 1, columns: 2 },
      { rows: 3, columns: 4 },
    ];
    const reshapes: readonly (readonly [Shape, Shape])[] = [
      [
        ["rows", 4],
        ["rows", 2, 2],
      ],
      [
        ["rows", 4],
        [2, "2*rows"],
      ],
      [
        ["rows", "columns", 2],
        ["columns*rows", 2],
      ],
      [
        ["rows", "columns", 2],
        [1, "rows", 2, "columns"],
      ],
      [
        ["rows", "columns"],
        ["columns", "rows"],
      ],
    ];
    for (const [from, to] of reshapes) await checkGradient((x) => reshape(x, to), [from], { sizes });
  });

  test("an empty tensor keeps its zeros", async () => {
    const x = input("x", "float32", [0, 3]);
    const found = await evaluate({ y: reshape(x, [3, 0]), z: reshape(x, [2, 0, 5]) }, { x: counted(0) });
    expect(found).toEqual({ y: [], z: [] });
  });

  test("the shape it has already is no operator", () => {
    const x = input("x", "float32", ["rows", 2]);
    expect(reshape(x, ["rows", 2])).toBe(x);
  });
});

describe("transpose", () => {
  test("gradients equal finite differences in every order", async () => {
    for (const order of [
      [1, 0, 2],
      [2, 0, 1],
      [0, 2, 1],
      [2, 1, 0],
    ]) {
      await checkGradient((x) => transpose(x, order), [[2, 3, 1]]);
    }
    await checkGradient(swapLast, [[2, 3, 2]]);
    await checkGradient(swapLast, [["rows", 3]], { sizes: [{ rows: 1 }, { rows: 2 }] });
  });

  test("the order it has already is no operator", () => {
    const x = input("x", "float32", [2, 3]);
    expect(transpose(x, [0, 1])).toBe(x);
  });
});

describe("broadcastTo", () => {
  test("gradients equal finite differences", async () => {
    await checkGradient((x) => broadcastTo(x, [2, 3]), [[3]]);
    await checkGradient((x) => broadcastTo(x, [2, 3]), [[2, 1]]);
    await checkGradient((x) => broadcastTo(x, [2, 1, 2]), [[]]);
    const like = (x: Tensor, y: Tensor) => mul(broadcastTo(x, ["rows", 3], y), y);
    await checkGradient(like, [[3], ["rows", 3]], { sizes: [{ rows: 1 }, { rows: 4 }] });
  });

  test("a named extent must be found in some tensor", async () => {
    const wide = broadcastTo(scalar(1), ["rows"]);
    await expect(evaluate({ wide }, {}, { rows: 1 })).rejects.toThrow('no tensor at hand has the extent "rows"');
  });
});

describe("concat", () => {
  test("gradients equal finite differences along every axis", async () => {
    await checkGradient(
      (a, b) => concat([a, b], 0),
      [
        [1, 2],
        [3, 2],
      ],
    );
    await checkGradient(
      (a, b, c) => concat([a, b, c], -1),
      [
        [2, 1],
        [2, 2],
        [2, 3],
      ],
    );
    await checkGradient((a) => concat([a, a], 1), [[2, 2]]);
    await checkGradient(
      (a, b) => concat([a, b], 1),
      [
        ["rows", 1],
        ["rows", 2],
      ],
      { sizes: [{ rows: 1 }, { rows: 3 }] },
    );
  });

  test("a joined axis with a name is a sum of extents", async () => {
    const [past, fresh] = [input("past", "float32", ["past", 1]), input("fresh", "float32", [2, 1])];
    const joined = concat([past, fresh], 0);
    expect(joined.shape).toEqual(["past+2", 1]);
    const found = await evaluate({ joined }, { past: counted(3), fresh: counted(2) }, { past: 3 });
    expect(found.joined).toEqual([0, 1, 2, 0, 1]);
    expect(() => grad(reduceSum(joined), [past])).toThrow('the gradient of concat needs a known extent, found "past"');
  });
});

describe("slice", () => {
  test("gradients equal finite differences for every start, end and step of a small axis", async () => {
    for (const [start, end, step] of [
      [0, 3, 1],
      [2, 5, 1],
      [1, 2, 1],
      [0, 5, 2],
      [1, 5, 2],
      [1, 4, 2],
      [0, 5, 3],
      [2, 5, 4],
      [4, 5, 7],
    ] as const) {
      await checkGradient((x) => slice(x, 1, start, end, step), [[2, 5]]);
    }
    await checkGradient((x) => slice(x, -2, 1, 3), [["rows", 3, 2]], { sizes: [{ rows: 1 }, { rows: 2 }] });
  });

  test("random ranges", async () => {
    const next = randomNumbers(7);
    for (let i = 0; i < 10; i++) {
      const extent = 1 + Math.floor(next() * 7);
      const start = Math.floor(next() * extent);
      const end = start + 1 + Math.floor(next() * (extent - start));
      const step = 1 + Math.floor(next() * 3);
      await checkGradient((x) => slice(x, 0, start, end, step), [[extent, 2]]);
    }
  });

  test("an empty range gives an empty tensor, and no gradient", async () => {
    const x = input("x", "float32", [3]);
    const [g] = grad(reduceSum(slice(x, 0, 2, 2)), [x]) as [Tensor];
    expect(await evaluate({ g, y: slice(x, 0, 2, 2) }, { x: counted(3) })).toEqual({ g: [0, 0, 0], y: [] });
  });
});

describe("split", () => {
  test("gradients equal finite differences, also where only some parts are used", async () => {
    await checkGradient((x) => concat(split(x, 1, [1, 3, 1]).reverse(), 1), [[2, 5]]);
    await checkGradient((x) => split(x, 0, [2, 1])[1]!, [[3, 2]]);
    await checkGradient((x) => split(x, -1, [2])[0]!, [["rows", 2]], { sizes: [{ rows: 1 }, { rows: 3 }] });
  });

  test("split gives the parts in order", async () => {
    const x = input("x", "float32", [2, 5]);
    const [a, b] = split(x, 1, [2, 3]) as [Tensor, Tensor];
    expect(await evaluate({ a, b }, { x: counted(10) })).toEqual({ a: [0, 1, 5, 6], b: [2, 3, 4, 7, 8, 9] });
    await checkGradient((t) => mul(...(split(t, 1, [2, 2]) as [Tensor, Tensor])), [[2, 4]]);
  });
});

describe("pad", () => {
  test("gradients equal finite differences", async () => {
    await checkGradient((x) => pad(x, 0, 1, 2), [[2, 3]]);
    await checkGradient((x) => pad(x, -1, 0, 3), [[2, 1]]);
    await checkGradient((x) => pad(x, 1, 2, 0), [["rows", 2]], { sizes: [{ rows: 1 }, { rows: 2 }] });
  });

  test("an empty axis is padded with zeros", async () => {
    const x = input("x", "float32", ["rows", 0]);
    const found = await evaluate({ y: pad(x, 1, 1, 2) }, { x: counted(0) }, { rows: 2 });
    expect(found).toEqual({ y: [0, 0, 0, 0, 0, 0] });
  });

  test("no padding is no operator", () => {
    const x = input("x", "float32", [2]);
    expect(pad(x, 0, 0, 0)).toBe(x);
  });
});

describe("misuse is refused where it happens", () => {
  const x = input("x", "float32", [2, 3]);
  const named = input("named", "float32", ["rows", 3]);

  test.each<[string, () => Tensor]>([
    ["reshape: cannot become [4], the number of elements differs; found float32[2, 3]", () => reshape(x, [4])],
    ["reshape: cannot become [6], the number of elements differs; found float32[rows, 3]", () => reshape(named, [6])],
    ["transpose: [0,0] is not an order of its axes; found float32[2, 3]", () => transpose(x, [0, 0])],
    ["broadcastTo: does not broadcast to [2, 4]; found float32[2, 3]", () => broadcastTo(x, [2, 4])],
    ["broadcastTo: does not broadcast to [3]; found float32[2, 3]", () => broadcastTo(x, [3])],
    [
      "concat: do not join along axis 0; found float32[2, 3] and float32[2, 2]",
      () => concat([x, slice(x, 1, 0, 2)], 0),
    ],
    ["slice: axis 1 has no range 1:4:1; found float32[2, 3]", () => slice(x, 1, 1, 4)],
    ["slice: axis 0 has no range 0:1:1; found float32[rows, 3]", () => slice(named, 0, 0, 1)],
    ["slice: axis 0 has no range 0:2:0; found float32[2, 3]", () => slice(x, 0, 0, 2, 0)],
    ["concat: there is no axis 2; found float32[2, 3]", () => concat([x, x], 2)],
    ["slice: there is no axis -3; found float32[2, 3]", () => slice(x, -3, 0, 1)],
    ["split: axis 1 does not split into 1 + 1; found float32[2, 3]", () => split(x, 1, [1, 1])[0]!],
    ["split: axis 0 does not split into 1 + 1; found float32[rows, 3]", () => split(named, 0, [1, 1])[0]!],
    ["pad: there is no axis 5; found float32[2, 3]", () => pad(x, 5, 0, 0)],
    ["pad: axis 0 has no known extent; found float32[rows, 3]", () => pad(named, 0, 1, 0)],
  ])("%s", (message, misuse) => {
    expect(misuse).toThrow(new ShapeError(message));
  });
});
