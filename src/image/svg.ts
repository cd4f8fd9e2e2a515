/**
 * Draws vector pictures in a process of its own: a drawing that has begun cannot be stopped, and a few lines of nested
 * references ask for years of it; a process can be ended. It starts with the first picture and is kept for the next.
 */
import type { ChildProcess } from "node:child_process";
import { SetupError, UserError } from "../runtime/errors.ts";
import { forkFile } from "../runtime/fork.ts";
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

/** A process that has not begun by then does not begin any more; a busy machine takes a few seconds. */
const startSeconds = 30;

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
  let report = await draw(child, order, seconds);
  if (report === "ended" && old !== undefined) {
    child = await start(); // the old one may have ended before the order came
    report = await draw(child, order, seconds);
  }
  if (report === "late") throw new SlowDrawing(`${order.source} is an SVG that takes more than ${seconds} s to draw`);
  if (report === "ended") throw new Error("the process that drew it ended");
  keep(child);
  if (report.type === "drawn") return { data: report.data, width: report.width, height: report.height };
  const { type, message } = report as { type: string; message: string };
  throw type === "unable" ? new SetupError(message) : type === "refused" ? new UserError(message) : new Error(message);
}

/** What comes of the picture; a process that did not report is gone. */
async function draw(child: ChildProcess, order: DrawingOrder, seconds: number) {
  const asked = answerOf(child, seconds);
  child.send(order, () => {}); // of a process that is gone, its end tells
  const report = await asked;
  if (report === "late" || report === "ended") child.kill("SIGKILL");
  return report;
}

/** A process that can draw. Apart from the terminal's signals, and no reason for this process to go on. */
async function start(): Promise<ChildProcess> {
  const child = forkFile(import.meta.url, "svg-process", {
    ...{ detached: true, serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] },
  });
  const report = await answerOf(child, startSeconds);
  if (report !== "late" && report !== "ended") return child;
  child.kill("SIGKILL");
  throw new SetupError("the process that draws SVG pictures cannot be started");
}

/** Its next report, or what came instead. While somebody waits for it, it keeps this process alive. */
function answerOf(child: ChildProcess, seconds: number): Promise<DrawingReport | "late" | "ended"> {
  child.ref();
  child.channel?.ref();
  return new Promise((resolve) => {
    const late = setTimeout(() => settle("late"), seconds * 1000);
    const settle = (report: DrawingReport | "late" | "ended") => {
      clearTimeout(late);
      for (const event of ["message", "error", "exit"]) child.removeAllListeners(event);
      resolve(report);
    };
    child.once("message", (report) => settle(report as DrawingReport));
    child.once("error", () => settle("ended"));
    child.once("exit", () => settle("ended"));
  });
}

function keep(child: ChildProcess): void {
  kept = child;
  child.once("exit", () => {
    if (kept === child) kept = undefined;
  });
  child.on("error", () => {});
  child.unref();
  child.channel?.unref();
}
