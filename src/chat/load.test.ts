import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { exportCheckpoint } from "../checkpoint/export.ts";
import { UserError } from "../runtime/errors.ts";
import { type LoadOptions, load } from "./load.ts";
import { writeTinyModel } from "./testing/tiny-model.ts";

let root: string;
let model: string;
let picture: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-load-"));
  model = join(root, "model");
  picture = join(root, "picture.png");
  await writeTinyModel(model);
  await sharp({ create: { width: 20, height: 30, channels: 3, background: "#8c2" } })
    .png()
    .toFile(picture);
});
afterAll(() => rm(root, { recursive: true }));

/** What the model in a folder says of the picture: tokens, and the numbers behind them. */
async function says(folder: string) {
  const loaded = await load(folder, { threads: 1 });
  const options = { images: [picture], maxNewTokens: 8, eosIds: [], logprobs: 5 };
  const { tokens, logprobs } = await loaded.answer("What is it?", options);
  await loaded.dispose();
  return { tokens, numbers: logprobs!.flatMap((step) => step.alternatives.map(({ logprob }) => logprob)) };
}

function expectSame(a: Awaited<ReturnType<typeof says>>, b: typeof a): void {
  expect(a.tokens).toEqual(b.tokens);
  for (const [i, number] of a.numbers.entries()) expect(number).toBeCloseTo(b.numbers[i]!, 4);
}

/** A folder with the files of another, one of them changed. */
async function changed(name: string, change: (text: string) => string | undefined): Promise<string> {
  const folder = await mkdtemp(join(root, "changed-"));
  for (const file of await readdir(model)) {
    if (file !== name) await symlink(join(model, file), join(folder, file));
  }
  const text = change(await readFile(join(model, name), "utf8").catch(() => ""));
  if (text !== undefined) await writeFile(join(folder, name), text);
  return folder;
}
const withJson = (name: string, fields: object) =>
  changed(name, (text) => JSON.stringify({ ...JSON.parse(text || "{}"), ...fields }));

describe("a model says the same", () => {
  test("in transformers' layout, whose parts of a matrix are joined", async () => {
    const folder = join(root, "transformers");
    await exportCheckpoint(model, folder, { layout: "transformers" });
    expectSame(await says(folder), await says(model));
  });

  test.each(["float16", "bfloat16"] as const)("in %s as in float32 of the same values", async (dtype) => {
    const [half, whole] = [join(root, dtype), join(root, `${dtype}-whole`)];
    await exportCheckpoint(model, half, { dtype, maxShardBytes: 30_000 });
    await exportCheckpoint(half, whole, { dtype: "float32" });
    expect((await readdir(half)).filter((name) => name.endsWith(".safetensors")).length).toBeGreaterThan(1);
    expectSame(await says(half), await says(whole));
  });

  test("from files that are links to elsewhere, as in the hub's cache", async () => {
    const snapshot = join(root, "models--a--b", "snapshots", "c");
    const blobs = join(root, "models--a--b", "blobs");
    await mkdir(snapshot, { recursive: true });
    await mkdir(blobs);
    for (const [i, file] of (await readdir(model)).entries()) {
      await writeFile(join(blobs, `${i}`), await readFile(join(model, file)));
      await symlink(`../../blobs/${i}`, join(snapshot, file));
    }
    expectSame(await says(snapshot), await says(model));
  });

  test("from a file whose numbers do not lie on their boundaries", async () => {
    const folder = join(root, "odd");
    await mkdir(folder);
    for (const file of await readdir(model)) {
      const bytes = await readFile(join(model, file));
      if (file === "model.safetensors") {
        const length = Number(bytes.readBigUInt64LE());
        const odd = Buffer.concat([bytes.subarray(0, 8 + length), Buffer.from(" "), bytes.subarray(8 + length)]);
        odd.writeBigUInt64LE(BigInt(length + 1));
        await writeFile(join(folder, file), odd);
      } else await writeFile(join(folder, file), bytes);
    }
    expectSame(await says(folder), await says(model));
  });
});

test("a model with one tower, and one with tied embeddings, answer", async () => {
  const [low, tied] = [join(root, "low"), join(root, "tied")];
  await writeTinyModel(low, { kind: "low" });
  await writeTinyModel(tied, { tied: true });
  for (const folder of [low, tied]) expect((await says(folder)).tokens).toHaveLength(8);
});

