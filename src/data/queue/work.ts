/**
 * A worker of a build on several machines: takes pieces from the queue, lets processes build them, and commits each with its
 * row in one transaction. A worker that fell silent has lost its piece: when it wakes, its commit takes no effect.
 */
import { hostname } from "node:os";
import type { JobWithMetadata } from "pg-boss";
import { UserError } from "../../runtime/errors.ts";
import { fileHashes } from "../pipeline/build-shard.ts";
import type { WorkResult } from "../pipeline/worker.ts";
import { startWorker, type WorkerHandle } from "../pipeline/worker-process.ts";
import { parseRecipe, type Recipe } from "../recipe.ts";
import { finishDataset } from "../shard/dataset.ts";
import { removeLeftovers } from "../storage/folder.ts";
import { openStorage } from "../storage/storage.ts";
import { affected, openQueue, type PieceJob, type QueueDatabase, queueName } from "./database.ts";
import { piecesOf } from "./enqueue.ts";

export type QueueEvent =
  | { readonly type: "took" | "lost"; readonly build: string; readonly piece: number; readonly attempt: number }
  | { readonly type: "done"; readonly build: string; readonly piece: number; readonly samples: number }
  | { readonly type: "failed"; readonly build: string; readonly piece: number; readonly message: string }
  | { readonly type: "finished"; readonly build: string };

export interface QueueWorkerOptions {
  readonly queue: string;
  /** Processes that build side by side; 1 unless said. */
  readonly workers?: number;
  /** Ends when no build of the queue is unfinished; otherwise it waits for more. */
  readonly untilDone?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: QueueEvent) => void;
}

type Job = JobWithMetadata<PieceJob>;

interface Build {
  readonly id: string;
  readonly hash: string;
  readonly out: string;
  readonly recipe: Recipe;
}

/** A process with what it was opened for. */
interface Lane {
  handle?: WorkerHandle;
  build?: string;
}

const pauseMs = 1000;

/** Works until the signal, or until everything is done. */
export async function workOnQueue(options: QueueWorkerOptions): Promise<void> {
  const { workers = 1, untilDone = false, signal, onEvent = () => {} } = options;
  const queue = await openQueue(options.queue, { supervise: true });
  const builds = new Map<string, Promise<Build>>();
  const name = `${hostname()}:${process.pid}`;

  const lane = async (): Promise<void> => {
    const mine: Lane = {};
    try {
      while (!signal?.aborted) {
        const [job] = await queue.boss.fetch<PieceJob>(queueName, { batchSize: 1, includeMetadata: true });
        if (job) await perform(job, mine);
        else if (untilDone && (await allDone(queue))) return;
        else await pause(pauseMs, signal);
      }
    } finally {
      await mine.handle?.close();
    }
  };

  const perform = async (job: Job, mine: Lane): Promise<void> => {
    const { build: id, piece } = job.data;
    onEvent({ type: "took", build: id, piece, attempt: job.retryCount });
    const stop = beat(queue, job);
    try {
      const build = await remembered(builds, id, () => readBuild(queue, id));
      const result = await make(build, piece, mine, signal);
      if (!(await commit(queue, job, result, name))) {
        onEvent({ type: "lost", build: id, piece, attempt: job.retryCount });
        return;
      }
      onEvent({
        type: "done",
        build: id,
        piece,
        samples: result.shards.reduce((sum, shard) => sum + shard.samples, 0),
      });
      if (await finish(queue, build)) onEvent({ type: "finished", build: id });
    } catch (error) {
      if (signal?.aborted) return void (await queue.boss.fail(queueName, job, { message: "the worker was stopped" }));
      const message = error instanceof Error ? error.message : String(error);
      await queue.boss.fail(queueName, job, { message });
      onEvent({ type: "failed", build: id, piece, message });
      if (error instanceof WrongMachine) throw error; // every other piece would fail here as well
    } finally {
      stop();
    }
  };

  try {
    const lanes = await Promise.allSettled(Array.from({ length: workers }, lane));
    const failed = lanes.find((one) => one.status === "rejected");
    if (failed && !signal?.aborted) throw failed.reason;
  } finally {
    await queue.close();
  }
}

/** Thrown where this machine would make other bytes than the build's. */
class WrongMachine extends UserError {}

