import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { writeTinyModel } from "../chat/testing/tiny-model.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { claimFile } from "../checkpoint/claim.ts";
import { saveCheckpoint } from "../checkpoint/save.ts";
import { COMMIT, gitHash, startHub } from "../checkpoint/testing/hub-server.ts";
import { tinyWeights } from "../checkpoint/testing/tiny-checkpoint.ts";
import { exportVerb } from "./export.ts";
import { inspectVerb } from "./inspect.ts";
import { pullVerb } from "./pull.ts";
import { transferLine, untilInterrupted } from "./transfer-line.ts";

let root: string;
let model: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-verbs-"));
  model = join(root, "model");
  await saveCheckpoint(model, tinyWeights("hybrid"));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});
afterAll(() => rm(root, { recursive: true }));

/** Runs `periscope <args>` and gives what it prints. */
async function periscope(...args: string[]): Promise<string> {
  const printed: string[] = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const program = new Command("periscope").exitOverride().configureOutput({ writeErr: () => {} });
  for (const register of [inspectVerb, exportVerb, pullVerb]) register(program);
  for (const verb of program.commands) verb.exitOverride().configureOutput({ writeErr: () => {} });
  await program.parseAsync(args, { from: "user" });
  return printed.join("\n");
}

test("inspect prints a page, or JSON", async () => {
  expect(await periscope("inspect", model)).toMatch(/layout +multi_modality[\s\S]+ready to load$/);
  expect(JSON.parse(await periscope("inspect", model, "--json"))).toMatchObject({ layout: "multi_modality" });
  expect(process.exitCode).toBeUndefined();
});

type TokenizerJson = { added_tokens: object[]; model: { merges: string[] } };
test.each<[string, (tokenizer: TokenizerJson) => string, RegExp]>([
  ["that is cut off", (tokenizer) => JSON.stringify(tokenizer).slice(0, 500), /tokenizer\.json is not valid JSON/],
  [
    "whose merges are of another vocabulary",
    (tokenizer) => {
      tokenizer.model.merges[0] = "zz qq";
      return JSON.stringify(tokenizer);
    },
    /merge 0 needs "zz", which is not in the vocabulary/,
  ],
  [
    "with ids beyond the model's",
    (tokenizer) => {
      tokenizer.added_tokens.push({ id: 99999, content: "<far>", special: true });
      return JSON.stringify(tokenizer);
    },
    /the tokenizer has 100000 ids, but the model has embeddings for 304 only/,
  ],
])("inspect says of a tokenizer %s that it cannot be loaded", async (name, spoil, sentence) => {
  const folder = join(root, name.replaceAll(/\W/g, "-"));
  await writeTinyModel(folder);
  expect(await periscope("inspect", folder)).toMatch(/ready to load$/);
  const path = join(folder, "tokenizer.json");
  await writeFile(path, spoil(JSON.parse(await readFile(path, "utf8"))));
  expect(await periscope("inspect", folder)).toMatch(new RegExp(`cannot be loaded: .*${sentence.source}`));
  expect(process.exitCode).toBe(1);
});

test("export writes the layout and type asked for and says what it dropped", async () => {
  const out = join(root, "out");
  const text = await periscope("export", model, out, "--layout", "transformers", "--dtype", "bfloat16");
  expect(text).toMatch(
    /out: \d+ tensors, [\d.]+ kB, deepseek_vl_hybrid layout\n {2}17 tensors that nothing reads were dropped/,
  );
  const checkpoint = await loadCheckpoint(out);
  expect(checkpoint).toMatchObject({ layout: "deepseek_vl_hybrid", config: { dtype: "bfloat16" } });
  await checkpoint.close();
  await expect(periscope("export", model, out)).rejects.toThrow("already exists and is not empty");
  const report = JSON.parse(await periscope("export", model, out, "--force", "--max-shard-size", "20kB", "--json"));
  expect(report).toMatchObject({ folder: out, layout: "multi_modality", dropped: [] });
  expect(await readdir(out)).toContain("model.safetensors.index.json");
});

