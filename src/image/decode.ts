/**
 * From the bytes of an image file to 8-bit RGB, as the reference's `Image.open(...).convert("RGB")` gives it: alpha is
 * dropped and not composited, palettes are looked up, grey is repeated, colour profiles are ignored (goldens: notes.md).
 * It decodes in Node only; a browser has its own decoder and enters with an `RgbImage`.
 */
import type { Metadata, Sharp } from "sharp";
import { UserError } from "../runtime/errors.ts";
import { acceptedFormat, type DecodeOptions, pixelLimit } from "./accepted.ts";
import { dropGifAlpha, gifTransparentColour } from "./gif.ts";
import { decodePlainPng } from "./png-plain.ts";
import type { RgbImage } from "./resize.ts";
import { sharp } from "./sharp.ts";
import { drawSvg } from "./svg.ts";

export { DEFAULT_MAX_BYTES, DEFAULT_MAX_PIXELS, type DecodeOptions } from "./accepted.ts";

/** A drawing that takes longer has too much in it; one that is worth looking at takes a second. */
const DRAW_SECONDS = 10;

/**
 * Decodes JPEG, PNG, WebP, GIF (first frame), AVIF, TIFF (first page) and SVG.
 *
 * - 16-bit samples keep their high byte.
 * - CMYK becomes RGB by Pillow's plain formula, without a profile.
 * - An SVG is drawn on white, with its long side between 1024 and 2048 pixels; it loads nothing from outside itself.
 *
 * Throws UserError: another format (named), too many bytes or pixels, a corrupt or truncated file, an SVG that takes too
 * long to draw.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbImage> {
  const { source = "the image", orientation = "exif" } = options;
  const format = acceptedFormat(bytes, options);
  const plain = format === "PNG" ? decodePlainPng(bytes, options.maxPixels) : undefined;
  if (plain) return plain;
  const corrupt = (cause: unknown) =>
    new UserError(`${source} is a corrupt or truncated ${format} file (${reason(cause)})`, { cause });

  if (format === "SVG") {
    const { drawSeconds = DRAW_SECONDS } = options;
    return drawSvg({ bytes, source }, drawSeconds).catch((cause) => raise(cause, corrupt));
  }
  const metadata = await open(bytes)
    .metadata()
    .catch((cause: unknown) => {
      throw corrupt(cause);
    });
  const { width, height } = metadata;
  pixelLimit(width, height, options);
  if (metadata.depth !== "uchar" && metadata.depth !== "ushort") {
    throw new UserError(`${source} has ${metadata.depth} samples; 8-bit and 16-bit pictures can be read`);
  }
  let pipeline = open(bytes);
  if (orientation === "exif") pipeline = pipeline.autoOrient();
  return toRgb(pipeline, metadata, bytes).catch((cause) => raise(cause, corrupt));
}

/** `failOn: "error"`: a warning (odd metadata) is no reason to refuse a picture, missing data is. */
function open(bytes: Uint8Array): Sharp {
  return sharp(bytes, { ignoreIcc: true, failOn: "error", limitInputPixels: false });
}

async function toRgb(pipeline: Sharp, metadata: Metadata, bytes: Uint8Array): Promise<RgbImage> {
  if (metadata.space === "cmyk") {
    return fromCmyk(await raw(pipeline.pipelineColourspace("cmyk").toColourspace("cmyk")));
  }
  if (metadata.format === "gif" && metadata.hasAlpha) {
    return dropGifAlpha(await raw(pipeline.toColourspace("srgb")), gifTransparentColour(bytes));
  }
  return raw(pipeline.removeAlpha().toColourspace("srgb"));
}

/** The samples as they are, interleaved. */
async function raw(pipeline: Sharp): Promise<RgbImage & { channels: number }> {
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  return {
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
    channels: info.channels,
  };
}

/** Pillow's CMYK to RGB: each ink and black multiply, the product divided by 255 with rounding. A fifth channel is alpha. */
function fromCmyk({ data, width, height, channels }: RgbImage & { channels: number }): RgbImage {
  const out = new Uint8Array(width * height * 3);
  for (let p = 0, o = 0; o < out.length; p += channels, o += 3) {
    const light = 255 - data[p + 3]!;
    for (let c = 0; c < 3; c++) {
      const product = data[p + c]! * light + 128;
      out[o + c] = light - (((product >> 8) + product) >> 8);
    }
  }
  return { data: out, width, height };
}

function raise(cause: unknown, wrap: (cause: unknown) => UserError): never {
  throw cause instanceof UserError ? cause : wrap(cause);
}

/** The engine's message on one line, without the repetitions libvips adds. */
function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean).slice(0, 2).join("; ");
}
