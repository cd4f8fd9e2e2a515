import { expect, test } from "vitest";
import { chartQa, chartToText } from "./charts.ts";
import type { Importer } from "./importer.ts";
import { refExp, screen2words, screenQa, widgetCaptioning } from "./screens.ts";
import { folderWith, imported, picture, readable, targets } from "./testing/samples.ts";

const csv = 'Year,"Share, %"\n2001,12\n2002,15|16\n';
const table = "| Year | Share, % |\n| --- | --- |\n| 2001 | 12 |\n| 2002 | 15\\|16 |";

test("ChartQA: every question a sample, and once a chart its table", async () => {
  const questions = [
    { imgname: "41699051005347.png", query: "How many food item is shown in the bar graph?", label: "14" },
    { imgname: "41699051005347.png", query: "Which is largest?", label: ["Rice", "Lamb"] },
    { imgname: "gone.png", query: "x", label: "y" },
    { imgname: "41699051005347.png", query: "no answer" },
  ];
  const folder = await folderWith({
    "ChartQA Dataset/train/train_human.json": JSON.stringify(questions),
    "ChartQA Dataset/train/png/41699051005347.png": await picture(),
    "ChartQA Dataset/train/tables/41699051005347.csv": csv,
  });
  const { samples, rejections } = await imported(chartQa, folder);
  expect(samples.map((sample) => [sample.lineage.template, targets(sample)])).toEqual([
    ["question", "14"],
    ["table", table],
    ["question", "Rice, Lamb"],
  ]);
  expect(readable(samples[0])).toBe("[0]How many food item is shown in the bar graph?\n14");
  expect(samples[0]).toMatchObject({ category: "table-chart", images: [{ width: 64, height: 48 }] });
  expect(samples[0]!.lineage.origin).toMatch(/train_human\.json#0$/);
  expect(rejections.map(({ reason }) => reason)).toEqual(["a file is missing", "a question or its answer is missing"]);
});

test("Chart-to-text: a summary under its title, the table behind it, a missing chart costs itself", async () => {
  const folder = await folderWith({
    "dataset/captions/1.txt": "The share rose from 12 to 15 percent.",
    "dataset/titles/1.txt": "Share by year\n",
    "dataset/imgs/1.png": await picture(),
    "dataset/data/1.csv": csv,
    "dataset/captions/2.txt": "Nothing to see.",
  });
  const { samples, rejections } = await imported(chartToText, folder);
  expect(samples.map(targets)).toEqual(["Share by year\n\nThe share rose from 12 to 15 percent.", table]);
  expect(samples.map(({ lineage }) => lineage.origin!.replace(/.*captions/, ""))).toEqual([
    "/1.txt#summary",
    "/1.txt#table",
  ]);
  expect(rejections.map(({ reason, detail }) => [reason, detail])).toEqual([["a file is missing", "imgs/2.png"]]);
  const json = await folderWith({
    "a.json": '[{"image":"a.png","title":"T","summary":"S"}]',
    "a.png": await picture(),
  });
  const { samples: fromJson } = await imported(chartToText, `${json}/a.json`);
  expect(fromJson.map(targets)).toEqual(["T\n\nS"]);
});

const screen = () => picture("#fafafa", 108, 192);
const only = async (importer: Importer, records: unknown, more: Record<string, string | Uint8Array> = {}) =>
  imported(
    importer,
    await folderWith({ "train.json": JSON.stringify(records), "combined/0.jpg": await screen(), ...more }),
  );

test("ScreenQA: the first rater who found an answer, with the elements' boxes; unanswerable ones say so", async () => {
  const { samples, rejections } = await only(screenQa, [
    {
      image_id: "0",
      question: "What is the temperature?",
      ground_truth: [
        { full_answer: "<no answer>", ui_elements: [] },
        {
          full_answer: "The temperature is 12 degrees.",
          ui_elements: [
            { text: "12°", bounds: [10, 20, 50, 40], vh_index: 7 },
            { text: "off", bounds: [10, 20, 500, 40], vh_index: -1 },
          ],
        },
      ],
    },
    { image_id: "0", question: "Who wrote it?", ground_truth: [{ full_answer: "<no answer>", ui_elements: [] }] },
    { image_id: "0", question: "Short?", ground_truth: ["yes", "it is"] },
    { image_id: "1", question: "Gone?", ground_truth: ["yes"] },
  ]);
  expect(samples.map(targets)).toEqual(["The temperature is 12 degrees.", "The screen does not say.", "yes"]);
  expect(samples[0]!.regions).toEqual([{ image: 0, kind: "element", text: "12°", box: [10, 20, 50, 40] }]);
  expect(samples.map(({ flags }) => flags)).toEqual([[], ["no-answer"], []]);
  expect(samples[0]!.lineage.origin).toMatch(/train\.json#0:0$/);
  expect(rejections.map(({ reason }) => reason)).toEqual(["a file is missing"]);
});

test("Screen2Words: CSV of screen and summary", async () => {
  const folder = await folderWith({
    "screen_summaries.csv": 'screenId,summary\n0,"page displaying news, in an app"\n',
    "0.jpg": await screen(),
  });
  const { samples } = await imported(screen2words, folder);
  expect(samples.map(targets)).toEqual(["page displaying news, in an app"]);
  expect(samples[0]).toMatchObject({ category: "table-chart", lineage: { template: "summary" } });
});

test("Widget Captioning: the node of RICO's view hierarchy says where, in the screenshot's own size", async () => {
  const view = {
    activity: {
      root: {
        bounds: [0, 0, 1440, 2560],
        children: [
          { bounds: [0, 0, 1440, 200], children: [] },
          { bounds: [0, 200, 1440, 2560], children: [{ bounds: [400, 800, 800, 1200] }] },
        ],
      },
    },
  };
  const folder = await folderWith({
    "widget_captions.csv": "screenId,nodeId,captions\n0,0.1.0,search for music|find songs\n0,0.1.9,gone\n",
    "0.jpg": await picture("#fafafa", 144, 256),
    "0.json": JSON.stringify(view),
  });
  const { samples, rejections } = await imported(widgetCaptioning, folder);
  expect(targets(samples[0])).toBe("search for music");
  expect(samples[0]!.regions).toEqual([{ image: 0, kind: "widget", text: "search for music", box: [40, 80, 80, 120] }]);
  expect(readable(samples[0])).toContain("[277, 312, 555, 468]"); // thousandths of 144 x 256
  expect(rejections.map(({ reason }) => reason)).toEqual(["a view hierarchy lacks a node"]);
});

test("RefExp: the answer is the box in thousandths, the region is the same box in pixels, also when the picture shrinks", async () => {
  const record = {
    image_id: "0",
    prompt: "click on the red button at the top",
    target_bounding_box: { xmin: 0.25, ymin: 0.5, xmax: 0.75, ymax: 0.625 },
  };
  const outside = { ...record, target_bounding_box: { xmin: 0.25, ymin: 0.5, xmax: 1.75, ymax: 300 } };
  const { samples, rejections } = await only(refExp, [record, outside]);
  expect(targets(samples[0])).toBe("[250, 500, 750, 625]");
  expect(samples[0]!.regions[0]!.box).toEqual([27, 96, 81, 120]);
  expect(rejections.map(({ reason }) => reason)).toEqual(["an expression or its box is missing"]);
  const folder = await folderWith({ "r.json": JSON.stringify([record]), "0.jpg": await screen() });
  const { samples: small } = await imported(refExp, folder, { maxSide: 96 });
  expect(targets(small[0])).toBe("[250, 500, 750, 625]");
  expect(small[0]).toMatchObject({ images: [{ width: 54, height: 96 }], regions: [{ box: [13.5, 48, 40.5, 60] }] });
});
