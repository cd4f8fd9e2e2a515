/**
 * Draws vector pictures in a process of its own: a drawing that has begun cannot be stopped, and a few lines of nested
 * references ask for years of it; a process can be ended. It starts with the first picture and is kept for the next.
 */
import type { ChildProcess } from "node:child_process";
import { answerTo, startAnswering } from "../runtime/answering.ts";
import { SetupError, UserError } from "../runtime/errors.ts";
import type { RgbImage } from "./resize.ts";

export interface DrawingOrder {
  readonly bytes: Uint8Array;
  /** What messages call the picture. */
  readonly source: string;
}

export type DrawingReport =
  | { readonly type: "ready" }
  | ({ readonly type: "drawn" } & RgbImage)
  | { readonly type: "refused" | "corrupt" | "unable"; readonly message: string };

/** A drawing that takes longer than it may. */
export class SlowDrawing extends UserError {}

let kept: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * The picture on white, its long side between 1024 and 2048 pixels. Pictures wait for each other; `seconds` counts from a
 * picture's turn. Throws SlowDrawing, a UserError for one of which nothing would be seen, a SetupError where nothing can be
 * drawn here, an Error for a corrupt one.
 */
export function drawSvg(order: DrawingOrder, seconds: number): Promise<RgbImage> {
  const drawing = last.then(() => drawNow(order, seconds));
  last = drawing.catch(() => {});
  return drawing;
}

async function drawNow(order: DrawingOrder, seconds: number): Promise<RgbImage> {
  const old = kept;
  kept = undefined;
  let child = old ?? (await start());
  let report = await answerTo<DrawingReport>(child, order, seconds);
  if (report === "ended" && old !== undefined) {
    child = await start(); // the old one may have ended before the order came
    report = await answerTo<DrawingReport>(child, order, seconds);
  }
  if (report === "late") throw new SlowDrawing(`${order.source} is an SVG that takes more than ${seconds} s to draw`);
  if (report === "ended") throw new Error("the process that drew it ended");
  keep(child);
  if (report.type === "drawn") return { data: report.data, width: report.width, height: report.height };
  const { type, message } = report as { type: string; message: string };
  throw type === "unable" ? new SetupError(message) : type === "refused" ? new UserError(message) : new Error(message);
}

function start(): Promise<ChildProcess> {
  return startAnswering(import.meta.url, "svg-process", "the process that draws SVG pictures");
}

function keep(child: ChildProcess): void {
  kept = child;
  child.once("exit", () => {
    if (kept === child) kept = undefined;
  });
}
