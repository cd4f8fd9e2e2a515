/**
 * Pictures from outside: bounded, decoded whole to know that they are sound, and handed on untouched where that is possible.
 * What is no PNG, JPEG or WebP, lies on its side, is transparent or too large for the data set is encoded anew.
 */
import { createHash } from "node:crypto";
import type { Metadata } from "sharp";
import { decodeImage } from "../../image/decode.ts";
import { sniffFormat } from "../../image/formats.ts";
import { sharp } from "../../image/sharp.ts";
import { SlowDrawing } from "../../image/svg.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Sample } from "../sample.ts";
import type { Folder } from "./folder.ts";
import { type ImportOptions, messageOf, Refused } from "./importer.ts";

const MAX_BYTES = 32 * 2 ** 20;
const MAX_PIXELS = 100_000_000;
/** A picture with a longer side is a mistake or an attack, however few pixels it has. */
const MAX_SIDE = 20_000;
/** Where text still reads like the original's. */
const JPEG_QUALITY = 92;

export interface TakenPicture {
  readonly meta: Sample["images"][number];
  readonly bytes: Uint8Array;
  /** Width of the picture by the width it had. */
  readonly scale: number;
}

const extensions = { PNG: "png", JPEG: "jpg", WebP: "webp" } as const;

/** Checks a picture and brings it into a form that shards hold. Throws `Refused` with the reason. */
export async function takePicture(bytes: Uint8Array, options: ImportOptions = {}): Promise<TakenPicture> {
  const { maxImageBytes = MAX_BYTES, maxImagePixels = MAX_PIXELS, maxSide = Number.POSITIVE_INFINITY } = options;
  if (bytes.length === 0) throw new Refused("a picture is empty");
  if (bytes.length > maxImageBytes) {
    throw new Refused("a picture has too many bytes", `${bytes.length}, at most ${maxImageBytes}`);
  }
  const { format, name } = sniffFormat(bytes);
  if (format === undefined) throw new Refused("a picture has an unknown format", name);
  const header = format === "SVG" ? undefined : await headerOf(bytes, maxImagePixels);
  const limits = { maxBytes: maxImageBytes, maxPixels: maxImagePixels, drawSeconds: options.maxDrawSeconds };
  const { data, ...size } = await decodeImage(bytes, limits).catch((error: unknown) => {
    if (error instanceof SlowDrawing) throw new Refused("a picture takes too long to draw", messageOf(error));
    if (error instanceof UserError) throw new Refused("a picture is corrupt", messageOf(error));
    throw error;
  });
  const scale = Math.min(1, maxSide / Math.max(size.width, size.height));
  const transparent = header?.hasAlpha === true && !(await sharp(bytes).stats()).isOpaque;
  const upright = (header?.orientation ?? 1) === 1;
  const single = (header?.pages ?? 1) === 1;
  if (scale === 1 && upright && single && !transparent && format in extensions) {
    return { ...described(bytes, extensions[format as keyof typeof extensions], size.width, size.height), scale };
  }
  const pipeline = transparent
    ? sharp(bytes).autoOrient().flatten({ background: "#ffffff" })
    : sharp(data, { raw: { width: size.width, height: size.height, channels: 3 } });
  const to = {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
  const resized = scale === 1 ? pipeline : pipeline.resize({ ...to, fit: "fill", kernel: "lanczos3" });
  const lossy = format === "JPEG" || format === "AVIF";
  const encoded = lossy
    ? await resized.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: "4:4:4" }).toBuffer()
    : await resized.png().toBuffer();
  return { ...described(encoded, lossy ? "jpg" : "png", to.width, to.height), scale: to.width / size.width };
}

async function headerOf(bytes: Uint8Array, maxPixels: number): Promise<Metadata> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw new Refused("a picture is corrupt", messageOf(error));
    });
  const { width = 0, height = 0 } = header;
  if (Math.max(width, height) > MAX_SIDE || width * height > maxPixels) {
    throw new Refused("a picture has too many pixels", `${width} x ${height}`);
  }
  return header;
}

/** The picture, or undefined where there is none or none that is fit: an article goes on without it. */
export async function pictureIfSound(
  load: () => Promise<Uint8Array | undefined>,
  options: ImportOptions,
): Promise<TakenPicture | undefined> {
  try {
    const bytes = await load();
    return bytes && (await takePicture(bytes, options));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function described(bytes: Uint8Array, format: "png" | "jpg" | "webp", width: number, height: number) {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { meta: { format, width, height, sha256 }, bytes };
}

/**
 * The bytes of a picture as data sets name it: a file, a `data:` address, bytes, or the `{bytes, path}` of Hugging Face's
 * image columns. Throws `Refused`; nothing is fetched from the network.
 */
export async function pictureBytes(reference: unknown, folder: Folder, from: string): Promise<Uint8Array> {
  if (reference instanceof Uint8Array) return reference;
  if (typeof reference === "string") {
    if (reference.startsWith("data:")) return dataAddress(reference);
    return folder.read(reference, from);
  }
  if (typeof reference === "object" && reference !== null) {
    const { bytes, path, url } = reference as { bytes?: unknown; path?: unknown; url?: unknown };
    if (bytes instanceof Uint8Array && bytes.length > 0) return bytes;
    // In JSON, bytes are base64.
    if (typeof bytes === "string" && bytes !== "") return Buffer.from(bytes, "base64");
    if (typeof path === "string") return pictureBytes(path, folder, from);
    if (typeof url === "string") return pictureBytes(url, folder, from);
  }
  throw new Refused("a picture is missing", reference === undefined ? undefined : typeof reference);
}

/** `data:image/png;base64,...` */
export function dataAddress(address: string): Uint8Array {
  const match = /^data:[^,]*?(;base64)?,/.exec(address);
  if (match === null) throw new Refused("a data: address is malformed", address.slice(0, 60));
  const body = address.slice(match[0].length);
  if (match[1] !== undefined) return Buffer.from(body, "base64");
  try {
    return new TextEncoder().encode(decodeURIComponent(body));
  } catch {
    throw new Refused("a data: address is malformed", address.slice(0, 60));
  }
}

/** Width and height of a picture as it is shown, from its header. Throws `Refused`. */
export async function pictureSize(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return { width: autoOrient.width, height: autoOrient.height };
  } catch (error) {
    throw new Refused("a picture is corrupt", messageOf(error));
  }
}
