/**
 * Fixtures of models that the reference was never run on. Their recorded results come from rows run alone, whole and
 * without a cache, so that batches, padding and cached generation are compared with something simpler.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { convert } from "../../src/checkpoint/half.ts";
import { parameterSpecs } from "../../src/checkpoint/parameters.ts";
import { writeCheckpointTensors, writeSafetensors } from "../../src/checkpoint/safetensors-write.ts";
import { fullPass, type ModelInputs } from "../../src/eval/parity/full-pass.ts";
import { type ModelConfig, parseModelConfig } from "../../src/model/config.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { type Batch, type BatchRow, batchify } from "../../src/text/batch.ts";

export interface OwnFixture {
  readonly configJson: Record<string, unknown>;
  /** Prompts; the image token id once per image. */
  readonly rows: readonly (readonly number[])[];
  /** How the weights are stored. */
  readonly dtype?: "float32" | "float16" | "bfloat16" | "float64";
  /** Tokens to generate. */
  readonly steps: number;
}

/** Small random numbers, the same in every run. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Writes the fixture's folder. */
export async function writeOwnFixture(folder: string, fixture: OwnFixture, runtime: Runtime): Promise<void> {
  const { configJson, dtype = "float32", steps } = fixture;
  const config = parseModelConfig(configJson);
  const weights = randomWeights(config, dtype);
  const read = async (name: string) => weights.get(name)!;
  const rows = fixture.rows.map((row, i) => imagesOf(config, row, i));
  const batch = batchify(rows, {
    padId: 2,
    imageTokenId: config.imageTokenId,
    numImageTokens: config.imageTokens,
  });
  const alone: RowResult[] = [];
  for (const row of rows) alone.push(await runAlone(runtime, config, read, row, steps));

  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "config.json"), JSON.stringify(configJson));
  const stored = [...weights].map(([name, data]) => {
    const shape = parameterSpecs(config).find((spec) => spec.name === name)!.shape;
    return { name, dtype, shape, data: convert(data, "float32", dtype) };
  });
  await writeCheckpointTensors(folder, stored);
  await writeSafetensors(join(folder, "inputs.safetensors"), inputTensors(batch, config));
  await writeSafetensors(join(folder, "outputs.safetensors"), outputTensors(batch, config, alone, steps));
}

