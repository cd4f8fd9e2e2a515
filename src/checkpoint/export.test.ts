import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Layout, parseModelConfig } from "../model/config.ts";
import { UserError } from "../runtime/errors.ts";
import { loadCheckpoint, type Weights } from "./checkpoint.ts";
import { exportCheckpoint } from "./export.ts";
import { convert } from "./half.ts";
import { saveCheckpoint } from "./save.ts";
import { randomWeights, tinyConfigJson, tinyWeights } from "./testing/tiny-checkpoint.ts";

let root: string;
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-export-"));
});
afterAll(() => rm(root, { recursive: true }));
const fresh = () => join(root, `folder-${count++}`);

async function saved(weights: Weights, layout: Layout = "multi_modality"): Promise<string> {
  const folder = fresh();
  await saveCheckpoint(folder, weights, { layout });
  return folder;
}

const pairs: ["low" | "hybrid", Layout][] = [
  ["low", "deepseek_vl"],
  ["hybrid", "deepseek_vl_hybrid"],
];

describe.each(pairs)("a %s model through %s and back", (kind, layout) => {
  test("keeps every used parameter to the bit and says what it dropped and filled", async () => {
    const weights = tinyWeights(kind);
    const unused = weights.names.filter((name) => weights.spec(name)?.unused).sort();
    const there = fresh();
    const first = await exportCheckpoint(await saved(weights), there, { layout: "transformers" });
    expect(first).toMatchObject({ from: "multi_modality", layout, filled: [] });
    expect([...first.dropped].sort()).toEqual(unused);

    const back = fresh();
    const second = await exportCheckpoint(there, back, { layout: "multi_modality" });
    expect(second).toMatchObject({ from: layout, layout: "multi_modality", dropped: [] });
    expect([...second.filled].sort()).toEqual(unused);

    const checkpoint = await loadCheckpoint(back);
    expect(checkpoint.config).toEqual(weights.config);
    for (const name of weights.names) {
      const data = await checkpoint.read(name);
      if (!weights.spec(name)?.unused) expect(data).toEqual(await weights.read(name));
      else
        expect(
          data.every((x: number | bigint) => x === (/norm\.weight$/.test(name) ? 1 : 0)),
          name,
        ).toBe(true);
    }
    await checkpoint.close();
  });

  test("a copy in the same layout keeps the unused tensors too", async () => {
    const weights = tinyWeights(kind);
    const copy = fresh();
    expect(await exportCheckpoint(await saved(weights), copy)).toMatchObject({ dropped: [], filled: [] });
    const checkpoint = await loadCheckpoint(copy);
    for (const name of weights.names) expect(await checkpoint.read(name)).toEqual(await weights.read(name));
    await checkpoint.close();
  });
});

test.each(["float16", "bfloat16"] as const)("%s rounds each weight once", async (dtype) => {
  const weights = tinyWeights("hybrid");
  const [narrow, other] = [fresh(), fresh()];
  await exportCheckpoint(await saved(weights), narrow, { dtype });
  await exportCheckpoint(narrow, other, { layout: "transformers" });
  const checkpoint = await loadCheckpoint(other);
  expect(checkpoint.config.dtype).toBe(dtype);
  for (const name of checkpoint.names) {
    expect(checkpoint.spec(name)?.dtype).toBe(dtype);
    expect(await checkpoint.read(name)).toEqual(convert(await weights.read(name), "float32", dtype));
  }
  await checkpoint.close();
});

test("a number that float16 does not hold is refused, not made infinite", async () => {
  const weights = tinyWeights("low");
  const name = "language_model.model.norm.weight";
  const read: Weights["read"] = async (one, as) => {
    const data = (await weights.read(one, "float32")) as Float32Array;
    const own = one === name ? data.map((x, i) => (i === 2 ? 70000 : x)) : data;
    return as ? convert(own, "float32", as) : own;
  };
  const folder = await saved({ ...weights, read });
  const out = fresh();
  await expect(exportCheckpoint(folder, out, { dtype: "float16" })).rejects.toThrow(
    `${name} holds numbers that float16 does not (above 65504, or infinite): write bfloat16 or float32`,
  );
  expect(existsSync(out)).toBe(false);
  await exportCheckpoint(folder, out, { dtype: "bfloat16" });
});

test("shards of the asked size are written", async () => {
  const out = fresh();
  await exportCheckpoint(await saved(tinyWeights("low")), out, { maxShardBytes: 20000 });
  const names = await readdir(out);
  expect(names).toContain("model.safetensors.index.json");
  expect(names).not.toContain("model.safetensors");
  await (await loadCheckpoint(out)).close();
});

test("tokenizer, card and settings come along, other weights do not", async () => {
  const folder = await saved(tinyWeights("low"));
  for (const name of ["tokenizer.json", "README.md", "generation_config.json", "pytorch_model.bin", ".gitattributes"]) {
    await writeFile(join(folder, name), "{}");
  }
  const out = fresh();
  const { copied } = await exportCheckpoint(folder, out, { layout: "transformers" });
  expect(copied).toEqual(["README.md", "generation_config.json", "tokenizer.json"]);
  expect((await readdir(out)).sort()).toEqual(
    [
      "README.md",
      "config.json",
      "generation_config.json",
      "model.safetensors",
      "preprocessor_config.json",
      "processor_config.json",
      "tokenizer.json",
    ].sort(),
  );
  expect(JSON.parse(await readFile(join(out, "preprocessor_config.json"), "utf8"))).toMatchObject({
    image_processor_type: "DeepseekVLImageProcessor",
    size: { height: 16, width: 16 },
    do_normalize: true,
    image_mean: [0.5, 0.5, 0.5],
  });
});

