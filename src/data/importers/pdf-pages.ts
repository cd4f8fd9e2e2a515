/**
 * Pages of any PDF as pictures with their text in reading order and the boxes of its lines. A page whose text layer is not
 * what its picture shows (scans, garbage, nothing) is set aside with that reason.
 */
import type { Region } from "../sample.ts";
import { conversationOf } from "../sample.ts";
import { attempt, endsWith, type Importer } from "./importer.ts";
import { encodeRaster, openPdf } from "./pdf/document.ts";
import { requireTruthfulText } from "./pdf/fitness.ts";
import { linesInOrder, paragraphsOf } from "./pdf/reading-order.ts";
import { cleanText, wording } from "./text.ts";

/** Long side of a page's picture in pixels, where the data set does not say. */
const PAGE_SIDE = 1280;
/** Letters of fewer pixels are hard to read: the sample is flagged. */
const SMALL_TEXT = 9;

const questions = [
  "Transcribe the text of this page in reading order.",
  "What does this page say? Write out all of its text.",
  "Read this document page aloud, word for word.",
  "Extract the text of the page, paragraph by paragraph.",
  "OCR this page.",
] as const;

export const pdfPages: Importer = {
  name: "pdf-pages",
  category: "document",
  version: 1,
  description:
    "pages of any PDF: the page as a picture, its text layer in reading order, boxes of lines; scans are set aside",
  formats: ["*.pdf"],
  recognises: endsWith(".pdf"),
  async *read(file, options) {
    const document = await openPdf(file.path);
    try {
      for (let number = 1; number <= document.pageCount; number++) {
        const item = `page-${number}`;
        yield await attempt(item, async () => {
          const page = await document.page(number);
          const scale = (options.maxSide ?? PAGE_SIDE) / Math.max(page.width, page.height);
          const raster = await page.raster(scale);
          const lines = linesInOrder(page.texts);
          requireTruthfulText(page, lines, raster);
          const regions = lines.map((line): Region => {
            const [left, top] = [Math.max(0, line.left * scale), Math.max(0, line.top * scale)];
            const [right, bottom] = [
              Math.min(raster.width, line.right * scale),
              Math.min(raster.height, line.bottom * scale),
            ];
            return { image: 0, kind: "line", text: cleanText(line.text), box: [left, top, right, bottom] };
          });
          const paragraphs = paragraphsOf(lines).map(({ text }) => cleanText(text));
          const sizes = lines.map(({ size }) => size).sort((a, b) => a - b);
          const isSmall = sizes[Math.floor(sizes.length / 2)]! * scale < SMALL_TEXT;
          return {
            item,
            template: "page",
            content: conversationOf([[wording(questions, file.origin + item), paragraphs.join("\n\n")]]),
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
