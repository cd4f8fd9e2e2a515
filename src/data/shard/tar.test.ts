import { expect, test } from "vitest";
import { given, imagePart, type SampleFiles, target } from "../sample.ts";
import { readSample, readTar, writeTar } from "./tar.ts";

const where = "a piece";
const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);

function sampleOf(key: string, pictures: readonly Uint8Array[]): SampleFiles {
  const hash = "0".repeat(64);
  return {
    sample: {
      ...{ key, category: "caption", language: "en", regions: [], flags: [] },
      images: pictures.map(() => ({ format: "png", width: 8, height: 8, sha256: hash })),
      content: { kind: "document", parts: [...pictures.map((_, i) => imagePart(i)), given("a"), target(" ß")] },
      maps: pictures.length > 0 ? [{ image: 0, name: "words", width: 8, height: 8 }] : [],
      lineage: {
        ...{ source: "test", version: 1, template: "one", fonts: [], augmentations: [], licence: "CC0-1.0" },
        textSha256: hash,
      },
    },
    images: pictures,
    maps: pictures.length > 0 ? [bytes(5, 9)] : [],
  };
}

async function firstOf(piece: Uint8Array): Promise<SampleFiles | undefined> {
  for await (const sample of readTar([piece], { where })) return sample;
  return undefined;
}

const samples = [
  sampleOf("none", []),
  sampleOf("one", [bytes(512, 1)]),
  sampleOf("two", [bytes(700, 2), bytes(1, 3)]),
  sampleOf("k".repeat(120), [bytes(30, 4)]), // a name that does not fit into a plain header
];

/** The tar of all samples, and the piece of each. */
async function written() {
  const { chunks, places } = await writeTar(samples);
  const tar = new Uint8Array(Buffer.concat(chunks));
  return { tar, places, pieces: places.map(({ offset, bytes }) => tar.slice(offset, offset + bytes)) };
}

test("a sample is read from its piece as from the whole tar", async () => {
  const { tar, pieces } = await written();
  const found = [];
  for await (const sample of readTar([tar], { where })) found.push(sample);
  for (const [i, piece] of pieces.slice(0, 3).entries()) {
    const sample = (await readSample(piece, { where }))!;
    expect(sample.sample).toEqual(found[i]!.sample);
    expect(sample.images.map((one) => Buffer.from(one))).toEqual(found[i]!.images.map((one) => Buffer.from(one)));
    expect(sample.maps.map((one) => Buffer.from(one))).toEqual(found[i]!.maps.map((one) => Buffer.from(one)));
    expect(sample.images).toEqual(samples[i]!.images);
  }
  expect(await readSample(tar, { where })).toEqual(await readSample(pieces[0]!, { where }));
});

test("what is not plain is read by the general reader, and nothing is nothing", async () => {
  const { tar, places } = await written();
  const long = await readSample(tar.subarray(places[3]!.offset), { where });
  expect(long?.sample).toEqual(samples[3]!.sample);
  expect(Buffer.from(long!.images[0]!)).toEqual(Buffer.from(samples[3]!.images[0]!));
  expect(await readSample(new Uint8Array(1024), { where })).toBe(undefined);
  expect(await readSample(new Uint8Array(0), { where })).toBe(undefined);
});

test("a piece that is damaged or cut off is refused as the general reader refuses it", async () => {
  const { pieces } = await written();
  const piece = pieces[1]!;
  for (const [name, broken] of [
    ["a header", piece.with(3, piece[3]! ^ 1)],
    ["cut in a file", piece.subarray(0, 900)],
    ["cut in a header", piece.subarray(0, 300)],
    ["without its picture", piece.subarray(1024)],
    ["no JSON", piece.with(1536, 0)],
  ] as const) {
    const [plain, general] = await Promise.all(
      [readSample(broken, { where }), firstOf(broken)].map((one) => one.then(String, (error: Error) => error.message)),
    );
    expect(plain, name).toBe(general);
    expect(plain, name).toContain(where);
  }
});
