import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { makeManifest, parseManifest } from "./manifest.ts";
import { type FetchModelOptions, fetchModel, type LoadProgress } from "./model-files.ts";

const base = "https://example.org/models/tiny/";

/** A host with these files; it counts what is asked of it, and answers ranges if it may. */
class Host {
  readonly files = new Map<string, Uint8Array>();
  readonly asked: string[] = [];
  ranges = true;
  online = true;
  /** Bytes after which a body breaks off. */
  breaksAfter: number | undefined;

  readonly fetch = (async (input: string, init?: RequestInit) => {
    if (!this.online) throw new TypeError("Failed to fetch");
    const name = input.slice(base.length);
    const range = new Headers(init?.headers).get("Range");
    this.asked.push(range ? `${name} ${range}` : name);
    const file = this.files.get(name);
    if (!file) return new Response(null, { status: 404, statusText: "Not Found" });
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(range ?? "") ?? [];
    const part = from && this.ranges ? file.subarray(Number(from), Number(to) + 1) : file;
    const limit = this.breaksAfter;
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(part.slice(0, limit ?? part.length));
        if (limit !== undefined && limit < part.length) stream.error(new TypeError("network error"));
        else stream.close();
      },
    });
    return new Response(body, { status: from && this.ranges ? 206 : 200 });
  }) as typeof fetch;

  async list(): Promise<void> {
    const manifest = await makeManifest(
      "tiny",
      [...this.files].map(([name, bytes]) => [name, async () => bytes] as const),
    );
    this.files.set("manifest.json", new TextEncoder().encode(JSON.stringify(manifest)));
  }
}

/** A browser's cache in memory, with what is used of it. */
function memoryCaches(kept = new Map<string, Uint8Array>(), full = false): CacheStorage {
  const cache = {
    match: async (key: string) => kept.has(key) && new Response(kept.get(key) as Uint8Array<ArrayBuffer>),
    async put(key: string, response: Response) {
      if (full) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, new Uint8Array(await response.arrayBuffer()));
    },
    delete: async (request: { url: string }) => kept.delete(request.url),
    keys: async (key?: string) =>
      [...kept.keys()].filter((url) => !key || url.split("?")[0] === key).map((url) => ({ url })),
  };
  return { open: async () => cache } as unknown as CacheStorage;
}

const large = Uint8Array.from({ length: 20 * 2 ** 20 }, (_, i) => i % 251); // three parts
let host: Host;
let kept: Map<string, Uint8Array>;
let options: FetchModelOptions;
beforeEach(async () => {
  host = new Host();
  host.files.set("config.json", new TextEncoder().encode("{}"));
  host.files.set("model.safetensors", large);
  host.files.set("notes.txt", new TextEncoder().encode("not a part of the model"));
  await host.list();
  kept = new Map();
  options = { fetch: host.fetch, caches: memoryCaches(kept) };
});
const parts = () => host.asked.filter((asked) => asked.startsWith("model.safetensors"));

test("the first time every file comes over the network, then none", async () => {
  const progress: LoadProgress[] = [];
  const first = await fetchModel(base, { ...options, onProgress: (p) => progress.push(p) });
  expect([...first.files.keys()]).toEqual(["config.json", "model.safetensors"]);
  expect(Buffer.compare(first.files.get("model.safetensors")!, large)).toBe(0);
  expect(progress.at(-1)).toMatchObject({ bytes: large.length + 2, totalBytes: large.length + 2, secondsLeft: 0 });
  host.online = false;
  const second = await fetchModel(base, options);
  expect(Buffer.compare(second.files.get("model.safetensors")!, large)).toBe(0);
  expect(second.notices).toEqual([]);
});

