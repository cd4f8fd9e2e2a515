import { expect, test } from "vitest";
import { practises, turnOf } from "./language-lessons.ts";

test("each kind of picture is used up one batch after the other", () => {
  const cycle = ["any", "word", "count", "word", "any", "word"] as const;
  const turns = Array.from({ length: 60 }, (_, step) => turnOf(cycle, step));
  expect(turns.slice(0, 7).map(({ kind }) => kind)).toEqual([...cycle, "any"]);
  for (const kind of ["any", "word", "count"]) {
    const indices = turns.filter((turn) => turn.kind === kind).map(({ index }) => index);
    expect(indices).toEqual(indices.map((_, i) => i));
  }
});

test("stages that practise say what they need pictures of", () => {
  expect([practises("read", "word"), practises("read", "count"), practises("count", "count")]).toEqual([
    ...[true, false, true],
  ]);
  expect([practises("joint", "word"), practises("language", "any")]).toEqual([false, false]);
});
