/**
 * Lines of a page in the order in which people read them: runs of text are joined into lines, columns of prose are read one
 * after the other, what spans columns divides them, and rows of a table stay rows.
 */
import type { Area } from "./drawings.ts";
import type { PdfText } from "./texts.ts";

export interface PdfLine extends Area {
  readonly text: string;
  readonly size: number;
}

export interface Paragraph extends Area {
  readonly text: string;
  readonly size: number;
  readonly lines: readonly PdfLine[];
}

/** Blank between two runs, by the font's size: more than this is a space between words, more than the second another line. */
const [WORD_GAP, LINE_GAP] = [0.15, 1.1];
/** A column of prose has at least so many lines, and they are at least so wide, by the font's size. */
const [COLUMN_LINES, COLUMN_WIDTH] = [3, 9];
/** So much of the lines may span the columns between them. */
const SPANNING_SHARE = 0.4;

/** Lines in reading order; text that does not run level is left out. */
export function linesInOrder(texts: readonly PdfText[]): PdfLine[] {
  return ordered(segmentsOf(texts.filter(({ level }) => level)));
}

/** Runs on one baseline that stand close together. */
function segmentsOf(texts: readonly PdfText[]): PdfLine[] {
  const rows: PdfText[][] = [];
  for (const text of [...texts].sort((a, b) => a.bottom - b.bottom || a.left - b.left)) {
    const row = rows.findLast((one) => sameRow(one[0]!, text));
    if (row) row.push(text);
    else rows.push([text]);
  }
  return rows.flatMap((row) => {
    row.sort((a, b) => a.left - b.left);
    const segments: PdfLine[] = [];
    for (const { text, size, left, top, right, bottom } of row) {
      const last = segments[segments.length - 1];
      const gap = last ? (left - last.right) / Math.max(size, last.size) : Number.POSITIVE_INFINITY;
      if (text.trim() === "") continue;
      if (!last || gap > LINE_GAP) {
        segments.push({ text, size, left, top, right, bottom });
        continue;
      }
      const between = gap > WORD_GAP && !/\s$/.test(last.text) && !/^\s/.test(text) ? " " : "";
      segments[segments.length - 1] = {
        text: last.text + between + text,
        size: Math.max(size, last.size),
        left: Math.min(last.left, left),
        top: Math.min(last.top, top),
        right: Math.max(last.right, right),
        bottom: Math.max(last.bottom, bottom),
      };
    }
    return segments.map((one) => ({ ...one, text: one.text.replace(/\s+/g, " ").trim() }));
  });
}

function sameRow(a: Area, b: Area): boolean {
  const overlap = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return overlap > 0.6 * Math.min(a.bottom - a.top, b.bottom - b.top);
}

function ordered(lines: readonly PdfLine[]): PdfLine[] {
  const gutter = findGutter(lines);
  if (gutter === undefined) return inRows(lines);
  const out: PdfLine[] = [];
  let group: PdfLine[] = [];
  const flush = () => {
    out.push(...ordered(group.filter((line) => line.right <= gutter)));
    out.push(...ordered(group.filter((line) => line.right > gutter)));
    group = [];
  };
  for (const line of [...lines].sort((a, b) => a.top - b.top || a.left - b.left)) {
    if (line.left < gutter && line.right > gutter) {
      flush();
      out.push(line);
    } else group.push(line);
  }
  flush();
  return out;
}

/** The place between two columns of prose that fewest lines span. */
function findGutter(lines: readonly PdfLine[]): number | undefined {
  if (lines.length < 2 * COLUMN_LINES) return undefined;
  let best: { x: number; spanning: number } | undefined;
  for (const { right } of lines) {
    const x = right + 0.01;
    const left = lines.filter((line) => line.right <= x);
    const beyond = lines.filter((line) => line.left >= x);
    const spanning = lines.length - left.length - beyond.length;
    if (spanning > SPANNING_SHARE * lines.length || (best && spanning >= best.spanning)) continue;
    if (isProse(left) && isProse(beyond)) best = { x, spanning };
  }
  return best?.x;
}

function isProse(lines: readonly PdfLine[]): boolean {
  if (lines.length < COLUMN_LINES) return false;
  const widths = lines.map((line) => (line.right - line.left) / line.size).sort((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)]! >= COLUMN_WIDTH;
}

/** From top to bottom, and from left to right within a row. */
function inRows(lines: readonly PdfLine[]): PdfLine[] {
  const rows: PdfLine[][] = [];
  for (const line of [...lines].sort((a, b) => a.bottom - b.bottom)) {
    const row = rows[rows.length - 1];
    if (row && sameRow(row[0]!, line)) row.push(line);
    else rows.push([line]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.left - b.left));
}

