/**
 * Lines of a page in the order in which people read them: runs of text are joined into lines, columns of prose are read one
 * after the other, what spans columns divides them, and rows of a table stay rows.
 */
import type { Area } from "./drawings.ts";
import { added, type Styled, styled, tidied } from "./styled.ts";
import type { PdfText } from "./texts.ts";

export interface PdfLine extends Area, Styled {
  readonly size: number;
}

export interface Paragraph extends Area, Styled {
  readonly size: number;
  readonly lines: readonly PdfLine[];
  readonly rows: readonly Row[];
}

/** What an item of a list begins with. */
export const ITEM = /^([•▪‣◦●○■□–]|\(?\d{1,2}[.)]|\(?[a-z]\))(?=\s|$)/;

/** Blank between two runs, by the font's size: more than this is a space between words, more than the second another line. */
const [WORD_GAP, LINE_GAP] = [0.15, 1.1];
const MARKER_GAP = 3;
/** A column of prose has at least so many lines that are at least so wide, by the font's size, and hardly anything else. */
const [COLUMN_LINES, COLUMN_WIDTH, COLUMN_SHARE] = [3, 9, 0.6];
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
    for (const run of row) {
      const { text, size, left, top, right, bottom } = run;
      const last = segments[segments.length - 1];
      const gap = last ? (left - last.right) / Math.max(size, last.size) : Number.POSITIVE_INFINITY;
      if (text.trim() === "") continue;
      if (!last || gap > (isMarker(last.text) ? MARKER_GAP : LINE_GAP)) {
        segments.push({ ...styled(text, run), size, left, top, right, bottom });
        continue;
      }
      const between = gap > WORD_GAP && !/\s$/.test(last.text) && !/^\s/.test(text) ? " " : "";
      segments[segments.length - 1] = {
        ...added(last, between, styled(text, run)),
        size: Math.max(size, last.size),
        left: Math.min(last.left, left),
        top: Math.min(last.top, top),
        right: Math.max(last.right, right),
        bottom: Math.max(last.bottom, bottom),
      };
    }
    return segments.map((one) => ({ ...one, ...tidied(one) }));
  });
}

/** A list's bullet or number stands further from its text than words from each other. */
function isMarker(text: string): boolean {
  return ITEM.exec(text.trim())?.[0].length === text.trim().length;
}

function sameRow(a: Area, b: Area): boolean {
  const overlap = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return overlap > 0.6 * Math.min(a.bottom - a.top, b.bottom - b.top);
}

function ordered(lines: readonly PdfLine[]): PdfLine[] {
  const gutter = findGutter(lines);
  if (gutter === undefined) return inRows(lines);
  const out: PdfLine[] = [];
  const below = tableBelow(lines, gutter);
  if (below.length > 0) return [...ordered(lines.filter((line) => !below.includes(line))), ...inRows(below)];
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

/** Rows of a table at the left that begin where the right column has ended already: they are read after both. */
function tableBelow(lines: readonly PdfLine[], gutter: number): PdfLine[] {
  const end = Math.max(...lines.filter((line) => line.left >= gutter).map(({ bottom }) => bottom));
  const after = inRows(lines.filter((line) => line.right <= gutter && line.top > end + 0.5 * line.size));
  const isTable = after.some((line, i) => i > 0 && sameRow(after[i - 1]!, line));
  return isTable ? after : [];
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
  const widths = lines.map((line) => (line.right - line.left) / line.size);
  const wide = widths.filter((width) => width >= COLUMN_WIDTH);
  const sum = (list: readonly number[]) => list.reduce((total, width) => total + width, 0);
  return wide.length >= COLUMN_LINES && sum(wide) >= COLUMN_SHARE * sum(widths);
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
export interface Row extends PdfLine {
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
    rows: group,
    ...textOf(group, rows),
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
        ...added(last, " ", line),
        right: line.right,
        top: Math.min(last.top, line.top),
        bottom: Math.max(last.bottom, line.bottom),
        parts: [...last.parts, line],
      };
    } else rows.push({ ...line, parts: [line] });
  }
  return rows;
}

function textOf(group: readonly Row[], rows: readonly Row[]): Styled {
  return group.reduce<Styled>((text, row, i) => {
    const before = group[i - 1];
    if (before === undefined) return { text: row.text, look: row.look };
    return endIsMeant(before, row, rows) ? added(text, "\n", row) : joinedLines(text, row);
  }, group[0]!);
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
  // what follows an item and stands out to the left of its text is not the item's any more
  const leavesItem = group.length > 1 && ITEM.test(group[0]!.text) && left - line.left > 0.5 * size;
  const overlaps = line.left < last.right && last.left < line.right;
  return overlaps && !isIndented && !leavesItem && !ITEM.test(line.text);
}

/** The next column goes on in the middle of a sentence. */
function runsOver(last: PdfLine, line: PdfLine): boolean {
  const isNextColumn = line.bottom < last.top && line.left > last.right;
  const sameSize = Math.abs(line.size - last.size) <= 0.05 * last.size;
  return isNextColumn && sameSize && /[\p{L}\p{N},;-]$/u.test(last.text) && /^[\p{Ll}\p{N}]/u.test(line.text);
}

/** Two lines of a paragraph: a word divided at the end of the line is whole again, Chinese needs no blank. */
export function joined(before: string, after: string): string {
  return joinedLines(styled(before), styled(after)).text;
}

function joinedLines(before: Styled, after: Styled): Styled {
  if (isDivided(before.text, after.text)) {
    return added({ text: before.text.slice(0, -1), look: before.look.slice(0, -1) }, "", after);
  }
  const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
  const touching = wide.test(before.text.slice(-1)) && wide.test(after.text.slice(0, 1));
  return added(before, touching ? "" : " ", after);
}

function isDivided(before: string, after: string): boolean {
  return /\p{Ll}[-\u00ad\u2010]$/u.test(before) && /^\p{Ll}/u.test(after);
}
