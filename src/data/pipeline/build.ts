/**
 * A whole data set on this machine: worker processes build shards side by side, and what they have finished is there to stay. A
 * build that was stopped, or killed, goes on where it was when it is started again.
 */
import { UserError } from "../../runtime/errors.ts";
import { generatedShards, type Recipe } from "../recipe.ts";
import { type Dataset, files, finishDataset, json } from "../shard/dataset.ts";
import type { ShardReport } from "../shard/shard.ts";
import { openStorage, type Storage } from "../storage/storage.ts";
import { fileHashes } from "./build-shard.ts";
import { type BuildProgress, progressMeter } from "./progress.ts";
import type { Work, WorkResult } from "./worker.ts";
import { startWorker, type WorkerHandle } from "./worker-process.ts";

export interface BuildOptions {
  /** A folder, or `s3://bucket/prefix`. */
  readonly out: string;
  /** Processes; 1 unless said. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** How shards that are there already are recognised: by size, or by their bytes. `bytes` unless said. */
  readonly check?: "size" | "bytes";
}

/** Workers that died of the same piece of work until the build gives up. */
const mostDeaths = 3;

/** Builds all shards that are not there yet, then the data set's own files. */
export async function buildData(recipe: Recipe, options: BuildOptions): Promise<Dataset> {
  const { out, workers: wanted = 1, signal, check = "bytes" } = options;
  signal?.throwIfAborted();
  const storage = await openStorage(out);
  const tidy = async () => {
    if (!out.includes("://")) await (await import("../storage/folder.ts")).removeLeftovers(out);
  };
  await tidy();
  const hashes = await fileHashes(recipe);
  const queue: Work[] = [
    ...Array.from({ length: generatedShards(recipe) }, (_, number): Work => ({ kind: "shard", number })),
    ...recipe.imports.map((_, entry): Work => ({ kind: "import", entry })),
  ];
  if (queue.length === 0) throw new UserError(`the recipe ${recipe.name} asks for no samples and imports nothing`);
  const meter = progressMeter(recipe.samples, queue.length, options.onProgress);
  const results = new Map<Work, WorkResult>();
  const order = { type: "open", recipe, files: hashes, out, check } as const;
  const waiting = [...queue];
  let hash = "";

  const lane = async (): Promise<void> => {
    let worker: WorkerHandle | undefined;
    try {
      let deaths = 0;
      for (let work = waiting.shift(); work !== undefined; ) {
        signal?.throwIfAborted();
        if (!worker) {
          worker = await startWorker(order, signal);
          if (hash === "") {
            hash = worker.hash;
            meter.missing(worker.missing);
            await claim(storage, recipe, hash);
          }
        }
        const lap = meter.lap();
        const result = await worker.perform(work, lap.add);
        if (result instanceof Error) {
          lap.cancel();
          worker = undefined; // it died; another one takes its work
          if (++deaths >= mostDeaths) throw tooDeadly(work, result);
          continue;
        }
        lap.finish(result);
        results.set(work, result);
        deaths = 0;
        work = waiting.shift();
      }
    } catch (error) {
      waiting.length = 0;
      throw error;
    } finally {
      await worker?.close();
    }
  };
  const lanes = Array.from({ length: Math.min(wanted, queue.length) }, lane);
  const failed = (await Promise.allSettled(lanes)).find((settled) => settled.status === "rejected");
  if (failed) throw failed.reason;
  await tidy(); // a killed build's workers may have lived a moment longer than it
  const done = queue.map((work) => results.get(work)!);
  const reports: ShardReport[] = done.flatMap(({ shards }) => shards);
  return finishDataset(
    recipe,
    hash,
    reports,
    done.flatMap(({ quarantine }) => quarantine),
    storage,
  );
}

function tooDeadly(work: Work, { message }: Error): UserError {
  const piece = work.kind === "shard" ? `shard ${work.number}` : `import ${work.entry}`;
  return new UserError(
    `${message}; so did ${mostDeaths - 1} others at ${piece}: perhaps memory is short, and fewer workers or smaller shards would do`,
  );
}

/** Says whose data the folder holds. Throws a `UserError` where it is another recipe's. */
export async function claim(storage: Storage, recipe: Recipe, hash: string): Promise<void> {
  if (await storage.head(files.recipe)) {
    const before = JSON.parse(Buffer.from(await storage.get(files.recipe)).toString("utf8")) as { hash?: string };
    if (before.hash !== hash) {
      throw new UserError(
        `${storage.where} holds data of another recipe, or of this one with other sources, browser or settings; build into another folder, or remove that one first`,
      );
    }
  }
  await storage.put(files.recipe, json({ hash, recipe }));
}
