/** Puts a recipe's pieces into the queue: all of them the first time, afterwards those that are not done. */
import { resolve } from "node:path";
import type { PoolClient } from "pg";
import { checkNamed } from "../../checkpoint/files.ts";
import { UserError } from "../../runtime/errors.ts";
import { claim } from "../pipeline/build.ts";
import { openBuilder } from "../pipeline/build-shard.ts";
import type { Work, WorkResult } from "../pipeline/worker.ts";
import { canonical, generatedShards, type Recipe, sha256 } from "../recipe.ts";
import { files } from "../shard/dataset.ts";
import { openStorage, type Storage } from "../storage/storage.ts";
import {
  affected,
  finishJob,
  jobId,
  liveStates,
  openQueue,
  pieceJob,
  type QueueDatabase,
  queueName,
  type TransactionDatabase,
} from "./database.ts";

export interface EnqueueOptions {
  /** `postgres://...` */
  readonly queue: string;
  /** A folder that all workers share, or `s3://bucket/prefix`. */
  readonly out: string;
  /** A worker that is silent for so long has lost its piece. At least 10; 60 unless said. */
  readonly heartbeatSeconds?: number;
}

export interface Enqueued {
  readonly build: string;
  readonly pieces: number;
  /** Jobs that are in the queue now because of this call: pieces, or bringing them together where that alone is missing. */
  readonly queued: number;
  readonly done: number;
}

const atOnce = 1000;
/** Whoever puts a build into the queue keeps others waiting: two of different sizes must not go into the same place at once. */
const enqueueing = 4712010;

/** The pieces of a build: generated shards, then imports. A job names one by its place. */
export function piecesOf(recipe: Recipe): Work[] {
  return [
    ...Array.from({ length: generatedShards(recipe) }, (_, number): Work => ({ kind: "shard", number })),
    ...recipe.imports.map((_, entry): Work => ({ kind: "import", entry })),
  ];
}

/**
 * Throws a `UserError` where the storage holds another recipe's data, where the queue is still building another size of it there,
 * or where the database does not answer. Then nothing is changed.
 */
export async function enqueue(recipe: Recipe, options: EnqueueOptions): Promise<Enqueued> {
  const { heartbeatSeconds = 60 } = options;
  checkNamed(options.out);
  const out = options.out.includes("://") ? options.out : resolve(options.out); // workers stand in other folders
  if (!Number.isInteger(heartbeatSeconds) || heartbeatSeconds < 10) {
    throw new UserError(`a heartbeat of ${heartbeatSeconds} seconds was asked for, expected a whole number from 10`);
  }
  const pieces = piecesOf(recipe).length;
  if (pieces === 0) throw new UserError(`the recipe ${recipe.name} asks for no samples and imports nothing`);
  const builder = await openBuilder(recipe);
  await builder.close();
  const storage = await openStorage(out);
  // a data set that grows is another build; what it has of the first one is found and kept
  const { samples, samplesPerShard } = recipe;
  const what = canonical({ hash: builder.hash, out, samples, samplesPerShard });
  const build = `${recipe.name}-${sha256(what).slice(0, 12)}`;
  const queue = await openQueue(options.queue, { supervise: false });
  try {
    return await queue.transaction(async (client, db) => {
      await client.query("SELECT pg_advisory_xact_lock($1)", [enqueueing]);
      await refuseBeside(client, build, out);
      await claim(storage, recipe, builder.hash);
      await client.query(
        `INSERT INTO periscope_build (id, recipe_hash, out, recipe, pieces) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO NOTHING`,
        [build, builder.hash, out, JSON.stringify(recipe), pieces],
      );
      const { done, finished } = await stillThere(queue, client, db, build, storage, pieces);
      const missing = Array.from({ length: pieces }, (_, piece) => piece).filter((piece) => !done.has(piece));
      const jobs = missing.map((piece) => pieceJob(build, piece, heartbeatSeconds));
      if (missing.length === 0 && !finished) jobs.push(finishJob(build, pieces));
      let queued = 0;
      for (let at = 0; at < jobs.length; at += atOnce) {
        const some = jobs.slice(at, at + atOnce);
        const ids = some.map(({ id }) => id);
        // those that wait already keep their identifiers, and are not queued twice
        queued += (await queue.boss.insert(queueName, some, { returnId: true, db }))?.length ?? 0;
        // those that were given up, or taken out by hand, get another chance
        queued += affected(await queue.boss.retry(queueName, ids, { db }));
        queued += affected(await queue.boss.resume(queueName, ids, { db }));
      }
      return { build, pieces, queued, done: done.size };
    });
  } finally {
    await queue.close();
  }
}

/**
 * Throws where another build is under way in the same place. It is the same recipe with more or fewer samples, otherwise the place
 * would be refused; the last shard of the smaller one would take the place of a whole one.
 */
async function refuseBeside(client: PoolClient, build: string, out: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT b.id FROM periscope_build b WHERE b.out = $1 AND b.id <> $2 AND EXISTS
     (SELECT 1 FROM pgboss.job j WHERE j.name = $3 AND j.data->>'build' = b.id AND j.state IN ${liveStates})`,
    [out, build, queueName],
  );
  if (!rows[0]) return;
  throw new UserError(
    `the queue is still building ${rows[0].id} into ${out}, with another number of samples: wait until it is finished (periscope data queue), or build into another folder`,
  );
}

/** The pieces whose shards are as they were committed. The others are forgotten, to be made again. */
async function stillThere(
  { boss }: QueueDatabase,
  client: PoolClient,
  db: TransactionDatabase,
  build: string,
  storage: Storage,
  pieces: number,
): Promise<{ done: ReadonlySet<number>; finished: boolean }> {
  const { rows } = await client.query<{ piece: number; result: WorkResult }>(
    "SELECT piece, result FROM periscope_piece WHERE build = $1",
    [build],
  );
  if (rows.length === 0) return { done: new Set(), finished: false };
  const sizes = new Map((await storage.list()).map(({ key, bytes }) => [key, bytes]));
  const isThere = ({ shards }: WorkResult) =>
    shards.every(
      ({ shard, tar, manifest }) =>
        sizes.has(`${shard}.json`) && [tar, manifest].every(({ key, bytes }) => sizes.get(key) === bytes),
    );
  const lost = rows.filter(({ result }) => !isThere(result)).map(({ piece }) => piece);
  const { rows: unfinished } = await client.query("SELECT 1 FROM periscope_build WHERE id = $1 AND finished IS NULL", [
    build,
  ]);
  const finished = unfinished.length === 0;
  const whole = [files.dataset, files.keep, files.manifest];
  const again = lost.length > 0 || (finished && whole.some((key) => !sizes.has(key)));
  if (again) {
    await client.query("DELETE FROM periscope_piece WHERE build = $1 AND piece = ANY($2)", [build, lost]);
    await client.query("UPDATE periscope_build SET finished = NULL WHERE id = $1", [build]);
    await boss.deleteJob(
      queueName,
      [...lost, pieces].map((piece) => jobId(build, piece)),
      { db },
    );
  }
  const gone = new Set(lost);
  const done = new Set(rows.map(({ piece }) => piece).filter((piece) => !gone.has(piece)));
  return { done, finished: finished && !again };
}
