/** Every importer there is. */
import { UserError } from "../../runtime/errors.ts";
import { chartQa, chartToText } from "./charts.ts";
import { cocoCaptions } from "./coco.ts";
import { llava, messages } from "./conversations.ts";
import { epub } from "./epub.ts";
import { hierText } from "./hiertext.ts";
import { htmlArticle, htmlText } from "./html-article.ts";
import { imageText } from "./image-text.ts";
import type { Importer } from "./importer.ts";
import { latexOcr } from "./latex-ocr.ts";
import { mmc4 } from "./mmc4.ts";
import { notebook } from "./notebook.ts";
import { pdfPages } from "./pdf-pages.ts";
import { pdfTextbook } from "./pdf-textbook.ts";
import { plainText, textRecords } from "./plain-text.ts";
import { artText, cocoText, icdar } from "./scene-text.ts";
import { refExp, screen2words, screenQa, widgetCaptioning } from "./screens.ts";
import { rects, uberText } from "./signboards.ts";
import { webdataset } from "./webdataset.ts";
import { webSight } from "./websight.ts";

export { importFiles } from "./import-files.ts";
export { type Imported, type Importer, type ImportOptions, isRejection, type Rejection } from "./importer.ts";

/** By category, in the order of the paper's Table 1. */
export const importers: readonly Importer[] = [
  htmlArticle,
  pdfTextbook,
  epub,
  mmc4,
  llava,
  messages,
  cocoCaptions,
  webdataset,
  imageText,
  chartQa,
  chartToText,
  screenQa,
  screen2words,
  widgetCaptioning,
  refExp,
  notebook,
  webSight,
  cocoText,
  artText,
  icdar,
  rects,
  uberText,
  hierText,
  pdfPages,
  latexOcr,
  plainText,
  textRecords,
  htmlText,
];

/** The importer of that name. Throws a `UserError` that lists the known ones. */
export function importerNamed(name: string): Importer {
  const found = importers.find((importer) => importer.name === name);
  if (found) return found;
  throw new UserError(`there is no importer "${name}"; known are ${importers.map((one) => one.name).join(", ")}`);
}
