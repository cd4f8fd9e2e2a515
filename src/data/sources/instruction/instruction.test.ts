/** What holds for every source of reasoning, evaluation, several pictures and safety. */
import { expect, test } from "vitest";
import { randomFor } from "../../random.ts";
import { leaves } from "../../taxonomy.ts";
import { commonsenseSources } from "./commonsense/index.ts";
import { evaluationSources } from "./evaluation/index.ts";
import { drawn } from "./kit/testing.ts";
import { logicSources } from "./logic/index.ts";
import { safetySources } from "./safety/index.ts";
import { severalSources } from "./several/index.ts";

const all = [...commonsenseSources, ...logicSources, ...evaluationSources, ...severalSources, ...safetySources];
const majors = ["Commonsense Reasoning", "Logical Reasoning", "Evaluation", "Multi-graph", "Safety"];

test("every leaf of the five majors has a source", () => {
  const covered = new Set(all.flatMap((source) => source.leaves ?? []));
  expect(leaves.filter((leaf) => majors.includes(leaf.split("/")[0]!) && !covered.has(leaf))).toEqual([]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test.each(all.map((source) => [source.name, source] as const))(
  "%s: the same seed draws the same sample, other seeds others",
  (_, source) => {
    const key = (i: number) => JSON.stringify([drawn(source, i).pages, drawn(source, i).turns]);
    expect(key(3)).toBe(key(3));
    expect(new Set(Array.from({ length: 12 }, (__, i) => key(i))).size).toBe(12);
  },
);

test.each(all.map((source) => [source.name, source] as const))(
  "%s: pictures within the limit, markup that is whole, words that are finished",
  (_, source) => {
    for (let i = 0; i < 16; i++) {
      const maxSide = i % 2 === 0 ? 384 : 1024;
      const draft = source.draft({ random: randomFor(11, i, source.name), maxSide, split: "train" });
      expect(draft.leaf).toBe(source.leaves![0]);
      for (const picture of draft.pictures) {
        if (picture.kind !== "page") throw new Error("expected a page");
        expect(Math.max(picture.width, picture.height) * (picture.scale ?? 1)).toBeLessThanOrEqual(maxSide);
        expect(picture.html).not.toMatch(/NaN|undefined|Infinity|\[object/);
        const opened = [...picture.html.matchAll(/<(\w+)[^>]*?(\/?)>/g)].filter(([, , closed]) => closed === "").length;
        expect([...picture.html.matchAll(/<\/\w+>/g)].length).toBe(opened);
      }
      const { turns } = drawn(source, i, maxSide);
      expect(turns.length).toBeLessThanOrEqual(3);
      for (const [question, answer] of turns) {
        expect(question.length).toBeGreaterThan(5);
        expect(answer.length).toBeGreaterThan(0);
        if (source.name === "read-code") continue; // quotes code
        expect(`${question} ${answer}`).not.toMatch(/[{}|]|undefined|NaN|\.\.(?!\.)(?<!\.\.\.)|\s[?.,](\s|$)/);
      }
    }
  },
);
