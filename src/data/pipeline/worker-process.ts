/** Starts a worker process and speaks with it. When the process dies, the work under way is answered with an error. */
import type { ChildProcess } from "node:child_process";
import { UserError } from "../../runtime/errors.ts";
import { forkFile } from "../../runtime/fork.ts";
import { StorageError } from "../storage/storage.ts";
import type { ShardProgress } from "./build-shard.ts";
import type { FromWorker, ToWorker, Work, WorkResult } from "./worker.ts";

export interface WorkerHandle {
  readonly hash: string;
  /** Categories of the recipe without a source. */
  readonly missing: readonly string[];
  /** The result, or an error if the process died meanwhile. Throws what the work itself fails of. */
  perform(work: Work, onProgress: (progress: ShardProgress) => void): Promise<WorkResult | Error>;
  close(): Promise<void>;
}

const patienceMs = 5000;

export async function startWorker(
  order: Extract<ToWorker, { type: "open" }>,
  signal?: AbortSignal,
): Promise<WorkerHandle> {
  const child = forkWorker();
  let said = "";
  child.stderr!.on("data", (text: Buffer) => {
    said = (said + text.toString("utf8")).slice(-2000);
  });
  const ended = new Promise<Error>((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code, by) => {
      const last = said.trim().split("\n").at(-1) ?? "";
      resolve(new Error(`a worker process ended (${by ?? `exit code ${code}`})${last === "" ? "" : `: ${last}`}`));
    });
  });
  const stop = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", stop);
  void ended.then(() => signal?.removeEventListener("abort", stop));

  const ask = (message: ToWorker, onProgress?: (progress: ShardProgress) => void): Promise<FromWorker | Error> => {
    const answered = new Promise<FromWorker>((resolve) => {
      const listen = (answer: FromWorker) => {
        if (answer.type === "progress") return onProgress?.(answer);
        child.off("message", listen);
        resolve(answer);
      };
      child.on("message", listen);
    });
    child.send(message, () => {}); // a worker that is gone is told by `ended`
    return Promise.race([answered, ended]);
  };
  const checked = async (answer: FromWorker | Error): Promise<FromWorker | Error> => {
    signal?.throwIfAborted();
    if (answer instanceof Error || answer.type !== "failed") return answer;
    if (answer.storage) throw new StorageError(answer.message);
    throw answer.plain ? new UserError(answer.message) : new Error(answer.message);
  };
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.send({ type: "close" } satisfies ToWorker, () => {});
    const late = setTimeout(stop, patienceMs);
    await ended;
    clearTimeout(late);
  };
  try {
    const ready = await checked(await ask(order));
    if (ready instanceof Error) throw ready;
    if (ready.type !== "ready") throw new Error(`a worker process answered "${ready.type}" instead of being ready`);
    return {
      hash: ready.hash,
      missing: ready.missing,
      async perform(work, onProgress) {
        const answer = await checked(await ask({ type: "work", work }, onProgress));
        if (answer instanceof Error) return answer;
        if (answer.type !== "done") throw new Error(`a worker process answered "${answer.type}" to its work`);
        return answer;
      },
      close,
    };
  } catch (error) {
    stop();
    await ended;
    throw error;
  }
}

function forkWorker(): ChildProcess {
  return forkFile(import.meta.url, "worker", {
    // drawings and pages are many short-lived objects: room for the young saves a tenth of the time
    execArgv: ["--max-semi-space-size=64"],
    // a process group of its own: Ctrl-C reaches whoever started it, who then decides
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}
