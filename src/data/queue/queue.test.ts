import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildData } from "../pipeline/build.ts";
import { parseRecipe, sha256 } from "../recipe.ts";
import { verifyData } from "../shard/verify.ts";
import { openStorage } from "../storage/storage.ts";
import { openQueue } from "./database.ts";
import { enqueue } from "./enqueue.ts";
import { statusAt, statusPage } from "./status.ts";
import { findPostgres, type PostgresServer, startPostgres } from "./testing/postgres.ts";

interface S3Server {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}
const S3rver = createRequire(import.meta.url)("s3rver") as new (options: object) => S3Server;

const command = fileURLToPath(new URL("../../../bin/periscope.js", import.meta.url));
const pieces = 8;
const recipe = parseRecipe({
  name: "queued",
  seed: 11,
  maxSide: 64,
  samples: 30 * pieces,
  samplesPerShard: 30,
  mixture: { categories: { text: 1 }, sources: { "*": 0, "test-slow": 1 } },
  modules: [join(import.meta.dirname, "testing/slow-sources.ts")],
});

interface WorkerProcess {
  readonly child: ChildProcess;
  /** Resolves when the worker has said so; fails when it ends before. */
  says(text: string): Promise<void>;
  readonly ended: Promise<number | null>;
  readonly said: () => string;
}

function worker(queue: string): WorkerProcess {
  const child = spawn(process.execPath, [command, "data", "worker", "--queue", queue, "--until-done"]);
  let said = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => {
      said += text.toString("utf8");
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return {
    child,
    ended,
    said: () => said,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => said.includes(text) && resolve();
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`the worker ended without saying "${text}": ${said}`)));
      }),
  };
}

describe.skipIf(!findPostgres())("a build on a queue", { timeout: 600_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), "periscope-queue-"));
  const [alone, together] = [join(root, "alone"), join(root, "together")];
  let postgres: PostgresServer;
  const started: WorkerProcess[] = [];
  const start = () => {
    const one = worker(postgres.url);
    started.push(one);
    return one;
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    await buildData(recipe, { out: alone });
  }, 300_000);
  afterAll(async () => {
    for (const { child } of started) child.kill("SIGKILL");
    await Promise.all(started.map(({ ended }) => ended));
    await postgres?.stop();
    rmSync(root, { recursive: true });
  });

  test("survives a killed and a frozen worker: every piece once, the same bytes as on one machine", async () => {
    const queued = await enqueue(recipe, { queue: postgres.url, out: together, heartbeatSeconds: 10 });
    expect(queued).toMatchObject({ pieces, queued: pieces, done: 0 });

    const [killed, frozen] = [start(), start()];
    await Promise.all([
      killed.says("took piece").then(() => killed.child.kill("SIGKILL")),
      frozen.says("took piece").then(() => frozen.child.kill("SIGSTOP")),
    ]);
    const faithful = start();
    await faithful.says("finished");
    expect(await faithful.ended).toBe(0);
    frozen.child.kill("SIGCONT");
    await frozen.says("someone else's by now");
    expect(await frozen.ended).toBe(0);

    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const rows = await client.query("SELECT piece, worker, attempt FROM periscope_piece ORDER BY piece");
    const jobs = await client.query(
      "SELECT state, count(*)::int FROM pgboss.job WHERE name = 'periscope-data' GROUP BY state",
    );
    await client.end();
    expect(rows.rows.map(({ piece }) => piece)).toEqual(Array.from({ length: pieces }, (_, piece) => piece));
    expect(jobs.rows).toEqual([{ state: "completed", count: pieces + 1 }]); // the last one brought them together
    // what the killed and the frozen one held was made by the third, in another attempt
    const again = rows.rows.filter(({ attempt }) => attempt > 0);
    expect(again.length).toBeGreaterThanOrEqual(2);
    expect(again.every(({ worker: name }) => name.endsWith(`:${faithful.child.pid}`))).toBe(true);
    expect(contents(together)).toEqual(contents(alone));
  });

  test("is told from outside, and asked for again it has nothing to do", async () => {
    const [status] = await statusAt(postgres.url);
    expect(status).toMatchObject({ pieces, done: pieces, waiting: 0, active: 0, failed: [], finished: true });
    expect(status!.samples).toBe(recipe.samples);
    const queue = await openQueue(postgres.url, { supervise: false });
    const page = await statusPage(queue).request("http://127.0.0.1/");
    expect(await page.text()).toContain(`${pieces} of ${pieces} done`);
    expect((await statusPage(queue).request("http://evil.example/")).status).toBe(403);
    await queue.close();
    expect(await enqueue(recipe, { queue: postgres.url, out: together })).toMatchObject({ queued: 0, done: pieces });
  });

  test("into a bucket has the same bytes, by two workers", async () => {
    const server = new S3rver({
      ...{ port: 0, address: "127.0.0.1", silent: true, directory: join(root, "s3") },
      configureBuckets: [{ name: "shards", configs: [] }],
    });
    const { port } = await server.run();
    const variables = {
      ...{ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_REGION: "us-east-1" },
      ...{ AWS_ACCESS_KEY_ID: "S3RVER", AWS_SECRET_ACCESS_KEY: "S3RVER" },
    };
    const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, variables); // the workers inherit them
    try {
      const out = "s3://shards/queued/set";
      expect(await enqueue(recipe, { queue: postgres.url, out })).toMatchObject({ pieces, queued: pieces, done: 0 });
      const workers = [start(), start()];
      expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0]);
      const storage = await openStorage(out);
      const hashes: Record<string, string> = {};
      for (const { key } of await storage.list()) hashes[key] = sha256(await storage.get(key));
      expect(hashes).toEqual(contents(alone));
      expect((await verifyData(storage)).faults).toEqual([]);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      await server.close();
    }
  });
});

/** Hashes of all files in the folder. */
function contents(folder: string): Record<string, string> {
  const hash = (file: string) =>
    createHash("sha256")
      .update(readFileSync(join(folder, file)))
      .digest("hex");
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [file, hash(file)]),
  );
}
