/**
 * Lines of ICDAR's text files. 2015: `x1,y1,...,x4,y4,text`. 2013: `left, top, right, bottom, "text"`, with blanks instead of
 * commas in its training part. MLT puts the script before the text, RCTW whether it is hard to read. Commas in text stay.
 */
import { Refused } from "./importer.ts";

export interface IcdarLine {
  readonly text: string;
  readonly polygon: readonly [number, number][];
}

const MAX_LINE = 2000;
const mltScripts = new Set([
  "Arabic",
  "Latin",
  "Chinese",
  "Japanese",
  "Korean",
  "Bangla",
  "Hindi",
  "Symbols",
  "Mixed",
  "None",
]);

/** Throws `Refused` that names the first line which is none of these. */
export function icdarLines(file: string): IcdarLine[] {
  return file
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .flatMap((line, i) => (line.trim() === "" ? [] : [icdarLine(line, i + 1)]));
}

function icdarLine(line: string, number: number): IcdarLine {
  if (line.length > MAX_LINE)
    throw new Refused("a line is no annotation", `line ${number} has ${line.length} characters`);
  const match = /^\s*((?:-?\d+(?:\.\d+)?\s*[,\s]\s*){4}(?:(?:-?\d+(?:\.\d+)?\s*[,\s]\s*){4})?)(.*)$/.exec(line);
  if (match === null) throw new Refused("a line is no annotation", `line ${number}: ${line.slice(0, 80)}`);
  const numbers = match[1]!
    .split(/[,\s]+/)
    .filter(Boolean)
    .map(Number);
  return { text: textOf(match[2]!.trim(), numbers.length), polygon: polygonOf(numbers) };
}

function polygonOf(numbers: readonly number[]): [number, number][] {
  if (numbers.length === 8) return [0, 2, 4, 6].map((i) => [numbers[i]!, numbers[i + 1]!]);
  const [left, top, right, bottom] = numbers as [number, number, number, number];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function textOf(rest: string, corners: number): string {
  const comma = rest.indexOf(",");
  const before = rest.slice(0, comma).trim();
  const after = rest.slice(comma + 1).trim();
  // `0,"text"`: RCTW's mark of a hard line; an unquoted `0,5` is a text.
  const isMarked =
    corners === 8 && comma > 0 && (mltScripts.has(before) || (/^[01]$/.test(before) && /^".*"$/.test(after)));
  const text = isMarked ? after : rest;
  return /^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}
