/**
 * A worker process that is kept alive: forked, opened, and forked anew when it ends without being asked to. Whoever gives
 * it orders hears of its end; orders are not repeated here.
 */
import type { ChildProcess } from "node:child_process";
import { UserError } from "../../runtime/errors.ts";
import { forkFile } from "../../runtime/fork.ts";

export interface WorkerOptions<Order, Report> {
  /** The file of the worker, beside this one, without its ending. */
  readonly file: "language" | "vision";
  /** The first order; the worker is ready when it reports so. */
  readonly open: Order;
  readonly onReady: (report: Report & { readonly type: "ready" }) => void;
  readonly onReport: (report: Report) => void;
  /** It has ended by itself; another is on its way. */
  readonly onCrash: (reason: string) => void;
  /** What the worker writes to standard error. */
  readonly onOutput?: (text: string) => void;
}

/** Waiting before another attempt doubles from here, up to half a minute. */
const firstPauseMs = 100;
const longestPauseMs = 30_000;

export class Worker<Order, Report extends { readonly type: string }> {
  readonly #options: WorkerOptions<Order, Report>;
  #child: ChildProcess | undefined;
  #ready = false;
  #closing = false;
  #attempts = 0;
  #pause: NodeJS.Timeout | undefined;
  /** Why the process is being replaced. */
  #reason: string | undefined;

  constructor(options: WorkerOptions<Order, Report>) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#ready;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the first process; throws a UserError if it cannot open the model. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#start(resolve, (reason) => {
        this.#closing = true;
        reject(new UserError(reason));
      });
    });
  }

  /** Gives an order; only to a ready worker. */
  send(order: Order): void {
    // What a process that is just ending does not hear, its end will tell.
    this.#child?.send(order as object, () => {});
  }

  /** Ends a process that is of no use any more; another takes over. `onCrash` hears the reason. */
  replace(reason: string): void {
    this.#ready = false;
    this.#reason = reason;
    this.#child?.kill("SIGKILL");
  }

  /** Ends the process. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#ready = false;
    clearTimeout(this.#pause);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    // A run of the model is not to be waited for: nothing is written that could be left half done.
    child.kill("SIGKILL");
    await ended;
  }

  #start(opened: () => void, refused: (reason: string) => void): void {
    const child = forkFile(import.meta.url, this.#options.file, {
      ...{ serialization: "advanced", stdio: ["ignore", "ignore", "pipe", "ipc"] },
    });
    this.#child = child;
    let errors = "";
    let wasReady = false;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-2000);
      this.#options.onOutput?.(text);
    });
    child.on("message", (message) => {
      const report = message as Report;
      if (report.type === "ready") {
        this.#ready = true;
        wasReady = true;
        this.#attempts = 0;
        this.#options.onReady(report as Report & { type: "ready" });
        opened();
      } else if (report.type === "refused") {
        errors = (report as unknown as { message: string }).message;
        child.kill("SIGKILL");
      } else {
        this.#options.onReport(report);
      }
    });
    child.on("error", (error) => {
      errors = error.message;
    });
    child.once("exit", (code, signal) => {
      this.#ready = false;
      if (this.#closing) return;
      const end = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
      const reason = this.#reason ?? `the ${this.#options.file} worker ${end}`;
      this.#reason = undefined;
      if (!wasReady && this.#attempts === 0) {
        refused(errors.trim() || reason);
        return;
      }
      if (wasReady) this.#options.onCrash(reason);
      const pause = Math.min(firstPauseMs * 2 ** this.#attempts++, longestPauseMs);
      this.#pause = setTimeout(
        () =>
          this.#start(
            () => {},
            () => {},
          ),
        pause,
      );
    });
    child.send(this.#options.open as object, () => {});
  }
}
