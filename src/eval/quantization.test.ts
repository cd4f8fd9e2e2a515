import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTinyModel } from "../chat/testing/tiny-model.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { quantizeCheckpoint } from "../checkpoint/quantize.ts";
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
  expect(effect.perplexityAfter).toBe(effect.perplexityBefore);
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
  expect(Math.abs(effect.perplexityAfter / effect.perplexityBefore - 1)).toBeLessThan(0.2);
});
