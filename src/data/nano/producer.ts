/**
 * Makes batches ahead of the training step in worker threads. Which worker makes a batch, and when, changes nothing in
 * it; workers only decide how fast batches come.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { UserError } from "../../runtime/errors.ts";

export type { Batch, BatchOf, BatchSpec, DenseBatch, PairBatch, SceneBatch } from "./batches.ts";

import { type Batch, type BatchOf, type BatchSpec, makeBatch } from "./batches.ts";

export interface ProducerOptions<K extends BatchSpec["kind"]> extends BatchSpec {
  kind: K;
  /** Threads; 0 makes each batch in the calling thread when it is asked for. One unless said. */
  workers?: number;
  /** Batches made ahead of the one asked for; 4 unless said. */
  ahead?: number;
  /** 0 to 1, or what it is at a step; asked when a batch is ordered, that is up to `ahead` steps early. */
  difficulty?: number | ((step: number) => number);
}

export interface Producer<K extends BatchSpec["kind"]> {
  /** Batch `step`. Steps may be asked in any order; rising by one is fast. */
  next(step: number): Promise<BatchOf<K>>;
  /** Ends the threads; a batch still awaited is refused. */
  close(): Promise<void>;
}

interface Order {
  promise: Promise<Batch>;
  resolve(batch: Batch): void;
  reject(error: Error): void;
}

export function createProducer<K extends BatchSpec["kind"]>(options: ProducerOptions<K>): Producer<K> {
  const { workers: threads = 1, ahead = 4, difficulty = 1, ...spec } = options;
  const difficultyAt = (step: number) => (typeof difficulty === "number" ? difficulty : difficulty(step));
  if (threads === 0) {
    return {
      next: async (step) => makeBatch(spec, step, difficultyAt(step)) as BatchOf<K>,
      close: async () => {},
    };
  }

  const orders = new Map<number, Order>();
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    for (const order of orders.values()) order.reject(failure);
    orders.clear();
  };

  const workers = Array.from({ length: threads }, () => {
    const worker = startWorker(spec);
    const state = { worker, open: 0 };
    worker.on("message", (batch: Batch) => {
      state.open--;
      orders.get(batch.step)?.resolve(batch);
    });
    worker.on("error", (error: Error) =>
      fail(new UserError(`A worker that makes training images stopped: ${error.message}`)),
    );
    worker.on("exit", (code) =>
      fail(new UserError(`A worker that makes training images ended with exit code ${code}.`)),
    );
    worker.unref(); // a forgotten producer does not keep the process alive
    return state;
  });

  const order = (step: number): Order => {
    const known = orders.get(step);
    if (known !== undefined) return known;
    let settle: Pick<Order, "resolve" | "reject"> | undefined;
    const promise = new Promise<Batch>((resolve, reject) => {
      settle = { resolve, reject };
    });
    promise.catch(() => {}); // a batch made ahead may fail unawaited; whoever asks for it is told
    const made = { promise, ...settle! };
    orders.set(step, made);
    const idlest = workers.reduce((best, one) => (one.open < best.open ? one : best));
    idlest.open++;
    idlest.worker.postMessage({ step, difficulty: difficultyAt(step) });
    return made;
  };

  return {
    async next(step) {
      if (failure !== null) throw failure;
      const { promise } = order(step);
      for (let later = step + 1; later <= step + ahead; later++) order(later);
      for (const known of orders.keys()) if (known < step || known > step + ahead) orders.delete(known);
      for (const { worker } of workers) worker.ref();
      try {
        return (await promise) as BatchOf<K>;
      } finally {
        orders.delete(step);
        for (const { worker } of workers) worker.unref();
      }
    },
    async close() {
      fail(new UserError("The producer of training images was closed."));
      await Promise.all(workers.map(({ worker }) => worker.terminate()));
    },
  };
}

/** From JavaScript where this file was compiled; in development from TypeScript, with tsx registered in the thread. */
function startWorker(spec: BatchSpec): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./worker.js", import.meta.url), { workerData: spec });
  }
  // `--import tsx` in a worker's execArgv does not reach its entry file in Node 20, so the thread starts from a string.
  const tsxFile = createRequire(import.meta.url).resolve("tsx/esm/api"); // the CommonJS twin; its sibling is a module
  const tsx = new URL("./index.mjs", pathToFileURL(tsxFile)).href;
  const entry = new URL("./worker.ts", import.meta.url).href;
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(entry)});
  })`;
  return new Worker(start, { eval: true, workerData: spec, execArgv: [] });
}
