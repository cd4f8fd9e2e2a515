/** A PDF read with pdf.js in this process, which a page can keep busy for ever: `document.ts` has it done in another. */
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import { canvasPixels } from "../../canvas-pixels.ts";
import { messageOf, Refused } from "../importer.ts";
import { licenceName } from "../licence.ts";
import type { PdfDocument, PdfPage, Raster } from "./document.ts";
import { drawingsOf } from "./drawings.ts";
import { textsOf } from "./texts.ts";

const MAX_BYTES = 512 * 2 ** 20;
const MAX_PAGES = 20_000;
/** A raster with more pixels than this is refused, not drawn. */
const MAX_RASTER_PIXELS = 40_000_000;

/** Throws `Refused` for what is no PDF, is damaged beyond use, or asks for a password. */
export async function readPdf(path: string): Promise<PdfDocument> {
  const { size } = await stat(path);
  if (size > MAX_BYTES) throw new Refused("a file is too large", `${size} bytes of PDF`);
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const library = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
  const task = getDocument({
    data: new Uint8Array(await readFile(path)),
    cMapUrl: join(library, "cmaps/"),
    standardFontDataUrl: join(library, "standard_fonts/"),
    wasmUrl: join(library, "wasm/"),
    iccUrl: join(library, "iccs/"),
    maxImageSize: MAX_RASTER_PIXELS,
    useSystemFonts: false, // the same picture on every machine
    isEvalSupported: false,
    verbosity: 0,
  });
  const document = await task.promise.catch(async (error: unknown) => {
    await task.destroy();
    const locked = error instanceof Error && error.name === "PasswordException";
    throw new Refused(locked ? "a PDF is protected" : "a PDF is corrupt", messageOf(error));
  });
  if (document.numPages > MAX_PAGES) {
    await task.destroy();
    throw new Refused("a PDF has too many pages", String(document.numPages));
  }
  return {
    pageCount: document.numPages,
    ...(await said(document)),
    page: (number) => openPage(document, number),
    close: () => task.destroy(),
  };
}

async function openPage(document: PDFDocumentProxy, number: number): Promise<PdfPage> {
  try {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: 1 });
    const [content, operators] = await Promise.all([page.getTextContent(), page.getOperatorList()]);
    return {
      width: viewport.width,
      height: viewport.height,
      texts: textsOf(content, viewport, (id) => fontName(page, id)),
      drawings: await drawingsOf(operators, viewport),
      raster: (scale) => rasterOf(document, page, scale),
    };
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("a page is corrupt", messageOf(error));
  }
}

/** Fonts are known once the operators have been read. */
function fontName(page: PDFPageProxy, id: string): string | undefined {
  if (!page.commonObjs.has(id)) return undefined;
  const { name } = page.commonObjs.get(id) as { readonly name?: unknown };
  return typeof name === "string" ? name : undefined;
}

/** What pdf.js's canvas factory for Node makes; its published type is `object`. */
interface CanvasFactory {
  create(width: number, height: number): { canvas: HTMLCanvasElement | null; context: CanvasRenderingContext2D };
  destroy(made: object): void;
}

async function rasterOf(document: PDFDocumentProxy, page: PDFPageProxy, scale: number): Promise<Raster> {
  const viewport = page.getViewport({ scale });
  const [width, height] = [Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height))];
  if (width * height > MAX_RASTER_PIXELS) throw new Refused("a page is too large", `${width} x ${height} pixels`);
  const factory = document.canvasFactory as CanvasFactory;
  const made = factory.create(width, height);
  try {
    const task = page.render({ canvas: made.canvas, viewport, background: "#ffffff" });
    await task.promise.catch((error: unknown) => {
      task.cancel();
      throw new Refused("a page cannot be drawn", messageOf(error));
    });
    return { width, height, data: canvasPixels(made.context, 0, 0, width, height) };
  } finally {
    factory.destroy(made);
    page.cleanup(); // a book's pages would fill the memory
  }
}

async function said(document: PDFDocumentProxy): Promise<Pick<PdfDocument, "language" | "licence">> {
  const { info, metadata } = await document.getMetadata();
  const language = /^([a-z]{2})\b/i.exec(String((info as { Language?: unknown }).Language ?? ""))?.[1]?.toLowerCase();
  const rights = ["xmprights:webstatement", "cc:license", "dc:rights"]
    .map((name) => metadata?.get(name))
    .find((text) => typeof text === "string" && text.trim() !== "");
  return { language, licence: typeof rights === "string" ? licenceName(rights) : undefined };
}
