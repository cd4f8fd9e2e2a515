import { expect, test } from "vitest";
import { type DenseLabels, labelNames, labelsOf } from "../../data/nano/labels.ts";
import { dealt, longestPiece, pick, pickLabels, pickRows } from "./pieces.ts";

test("rows are dealt out one by one, each to one piece, and the first piece is the longest", () => {
  expect(dealt(8, 2)).toEqual([
    [0, 2, 4, 6],
    [1, 3, 5, 7],
  ]);
  expect(dealt(5, 3)).toEqual([[0, 3], [1, 4], [2]]);
  expect(dealt(3, 1)).toEqual([[0, 1, 2]]);
  for (const [rows, pieces] of [
    [8, 2],
    [5, 3],
    [7, 4],
  ] as const) {
    const lengths = dealt(rows, pieces).map((piece) => piece.length);
    expect(lengths[0]).toBe(longestPiece(rows, pieces));
    expect(Math.max(...lengths)).toBe(lengths[0]);
  }
});

test("what belongs to a row goes with it", () => {
  expect(pick(["a", "b", "c"], [2, 0])).toEqual(["c", "a"]);
  expect([...pickRows(Float32Array.of(0, 1, 10, 11, 20, 21), 3, [2, 0])]).toEqual([20, 21, 0, 1]);
  const labels = Object.fromEntries(
    labelNames.map((kind) => [kind, Uint8Array.from({ length: 3 * labelsOf(kind) }, (_, i) => i / labelsOf(kind))]),
  ) as DenseLabels;
  const picked = pickLabels(labels, 3, [1]);
  for (const kind of labelNames) expect(picked[kind]).toEqual(new Uint8Array(labelsOf(kind)).fill(1));
});
