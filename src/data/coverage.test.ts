import { expect, test } from "vitest";
import { coverageOf, expectedLeaves } from "./coverage.ts";
import { parseRecipe } from "./recipe.ts";
import type { Source } from "./source.ts";
import { sources } from "./sources/index.ts";
import { leaves } from "./taxonomy.ts";
import { teacherLeaves } from "./teacher/prompts.ts";

test("at least sixty leaves of the taxonomy are constructed, and every name of a leaf is one", () => {
  const rows = coverageOf(sources);
  expect(rows.filter(({ state }) => state === "constructed").length).toBeGreaterThanOrEqual(60);
  for (const source of sources) for (const leaf of source.leaves ?? []) expect(leaves, source.name).toContain(leaf);
});

const fake = (name: string, own: readonly string[]): Source => ({
  name,
  category: "instruction",
  version: 1,
  description: name,
  leaves: own,
  draft: ({ random }) => ({
    template: "t",
    leaf: random.pick(own),
    pictures: [],
    augment: "none",
    compose: () => ({ content: { kind: "document", parts: [] } }),
  }),
});

test("a leaf is constructed by its sources, else a teacher's, else empty", () => {
  const [taught] = teacherLeaves;
  const rows = coverageOf([fake("one", ["Evaluation/Reality Evaluation"])], { "Evaluation/Reality Evaluation": 12 });
  const row = (leaf: string) => rows.find((one) => one.leaf === leaf);
  expect(rows.map(({ leaf }) => leaf)).toEqual(leaves);
  expect(row("Evaluation/Reality Evaluation")).toMatchObject({ state: "constructed", sources: ["one"], samples: 12 });
  expect(row(taught!.leaf)).toMatchObject({ state: "teacher-driven", samples: 0 });
  expect(row("Safety/Prompt Injection")).toMatchObject({ state: "empty" });
});

test("what a recipe will make is split by the mixture, and within a source by its own drafts", () => {
  const known = [
    fake("one", ["Evaluation/Reality Evaluation"]),
    fake("two", ["Safety/Prompt Injection", "Safety/Suggestive Questioning"]),
  ];
  const recipe = parseRecipe({
    name: "r",
    seed: 1,
    maxSide: 384,
    samples: 3000,
    mixture: { categories: { instruction: 1 }, sources: { one: 1, two: 2 } },
  });
  const counts = expectedLeaves(recipe, known);
  expect(counts["Evaluation/Reality Evaluation"]! / 3000).toBeCloseTo(1 / 3, 1);
  expect(counts["Safety/Prompt Injection"]! / 3000).toBeCloseTo(1 / 3, 0);
  expect(
    counts["Safety/Prompt Injection"]! +
      counts["Safety/Suggestive Questioning"]! +
      counts["Evaluation/Reality Evaluation"]!,
  ).toBeCloseTo(3000, -1);
});
