import { chromium } from "playwright-core";
import sharp from "sharp";
import { expect, test } from "vitest";
import { findChromium } from "../../runtime/chromium.ts";
import type { Sample } from "../sample.ts";
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

const textsOf = (sample: Sample, wanted: string) =>
  sample.regions.flatMap(({ kind, text }) => (kind === wanted ? [text] : []));

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
  expect(targets(sample)).toBe(`# Of rivers\n\n${prose.join(" ")}\n\n${other.join(" ")}`);
  expect(sample).toMatchObject({
    category: "document",
    language: "en",
    images: [{ format: "png", width: 800, height: 1000 }],
  });
  expect(sample!.lineage).toMatchObject({ source: "pdf-pages", licence: "CC-BY-4.0", template: "page" });
  expect(sample!.lineage.origin).toMatch(/\/rivers\.pdf#page-1$/);
  expect(textsOf(sample!, "line")).toEqual(["Of rivers", ...prose, ...other]);
  expect(textsOf(sample!, "heading")).toEqual(["# Of rivers"]);
  expect(textsOf(sample!, "paragraph")).toEqual([prose.join(" "), other.join(" ")]);
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
    `## A heading over both columns of the page\n\n${left.join(" ")}\n\n${right.join(" ")}`,
  );
});

test("rows of a table are a table, and lines that end early stay lines", async () => {
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
  expect(textsOf(samples[0]!, "line")).toEqual([...rows.flat(), ...verse, ...prose]);
  const [head, ...body] = rows.map((row) => `| ${row.join(" | ")} |`);
  const table = [head, "| --- | --- | --- |", ...body].join("\n");
  expect(textsOf(samples[0]!, "table")).toEqual([table]);
  expect(targets(samples[0])).toBe(`${table}\n\n${verse.join("\n")}\n\n${prose.join(" ")}`);
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

test("lists keep their items, bold words their weight, and what looks like Markdown is escaped", async () => {
  const operators =
    lines(["Packing list"], 40, 460, { font: "F3" }) +
    lines(
      ["Take along what you need for a week in the hills,", "and nothing that costs more than 5 * 3 crowns:"],
      40,
      440,
    ) +
    // bullets stand apart from their text; a long item goes on under its first word
    lines(["\x95", "", "\x95"], 46, 400) +
    lines(["a warm coat, because the nights are cold even in", "summer", "two ropes"], 60, 400) +
    lines(["1. Look at the map.", "2. Walk."], 40, 340) +
    `BT 0 Tr /F1 11 Tf 40 300 Td (Never walk ) Tj /F3 11 Tf (alone in snow) Tj /F1 11 Tf ( and tell somebody.) Tj ET\n`;
  const { samples } = await imported(pdfPages, await folderWith({ "a.pdf": await pdf([{ operators }]) }));
  expect(targets(samples[0])).toBe(
    [
      "#### Packing list",
      "Take along what you need for a week in the hills, and nothing that costs more than 5 \\* 3 crowns:",
      "- a warm coat, because the nights are cold even in summer\n- two ropes\n1. Look at the map.\n2. Walk.",
      "Never walk **alone in snow** and tell somebody.",
    ].join("\n\n"),
  );
});

test.skipIf(!findChromium())(
  "a page that a browser printed comes back as what it was made of",
  { timeout: 120_000 },
  async () => {
    const browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: false });
    const page = await browser.newPage();
    await page.setContent(`<style>body { font: 11px/1.45 sans-serif } h1 { font-size: 26px } h2 { font-size: 16px }
      main { columns: 2; column-gap: 32px; hyphens: none } td { padding: 2px 24px 2px 0 }</style>
    <h1>Beacons of the coast</h1>
    <main>
      <p>Along this coast the lights were lit <b>every evening</b> at dusk, and the keepers noted in their books which of the ships had passed.</p>
      <p>A keeper needed few things:</p>
      <ul><li>oil for the lamp, which came by boat<ul><li>in winter twice as much</li></ul></li><li>a clean glass</li></ul>
      <h2>How a light is kept</h2>
      <ol><li>Trim the wick before the sun has gone.</li><li>Fill the lamp and write down how much it took.</li></ol>
      <p>When fog came in from the sea the keepers rang a bell, <i>all night long</i> if they had to, until the morning wind had cleared the air.</p>
      <p>The last keeper left the tower when the lamp was made electric; since then nobody lives there any more, and the bell hangs in the church.</p>
    </main>
    <table><tr><th align=left>Tower</th><th align=left>Height</th></tr><tr><td>North head</td><td>31 m</td></tr><tr><td>Mill rock</td><td>18 m</td></tr></table>`);
    const printed = await page.pdf({
      format: "A5",
      margin: { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" },
    });
    await browser.close();
    const { samples, rejections } = await imported(pdfPages, await folderWith({ "coast.pdf": printed }));
    expect(rejections).toEqual([]);
    expect(targets(samples[0])).toBe(
      [
        "# Beacons of the coast",
        "Along this coast the lights were lit **every evening** at dusk, and the keepers noted in their books which of the ships had passed.",
        "A keeper needed few things:",
        "- oil for the lamp, which came by boat\n   - in winter twice as much\n- a clean glass",
        "## How a light is kept",
        "1. Trim the wick before the sun has gone.\n2. Fill the lamp and write down how much it took.",
        "When fog came in from the sea the keepers rang a bell, *all night long* if they had to, until the morning wind had cleared the air.",
        "The last keeper left the tower when the lamp was made electric; since then nobody lives there any more, and the bell hangs in the church.",
        "| Tower | Height |\n| --- | --- |\n| North head | 31 m |\n| Mill rock | 18 m |",
      ].join("\n\n"),
    );
  },
);

test("a page that would keep its reader busy for hours costs the rest of its file, and the next file is read", {
  timeout: 60_000,
}, async () => {
  // each graphics state looks for its values in all those around it
  const endless = await pdf([{ operators: "q ".repeat(500_000) }, { operators: "" }]);
  const folder = await folderWith({ "endless.pdf": endless });
  const { rejections } = await imported(pdfPages, folder, { maxPageSeconds: 1 });
  const reason = "the file cannot be read";
  expect(rejections).toMatchObject([{ reason, detail: "page 1 takes more than 1 s" }]);
  const next = await imported(pdfPages, await folderWith({ "next.pdf": await pdf([{ operators: "" }]) }));
  expect(next.rejections.map((one) => one.reason)).toEqual(["a page is blank"]);
});
