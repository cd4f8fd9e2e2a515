/** Orders to the worker that looks at images, each with its answer, in line; whoever leaves it takes his order along. */
import { ApiError, badRequest } from "./errors.ts";
import type { ServiceEvent } from "./model-service.ts";
import type { ImageLimits, ImageView, ModelPlace, VisionOrder, VisionReport } from "./workers/protocol.ts";
import { Worker } from "./workers/worker.ts";

interface Pending {
  readonly order: VisionOrder;
  readonly resolve: (report: VisionReport) => void;
  readonly reject: (error: unknown) => void;
}

export interface VisionLineOptions {
  readonly place: ModelPlace;
  readonly limits: ImageLimits;
  /** A worker that takes longer for an image is replaced, and the image refused. */
  readonly patienceMs: number;
  readonly onEvent?: (event: ServiceEvent) => void;
}

export class VisionLine {
  readonly #worker: Worker<VisionOrder, VisionReport>;
  readonly #patienceMs: number;
  readonly #waiting: Pending[] = [];
  /** The one order that the worker has: an image that brings it down is then known. */
  #current: (Pending & { readonly id: number; readonly late: NodeJS.Timeout }) | undefined;
  #nextId = 1;
  #everReady = false;
  memoryBytes = 0;

  constructor({ place, limits, patienceMs, onEvent }: VisionLineOptions) {
    this.#patienceMs = patienceMs;
    this.#worker = new Worker<VisionOrder, VisionReport>({
      file: "vision",
      open: { type: "open", place, limits },
      onReady: ({ memoryBytes }) => {
        if (this.#everReady) onEvent?.({ kind: "replaced", worker: "vision" });
        this.#everReady = true;
        this.memoryBytes = memoryBytes;
        this.#next();
      },
      onReport: (report) => this.#report(report),
      onCrash: (reason) => {
        onEvent?.({ kind: "crash", reason });
        this.#take()?.reject(
          new ApiError(500, "the worker that was looking at this image ended unexpectedly; a new one is taking over", {
            code: "worker_crashed",
          }),
        );
      },
      onOutput: (text) => onEvent?.({ kind: "output", text }),
    });
  }

  get ready(): boolean {
    return this.#worker.ready;
  }

  get pid(): number | undefined {
    return this.#worker.pid;
  }

  /** Orders that the worker does not have yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  start(): Promise<void> {
    return this.#worker.start();
  }

  /** The features [N, D] of an image file. Throws an ApiError for one that cannot be read. */
  async encode(hash: string, bytes: Uint8Array, signal?: AbortSignal): Promise<Float32Array> {
    const report = await this.#ask({ type: "encode", id: 0, hash, bytes }, signal);
    if (report.type !== "encoded") throw new Error(`the vision worker answered "${report.type}"`);
    this.memoryBytes = report.memoryBytes;
    return report.features;
  }

  async view(bytes: Uint8Array, signal?: AbortSignal): Promise<ImageView> {
    const report = await this.#ask({ type: "inspect", id: 0, bytes }, signal);
    if (report.type !== "viewed") throw new Error(`the vision worker answered "${report.type}"`);
    return report.view;
  }

  async close(): Promise<void> {
    await this.#worker.close();
    const error = new ApiError(503, "the server is shutting down", { code: "shutting_down" });
    this.#take()?.reject(error);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  /** The signal takes the order out of the line; one that is being worked on goes on, to be of use to the next. */
  #ask(order: VisionOrder, signal?: AbortSignal): Promise<VisionReport> {
    return new Promise((resolve, reject) => {
      const pending = { order, resolve, reject };
      const leave = () => {
        const place = this.#waiting.indexOf(pending);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        reject(signal!.reason);
      };
      this.#waiting.push(pending);
      if (signal?.aborted) leave();
      signal?.addEventListener("abort", leave, { once: true });
      this.#next();
    });
  }

  #next(): void {
    if (this.#current !== undefined || !this.#worker.ready) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const id = this.#nextId++;
    this.#current = { ...next, id, late: setTimeout(() => this.#giveUp(), this.#patienceMs) };
    this.#worker.send({ ...next.order, id } as VisionOrder);
  }

  #giveUp(): void {
    const seconds = this.#patienceMs / 1000;
    this.#take()?.reject(badRequest(`looking at the image takes more than ${seconds} s`, undefined, "invalid_image"));
    this.#worker.replace(`the vision worker has been at one image for ${seconds} s`);
  }

  #report(report: VisionReport): void {
    if (!("id" in report) || report.id !== this.#current?.id) return;
    const { resolve, reject } = this.#take()!;
    if (report.type === "failed") reject(new ApiError(report.status, report.message, report));
    else resolve(report);
    this.#next();
  }

  /** The worker is done with what it had, one way or another. */
  #take(): Pending | undefined {
    const taken = this.#current;
    clearTimeout(taken?.late);
    this.#current = undefined;
    return taken;
  }
}
