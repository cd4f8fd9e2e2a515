import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { pack } from "tar-stream";
import { expect, test } from "vitest";
import { cocoCaptions } from "./coco.ts";
import { imageText } from "./image-text.ts";
import { folderWith, imported, picture, readable, targets } from "./testing/samples.ts";
import { webdataset } from "./webdataset.ts";

async function tar(entries: readonly (readonly [name: string, content: string | Uint8Array])[]): Promise<Buffer> {
  const stream = pack();
  for (const [name, content] of entries) stream.entry({ name }, Buffer.from(content));
  stream.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

test("COCO captions: a sample a caption, with the picture's own licence", async () => {
  const coco = {
    info: { description: "COCO 2017 Dataset", year: 2017 },
    licenses: [
      {
        url: "http://creativecommons.org/licenses/by-nc-sa/2.0/",
        id: 1,
        name: "Attribution-NonCommercial-ShareAlike License",
      },
    ],
    images: [
      {
        license: 1,
        file_name: "000000397133.jpg",
        coco_url: "http://images.cocodataset.org/train2017/000000397133.jpg",
        height: 48,
        width: 64,
        id: 397133,
      },
      { license: 1, file_name: "gone.jpg", height: 1, width: 1, id: 2 },
    ],
    annotations: [
      { image_id: 397133, id: 370509, caption: "A man is in a kitchen\nmaking pizzas. " },
      { image_id: 397133, id: 370510, caption: "A man with a pizza." },
      { image_id: 2, id: 3, caption: "Nothing." },
      { image_id: 99, id: 4, caption: "Nowhere." },
      { image_id: 397133, caption: 7 },
    ],
  };
  const folder = await folderWith({
    "annotations/captions_train2017.json": JSON.stringify(coco),
    "train2017/000000397133.jpg": await picture(),
  });
  const { samples, rejections } = await imported(cocoCaptions, folder);
  expect(samples.map(readable)).toEqual(["[0]A man is in a kitchen making pizzas.", "[0]A man with a pizza."]);
  expect(samples[0]).toMatchObject({
    category: "caption",
    language: "en",
    images: [{ width: 64, height: 48 }],
    lineage: { source: "coco-captions", licence: "CC-BY-NC-SA-2.0", template: "caption" },
  });
  expect(samples[0]!.lineage.origin).toMatch(/annotations\/captions_train2017\.json#370509$/);
  expect(new Set(samples.map(({ key }) => key)).size).toBe(2);
  expect(rejections.map(({ reason }) => reason)).toEqual([
    "a file is missing",
    "an annotation names no picture of the file",
    "an annotation is malformed",
  ]);
});

test("WebDataset: captions from text or JSON; what is broken or incomplete costs its own sample", async () => {
  const good = await picture("#00aa00", 20, 10);
  const bytes = await tar([
    ["000000000.jpg", good],
    ["000000000.txt", "Ein grünes Bild und nichts sonst."],
    [
      "000000000.json",
      JSON.stringify({ url: "http://x/1.jpg", license: "CC-BY-4.0", key: "000000000", status: "success" }),
    ],
    ["000000001.json", JSON.stringify({ caption: "a green field" })],
    ["000000001.png", good],
    ["000000002.jpg", good],
    ["000000003.jpg", "broken"],
    ["000000003.txt", "what it shows"],
    ["000000004.txt", "no picture"],
    ["../../000000005.jpg", good],
    ["../../000000005.txt", "a name that leads outside is only a name"],
  ]);
  const { samples, rejections } = await imported(webdataset, await folderWith({ "00000.tar": bytes }));
  expect(samples.map(readable)).toEqual([
    "[0]Ein grünes Bild und nichts sonst.",
    "[0]a green field",
    "[0]a name that leads outside is only a name",
  ]);
  expect(samples[0]).toMatchObject({ category: "caption", language: "de", lineage: { licence: "CC-BY-4.0" } });
  expect(samples[0]!.lineage.origin).toMatch(/00000\.tar#000000000$/);
  expect(rejections.map(({ item, reason }) => [item.replace(/.*#/, ""), reason])).toEqual([
    ["000000002", "a caption is missing"],
    ["000000003", "a picture has an unknown format"],
    ["000000004", "the record has no picture"],
  ]);
});

test("a tar that ends too early gives what came before and one reason; gzip is unpacked", async () => {
  const good = await picture();
  const bytes = await tar([
    ["a.png", good],
    ["a.txt", "first"],
    ["b.png", good],
    ["b.txt", "second"],
  ]);
  const folder = await folderWith({
    "cut.tar": bytes.subarray(0, 512 + 1024 + 512 + 512 + 600),
    "whole.tar.gz": gzipSync(bytes),
  });
  const { samples, rejections } = await imported(webdataset, folder);
  expect(samples.map(targets)).toEqual(["first", "first", "second"]);
  expect(rejections.map(({ item, reason }) => [item.replace(/^[^/]*\//, ""), reason])).toEqual([
    ["cut.tar", "a tar is truncated or corrupt"],
  ]);
});

test("Parquet with Hugging Face's image column, lists of captions included", async () => {
  const [red, blue] = [await picture("#ff0000", 20, 10), await picture("#0000ff", 30, 10)];
  const buffer = parquetWriteBuffer({
    schema: [
      { name: "root", num_children: 3 },
      { name: "image", num_children: 2, repetition_type: "OPTIONAL" },
      { name: "bytes", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" },
      { name: "path", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
      { name: "captions", num_children: 1, converted_type: "LIST", repetition_type: "OPTIONAL" },
      { name: "list", num_children: 1, repetition_type: "REPEATED" },
      { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
      { name: "license", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
    ],
    columnData: [
      {
        name: "image",
        data: [
          { bytes: new Uint8Array(red), path: "red.png" },
          { bytes: new Uint8Array(blue), path: null },
          { bytes: null, path: "file.png" },
        ],
      },
      { name: "captions", data: [["a red one", "red it is"], ["a blue one"], ["from a file"]] },
      { name: "license", data: ["CC0-1.0", null, null] },
    ],
  });
  const folder = await folderWith({
    "data/train-00000-of-00001.parquet": Buffer.from(buffer),
    "data/file.png": await picture("#00ff00", 40, 10),
  });
  const { samples, rejections } = await imported(imageText, folder);
  expect(rejections).toEqual([]);
  expect(samples.map((sample) => [targets(sample), sample.images[0]!.width, sample.lineage.licence])).toEqual([
    ["a red one", 20, "CC0-1.0"],
    ["red it is", 20, "CC0-1.0"],
    ["a blue one", 30, "unknown"],
    ["from a file", 40, "unknown"],
  ]);
  expect(samples.map(({ lineage }) => lineage.origin!.replace(/.*#/, ""))).toEqual(["0.0", "0.1", "1", "2"]);
});

test("JSON Lines and CSV whose pictures are files; a path out of the folder is refused", async () => {
  const folder = await folderWith({
    "a.jsonl":
      '{"file_name":"p.png","text":"one"}\n{"file_name":"../p.png","text":"two"}\n{"file_name":"p.png"}\nnot json',
    "b.csv": 'image_path,caption\np.png,"three, four"\n',
    "p.png": await picture(),
  });
  const { samples, rejections } = await imported(imageText, folder);
  expect(samples.map(targets)).toEqual(["one", "three, four"]);
  expect(rejections.map(({ reason }) => reason)).toEqual([
    "a path leads outside the folder",
    "a caption is missing",
    "the JSON is malformed",
  ]);
});

test("a WebDataset tar may hold conversations, about the picture beside or about none", async () => {
  const talk = (question: string) => [
    { from: "human", value: question },
    { from: "gpt", value: "Red." },
  ];
  const bytes = await tar([
    ["0001.png", await picture()],
    ["0001.json", JSON.stringify({ image: "elsewhere.jpg", conversations: talk("<image>\nWhich colour?") })],
    [
      "0002.json",
      JSON.stringify({
        messages: [
          { role: "user", content: "2 + 2?" },
          { role: "assistant", content: "4" },
        ],
      }),
    ],
    ["0003.json", JSON.stringify({ conversations: talk("<image>\nWhich colour?") })],
  ]);
  const { samples, rejections } = await imported(webdataset, await folderWith({ "talks.tar": bytes }));
  expect(samples.map((one) => [one.category, readable(one)])).toEqual([
    ["instruction", "[0]Which colour?\nRed."],
    ["instruction", "2 + 2?\n4"],
  ]);
  expect(rejections.map(({ reason }) => reason)).toEqual(["a conversation has more places than pictures"]);
});

test("the files of a tar's sample are bounded together, and files of other kinds are not read", async () => {
  const zeros = Buffer.alloc(60 * 2 ** 20);
  const bytes = await tar([
    ...["jpg", "png", "webp", "gif"].map((end) => [`1.${end}`, zeros] as const),
    ["2.npy", Buffer.alloc(65 * 2 ** 20)],
    ["2.png", await picture()],
    ["2.txt", "second"],
  ]);
  const packed = gzipSync(bytes, { level: 1 });
  const { samples, rejections } = await imported(webdataset, await folderWith({ "large.tar.gz": packed }));
  expect(samples.map(targets)).toEqual(["second"]);
  expect(rejections.map(({ reason }) => reason)).toEqual(["a sample is too large"]);
});
