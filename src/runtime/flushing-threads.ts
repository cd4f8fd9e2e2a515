/**
 * Threads that run programs on the CPU with denormal numbers (below 1.2e-38) taken as zero. Intel's units need over a
 * hundred cycles for such a number, and a tenth of an attention's weights can be some. A processor has this setting once per
 * thread, so libuv's threads, which everybody shares, cannot have it; here each run has a thread of ours. Only Linux on x64:
 * elsewhere programs run on libuv's threads and compute with denormals. Knows nothing of sessions.
 */
import { Worker } from "node:worker_threads";
import { packageRequire } from "./native-package.ts";
import type { Pointer, RunFunction } from "./ort-api.ts";

/** The arguments of `OrtApi::Run`: session, options, names and values of inputs, their number, the same of outputs. */
export type RunArguments = readonly [
  session: Pointer,
  options: null,
  inputNames: Pointer,
  inputs: Pointer,
  inputCount: number,
  outputNames: Pointer,
  outputCount: number,
  outputs: Pointer,
];

export interface FlushingThreads {
  /** Calls `OrtApi::Run` on a free thread, or on a new one; the status, null when all went well. */
  run(call: RunArguments): Promise<Pointer | null>;
}

/**
 * What a thread does: sets the two bits of the processor's control word (flush results, read denormals as zero), proves it
 * with a number of its own, then calls `run` with whatever comes. A string, because neither TypeScript nor a bundler's
 * output can be the entry of a thread as it stands.
 */
const program = `
const { parentPort, workerData } = require("node:worker_threads");
const koffi = require(workerData.koffi);
koffi.config({ ...koffi.config(), sync_stack_size: workerData.stackBytes });
const mathematics = koffi.load("libm.so.6");
const environment = new Uint32Array(8); // fenv_t: 28 bytes of the old unit's state, then the vector unit's control word
mathematics.func("int fegetenv(void *)")(environment);
environment[7] |= 0x8040;
mathematics.func("int fesetenv(const void *)")(environment);
const [two] = Float64Array.of(2);
const run = koffi.decode(workerData.address, koffi.proto("void *", workerData.parameters));
parentPort.on("message", (call) => parentPort.postMessage(run(...call)));
parentPort.postMessage(Number.MIN_VALUE * two === 0);
`;

/** Threads that flush; undefined where this machine has none. */
export async function openFlushingThreads(run: RunFunction): Promise<FlushingThreads | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const start = async () => {
    const workerData = { ...run, koffi: packageRequire().resolve("koffi") };
    const worker = new Worker(program, { eval: true, workerData, execArgv: [], name: "onnxruntime" });
    const flushes = await answer(worker);
    worker.unref(); // a thread without work keeps no process alive
    if (flushes === true) return worker;
    await worker.terminate();
    throw new Error("this machine's processor takes no denormal number as zero.");
  };
  const first = await start().catch(() => undefined);
  if (!first) return undefined;
  const idle = [first];
  return {
    async run(call) {
      const worker = idle.pop() ?? (await start());
      worker.ref();
      worker.postMessage(call);
      const status = (await answer(worker)) as Pointer | null;
      worker.unref();
      idle.push(worker);
      return status;
    },
  };
}

/** A thread's next message. Rejects if it ends instead. */
function answer(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      then();
    };
    const onMessage = (message: unknown) => settle(() => resolve(message));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error("the thread of a program's run ended before the run did.")));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}
