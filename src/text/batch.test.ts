import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readFixture } from "../../test/fixtures/text/golden-tokenizer.ts";
import { UserError } from "../runtime/errors.ts";
import { type BatchRow, batchify } from "./batch.ts";
import { expandImageTokens } from "./prompt.ts";

interface Golden {
  name: string;
  add_special_token: boolean;
  num_image_tokens: number;
  image_id: number;
  pad_id: number;
  rows: number[][];
  expanded: number[][];
  input_ids: number[][];
  attention_mask: number[][];
  images_seq_mask: number[][];
  images_emb_mask: number[][][];
  pixel_values_shape: number[];
}

const count = (ids: readonly number[], id: number) => ids.filter((other) => other === id).length;

describe("batches are the reference's", () => {
  const { batchify: goldens } = readFixture("reference.json") as { batchify: Golden[] };
  test.each(goldens)("$name", (golden) => {
    const keepTag = golden.add_special_token;
    const rows = golden.rows.map((ids) => ({
      ids: expandImageTokens(ids, golden.image_id, golden.num_image_tokens, { keepTag }),
      imageCount: count(ids, golden.image_id),
    }));
    expect(rows.map(({ ids }) => ids)).toEqual(golden.expanded);
    const batch = batchify(rows, {
      padId: golden.pad_id,
      imageTokenId: golden.image_id,
      numImageTokens: golden.num_image_tokens,
      keepTag,
    });
    expect([...batch.inputIds]).toEqual(golden.input_ids.flat());
    expect([...batch.attentionMask]).toEqual(golden.attention_mask.flat());
    expect([...batch.imagesSeqMask]).toEqual(golden.images_seq_mask.flat());
    expect([...batch.imagesEmbMask]).toEqual(golden.images_emb_mask.flat(2));
    expect([batch.rows, batch.imageSlots]).toEqual(golden.pixel_values_shape.slice(0, 2));
  });
});

const models = join(import.meta.dirname, "../../../shared/goldens");
describe.skipIf(!existsSync(models))("the inputs of the golden models", () => {
  test.each(["a_hybrid_tiny", "a_hybrid_96_unpatched", "b_low_only"])("%s", (name) => {
    const golden = JSON.parse(readFileSync(join(models, name, "case.json"), "utf8")) as {
      rows: number[][];
      num_image_tokens: number;
      image_token_id: number;
      pad_token_id: number;
    };
    const rows = golden.rows.map((ids) => ({
      ids: expandImageTokens(ids, golden.image_token_id, golden.num_image_tokens),
      imageCount: count(ids, golden.image_token_id),
    }));
    const batch = batchify(rows, {
      padId: golden.pad_token_id,
      imageTokenId: golden.image_token_id,
      numImageTokens: golden.num_image_tokens,
    });
    const expected = readInputs(join(models, name, "inputs.safetensors"));
    expect([...batch.inputIds]).toEqual(expected("input_ids"));
    expect([...batch.attentionMask]).toEqual(expected("attention_mask"));
    expect([...batch.positionIds]).toEqual(expected("position_ids"));
    expect([...batch.imagesSeqMask]).toEqual(expected("images_seq_mask"));
    expect([...batch.imagesEmbMask]).toEqual(expected("images_emb_mask"));
  });
});

const options = { padId: 0, imageTokenId: 9, numImageTokens: 2 };

test("image rows number the features over the whole batch; labels and pixels follow their rows", () => {
  const rows: BatchRow[] = [
    { ids: [1, 9, 9, 5], labels: [-100, -100, -100, 5], imageCount: 1, images: [Float32Array.of(1, 2, 3)] },
    { ids: [1, 6], labels: [-100, 6], imageCount: 0 },
    { ids: [9, 9, 9, 9], imageCount: 2, images: [Float32Array.of(4, 5, 6), Float32Array.of(7, 8, 9)] },
  ];
  const batch = batchify(rows, { ...options, minLength: 5 });
  expect(batch).toMatchObject({ rows: 3, length: 5, imageSlots: 2, images: 3 });
  // biome-ignore format: one line a row
  expect([...batch.imageRows]).toEqual([
    -1, -1, 0, 1, -1,
    -1, -1, -1, -1, -1,
    -1, 2, 3, 4, 5,
  ]);
  expect([...batch.labels].map(Number).filter((label) => label !== -100)).toEqual([5, 6]);
  expect([...batch.positionIds.subarray(5, 10)]).toEqual([1, 1, 1, 0, 1]);
  expect([...batch.pixelValues!]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(batchify([{ ids: [1], imageCount: 0 }], options).pixelValues).toBeUndefined();
});

test("an image token is never a target, even if its label says so", () => {
  const batch = batchify([{ ids: [9, 9, 3], labels: [9, 9, 3], imageCount: 1 }], options);
  expect([...batch.labels]).toEqual([-100n, -100n, 3n]);
});

test("rows that do not fit are refused with their number", () => {
  const refuse = (rows: BatchRow[], message: string) => {
    expect(() => batchify(rows, options)).toThrow(UserError);
    expect(() => batchify(rows, options)).toThrow(message);
  };
  const pixel = Float32Array.of(1);
  refuse([], "a batch needs at least one row");
  refuse(
    [
      { ids: [1], imageCount: 0 },
      { ids: [9, 1], imageCount: 1 },
    ],
    "row 1 of the batch has 1 image tokens",
  );
  refuse([{ ids: [1, 2], labels: [1], imageCount: 0 }], "row 0 of the batch has 1 labels for 2 ids");
  refuse([{ ids: [9, 9], imageCount: 1, images: [pixel, pixel] }], "row 0 of the batch has 2 pictures for 1 images");
  refuse(
    [
      { ids: [9, 9], imageCount: 1, images: [pixel] },
      { ids: [9, 9], imageCount: 1 },
    ],
    "some rows of the batch carry their images and others do not",
  );
  refuse(
    [{ ids: [9, 9, 9, 9], imageCount: 2, images: [pixel, Float32Array.of(1, 2)] }],
    "image 1 of the batch has 2 values, the first one 1",
  );
});

/** The integer tensors of a safetensors file: an 8-byte length, a JSON header, the data. */
function readInputs(path: string): (name: string) => number[] {
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, start)) as Record<
    string,
    { dtype: string; data_offsets: [number, number] }
  >;
  return (name) => {
    const {
      dtype,
      data_offsets: [from, to],
    } = header[name]!;
    const data = Uint8Array.from(bytes.subarray(start + from, start + to));
    return [...(dtype === "U8" ? data : new Int32Array(data.buffer))];
  };
}
