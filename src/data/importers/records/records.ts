/**
 * Records of a data set, whatever container they come in: a JSON list, JSON Lines, CSV, TSV or Parquet, and gzip around the
 * first four. All but single JSON objects are read piece by piece. What a record means is the importers' business.
 */
import { readFile, stat } from "node:fs/promises";
import { attempt, type ImportDraft, type InputFile, messageOf, Refused, type Rejection } from "../importer.ts";
import { csvRows } from "./csv.ts";
import { jsonArrayElements } from "./json-array.ts";
import { linesOf, longLine, openBytes } from "./lines.ts";
import { parquetRows } from "./parquet.ts";

export interface FoundRecord {
  /** Line (from 1), row (from 0) or place in the list (from 0). */
  readonly item: string;
  readonly value: unknown;
}

const MAX_OBJECT_BYTES = 400 * 2 ** 20; // as much as fits into one string

/** Whether a name is one of a container of records. */
export function isRecordFile(path: string): boolean {
  return /\.(parquet|(json|jsonl|ndjson|csv|tsv)(\.gz)?)$/i.test(path);
}

/** Every record of a file. Throws when the file as a whole cannot be read. */
export async function* recordsOf(path: string): AsyncGenerator<FoundRecord | Rejection> {
  const name = path.toLowerCase().replace(/\.gz$/, "");
  if (name.endsWith(".parquet")) yield* parquetRows(path);
  else if (/\.[ct]sv$/.test(name)) {
    let row = 0;
    for await (const value of csvRows(path)) {
      const item = String(row++);
      const isSound = !Object.values(value).some((field) => field.includes("\ufffd"));
      yield isSound ? { item, value } : { item, reason: "a row is not UTF-8" };
    }
  } else if (name.endsWith(".json") && (await firstCharacter(path)) === "[") {
    let index = 0;
    for await (const { text, problem } of jsonArrayElements(path)) {
      const item = String(index++);
      yield text === undefined ? { item, reason: problem! } : parsed(item, text);
    }
  } else if (name.endsWith(".json") && (await isOneObject(path))) {
    yield { item: "0", value: await readWholeJson(path) };
  } else {
    for await (const { number, text, problem } of linesOf(path)) {
      if (problem !== undefined) yield { item: String(number), reason: problem };
      else if (text!.trim() !== "") yield parsed(String(number), number === 1 ? text!.replace(/^\uFEFF/, "") : text!);
    }
  }
}

/**
 * Drafts of a file's records: `make` turns one into a draft or several, and throws `Refused` where it cannot.
 * A record of which several are made numbers them, `12.0`, `12.1`.
 */
export async function* draftsOf(
  file: InputFile,
  make: (value: unknown, item: string) => ImportDraft[] | Promise<ImportDraft[]>,
): AsyncGenerator<ImportDraft | Rejection> {
  for await (const record of recordsOf(file.path)) {
    if ("reason" in record) {
      yield record;
      continue;
    }
    let drafts: ImportDraft[] = [];
    const rejection = await attempt(record.item, async () => {
      drafts = await make(record.value, record.item);
      return drafts[0]!;
    });
    if ("reason" in rejection) yield rejection;
    else yield* drafts;
  }
}

/** The first of the fields that a record has; sets name the same thing differently. */
export function firstOf(record: Record<string, unknown>, names: readonly string[]): unknown {
  for (const name of names) if (record[name] !== undefined && record[name] !== null) return record[name];
  return undefined;
}

/** A record as an object. Throws `Refused` for a bare value. */
export function objectFrom(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Refused("the record is no object");
}

/** A file that is one JSON value, at most 400 MiB. Throws `Refused`. */
export async function readWholeJson(path: string): Promise<unknown> {
  const { size } = await stat(path);
  if (size > MAX_OBJECT_BYTES) throw new Refused("a file is too large", `${size} bytes of JSON in one object`);
  const bytes = path.toLowerCase().endsWith(".gz") ? await gunzipped(path) : await readFile(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes); // drops a byte order mark
  } catch {
    throw new Refused("a text is not UTF-8");
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refused("the JSON is malformed", messageOf(error));
  }
}

/** Whether a `.json` file is not in truth JSON Lines, as some data sets' are: then its first line is whole, and others follow. */
async function isOneObject(path: string): Promise<boolean> {
  let isWhole = false;
  for await (const { text, problem } of linesOf(path)) {
    if (text?.trim() === "") continue;
    if (!isWhole && problem === longLine) return true;
    if (isWhole || text === undefined) return false;
    if ("reason" in parsed("", text.replace(/^\uFEFF/, ""))) return true;
    isWhole = true;
  }
  return true;
}

function parsed(item: string, text: string): FoundRecord | Rejection {
  try {
    return { item, value: JSON.parse(text) };
  } catch (error) {
    return { item, reason: "the JSON is malformed", detail: messageOf(error) };
  }
}

async function gunzipped(path: string): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of openBytes(path) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_OBJECT_BYTES) throw new Refused("a file is too large", "unpacked");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The first that is not blank, however far down it stands. */
async function firstCharacter(path: string): Promise<string> {
  for await (const piece of openBytes(path) as AsyncIterable<Buffer>) {
    const text = piece
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .trimStart();
    if (text !== "") return text.charAt(0);
  }
  return "";
}
