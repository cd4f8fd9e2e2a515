/**
 * A whole data set on this machine: worker processes build shards side by side, and what they have finished is there to stay. A
 * build that was stopped, or killed, goes on where it was when it is started again.
 */
import { z } from "zod";
import { makeFolder } from "../../checkpoint/files.ts";
import { UserError } from "../../runtime/errors.ts";
import { generatedShards, type Recipe } from "../recipe.ts";
import { type Dataset, files, finishDataset, json, parseJson } from "../shard/dataset.ts";
import { readReport, type ShardReport, shardName } from "../shard/shard.ts";
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
  const inFolder = !out.includes("://");
  const tidy = async () => {
    if (inFolder) await (await import("../storage/folder.ts")).removeLeftovers(out);
  };
  const queue: Work[] = [
    ...Array.from({ length: generatedShards(recipe) }, (_, number): Work => ({ kind: "shard", number })),
    ...recipe.imports.map((_, entry): Work => ({ kind: "import", entry })),
  ];
  if (queue.length === 0) throw new UserError(`the recipe ${recipe.name} asks for no samples and imports nothing`);
  const hashes = await fileHashes(recipe);
  if (inFolder) await makeFolder(out); // what cannot be written to is said before browsers are started
  await tidy();
  const meter = progressMeter(recipe.samples, queue.length, options.onProgress);
  const results = new Map<Work, WorkResult>();
  const order = { type: "open", recipe, files: hashes, out, check } as const;
  const waiting = [...queue];
  let hash = "";
  let claimed: Promise<void> | undefined;

  const lane = async (): Promise<void> => {
    let worker: WorkerHandle | undefined;
    try {
      let deaths = 0;
      for (let work = waiting.shift(); work !== undefined; ) {
        signal?.throwIfAborted();
        if (!worker) {
          worker = await startWorker(order, signal);
          if (claimed === undefined) {
            hash = worker.hash;
            meter.missing(worker.missing);
            claimed = claim(storage, recipe, hash);
          }
          await claimed; // no lane writes into a folder that is not this recipe's
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
  await tidy(); // of workers that were stopped, and of a killed build's, which may have lived a moment longer than it
  if (failed) throw failed.reason;
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

/** What a later build must know of the one before. */
const claimSchema = z.object({ hash: z.string(), recipe: z.object({ samples: z.number() }) });

/** Says whose data the folder holds. Throws a `UserError` where it is another recipe's, or has shards beyond this one's. */
export async function claim(storage: Storage, recipe: Recipe, hash: string): Promise<void> {
  if (await storage.head(files.recipe)) {
    const before = parseJson(await storage.get(files.recipe), claimSchema, files.recipe, storage.where);
    if (before.hash !== hash) {
      throw new UserError(
        `${storage.where} holds data of another recipe, or of this one with other sources, browser or settings; build into another folder, or remove that one first`,
      );
    }
    if (before.recipe.samples > recipe.samples) await refuseToShrink(storage, recipe);
  }
  await storage.put(files.recipe, json({ hash, recipe }));
}

/** A smaller build would write its last shard again and leave those behind it, which no manifest lists any more. */
async function refuseToShrink(storage: Storage, { samples, samplesPerShard }: Recipe): Promise<void> {
  let last = -1;
  for (const { key } of await storage.list("shard-")) {
    last = Math.max(last, Number(/^shard-(\d+)\.json$/.exec(key)?.[1] ?? -1));
  }
  if (last < 0) return;
  const report = await readReport(shardName(last), storage);
  const there = last * samplesPerShard + (report?.samples ?? 1);
  if (there <= samples) return;
  throw new UserError(
    `${storage.where} holds shards of ${there} samples and ${samples} were asked for: finished shards are not written again; ask for at least ${there}, or build into another folder`,
  );
}
