/**
 * A page's lines as blocks of Markdown: headings by the size and weight of their letters, lists by their bullets and numbers,
 * tables by rows whose parts stand below each other, paragraphs with their bold and italic words. It knows one page.
 */
import type { Area } from "./drawings.ts";
import { union } from "./drawings.ts";
import { ITEM, type Paragraph, type PdfLine, paragraphsOf, type Row } from "./reading-order.ts";
import { added, boldShare, markdownOf, sliced, styled } from "./styled.ts";

export interface PageBlock extends Area {
  readonly kind: "heading" | "paragraph" | "list" | "table";
  readonly markdown: string;
}

/** Size of a heading by the page's usual size, and what is written before it. */
const HEADINGS = [
  [1.8, "#"],
  [1.4, "##"],
  [1.15, "###"],
] as const;
const MAX_HEADING = 150;
/** A bold line of the usual size is a heading if it is short and most of the page is not bold. */
const MAX_BOLD_HEADING = 80;
const MAX_BOLD_PAGE = 0.4;
const MIN_TABLE_ROWS = 3;

/** A bullet that is drawn and not written: its side by the font's size, and how far it may stand before its text. */
const [MIN_BULLET, MAX_BULLET, BULLET_GAP] = [0.15, 0.7, 2.5];

/** Blocks in the order of the lines; of the page's shapes the small ones beside lines are bullets. */
export function blocksOf(found: readonly PdfLine[], shapes: readonly Area[] = []): PageBlock[] {
  const lines = withBullets(found, shapes);
  const usual = usualSize(lines);
  const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
  const bold = lines.reduce((sum, line) => sum + boldShare(line) * line.text.length, 0);
  const headings = { usual, byWeight: bold < MAX_BOLD_PAGE * letters };
  const blocks: PageBlock[] = [];
  let list: Paragraph[] = [];
  const endList = () => {
    if (list.length > 0) blocks.push({ kind: "list", markdown: listMarkdown(list), ...extent(list) });
    list = [];
  };
  for (const piece of withTables(paragraphsOf(lines))) {
    if (Array.isArray(piece)) {
      endList();
      blocks.push({ kind: "table", markdown: tableMarkdown(piece), ...extent(piece) });
      continue;
    }
    const level = headingLevel(piece, headings);
    if (level === undefined && ITEM.test(piece.text)) {
      list.push(piece);
      continue;
    }
    endList();
    const markdown =
      level === undefined ? guarded(markdownOf(piece)) : `${level} ${markdownOf(oneLine(piece), { upright: true })}`;
    blocks.push({ kind: level === undefined ? "paragraph" : "heading", markdown, ...extent([piece]) });
  }
  endList();
  return blocks;
}

/** Browsers draw the bullets of lists as shapes; a person reads them all the same. */
function withBullets(lines: readonly PdfLine[], shapes: readonly Area[]): PdfLine[] {
  return lines.map((line) => {
    const { size, left, top, bottom } = line;
    const bullet = shapes.find((shape) => {
      const [width, height] = [shape.right - shape.left, shape.bottom - shape.top];
      const middle = (shape.top + shape.bottom) / 2;
      return (
        Math.min(width, height) >= MIN_BULLET * size &&
        Math.max(width, height) <= MAX_BULLET * size &&
        Math.abs(width - height) < 0.2 * size &&
        middle > top &&
        middle < bottom &&
        shape.right <= left &&
        left - shape.right <= BULLET_GAP * size
      );
    });
    return bullet && !ITEM.test(line.text) ? { ...line, ...added(styled("•"), " ", line), left: bullet.left } : line;
  });
}

/** The size that most letters have, in points. */
function usualSize(lines: readonly PdfLine[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length);
  }
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}

