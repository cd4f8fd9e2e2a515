/**
 * Pages of any PDF as pictures with their text as Markdown in reading order, and the boxes of lines and blocks. A page whose
 * text layer is not what its picture shows (scans, garbage, nothing) is set aside with that reason.
 */
import type { Region } from "../sample.ts";
import { conversationOf } from "../sample.ts";
import { attempt, endsWith, type Importer } from "./importer.ts";
import { encodeRaster, openPdf } from "./pdf/document.ts";
import type { Area } from "./pdf/drawings.ts";
import { requireTruthfulText } from "./pdf/fitness.ts";
import { blocksOf } from "./pdf/markdown.ts";
import { linesInOrder } from "./pdf/reading-order.ts";
import { cleanText, wording } from "./text.ts";

/** Long side of a page's picture in pixels, where the data set does not say. */
const PAGE_SIDE = 1280;
/** Letters of fewer pixels are hard to read: the sample is flagged. */
const SMALL_TEXT = 9;

const questions = [
  "Convert this page to Markdown.",
  "Transcribe this page in reading order, as Markdown.",
  "What does this page say? Write all of it in Markdown, with its headings and lists.",
  "Read the document page and give its text as Markdown.",
  "OCR this page to Markdown.",
] as const;

export const pdfPages: Importer = {
  name: "pdf-pages",
  category: "document",
  version: 2,
  description:
    "pages of any PDF: the page as a picture, its text layer as Markdown in reading order, boxes of lines; scans are set aside",
  formats: ["*.pdf"],
  recognises: endsWith(".pdf"),
  async *read(file, options) {
    const document = await openPdf(file.path, options.maxPageSeconds);
    try {
      for (let number = 1; number <= document.pageCount; number++) {
        const item = `page-${number}`;
        yield await attempt(item, async () => {
          const page = await document.page(number);
          const scale = (options.maxSide ?? PAGE_SIDE) / Math.max(page.width, page.height);
          const raster = await page.raster(scale);
          const lines = linesInOrder(page.texts);
          requireTruthfulText(page, lines, raster);
          const blocks = blocksOf(lines, page.drawings.shapes);
          const region = (kind: string, text: string, area: Area): Region => {
            const [left, top] = [Math.max(0, area.left * scale), Math.max(0, area.top * scale)];
            const right = Math.min(raster.width, area.right * scale);
            const bottom = Math.min(raster.height, area.bottom * scale);
            return { image: 0, kind, text: cleanText(text), box: [left, top, right, bottom] };
          };
          const regions = [
            ...lines.map((line) => region("line", line.text, line)),
            ...blocks.map((block) => region(block.kind, block.markdown, block)),
          ];
          const sizes = lines.map(({ size }) => size).sort((a, b) => a - b);
          const isSmall = sizes[Math.floor(sizes.length / 2)]! * scale < SMALL_TEXT;
          return {
            item,
            template: "page",
            content: conversationOf([
              [wording(questions, file.origin + item), cleanText(blocks.map(({ markdown }) => markdown).join("\n\n"))],
            ]),
            pictures: [await encodeRaster(raster)],
            regions: regions.filter(({ box }) => box![2] > box![0] && box![3] > box![1]),
            language: document.language,
            licence: document.licence,
            flags: isSmall ? ["small-text"] : [],
          };
        });
      }
    } finally {
      await document.close();
    }
  },
};
