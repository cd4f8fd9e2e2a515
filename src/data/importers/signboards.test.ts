import { expect, test } from "vitest";
import { icdar } from "./scene-text.ts";
import { rects, uberText } from "./signboards.ts";
import { folderWith, imported, picture, targets } from "./testing/samples.ts";

const photo = () => picture("#777777", 200, 100);
const reasons = (rejections: readonly { item: string; reason: string }[]) =>
  rejections.map(({ item, reason }) => [item.replace(/.*\/|#0$/g, ""), reason]);

test("ReCTS: lines are the text, characters are places, what is ignored cannot be read", async () => {
  const truth = {
    chars: [
      { ignore: 0, transcription: "营", points: [10, 10, 30, 10, 30, 30, 10, 30] },
      { ignore: 0, transcription: "业", points: [30, 10, 50, 10, 50, 30, 30, 30] },
      { ignore: 1, transcription: "###", points: [10, 60, 30, 60, 30, 80, 10, 80] },
    ],
    lines: [
      { ignore: 1, transcription: "###", points: [10, 60, 50, 60, 50, 80, 10, 80] },
      { ignore: 0, transcription: "营业", points: [10, 10, 50, 10, 50, 30, 10, 30] },
    ],
  };
  const folder = await folderWith({
    "train/gt/train_ReCTS_000001.json": JSON.stringify(truth),
    "train/img/train_ReCTS_000001.jpg": await photo(),
    "train/gt/train_ReCTS_000002.json": '{"lines": [{"transcription": "half", "points": [1, 2, 3]}]}',
    "train/gt/train_ReCTS_000003.json": '{"lines": [',
    "train/gt/train_ReCTS_000004.json": JSON.stringify(truth),
  });
  const { samples, rejections } = await imported(rects, folder);
  expect(samples.map(targets)).toEqual(["营业"]);
  expect(samples[0]).toMatchObject({ category: "scene-text", flags: ["illegible-words"], language: "zh" });
  expect(samples[0]!.regions.map(({ kind, text, box }) => [kind, text, box])).toEqual([
    ["line", "营业", [10, 10, 50, 30]],
    ["illegible", undefined, [10, 60, 50, 80]],
    ["character", "营", [10, 10, 30, 30]],
    ["character", "业", [30, 10, 50, 30]],
  ]);
  expect(reasons(rejections)).toEqual([
    ["train_ReCTS_000002.json", "the file has no lines with points and transcription"],
    ["train_ReCTS_000003.json", "the JSON is malformed"],
    ["train_ReCTS_000004.json", "a file is missing"],
  ]);
});

test("RCTW: corners, whether it is hard to read, and the text in quotes", async () => {
  const truth =
    '\uFEFF10,10,90,10,90,30,10,30,0,"金氏眼镜"\r\n10,50,60,50,60,70,10,70,1,"电话, 0351"\r\n70,50,90,50,90,70,70,70,1,"###"\r\n';
  const folder = await folderWith({ "train_gts/image_0.txt": truth, "train_images/image_0.jpg": await photo() });
  const { samples } = await imported(icdar, folder);
  expect(samples.map(targets)).toEqual(["金氏眼镜\n电话, 0351"]);
  expect(samples[0]!.regions.map(({ kind }) => kind)).toEqual(["word", "word", "illegible"]);
});

test("Uber-Text: polygons of any number of corners, texts and their kinds", async () => {
  const truth = [
    "20 10 60 12 60 30 40 34 20 30\tMAIN ST\tStreetName",
    "20 50 50 50 50 70 20 70\t1207\tStreetNumber",
    "60 50 90 50 90 70 60 70\t*\tNone",
  ].join("\n");
  const folder = await folderWith({
    "train/1Kx1K/truth_img_000001.txt": `${truth}\n`,
    "train/1Kx1K/img_000001.jpg": await photo(),
    "train/1Kx1K/truth_img_000002.txt": "20 10 60\tMAIN ST\tStreetName\n",
    "train/1Kx1K/img_000002.jpg": await photo(),
    "train/1Kx1K/truth_img_000003.txt": "20,10,60,12,60,30,MAIN ST\n",
    "train/1Kx1K/img_000003.jpg": await photo(),
    "train/1Kx1K/truth_img_000004.txt": "60 50 90 50 90 70 60 70\t*\tNone\n",
    "train/1Kx1K/img_000004.jpg": await photo(),
  });
  const { samples, rejections } = await imported(uberText, folder);
  expect(samples.map(targets)).toEqual(["MAIN ST\n1207"]);
  expect(samples[0]!.regions.map(({ kind, polygon }) => [kind, polygon!.length])).toEqual([
    ["street-name", 5],
    ["street-number", 4],
    ["illegible", 4],
  ]);
  expect(reasons(rejections)).toEqual([
    ["truth_img_000002.txt", "a line is no annotation"],
    ["truth_img_000003.txt", "a line is no annotation"],
    ["truth_img_000004.txt", "a picture has no legible text"],
  ]);
});
