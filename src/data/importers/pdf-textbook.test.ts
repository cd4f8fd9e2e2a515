import sharp from "sharp";
import { expect, test } from "vitest";
import { pdfTextbook } from "./pdf-textbook.ts";
import { lines, pdf, placed } from "./testing/pdf.ts";
import { folderWith, imported, picture, readable } from "./testing/samples.ts";

const before = ["The first figure of this chapter shows a leaf as it", "looks in autumn, when its green has gone."];
const after = ["A second picture follows further below, with bars", "for the rain of four months."];
const end = ["With this the chapter on leaves ends, and the next", "one treats of roots."];

test("figures stand where the page shows them, with their captions, pictures and drawings alike", async () => {
  const bars = [40, 90, 140, 190].map((x, i) => `0 0.3 ${0.4 + i / 10} rg ${x} 130 30 ${30 + 15 * i} re f`).join("\n");
  const operators = [
    lines(["Leaves"], 40, 460, { size: 22 }),
    lines(before, 40, 430),
    placed("I0", 40, 290, 150, 100),
    lines(["Figure 1: A red leaf."], 40, 272),
    lines(after, 40, 245),
    bars,
    "0 0 0 rg",
    lines(["Figure 2. Rain from May to August."], 40, 112),
    lines(end, 40, 80),
    lines(["17"], 200, 20),
  ].join("\n");
  const folder = await folderWith({ "leaves.pdf": await pdf([{ operators, pictures: [await picture()] }]) });
  const { files, samples, rejections } = await imported(pdfTextbook, folder);
  expect(rejections).toEqual([]);
  expect(readable(samples[0])).toBe(
    `# Leaves\n\n${before.join(" ")}\n\n[0]\nFigure 1: A red leaf.\n\n${after.join(" ")}\n\n[1]\nFigure 2. Rain from May to August.\n\n${end.join(" ")}`,
  );
  expect(samples[0]).toMatchObject({ category: "interleaved", language: "en", lineage: { template: "pages" } });
  const [leaf, chart] = files[0]!.images;
  const { dominant } = await sharp(leaf).stats();
  expect(dominant.r).toBeGreaterThan(180);
  expect(dominant.g).toBeLessThan(60);
  const metadata = await sharp(chart).metadata();
  expect(metadata.width! / metadata.height!).toBeCloseTo(184 / 79, 1); // the bars' extent and a margin of two points
});

test("a title that stands on each page is left out, a sentence goes on over the page, a scan divides the book", async () => {
  const running = lines(["Introduction to Botany"], 40, 480);
  const page = (text: string[]) => ({ operators: running + lines(text, 40, 400) });
  const scan = { operators: placed("I0", 0, 0, 400, 500), pictures: [await picture("#cccccc")] };
  const file = await pdf([
    page(["Trees that grow on the northern side of the hill"]),
    page(["get less light and are therefore not so tall."]),
    scan,
    page(["Behind the scan another chapter begins."]),
  ]);
  const { samples, rejections } = await imported(pdfTextbook, await folderWith({ "b.pdf": file }));
  expect(samples.map(readable)).toEqual([
    "Introduction to Botany\n\nTrees that grow on the northern side of the hill get less light and are therefore not so tall.",
    "Behind the scan another chapter begins.",
  ]);
  expect(samples.map(({ lineage }) => lineage.origin!.replace(/.*#/, ""))).toEqual(["pages-1-3", "page-4"]);
  expect(samples.map(({ category }) => category)).toEqual(["text", "text"]); // no figures on these pages
  expect(rejections.map(({ reason }) => reason)).toEqual(["a page is a scan"]);
});
