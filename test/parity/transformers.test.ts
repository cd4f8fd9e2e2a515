/**
 * Checkpoints that Hugging Face transformers wrote, and what it computes with them: the loader, the model, the pictures
 * and the export against its own deepseek_vl and deepseek_vl_hybrid (test/fixtures/transformers/README.md).
 */
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/checkpoint.ts";
import { exportCheckpoint } from "../../src/checkpoint/export.ts";
import { canonicalName } from "../../src/checkpoint/layouts.ts";
import { readNumbers } from "../../src/eval/parity/fixture.ts";
import { fullPass } from "../../src/eval/parity/full-pass.ts";
import { parity, renderReport } from "../../src/eval/parity/index.ts";
import { modelInputs } from "../../src/eval/parity/model-inputs.ts";
import { runProgram } from "../../src/eval/parity/program.ts";
import { decodeImage } from "../../src/image/decode.ts";
import { processImage } from "../../src/image/processor.ts";
import { type ProcessorConfig, parseProcessorConfig } from "../../src/image/processor-config.ts";
import { parseModelConfig } from "../../src/model/config.ts";
import { antialiasMatrix, resample } from "../../src/nn/index.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { input } from "../../src/tensor/index.ts";
import { transformersGoldens } from "./goldens.ts";

let cpu: Runtime;
let folder: string;
beforeAll(async () => {
  cpu = await createNativeRuntime("cpu");
  folder = await mkdtemp(join(tmpdir(), "periscope-transformers-"));
});
afterAll(async () => {
  cpu.dispose();
  await rm(folder, { recursive: true, force: true });
});

const golden = (...path: string[]) => join(transformersGoldens, ...path);
const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;

function furthest(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let difference = 0;
  for (let i = 0; i < found.length; i++) {
    const off = Math.abs(found[i]! - expected[i]!);
    if (!(off <= difference)) difference = off; // NaN must not get lost
  }
  return difference;
}

/** Of one channel after the other; in float32, as transformers does. */
function normalised(pixels: Float32Array, mean: readonly number[], std: readonly number[]): Float32Array {
  const plane = pixels.length / 3;
  const of = (values: readonly number[], i: number) => Math.fround(values[Math.floor(i / plane)]!);
  return pixels.map((v, i) => Math.fround(v - of(mean, i)) / of(std, i));
}

const models = [
  // grouped queries, left padding; rows with two pictures, with one, with none; an epsilon and a theta of its own
  ["deepseek_vl", { pictures: 3, gradients: 62 }],
  // windows with padding and a global block among them; the blocks' epsilon is not that of the necks
  ["deepseek_vl_hybrid", { pictures: 2, gradients: 124 }],
  // tied embeddings, which is the default, and SigLIP's pooling head, which nothing reads
  ["deepseek_vl_tied", { pictures: 1, gradients: 45 }],
] as const;

describe.each(models)("%s", (name, { pictures, gradients }) => {
  test("pictures, features, logits, loss, every gradient and the greedy ids are transformers'", async () => {
    for await (const report of parity([golden(name)], cpu)) {
      if (!report.ok) throw new Error(renderReport(report));
      const tensors = new Map(report.groups.map((g) => [g.group, g.tensors]));
      for (const group of ["logits", "loss", "generate.ids", "generate.logits", "generate_eos.ids"]) {
        expect(tensors.get(group), group).toBe(1);
      }
      expect(tensors.get("image.pixel_values")).toBe(pictures);
      const counts = report.groups.filter((g) => g.group.startsWith("grad.")).map((g) => g.tensors);
      expect(counts.reduce((a, b) => a + b, 0)).toBe(gradients);
    }
  });

  test("written again in the same layout it is the same model to transformers", async () => {
    const copy = join(folder, name);
    await exportCheckpoint(golden(name), copy, { layout: "transformers" });
    const [theirs, ours] = await Promise.all([
      readNumbers(golden(name, "model.safetensors")),
      readNumbers(join(copy, "model.safetensors")),
    ]);
    const read = [...theirs].filter(([tensor]) => !tensor.startsWith("model.vision_model.head."));
    expect([...ours.keys()].sort()).toEqual(read.map(([tensor]) => canonicalName(tensor)).sort());
    for (const [tensor, { shape, data }] of read) {
      expect(ours.get(canonicalName(tensor)), tensor).toEqual({ dtype: "float32", shape, data });
    }

    for (const file of ["config.json", "preprocessor_config.json"]) {
      const [found, expected] = [flat(readJson(join(copy, file))), flat(readJson(golden(name, file)))];
      for (const [key, value] of found) {
        if (!elsewhere.has(key)) expect([key, value]).toEqual([key, expected.get(key)]);
      }
      const absent = [...expected.keys()].filter((key) => !found.has(key));
      expect(absent.filter((key) => !implied.test(key))).toEqual([]);
    }
    const [found, expected] = [copy, golden(name)].map((path) => parseModelConfig(readJson(join(path, "config.json"))));
    expect(found).toEqual(expected);
  });
});

/** Keys of ours that transformers 5 writes under another name or in another place, and reads as they are. */
const elsewhere = new Map([
  ["torch_dtype", "dtype"],
  ["text_config.torch_dtype", "dtype"],
  ["text_config.rope_theta", "text_config.rope_parameters.rope_theta"],
  ["pad_token_id", "text_config.pad_token_id"],
  ["text_config.tie_word_embeddings", "tie_word_embeddings"],
  ["vision_config.vision_use_head", "nothing: true where it is absent"],
  ["processor_class", "processor_config.json"],
]);

