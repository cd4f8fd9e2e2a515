/**
 * PDF textbooks as text with figures in their order. A figure is a picture on the page, or a drawing with a caption beside it;
 * it is cut out of the page as it is shown, labels included. Running titles and page numbers go.
 */

import { endsWith, type Importer, type ImportOptions, Refused, rejectionOf } from "./importer.ts";
import { encodeRaster, openPdf, type PdfPage } from "./pdf/document.ts";
import { findFigures } from "./pdf/figures.ts";
import { requireTruthfulText } from "./pdf/fitness.ts";
import { blocksOf } from "./pdf/markdown.ts";
import { joined, linesInOrder, type PdfLine } from "./pdf/reading-order.ts";
import { takePicture } from "./pictures.ts";
import { articleDrafts, type Block, cleanText } from "./text.ts";

/** Pixels a point: figures are cut out of a raster of 180 dots an inch. */
const SCALE = 2.5;
const MAX_RASTER_SIDE = 4000;

export const pdfTextbook: Importer = {
  name: "pdf-textbook",
  category: "interleaved",
  version: 2,
  description: "PDF textbooks and articles: running text with figures and captions in their order",
  formats: ["*.pdf"],
  recognises: endsWith(".pdf"),
  async *read(file, options) {
    const document = await openPdf(file.path, options.maxPageSeconds);
    const { language, licence } = document;
    const repeated = repeatedLines();
    let [blocks, first]: [Block[], number] = [[], 1];
    const drafts = (last: number) => {
      const item = first === last ? `page-${first}` : `pages-${first}-${last}`;
      const made = articleDrafts(blocks, { item, template: "pages", language, licence }, options);
      [blocks, first] = [[], last + 1];
      return made;
    };
    try {
      for (let number = 1; number <= document.pageCount; number++) {
        try {
          append(blocks, await pageBlocks(await document.page(number), repeated, options));
        } catch (error) {
          if (!(error instanceof Refused)) yield* drafts(number - 1); // nothing more comes of the file
          yield rejectionOf(`page-${number}`, error);
          yield* drafts(number); // what stands on both sides of a gap does not belong together
          continue;
        }
        if (isFull(blocks, options)) yield* drafts(number);
      }
      yield* drafts(document.pageCount);
    } finally {
      await document.close();
    }
  },
};

async function pageBlocks(page: PdfPage, repeated: (line: PdfLine, page: PdfPage) => boolean, options: ImportOptions) {
  const scale = Math.min(SCALE, MAX_RASTER_SIDE / Math.max(page.width, page.height));
  const raster = await page.raster(scale);
  const all = linesInOrder(page.texts);
  requireTruthfulText(page, all, raster);
  const lines = all.filter((line) => !repeated(line, page));
  const figures = findFigures(page, lines);
  const pieces = blocksOf(
    lines.filter((line) => !figures.some((figure) => figure.owns(line))),
    page.drawings.shapes,
  );
  const blocks: Block[] = [];
  const placed = new Set<(typeof figures)[number]>();
  const place = async (figure: (typeof figures)[number]) => {
    placed.add(figure);
    const { left, top, right, bottom } = figure.area;
    const [x, y] = [Math.max(0, Math.floor(left * scale)), Math.max(0, Math.floor(top * scale))];
    const width = Math.min(raster.width, Math.ceil(right * scale)) - x;
    const height = Math.min(raster.height, Math.ceil(bottom * scale)) - y;
    if (width < 16 || height < 16) return;
    const picture = await takePicture(await encodeRaster(raster, { left: x, top: y, width, height }), options);
    blocks.push({ kind: "picture", picture, ...(figure.caption && { caption: cleanText(figure.caption) }) });
  };
  for (const piece of pieces) {
    // A figure comes before the first text of its column that stands below it.
    for (const figure of figures) {
      const sameColumn = figure.area.left < piece.right && piece.left < figure.area.right;
      if (!placed.has(figure) && sameColumn && figure.area.top < piece.top) await place(figure);
    }
    const text = cleanText(piece.markdown);
    if (text !== "") blocks.push({ kind: piece.kind === "heading" ? "heading" : "text", text });
  }
  for (const figure of figures) if (!placed.has(figure)) await place(figure);
  return blocks;
}

/** A paragraph that a page's end divides is whole again. */
function append(blocks: Block[], more: readonly Block[]): void {
  const [last, next] = [blocks[blocks.length - 1], more[0]];
  if (last?.kind === "text" && next?.kind === "text" && /[\p{L},;-]$/u.test(last.text) && /^\p{Ll}/u.test(next.text)) {
    blocks[blocks.length - 1] = { kind: "text", text: joined(last.text, next.text) };
    blocks.push(...more.slice(1));
  } else blocks.push(...more);
}

function isFull(blocks: readonly Block[], { maxImages = 6, maxCharacters = 12_000 }: ImportOptions): boolean {
  const characters = blocks.reduce((sum, block) => sum + (block.kind === "picture" ? 0 : block.text.length), 0);
  return characters >= 0.8 * maxCharacters || blocks.filter(({ kind }) => kind === "picture").length >= maxImages;
}

/** Whether a line at a page's edge is its number, or stood in the same place on the page before. */
function repeatedLines(): (line: PdfLine, page: PdfPage) => boolean {
  let [before, now, current] = [new Set<string>(), new Set<string>(), undefined as PdfPage | undefined];
  return (line, page) => {
    if (page !== current) [before, now, current] = [now, new Set(), page];
    if (line.bottom > 0.09 * page.height && line.top < 0.91 * page.height) return false;
    if (/^[\s\divxlc.|–-]+$/i.test(line.text)) return true;
    const name = `${Math.round(line.top / 4)} ${line.text.replace(/\d+/g, "0")}`;
    now.add(name);
    return before.has(name);
  };
}
