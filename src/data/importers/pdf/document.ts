/**
 * A PDF: its pages with their text, their drawings and their rasters, read in a process of its own, which is ended when a page
 * takes too long. Which of that makes a good sample is for the importers to say. Positions are in points from the top left
 * corner of the page as it is shown.
 */
import type { ChildProcess } from "node:child_process";
import { sharp } from "../../../image/sharp.ts";
import { answerTo, startAnswering } from "../../../runtime/answering.ts";
import { Refused } from "../importer.ts";
import type { Drawings } from "./drawings.ts";
import type { PdfText } from "./texts.ts";

const PAGE_SECONDS = 60;

export interface PdfDocument {
  readonly pageCount: number;
  readonly language: string | undefined;
  readonly licence: string | undefined;
  /** Of the page's number, from 1. Throws `Refused`. */
  page(number: number): Promise<PdfPage>;
  close(): Promise<void>;
}

export interface PdfPage {
  /** Points. */
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PdfText[];
  readonly drawings: Drawings;
  /** The page as pixels, `scale` of them a point. */
  raster(scale: number): Promise<Raster>;
}

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row, opaque. */
  readonly data: Uint8ClampedArray;
}

export type PdfOrder =
  | { readonly type: "open"; readonly path: string }
  | { readonly type: "page"; readonly number: number }
  | { readonly type: "raster"; readonly number: number; readonly scale: number }
  | { readonly type: "close" };

export type PdfReport =
  | { readonly type: "done"; readonly value: unknown }
  | { readonly type: "refused"; readonly reason: string; readonly detail?: string }
  | { readonly type: "broken"; readonly message: string };

/** A process that has closed its last document; it takes a second to start. */
let kept: ChildProcess | undefined;

/**
 * Throws `Refused` for what is no PDF, is damaged beyond use, or asks for a password. A page of which reading or drawing takes
 * longer than `pageSeconds` (60 unless said) throws an Error, and nothing more comes of the document.
 */
export async function openPdf(path: string, pageSeconds = PAGE_SECONDS): Promise<PdfDocument> {
  const old = kept;
  kept = undefined;
  let child = old ?? (await start());
  let opened = await answerTo<PdfReport>(child, { type: "open", path }, PAGE_SECONDS);
  if (opened === "ended" && old !== undefined) {
    child = await start(); // the old one may have ended before the order came
    opened = await answerTo<PdfReport>(child, { type: "open", path }, PAGE_SECONDS);
  }
  let isAlive = true;
  const resultOf = <T>(report: PdfReport | "late" | "ended", what: string, seconds: number): T => {
    if (report === "late" || report === "ended") isAlive = false;
    if (report === "late") throw new Error(`${what} takes more than ${seconds} s`);
    if (report === "ended") throw new Error(`the process that read ${what} ended`);
    if (report.type === "refused") throw new Refused(report.reason, report.detail);
    if (report.type === "broken") throw new Error(report.message);
    return report.value as T;
  };
  const asked = async <T>(order: PdfOrder, what: string): Promise<T> =>
    resultOf<T>(isAlive ? await answerTo<PdfReport>(child, order, pageSeconds) : "ended", what, pageSeconds);
  const close = async () => {
    if (!isAlive) return;
    await asked({ type: "close" }, "the document");
    if (kept === undefined) kept = child;
    else child.kill("SIGKILL");
  };
  try {
    const about = resultOf<Pick<PdfDocument, "pageCount" | "language" | "licence">>(
      opened,
      "the document",
      PAGE_SECONDS,
    );
    return {
      ...about,
      page: async (number) => ({
        ...(await asked<Omit<PdfPage, "raster">>({ type: "page", number }, `page ${number}`)),
        raster: (scale) => asked({ type: "raster", number, scale }, `page ${number}`),
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function start(): Promise<ChildProcess> {
  return startAnswering(import.meta.url, "pdf-process", "the process that reads PDFs");
}

/** A PNG of a raster, or of a piece of it. */
export async function encodeRaster(
  raster: Raster,
  piece?: { left: number; top: number; width: number; height: number },
): Promise<Uint8Array> {
  const { width, height, data } = raster;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const whole = sharp(bytes, { raw: { width, height, channels: 4 } }).removeAlpha();
  return (piece === undefined ? whole : whole.extract(piece)).png().toBuffer();
}