async function readBuild({ pool }: QueueDatabase, id: string): Promise<Build> {
  const { rows } = await pool.query("SELECT recipe_hash, out, recipe FROM periscope_build WHERE id = $1", [id]);
  if (!rows[0]) throw new Error(`there is no build ${id}`);
  return { id, hash: rows[0].recipe_hash, out: rows[0].out, recipe: parseRecipe(rows[0].recipe, `build ${id}`) };
}

/** Builds the piece in the lane's process; one that died is replaced for the next piece. */
async function make(build: Build, piece: number, lane: Lane, signal?: AbortSignal): Promise<WorkResult> {
  if (lane.build !== build.id) {
    await lane.handle?.close();
    lane.handle = undefined;
  }
  if (!lane.handle) {
    const { recipe, out } = build;
    lane.handle = await startWorker(
      { type: "open", recipe, files: await fileHashes(recipe), out, check: "bytes" },
      signal,
    );
    lane.build = build.id;
    if (lane.handle.hash !== build.hash) {
      throw new WrongMachine(
        `this machine would make other bytes than build ${build.id}: Periscope, Chromium, fonts and the files that the recipe names must be the same on all machines`,
      );
    }
  }
  const result = await lane.handle.perform(piecesOf(build.recipe)[piece]!, () => {});
  if (result instanceof Error) {
    lane.handle = undefined;
    throw result;
  }
  return result;
}

/** Tells the database now and then that the piece is worked on. A call that fails is made good by the next. */
function beat({ boss }: QueueDatabase, job: Job): () => void {
  const timer = setInterval(
    () => void boss.touch(queueName, job).catch(() => {}),
    ((job.heartbeatSeconds ?? 60) * 1000) / 3,
  );
  return () => clearInterval(timer);
}

class Fenced extends Error {}

/** Completes the job and writes the piece's row together, or neither. False where the job is someone else's by now. */
async function commit(queue: QueueDatabase, job: Job, result: WorkResult, worker: string): Promise<boolean> {
  const { build, piece } = job.data;
  try {
    await queue.transaction(async (client, db) => {
      // the attempt is part of what is completed: once the job was given to another worker, nothing is affected
      const attempt = { id: job.id, retryCount: job.retryCount };
      if (affected(await queue.boss.complete(queueName, attempt, {}, { db })) !== 1) throw new Fenced();
      await client.query(
        "INSERT INTO periscope_piece (build, piece, result, worker, attempt) VALUES ($1, $2, $3, $4, $5)",
        [build, piece, JSON.stringify(result), worker, job.retryCount],
      );
    });
    return true;
  } catch (error) {
    if (error instanceof Fenced) return false;
    throw error;
  }
}

/** When the last piece is there, one worker writes the data set's own files. True for that one. */
async function finish(queue: QueueDatabase, { id, recipe, hash, out }: Build): Promise<boolean> {
  return queue.transaction(async (client) => {
    const { rows } = await client.query<{ finished: Date | null; whole: boolean }>(
      `SELECT finished, pieces = (SELECT count(*) FROM periscope_piece WHERE build = id) AS whole
       FROM periscope_build WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!rows[0]?.whole || rows[0].finished) return false;
    const pieces = await client.query<{ result: WorkResult }>(
      "SELECT result FROM periscope_piece WHERE build = $1 ORDER BY piece",
      [id],
    );
    const results = pieces.rows.map(({ result }) => result);
    const [shards, quarantine] = [results.flatMap((one) => one.shards), results.flatMap((one) => one.quarantine)];
    if (!out.includes("://")) await removeLeftovers(out); // of workers that were killed on this host
    await finishDataset(recipe, hash, shards, quarantine, await openStorage(out));
    await client.query("UPDATE periscope_build SET finished = now() WHERE id = $1", [id]);
    return true;
  });
}

/** Nothing waits and nobody works: everything is finished, or was given up. */
async function allDone({ pool }: QueueDatabase): Promise<boolean> {
  const { rows } = await pool.query(
    "SELECT 1 FROM pgboss.job WHERE name = $1 AND state IN ('created', 'retry', 'active') LIMIT 1",
    [queueName],
  );
  return rows.length === 0;
}

function remembered<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = map.get(key) ?? make();
  map.set(key, known);
  known.catch(() => map.delete(key));
  return known;
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
    signal?.addEventListener("abort", done);
  });
}
