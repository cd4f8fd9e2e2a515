/**
 * A worker of a build on several machines: takes pieces from the queue, lets processes build them, and commits each with its
 * row in one transaction. A worker that fell silent has lost its piece: when it wakes, its commit takes no effect. What is no
 * fault of a piece (the database or the storage is away, this machine is another one, somebody stops the worker) costs it no attempt.
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
import { openStorage, StorageError } from "../storage/storage.ts";
import {
  affected,
  asSentence,
  finishJob,
  isAway,
  liveStates,
  openQueue,
  type PieceJob,
  type QueueDatabase,
  queueName,
} from "./database.ts";
import { piecesOf } from "./enqueue.ts";

export type QueueEvent =
  | { readonly type: "took" | "lost"; readonly build: string; readonly piece: number; readonly attempt: number }
  | { readonly type: "done"; readonly build: string; readonly piece: number; readonly samples: number }
  | { readonly type: "failed"; readonly build: string; readonly piece: number; readonly message: string }
  | { readonly type: "finished"; readonly build: string }
  | { readonly type: "waits"; readonly message: string; readonly seconds: number };

export interface QueueWorkerOptions {
  readonly queue: string;
  /** Processes that build side by side; 1 unless said. */
  readonly workers?: number;
  /** Ends when no build of the queue is unfinished; otherwise it waits for more. */
  readonly untilDone?: boolean;
  /** How long a database or a storage may be away until the worker ends; ten minutes unless said. */
  readonly patienceSeconds?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: QueueEvent) => void;
}

type Job = JobWithMetadata<PieceJob>;

interface Build {
  readonly id: string;
  readonly hash: string;
  readonly out: string;
  readonly recipe: Recipe;
  readonly pieces: number;
}

/** A process with what it was opened for. */
interface Lane {
  handle?: WorkerHandle;
  build?: string;
}

const pauseMs = 1000;
const longestPauseMs = 30_000;
/** An idle worker looks once in so many pauses for builds whose last worker died before it could say that all is there. */
const pausesBetweenLooks = 60;

/**
 * Works until the signal, or until everything is done. Throws where the database or the storage stays away, where this machine
 * would make other bytes, and with `untilDone` where pieces of the builds it worked on were given up.
 */
