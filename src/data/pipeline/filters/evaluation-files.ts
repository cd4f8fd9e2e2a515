/**
 * Reads evaluation sets for decontamination, in the forms in which they are published: text, JSON and JSON Lines, tables,
 * Parquet, packed or not, and pictures: as files, whatever their names, as bytes, and in base64.
 */
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse";
import { sniffFormat } from "../../../image/formats.ts";
import { sharp } from "../../../image/sharp.ts";
import { UserError } from "../../../runtime/errors.ts";
import { recordsOf } from "../../importers/records/records.ts";
import { type Filters, sha256 } from "../../recipe.ts";
import { addText, type Evaluation } from "./decontaminate.ts";
import { type ImageHash, lookOf } from "./image-hash.ts";

/** A row of a table may hold a picture in base64. */
const MAX_ROW_BYTES = 128 * 2 ** 20;
/** So many characters of base64 tell what they are the beginning of. */
const HEAD = 64;

interface Reading {
  readonly ngram: number;
  readonly grams: Map<number, Set<number>>;
  readonly images: ImageHash[];
  readonly files: Set<string>;
}

/**
 * What the recipe's evaluation files hold. Throws a `UserError` that names a file which cannot be read, or a set of which
 * nothing can: it would keep nothing out.
 */
export async function readEvaluation({
  decontaminate,
  ngram,
}: Pick<Filters, "decontaminate" | "ngram">): Promise<Evaluation & { readonly sha256: readonly string[] }> {
  const reading: Reading = { ngram, grams: new Map(), images: [], files: new Set() };
  const hashes: string[] = [];
  for (const given of decontaminate) {
    let taken = 0;
    for (const path of await filesBelow(given)) {
      try {
        const bytes = await readFile(path);
        hashes.push(sha256(bytes));
        if (await take(path, bytes, reading)) taken++;
      } catch (error) {
        throw new UserError(`the evaluation file ${path} cannot be read: ${(error as Error).message}`);
      }
    }
    if (taken > 0) continue;
    throw new UserError(
      `the evaluation set ${given} has no file that can be read, expected text (.txt, .md), .json, .jsonl, .csv, .tsv, .parquet or pictures`,
    );
  }
  return { ...reading, sha256: hashes };
}

/** Whether the file is of a kind that is known. */
async function take(path: string, bytes: Buffer, reading: Reading): Promise<boolean> {
  const name = path.toLowerCase();
  if (/\.(txt|md)$/.test(name)) takeParagraphs(bytes, reading);
  else if (/\.[ct]sv$/.test(name)) await takeTable(path, reading).catch(() => takeParagraphs(bytes, reading));
  else if (/\.(parquet|(json|jsonl|ndjson)(\.gz|\.zst)?)$/.test(name)) await takeRecords(path, reading);
  else if (sniffFormat(bytes).format !== undefined) await takePicture(bytes, reading);
  else return false;
  return true;
}

function takeParagraphs(bytes: Buffer, { grams, ngram }: Reading): void {
  for (const paragraph of bytes.toString("utf8").split(/\n\s*\n/)) addText(grams, paragraph, ngram);
}

/** Fields of a table that has names in its first row or, as MMLU's, has none. Throws for one without order in its quotes. */
async function takeTable(path: string, reading: Reading): Promise<void> {
  const rows = createReadStream(path).pipe(
    parse({
      delimiter: /\.tsv$/i.test(path) ? "\t" : ",",
      ...{ bom: true, relax_quotes: true, relax_column_count: true, max_record_size: MAX_ROW_BYTES },
    }),
  );
  for await (const row of rows) await takeValue(row, reading);
}

async function takeRecords(path: string, reading: Reading): Promise<void> {
  for await (const record of recordsOf(path)) {
    if (!("reason" in record)) await takeValue(record.value, reading);
    else throw new Error(`${record.reason} at ${record.item}${record.detail ? ` (${record.detail})` : ""}`);
  }
}

/** All strings and pictures inside a value, at whatever depth. */
async function takeValue(value: unknown, reading: Reading): Promise<void> {
  if (typeof value === "string") {
    const picture = pictureIn(value);
    if (picture) await takeValue(picture, reading);
    else addText(reading.grams, value, reading.ngram);
  } else if (value instanceof Uint8Array)
    await takePicture(value, reading).catch(() => {}); // bytes need not be a picture
  else if (value !== null && typeof value === "object") {
    for (const inner of Object.values(value)) await takeValue(inner, reading);
  }
}

/** The picture that a text in base64 stands for, alone as in MMBench's tables or in a `data:` address. */
function pictureIn(text: string): Uint8Array | undefined {
  const base64 = text.replace(/^data:image\/[\w.+-]+;base64,/, "");
  if (!/^[A-Za-z0-9+/]+$/.test(base64.slice(0, HEAD))) return undefined;
  const { format } = sniffFormat(Buffer.from(base64.slice(0, HEAD), "base64"));
  return format === undefined ? undefined : Buffer.from(base64, "base64");
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
