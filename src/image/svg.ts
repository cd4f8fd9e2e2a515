/**
 * Draws vector pictures in a process of its own: a drawing that has begun cannot be stopped, and a few lines of nested
 * references ask for years of it; a process can be ended. It starts with the first picture and is kept for the next.
 */
import type { ChildProcess } from "node:child_process";
import { UserError } from "../runtime/errors.ts";
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
  | { readonly type: "refused" | "corrupt"; readonly message: string };

/** A drawing that takes longer than it may. */
export class SlowDrawing extends UserError {}

let kept: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * The picture on white, its long side between 1024 and 2048 pixels. Pictures wait for each other; `seconds` counts from a
 * picture's turn. Throws SlowDrawing, a UserError for one of which nothing would be seen, an Error for a corrupt one.
 */
export function drawSvg(order: DrawingOrder, seconds: number): Promise<RgbImage> {
  const drawing = last.then(() => drawNow(order, seconds));
  last = drawing.catch(() => {});
  return drawing;
}

async function drawNow(order: DrawingOrder, seconds: number): Promise<RgbImage> {
  const child = kept ?? (await start());
  kept = undefined;
  const asked = answerOf(child, seconds);
  child.send(order, () => {}); // of a process that is gone, its end tells
  const report = await asked;
  if (report === "late" || report === "ended") {
    child.kill("SIGKILL");
    throw report === "late"
      ? new SlowDrawing(`${order.source} is an SVG that takes more than ${seconds} s to draw`)
      : new Error("the process that drew it ended");
  }
  keep(child);
  if (report.type === "drawn") return { data: report.data, width: report.width, height: report.height };
  throw report.type === "refused" ? new UserError(report.message) : new Error((report as { message: string }).message);
}

/** A process that can draw. Apart from the terminal's signals, and no reason for this process to go on. */
async function start(): Promise<ChildProcess> {
  const child = forkFile(import.meta.url, "svg-process", {
    ...{ detached: true, serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] },
  });
  const report = await answerOf(child);
  if (report === "ended") throw new UserError("the process that draws SVG pictures cannot be started");
  return child;
}

/** Its next report, or what came instead. While somebody waits for it, it keeps this process alive. */
function answerOf(child: ChildProcess, seconds?: number): Promise<DrawingReport | "late" | "ended"> {
  child.ref();
  child.channel?.ref();
  return new Promise((resolve) => {
    const late = seconds === undefined ? undefined : setTimeout(() => settle("late"), seconds * 1000);
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
