/** Images as people give them: a path, a data URL, the bytes of a file, a decoded picture. What reads a path is given. */
import { DEFAULT_MAX_BYTES, type DecodeOptions } from "../image/accepted.ts";
import { isBase64 } from "../image/base64.ts";
import { contentHash } from "../image/hash.ts";
import { checkImage, type RgbImage } from "../image/resize.ts";
import { UserError } from "../runtime/errors.ts";
import { unexpected } from "./checks.ts";
import type { LoadedImage } from "./images.ts";

/** A path, a `data:image/...;base64,...` URL, the bytes of an image file, a picture, or an image already loaded. */
export type ImageSource = string | Uint8Array | RgbImage | LoadedImage;

/** What differs between Node and a browser. Both throw a UserError for what cannot be read. */
export interface ImageReader {
  /** The bytes behind a path (in a browser: an address). */
  bytes(path: string, options: DecodeOptions): Promise<Uint8Array>;
  decode(bytes: Uint8Array, options: DecodeOptions): Promise<RgbImage>;
}

/** An image whose bytes have been read; they are decoded when its features are needed. */
export async function imageOf(
  source: ImageSource,
  reader: ImageReader,
  options: DecodeOptions = {},
): Promise<LoadedImage> {
  if (typeof source === "string") {
    const isData = source.startsWith("data:");
    const bytes = isData ? dataUrlBytes(source, options) : await reader.bytes(source, options);
    return fromBytes(bytes, reader, { ...options, source: options.source ?? (isData ? undefined : source) });
  }
  if (source instanceof Uint8Array) return fromBytes(source, reader, options);
  if (isLoaded(source)) return source;
  if (!isPicture(source)) {
    throw unexpected(
      "an image",
      source,
      "a path, a data URL, the bytes of a file, or a picture of data, width and height",
    );
  }
  checkImage(source);
  const size = new TextEncoder().encode(`${source.width} x ${source.height}`);
  const named = new Uint8Array(size.length + source.data.length);
  named.set(size);
  named.set(source.data, size.length);
  return { hash: await contentHash(named), name: options.source ?? "the image", decode: async () => source };
}

function isLoaded(source: RgbImage | LoadedImage): source is LoadedImage {
  return typeof (source as Partial<LoadedImage> | null)?.decode === "function";
}

function isPicture(source: RgbImage): boolean {
  return (source as Partial<RgbImage> | null)?.data instanceof Uint8Array;
}

async function fromBytes(bytes: Uint8Array, reader: ImageReader, options: DecodeOptions): Promise<LoadedImage> {
  return {
    hash: await contentHash(bytes),
    name: options.source ?? "the image",
    decode: () => reader.decode(bytes, options),
  };
}

function dataUrlBytes(url: string, { maxBytes = DEFAULT_MAX_BYTES }: DecodeOptions): Uint8Array {
  const [head, body] = [url.slice(0, url.indexOf(",") + 1), url.slice(url.indexOf(",") + 1)];
  if (!/^data:image\/[\w.+-]+;base64,$/i.test(head)) {
    throw new UserError(
      `a data URL of an image begins with data:image/...;base64, but this one with ${head.slice(0, 40)}`,
    );
  }
  if ((body.length / 4) * 3 > maxBytes + 3) {
    throw new UserError(`the image has more than ${maxBytes} bytes; at most ${maxBytes} are accepted`);
  }
  try {
    if (isBase64(body)) return Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
  } catch {
    // it has a length that no bytes have
  }
  throw new UserError("the data URL of an image is not valid base64");
}
