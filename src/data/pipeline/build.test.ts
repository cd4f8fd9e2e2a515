import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { UserError } from "../../runtime/errors.ts";
import { parseRecipe, type RecipeInput } from "../recipe.ts";
import { readData } from "../shard/read.ts";
import { openStorage } from "../storage/storage.ts";
import { buildData } from "./build.ts";
import type { BuildProgress } from "./progress.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-build-"));
afterAll(() => rmSync(root, { recursive: true }));

const recipe = (changes: Partial<RecipeInput> = {}) =>
  parseRecipe({
    name: "tiny",
    seed: 5,
    maxSide: 96,
    samples: 100,
    samplesPerShard: 30,
    mixture: {
      categories: { text: 60, instruction: 40 },
      sources: { "*": 0, "test-squares": 1, "test-sums": 1, "test-picky": 1 },
    },
    modules: [join(import.meta.dirname, "testing/drawn-sources.ts")],
    ...changes,
  });

describe("a build", () => {
  const one = join(root, "one");
  const seen: BuildProgress[] = [];
  beforeAll(async () => {
    await buildData(recipe(), { out: one, workers: 1, onProgress: (progress) => seen.push(progress) });
  });

  test("has the same bytes with two workers", async () => {
    const two = join(root, "two");
    await buildData(recipe(), { out: two, workers: 2 });
    expect(Object.keys(contents(one))).toContain("shard-000003.tar");
    expect(contents(two)).toEqual(contents(one));
  });

  test("killed in the middle and started again, has the same bytes as one that was not", async () => {
    const out = join(root, "killed");
    const child = buildElsewhere(out);
    await finishedShard(out, child);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    expect(existsSync(join(out, "dataset.json"))).toBe(false);
    const resumed: BuildProgress[] = [];
    await buildData(recipe(), { out, workers: 2, onProgress: (progress) => resumed.push(progress) });
    expect(resumed.at(-1)!.found).toBeGreaterThanOrEqual(30);
    // a worker of the killed builder may still be on its way out, with its unfinished part
    await vi.waitFor(() => expect(contents(out)).toEqual(contents(one)), { timeout: 10_000, interval: 100 });
  });

  test("goes into a bucket as into a folder", async () => {
    const S3rver = createRequire(import.meta.url)("s3rver") as new (
      options: object,
    ) => { run(): Promise<{ port: number }>; close(): Promise<void> };
    const server = new S3rver({
      ...{ port: 0, address: "127.0.0.1", silent: true, directory: join(root, "s3") },
      configureBuckets: [{ name: "data", configs: [] }],
    });
    const { port } = await server.run();
    const variables = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "S3RVER",
      AWS_SECRET_ACCESS_KEY: "S3RVER",
    };
    const before = { ...process.env };
    Object.assign(process.env, variables);
    try {
      await buildData(recipe(), { out: "s3://data/tiny", workers: 2 });
      const storage = await openStorage("s3://data/tiny");
      const objects: Record<string, string> = {};
      for (const { key } of await storage.list()) {
        objects[key] = createHash("sha256")
          .update(await storage.get(key))
          .digest("hex");
      }
      expect(objects).toEqual(contents(one));
    } finally {
      for (const name of Object.keys(variables)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      await server.close();
    }
  });

  test.runIf(process.platform === "linux")("replaces a worker that dies, and has the same bytes", async () => {
    const out = join(root, "deadly");
    let killed = false;
    const building = buildData(recipe(), {
      out,
      onProgress({ piecesDone }) {
        if (killed || piecesDone < 1) return;
        killed = true;
        for (const id of childrenOf(process.pid)) process.kill(id, "SIGKILL");
      },
    });
    await building;
    expect(killed).toBe(true);
    expect(contents(out)).toEqual(contents(one));
  });

  test("can be stopped, and leaves nothing half-written", async () => {
    const out = join(root, "stopped");
    const stop = new AbortController();
    const building = buildData(recipe({ samples: 900 }), {
      out,
      workers: 1,
      signal: stop.signal,
      onProgress: ({ piecesDone }) => piecesDone >= 2 && stop.abort(),
    });
    await expect(building).rejects.toThrow("abort");
    const names = readdirSync(out);
    expect(names).toContain("shard-000001.json");
    expect(names).not.toContain("dataset.json");
    expect(names.filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("is not made smaller: nothing is touched", async () => {
    const out = join(root, "smaller");
    cpSync(one, out, { recursive: true });
    for (const samples of [10, 95]) {
      await expect(buildData(recipe({ samples }), { out, workers: 2 })).rejects.toThrow(
        `${out} holds shards of 100 samples and ${samples} were asked for`,
      );
    }
    expect(contents(out)).toEqual(contents(one));
  });

  test("asked for fewer samples goes on where no finished shard is beyond them", async () => {
    const out = join(root, "fewer");
    mkdirSync(out);
    const stop = new AbortController();
    const building = buildData(recipe({ samples: 900 }), {
      out,
      signal: stop.signal,
      onProgress: ({ piecesDone }) => piecesDone >= 1 && stop.abort(),
    });
    await expect(building).rejects.toThrow("abort");
    expect((await buildData(recipe(), { out })).samples).toBe(100);
    expect(contents(out)).toEqual(contents(one));
  });

  test("another recipe's folder is refused before any lane writes into it", async () => {
    const out = join(root, "others");
    cpSync(one, out, { recursive: true });
    await expect(buildData(recipe({ seed: 6, samples: 300 }), { out, workers: 2 })).rejects.toThrow(
      "holds data of another recipe",
    );
    expect(contents(out)).toEqual(contents(one));
  });

  test("a folder whose recipe is damaged is refused in a sentence", async () => {
    const out = join(root, "damaged");
    mkdirSync(out);
    for (const text of ["{", "[]"]) {
      writeFileSync(join(out, "recipe.json"), text);
      await expect(buildData(recipe(), { out })).rejects.toThrow(/^recipe\.json in .*damaged/);
    }
    expect(readdirSync(out)).toEqual(["recipe.json"]);
  });

  test.each([
    ["a file", "file"],
    ["a path below a file", "file/below/it"],
  ])("%s is no folder to build into, which one sentence says", async (_, path) => {
    writeFileSync(join(root, "file"), "mine");
    await expect(buildData(recipe(), { out: join(root, path) })).rejects.toThrow(
      new UserError(`${join(root, "file")} is a file, expected a folder`),
    );
    expect(readFileSync(join(root, "file"), "utf8")).toBe("mine");
  });

  test("counts samples by category, and what was refused by reason", () => {
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ samples: 100, total: 100, pieces: 4, piecesDone: 4, found: 0 });
    expect(last.categories.text! + last.categories.instruction!).toBe(100);
    expect(last.refused["test-picky: odd-number"]).toBeGreaterThan(0);
  });

  test("grows when more samples are asked for, and keeps what is there", async () => {
    const before = contents(one);
    const progress: BuildProgress[] = [];
    await buildData(recipe({ samples: 120 }), { out: one, onProgress: (state) => progress.push(state) });
    expect(progress.at(-1)!.found).toBe(90); // the last shard was not full
    const { "shard-000000.tar": first } = contents(one);
    expect(first).toBe(before["shard-000000.tar"]);
  });

  test("of another recipe does not touch the folder", async () => {
    const before = contents(one);
    await expect(buildData(recipe({ seed: 6 }), { out: one })).rejects.toThrow("holds data of another recipe");
    expect(contents(one)).toEqual(before);
  });

  test("is read shuffled, and goes on in the middle as if it had not been left", async () => {
    const options = { shuffle: { seed: 3, buffer: 25 }, epochs: 2 };
    const all: string[] = [];
    for await (const { sample } of readData(one, options)) all.push(sample.key);
    expect(new Set(all).size).toBe(all.length / 2);
    expect(all.slice(0, all.length / 2)).not.toEqual([...all.slice(0, all.length / 2)].sort());
    for (const start of [1, 60, all.length / 2, 170]) {
      const rest: string[] = [];
      for await (const { sample } of readData(one, { ...options, start })) rest.push(sample.key);
      expect(rest).toEqual(all.slice(start));
    }
  });
});

test("what two shards share is left out of the later one, and the shards stay as they are", async () => {
  const out = join(root, "sums");
  const sums = { categories: { text: 1 }, sources: { "*": 0, "test-sums": 1 } };
  const dataset = await buildData(recipe({ mixture: sums, samples: 2000, samplesPerShard: 1000 }), { out });
  expect(dataset.samples).toBe(2000);
  expect(dataset.dropped).toBeGreaterThan(20);
  const texts = new Set<string>();
  let read = 0;
  for await (const { sample } of readData(out, { epochs: 1 })) {
    texts.add(sample.lineage.textSha256);
    read++;
  }
  expect(read).toBe(2000 - dataset.dropped);
  expect(texts.size).toBe(read);
  const { dropped } = JSON.parse(readFileSync(join(out, "keep.json"), "utf8"));
  expect(Object.keys(dropped)).toEqual(["shard-000001"]);
});

/** Worker processes of a process; Linux only. */
function childrenOf(id: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8")
          .replace(/^.*\) /, "")
          .split(" ");
        return Number(parent) === id && readFileSync(`/proc/${name}/cmdline`, "utf8").includes("pipeline/worker.ts");
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}

function buildElsewhere(out: string): ChildProcess {
  const script = join(root, "build.mts");
  writeFileSync(
    script,
    `import { buildData } from ${JSON.stringify(join(import.meta.dirname, "build.ts"))};
     await buildData(${JSON.stringify(recipe())}, { out: ${JSON.stringify(out)}, workers: 1 });`,
  );
  return spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script], { stdio: "inherit" });
}

/** Until one shard is finished and the build is still going on. */
async function finishedShard(out: string, child: ChildProcess): Promise<void> {
  while (!existsSync(join(out, "shard-000000.json"))) {
    if (child.exitCode !== null) throw new Error(`the build ended before it was killed (${child.exitCode})`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function contents(path: string): Record<string, string> {
  const hash = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(path, name)))
      .digest("hex");
  return Object.fromEntries(
    readdirSync(path)
      .sort()
      .map((name) => [name, hash(name)]),
  );
}