test("a wrong choice or size is a usage error", async () => {
  for (const flags of [
    ["--dtype", "int3"],
    ["--layout", "gguf"],
    ["--max-shard-size", "-5"],
    ["--max-shard-size", "big"],
  ]) {
    await expect(periscope("export", model, join(root, "x"), ...flags)).rejects.toMatchObject({
      code: "commander.invalidArgument",
    });
  }
});

test("pull prints the folder, or JSON", async () => {
  const files: Record<string, Buffer> = {};
  for (const name of await readdir(model)) files[name] = await readFile(join(model, name));
  const hub = await startHub(files);
  vi.stubEnv("HF_ENDPOINT", hub.url);
  vi.stubEnv("HF_HOME", root);
  const cache = join(root, "cache");
  const folder = join(cache, "models--org--tiny", "snapshots", COMMIT);
  expect(await periscope("pull", "org/tiny", "--cache-dir", cache)).toBe(folder);
  await hub.close();
  expect(JSON.parse(await periscope("pull", "org/tiny", "--cache-dir", cache, "--offline", "--json"))).toEqual({
    id: "org/tiny",
    revision: "main",
    commit: COMMIT,
    folder,
  });
});

test("pull says whom it waits for", async () => {
  const content = Buffer.from("weights");
  const hub = await startHub({ "model.safetensors": content });
  vi.stubEnv("HF_ENDPOINT", hub.url);
  vi.stubEnv("HF_HOME", root);
  const cache = join(root, "claimed");
  const blobs = join(cache, "models--org--tiny", "blobs");
  await mkdir(blobs, { recursive: true });
  const claim = await claimFile(join(blobs, `${gitHash(content)}.lock`));
  const pulled = expect(periscope("pull", "org/tiny", "--cache-dir", cache)).rejects.toThrow("stopped");
  const told = () => vi.mocked(process.stderr.write).mock.calls.map(([text]) => String(text));
  await expect
    .poll(told)
    .toContainEqual(expect.stringContaining(`model.safetensors is being downloaded by process ${process.pid} on `));
  process.emit("SIGINT");
  await pulled;
  if ("release" in claim) await claim.release();
  await hub.close();
});

test("a transfer is one line on a terminal and ten in a log", () => {
  const run = (isTTY: boolean) => {
    const written: string[] = [];
    let time = 0;
    const line = transferLine({ isTTY, columns: 40, write: (text) => written.push(text) }, () => time);
    for (let bytes = 0; bytes <= 1000; bytes += 5) {
      time += 10;
      line.show({ label: "model", bytes, totalBytes: 1000, bytesPerSecond: 500, secondsLeft: (1000 - bytes) / 500 });
    }
    line.say("waiting");
    line.clear();
    return written;
  };
  const terminal = run(true);
  expect(terminal.length).toBeLessThan(30);
  expect(terminal[1]).toBe("\r\x1b[2Kmodel  5 %  50 B of 1.00 kB  500 B/s  2");
  expect(terminal.slice(-2)).toEqual(["\r\x1b[2Kwaiting\n", "\r\x1b[2K"]);
  const log = run(false);
  expect(log).toHaveLength(11);
  expect(log.slice(-2)).toEqual(["model  100 %  1.00 kB of 1.00 kB  500 B/s\n", "waiting\n"]);
});

test("Ctrl-C stops a job through its signal and ends in a sentence", async () => {
  const listeners = process.listenerCount("SIGINT");
  const job = untilInterrupted("stopped", (signal) => {
    process.emit("SIGINT");
    signal.throwIfAborted();
    return Promise.resolve();
  });
  await expect(job).rejects.toMatchObject({ name: "UserError", message: "stopped" });
  await expect(untilInterrupted("stopped", () => Promise.reject(new Error("other")))).rejects.toThrow("other");
  expect(process.listenerCount("SIGINT")).toBe(listeners);
});