test("a download that broke off goes on with the part that broke", async () => {
  host.breaksAfter = 5 * 2 ** 20;
  await expect(fetchModel(base, options)).rejects.toThrow(/broke off; what has come so far is kept$/);
  host.breaksAfter = undefined;
  host.asked.length = 0;
  await fetchModel(base, options);
  expect(parts()).toHaveLength(3);
  kept.delete([...kept.keys()].find((key) => key.endsWith("from=8388608"))!);
  host.asked.length = 0;
  await fetchModel(base, options);
  expect(parts()).toEqual(["model.safetensors bytes=8388608-16777215"]);
});

test("a host without ranges works as well", async () => {
  host.ranges = false;
  const { files } = await fetchModel(base, options);
  expect(Buffer.compare(files.get("model.safetensors")!, large)).toBe(0);
});

test("what is kept but damaged is fetched again; what the host itself has damaged is refused", async () => {
  await fetchModel(base, options);
  const key = [...kept.keys()].find((key) => key.includes("model.safetensors") && key.endsWith("from=0"))!;
  kept.set(key, kept.get(key)!.slice().fill(7, 0, 10));
  const { files } = await fetchModel(base, options);
  expect(createHash("sha256").update(files.get("model.safetensors")!).digest("hex")).toBe(
    createHash("sha256").update(large).digest("hex"),
  );
  kept.clear();
  host.files.set("model.safetensors", large.slice().fill(0, 100, 200));
  await expect(fetchModel(base, options)).rejects.toThrow(/its SHA-256 differs/);
  expect([...kept.keys()].filter((key) => key.includes("safetensors"))).toEqual([]);
});

test("another version of the model takes the place of the old one", async () => {
  await fetchModel(base, options);
  host.files.set("model.safetensors", large.slice(0, 1000));
  await host.list();
  const { files } = await fetchModel(base, options);
  expect(files.get("model.safetensors")!.length).toBe(1000);
  expect([...kept.keys()].filter((key) => key.includes("safetensors"))).toHaveLength(1);
});

test("a browser without room, or without a cache, loads all the same and says so", async () => {
  const full = await fetchModel(base, { ...options, caches: memoryCaches(new Map(), true) });
  expect(full.files.size).toBe(2);
  expect(full.notices).toEqual(["the browser has no room to keep the model, so it is downloaded at every visit."]);
  const failing = { open: () => Promise.reject(new DOMException("no", "SecurityError")) } as unknown as CacheStorage;
  const none = await fetchModel(base, { ...options, caches: failing });
  expect(none.notices).toEqual([
    "this browser keeps no files for this page, so the model is downloaded at every visit.",
  ]);
});

describe("what is no model is refused with a sentence", () => {
  test("no network and nothing kept", async () => {
    host.online = false;
    await expect(fetchModel(base, options)).rejects.toThrow(
      /cannot be reached, and no copy of the model is kept here$/,
    );
  });

  test("no manifest, or a page in its place", async () => {
    host.files.delete("manifest.json");
    await expect(fetchModel(base, options)).rejects.toThrow(/manifest\.json could not be fetched: 404 Not Found$/);
    host.files.set("manifest.json", new TextEncoder().encode("<!doctype html>"));
    await expect(fetchModel(base, options)).rejects.toThrow(/is not valid JSON; is there a model at https/);
  });

  test("a file shorter than listed", async () => {
    host.files.set("model.safetensors", large.subarray(0, 100));
    await expect(fetchModel(base, options)).rejects.toThrow(
      /ended at byte 100, but manifest\.json says that it has 20971520$/,
    );
  });

  test("a manifest that leads elsewhere", () => {
    const file = { bytes: 1, sha256: "0".repeat(64) };
    for (const name of ["../secret.safetensors", "a/b.safetensors", "https://evil/model.safetensors", "index.html"]) {
      expect(() => parseManifest({ version: 1, model: "x", files: [{ ...file, name }] })).toThrow(
        /^manifest\.json is no list of a model's files: "files\.0\.name"/,
      );
    }
  });

  test("an aborted download ends with the abort", async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    await expect(fetchModel(base, { ...options, signal: stop.signal, onProgress })).rejects.toThrow(/abort/);
  });
});