export async function workOnQueue(options: QueueWorkerOptions): Promise<void> {
  const { workers = 1, untilDone = false, patienceSeconds = 600, signal, onEvent = () => {} } = options;
  const queue = await openQueue(options.queue, { supervise: true });
  const builds = new Map<string, Promise<Build>>();
  const name = `${hostname()}:${process.pid}`;

  /** Waits longer each time in a row; throws what is wrong when that has lasted too long. */
  const patience = () => {
    let since: number | undefined;
    let pauses = 0;
    return {
      async wait(error: Error): Promise<void> {
        const now = performance.now();
        since ??= now;
        if (now - since > patienceSeconds * 1000) throw error;
        const ms = Math.min(longestPauseMs, pauseMs * 2 ** pauses++);
        onEvent({ type: "waits", message: error.message, seconds: ms / 1000 });
        await pause(ms, signal);
      },
      over(): void {
        [since, pauses] = [undefined, 0];
      },
    };
  };

  /** Asks the database, again where it is away. */
  const asked = async <T>(question: () => Promise<T>): Promise<T> => {
    for (const away = patience(); ; ) {
      try {
        return await question();
      } catch (error) {
        if (!isAway(error)) throw error;
        signal?.throwIfAborted();
        await away.wait(new DatabaseAway(asSentence(error, options.queue).message));
      }
    }
  };

  /** What ends one lane ends the worker, when the others have done what they are at: it is told at the end. */
  let isOver = false;
  const lane = async (_: unknown, number: number): Promise<void> => {
    const mine: Lane = {};
    const storageAway = patience();
    let idle = 0;
    try {
      while (!signal?.aborted && !isOver) {
        const [job] = await asked(() => queue.boss.fetch<PieceJob>(queueName, { batchSize: 1, includeMetadata: true }));
        if (job) {
          idle = 0;
          const away = await perform(job, mine);
          if (away) await storageAway.wait(away);
          else storageAway.over();
          continue;
        }
        if (untilDone || (number === 0 && idle % pausesBetweenLooks === 0)) {
          if ((await asked(() => allDone(queue))) && untilDone) return;
        }
        idle++;
        await pause(pauseMs, signal);
      }
    } catch (error) {
      isOver = true;
      throw error;
    } finally {
      await mine.handle?.close();
    }
  };

  /** An error where the storage is away: the piece is in the queue again. */
  const perform = async (job: Job, mine: Lane): Promise<StorageError | undefined> => {
    const { build: id, piece } = job.data;
    const stop = beat(queue, job);
    try {
      const build = await remembered(builds, id, () => asked(() => readBuild(queue, id)));
      if (piece === build.pieces) {
        await bringTogether(build, await asked(() => resultsOf(queue, id)));
        if (await asked(() => commitFinish(queue, job))) onEvent({ type: "finished", build: id });
        return;
      }
      onEvent({ type: "took", build: id, piece, attempt: job.retryCount });
      const result = await make(build, piece, mine, signal);
      const isMine = await asked(() => commit(queue, job, result, name));
      const samples = result.shards.reduce((sum, shard) => sum + shard.samples, 0);
      if (isMine) onEvent({ type: "done", build: id, piece, samples });
      else onEvent({ type: "lost", build: id, piece, attempt: job.retryCount });
      // also where another has it: he may have died before this, or be this one, whose commit lost its answer on the way
      await asked(() => queueFinish(queue, id));
    } catch (error) {
      stop();
      if (signal?.aborted) return void (await giveBack(queue, job).catch(() => {})); // or its heartbeats end
      if (error instanceof DatabaseAway) throw error;
      if (error instanceof WrongMachine) {
        await asked(() => giveBack(queue, job));
        throw error; // every other piece would fail here as well
      }
      if (error instanceof StorageError) {
        await asked(() => giveBack(queue, job));
        return error;
      }
      const message = error instanceof Error ? error.message : String(error);
      await asked(() => queue.boss.fail(queueName, job, { message }));
      onEvent({ type: "failed", build: id, piece, message });
    } finally {
      stop();
    }
  };

  try {
    const lanes = await Promise.allSettled(Array.from({ length: workers }, lane));
    if (signal?.aborted) return;
    const failed = lanes.find((one) => one.status === "rejected");
    if (failed) throw failed.reason;
    const lost = await asked(() => givenUp(queue, [...builds.keys()]));
    if (lost) {
      throw new UserError(
        `pieces of ${lost.build} that were given up: ${lost.jobs}; periscope data queue says why, and putting the build into the queue again gives them another chance`,
      );
    }
  } finally {
    await queue.close();
  }
}

/** Thrown where the database stays away. */
class DatabaseAway extends UserError {}

/** Thrown where this machine cannot make the build's bytes. */
class WrongMachine extends UserError {}

async function readBuild({ pool }: QueueDatabase, id: string): Promise<Build> {
  const { rows } = await pool.query("SELECT recipe_hash, out, recipe, pieces FROM periscope_build WHERE id = $1", [id]);
  if (!rows[0]) throw new Error(`there is no build ${id}`);
  const { recipe_hash: hash, out, recipe, pieces } = rows[0];
  try {
    return { id, hash, out, recipe: parseRecipe(recipe, "its recipe"), pieces };
  } catch (error) {
    // another Periscope wrote it, which knows fields that this one does not
    throw new WrongMachine(`this machine cannot work on build ${id}: ${(error as Error).message}`, { cause: error });
  }
}

/** Builds the piece in the lane's process; one that died is replaced for the next piece. */
async function make(build: Build, piece: number, lane: Lane, signal?: AbortSignal): Promise<WorkResult> {
  if (lane.build !== build.id) {
    await lane.handle?.close();
    lane.handle = undefined;
  }
  if (!lane.handle) {
    lane.handle = await opened(build, signal);
    lane.build = build.id;
  }
  const result = await lane.handle.perform(piecesOf(build.recipe)[piece]!, () => {});
  if (result instanceof Error) {
    lane.handle = undefined;
    throw result;
  }
  return result;
}