test("prompt settings of the original survive", async () => {
  const folder = await saved(tinyWeights("low"));
  const path = join(folder, "processor_config.json");
  const json = JSON.parse(await readFile(path, "utf8"));
  expect(json).toMatchObject({ num_image_tokens: 4, sft_format: "deepseek" });
  await writeFile(path, JSON.stringify({ ...json, sft_format: "plain" }));
  const out = fresh();
  await exportCheckpoint(folder, out);
  expect(JSON.parse(await readFile(join(out, "processor_config.json"), "utf8"))).toMatchObject({ sft_format: "plain" });
});

describe("refusals leave nothing behind", () => {
  test("a folder that is not empty is only replaced on request", async () => {
    const folder = await saved(tinyWeights("low"));
    const out = fresh();
    await mkdir(out);
    await writeFile(join(out, "precious.txt"), "mine");
    await expect(exportCheckpoint(folder, out)).rejects.toThrow(`${out} already exists and is not empty`);
    await expect(exportCheckpoint(folder, out, { replace: true })).rejects.toThrow("holds precious.txt");
    expect(await readdir(out)).toEqual(["precious.txt"]);
    await rm(join(out, "precious.txt"));
    await exportCheckpoint(folder, out);
    await exportCheckpoint(folder, out, { replace: true, dtype: "float16" });
    const checkpoint = await loadCheckpoint(out);
    expect(checkpoint.config.dtype).toBe("float16");
    await checkpoint.close();
  });

  test("a file, and a path below one, are no folders to write to", async () => {
    const folder = await saved(tinyWeights("low"));
    const file = fresh();
    await writeFile(file, "mine");
    for (const out of [file, join(file, "x"), join(file, "x", "y")]) {
      const refused = await exportCheckpoint(folder, out).catch((error) => error);
      expect(refused).toBeInstanceOf(UserError);
      expect(refused.message).toMatch(`${file} is a file, expected a folder`);
    }
    expect(await readFile(file, "utf8")).toBe("mine");
  });

  test("a checkpoint is not exported onto itself", async () => {
    const folder = await saved(tinyWeights("low"));
    await expect(exportCheckpoint(folder, `${folder}/.`, { replace: true })).rejects.toThrow("onto itself");
  });

  test("a model that the layout cannot express", async () => {
    const json = tinyConfigJson("low") as { aligner_config: { params: { depth: number } } };
    json.aligner_config.params.depth = 1;
    const folder = await saved(randomWeights(parseModelConfig(json)));
    const out = fresh();
    await expect(exportCheckpoint(folder, out, { layout: "transformers" })).rejects.toThrow(
      "the layout has a mlp_gelu aligner of depth 2, but the model's is mlp_gelu of depth 1",
    );
    expect(await readdir(root)).not.toContain(out.split("/").at(-1));
  });

  test("an interrupted export", async () => {
    const folder = await saved(tinyWeights("hybrid"));
    const before = (await readdir(root)).sort();
    const stop = new AbortController();
    const out = fresh();
    const run = exportCheckpoint(folder, out, {
      signal: stop.signal,
      onProgress: (done) => done > 5000 && stop.abort(),
    });
    await expect(run).rejects.toThrow(/abort/i);
    expect((await readdir(root)).sort()).toEqual(before);
  });

  test("a source that lacks a parameter", async () => {
    const weights = tinyWeights("low");
    const name = "aligner.layers.2.bias";
    const holey: Weights = { ...weights, spec: (n) => (n === name ? undefined : weights.spec(n)) };
    const before = (await readdir(root)).sort();
    await expect(saveCheckpoint(fresh(), holey)).rejects.toThrow(`parameter "${name}" is missing`);
    expect((await readdir(root)).sort()).toEqual(before);
  });
});

const goldens = fileURLToPath(new URL("../../../shared/goldens/", import.meta.url));
test.skipIf(!existsSync(goldens)).each(["a_hybrid_tiny", "a_hybrid_96_unpatched", "b_low_only"])(
  "the reference's %s goes through transformers' layout and back",
  async (name) => {
    const [there, back] = [fresh(), fresh()];
    await exportCheckpoint(join(goldens, name), there, { layout: "transformers" });
    await exportCheckpoint(there, back, { layout: "multi_modality" });
    const [original, returned] = [await loadCheckpoint(join(goldens, name)), await loadCheckpoint(back)];
    for (const parameter of original.names) {
      const spec = original.spec(parameter);
      expect(returned.spec(parameter)).toEqual(spec);
      if (spec?.unused) continue;
      const [a, b] = [await original.read(parameter), await returned.read(parameter)];
      expect(Buffer.from(a.buffer).equals(Buffer.from(b.buffer)), parameter).toBe(true);
    }
    await original.close();
    await returned.close();
  },
);
