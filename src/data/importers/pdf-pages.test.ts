import sharp from "sharp";
import { expect, test } from "vitest";
import { pdfPages } from "./pdf-pages.ts";
import { lines, pdf, placed } from "./testing/pdf.ts";
import { folderWith, imported, picture, targets } from "./testing/samples.ts";

const prose = [
  "Rivers carry sand and stones from the mountains to",
  "the sea. Where the water is slow, they settle and",
  "form banks that plants soon hold together.",
];
const other = [
  "In spring the snow melts and the river rises over",
  "its banks; the fields beside it are flooded then.",
];

test("a page becomes its picture, its text and the boxes of its lines", async () => {
  const file = await pdf(
    [{ operators: lines(["Of rivers"], 40, 450, { size: 20 }) + lines(prose, 40, 410) + lines(other, 40, 340) }],
    {
      rights: "https://creativecommons.org/licenses/by/4.0/",
      language: "en-GB",
    },
  );
  const folder = await folderWith({ "rivers.pdf": file });
  const { files, samples, rejections } = await imported(pdfPages, folder, { maxSide: 1000 });
  expect(rejections).toEqual([]);
  expect(samples).toHaveLength(1);
  const [sample] = samples;
  expect(targets(sample)).toBe(`Of rivers\n\n${prose.join(" ")}\n\n${other.join(" ")}`);
  expect(sample).toMatchObject({
    category: "document",
    language: "en",
    images: [{ format: "png", width: 800, height: 1000 }],
  });
  expect(sample!.lineage).toMatchObject({ source: "pdf-pages", licence: "CC-BY-4.0", template: "page" });
  expect(sample!.lineage.origin).toMatch(/\/rivers\.pdf#page-1$/);
  expect(sample!.regions.map(({ text }) => text)).toEqual(["Of rivers", ...prose, ...other]);
  // Each box holds ink, and the strip above the first holds none.
  const { data, info } = await sharp(files[0]!.images[0]).greyscale().raw().toBuffer({ resolveWithObject: true });
  const darkest = ([left, top, right, bottom]: number[]) => {
    let value = 255;
    for (let y = Math.floor(top!); y < bottom!; y++)
      for (let x = Math.floor(left!); x < right!; x++)
        value = Math.min(value, data[y * info.width * info.channels + x * info.channels]!);
    return value;
  };
  for (const { box } of sample!.regions) expect(darkest(box!)).toBeLessThan(100);
  expect(darkest([0, 0, 800, sample!.regions[0]!.box![1]])).toBe(255);
});

test("two columns are read one after the other, what spans them first", async () => {
  const left = [
    "The left column has several lines of",
    "text that belong together and must",
    "be read before the other column",
    "begins at the top of the page.",
  ];
  const right = [
    "Here the right column starts with a",
    "sentence of its own, which is read",
    "when the left one has come to its",
    "end at the bottom of the page.",
  ];
  const operators =
    lines(["A heading over both columns of the page"], 40, 450, { size: 14 }) +
    lines(left, 20, 400, { size: 9 }) +
    lines(right, 210, 400, { size: 9 });
  const { samples } = await imported(pdfPages, await folderWith({ "a.pdf": await pdf([{ operators }]) }));
  expect(targets(samples[0])).toBe(
    `A heading over both columns of the page\n\n${left.join(" ")}\n\n${right.join(" ")}`,
  );
});

test("rows of a table stay rows, and lines that end early stay lines", async () => {
  const rows = [
    ["City", "People", "Area"],
    ["Ulm", "126000", "119"],
    ["Kiel", "246000", "119"],
  ];
  const cells = [0, 1, 2]
    .map((column) =>
      lines(
        rows.map((row) => row[column]!),
        40 + 100 * column,
        400,
      ),
    )
    .join("");
  const verse = ["The sea is wide", "the night is long", "and nobody is there"];
  const operators = cells + lines(verse, 40, 300) + lines(prose, 40, 220);
  const { samples } = await imported(pdfPages, await folderWith({ "a.pdf": await pdf([{ operators }]) }));
  expect(samples[0]!.regions.map(({ text }) => text)).toEqual([...rows.flat(), ...verse, ...prose]);
  expect(targets(samples[0])).toBe(
    `${rows.map((row) => row.join(" ")).join("\n")}\n\n${verse.join("\n")}\n\n${prose.join(" ")}`,
  );
});

test("a word that is divided at the end of a line is whole again", async () => {
  const operators = lines(
    ["The photo-", "graph shows a river that flows through the wide val-", "ley to the north of the town."],
    40,
    400,
  );
  const { samples } = await imported(pdfPages, await folderWith({ "a.pdf": await pdf([{ operators }]) }));
  expect(targets(samples[0])).toBe(
    "The photograph shows a river that flows through the wide valley to the north of the town.",
  );
});

test("scans, blank pages and garbage are set aside with their reasons, other pages go on", async () => {
  const scan = await picture("#dddddd", 80, 100);
  const noise = { operators: placed("I0", 0, 0, 400, 500), pictures: [scan] };
  const file = await pdf([
    noise,
    { ...noise, operators: noise.operators + lines(prose, 40, 400, { mode: 3 }) },
    { operators: "" },
    { operators: lines(prose, 40, 400, { font: "F2" }) },
    { operators: `1 1 1 rg ${lines(prose, 40, 400)}` },
    { operators: "0 0 0 rg 50 50 200 200 re f" },
    {
      operators: lines(
        prose.map((text) => text.replace(/[a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) - 29))),
        40,
        400,
      ),
    },
    { operators: `${lines(["A short line"], 40, 400)}BT 0 1 -1 0 200 100 Tm /F1 11 Tf (${prose[0]}) Tj ET` },
    { operators: lines(prose, 40, 400) },
  ]);
  const { samples, rejections } = await imported(pdfPages, await folderWith({ "a.pdf": file }));
  expect(rejections.map(({ item, reason }) => [item.replace(/.*#/, ""), reason])).toEqual([
    ["page-1", "a page is a scan"],
    ["page-2", "a page is a scan with recognised text"],
    ["page-3", "a page is blank"],
    ["page-4", "a page's text layer is garbage"],
    ["page-5", "a page's text layer does not match its picture"],
    ["page-6", "a page has no text layer"],
    ["page-7", "a page's text layer is garbage"],
    ["page-8", "a page has text that is turned"],
  ]);
  expect(samples.map(({ lineage }) => lineage.origin!.replace(/.*#/, ""))).toEqual(["page-9"]);
});

test("a corrupt PDF and one that is none cost themselves alone", async () => {
  const good = await pdf([{ operators: lines(prose, 40, 400) }]);
  const folder = await folderWith({
    "a.pdf": "%PDF-1.4 and then nothing of the kind",
    "b.pdf": good,
    "c.pdf": Buffer.from("PK\x03\x04"),
    "d.pdf": good.subarray(0, 200),
  });
  const { samples, rejections } = await imported(pdfPages, folder);
  expect(samples).toHaveLength(1);
  expect(rejections.map(({ item, reason }) => [item.replace(/.*\//, ""), reason])).toEqual([
    ["a.pdf", "a PDF is corrupt"],
    ["c.pdf", "a PDF is corrupt"],
    ["d.pdf", "a PDF is corrupt"],
  ]);
});
