/** Puts a recipe's pieces into the queue: all of them the first time, afterwards those that are not done. */
import { resolve } from "node:path";
import { UserError } from "../../runtime/errors.ts";
import { claim } from "../pipeline/build.ts";
import { openBuilder } from "../pipeline/build-shard.ts";
import type { Work } from "../pipeline/worker.ts";
import { canonical, generatedShards, type Recipe, sha256 } from "../recipe.ts";
import { openStorage } from "../storage/storage.ts";
import { jobId, openQueue, queueName } from "./database.ts";

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
  /** Pieces that are in the queue now because of this call. */
  readonly queued: number;
  readonly done: number;
}

const atOnce = 1000;
/** Workers that die over the same piece until it is given up. */
const retries = 5;
/** The longest that one piece may take, heartbeats or not. */
const longestSeconds = 6 * 3600;

/** The pieces of a build: generated shards, then imports. A job names one by its place. */
export function piecesOf(recipe: Recipe): Work[] {
  return [
    ...Array.from({ length: generatedShards(recipe) }, (_, number): Work => ({ kind: "shard", number })),
    ...recipe.imports.map((_, entry): Work => ({ kind: "import", entry })),
  ];
}

/** Throws a `UserError` where the storage holds another recipe's data, or the database does not answer. */
export async function enqueue(recipe: Recipe, options: EnqueueOptions): Promise<Enqueued> {
  const { heartbeatSeconds = 60 } = options;
  const out = options.out.includes("://") ? options.out : resolve(options.out); // workers stand in other folders
  if (!Number.isInteger(heartbeatSeconds) || heartbeatSeconds < 10) {
    throw new UserError(`a heartbeat of ${heartbeatSeconds} seconds was asked for, expected a whole number from 10`);
  }
  const pieces = piecesOf(recipe).length;
  if (pieces === 0) throw new UserError(`the recipe ${recipe.name} asks for no samples and imports nothing`);
  const builder = await openBuilder(recipe);
  await builder.close();
  await claim(await openStorage(out), recipe, builder.hash);
  const queue = await openQueue(options.queue, { supervise: false });
  try {
    // a data set that grows is another build; what it has of the first one is found and kept
    const { samples, samplesPerShard } = recipe;
    const what = canonical({ hash: builder.hash, out, samples, samplesPerShard });
    const build = `${recipe.name}-${sha256(what).slice(0, 12)}`;
    await queue.pool.query(
      `INSERT INTO periscope_build (id, recipe_hash, out, recipe, pieces) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO NOTHING`,
      [build, builder.hash, out, JSON.stringify(recipe), pieces],
    );
    const { rows } = await queue.pool.query<{ piece: number }>("SELECT piece FROM periscope_piece WHERE build = $1", [
      build,
    ]);
    const done = new Set(rows.map(({ piece }) => piece));
    const missing = Array.from({ length: pieces }, (_, piece) => piece).filter((piece) => !done.has(piece));
    let queued = 0;
    for (let at = 0; at < missing.length; at += atOnce) {
      const some = missing.slice(at, at + atOnce);
      const jobs = some.map((piece) => ({
        id: jobId(build, piece),
        data: { build, piece },
        heartbeatSeconds,
        retryLimit: retries,
        retryDelay: 0,
        expireInSeconds: longestSeconds,
      }));
      // those that wait already keep their identifiers, and are not queued twice
      queued += (await queue.boss.insert(queueName, jobs, { returnId: true }))?.length ?? 0;
      await queue.boss.retry(
        queueName,
        jobs.map(({ id }) => id),
      ); // those that were given up get another chance
    }
    return { build, pieces, queued, done: done.size };
  } finally {
    await queue.close();
  }
}
