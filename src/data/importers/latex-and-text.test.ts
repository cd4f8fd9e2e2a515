import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { latexOcr } from "./latex-ocr.ts";
import { plainText, textRecords } from "./plain-text.ts";
import { folderWith, imported, picture, readable, targets } from "./testing/samples.ts";

test("im2latex: lists name line and picture, formulas without a picture are no samples", async () => {
  const folder = await folderWith({
    "im2latex_formulas.lst": "a^2 + b^2 = c^2\n\\frac{1}{2}\nunused\n",
    "im2latex_train.lst": "1 74d337e8a0 basic\n0 60ee748793 basic\n",
    "formula_images/60ee748793.png": await picture("#ffffff", 80, 20),
    "formula_images/74d337e8a0.png": await picture("#ffffff", 30, 40),
  });
  const { samples, rejections } = await imported(latexOcr, folder);
  expect(rejections).toEqual([]);
  expect(samples.map((sample) => [targets(sample), sample.images[0]!.width])).toEqual([
    ["$$a^2 + b^2 = c^2$$", 80],
    ["$$\\frac{1}{2}$$", 30],
  ]);
  expect(samples[0]).toMatchObject({ category: "document", lineage: { template: "formula" } });
});

test("LaTeX-OCR's numbered pictures, JSON maps and records", async () => {
  const folder = await folderWith({
    "pix/math.txt": "x_1\ny_1\n",
    "pix/train/0000000.png": await picture("#ffffff", 20, 20),
    "map.json": JSON.stringify({ "one.png": "\\alpha", "../two.png": "\\beta" }),
    "one.png": await picture("#ffffff", 30, 20),
    "list.jsonl": '{"image":"one.png","latex_formula":"$$\\\\gamma$$"}\n{"image":"one.png"}\n',
  });
  const { samples, rejections } = await imported(latexOcr, folder);
  expect(samples.map(targets)).toEqual(["$$\\gamma$$", "$$\\alpha$$", "$$x_1$$"]);
  expect(rejections.map(({ reason }) => reason)).toEqual([
    "a formula is missing",
    "a path leads outside the folder",
    "a file is missing",
  ]);
});

test("text files are cut where paragraphs end, and nothing is lost", async () => {
  const paragraphs = Array.from(
    { length: 60 },
    (_, i) => `Paragraph ${i} says that the number ${i} is followed by ${i + 1}.`,
  );
  const { samples } = await imported(
    plainText,
    await folderWith({ "book.txt": paragraphs.join("\n\n"), "empty.md": "\n\n" }),
    { maxCharacters: 300 },
  );
  expect(samples.length).toBeGreaterThan(10);
  expect(samples.every((sample) => targets(sample).length <= 300)).toBe(true);
  expect(samples.map(targets).join("\n\n")).toBe(paragraphs.join("\n\n"));
  expect(samples[0]).toMatchObject({ category: "text", images: [], language: "en", lineage: { source: "text" } });
  expect(samples[1]!.lineage.origin).toMatch(/book\.txt#1$/);
});

test("records of text say their language and licence, or they are guessed and unknown", async () => {
  const lines = [
    {
      text: "Der Hund und die Katze sind nicht im Haus.",
      meta: { license: "https://creativecommons.org/licenses/by/4.0/" },
    },
    { content: "print('x')", language: "python", license: "mit" },
    { text: "Bonjour", lang: "fr" },
    { instruction: "Add.", input: "1 and 2", output: "3" },
    { text: "   " },
    { id: 1 },
    "a bare string that is the text",
  ];
  const parquet = parquetWriteBuffer({
    columnData: [{ name: "text", data: ["北京是中国的首都。", "second row"], type: "STRING" }],
  });
  const folder = await folderWith({
    "a.jsonl": lines.map((one) => JSON.stringify(one)).join("\n"),
    "b.parquet": Buffer.from(parquet),
  });
  const { samples, rejections } = await imported(textRecords, folder);
  expect(samples.map((sample) => [readable(sample), sample.category, sample.language, sample.lineage.licence])).toEqual(
    [
      ["Der Hund und die Katze sind nicht im Haus.", "text", "de", "CC-BY-4.0"],
      ["print('x')", "text", "en", "mit"],
      ["Bonjour", "text", "fr", "unknown"],
      ["Add.\n\n1 and 2\n3", "instruction", "en", "unknown"],
      ["a bare string that is the text", "text", "en", "unknown"],
      ["北京是中国的首都。", "text", "zh", "unknown"],
      ["second row", "text", "en", "unknown"],
    ],
  );
  expect(rejections.map(({ reason }) => reason)).toEqual(["a text is empty", "the record has no text"]);
});
