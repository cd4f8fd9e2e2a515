import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildData } from "../pipeline/build.ts";
import { parseRecipe, type RecipeInput, sha256 } from "../recipe.ts";
import { openQueue } from "./database.ts";
import { enqueue } from "./enqueue.ts";
import { pieceName, statusAt, statusPage } from "./status.ts";
import { findPostgres, type PostgresServer, startPostgres } from "./testing/postgres.ts";
import { type QueueEvent, workOnQueue } from "./work.ts";

const pieces = 3;
const slow = join(import.meta.dirname, "testing/slow-sources.ts");
const root = mkdtempSync(join(tmpdir(), "periscope-trouble-"));
afterAll(() => rmSync(root, { recursive: true }));

const recipe = (changes: Partial<RecipeInput> = {}) =>
  parseRecipe({
    name: "troubled",
    seed: 3,
    maxSide: 64,
    samples: 8 * pieces,
    samplesPerShard: 8,
    mixture: { categories: { text: 1 }, sources: { "*": 0, "test-slow": 1 } },
    modules: [slow],
    ...changes,
  });

describe.skipIf(!findPostgres())("a build on a queue in trouble", { timeout: 120_000 }, () => {
  const alone = join(root, "alone");
  let postgres: PostgresServer;
  let out: string;
  let builds = 0;
  const into = () => {
    out = join(root, `out-${builds++}`);
    return { queue: postgres.url, out };
  };

  /** A worker until everything is done; `on` may stand in its way when it has said something. */
  const work = async (
    on: (event: QueueEvent, stop: AbortController) => void = () => {},
    options: { readonly patienceSeconds?: number } = {},
  ): Promise<QueueEvent[]> => {
    const events: QueueEvent[] = [];
    const stop = new AbortController();
    await workOnQueue({
      ...{ queue: postgres.url, untilDone: true, signal: stop.signal, ...options },
      onEvent(event) {
        events.push(event);
        on(event, stop);
      },
    });
    return events;
  };
  const rows = async <T extends object>(query: string): Promise<T[]> => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    return (await client.query<T>(query).finally(() => client.end())).rows;
  };
  const attempts = async () =>
    (await rows<{ attempt: number }>("SELECT attempt FROM periscope_piece")).map(({ attempt }) => attempt);
  const untouched = Array.from({ length: pieces }, () => 0);
  const kinds = (events: readonly QueueEvent[]) => new Set(events.map(({ type }) => type));

  beforeAll(async () => {
    postgres = await startPostgres();
    await buildData(recipe(), { out: alone });
    expect(await statusAt(postgres.url)).toEqual([]); // makes the tables
  }, 120_000);
  afterEach(async () => {
    await rows("DELETE FROM periscope_build");
    await rows("DELETE FROM pgboss.job");
  });
  afterAll(() => postgres?.stop());

  test("a database that goes away and comes back costs no worker and no attempt", async () => {
    await enqueue(recipe(), into());
    let shutting: Promise<void> | undefined;
    const back: Promise<void>[] = [];
    const events = await work((event) => {
      if (event.type === "took") shutting ??= postgres.shut();
      if (event.type === "waits" && back.length === 0) back.push(shutting!.then(() => postgres.start()));
    });
    await Promise.all(back);
    expect(events).toContainEqual(expect.objectContaining({ type: "waits", seconds: 1 }));
    expect(kinds(events)).toEqual(new Set(["took", "waits", "done", "finished"]));
    expect(await attempts()).toEqual(untouched);
    expect(contents(out)).toEqual(contents(alone));
  });

  test("a storage that cannot be written to costs no attempt; a worker ends where it stays so", async () => {
    await enqueue(recipe(), into());
    const aside = `${out}-aside`;
    renameSync(out, aside);
    writeFileSync(out, "in the way");
    await expect(work(undefined, { patienceSeconds: 0 })).rejects.toThrow(`${out} is a file, expected a folder`);
    const events = await work((event) => {
      if (event.type !== "waits" || existsSync(join(out, "recipe.json"))) return;
      expect(event.message).toContain(`${out} is a file, expected a folder`);
      rmSync(out);
      renameSync(aside, out);
    });
    expect(kinds(events)).toEqual(new Set(["took", "waits", "done", "finished"]));
    expect(await attempts()).toEqual(untouched);
    expect(contents(out)).toEqual(contents(alone));
  });

  test("pieces that could not be brought together at first are brought together later", async () => {
    await enqueue(recipe(), into());
    mkdirSync(join(out, "keep.json"));
    const events = await work((event) => {
      if (event.type === "waits") rmSync(join(out, "keep.json"), { recursive: true, force: true });
    });
    expect(events.map(({ type }) => type).slice(-2)).toEqual(["waits", "finished"]);
    expect(contents(out)).toEqual(contents(alone));
  });

  test("a worker that died behind the last piece leaves a build that the next one finishes", async () => {
    await enqueue(recipe(), into());
    await work();
    // as it is between the last piece's commit and the job that brings the pieces together
    rmSync(join(out, "dataset.json"));
    await rows("UPDATE periscope_build SET finished = NULL");
    await rows(`DELETE FROM pgboss.job WHERE (data->>'piece')::int = ${pieces}`);
    expect(await work()).toEqual([expect.objectContaining({ type: "finished" })]);
    expect(contents(out)).toEqual(contents(alone));
  });

  test("a worker that is stopped gives its piece back without an attempt lost", async () => {
    await enqueue(recipe(), into());
    const events = await work((event, stop) => event.type === "took" && stop.abort());
    expect(kinds(events)).toEqual(new Set(["took"]));
    expect((await statusAt(postgres.url))[0]).toMatchObject({ waiting: pieces, active: 0, failed: [] });
    await work();
    expect(await attempts()).toEqual(untouched);
    expect(contents(out)).toEqual(contents(alone));
  });

  test("a machine that cannot build ends its worker and costs no attempt", async () => {
    const module = join(root, "sources.ts");
    // beside a copy its imports would not be found
    const text = readFileSync(slow, "utf8").replace(
      '"../../sample.ts"',
      `"${join(import.meta.dirname, "../sample.ts")}"`,
    );
    writeFileSync(module, text);
    await enqueue(recipe({ modules: [module] }), into());
    copyFileSync(module, `${module}.aside`);
    rmSync(module);
    for (let start = 0; start < 7; start++) await expect(work()).rejects.toThrow("this machine cannot work on build");
    writeFileSync(module, `${text}// other bytes\n`);
    await expect(work()).rejects.toThrow("this machine would make other bytes than build");
    copyFileSync(`${module}.aside`, module);
    await rows("UPDATE periscope_build SET recipe = recipe || '{\"later\": true}'"); // by a later Periscope
    await expect(work()).rejects.toThrow(/^this machine cannot work on build .*: its recipe: .*"later"/);
    await rows("UPDATE periscope_build SET recipe = recipe - 'later'");
    await work();
    expect(await attempts()).toEqual(untouched);
  });

  test("pieces that are given up are told by --until-done, and get another chance when they are queued again", async () => {
    const module = join(root, "broken.ts");
    const broken = `export const sources = [{ name: "broken", category: "text", version: 1, description: "Fails.",
      draft() { throw new Error("out of ideas"); } }];`;
    writeFileSync(module, broken);
    const sources = { "*": 0, broken: 1 };
    const changes = { modules: [module], samples: 1, mixture: { categories: { text: 1 }, sources } };
    const where = into();
    await enqueue(recipe(changes), where);
    await expect(work()).rejects.toThrow(/^pieces of troubled-\w+ that were given up: 1;/);
    const [status] = await statusAt(postgres.url);
    expect(status!.failed).toMatchObject([{ piece: 0, message: expect.stringContaining("out of ideas") }]);
    expect(await enqueue(recipe(changes), where)).toMatchObject({ queued: 1, done: 0 });
    expect(pieceName({ pieces: 1 }, 0)).toBe("piece 0");
    expect(pieceName({ pieces: 1 }, 1)).toBe("bringing its pieces together");
  });

  test("what was removed meanwhile is built again when the build is put into the queue again", async () => {
    const where = into();
    await enqueue(recipe(), where);
    await work();
    rmSync(join(out, "shard-000001.tar"));
    expect(await enqueue(recipe(), where)).toMatchObject({ queued: 1, done: pieces - 1 });
    await work();
    expect(contents(out)).toEqual(contents(alone));
    for (const name of ["dataset.json", "keep.json", "manifest.parquet"]) {
      rmSync(join(out, name));
      expect(await enqueue(recipe(), where)).toMatchObject({ queued: 1, done: pieces });
      await work();
      expect(contents(out)).toEqual(contents(alone));
    }
    rmSync(out, { recursive: true });
    expect(await enqueue(recipe(), where)).toMatchObject({ queued: pieces, done: 0 });
    await work();
    expect(contents(out)).toEqual(contents(alone));
  });

  test("two sizes of a data set do not go into one place at once", async () => {
    const where = into();
    const { build } = await enqueue(recipe({ samples: 20 }), where);
    const before = contents(out);
    await expect(enqueue(recipe(), where)).rejects.toThrow(`the queue is still building ${build} into ${out}`);
    expect(contents(out)).toEqual(before);
    await work();
    expect(await enqueue(recipe(), where)).toMatchObject({ queued: pieces, done: 0 });
    await work();
    expect(contents(out)).toEqual(contents(alone));
  });

  test("a job that was taken out by hand is put back", async () => {
    const where = into();
    await enqueue(recipe(), where);
    await rows("UPDATE pgboss.job SET state = 'cancelled', completed_on = now() WHERE data->>'piece' = '1'");
    expect(await enqueue(recipe(), where)).toMatchObject({ queued: 1, done: 0 });
  });

  test("the page says that the database is away, and goes on renewing itself until it is back", async () => {
    await enqueue(recipe(), into());
    const queue = await openQueue(postgres.url, { supervise: false });
    const page = statusPage(queue);
    const asked = async (path: string) => {
      const response = await page.request(`http://127.0.0.1${path}`);
      return { status: response.status, text: await response.text() };
    };
    try {
      await postgres.shut();
      const away = await asked("/");
      expect(away.status).toBe(503);
      expect(away.text).toContain("The database is away: ");
      expect(away.text).toContain('http-equiv="refresh"');
      const { status, text } = await asked("/status.json");
      expect(status).toBe(503);
      expect(JSON.parse(text)).toEqual({ error: expect.stringContaining("ECONNREFUSED") });
      await postgres.start();
      expect((await asked("/")).text).toContain(`0 of ${pieces} done`);
    } finally {
      await postgres.start();
      await queue.close();
    }
  });

  test("the command answers as JSON, and names a heartbeat that is none", () => {
    const { queue, out: place } = into();
    const file = join(root, "recipe.json");
    writeFileSync(file, JSON.stringify(recipe()));
    const command = fileURLToPath(new URL("../../../bin/periscope.js", import.meta.url));
    const build = (...more: string[]) =>
      spawnSync(process.execPath, [command, "data", "build", file, "--out", place, "--queue", queue, ...more], {
        encoding: "utf8",
      });
    expect(JSON.parse(build("--json").stdout)).toMatchObject({ pieces, queued: pieces, done: 0 });
    expect(build().stdout).toContain(`${pieces} pieces, 0 of them done, 0 put into the queue now`);
    expect(build("--heartbeat", "soon").stderr).toBe('error: --heartbeat is "soon", expected a whole number from 1\n');
  });

  test("a database that does not answer, or refuses, is named without its password, and nothing is claimed", async () => {
    const { out: nothing } = into();
    const asked = (queue: string) => enqueue(recipe(), { queue, out: nothing });
    await expect(asked("postgres://builder:secret@127.0.0.1:1/nowhere")).rejects.toThrow(
      "no PostgreSQL answers at postgres://builder:...@127.0.0.1:1/nowhere (ECONNREFUSED)",
    );
    await expect(asked(postgres.url.replace("postgres@", "nobody:secret@"))).rejects.toThrow(
      /^postgres:\/\/nobody:\.\.\.@.* refuses: role "nobody" does not exist$/,
    );
    await expect(asked("redis://me:secret@somewhere/x")).rejects.toThrow(
      'the queue is "redis://me:...@somewhere/x", expected an address like',
    );
    await expect(asked("postgres://me:se/cret@somewhere/x")).rejects.toThrow(/^the queue is no address: expected/);
    expect(existsSync(nothing)).toBe(false);
    await expect(enqueue(recipe(), { queue: postgres.url, out: "" })).rejects.toThrow("is empty");
  });
});

/** Hashes of all files in the folder. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [file, sha256(readFileSync(join(folder, file)))]),
  );
}
