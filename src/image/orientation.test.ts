import sharp from "sharp";
import { expect, test } from "vitest";
import { decodeImage } from "./decode.ts";
import { findOrientation, sayingUpright, upright } from "./orientation.ts";
import { decodePng } from "./png.ts";

const data = Uint8Array.from({ length: 7 * 5 * 3 }, (_, i) => (i * 37) % 251);

type Tagged = "JPEG" | "PNG" | "WebP" | "TIFF";

/** A file of 7 x 5 pixels with the tag; lossless but for JPEG. */
async function tagged(format: Tagged, orientation: number): Promise<Uint8Array> {
  const picture = sharp(data, { raw: { width: 7, height: 5, channels: 3 } }).withMetadata({ orientation });
  const named = format.toLowerCase() as "jpeg" | "png" | "webp" | "tiff";
  return new Uint8Array(await picture.toFormat(named, { lossless: true, compression: "none" }).toBuffer());
}

const orientations = [1, 2, 3, 4, 5, 6, 7, 8];

test.each(orientations)("orientation %d: the picture is turned as libvips turns it", async (orientation) => {
  const bytes = await tagged("PNG", orientation);
  const { data: expected, width, height } = await decodeImage(bytes);
  expect([width, height]).toEqual(orientation < 5 ? [7, 5] : [5, 7]);
  const plain = await decodeImage(bytes, { orientation: "ignore" });
  expect(upright(plain, orientation)).toEqual({ data: expected, width, height });
  expect(decodePng(bytes)).toEqual({ data: expected, width, height });
  expect(decodePng(bytes, { orientation: "ignore" }).data).toEqual(data);
});

test.each(["JPEG", "PNG", "WebP", "TIFF"] as const)("the tag of a %s file is found and taken out", async (format) => {
  for (const orientation of orientations) {
    const bytes = await tagged(format, orientation);
    const tag = findOrientation(bytes, format)!;
    expect(tag.value).toBe(orientation);
    const plain = sayingUpright(bytes, tag);
    expect(findOrientation(plain, format)!.value).toBe(1);
    const changed = [...plain.keys()].filter((at) => plain[at] !== bytes[at]);
    expect(changed.length).toBeLessThanOrEqual(1);
    if (format === "PNG") continue; // its checksum is not mended: it is decoded by this program
    const { data: expected, width } = await decodeImage(bytes, { orientation: "ignore" });
    expect(await decodeImage(plain)).toMatchObject({ width, data: expected });
  }
});

test("Motorola's byte order, files without a tag, and files that end in it", async () => {
  const exif = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
  const jpeg = (body: string) => Uint8Array.from(`\xff\xd8\xff\xe1\0\x2c${body}`, (c) => c.charCodeAt(0));
  expect(findOrientation(jpeg(exif), "JPEG")).toEqual({ value: 6, at: 30, littleEndian: false });
  expect(findOrientation(jpeg(exif.replace("\x06", "\x09")), "JPEG")).toBeUndefined();
  expect(findOrientation(jpeg(exif.slice(0, 20)), "JPEG")).toBeUndefined();
  const bare = await sharp(data, { raw: { width: 7, height: 5, channels: 3 } })
    .png()
    .toBuffer();
  expect(findOrientation(new Uint8Array(bare), "PNG")).toBeUndefined();
});
