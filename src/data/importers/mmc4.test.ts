import { expect, test } from "vitest";
import { mmc4 } from "./mmc4.ts";
import { folderWith, imported, picture, readable } from "./testing/samples.ts";

const document = {
  url: "http://www.example.org/cats",
  text_list: ["Cats sleep most of the day.", "This one is red.", "Dogs do not."],
  image_info: [
    {
      face_detections: null,
      image_name: "b9040a0dbb22.jpg",
      raw_url: "http://x/y.jpg",
      matched_text_index: 1,
      matched_sim: 0.31,
    },
    {
      face_detections: null,
      image_name: "0c2d.png",
      raw_url: "http://x/z.png",
      matched_text_index: 2,
      matched_sim: 0.27,
    },
    {
      face_detections: null,
      image_name: "far.png",
      raw_url: "http://x/f.png",
      matched_text_index: 0,
      matched_sim: 0.11,
    },
  ],
  similarity_matrix: [[0.1, 0.31, 0.2]],
  could_have_url_duplicate: 0,
};

test("pictures stand before their sentences; those that are unlike theirs are left out", async () => {
  const folder = await folderWith({
    "docs_shard_0_v2.jsonl": `${JSON.stringify(document)}\n`,
    "images/b9040a0dbb22.jpg": await picture("#ff0000", 30, 20),
    "images/0c2d.png": await picture("#00ff00", 40, 20),
    "images/far.png": await picture("#0000ff", 50, 20),
  });
  const { samples, rejections } = await imported(mmc4, folder, { licence: "ODC-BY-1.0" });
  expect(rejections).toEqual([]);
  expect(readable(samples[0])).toBe("Cats sleep most of the day.\n\n[0]\n\nThis one is red.\n\n[1]\n\nDogs do not.");
  expect(samples[0]).toMatchObject({
    category: "interleaved",
    language: "en",
    images: [{ width: 30 }, { width: 40 }],
    lineage: { source: "mmc4", licence: "ODC-BY-1.0" },
  });
  expect(samples[0]!.lineage.origin).toMatch(/docs_shard_0_v2\.jsonl#1$/);
});

test("a missing or broken picture is left out, a document without any is refused, so is a line that is no document", async () => {
  const folder = await folderWith({
    "d.jsonl": [
      document,
      { ...document, image_info: [{ ...document.image_info[0], image_name: "../../etc/passwd" }] },
      { text: "x" },
    ]
      .map((one) => JSON.stringify(one))
      .join("\n"),
    "b9040a0dbb22.jpg": await picture(),
    "0c2d.png": "broken",
  });
  const { samples, rejections } = await imported(mmc4, folder);
  expect(samples.map(({ images, flags }) => [images.length, flags])).toEqual([[1, ["missing-pictures"]]]);
  expect(rejections.map(({ item, reason }) => [item.replace(/.*#/, ""), reason])).toEqual([
    ["2", "a document has none of its pictures"],
    ["3", "the record is no MMC4 document"],
  ]);
});
