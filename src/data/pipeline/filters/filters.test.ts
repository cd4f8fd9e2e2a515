import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { randomFor } from "../../random.ts";
import { type Filters, parseRecipe } from "../../recipe.ts";
import { type Category, type Content, conversationOf, given, imagePart, type Sample, target } from "../../sample.ts";
import { contamination, nothing } from "./decontaminate.ts";
import { duplicateIndex } from "./duplicates.ts";
import { readEvaluation } from "./evaluation-files.ts";
import { factsOf } from "./facts.ts";
import { distance, formatHash, lookOf, type Pixels, parseHash } from "./image-hash.ts";
import { refusal } from "./index.ts";
import { signatureOfText, similarity } from "./text-signature.ts";
import { wordsOf } from "./words.ts";

const folder = mkdtempSync(join(tmpdir(), "periscope-filters-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { filters } = parseRecipe({ name: "f", seed: 1, maxSide: 96, samples: 1, mixture: { categories: { text: 1 } } });
const words =
  "amber brook cedar dune ember field grove heath isle jetty knoll lake marsh north oak pine quay reef".split(" ");

/** Sentences of random words. */
function prose(seed: number, length: number): string[] {
  const random = randomFor(seed, 0, "prose");
  return Array.from({ length }, () => random.pick(words) + random.int(0, 99));
}

/** A picture of random coloured blocks, `noise` brighter or darker a pixel. */
function picture(seed: number, noise = 0): Pixels {
  const random = randomFor(seed, 0, "picture");
  const shades = Array.from({ length: 64 }, () => random.int(30, 220));
  const rough = randomFor(seed, 1, "noise");
  const data = new Uint8Array(72 * 72 * 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % 72, Math.floor(i / 3 / 72)];
    data[i] = shades[8 * Math.floor(y / 9) + Math.floor(x / 9)]! + rough.int(-noise, noise);
  }
  return { width: 72, height: 72, data };
}

function sampleOf(content: Content, images: readonly Pixels[] = [], changes: Partial<Sample> = {}): Sample {
  return {
    key: "f-1",
    category: images.length > 0 ? "caption" : "text",
    images: images.map(({ width, height }) => ({ format: "png", width, height, sha256: "0".repeat(64) })),
    content,
    regions: [],
    maps: [],
    language: "en",
    flags: [],
    lineage: {
      ...{ source: "s", version: 1, template: "t", fonts: [], augmentations: [], licence: "CC0-1.0" },
      textSha256: "0".repeat(64),
    },
    ...changes,
  };
}

const text = (words: string): Content => ({ kind: "document", parts: [target(words)] });
const caption = (words: string): Content => ({ kind: "document", parts: [imagePart(), target(words)] });

describe("quality", () => {
  const judge = (content: Content, images: readonly Pixels[] = [], changes: Partial<Sample> = {}) =>
    refusal(sampleOf(content, images, changes), factsOf(content, images), filters, nothing);
  const question = conversationOf([["What is it?", "A lake."]]);

  test("lets good samples pass", () => {
    expect(judge(text("Three and four make seven."))).toBeUndefined();
    expect(judge(text(prose(1, 400).join(" ")))).toBeUndefined();
    expect(judge(caption("A lake at dawn."), [picture(1)])).toBeUndefined();
    expect(judge(question, [picture(1)], { category: "instruction" })).toBeUndefined();
    const short = conversationOf([["How many lakes?", "Two."]]);
    expect(judge(short, [picture(1)], { category: "interleaved" })).toBeUndefined();
    const box = { image: 0, kind: "lake", box: [0, 0, 72, 72] as [number, number, number, number] };
    expect(judge(caption("A lake at dawn."), [picture(1)], { regions: [box] })).toBeUndefined();
  });

  const flat = { ...picture(1), data: new Uint8Array(72 * 72 * 3).fill(255) };
  const line = "the same line again and again";
  const faults: [reason: string, Content, Pixels[], Partial<Sample>][] = [
    ["broken-characters", text("caf\ufffd au lait"), [], {}],
    ["blank-picture", caption("A white wall."), [flat], {}],
    ["no-picture", caption("A lake at dawn."), [], { category: "caption" }],
    ["little-to-learn", caption("Lake"), [picture(1)], {}],
    [
      "box-outside",
      caption("A lake at dawn."),
      [picture(1)],
      { regions: [{ image: 0, kind: "x", box: [60, 0, 90, 9] }] },
    ],
    ["empty-box", caption("A lake at dawn."), [picture(1)], { regions: [{ image: 0, kind: "x", box: [9, 0, 9, 9] }] }],
    ["lines-repeat", text(`${prose(2, 60).join(" ")}\n${`${line}\n`.repeat(12)}`), [], {}],
    ["words-repeat", text("so it goes on and on ".repeat(30)), [], {}],
    ["mostly-symbols", text(`${prose(3, 60).join(" ")} ${"#*~|".repeat(400)}`), [], {}],
    [
      "no-answer",
      { kind: "conversation", turns: [...question.turns, { role: "user", parts: [given("Why?")] }] },
      [picture(1)],
      {},
    ],
    ["turns-out-of-order", { kind: "conversation", turns: [...question.turns].reverse() }, [picture(1)], {}],
    ["empty-turn", conversationOf([["What is it?", " "]]), [picture(1)], {}],
  ];
  test.each(faults)("refuses: %s", (reason, content, images, changes) => {
    expect(judge(content, images, changes)).toBe(reason);
  });

  test("can be switched off", () => {
    const content = text("caf\ufffd au lait");
    expect(refusal(sampleOf(content), factsOf(content, []), { ...filters, quality: false }, nothing)).toBeUndefined();
  });
});

test.each<[string, Partial<Filters>, number]>([
  ["text-too-long", { maxWords: 49 }, 72],
  ["text-too-short", { minWords: 51 }, 72],
  ["picture-too-small", { minSide: 73 }, 72],
  ["picture-too-large", { maxPixels: 72 * 72 - 1 }, 72],
])("limits: %s", (reason, limits) => {
  const content = caption(prose(1, 50).join(" "));
  const [sample, facts] = [sampleOf(content, [picture(1)]), factsOf(content, [picture(1)])];
  expect(refusal(sample, facts, filters, nothing)).toBeUndefined();
  expect(refusal(sample, facts, { ...filters, ...limits }, nothing)).toBe(reason);
});

test("a Chinese character is a word, punctuation is none", () => {
  expect(wordsOf("Das IST, 3.5 mal „gut“!")).toEqual(["das", "ist", "3", "5", "mal", "gut"]);
  expect(wordsOf("图中有两只cats。")).toEqual(["图", "中", "有", "两", "只", "cats"]);
});

describe("near duplicates", () => {
  test("MinHash estimates how many five-word runs two texts share", () => {
    const base = prose(4, 1000);
    for (const changed of [0, 10, 40, 100]) {
      const other = base.map((word, i) =>
        i % Math.ceil(1000 / Math.max(1, changed)) === 7 && changed > 0 ? "changed" : word,
      );
      const runs = (list: string[]) => new Set(list.slice(4).map((_, i) => list.slice(i, i + 5).join(" ")));
      const [a, b] = [runs(base), runs(other)];
      const shared = [...a].filter((run) => b.has(run)).length;
      const exact = shared / (a.size + b.size - shared);
      const estimate = similarity(signatureOfText(base.join(" ")), signatureOfText(other.join(" ")));
      expect(Math.abs(estimate - exact)).toBeLessThan(0.2); // three standard deviations of 64 draws
    }
  });

  test("the hash of a picture hardly changes by noise, and differs between pictures", () => {
    const hash = (pixels: Pixels) => lookOf(pixels).hash;
    expect(distance(hash(picture(1)), hash(picture(1, 6)))).toBeLessThanOrEqual(3);
    expect(distance(hash(picture(1)), hash(picture(2)))).toBeGreaterThan(12);
    expect(parseHash(formatHash(hash(picture(1))))).toEqual(hash(picture(1)));
  });

  const found = (one: [Content, Pixels[]], two: [Content, Pixels[]], changes: Partial<Filters> = {}) => {
    const index = duplicateIndex({ ...filters, ...changes });
    index.add("first", factsOf(...one));
    return index.find(factsOf(...two));
  };
  const long = prose(5, 200);
  const nearly = [...long.slice(0, 190), ...prose(6, 10)];

  test("the same is found again by what it is and by what it was to be", () => {
    const content = text("Two and two make four.");
    expect(found([content, []], [content, []])?.reason).toBe("same-specification");
    const index = duplicateIndex(filters);
    index.add("first", factsOf(content, [], "one way"));
    expect(index.find(factsOf(content, [], "another way"))).toEqual({ reason: "same-content", of: "first" });
    expect(duplicateIndex({ ...filters, exactDuplicates: false }).find(factsOf(content, []))).toBeUndefined();
  });

  test("long texts that are nearly the same are found, short and other ones are not", () => {
    expect(found([text(long.join(" ")), []], [text(nearly.join(" ")), []])?.reason).toBe("near-text");
    expect(found([text(long.join(" ")), []], [text(nearly.join(" ")), []], { nearDuplicates: false })).toBeUndefined();
    expect(found([text(long.join(" ")), []], [text(prose(7, 200).join(" ")), []])).toBeUndefined();
    expect(found([text("Two and two make four."), []], [text("Two and three make five."), []])).toBeUndefined();
  });

  test("pictures that look alike are duplicates only with nearly the same text", () => {
    const [near, other] = [picture(1, 4), picture(2)];
    const content = caption(long.join(" "));
    expect(found([content, [picture(1)]], [content, [near]])?.reason).toBe("near-picture");
    expect(found([content, [picture(1)]], [caption(nearly.join(" ")), [near]])?.reason).toBe("near-picture");
    expect(found([content, [picture(1)]], [caption(prose(8, 200).join(" ")), [near]])).toBeUndefined();
    expect(found([content, [picture(1)]], [content, [other]])).toBeUndefined();
    expect(found([caption("It is red."), [picture(1)]], [caption("It is blue."), [near]])).toBeUndefined();
  });
});

describe("evaluation sets", () => {
  const question = prose(9, 20).join(" ");
  const evaluation = async () => {
    const { width, height, data } = picture(3);
    const png = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    writeFileSync(join(folder, "picture.png"), png);
    writeFileSync(
      join(folder, "set.jsonl"),
      `{"question": "What is this?"}\n{"deep": [{"q": ${JSON.stringify(question)}}]}\n`,
    );
    writeFileSync(join(folder, "notes.txt"), `A first paragraph.\n\n${prose(10, 9).join(" ")}\n`);
    return readEvaluation({ decontaminate: [folder], ngram: 13 });
  };
  const judge = async (content: Content, images: readonly Pixels[] = []) =>
    contamination(sampleOf(content, images), factsOf(content, images), await evaluation());

  test("refuse a text with thirteen words of theirs, in whatever writing", async () => {
    const run = question.split(" ").slice(4, 17);
    expect(await judge(text(`And so ${run.join(", ").toUpperCase()}!`))).toBe("evaluation-text");
    const hidden = run.map((word) => `${word.slice(0, 2)}\u00ad${word.slice(2, 3)}\u200b${word.slice(3)}`);
    expect(await judge(text(hidden.join("\u00a0\u200f\t")))).toBe("evaluation-text");
    expect(await judge(text(`And so ${run.slice(0, 12).join(" ")}.`))).toBeUndefined();
    expect(await judge(text(prose(10, 9).join(" ")))).toBe("evaluation-text"); // shorter than 13, but all of it
  });

  test("do not claim what everyone says", async () => {
    expect(await judge(text("What is this? A first paragraph."))).toBeUndefined();
  });

  test("refuse their pictures, also with another compression", async () => {
    expect(await judge(caption("A lake at dawn."), [picture(3, 3)])).toBe("evaluation-picture");
    expect(await judge(caption("A lake at dawn."), [picture(4)])).toBeUndefined();
  });

  test("are read as benchmarks publish them", async () => {
    const { width, height, data } = picture(5);
    const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toBuffer();
    const base64 = jpeg.toString("base64");
    const question = prose(11, 20).join(" ");
    const sets: Readonly<Record<string, string | Uint8Array>> = {
      "coco_pope_random.json": `{"text": ${JSON.stringify(question)}}\n{"text": "Is there a dog?"}\n`,
      "test.jsonl.gz": gzipSync(`{"text": ${JSON.stringify(question)}}\n`),
      "abstract_algebra_test.csv": `"Find, ""${question}""",0,1,2,3,B\n`,
      "MMBench_DEV_EN.tsv": `index\tquestion\timage\n1\tWhich?\t${base64}\n`,
      "messages.jsonl": `{"url": "data:image/jpeg;base64,${base64}"}\n`,
      "1454426_2591111986": jpeg, // SEED-Bench's pictures have no ending
    };
    const textSets = ["coco_pope_random.json", "test.jsonl.gz", "abstract_algebra_test.csv"];
    for (const [name, content] of Object.entries(sets)) {
      const inside = mkdtempSync(join(folder, "set-"));
      writeFileSync(join(inside, name), content);
      const evaluation = await readEvaluation({ decontaminate: [inside], ngram: 13 });
      const shown = caption(textSets.includes(name) ? question : "A lake at dawn.");
      const found = contamination(sampleOf(shown, [picture(5)]), factsOf(shown, [picture(5)]), evaluation);
      expect([name, found]).toEqual([name, textSets.includes(name) ? "evaluation-text" : "evaluation-picture"]);
      rmSync(inside, { recursive: true });
    }
  });

  test("of which nothing can be read are refused: they would keep nothing out", async () => {
    const inside = mkdtempSync(join(folder, "set-"));
    writeFileSync(join(inside, "val.zip"), "PK\u0003\u0004");
    await expect(readEvaluation({ decontaminate: [inside], ngram: 13 })).rejects.toThrow(
      /evaluation set .* has no file that can be read, expected text/,
    );
    rmSync(inside, { recursive: true });
  });

  test("that cannot be read are named", async () => {
    writeFileSync(join(folder, "broken.json"), "{");
    const reading = readEvaluation({ decontaminate: [join(folder, "broken.json")], ngram: 13 });
    await expect(reading).rejects.toThrow(/broken\.json cannot be read/);
    rmSync(join(folder, "broken.json"));
    await expect(readEvaluation({ decontaminate: [join(folder, "none")], ngram: 13 })).rejects.toThrow("is not there");
  });
});

test("every category has rules of its own", () => {
  const empty = (category: Category) =>
    refusal(sampleOf(text("?"), [], { category }), factsOf(text("?"), []), { ...filters, minWords: 0 }, nothing);
  expect(empty("document")).toBe("no-picture");
  expect(empty("text")).toBe("little-to-learn");
});