/** Values that survive being stored as `dtype`; norms around one. */
function randomWeights(config: ModelConfig, dtype: OwnFixture["dtype"] & string): Map<string, Float32Array> {
  const next = noise(7);
  return new Map(
    parameterSpecs(config).map(({ name, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const scale = shape.length === 1 ? 0.2 : 1.2 / Math.sqrt(shape.at(-1)!);
      const centre = /norm\d?\.weight$|layernorm\.weight$|neck(_hd)?\.[13]\.weight$/.test(name) ? 1 : 0;
      const exact = Float32Array.from({ length: size }, () => centre + scale * next());
      return [name, convert(convert(exact, "float32", dtype), dtype, "float32") as Float32Array];
    }),
  );
}

function imagesOf(config: ModelConfig, row: readonly number[], seed: number): BatchRow {
  const next = noise(100 + seed);
  const side = config.vision.kind === "low" ? config.vision.low.imageSize : config.vision.high.imageSize;
  const count = row.filter((id) => id === config.imageTokenId).length;
  const ids = row.flatMap((id) => (id === config.imageTokenId ? Array<number>(config.imageTokens).fill(id) : [id]));
  const images = Array.from({ length: count }, () =>
    Float32Array.from({ length: 3 * side * side }, () => (next() + 1) / 2),
  );
  // a target wherever there is text, but for the first token, which nothing comes before
  const labels = ids.map((id, i) => (i === 0 || id === config.imageTokenId ? -100 : id));
  return { ids, imageCount: count, images, labels };
}

interface RowResult {
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly targets: number;
  readonly ids: readonly number[];
  readonly scores: readonly Float32Array[];
}

async function runAlone(
  runtime: Runtime,
  config: ModelConfig,
  read: (name: string) => Promise<Float32Array>,
  row: BatchRow,
  steps: number,
): Promise<RowResult> {
  const vocabulary = config.language.vocabSize;
  const pass = async (ids: readonly number[]) => {
    const found = await fullPass(runtime, config, read, inputsOf(row, ids, config), () => []);
    return Object.fromEntries(Object.entries(found).map(([name, { data }]) => [name, data as Float32Array]));
  };
  const values = await pass(row.ids);
  const ids: number[] = [];
  const scores: Float32Array[] = [];
  for (let step = 0; step < steps; step++) {
    const { logits } = step === 0 ? values : await pass([...row.ids, ...ids]);
    const last = logits!.slice(-vocabulary);
    scores.push(last);
    ids.push(last.indexOf(Math.max(...last)));
  }
  const targets = row.labels!.slice(1).filter((label) => label !== -100).length;
  return { values, targets, ids, scores };
}

/** A batch of one row, with exactly its own pictures, whose prompt has been continued to `ids`. */
function inputsOf(row: BatchRow, ids: readonly number[], config: ModelConfig): ModelInputs {
  const side = config.vision.kind === "low" ? config.vision.low.imageSize : config.vision.high.imageSize;
  const prompt = row.ids.length;
  let next = 0;
  return {
    rows: 1,
    length: ids.length,
    images: row.imageCount,
    inputIds: Int32Array.from(ids),
    attentionMask: new Int32Array(ids.length).fill(1),
    positionIds: Int32Array.from(ids.keys()),
    imageRows: Int32Array.from(ids, (id, i) => (i < prompt && id === config.imageTokenId ? next++ : -1)),
    labels: BigInt64Array.from(ids, (id, i) => BigInt(row.labels![i] ?? id)),
    pixels: {
      shape: [row.imageCount, 3, side, side],
      data: Float32Array.from(row.images!.flatMap((image) => [...image])),
    },
  };
}

function inputTensors(batch: Batch, config: ModelConfig) {
  const { rows, length, imageSlots } = batch;
  const side = config.vision.kind === "low" ? config.vision.low.imageSize : config.vision.high.imageSize;
  const size = 3 * side * side;
  const slots = new Float32Array(rows * imageSlots * size);
  let image = 0;
  for (let slot = 0; slot < rows * imageSlots; slot++) {
    if (!batch.imagesEmbMask[slot * config.imageTokens]) continue;
    slots.set(batch.pixelValues!.subarray(image * size, (image + 1) * size), slot * size);
    image++;
  }
  const ofBatch = (name: string, data: Int32Array) => ({ name, dtype: "int32" as const, shape: [rows, length], data });
  return [
    { name: "pixel_values", dtype: "float32" as const, shape: [rows, imageSlots, 3, side, side], data: slots },
    ofBatch("input_ids", batch.inputIds),
    ofBatch("attention_mask", batch.attentionMask),
    ofBatch("position_ids", batch.positionIds),
    ofBatch("labels", Int32Array.from(batch.labels, Number)),
    { name: "images_seq_mask", dtype: "uint8" as const, shape: [rows, length], data: batch.imagesSeqMask },
    {
      name: "images_emb_mask",
      dtype: "uint8" as const,
      shape: [rows, imageSlots, config.imageTokens],
      data: batch.imagesEmbMask,
    },
  ];
}

function outputTensors(batch: Batch, config: ModelConfig, alone: readonly RowResult[], steps: number) {
  const { rows, length } = batch;
  const { hiddenSize, vocabSize, layers } = config.language;
  const perToken = (name: string, width: number) => {
    const data = new Float32Array(rows * length * width);
    alone.forEach(({ values }, row) => {
      const own = values[name]!;
      data.set(own, (row + 1) * length * width - own.length); // padded on the left
    });
    return { name, dtype: "float32" as const, shape: [rows, length, width], data };
  };
  const targets = alone.reduce((sum, r) => sum + r.targets, 0);
  const loss = alone.reduce((sum, r) => sum + (r.values.loss![0]! * r.targets) / targets, 0);
  const scores = alone.flatMap((r) => r.scores.flatMap((s) => [...s]));
  return [
    ...Array.from({ length: layers }, (_, i) => perToken(`llm.layer.${i}`, hiddenSize)),
    perToken("llm.norm", hiddenSize),
    perToken("logits", vocabSize),
    { name: "loss", dtype: "float32" as const, shape: [1], data: Float32Array.of(loss) },
    {
      name: "generate.ids",
      dtype: "int32" as const,
      shape: [rows, steps],
      data: Int32Array.from(alone.flatMap((r) => r.ids)),
    },
    {
      name: "generate.logits",
      dtype: "float32" as const,
      shape: [rows, steps, vocabSize],
      data: Float32Array.from(scores),
    },
  ];
}
