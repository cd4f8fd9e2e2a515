/** Pictures inside and beside the files of a task: Parquet's image columns, base64 text, names of files in a folder. */
import { existsSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import type { EvalImage } from "../contract.ts";
import type { OpenFiles } from "./open-files.ts";

/** A column of Hugging Face's `Image` feature: bytes of an image file, and perhaps its name. */
export const imageColumn = z.object({
  bytes: z.instanceof(Uint8Array, { error: "the image has no bytes" }),
  path: z.string().nullish(),
});

/** The image a text in base64 stands for. Throws a `UserError` for one that is none. */
export function base64Image(text: string, where: string): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(text, "base64"));
  if (bytes.length >= 16 && imageType(bytes) !== undefined) return bytes;
  throw new UserError(
    `${where}: "image" is no picture in base64 (it begins with ${JSON.stringify(text.slice(0, 24))})`,
  );
}

/** The media type by the first bytes; undefined for something that is not JPEG, PNG, WebP, GIF or BMP. */
export function imageType(bytes: Uint8Array): string | undefined {
  const begins = (text: string, at = 0) => [...text].every((c, i) => bytes[at + i] === c.charCodeAt(0));
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return "image/jpeg";
  if (begins("PNG", 1)) return "image/png";
  if (begins("RIFF") && begins("WEBP", 8)) return "image/webp";
  if (begins("GIF8")) return "image/gif";
  if (begins("BM")) return "image/bmp";
  return undefined;
}

/**
 * An image as a record has it: bytes, alone or as Hugging Face's `Image` feature has them, base64, also as a `data:` address,
 * or the name of a file. Throws a `UserError` for anything else.
 */
export function recordImage(files: OpenFiles, from: string, value: unknown, folders: readonly string[]): EvalImage {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") {
    const base64 = value.replace(/^data:image\/[\w.+-]+;base64,/, "");
    if (base64 === value && !isImageInBase64(value)) return imageFile(files, from, value, folders);
    return base64Image(base64, files.path(from));
  }
  const { bytes, path } = (value ?? {}) as { readonly bytes?: unknown; readonly path?: unknown };
  if (bytes instanceof Uint8Array) return bytes;
  if (typeof bytes === "string") return base64Image(bytes, files.path(from));
  if (typeof path === "string") return imageFile(files, from, path, folders);
  throw new UserError(`${files.path(from)}: an image is ${shown(value)}, expected a file's name, bytes or base64`);
}

/** Parquet has numbers that JSON has not. */
function shown(value: unknown): string {
  const plain = (_: string, inner: unknown) => (typeof inner === "bigint" ? Number(inner) : inner);
  return JSON.stringify(value, plain)?.slice(0, 60) ?? typeof value;
}

/** Whether a text is an image and no name: by its first letters, which are the image's first bytes. */
function isImageInBase64(text: string): boolean {
  const head = text.slice(0, 64);
  return head.length === 64 && /^[A-Za-z0-9+/]+$/.test(head) && imageType(Buffer.from(head, "base64")) !== undefined;
}

/** The path of an image that a file names, looked for beside the file, in the root and in `folders`. */
export function imageFile(files: OpenFiles, from: string, name: string, folders: readonly string[]): string {
  const beside = dirname(files.path(from));
  const bases = [beside, files.path("."), ...folders.flatMap((f) => [resolve(beside, f), resolve(files.path("."), f)])];
  for (const base of bases) {
    const path = resolve(base, name);
    // a name must not lead out of the folders that the user gave
    if (!path.startsWith(resolve(base) + sep)) continue;
    if (existsSync(path)) return path;
  }
  throw new UserError(`${files.path(from)} names the image ${name}, which is in none of ${folders.join(", ")}`);
}
