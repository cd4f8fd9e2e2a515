import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { conversationOf } from "../../data/sample.ts";
import type { Source } from "../../data/source.ts";
import { sources } from "../../data/sources/index.ts";
import { leaves } from "../../data/taxonomy.ts";
import { picture } from "../testing/pictures.ts";
import { drawQuestions } from "./generate.ts";
import { readQuestions, writeQuestions } from "./question-set.ts";
import { humanCategories, withOptions, writeHumanSet } from "./sets.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-questions-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A source without a browser that makes samples of two leaves in turn. */
const [first, second] = [leaves[0]!, leaves[1]!];
const toy: Source = {
  ...{ name: "toy", category: "instruction", version: 1, description: "Toy.", leaves: [first, second] },
  draft: ({ random, split }) => {
    const shade = random.int(20, 230);
    return {
      ...{ template: "toy", leaf: random.chance(0.5) ? first : second, augment: "none" },
      pictures: [
        {
          kind: "drawn",
          fonts: [],
          draw: () => ({
            ...{ width: 32, height: 32 },
            data: new Uint8Array(32 * 32 * 3).map((_, i) => (i % 7 === 0 ? shade : (i * shade) % 256)),
          }),
        },
      ],
      compose: () => ({
        content: conversationOf([[`How bright is this picture (${split})?`, `Its shade is number ${shade}.`]]),
      }),
    };
  },
};
const camera = { renderer: "none", shoot: async () => [], close: async () => {} };

describe("drawn questions", () => {
  test("are of the leaves that were asked for, from the held-out split, and the same every time", async () => {
    const wanted = new Map([
      [first, 3],
      [second, 2],
    ]);
    const drawn = await drawQuestions({ wanted, sources: [toy], camera });
    expect(drawn.map(({ leaf }) => leaf)).toEqual([first, first, first, second, second]);
    expect(drawn.every(({ question, images }) => question.includes("heldout") && images.length === 1)).toBe(true);
    expect(await drawQuestions({ wanted, sources: [toy], camera })).toEqual(drawn);
    await expect(drawQuestions({ wanted: new Map([["Nowhere", 1]]), sources: [toy], camera })).rejects.toThrow(
      "no source draws",
    );
  });

  test("get wrong answers from other pictures of their leaf", async () => {
    const drawn = await drawQuestions({
      wanted: new Map([
        [first, 5],
        [second, 1],
      ]),
      sources: [toy],
      camera,
    });
    const entries = withOptions(drawn);
    expect(entries).toHaveLength(5); // one alone in its leaf has nothing to be compared with
    for (const { options, right, answer } of entries) {
      expect(options!.length).toBeGreaterThanOrEqual(2);
      expect(options![right!]).toBe(answer);
      expect(new Set(options).size).toBe(options!.length);
    }
    expect(new Set(entries.map(({ right }) => right)).size).toBeGreaterThan(1);
  });

  test("can be made for all seven categories of people's evaluation", () => {
    expect(Object.keys(humanCategories)).toHaveLength(7);
    for (const major of Object.keys(humanCategories)) {
      const own = leaves.filter((leaf) => leaf.startsWith(`${major}/`) || leaf === major);
      expect(own.every((leaf) => sources.some((source) => source.leaves?.includes(leaf)))).toBe(true);
      expect(own.length).toBeGreaterThan(0);
    }
  });
});

describe("a set of questions", () => {
  test("is read back as it was written, and a user adds lines", async () => {
    const folder = join(root, "set");
    const image = await picture(1);
    await writeQuestions(folder, [
      {
        id: "recognition-1",
        category: "Recognition",
        leaf: first,
        source: "toy",
        question: "What?",
        answer: "This.",
        images: [image],
      },
    ]);
    writeFileSync(
      join(folder, "questions.jsonl"),
      `${JSON.stringify({ id: "mine", category: "Analysis", question: "Why?" })}\n`,
      { flag: "a" },
    );
    const read = await readQuestions(folder);
    expect(read.map(({ id, images }) => [id, images.length])).toEqual([
      ["recognition-1", 1],
      ["mine", 0],
    ]);
    await expect(writeQuestions(folder, [])).rejects.toThrow("holds questions already");
    await expect(writeHumanSet(folder, 1)).rejects.toThrow("holds questions already"); // before anything is drawn
    const below = join(folder, "questions.jsonl");
    await expect(writeHumanSet(join(below, "set"), 1)).rejects.toThrow(`${below} is a file, expected a folder`);
  });

  test("with a wrong line, a double name or a missing image is refused", async () => {
    const folder = join(root, "wrong");
    mkdirSync(folder);
    const put = (...lines: object[]) =>
      writeFileSync(join(folder, "questions.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const line = { id: "a", category: "Analysis", question: "Why?" };
    put({ ...line, category: undefined });
    await expect(readQuestions(folder)).rejects.toThrow(
      /record 1: "category".*expected a folder with questions\.jsonl/,
    );
    put(line, line);
    await expect(readQuestions(folder)).rejects.toThrow('two questions are called "a"');
    put({ ...line, images: ["none.png"] });
    await expect(readQuestions(folder)).rejects.toThrow("names the image none.png, which is in none of");
  });
});
