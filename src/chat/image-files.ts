/** Images from files, decoded by sharp: the reader of a model in Node. */
import { open } from "node:fs/promises";
import { DEFAULT_MAX_BYTES, type DecodeOptions } from "../image/accepted.ts";
import { decodeImage } from "../image/decode.ts";
import { UserError } from "../runtime/errors.ts";
import { type ImageReader, type ImageSource, imageOf } from "./image-source.ts";
import type { LoadedImage } from "./images.ts";

export const fileReader: ImageReader = { bytes: fileBytes, decode: decodeImage };

/** Reads an image's bytes; they are decoded when its features are needed. Throws a UserError for what cannot be read. */
export function loadImage(source: ImageSource, options: DecodeOptions = {}): Promise<LoadedImage> {
  return imageOf(source, fileReader, options);
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
