import { writeFileSync } from "node:fs";
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { loadCheckpoint } from "./checkpoint.ts";
import {
  cachedDataset,
  cachedModel,
  type HubOptions,
  type PullProgress,
  pull,
  pullDataset,
  resolveModel,
} from "./hub.ts";
import { saveCheckpoint } from "./save.ts";
import { COMMIT, type FakeHub, gitHash, sha256, startHub } from "./testing/hub-server.ts";
import { tinyWeights } from "./testing/tiny-checkpoint.ts";

let root: string;
let files: Record<string, Buffer>;
let hub: FakeHub;
let options: HubOptions;
let caches = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-hub-"));
  const model = join(root, "model");
  await saveCheckpoint(model, tinyWeights("low"));
  files = {
    "pytorch_model.bin": Buffer.alloc(2000),
    ".gitattributes": Buffer.from("x"),
    "README.md": Buffer.from("# Tiny"),
  };
  for (const name of await readdir(model)) files[name] = await readFile(join(model, name));
});
beforeEach(async () => {
  hub = await startHub(files);
  options = { endpoint: hub.url, cacheFolder: join(root, `cache-${caches++}`), token: "hf_secret", retryDelayMs: 1 };
});
afterEach(() => {
  vi.unstubAllEnvs();
  return hub.close();
});
afterAll(() => rm(root, { recursive: true }));

const repo = (...path: string[]) => join(options.cacheFolder as string, "models--org--tiny", ...path);
const weights = () => files["model.safetensors"] as Buffer;
const weightRequests = () => hub.log.filter((entry) => entry.path === "/cdn/model.safetensors");

describe("a pull", () => {
  test("gives a snapshot that loads, in the layout that all clients of the hub share", async () => {
    const folder = await pull("org/tiny", options);
    expect(folder).toBe(repo("snapshots", COMMIT));
    expect((await readdir(folder)).sort()).toEqual(
      ["README.md", "config.json", "model.safetensors", "preprocessor_config.json", "processor_config.json"].sort(),
    );
    expect(await readFile(repo("refs", "main"), "utf8")).toBe(COMMIT);
    expect(await readlink(join(folder, "model.safetensors"))).toBe(`../../blobs/${sha256(weights())}`);
    expect(await readlink(join(folder, "README.md"))).toBe(`../../blobs/${gitHash(files["README.md"] as Buffer)}`);
    expect((await lstat(repo("blobs", sha256(weights())))).isFile()).toBe(true);
    expect(await readdir(repo("blobs"))).toHaveLength(5);
    await (await loadCheckpoint(folder)).close();
  });

  test("reports progress up to the last byte", async () => {
    const seen: PullProgress[] = [];
    await pull("org/tiny", { ...options, onProgress: (progress) => seen.push(progress) });
    const total = seen[0]?.totalBytes as number;
    expect(seen[0]?.bytes).toBe(0);
    expect(seen.at(-1)).toMatchObject({ file: "model.safetensors", bytes: total });
    expect(seen.every(({ bytes }, i) => i === 0 || bytes >= (seen[i - 1] as PullProgress).bytes)).toBe(true);
  });

  test("of what is in the cache counts bytes as they are checked, and those of a damaged file once", async () => {
    await hub.close();
    const vocabulary = Buffer.alloc(3 << 20, 7);
    hub = await startHub({ ...files, "vocab.json": vocabulary });
    options = { ...options, endpoint: hub.url };
    const path = join(await pull("org/tiny", options), "vocab.json");
    const seen: PullProgress[] = [];
    const again = () => pull("org/tiny", { ...options, onProgress: (progress) => seen.push(progress) });
    await again();
    expect(seen.filter(({ file }) => file === "vocab.json").length).toBeGreaterThan(3);
    expect(seen.at(-1)?.bytes).toBe(seen[0]?.totalBytes);
    writeFileSync(path, "damaged", { flag: "r+" });
    await again();
    expect(seen.at(-1)?.bytes).toBe(seen[0]?.totalBytes);
    expect((await readFile(path)).equals(vocabulary)).toBe(true);
  });

  test("shows the token to the hub but not to the store that it redirects to", async () => {
    await pull("org/tiny", options);
    const tokens = (prefix: string) => hub.log.filter((e) => e.path.startsWith(prefix)).map((e) => e.authorization);
    expect(new Set(tokens("/api/"))).toEqual(new Set(["Bearer hf_secret"]));
    expect(new Set(tokens("/org/"))).toEqual(new Set(["Bearer hf_secret"]));
    expect(tokens("/cdn/")).toEqual([undefined]);
  });

  test("fetches nothing twice, also for another revision of the same content", async () => {
    await pull("org/tiny", options);
    const before = hub.log.length;
    await pull("org/tiny", { ...options, revision: "v1" });
    expect(hub.log.slice(before).every(({ path }) => path.startsWith("/api/"))).toBe(true);
    expect(await readFile(repo("refs", "v1"), "utf8")).toBe(COMMIT);
  });

  test("takes shards and their index where there is no single file", async () => {
    await hub.close();
    const index = Buffer.from(JSON.stringify({ weight_map: { a: "model-00001-of-00001.safetensors" } }));
    const { "model.safetensors": model, ...rest } = files as Record<string, Buffer> & { "model.safetensors": Buffer };
    hub = await startHub({ ...rest, "model-00001-of-00001.safetensors": model, "model.safetensors.index.json": index });
    const folder = await pull("org/tiny", { ...options, endpoint: hub.url });
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(["model-00001-of-00001.safetensors", "model.safetensors.index.json"]),
    );
    expect(await cachedModel("org/tiny", options)).toBe(folder);
    await rm(join(folder, "model-00001-of-00001.safetensors"));
    expect(await cachedModel("org/tiny", options)).toBeUndefined();
  });
});