/** A process that makes the build's bytes. What keeps it from starting is this machine's matter: the recipe was tried elsewhere. */
async function opened({ id, hash, out, recipe }: Build, signal?: AbortSignal): Promise<WorkerHandle> {
  let handle: WorkerHandle;
  try {
    handle = await startWorker({ type: "open", recipe, files: await fileHashes(recipe), out, check: "bytes" }, signal);
  } catch (error) {
    throw new WrongMachine(`this machine cannot work on build ${id}: ${(error as Error).message}`, { cause: error });
  }
  if (handle.hash === hash) return handle;
  await handle.close();
  throw new WrongMachine(
    `this machine would make other bytes than build ${id}: Periscope, Chromium, fonts and the files that the recipe names must be the same on all machines`,
  );
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

/** Puts a job back as it was before it was fetched, unless it is someone else's by now. pg-boss knows that only with an attempt lost. */
async function giveBack({ pool }: QueueDatabase, { id, retryCount }: Job): Promise<void> {
  await pool.query(
    `UPDATE pgboss.job SET state = 'retry', started_on = NULL, heartbeat_on = NULL
     WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3`,
    [queueName, id, retryCount],
  );
}

/** When the last piece is there, the build's last job is put into the queue, once. How many were put. */
async function queueFinish({ boss, pool }: QueueDatabase, build?: string): Promise<number> {
  const { rows } = await pool.query<{ id: string; pieces: number }>(
    `SELECT id, pieces FROM periscope_build WHERE finished IS NULL AND ($1::text IS NULL OR id = $1)
     AND pieces = (SELECT count(*) FROM periscope_piece WHERE build = id)`,
    [build ?? null],
  );
  const jobs = rows.map(({ id, pieces }) => finishJob(id, pieces));
  return jobs.length === 0 ? 0 : ((await boss.insert(queueName, jobs, { returnId: true }))?.length ?? 0);
}

async function resultsOf({ pool }: QueueDatabase, build: string): Promise<WorkResult[]> {
  const { rows } = await pool.query<{ result: WorkResult }>(
    "SELECT result FROM periscope_piece WHERE build = $1 ORDER BY piece",
    [build],
  );
  return rows.map(({ result }) => result);
}

/** Writes the data set's own files. */
async function bringTogether({ recipe, hash, out }: Build, results: readonly WorkResult[]): Promise<void> {
  const [shards, quarantine] = [results.flatMap((one) => one.shards), results.flatMap((one) => one.quarantine)];
  if (!out.includes("://")) await removeLeftovers(out); // of workers that were killed on this host
  await finishDataset(recipe, hash, shards, quarantine, await openStorage(out));
}

/** Completes the last job and the build together, or neither. False where the job is someone else's by now. */
async function commitFinish(queue: QueueDatabase, { id, retryCount, data }: Job): Promise<boolean> {
  return queue.transaction(async (client, db) => {
    if (affected(await queue.boss.complete(queueName, { id, retryCount }, {}, { db })) !== 1) return false;
    await client.query("UPDATE periscope_build SET finished = now() WHERE id = $1", [data.build]);
    return true;
  });
}

/** Nothing waits and nobody works: everything is finished, or was given up. */
async function allDone(queue: QueueDatabase): Promise<boolean> {
  const { rows } = await queue.pool.query(
    `SELECT 1 FROM pgboss.job WHERE name = $1 AND state IN ${liveStates} LIMIT 1`,
    [queueName],
  );
  return rows.length === 0 && (await queueFinish(queue)) === 0;
}

async function givenUp({ pool }: QueueDatabase, builds: readonly string[]) {
  const { rows } = await pool.query<{ build: string; jobs: number }>(
    `SELECT data->>'build' AS build, count(*)::int AS jobs FROM pgboss.job
     WHERE name = $1 AND state = 'failed' AND data->>'build' = ANY($2) GROUP BY 1`,
    [queueName, builds],
  );
  return rows[0];
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
