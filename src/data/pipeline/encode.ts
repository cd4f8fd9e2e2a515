/** Pixels to the bytes of image files, always the same ones. */
import { sharp } from "../../image/sharp.ts";
import { canvasVersion } from "../canvas.ts";
import type { Recipe } from "../recipe.ts";
import type { DenseMap } from "../sample.ts";
import type { Pixels } from "./filters/image-hash.ts";

/** Makes ready to build; what decides about encoded bytes beside the pixels, part of a recipe's hash. */
export function openEncoder(): string {
  sharp.concurrency(1); // shards are built side by side already
  sharp.cache(false);
  return `libvips ${sharp.versions.vips}, canvas ${canvasVersion()}`;
}

export async function encodeImage(pixels: Pixels, { format, quality }: Recipe["image"]): Promise<Uint8Array> {
  const { width, height, data } = pixels;
  if (data.length !== width * height * 3) {
    throw new Error(`a picture of ${width} x ${height} has ${data.length} bytes, expected ${width * height * 3}`);
  }
  const image = sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
  switch (format) {
    case "png":
      return image.png({ compressionLevel: 6, adaptiveFiltering: false }).toBuffer();
    case "jpg":
      // without chroma subsampling: coloured small text would blur
      return image.jpeg({ quality, chromaSubsampling: "4:4:4" }).toBuffer();
    case "webp":
      return image.webp({ quality, effort: 2 }).toBuffer();
  }
}

/** A label map as a greyscale PNG of 8 bits, or of 16 where its classes are two bytes. */
export async function encodeMap({ width, height }: DenseMap, data: Uint8Array | Uint16Array): Promise<Uint8Array> {
  if (data.length !== width * height) {
    throw new Error(`a label map of ${width} x ${height} has ${data.length} values, expected ${width * height}`);
  }
  const image = sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false });
  return image
    .toColourspace(data instanceof Uint16Array ? "grey16" : "b-w")
    .png({ compressionLevel: 6, adaptiveFiltering: false })
    .toBuffer();
}
