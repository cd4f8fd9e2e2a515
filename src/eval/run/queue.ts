/**
 * A run on several machines: the queue of the data room hands out shards, and each worker appends to its shard's own file
 * on a disk that all share. A shard that is done twice does no harm: samples that are finished are not asked again.
 */
import { resolve } from "node:path";
import type { JobWithMetadata } from "pg-boss";
import { jobId, openQueue } from "../../data/queue/database.ts";
import { timer } from "../respond/chat-endpoint.ts";

const queueName = "periscope-eval";

/** What a run asks for, as `periscope eval run` takes it. */
export interface QueuedRun {
  readonly model: string;
  readonly tasks: string;
  readonly out: string;
  readonly data?: string;
  readonly scoring?: string;
  readonly limit?: string;
}

export interface ShardJob extends Omit<QueuedRun, "tasks"> {
  readonly task: string;
  /** `2/8`. */
  readonly shard: string;
}

/** A worker that is silent for so long has lost its shard. */
const heartbeatSeconds = 60;

/** Puts every shard of every task into the queue; those that are in it already stay as they are. */
export async function enqueueRun(
  url: string,
  { tasks, out, ...run }: QueuedRun,
  shards: number,
): Promise<{ readonly jobs: number; readonly queued: number }> {
  const queue = await openQueue(url, { supervise: false });
  try {
    await queue.boss.createQueue(queueName, { retentionSeconds: 365 * 86_400 });
    const names = tasks.split(",").map((task) => task.trim());
    const jobs = names.flatMap((task) =>
      Array.from({ length: shards }, (_, i) => {
        const data: ShardJob = { ...run, task, out: resolve(out), shard: `${i + 1}/${shards}` };
        const name = JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
        return { id: jobId(name, i), data, heartbeatSeconds, retryLimit: 5, retryDelay: 0, expireInSeconds: 6 * 3600 };
      }),
    );
    const inserted = (await queue.boss.insert(queueName, jobs, { returnId: true })) ?? [];
    await queue.boss.retry(
      queueName,
      jobs.map(({ id }) => id),
    );
    return { jobs: jobs.length, queued: inserted.length };
  } finally {
    await queue.close();
  }
}

export interface RunWorkerOptions {
  readonly untilDone: boolean;
  readonly signal?: AbortSignal;
  /** Runs a shard to its end. */
  readonly perform: (job: ShardJob, signal: AbortSignal) => Promise<void>;
  readonly onEvent: (sentence: string) => void;
}

/** Takes shards until the signal, or until none is left. */
export async function workOnRuns(url: string, options: RunWorkerOptions): Promise<void> {
  const { untilDone, signal, perform, onEvent } = options;
  const queue = await openQueue(url, { supervise: true });
  try {
    await queue.boss.createQueue(queueName, { retentionSeconds: 365 * 86_400 });
    while (!signal?.aborted) {
      const [job] = await queue.boss.fetch<ShardJob>(queueName, { batchSize: 1, includeMetadata: true });
      if (job) await one(job);
      else if (untilDone && (await nothingLeft())) return;
      else await timer(1000, signal).catch(() => {});
    }
  } finally {
    await queue.close();
  }

  async function one(job: JobWithMetadata<ShardJob>): Promise<void> {
    const { task, shard } = job.data;
    onEvent(`took ${task} ${shard}${job.retryCount > 0 ? `, attempt ${job.retryCount + 1}` : ""}`);
    const beat = setInterval(
      () => void queue.boss.touch(queueName, job).catch(() => {}),
      (heartbeatSeconds * 1000) / 3,
    );
    const stop = new AbortController();
    try {
      await perform(job.data, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal);
      await queue.boss.complete(queueName, { id: job.id, retryCount: job.retryCount }, {});
      onEvent(`${task} ${shard} is done`);
    } catch (error) {
      const message = signal?.aborted ? "the worker was stopped" : (error as Error).message;
      await queue.boss.fail(queueName, job, { message });
      onEvent(`${task} ${shard}: ${message}`);
    } finally {
      clearInterval(beat);
    }
  }

  async function nothingLeft(): Promise<boolean> {
    const { rows } = await queue.pool.query(
      "SELECT 1 FROM pgboss.job WHERE name = $1 AND state IN ('created', 'retry', 'active') LIMIT 1",
      [queueName],
    );
    return rows.length === 0;
  }
}