/** What stands on one level, such as the cells of a table's row. */
interface Row extends PdfLine {
  readonly parts: readonly PdfLine[];
}

/**
 * Lines as paragraphs: a wider gap, another size, an indent or another column begins a new one. Inside a paragraph lines are
 * joined where the writer's line was full; where the next word would have fitted, the line's end is meant and stays.
 */
export function paragraphsOf(lines: readonly PdfLine[]): Paragraph[] {
  const rows = rowsOf(lines);
  const groups: Row[][] = [];
  for (const row of rows) {
    const group = groups[groups.length - 1];
    if (group && (continues(group, row) || runsOver(group[group.length - 1]!, row))) group.push(row);
    else groups.push([row]);
  }
  return groups.map((group) => ({
    lines: group.flatMap(({ parts }) => parts),
    text: textOf(group, rows),
    size: group[0]!.size,
    left: Math.min(...group.map(({ left }) => left)),
    top: Math.min(...group.map(({ top }) => top)),
    right: Math.max(...group.map(({ right }) => right)),
    bottom: Math.max(...group.map(({ bottom }) => bottom)),
  }));
}

function rowsOf(lines: readonly PdfLine[]): Row[] {
  const rows: Row[] = [];
  for (const line of lines) {
    const last = rows[rows.length - 1];
    if (last && sameRow(last, line) && line.left >= last.right) {
      rows[rows.length - 1] = {
        ...last,
        text: `${last.text} ${line.text}`,
        right: line.right,
        top: Math.min(last.top, line.top),
        bottom: Math.max(last.bottom, line.bottom),
        parts: [...last.parts, line],
      };
    } else rows.push({ ...line, parts: [line] });
  }
  return rows;
}

function textOf(group: readonly Row[], rows: readonly Row[]): string {
  return group.reduce((text, row, i) => {
    const before = group[i - 1];
    if (before === undefined) return row.text;
    return endIsMeant(before, row, rows) ? `${text}\n${row.text}` : joined(text, row.text);
  }, "");
}

/** Whether the first word of the next row would have fitted behind this one, or either is a table's. */
function endIsMeant(row: Row, next: Row, rows: readonly Row[]): boolean {
  if (row.parts.length > 1 || next.parts.length > 1) return true;
  if (isDivided(row.text, next.text)) return false;
  const column = rows.filter(
    (one) => Math.abs(one.left - row.left) < 4 * row.size && Math.abs(one.size - row.size) <= 0.1 * row.size,
  );
  const edge = Math.max(...column.map(({ right }) => right));
  const word = next.text.split(" ", 1)[0]!.length + 1; // and the blank before it
  const width = (next.right - next.left) / Math.max(1, next.text.length);
  return row.right + word * width < edge - 0.3 * row.size;
}

function continues(group: readonly PdfLine[], line: PdfLine): boolean {
  const last = group[group.length - 1]!;
  const step = line.bottom - last.bottom;
  const size = Math.max(line.size, last.size);
  if (Math.abs(line.size - last.size) > 0.1 * size) return false;
  if (step <= 0.3 * size || step > 1.75 * size) return false; // the same row, another column, or a gap
  if (group.length > 1) {
    const usual = last.bottom - group[group.length - 2]!.bottom;
    if (step > 1.3 * usual) return false;
  }
  const left = Math.min(...group.slice(group.length > 1 ? 1 : 0).map((one) => one.left));
  const isIndented = line.left - left > 0.8 * size && group.length > 1;
  const startsItem = /^([•▪‣◦–]|\(?\d{1,2}[.)]|[a-z]\))\s/.test(line.text);
  const overlaps = line.left < last.right && last.left < line.right;
  return overlaps && !isIndented && !startsItem;
}

/** The next column goes on in the middle of a sentence. */
function runsOver(last: PdfLine, line: PdfLine): boolean {
  const isNextColumn = line.bottom < last.top && line.left > last.right;
  const sameSize = Math.abs(line.size - last.size) <= 0.05 * last.size;
  return isNextColumn && sameSize && /[\p{L}\p{N},;-]$/u.test(last.text) && /^[\p{Ll}\p{N}]/u.test(line.text);
}

/** Two lines of a paragraph: a word divided at the end of the line is whole again, Chinese needs no blank. */
export function joined(before: string, after: string): string {
  if (isDivided(before, after)) return before.slice(0, -1) + after;
  const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
  if (wide.test(before.slice(-1)) && wide.test(after.slice(0, 1))) return before + after;
  return `${before} ${after}`;
}

function isDivided(before: string, after: string): boolean {
  return /\p{Ll}[-\u00ad\u2010]$/u.test(before) && /^\p{Ll}/u.test(after);
}