/** Keys of transformers whose values are its defaults, follow from others, or matter only while it trains. */
const implied =
  /^(dtype|transformers_version|(high_res_)?background_color)$|\.(attention_dropout|initializer_range|num_pos_feats|scale|head_dim|mlp_bias|pad_token_id|pretraining_tp|use_cache|rope_parameters\.rope_(theta|type))$/;

/** The values of a JSON object by their paths. */
function flat(json: Record<string, unknown>, prefix = ""): Map<string, unknown> {
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map(
    Object.entries(json).flatMap(([key, value]): [string, unknown][] =>
      isObject(value) ? [...flat(value as Record<string, unknown>, `${prefix}${key}.`)] : [[`${prefix}${key}`, value]],
    ),
  );
}

describe("the language head", () => {
  test("is tied by default, but never where the checkpoint stores one", async () => {
    const tied = async (name: string) => {
      const checkpoint = await loadCheckpoint(golden(name));
      await checkpoint.close();
      return checkpoint.config.language.tieWordEmbeddings;
    };
    expect(await tied("deepseek_vl_tied")).toBe(true);
    expect(await tied("deepseek_vl")).toBe(false);

    const copy = join(folder, "says-tied");
    await exportCheckpoint(golden("deepseek_vl"), copy);
    const { tie_word_embeddings: _, ...config } = readJson(join(copy, "config.json"));
    const { tie_word_embeddings: __, ...text } = config.text_config as Record<string, unknown>;
    await writeFile(join(copy, "config.json"), JSON.stringify({ ...config, text_config: text }));
    const checkpoint = await loadCheckpoint(copy);
    expect(parseModelConfig(checkpoint.raw.config).language.tieWordEmbeddings).toBe(true);
    expect(checkpoint.config.language.tieWordEmbeddings).toBe(false);
    expect(checkpoint.has("language_model.lm_head.weight")).toBe(true);
    await checkpoint.close();
  });
});

describe("pictures of awkward sizes", () => {
  const sizes = ["61x97", "50x31", "48x33", "48x35", "70x5", "15x19", "24x24"];
  const read = async (size: string, config: ProcessorConfig) =>
    processImage(await decodeImage(readFileSync(golden("pictures", `${size}.png`))), config).pixels;
  const expected = () => readNumbers(golden("pictures", "outputs.safetensors"));

  test.each(sizes)("%s for one tower, to the last digit", async (size) => {
    const json = readJson(golden("pictures", "low.json"));
    const pixels = await read(size, parseProcessorConfig(json));
    const found = normalised(pixels, json.image_mean as number[], json.image_std as number[]);
    expect(furthest(found, (await expected()).get(`low.${size}.pixel_values`)!.data)).toBeLessThanOrEqual(1e-6);
  });

  test.each(sizes)(
    "%s for two towers: the large one to the last digit, the small one to a step of 8 bits",
    async (size) => {
      const json = readJson(golden("pictures", "hybrid.json"));
      const pixels = await read(size, parseProcessorConfig(json));
      const found = normalised(pixels, json.high_res_image_mean as number[], json.high_res_image_std as number[]);
      const theirs = await expected();
      expect(furthest(found, theirs.get(`hybrid.${size}.high_res_pixel_values`)!.data)).toBeLessThanOrEqual(1e-6);

      // Here the graph makes the small picture of the large one's floats, transformers of its bytes.
      const small = resample(input("pixels", "float32", [1, 3, 24, 24]), 16, antialiasMatrix);
      const result = await runProgram(cpu, { small }, async () => new Float32Array(), {
        pixels: { shape: [1, 3, 24, 24], data: pixels },
      });
      const bytes = (result.small!.data as Float32Array).map((v) => v * 255);
      const reference = theirs.get(`hybrid.${size}.pixel_values`)!.data.map((v) => (v / 2 + 0.5) * 255);
      expect(furthest(bytes, reference)).toBeLessThanOrEqual(1);
    },
  );
});

test("from picture files alone a hybrid model's logits are transformers' but for the 8 bits of the small picture", async () => {
  const path = golden("deepseek_vl_hybrid");
  const checkpoint = await loadCheckpoint(path);
  const { high_res_pixel_values: large, ...rest } = Object.fromEntries(
    await readNumbers(join(path, "inputs.safetensors")),
  );
  const processor = parseProcessorConfig(readJson(join(path, "preprocessor_config.json")));
  const files = await Promise.all([0, 1].map((i) => decodeImage(readFileSync(join(path, `image_${i}.png`)))));
  const pixels = Float32Array.from(files.flatMap((file) => [...processImage(file, processor).pixels]));
  const inputs = {
    ...modelInputs(new Map(Object.entries(rest)), checkpoint.config),
    pixels: { shape: large!.shape, data: pixels },
  };
  const read = async (name: string) => (await checkpoint.read(name, "float32")) as Float32Array;
  const { logits } = await fullPass(cpu, checkpoint.config, read, inputs, () => []);
  await checkpoint.close();

  const reference = (await readNumbers(join(path, "outputs.safetensors"))).get("logits")!.data;
  const real = (_: number, i: number) =>
    inputs.attentionMask[Math.floor(i / checkpoint.config.language.vocabSize)] === 1;
  const found = (logits!.data as Float32Array).filter(real);
  const scale = Math.max(...reference.filter(real).map(Math.abs));
  const error = furthest(found, reference.filter(real)) / scale;
  expect(error).toBeLessThanOrEqual(2e-2);
});
