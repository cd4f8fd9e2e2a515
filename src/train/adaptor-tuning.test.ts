import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { saveCheckpoint } from "../checkpoint/save.ts";
import { randomWeights, tinyConfigJson } from "../checkpoint/testing/tiny-checkpoint.ts";
import { parseModelConfig } from "../model/config.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { toOnnx } from "../tensor/index.ts";
import { type TuningExample, towerProgram, tuneAdaptor } from "./adaptor-tuning.ts";

let root: string;
let runtime: Runtime;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-tuning-"));
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(async () => {
  runtime.dispose();
  await rm(root, { recursive: true });
});

const imageTokenId = 40;

async function model(kind: "low" | "hybrid") {
  const config = parseModelConfig(tinyConfigJson(kind));
  const folder = await mkdtemp(join(root, kind));
  await saveCheckpoint(folder, randomWeights(config, 3), { replace: true });
  const checkpoint = await loadCheckpoint(folder);
  const read = async (name: string) => (await checkpoint.read(name, "float32")) as Float32Array;
  return { config, checkpoint, read };
}

/** A striped picture, what the towers make of it, and a token to say about it. */
async function example(
  { config, read }: Awaited<ReturnType<typeof model>>,
  stripes: number,
  answer: number,
): Promise<TuningExample> {
  const { store, outputs } = towerProgram(config);
  const weights = new Map<string, Float32Array>();
  for (const name of store.tensors.keys()) weights.set(name, await read(name));
  const bytes = toOnnx(outputs, {
    target: "cpu",
    initializer: (name) => ({ kind: "data", dtype: "float32", data: weights.get(name)! }),
  });
  const session = await runtime.session(bytes);
  const { shape } = session.inputs[0]!;
  const pixels = new Float32Array((shape as number[]).reduce((a, b) => a * b, 1));
  for (const i of pixels.keys()) pixels[i] = Math.sin(i * stripes) / 2 + 0.5;
  const run = await session.run({ pixel_values: runtime.value("float32", shape as number[], pixels) });
  const features = Object.fromEntries(
    Object.entries(run).map(([name, value]) => [name, { shape: value.shape, data: value.data as Float32Array }]),
  );
  const image = new Array<number>(config.imageTokens).fill(imageTokenId);
  const ids = [1, ...image, 5, answer, 2];
  return { features, sample: { ids, labels: ids.map((id, i) => (i >= 6 ? id : -100)), imageCount: 1, text: "" } };
}

test.each(["low", "hybrid"] as const)(
  "the adaptor of a %s model learns what to say about two pictures",
  async (kind) => {
    const opened = await model(kind);
    const examples = [await example(opened, 0.05, 7), await example(opened, 1.7, 11)];
    const { config, read } = opened;
    const before = await read("aligner.layers.2.weight").catch(() => read("aligner.layers.1.weight"));
    const tuner = await tuneAdaptor({ runtime, config, read, examples, imageTokenId, padId: 0, learningRate: 0.02 });
    const losses: number[] = [];
    for (let i = 0; i < 100; i++) losses.push((await tuner.step()).loss);
    expect(losses[0]).toBeGreaterThan(2);
    // a random language model of a few thousand numbers can be led a part of the way
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    const weights = tuner.weights();
    expect([...weights.keys()].every((name) => name.startsWith("aligner."))).toBe(true);
    const after = weights.get("aligner.layers.2.weight") ?? weights.get("aligner.layers.1.weight")!;
    expect(after).not.toEqual(before);
    tuner.dispose();
    await opened.checkpoint.close();
  },
);

test("no examples, and a rate that throws the weights out, are sentences", async () => {
  const opened = await model("low");
  const { config, read, checkpoint } = opened;
  const base = { runtime, config, read, imageTokenId, padId: 0 };
  await expect(tuneAdaptor({ ...base, examples: [] })).rejects.toThrow("there is no example to learn from");
  const tuner = await tuneAdaptor({ ...base, examples: [await example(opened, 0.5, 7)], learningRate: 1e30 });
  await expect(
    (async () => {
      for (let i = 0; i < 5; i++) await tuner.step();
    })(),
  ).rejects.toThrow(/too high$/);
  tuner.dispose();
  await checkpoint.close();
});