test("what a folder says about answers and prompts is used", async () => {
  const generation = await withJson("generation_config.json", { do_sample: false, max_new_tokens: 3 });
  const quiet = await withJson("processor_config.json", { system_prompt: "" });
  const lengths: number[] = [];
  for (const folder of [generation, quiet]) {
    const loaded = await load(folder, { threads: 1 });
    const { stats } = await loaded.answer("What?", folder === quiet ? { maxNewTokens: 1 } : { eosIds: [] });
    lengths.push(stats.promptTokens, stats.answerTokens);
    await loaded.dispose();
  }
  expect(lengths[1]).toBe(3);
  expect(lengths[2]).toBeLessThan(30);
  expect(lengths[0]).toBeGreaterThan(100);
});

describe("a folder that is no model is refused in one sentence", () => {
  test.each<[string, () => Promise<string>, RegExp]>([
    ["no such folder", async () => join(root, "nothing here"), /neither a folder nor a model id/],
    ["no configuration", async () => changed("config.json", () => undefined), /has no config\.json$/],
    ["no tokenizer", async () => changed("tokenizer.json", () => undefined), /tokenizer\.json does not exist$/],
    ["damaged tokenizer", async () => changed("tokenizer.json", (text) => text.slice(0, 99)), /is not valid JSON/],
    ["cut weights", async () => changed("model.safetensors", () => "12345678901234567890"), /not a safetensors file/],
    [
      "other image positions",
      async () => withJson("processor_config.json", { num_image_tokens: 576 }),
      /"num_image_tokens" is 576, but the model gives 4 for an image$/,
    ],
    [
      "senseless generation",
      async () => withJson("generation_config.json", { do_sample: true, temperature: -3 }),
      /generation_config\.json: temperature is -3, expected a number from 0 to 100$/,
    ],
    [
      "too many tokens",
      async () =>
        changed("tokenizer.json", (text) => {
          const json = JSON.parse(text);
          for (let id = 300; id < 320; id++) json.added_tokens.push({ id, content: `<${id}>`, special: false });
          return JSON.stringify(json);
        }),
      /the tokenizer has 320 ids, but the model has embeddings for 304 only$/,
    ],
  ])("%s", async (_, folder, message) => {
    const error = await load(await folder(), { threads: 1 }).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(error?.name).toBe("UserError");
    expect(error?.message).toMatch(message);
    expect(error?.message).not.toContain("\n");
  });
});

test("options that make no sense are refused in one sentence before anything is opened", async () => {
  const bad: [object, string][] = [
    [{ prefillChunk: 0 }, "prefillChunk is 0, expected a whole number from 1"],
    [{ device: "gpu" }, "device is gpu, expected cpu, webgpu or cuda"],
    [{ threads: 0 }, "threads is 0, expected a whole number from 1"],
    [{ quantize: 5 }, "quantize is 5, expected 4 or 8"],
    [{ imageCacheBytes: -5 }, "imageCacheBytes is -5, expected a number from 0"],
    [{ images: { maxBytes: -1 } }, "maxBytes is -1, expected a number from 1"],
    [{ images: { orientation: "up" } }, 'orientation is "up", expected "exif" or "ignore"'],
  ];
  const openFiles = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);
  const before = openFiles();
  for (const [options, message] of bad) {
    await expect(load(model, options as LoadOptions)).rejects.toThrow(new UserError(message));
  }
  expect(openFiles()).toBe(before);
  await expect(load(new URL("file:///model") as unknown as string)).rejects.toThrow(
    new UserError("the model is an object of type URL, expected the path of a folder or a model id"),
  );
});

test("who waits for another's quantised copy is told for whom, and goes on with it", async () => {
  vi.stubEnv("PERISCOPE_CACHE", join(root, "cache"));
  try {
    const told: string[] = [];
    const onWait = (what: string) => void told.push(what);
    const loads = [1, 2].map(() => load(model, { threads: 1, quantize: 4, onWait }));
    for (const loaded of await Promise.all(loads)) await loaded.dispose();
    expect(told).toEqual([expect.stringMatching(`is being made by process ${process.pid} on `)]);
  } finally {
    vi.unstubAllEnvs();
  }
});
