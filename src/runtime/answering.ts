/**
 * A process of its own that answers one order after the other: what cannot be stopped from within is ended with it. It stands
 * apart from the terminal's signals, and is no reason for this process to go on. What is ordered, others say.
 */
import type { ChildProcess } from "node:child_process";
import { SetupError } from "./errors.ts";
import { forkFile } from "./fork.ts";

/** A process that has not begun by then does not begin any more; a busy machine takes a few seconds. */
const startSeconds = 30;

/**
 * Starts the file `name` beside the module whose `import.meta.url` is `from`; its first message says that it can begin. Throws a
 * SetupError, which calls it `what`.
 */
export async function startAnswering(from: string | undefined, name: string, what: string): Promise<ChildProcess> {
  const child = forkFile(from, name, {
    ...{ detached: true, serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] },
  });
  const report = await nextOf(child, startSeconds);
  if (report !== "late" && report !== "ended") return child;
  child.kill("SIGKILL");
  throw new SetupError(`${what} cannot be started`);
}

/** What it answers to an order. One that takes longer, or ends over it, is gone afterwards. */
export async function answerTo<T extends object>(
  child: ChildProcess,
  order: object,
  seconds: number,
): Promise<T | "late" | "ended"> {
  const answer = nextOf<T>(child, seconds);
  child.send(order, () => {}); // of a process that is gone, its end tells
  const report = await answer;
  if (report === "late" || report === "ended") child.kill("SIGKILL");
  return report;
}

/** Its next message, or what came instead. While somebody waits for it, it keeps this process alive. */
function nextOf<T extends object>(child: ChildProcess, seconds: number): Promise<T | "late" | "ended"> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve("ended");
  child.ref();
  child.channel?.ref();
  return new Promise((resolve) => {
    const late = setTimeout(() => settle("late"), seconds * 1000);
    const settle = (report: T | "late" | "ended") => {
      clearTimeout(late);
      for (const event of ["message", "error", "exit"]) child.removeAllListeners(event);
      child.on("error", () => {});
      child.unref();
      child.channel?.unref();
      resolve(report);
    };
    child.once("message", (report) => settle(report as T));
    child.once("error", () => settle("ended"));
    child.once("exit", () => settle("ended"));
  });
}
