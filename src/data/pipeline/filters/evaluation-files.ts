/** Reads evaluation sets for decontamination: text files, JSON and JSON lines, Parquet, and pictures, also in folders. */
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { sharp } from "../../../image/sharp.ts";
import { UserError } from "../../../runtime/errors.ts";
import { type Filters, sha256 } from "../../recipe.ts";
import { addText, type Evaluation } from "./decontaminate.ts";
import { type ImageHash, lookOf } from "./image-hash.ts";

const pictures = new Set([".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".tif", ".tiff"]);
const texts = new Set([".txt", ".md", ".csv", ".tsv"]);

interface Reading {
  readonly ngram: number;
  readonly grams: Map<number, Set<number>>;
  readonly images: ImageHash[];
  readonly files: Set<string>;
}

/** What the recipe's evaluation files hold. Throws a `UserError` that names a file which cannot be read. */
export async function readEvaluation({
  decontaminate,
  ngram,
}: Pick<Filters, "decontaminate" | "ngram">): Promise<Evaluation & { readonly sha256: readonly string[] }> {
  const reading: Reading = { ngram, grams: new Map(), images: [], files: new Set() };
  const hashes: string[] = [];
  for (const given of decontaminate) {
    for (const path of await filesBelow(given)) {
      const bytes = await readFile(path);
      hashes.push(sha256(bytes));
      try {
        await take(path, bytes, reading);
      } catch (error) {
        throw new UserError(`the evaluation file ${path} cannot be read: ${(error as Error).message}`);
      }
    }
  }
  return { ...reading, sha256: hashes };
}

async function take(path: string, bytes: Buffer, reading: Reading): Promise<void> {
  const type = extname(path).toLowerCase();
  if (pictures.has(type)) return takePicture(bytes, reading);
  if (texts.has(type)) {
    for (const paragraph of bytes.toString("utf8").split(/\n\s*\n/)) addText(reading.grams, paragraph, reading.ngram);
  } else if (type === ".json") {
    await takeValue(JSON.parse(bytes.toString("utf8")), reading);
  } else if (type === ".jsonl") {
    for (const line of bytes.toString("utf8").split("\n")) {
      if (line.trim() !== "") await takeValue(JSON.parse(line), reading);
    }
  } else if (type === ".parquet") {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    for (const row of await parquetReadObjects({ file, utf8: false })) await takeValue(row, reading);
  }
}

/** All strings and pictures inside a value, at whatever depth. */
async function takeValue(value: unknown, reading: Reading): Promise<void> {
  if (typeof value === "string") addText(reading.grams, value, reading.ngram);
  else if (value instanceof Uint8Array)
    await takePicture(value, reading).catch(() => {}); // bytes need not be a picture
  else if (value !== null && typeof value === "object") {
    for (const inner of Object.values(value)) await takeValue(inner, reading);
  }
}

async function takePicture(bytes: Uint8Array, { images, files }: Reading): Promise<void> {
  const image = sharp(bytes).flatten({ background: "white" }).toColourspace("srgb").removeAlpha().raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  images.push(lookOf({ width: info.width, height: info.height, data }).hash);
  files.add(sha256(bytes));
}

async function filesBelow(path: string): Promise<string[]> {
  const entry = await stat(path).catch(() => {
    throw new UserError(`the recipe's evaluation set ${path} is not there`);
  });
  if (!entry.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  return (await Promise.all(names.map((name) => filesBelow(join(path, name))))).flat();
}