describe("a connection that fails", () => {
  test("is continued where it was cut", async () => {
    hub.faults.cuts = [1500, 2500];
    const folder = await pull("org/tiny", options);
    const ranges = weightRequests().map((entry) => entry.range);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.length).toBeGreaterThan(1);
    expect(ranges.slice(1).every((range) => /^bytes=\d+-$/.test(range ?? ""))).toBe(true);
    expect((await readFile(join(folder, "model.safetensors"))).equals(weights())).toBe(true);
  });

  test("leaves its part for the next pull", async () => {
    await mkdir(repo("blobs"), { recursive: true });
    await writeFile(repo("blobs", `${sha256(weights())}.incomplete`), weights().subarray(0, 7000));
    const seen: PullProgress[] = [];
    const folder = await pull("org/tiny", { ...options, onProgress: (progress) => seen.push(progress) });
    expect(weightRequests().map((entry) => entry.range)).toEqual(["bytes=7000-"]);
    expect((await readFile(join(folder, "model.safetensors"))).equals(weights())).toBe(true);
    expect(seen.at(-1)?.bytes).toBe(seen[0]?.totalBytes);
  });

  test("starts over with a server that cannot continue", async () => {
    hub.faults.cuts = [1500];
    hub.faults.ignoreRanges = true;
    const folder = await pull("org/tiny", options);
    expect((await readFile(join(folder, "model.safetensors"))).equals(weights())).toBe(true);
  });

  test("is tried again after 503", async () => {
    hub.faults.unavailable = 3;
    await pull("org/tiny", options);
    expect(await readdir(repo("blobs"))).toHaveLength(5);
  });

  test("is given up after five failures without progress, keeping the part", async () => {
    hub.faults.cuts = [1500, 0, 0, 0, 0, 0, 0];
    await expect(pull("org/tiny", options)).rejects.toThrow(/the download of \S+ failed 5 times in a row/);
    await expect(cachedModel("org/tiny", options)).resolves.toBeUndefined();
    hub.faults.cuts = [];
    await pull("org/tiny", options);
  });

  test("that never gets further is given up, however often it starts over", async () => {
    hub.faults.cuts = Array(100).fill(1500);
    hub.faults.wrongRanges = true;
    await expect(pull("org/tiny", options)).rejects.toThrow(/failed 5 times in a row/);
    expect(weightRequests()).toHaveLength(5);
  });

  test("that falls silent is given up", async () => {
    hub.faults.silent = true;
    await expect(pull("org/tiny", { ...options, idleTimeoutMs: 20 })).rejects.toThrow(/the server fell silent/);
  });

  test("stops when asked to", async () => {
    const stop = new AbortController();
    const run = pull("org/tiny", {
      ...options,
      signal: stop.signal,
      onProgress: ({ file }) => file === "model.safetensors" && stop.abort(),
    });
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("two pulls at once", () => {
  test("fetch a file once", async () => {
    const told: string[] = [];
    const both = { ...options, onWait: (what: string) => void told.push(what) };
    const folders = await Promise.all([pull("org/tiny", both), pull("org/tiny", both)]);
    expect(told[0]).toMatch(new RegExp(` is being downloaded by process ${process.pid} on `));
    expect(new Set(folders).size).toBe(1);
    expect(weightRequests()).toHaveLength(1);
    expect((await readFile(join(folders[0], "model.safetensors"))).equals(weights())).toBe(true);
    expect(await readdir(repo("blobs"))).toHaveLength(5);
  });

  test("of which one is killed: the other goes on with its part", async () => {
    await mkdir(repo("blobs"), { recursive: true });
    await writeFile(repo("blobs", `${sha256(weights())}.incomplete`), weights().subarray(0, 7000));
    await writeFile(
      repo("blobs", `${sha256(weights())}.lock`),
      JSON.stringify({ pid: 2 ** 31 - 1, host: hostname(), started: "1" }),
    );
    await pull("org/tiny", options);
    expect(weightRequests().map((entry) => entry.range)).toEqual(["bytes=7000-"]);
    expect(await readdir(repo("blobs"))).toHaveLength(5);
  });

  test("on two machines: the second says who is at it", async () => {
    await mkdir(repo("blobs"), { recursive: true });
    const lock = repo("blobs", `${sha256(weights())}.lock`);
    await writeFile(lock, JSON.stringify({ pid: 7, host: "elsewhere", started: "1" }));
    await expect(pull("org/tiny", options)).rejects.toThrow(
      `model.safetensors is being downloaded by process 7 on elsewhere; if that is gone for good, remove ${lock}`,
    );
  });
});

describe("damaged data", () => {
  test("on the disk is noticed though what arrived was right", async () => {
    const incomplete = repo("blobs", `${sha256(weights())}.incomplete`);
    let spoilt = false;
    const onProgress = ({ file, bytes }: PullProgress) => {
      if (spoilt || file !== "model.safetensors" || bytes < weights().length) return;
      spoilt = true;
      writeFileSync(incomplete, Buffer.alloc(100), { flag: "r+" });
    };
    const folder = await pull("org/tiny", { ...options, onProgress });
    expect(spoilt).toBe(true);
    expect((await readFile(join(folder, "model.safetensors"))).equals(weights())).toBe(true);
  });

  test("in the cache is replaced by the next pull", async () => {
    const path = join(await pull("org/tiny", options), "model.safetensors");
    writeFileSync(path, Buffer.alloc(100), { flag: "r+" });
    await pull("org/tiny", options);
    expect((await readFile(path)).equals(weights())).toBe(true);
  });

  test("is fetched again, from the beginning", async () => {
    hub.faults.corrupt = 1;
    const folder = await pull("org/tiny", options);
    expect((await readFile(join(folder, "model.safetensors"))).equals(weights())).toBe(true);
  });

  test("that an earlier attempt left is noticed and replaced", async () => {
    await mkdir(repo("blobs"), { recursive: true });
    await writeFile(repo("blobs", `${sha256(weights())}.incomplete`), Buffer.alloc(7000, 1));
    const folder = await pull("org/tiny", options);
    expect(weightRequests().map((entry) => entry.range)).toEqual(["bytes=7000-", undefined]);
    expect((await readFile(join(folder, "model.safetensors"))).equals(weights())).toBe(true);
  });

  test("twice is refused, and nothing is left under the final name", async () => {
    hub.faults.corrupt = 2;
    await expect(pull("org/tiny", options)).rejects.toThrow(/arrived damaged twice: its checksum is [0-9a-f]{64}/);
    expect(await readdir(repo("blobs"))).not.toContainEqual(expect.stringContaining(sha256(weights())));
    expect(await cachedModel("org/tiny", options)).toBeUndefined();
  });
});

describe("refusals are sentences", () => {
  const cases: [string, () => void, RegExp][] = [
    [
      "404",
      () => Object.assign(hub.faults, { apiStatus: 404 }),
      /^there is no model org\/tiny with revision main at http/,
    ],
    [
      "401",
      () => Object.assign(hub.faults, { apiStatus: 401 }),
      /^there is no model .*, or your access token does not open it$/,
    ],
    [
      "403",
      () => Object.assign(hub.faults, { apiStatus: 403 }),
      /^access to org\/tiny is restricted: accept its conditions at/,
    ],
    ["500", () => Object.assign(hub.faults, { apiStatus: 500 }), /answered 500 for org\/tiny, try again later$/],
    ["gated files", () => Object.assign(hub.faults, { dataStatus: 401 }), /^access to org\/tiny is restricted/],
    ["a commit that is none", () => Object.assign(hub.faults, { commit: "../../etc" }), /gave no commit for org\/tiny/],
    [
      "a repository without safetensors",
      () =>
        Object.assign(hub.faults, {
          listing: [{ type: "file", path: "pytorch_model.bin", size: 1, oid: "c".repeat(40) }],
        }),
      /has no weights as safetensors/,
    ],
    [
      "a checksum that is a path",
      () =>
        Object.assign(hub.faults, { listing: [{ type: "file", path: "a.safetensors", size: 1, oid: "../../../x" }] }),
      /lists a file that cannot be trusted/,
    ],
    [
      "a model larger than the disk",
      () =>
        Object.assign(hub.faults, {
          listing: [{ type: "file", path: "a.safetensors", size: 2 ** 52, oid: "c".repeat(40) }],
        }),
      /are still to be downloaded, but .* has only .* free/,
    ],
  ];
  test.each(cases)("%s", async (_, misbehave, sentence) => {
    misbehave();
    const error = await pull("org/tiny", options).catch((e: Error) => e);
    expect(error).toMatchObject({ name: "UserError", message: expect.stringMatching(sentence) });
  });

  test("a hub that cannot be reached", async () => {
    await hub.close();
    await expect(pull("org/tiny", options)).rejects.toThrow(/^cannot reach http:\S+ \(ECONNREFUSED\)/);
    hub = await startHub(files);
  });

  test.each(["tiny", "org/../tiny", "a/b/c", "org/ti--ny", ""])("the id %j", async (id) => {
    await expect(pull(id, options)).rejects.toThrow(/is not a model id such as/);
  });

  test.each(["itself", "endless"] as const)("a listing whose next page is %s", async (nextPage) => {
    hub.faults.nextPage = nextPage;
    await expect(pull("org/tiny", options)).rejects.toThrow("lists the files of org/tiny without end");
  });

  test("a revision that leads out of the cache", async () => {
    await expect(pull("org/tiny", { ...options, revision: "../../x" })).rejects.toThrow(
      "is not a branch, a tag or a commit",
    );
  });
});

describe("resolving", () => {
  test("a folder is itself", async () => {
    expect(await resolveModel(root, options)).toBe(root);
    expect(hub.log).toEqual([]);
  });

  test("the model that comes with the package has a name, from everywhere", async () => {
    const folder = fileURLToPath(new URL("../../checkpoints/nano", import.meta.url));
    const here = process.cwd();
    try {
      process.chdir(root);
      expect(await resolveModel("checkpoints/nano", options)).toBe(folder);
    } finally {
      process.chdir(here);
    }
    expect(await resolveModel("checkpoints/nano", options)).toBe("checkpoints/nano"); // here it is a folder
    expect(hub.log).toEqual([]);
  });

  test("a model in the cache needs no network", async () => {
    const folder = await resolveModel("org/tiny", options);
    const before = hub.log.length;
    expect(await resolveModel("org/tiny", options)).toBe(folder);
    expect(hub.log.length).toBe(before);
    expect(await resolveModel("org/tiny", { ...options, revision: COMMIT })).toBe(folder);
  });

  test("an interrupted download is not taken for a model", async () => {
    hub.faults.cuts = [1500, 0, 0, 0, 0, 0];
    await expect(resolveModel("org/tiny", options)).rejects.toThrow(/in a row/);
    hub.faults.cuts = [];
    await (await loadCheckpoint(await resolveModel("org/tiny", options))).close();
  });

  test("offline means the cache or a sentence", async () => {
    vi.stubEnv("HF_HUB_OFFLINE", "1");
    await expect(resolveModel("org/tiny", options)).rejects.toThrow(
      "org/tiny is not in the cache, and the hub may not be asked",
    );
    const folder = await pull("org/tiny", { ...options, offline: false });
    expect(await resolveModel("org/tiny", options)).toBe(folder);
    expect(await pull("org/tiny", options)).toBe(folder);
  });

  test("the environment names cache, hub and token", async () => {
    vi.stubEnv("HF_HOME", join(root, "home"));
    vi.stubEnv("HF_HUB_CACHE", undefined);
    vi.stubEnv("HF_ENDPOINT", `${hub.url}/`);
    vi.stubEnv("HF_TOKEN", "from-environment");
    const folder = await resolveModel("org/tiny");
    expect(folder).toBe(join(root, "home", "hub", "models--org--tiny", "snapshots", COMMIT));
    expect(hub.log[0]?.authorization).toBe("Bearer from-environment");
    vi.stubEnv("HF_HUB_CACHE", join(root, "elsewhere"));
    expect(await cachedModel("org/tiny")).toBeUndefined();
  });

  test("what is neither folder nor id is said so", async () => {
    await expect(resolveModel("./gone", options)).rejects.toThrow("./gone is neither a folder nor a model id");
    await writeFile(join(root, "file"), "");
    await expect(resolveModel(join(root, "file"), options)).rejects.toThrow("is a file, expected a checkpoint folder");
  });
});

describe("a data set", () => {
  test("keeps its folders, and of it only what is asked for is fetched", async () => {
    await hub.close();
    hub = await startHub({
      "README.md": Buffer.from("x"),
      "data/test.jsonl": Buffer.from("{}\n"),
      "data/train.jsonl": Buffer.from("[]"),
    });
    options = { ...options, endpoint: hub.url };
    expect(await cachedDataset("org/tiny", options)).toBeUndefined();
    const folder = await pullDataset("org/tiny", { ...options, include: /test/ });
    expect(folder).toBe(join(options.cacheFolder as string, "datasets--org--tiny", "snapshots", COMMIT));
    expect(await readFile(join(folder, "data/test.jsonl"), "utf8")).toBe("{}\n");
    expect(await readdir(join(folder, "data"))).toEqual(["test.jsonl"]);
    expect(await cachedDataset("org/tiny", options)).toBe(folder);
    expect(hub.log.some(({ path }) => path.startsWith("/datasets/org/tiny/resolve/"))).toBe(true);
    await expect(pullDataset("org/tiny", { ...options, include: /parquet/ })).rejects.toThrow(
      "has no file that fits /parquet/",
    );
  });

  test("with a path that leads out is refused", async () => {
    hub.faults.listing = [{ type: "file", path: "data/../../x.json", size: 2, oid: "a".repeat(40) }];
    await expect(pullDataset("org/tiny", options)).rejects.toThrow("cannot be trusted");
  });
});
