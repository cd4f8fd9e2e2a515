/**
 * Image files in a browser: PNG by plain JavaScript, byte for byte as on a server, the other formats by the browser's own
 * decoders. Resizing and padding are not done here: they are the same code everywhere.
 */
import type { ImageReader } from "../chat/image-source.ts";
import { acceptedFormat, DEFAULT_MAX_BYTES, type DecodeOptions, pixelLimit } from "../image/accepted.ts";
import { dropGifAlpha, gifTransparentColour } from "../image/gif.ts";
import { findOrientation, sayingUpright, upright } from "../image/orientation.ts";
import { decodePng } from "../image/png.ts";
import type { RgbImage } from "../image/resize.ts";
import { UserError } from "../runtime/errors.ts";

export const browserReader: ImageReader = { bytes: fetchBytes, decode: decodeInBrowser };

/** The bytes behind an address. Throws a UserError where it cannot be read, also where the other site forbids it. */
async function fetchBytes(url: string, { maxBytes = DEFAULT_MAX_BYTES }: DecodeOptions): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new UserError(
      `the image ${url} cannot be read: it is not reachable, or its site does not let this page read it`,
      {
        cause,
      },
    );
  }
  if (!response.ok) throw new UserError(`the image ${url} cannot be read: the status is ${response.status}`);
  const announced = Number(response.headers.get("Content-Length") ?? 0);
  const bytes = announced > maxBytes ? undefined : new Uint8Array(await response.arrayBuffer());
  if (bytes && bytes.length <= maxBytes) return bytes;
  throw new UserError(`${url} has ${bytes?.length ?? announced} bytes; at most ${maxBytes} are accepted`);
}

/**
 * As `decodeImage` in Node, with these differences: a JPEG's, WebP's or AVIF's values may differ by a little where the
 * browser's decoder rounds in another way, half-transparent pixels of WebP and AVIF come back from the canvas rounded,
 * TIFF is read only where the browser reads it, and an SVG must have been drawn before (`drawSvg`, in a page).
 */
export async function decodeInBrowser(bytes: Uint8Array, options: DecodeOptions): Promise<RgbImage> {
  const { source = "the image" } = options;
  const format = acceptedFormat(bytes, options);
  if (format === "PNG") return decodePng(bytes, options);
  if (format === "SVG") return drawSvg(bytes, options);
  // Browsers turn pictures in some formats and not in others, so none gets to see the tag.
  const tag = findOrientation(bytes, format);
  const shown = (tag ? sayingUpright(bytes, tag) : bytes) as Uint8Array<ArrayBuffer>;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([shown]), { colorSpaceConversion: "none" });
  } catch (cause) {
    const also = format === "TIFF" || format === "AVIF" ? ", or this browser does not read that format" : "";
    throw new UserError(`${source} is a corrupt or truncated ${format} file${also}`, { cause });
  }
  try {
    const { width, height } = bitmap;
    pixelLimit(width, height, options);
    const rgba = pixelsOf(bitmap, width, height);
    if (format !== "GIF") {
      const image = withoutAlpha(rgba, width, height);
      return options.orientation === "ignore" ? image : upright(image, tag?.value ?? 1);
    }
    return dropGifAlpha({ data: rgba, width, height, channels: 4 }, gifTransparentColour(bytes));
  } finally {
    bitmap.close();
  }
}

const svgMinSide = 1024;
const svgMaxSide = 2048;

/** Draws a vector picture on white, its long side between 1024 and 2048 pixels. Only a page can; a worker has no images. */
export async function drawSvg(bytes: Uint8Array, { source = "the image" }: DecodeOptions): Promise<RgbImage> {
  if (typeof Image === "undefined") throw new UserError(`${source} is an SVG, which only the page itself can draw`);
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch((cause: unknown) => {
      throw new UserError(`${source} is a corrupt or truncated SVG file`, { cause });
    });
    const [ownWidth, ownHeight] = [image.naturalWidth || svgMinSide, image.naturalHeight || svgMinSide];
    const long = Math.max(ownWidth, ownHeight);
    const scale = Math.min(Math.max(long, svgMinSide), svgMaxSide) / long;
    const [width, height] = [ownWidth, ownHeight].map((side) => Math.max(1, Math.round(side * scale))) as [
      number,
      number,
    ];
    return withoutAlpha(pixelsOf(image, width, height, "#ffffff"), width, height);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function pixelsOf(picture: ImageBitmap | HTMLImageElement, width: number, height: number, ground?: string): Uint8Array {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  if (!context) throw new UserError(`the browser has no canvas of ${width} x ${height} pixels`);
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
  }
  context.drawImage(picture, 0, 0, width, height);
  return new Uint8Array(context.getImageData(0, 0, width, height).data.buffer);
}

function withoutAlpha(rgba: Uint8Array, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let p = 0, o = 0; o < data.length; p += 4, o += 3) {
    data[o] = rgba[p]!;
    data[o + 1] = rgba[p + 1]!;
    data[o + 2] = rgba[p + 2]!;
  }
  return { data, width, height };
}
