import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPostgres, type PostgresServer, startPostgres } from "../../data/queue/testing/postgres.ts";
import { enqueueRun, type ShardJob, workOnRuns } from "./queue.ts";

describe.skipIf(!findPostgres())("a run over a queue", { timeout: 300_000 }, () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 300_000);
  afterAll(() => postgres?.stop());

  test("gives every shard to one worker, one that failed to another, and queues nothing twice", async () => {
    const run = { model: "checkpoints/nano", tasks: "nano,leaves", out: "/runs/x", limit: "10" };
    expect(await enqueueRun(postgres.url, run, 3)).toEqual({ jobs: 6, queued: 6 });
    expect(await enqueueRun(postgres.url, run, 3)).toEqual({ jobs: 6, queued: 0 });
    const done: string[] = [];
    let failures = 1;
    const worker = () =>
      workOnRuns(postgres.url, {
        untilDone: true,
        onEvent: () => {},
        perform: async ({ task, shard, out, limit }: ShardJob) => {
          if (shard === "2/3" && failures-- > 0) throw new Error("the disk is full");
          expect([out, limit]).toEqual(["/runs/x", "10"]);
          done.push(`${task} ${shard}`);
        },
      });
    await Promise.all([worker(), worker()]);
    expect(done.sort()).toEqual(["leaves 1/3", "leaves 2/3", "leaves 3/3", "nano 1/3", "nano 2/3", "nano 3/3"]);
  });
});
