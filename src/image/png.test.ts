import sharp, { type PngOptions, type Sharp } from "sharp";
import { expect, test } from "vitest";
import { decodeImage } from "./decode.ts";
import { decodePng } from "./png.ts";

/** A picture of soft colours and, with four channels, of every alpha. */
function picture(channels: 1 | 3 | 4, width = 37, height = 23): Sharp {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 7 + (i >> 5) * 13) % 256);
  return sharp(data, { raw: { width, height, channels } });
}

async function expectSame(bytes: Uint8Array): Promise<void> {
  const { data, width, height } = await decodeImage(bytes);
  expect(decodePng(bytes)).toEqual({ data, width, height });
}

const kinds: [string, 1 | 3 | 4, PngOptions][] = [
  ["RGB", 3, {}],
  ["RGB with alpha", 4, {}],
  ["grey", 1, {}],
  ["interlaced", 3, { progressive: true }],
  ["a palette", 3, { palette: true }],
  ["a palette with alpha", 4, { palette: true, colours: 64 }],
  ["a palette of 4 bits", 3, { palette: true, colours: 16 }],
  ["a palette of 2 bits", 3, { palette: true, colours: 4 }],
  ["a palette of 1 bit", 3, { palette: true, colours: 2 }],
];

test.each(kinds)("%s comes out as the server decodes it", async (_, channels, options) => {
  const bytes = new Uint8Array(await picture(channels).png(options).toBuffer());
  await expectSame(bytes);
});

test("16-bit samples keep their high byte", async () => {
  const bytes = new Uint8Array(await picture(3).toColourspace("rgb16").png().toBuffer());
  await expectSame(bytes);
});

test("grey of one bit is black and white", async () => {
  const bytes = new Uint8Array(
    await picture(1)
      .threshold(128)
      .toColourspace("b-w")
      .png({ bitdepth: 1 } as PngOptions)
      .toBuffer(),
  );
  await expectSame(bytes);
});

test("damage and bombs are refused with a sentence", async () => {
  const bytes = new Uint8Array(await picture(3).png().toBuffer());
  for (const length of [10, 40, bytes.length - 60]) {
    expect(() => decodePng(bytes.subarray(0, length), { source: "a.png" })).toThrow(
      /^a\.png is a corrupt or truncated PNG/,
    );
  }
  const bomb = bytes.slice();
  new DataView(bomb.buffer).setUint32(16, 50_000);
  new DataView(bomb.buffer).setUint32(20, 50_000);
  expect(() => decodePng(bomb, { source: "a.png" })).toThrow(/2500000000 pixels; at most 100000000 are accepted$/);
});
