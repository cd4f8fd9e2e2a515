/** A thread that makes batches: it is told a specification once, then steps, and answers each with its batch. */
import { parentPort, workerData } from "node:worker_threads";
import { type BatchSpec, buffersOf, makeBatch } from "./batches.ts";

const spec = workerData as BatchSpec;
parentPort?.on("message", ({ step, difficulty }: { step: number; difficulty: number }) => {
  const batch = makeBatch(spec, step, difficulty);
  parentPort?.postMessage(batch, buffersOf(batch));
});
