import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decodeImage } from "./decode.ts";
import { decodePlainPng } from "./png-plain.ts";

/** Neighbours are alike, as in a photograph, and some rows are not, so that every filter meets sums beyond a byte. */
function pixels(width: number, height: number, channels: number): Uint8Array {
  return Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / (width * channels))];
    return y % 7 === 0 ? Math.imul(i, 2654435761) >>> 24 : 3 * x + 5 * y + 40 * (i % channels);
  });
}

async function pngOf(raw: Uint8Array, width: number, height: number, channels: 3 | 4, options: object = {}) {
  const png = sharp(raw, { raw: { width, height, channels } }).png(options);
  return new Uint8Array(await png.toBuffer());
}

function withoutAlpha(raw: Uint8Array, channels: number): Uint8Array {
  return raw.filter((_, i) => channels === 3 || i % 4 < 3);
}

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

function chunksOf(png: Uint8Array): Chunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const name = Buffer.from(png.subarray(at + 4, at + 8)).toString("latin1");
    chunks.push({ name, data: png.subarray(at + 8, at + 8 + view.getUint32(at)) });
  }
  return chunks;
}

function fileOf(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.flatMap(({ name, data }) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    checksum.writeUInt32BE(crc32(body));
    return [length, body, checksum];
  });
  return new Uint8Array(Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]));
}

/** The rows of a PNG with one filter for all of them. */
function filtered(raw: Uint8Array, width: number, height: number, channels: number, filter: number): Uint8Array {
  const stride = width * channels;
  const out = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    out[y * (stride + 1)] = filter;
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i < channels ? 0 : raw[at - channels]!;
      const up = y === 0 ? 0 : raw[at - stride]!;
      const corner = i < channels || y === 0 ? 0 : raw[at - stride - channels]!;
      const guess = left + up - corner;
      const nearest = [left, up, corner].reduce((a, b) => (Math.abs(guess - b) < Math.abs(guess - a) ? b : a));
      const foretold = [0, left, up, Math.floor((left + up) / 2), nearest][filter]!;
      out[y * (stride + 1) + 1 + i] = raw[at]! - foretold;
    }
  }
  return out;
}

describe.each([3, 4] as const)("with %i channels", (channels) => {
  const [width, height] = [37, 29];
  const raw = pixels(width, height, channels);

  test.each([0, 1, 2, 3, 4])("filter %i gives the pixels back, as the general decoder does", async (filter) => {
    const plain = chunksOf(await pngOf(raw, width, height, channels));
    const data = deflateSync(filtered(raw, width, height, channels, filter));
    const parts = [data.subarray(0, 100), data.subarray(100)].map((part) => ({ name: "IDAT", data: part }));
    const png = fileOf([plain[0]!, ...parts, { name: "IEND", data: new Uint8Array(0) }]);
    const image = decodePlainPng(png);
    expect(image).toEqual({ data: withoutAlpha(raw, channels), width, height });
    const general = await sharp(png).removeAlpha().raw().toBuffer();
    expect(Buffer.compare(image!.data, general)).toBe(0);
  });

  test("files with filters of all kinds", async () => {
    const png = await pngOf(raw, width, height, channels, { adaptiveFiltering: true });
    expect(decodePlainPng(png)?.data).toEqual(withoutAlpha(raw, channels));
  });
});

describe("is left to the general decoder:", () => {
  const [width, height] = [16, 9];
  const raw = pixels(width, height, 3);
  const isLeft = (png: Uint8Array) => expect(decodePlainPng(png)).toBe(undefined);

  test("another kind of PNG", async () => {
    isLeft(await pngOf(raw, width, height, 3, { palette: true }));
    isLeft(await pngOf(raw, width, height, 3, { progressive: true }));
    isLeft(
      new Uint8Array(
        await sharp(raw, { raw: { width, height, channels: 3 } })
          .toColourspace("b-w")
          .png()
          .toBuffer(),
      ),
    );
    isLeft(
      new Uint8Array(
        await sharp(raw, { raw: { width, height, channels: 3 } })
          .toColourspace("rgb16")
          .png()
          .toBuffer(),
      ),
    );
  });

  test("a chunk that may turn or recolour the picture, and one that nobody knows", async () => {
    const [header, ...rest] = chunksOf(await pngOf(raw, width, height, 3));
    for (const name of ["eXIf", "iCCP", "tRNS", "tEXt", "PLTE", "acTL", "zzZz"]) {
      isLeft(fileOf([header!, { name, data: new Uint8Array(6) }, ...rest]));
    }
    expect(
      decodePlainPng(fileOf([header!, { name: "gAMA", data: new Uint8Array([0, 0, 177, 143]) }, ...rest])),
    ).toEqual({
      ...{ data: raw, width, height },
    });
  });

  test("a file that is damaged anywhere, or cut off anywhere", async () => {
    const png = await pngOf(raw, width, height, 3);
    for (let at = 8; at < png.length; at++) {
      const damaged = png.slice();
      damaged[at]! ^= 0x10;
      isLeft(damaged);
      isLeft(png.slice(0, at));
    }
  });

  test("data that is too long, too short, or names a filter that does not exist", async () => {
    const [header, , ...rest] = chunksOf(await pngOf(raw, width, height, 3)).filter(({ name }) => name !== "pHYs");
    const rows = filtered(raw, width, height, 3, 0);
    const png = (data: Uint8Array) => fileOf([header!, { name: "IDAT", data: deflateSync(data) }, ...rest]);
    expect(decodePlainPng(png(rows))?.data).toEqual(raw);
    isLeft(png(rows.subarray(1)));
    isLeft(png(Buffer.concat([rows, rows])));
    isLeft(png(rows.with(0, 9)));
  });

  test("a picture with more pixels than are accepted, which is then refused", async () => {
    const png = await pngOf(raw, width, height, 3);
    expect(decodePlainPng(png, 143)).toBe(undefined);
    await expect(decodeImage(png, { maxPixels: 143 })).rejects.toThrow("16 x 9 = 144 pixels; at most 143 are accepted");
  });
});
