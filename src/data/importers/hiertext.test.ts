import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { hierText } from "./hiertext.ts";
import { jsonArrayElements } from "./records/json-array.ts";
import { folderWith, imported, picture, targets } from "./testing/samples.ts";

const box = (left: number, top: number, right: number, bottom: number) => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];
const word = (text: string, vertices: number[][], legible = true) => ({
  vertices,
  text,
  legible,
  handwritten: false,
  vertical: false,
});
const line = (text: string, vertices: number[][], words: object[], more: object = {}) => ({
  ...word(text, vertices),
  words,
  ...more,
});

const lower = {
  vertices: box(10, 60, 90, 75),
  legible: true,
  lines: [
    line("9 to 5", box(10, 60, 90, 75), [
      word("9", box(10, 60, 20, 75)),
      word("to", box(25, 60, 45, 75)),
      word("", box(50, 60, 90, 75), false),
    ]),
  ],
};
const upper = {
  vertices: box(10, 10, 150, 50),
  legible: true,
  lines: [
    line("Book shop", box(10, 10, 150, 28), [word("Book", box(10, 10, 70, 28)), word("shop", box(80, 10, 150, 28))]),
    line("open", box(10, 32, 70, 50), [word("open", box(10, 32, 70, 50))], { handwritten: true }),
  ],
};
const unreadable = {
  vertices: box(160, 80, 190, 95),
  legible: false,
  lines: [{ ...line("", box(160, 80, 190, 95), []), legible: false }],
};

async function folder(annotations: unknown[], name = "train.jsonl"): Promise<string> {
  const text = JSON.stringify({ info: { date: "2022", annotations: "[not these]" }, annotations });
  return folderWith({
    [`gt/${name}`]: name.endsWith(".gz") ? gzipSync(text) : text,
    "train/017f2a1e.jpg": await picture("#777777", 200, 100),
    "train/dark.jpg": await picture("#777777", 200, 100),
  });
}

test("paragraphs from top to bottom, their lines and words in order, all three with polygons", async () => {
  const found = await imported(
    hierText,
    await folder([
      { image_id: "017f2a1e", image_width: 200, image_height: 100, paragraphs: [lower, upper, unreadable] },
    ]),
  );
  expect(found.rejections).toEqual([]);
  expect(targets(found.samples[0])).toBe("Book shop\nopen\n\n9 to");
  expect(found.samples[0]!.regions.map(({ kind, text }) => [kind, text])).toEqual([
    ["paragraph", "Book shop\nopen"],
    ["line", "Book shop"],
    ["word", "Book"],
    ["word", "shop"],
    ["line", "open"],
    ["word", "open"],
    ["paragraph", "9 to"],
    ["line", "9 to"],
    ["word", "9"],
    ["word", "to"],
    ["illegible", undefined],
    ["illegible", undefined],
  ]);
  expect(found.samples[0]!.regions[0]).toMatchObject({ box: [10, 10, 150, 50], polygon: upper.vertices });
  expect(found.samples[0]!.flags).toEqual(["illegible-words", "handwriting"]);
  expect(found.samples[0]!.lineage.origin).toMatch(/gt\/train\.jsonl#017f2a1e$/);
});

test("what is wrong with an annotation costs it alone, also inside gzip", async () => {
  const path = await folder(
    [
      { image_id: "dark", paragraphs: [unreadable] },
      { image_id: "lost", paragraphs: [upper] },
      { image_id: "017f2a1e", paragraphs: [{ lines: [] }] },
      { image_id: "017f2a1e", paragraphs: [upper] },
    ],
    "validation.jsonl.gz",
  );
  const { samples, rejections } = await imported(hierText, path);
  expect(samples.map(targets)).toEqual(["Book shop\nopen"]);
  expect(rejections.map(({ item, reason }) => [item.replace(/.*#/, ""), reason])).toEqual([
    ["0", "a picture has no legible text"],
    ["1", "a file is missing"],
    ["2", "an annotation is malformed"],
  ]);
});

test("a file of another kind is refused in a sentence", async () => {
  const other = await folderWith({ "train.jsonl": '{"imgs": {}, "anns": {"annotations": []}}' });
  const { rejections } = await imported(hierText, other);
  expect(rejections.map(({ reason }) => reason)).toEqual(["the file has no list of annotations"]);
});

test("the list is found by its name at the outermost level, not in texts or deeper down", async () => {
  const text = '{"a": "\\"b\\": [1]", "c": {"b": [2]}, "bb": [3], "x": "b", "y": [4], "b" : [5, {"b": [6]}], "b": [7]}';
  const path = join(await folderWith({ "x.json": text }), "x.json");
  const found = [];
  for await (const { text } of jsonArrayElements(path, "b")) found.push(JSON.parse(text!));
  expect(found).toEqual([5, { b: [6] }]);
});