function headingLevel(
  paragraph: Paragraph,
  { usual, byWeight }: { readonly usual: number; readonly byWeight: boolean },
): string | undefined {
  const { text, size, rows } = paragraph;
  if (text.length > MAX_HEADING || !/\p{L}|\p{N}/u.test(text)) return undefined;
  const found = HEADINGS.find(([ratio]) => size >= ratio * usual);
  if (found) return found[1];
  const isBold = byWeight && size > 0.95 * usual && boldShare(paragraph) > 0.95;
  const isShort = rows.length === 1 && rows[0]!.parts.length === 1 && text.length <= MAX_BOLD_HEADING;
  return isBold && isShort && !/[,;.]$/.test(text) && !/^[•▪‣◦●○■□–]/.test(text) ? "####" : undefined;
}

/** Items on lines of their own; those further to the right belong to the one before. */
function listMarkdown(items: readonly Paragraph[]): string {
  const lefts: number[] = [];
  return items
    .map((item, i) => {
      const before = items[i - 1];
      if (before && item.top < before.top) lefts.length = 0; // goes on in the next column
      while (lefts.length > 0 && item.left < lefts[lefts.length - 1]! - 0.5 * item.size) lefts.pop();
      const outer = lefts[lefts.length - 1];
      if (outer === undefined || item.left > outer + 0.5 * item.size) lefts.push(item.left);
      const marker = ITEM.exec(item.text)![0];
      const rest = sliced(item, marker.length + (item.text[marker.length] === " " ? 1 : 0));
      const number = /^\(?(\d+)[.)]$/.exec(marker)?.[1];
      const sign = number === undefined ? (/[a-z]/.test(marker) ? `- ${marker}` : "-") : `${number}.`;
      return `${"   ".repeat(lefts.length - 1)}${sign} ${markdownOf(rest)}`.trimEnd();
    })
    .join("\n");
}

/** Paragraphs, with rows of one table taken together wherever they stand one below the other. */
function withTables(paragraphs: readonly Paragraph[]): (Paragraph | Row[])[] {
  const out: (Paragraph | Row[])[] = [];
  for (let i = 0; i < paragraphs.length; ) {
    const rows: Row[] = [];
    let end = i;
    while (end < paragraphs.length && continuesTable(rows, paragraphs[end]!.rows))
      rows.push(...paragraphs[end++]!.rows);
    if (rows.length >= MIN_TABLE_ROWS) {
      out.push(rows);
      i = end;
    } else out.push(paragraphs[i++]!);
  }
  return out;
}

function continuesTable(rows: readonly Row[], more: readonly Row[]): boolean {
  const columns = (rows[0] ?? more[0]!).parts.length;
  if (columns < 2 || more.some((row) => row.parts.length !== columns)) return false;
  const last = rows[rows.length - 1];
  if (last && (more[0]!.top < last.top || more[0]!.top - last.bottom > 2 * last.size)) return false;
  const all = [...rows, ...more];
  return all[0]!.parts.every((_, column) => {
    const cells = all.map(({ parts }) => parts[column]!);
    const spread = (at: (cell: PdfLine) => number) => Math.max(...cells.map(at)) - Math.min(...cells.map(at));
    const tolerance = 0.6 * all[0]!.size;
    return [
      ({ left }: PdfLine) => left,
      ({ right }: PdfLine) => right,
      ({ left, right }: PdfLine) => (left + right) / 2,
    ].some((at) => spread(at) <= tolerance);
  });
}

function tableMarkdown([head, ...rows]: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head!.parts.map((part) => markdownOf(part, { upright: true }))),
    line(head!.parts.map(() => "---")),
    ...rows.map(({ parts }) => line(parts.map((part) => markdownOf(part)))),
  ].join("\n");
}

function oneLine({ text, look }: Paragraph): { text: string; look: string } {
  return { text: text.replaceAll("\n", " "), look };
}

function extent(areas: readonly Area[]): Area {
  const { left, top, right, bottom } = areas.reduce((sum, area) => union(sum, area));
  return { left, top, right, bottom };
}

/** A paragraph that would begin a heading, a list or a quotation is kept from it. */
function guarded(markdown: string): string {
  return markdown.replaceAll(/^([-+#>]+)(?=\s)/gm, "\\$1");
}
