import { expect, test } from "vitest";
import { placeNames } from "./marks.ts";

test("every name has a place, and none meets another or a later mark's line", () => {
  // the six stages of nano-stages on a telephone, and stages that begin at one place
  for (const xs of [
    [46, 148, 167, 243, 268, 459],
    [46, 46, 46, 50, 500, 509],
  ]) {
    const marks = xs.map((x, i) => ({ x, width: 10 * [5, 11, 8, 7, 5, 8][i]! }));
    const placed = placeNames(marks, 520);
    expect(placed).toHaveLength(marks.length);
    for (const [i, a] of placed.entries()) {
      const end = a.begins + marks[i]!.width;
      expect([a.begins >= 0, end <= 520]).toEqual([true, true]);
      for (const [j, b] of placed.entries()) {
        if (j <= i || a.row !== b.row) continue;
        expect(end < b.begins || b.begins + marks[j]!.width < a.begins, `${i} and ${j}`).toBe(true);
      }
    }
  }
});

test("names with room between them share the row next to the chart", () => {
  expect(
    placeNames(
      [10, 200, 400].map((x) => ({ x, width: 60 })),
      520,
    ).map(({ row }) => row),
  ).toEqual([0, 0, 0]);
});
