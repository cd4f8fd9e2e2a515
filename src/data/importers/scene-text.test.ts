import { expect, test } from "vitest";
import { icdarLines } from "./icdar.ts";
import { artText, cocoText, icdar } from "./scene-text.ts";
import { folderWith, imported, picture, targets } from "./testing/samples.ts";

const photo = () => picture("#777777", 200, 100);

test("COCO-Text: legible words in reading order with polygons, illegible ones as places", async () => {
  const set = {
    cats: {},
    anns: {
      "1": {
        mask: [60, 10, 90, 10, 90, 30, 60, 30],
        class: "machine printed",
        bbox: [60, 10, 30, 20],
        image_id: 217925,
        id: 1,
        language: "english",
        area: 600,
        utf8_string: "York",
        legibility: "legible",
      },
      "2": {
        mask: [10, 10, 50, 12, 50, 32, 10, 30],
        class: "machine printed",
        bbox: [10, 10, 40, 22],
        image_id: 217925,
        id: 2,
        language: "english",
        area: 800,
        utf8_string: "New",
        legibility: "legible",
      },
      "3": {
        mask: [],
        class: "handwritten",
        bbox: [10, 60, 20, 10],
        image_id: 217925,
        id: 3,
        language: "na",
        area: 200,
        legibility: "illegible",
      },
      "4": {
        mask: [10, 80, 40, 80, 40, 95, 10, 95],
        class: "machine printed",
        bbox: [10, 80, 30, 15],
        image_id: 217925,
        id: 4,
        language: "english",
        utf8_string: "Taxi",
        legibility: "legible",
      },
      "5": { class: "others", bbox: [1, 1, 2, 2], image_id: 7, id: 5, legibility: "illegible" },
      "6": { image_id: 217925 },
    },
    imgs: {
      "217925": { id: 217925, set: "train", width: 200, height: 100, file_name: "COCO_train2014_000000217925.jpg" },
      "7": { id: 7, set: "train", width: 200, height: 100, file_name: "7.jpg" },
      "8": { id: 8, set: "train", width: 200, height: 100, file_name: "8.jpg" },
    },
    imgToAnns: { "217925": [1, 2, 3, 4], "7": [5], "8": [] },
    info: {},
  };
  const folder = await folderWith({
    "cocotext.v2.json": JSON.stringify(set),
    "train2014/COCO_train2014_000000217925.jpg": await photo(),
    "7.jpg": await photo(),
  });
  const { samples, rejections } = await imported(cocoText, folder);
  expect(samples.map(targets)).toEqual(["New York\nTaxi"]);
  expect(samples[0]!.regions).toEqual([
    {
      image: 0,
      kind: "word",
      text: "New",
      box: [10, 10, 50, 32],
      polygon: [
        [10, 10],
        [50, 12],
        [50, 32],
        [10, 30],
      ],
    },
    {
      image: 0,
      kind: "word",
      text: "York",
      box: [60, 10, 90, 30],
      polygon: [
        [60, 10],
        [90, 10],
        [90, 30],
        [60, 30],
      ],
    },
    {
      image: 0,
      kind: "word",
      text: "Taxi",
      box: [10, 80, 40, 95],
      polygon: [
        [10, 80],
        [40, 80],
        [40, 95],
        [10, 95],
      ],
    },
    {
      image: 0,
      kind: "illegible",
      box: [10, 60, 30, 70],
      polygon: [
        [10, 60],
        [30, 60],
        [30, 70],
        [10, 70],
      ],
    },
  ]);
  expect(samples[0]).toMatchObject({
    category: "scene-text",
    flags: ["illegible-words"],
    lineage: { source: "coco-text" },
  });
  expect(samples[0]!.lineage.origin).toMatch(/cocotext\.v2\.json#217925$/);
  expect(rejections.map(({ item, reason }) => [item.replace(/.*#/, ""), reason])).toEqual([
    ["annotation-6", "an annotation is malformed"],
    ["7", "a picture has no legible text"],
  ]);
});

test("TextOCR: points as polygon, a dot is an illegible word, boxes follow a smaller picture", async () => {
  const set = {
    info: {},
    imgs: {
      a4ea732cd3d5948a: {
        id: "a4ea732cd3d5948a",
        width: 200,
        height: 100,
        set: "train",
        file_name: "train/a4ea732cd3d5948a.jpg",
      },
    },
    anns: {
      a4ea732cd3d5948a_1: {
        id: "a4ea732cd3d5948a_1",
        image_id: "a4ea732cd3d5948a",
        bbox: [20, 10, 40, 20],
        utf8_string: "Performance",
        points: [20, 10, 60, 10, 60, 30, 20, 30],
        area: 800,
      },
      a4ea732cd3d5948a_2: {
        id: "a4ea732cd3d5948a_2",
        image_id: "a4ea732cd3d5948a",
        bbox: [20, 60, 40, 20],
        utf8_string: ".",
        points: [20, 60, 60, 60, 60, 80, 20, 80],
        area: 800,
      },
    },
    imgToAnns: {},
  };
  const folder = await folderWith({
    "TextOCR_0.1_train.json": JSON.stringify(set),
    "train/a4ea732cd3d5948a.jpg": await photo(),
  });
  const { samples } = await imported(cocoText, folder, { maxSide: 100, licence: "CC-BY-4.0" });
  expect(targets(samples[0])).toBe("Performance");
  expect(samples[0]!.images[0]).toMatchObject({ width: 100, height: 50 });
  expect(samples[0]!.regions.map(({ kind, polygon }) => [kind, polygon![0]])).toEqual([
    ["word", [10, 5]],
    ["illegible", [10, 30]],
  ]);
  expect(samples[0]!.lineage.licence).toBe("CC-BY-4.0");
});

test("ICDAR's lines: 2015, 2013 with commas and with blanks, MLT, RCTW; commas of the text stay", () => {
  const quad: [number, number][] = [
    [377, 117],
    [463, 117],
    [465, 130],
    [378, 130],
  ];
  const rectangle: [number, number][] = [
    [38, 43],
    [920, 43],
    [920, 215],
    [38, 215],
  ];
  const line = (text: string) => icdarLines(text)[0];
  expect(line("\uFEFF377,117,463,117,465,130,378,130,Genaxis, Theatre\r\n")).toEqual({
    text: "Genaxis, Theatre",
    polygon: quad,
  });
  expect(line('38, 43, 920, 215, "Tiredness"')).toEqual({ text: "Tiredness", polygon: rectangle });
  expect(line('38 43 920 215 "Tiredness"')).toEqual({ text: "Tiredness", polygon: rectangle });
  expect(line("377,117,463,117,465,130,378,130,Latin,Bahnhof")).toEqual({ text: "Bahnhof", polygon: quad });
  expect(line('377,117,463,117,465,130,378,130,1,"店, 铺"')).toEqual({ text: "店, 铺", polygon: quad });
  expect(line("377,117,463,117,465,130,378,130,###")).toEqual({ text: "###", polygon: quad });
  expect(line("377,117,463,117,465,130,378,130,0,5 l")).toEqual({ text: "0,5 l", polygon: quad });
  expect(() => icdarLines("377,117,463,117,465,130,378,130,a\nhello")).toThrow(
    "a line is no annotation: line 2: hello",
  );
});

test("ICDAR's files find their pictures; unread words are no text", async () => {
  const folder = await folderWith({
    "gt/gt_img_1.txt": "10,10,60,10,60,30,10,30,EXIT\n70,10,90,10,90,30,70,30,###\n",
    "img/img_1.jpg": await photo(),
    "gt/gt_img_2.txt": "10,10,60,10,60,30,10,30,LOST\n",
    "gt/gt_img_3.txt": "scribble\n",
    "img/img_3.jpg": await photo(),
  });
  const { samples, rejections } = await imported(icdar, folder);
  expect(samples.map(targets)).toEqual(["EXIT"]);
  expect(samples[0]!.regions.map(({ kind, text }) => [kind, text])).toEqual([
    ["word", "EXIT"],
    ["illegible", undefined],
  ]);
  expect(rejections.map(({ reason }) => reason)).toEqual(["a file is missing", "a line is no annotation"]);
});

test("ArT and LSVT: lists by picture, curved outlines kept", async () => {
  const outline = [
    [10, 40],
    [40, 20],
    [70, 40],
    [68, 55],
    [40, 36],
    [12, 55],
  ];
  const set = {
    gt_0: [
      { transcription: "ARCH", points: outline, language: "Latin", illegibility: false },
      { transcription: "###", points: outline, language: "Latin", illegibility: true },
    ],
  };
  const { samples } = await imported(
    artText,
    await folderWith({ "train_labels.json": JSON.stringify(set), "images/gt_0.jpg": await photo() }),
  );
  expect(targets(samples[0])).toBe("ARCH");
  expect(samples[0]!.regions[0]).toMatchObject({ kind: "word", polygon: outline, box: [10, 20, 70, 55] });
});
