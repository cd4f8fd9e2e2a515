import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTinyModel } from "../chat/testing/tiny-model.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { quantizeCheckpoint } from "../checkpoint/quantize.ts";
import { saveCheckpoint } from "../checkpoint/save.ts";
import { ModelError } from "../runtime/errors.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { loadTokenizer } from "../text/tokenizer-folder.ts";
import { compareQuantized } from "./quantization.ts";

let root: string;
let runtime: Runtime;
let plain: Checkpoint;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-effect-"));
  runtime = await createNativeRuntime("cpu", { threads: 1 });
  await writeTinyModel(join(root, "plain"));
  plain = await loadCheckpoint(join(root, "plain"));
});
afterAll(async () => {
  await plain.close();
  runtime.dispose();
  await rm(root, { recursive: true });
});

test("a model differs from itself in nothing", async () => {
  const tokenizer = await loadTokenizer(plain.folder);
  const effect = await compareQuantized(plain, plain, { runtime, tokenizer });
  expect(effect).toMatchObject({ topAgreement: 1, largestLogitDifference: 0, texts: 8, pictures: 1 });
  expect(effect.divergence).toBeCloseTo(0, 10);
});

test("a quantised model differs by less than its logits spread", async () => {
  await quantizeCheckpoint(plain.folder, join(root, "packed"), { bits: 8 });
  const packed = await loadCheckpoint(join(root, "packed"));
  const effect = await compareQuantized(plain, packed, { runtime });
  await packed.close();
  expect(effect.texts).toBe(1); // without a tokenizer: random ids
  expect(effect.largestLogitDifference).toBeGreaterThan(0);
  expect(effect.largestLogitDifference).toBeLessThan(effect.logitSpread);
  expect(effect.topAgreement).toBeGreaterThan(0.5);
  expect(effect.divergence).toBeGreaterThan(0);
  expect(effect.divergence).toBeLessThan(1);
  expect(effect.perplexity).toBeUndefined();
});

/** The tiny model with its output projection scaled: the smaller the factor, the less it prefers any token. */
async function withOutputs(factor: number): Promise<Checkpoint> {
  const folder = join(root, `outputs-${factor}`);
  const read: Checkpoint["read"] = async (name, as) => {
    const data = await plain.read(name, as);
    return name === "language_model.lm_head.weight" ? (data as Float32Array).map((value) => factor * value) : data;
  };
  await saveCheckpoint(folder, { ...plain, read });
  return loadCheckpoint(folder);
}

test("perplexity is given where the texts are no worse than chance to the model", async () => {
  const tokenizer = await loadTokenizer(plain.folder);
  const sure = await compareQuantized(plain, plain, { runtime, tokenizer });
  expect(sure.perplexity).toBeUndefined(); // random weights are sure of something, and wrong
  const unsure = await withOutputs(0.02);
  const effect = await compareQuantized(unsure, unsure, { runtime, tokenizer });
  await unsure.close();
  expect(effect.perplexity?.before).toBeLessThan(304);
  expect(effect.perplexity?.after).toBe(effect.perplexity?.before);
});

test("a model without finite logits is at fault, and not compared", async () => {
  const broken = await withOutputs(Number.NaN);
  await expect(compareQuantized(broken, broken, { runtime })).rejects.toThrow(ModelError);
  await broken.close();
});
