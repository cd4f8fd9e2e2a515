/** Orders to the worker that looks at images, each with its answer. */
import { ApiError } from "./errors.ts";
import type { ServiceEvent } from "./model-service.ts";
import type { ImageLimits, ImageView, ModelPlace, VisionOrder, VisionReport } from "./workers/protocol.ts";
import { Worker } from "./workers/worker.ts";

interface Pending {
  readonly order: VisionOrder;
  readonly resolve: (report: VisionReport) => void;
  readonly reject: (error: ApiError) => void;
}

export interface VisionLineOptions {
  readonly place: ModelPlace;
  readonly limits: ImageLimits;
  readonly onEvent?: (event: ServiceEvent) => void;
}

export class VisionLine {
  readonly #worker: Worker<VisionOrder, VisionReport>;
  readonly #waiting: Pending[] = [];
  /** The one order that the worker has: an image that brings it down is then known. */
  #current: (Pending & { readonly id: number }) | undefined;
  #nextId = 1;
  #everReady = false;
  memoryBytes = 0;

  constructor({ place, limits, onEvent }: VisionLineOptions) {
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
        const lost = this.#current;
        this.#current = undefined;
        lost?.reject(
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

  start(): Promise<void> {
    return this.#worker.start();
  }

  /** The features [N, D] of an image file. Throws an ApiError for one that cannot be read. */
  async encode(hash: string, bytes: Uint8Array): Promise<Float32Array> {
    const report = await this.#ask({ type: "encode", id: 0, hash, bytes });
    if (report.type !== "encoded") throw new Error(`the vision worker answered "${report.type}"`);
    this.memoryBytes = report.memoryBytes;
    return report.features;
  }

  async view(bytes: Uint8Array): Promise<ImageView> {
    const report = await this.#ask({ type: "inspect", id: 0, bytes });
    if (report.type !== "viewed") throw new Error(`the vision worker answered "${report.type}"`);
    return report.view;
  }

  async close(): Promise<void> {
    await this.#worker.close();
    const error = new ApiError(503, "the server is shutting down", { code: "shutting_down" });
    for (const { reject } of [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)]) reject(error);
    this.#current = undefined;
  }

  #ask(order: VisionOrder): Promise<VisionReport> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#current !== undefined || !this.#worker.ready) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const id = this.#nextId++;
    this.#current = { ...next, id };
    this.#worker.send({ ...next.order, id } as VisionOrder);
  }

  #report(report: VisionReport): void {
    const current = this.#current;
    if (current === undefined || !("id" in report) || report.id !== current.id) return;
    this.#current = undefined;
    if (report.type === "failed") {
      current.reject(new ApiError(report.status, report.message, report));
    } else {
      current.resolve(report);
    }
    this.#next();
  }
}
