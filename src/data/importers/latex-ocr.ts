/**
 * Pictures of formulas with their LaTeX: im2latex's `formulas.lst` with lists of pictures, LaTeX-OCR's `math.txt` with pictures
 * named by line, or records of picture and formula in JSON, CSV or Parquet.
 */

import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { conversationOf } from "../sample.ts";
import { attempt, type ImportDraft, type Importer, type InputFile, Refused, type Rejection } from "./importer.ts";
import { pictureBytes } from "./pictures.ts";
import { linesOf } from "./records/lines.ts";
import { draftsOf, firstOf, isRecordFile, objectFrom, readWholeJson } from "./records/records.ts";
import { cleanText, wording } from "./text.ts";

const questions = [
  "Write this formula in LaTeX.",
  "Convert the formula in the picture to LaTeX code.",
  "What is the LaTeX source of this expression?",
] as const;
const formulaNames = ["latex", "formula", "latex_formula", "text", "equation", "label"];

export const latexOcr: Importer = {
  name: "latex-ocr",
  category: "document",
  version: 1,
  description:
    "pictures of formulas with LaTeX: im2latex formulas.lst, LaTeX-OCR math.txt, or JSON, CSV and Parquet records",
  formats: ["*formulas*.lst", "math.txt", "*.json", "*.jsonl", "*.csv", "*.parquet"],
  recognises: (path) => /(formulas[^/]*\.(lst|txt)|(^|\/)math\.txt)$/i.test(path) || isRecordFile(path),
  read(file) {
    if (!isRecordFile(file.path)) return formulaLines(file);
    return isMap(file) ? mapped(file) : records(file);
  },
};

function draft(item: string, formula: string, picture: Uint8Array): ImportDraft {
  const latex = cleanText(formula)
    .trim()
    .replace(/^\$\$?([^$]*)\$\$?$/, "$1")
    .trim();
  if (latex === "") throw new Refused("a formula is empty");
  const content = conversationOf([[wording(questions, item + latex), `$$${latex}$$`]]);
  return { item, template: "formula", content, pictures: [picture], language: "en" };
}

function records(file: InputFile): AsyncGenerator<ImportDraft | Rejection> {
  return draftsOf(file, async (value, item) => {
    const record = objectFrom(value);
    const formula = firstOf(record, formulaNames);
    if (typeof formula !== "string")
      throw new Refused("a formula is missing", Object.keys(record).join(", ").slice(0, 200));
    const reference = firstOf(record, [
      "image",
      "image_path",
      "img",
      "filename",
      "file_name",
      "image_filename",
      "name",
    ]);
    return [draft(item, formula, await pictureBytes(reference, file.folder, file.path))];
  });
}

/** A `.json` that may be one object of picture names and formulas. */
function isMap(file: InputFile): boolean {
  return file.path.toLowerCase().endsWith(".json");
}

async function* mapped(file: InputFile): AsyncGenerator<ImportDraft | Rejection> {
  const value = await readWholeJson(file.path).catch(() => undefined);
  const isPlain = typeof value === "object" && value !== null && !Array.isArray(value);
  if (
    !isPlain ||
    !Object.values(value).every((formula) => typeof formula === "string") ||
    firstOf(objectFrom(value), formulaNames)
  ) {
    yield* records(file);
    return;
  }
  for (const [name, formula] of Object.entries(value as Record<string, string>)) {
    yield await attempt(name, async () => draft(name, formula, await pictureBytes(name, file.folder, file.path)));
  }
}

/** A formula a line. Lists beside it (`im2latex_train.lst`: line, picture, kind) say which picture shows which; else its number. */
async function* formulaLines(file: InputFile): AsyncGenerator<ImportDraft | Rejection> {
  const pictureOf = await pictureLists(file);
  for await (const { number, text, problem } of linesOf(file.path)) {
    const index = number - 1;
    const names = pictureOf.get(index);
    // A formula that no list names belongs to no picture.
    if (pictureOf.size > 0 && names === undefined) continue;
    for (const name of names ?? [await numbered(index, file)]) {
      yield await attempt(String(index), async () => {
        if (problem !== undefined) throw new Refused(problem);
        if (name === undefined) throw new Refused("a file is missing", `${String(index).padStart(7, "0")}.png`);
        return draft(String(index), text!, await pictureBytes(name, file.folder, file.path));
      });
    }
  }
}

async function pictureLists(file: InputFile): Promise<ReadonlyMap<number, readonly string[]>> {
  const pictureOf = new Map<number, string[]>();
  const folder = dirname(file.path);
  const lists = (await readdir(folder)).filter((name) => /\.lst$/i.test(name) && name !== basename(file.path)).sort();
  for (const list of lists) {
    for await (const { text } of linesOf(await file.folder.find(list, join(folder, list)))) {
      const match = /^(\d+)\s+(\S+)(\s+\S+)?\s*$/.exec(text ?? "");
      if (match === null) continue;
      const name = /\.\w+$/.test(match[2]!) ? match[2]! : `${match[2]}.png`;
      pictureOf.set(Number(match[1]), [...(pictureOf.get(Number(match[1])) ?? []), name]);
    }
  }
  return pictureOf;
}

async function numbered(index: number, file: InputFile): Promise<string | undefined> {
  for (const stem of [String(index).padStart(7, "0"), String(index)]) {
    const path = await file.folder.findIfPresent(`${stem}.png`, file.path);
    if (path !== undefined) return path;
  }
  return undefined;
}
