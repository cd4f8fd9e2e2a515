/** Images as people give them: a path, a data URL, the bytes of a file, a decoded picture. Node only: it reads files. */
import { open } from "node:fs/promises";
import { DEFAULT_MAX_BYTES, type DecodeOptions, decodeImage } from "../image/decode.ts";
import { contentHash } from "../image/hash.ts";
import { checkImage, type RgbImage } from "../image/resize.ts";
import { UserError } from "../runtime/errors.ts";
import type { LoadedImage } from "./images.ts";

/** A path, a `data:image/...;base64,...` URL, the bytes of an image file, a picture, or an image already loaded. */
export type ImageSource = string | Uint8Array | RgbImage | LoadedImage;

/** Reads an image's bytes; they are decoded when its features are needed. Throws a UserError for what cannot be read. */
export async function loadImage(source: ImageSource, options: DecodeOptions = {}): Promise<LoadedImage> {
  if (typeof source === "string") {
    const bytes = source.startsWith("data:") ? dataUrlBytes(source, options) : await fileBytes(source, options);
    return fromBytes(bytes, {
      ...options,
      source: options.source ?? (source.startsWith("data:") ? undefined : source),
    });
  }
  if (source instanceof Uint8Array) return fromBytes(source, options);
  if ("hash" in source) return source;
  checkImage(source);
  const size = new TextEncoder().encode(`${source.width} x ${source.height}`);
  const hash = await contentHash(Buffer.concat([size, source.data]));
  return { hash, name: options.source ?? "the image", decode: async () => source };
}

async function fromBytes(bytes: Uint8Array, options: DecodeOptions): Promise<LoadedImage> {
  return {
    hash: await contentHash(bytes),
    name: options.source ?? "the image",
    decode: () => decodeImage(bytes, options),
  };
}

async function fileBytes(path: string, { maxBytes = DEFAULT_MAX_BYTES }: DecodeOptions): Promise<Uint8Array> {
  if (/^https?:\/\//i.test(path)) {
    throw new UserError(`${path} is an address; images are read from files, so download it first`);
  }
  try {
    const file = await open(path);
    try {
      const info = await file.stat();
      // A pipe or a device may never end.
      if (info.isDirectory()) throw new UserError(`${path} is a folder, not an image`);
      if (!info.isFile()) throw new UserError(`${path} is not a regular file`);
      if (info.size > maxBytes) {
        throw new UserError(`${path} has ${info.size} bytes; at most ${maxBytes} are accepted`);
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === "ENOENT" ? "does not exist" : `cannot be read (${code ?? String(error)})`;
    throw new UserError(`the image ${path} ${reason}`, { cause: error });
  }
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
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(body)) throw new UserError("the data URL of an image is not valid base64");
  return new Uint8Array(Buffer.from(body, "base64"));
}
