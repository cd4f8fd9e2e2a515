/**
 * The files of a task, as its distribution has them: found in a folder by name, read record by record with each record
 * checked. What is missing or wrong becomes a sentence that says what was expected.
 */
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { parse } from "csv-parse";
import type { z } from "zod";
import { recordsOf } from "../../data/importers/records/records.ts";
import { UserError } from "../../runtime/errors.ts";

export interface OpenFiles {
  /** The folder, or the file, that was given. */
  readonly root: string;
  /** Which files the task would take, in words, for the sentences. */
  readonly expected: string;
  /** Paths below the root that the pattern fits, sorted; slashes between folders. Throws where there is none. */
  find(pattern: RegExp): Promise<string[]>;
  /** As `find`, and an empty list where there is none. */
  look(pattern: RegExp): Promise<string[]>;
  path(name: string): string;
}

/** The files of `root` for a task that wants what `expected` says. Throws a `UserError` where there is no such folder. */
export async function openFiles(root: string, expected: string): Promise<OpenFiles> {
  const info = await stat(root).catch(() => undefined);
  if (!info) throw new UserError(`${root} does not exist; expected ${expected}`);
  let names: Promise<string[]> | undefined;
  const look = async (pattern: RegExp) => {
    names ??= info.isDirectory() ? listing(root) : Promise.resolve([root.split(/[\\/]/).at(-1)!]);
    return (await names).filter((name) => pattern.test(name));
  };
  return {
    root,
    expected,
    look,
    async find(pattern) {
      const found = await look(pattern);
      if (found.length > 0) return found;
      throw new UserError(`${root} has no file that fits; expected ${expected}`);
    },
    path: (name) => (info.isDirectory() ? join(root, name) : root),
  };
}

/** Of files that the hub has in several editions, those of the folder `edition`; all where there is none of it. */
export function preferred(names: readonly string[], edition: string): string[] {
  const inside = names.filter((name) => name.split("/").includes(edition));
  return inside.length > 0 ? inside : [...names];
}

async function listing(root: string): Promise<string[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** A record and where it stands, `mmlu/test.csv, row 3`. */
export interface Found<T> {
  readonly value: T;
  readonly where: string;
}

/** Records of a JSON list, JSON Lines or Parquet file, each checked. Throws a `UserError` for the first that is wrong. */
export async function* records<T>(files: OpenFiles, name: string, schema: z.ZodType<T>): AsyncGenerator<Found<T>> {
  const path = files.path(name);
  let any = false;
  try {
    for await (const record of recordsOf(path)) {
      if ("reason" in record) throw new UserError(`${path}, record ${record.item}: ${record.reason}`);
      any = true;
      yield { value: checked(files, `${path}, record ${record.item}`, record.value, schema), where: record.item };
    }
  } catch (error) {
    throw sentence(error, path, files);
  }
  if (!any) throw new UserError(`${path} holds no records; expected ${files.expected}`);
}

/** Rows of a CSV or TSV file (RFC 4180, as pandas writes both). Without a header, rows are lists of fields. */
export async function* rows<T>(
  files: OpenFiles,
  name: string,
  schema: z.ZodType<T>,
  { header = true }: { readonly header?: boolean } = {},
): AsyncGenerator<Found<T>> {
  const path = files.path(name);
  const parser = createReadStream(path).pipe(
    parse({
      delimiter: /\.tsv$/i.test(name) ? "\t" : ",",
      columns: header,
      bom: true,
      relax_quotes: true,
      relax_column_count: header,
      max_record_size: 128 * 2 ** 20,
    }),
  );
  let row = 0;
  try {
    for await (const value of parser) {
      row++;
      yield { value: checked(files, `${path}, row ${row}`, value, schema), where: String(row) };
    }
  } catch (error) {
    throw sentence(error, `${path}, row ${row + 1}`, files);
  }
  if (row === 0) throw new UserError(`${path} holds no rows; expected ${files.expected}`);
}

/** A JSON file as a whole. */
export async function wholeJson<T>(files: OpenFiles, name: string, schema: z.ZodType<T>): Promise<T> {
  const path = files.path(name);
  let value: unknown;
  try {
    value = JSON.parse((await readFile(path, "utf8")).replace(/^\uFEFF/, ""));
  } catch (error) {
    throw sentence(error, path, files);
  }
  return checked(files, path, value, schema);
}

function checked<T>(files: OpenFiles, where: string, value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.length === 0 ? "" : ` "${issue.path.join(".")}":`;
  throw new UserError(`${where}:${field} ${issue.message}; expected ${files.expected}`);
}

/** What a parser or the disk said, as a sentence about the file. */
function sentence(error: unknown, where: string, files: OpenFiles): unknown {
  if (error instanceof UserError) return error;
  const { message, code } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EIO" || code === "ENOENT" || code === "EISDIR") {
    return new UserError(`${where} cannot be read (${code})`);
  }
  return new UserError(`${where} cannot be understood (${message.split("\n")[0]}); expected ${files.expected}`);
}
