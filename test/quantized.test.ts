/** Quantised models compute nearly what the plain ones do: through files, programs and runtime together. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadProgram } from "../src/chat/weights.ts";
import { type Checkpoint, loadCheckpoint, type Weights } from "../src/checkpoint/checkpoint.ts";
import { quantizeCheckpoint } from "../src/checkpoint/quantize.ts";
import { saveCheckpoint } from "../src/checkpoint/save.ts";
import { tinyWeights } from "../src/checkpoint/testing/tiny-checkpoint.ts";
import { imageProgram, scoringProgram } from "../src/model/programs.ts";
import { parameterStore } from "../src/nn/index.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import type { Runtime } from "../src/runtime/runtime.ts";

let root: string;
let runtime: Runtime;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-quantized-"));
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(async () => {
  runtime.dispose();
  await rm(root, { recursive: true });
});

/** A tiny model whose matrices are small enough that it does not magnify what goes through it. */
function calmWeights(kind: "low" | "hybrid"): Weights {
  const weights = tinyWeights(kind);
  const read: Weights["read"] = async (name) => {
    const data = (await weights.read(name)) as Float32Array;
    return weights.spec(name)!.shape.length === 2 ? data.map((v) => 0.3 * v) : data;
  };
  return { ...weights, read };
}

const ids = Int32Array.from({ length: 24 }, (_, i) => (i * 7) % 40);

/** Image features and logits that a checkpoint gives for one picture and one text. */
async function outputs(checkpoint: Checkpoint): Promise<{ features: Float32Array; logits: Float32Array }> {
  const { config, quantizationOf } = checkpoint;
  const store = () => parameterStore({ quantization: quantizationOf });
  const vision = await loadProgram(runtime, imageProgram(config, { images: 1, store: store() }), checkpoint);
  const side = config.vision.kind === "low" ? config.vision.low.imageSize : config.vision.high.imageSize;
  const pixels = Float32Array.from({ length: 3 * side * side }, (_, i) => ((i * 31) % 97) / 97);
  const image = await vision.run({ pixel_values: runtime.value("float32", [1, 3, side, side], pixels) });
  const features = image.image_embeddings!.data as Float32Array;
  const language = await loadProgram(
    runtime,
    scoringProgram(config, { rows: 1, length: ids.length, images: true }, store()),
    checkpoint,
  );
  const tokens = config.imageTokens;
  const rows = Int32Array.from(ids, (_, i) => (i >= 3 && i < 3 + tokens ? i - 3 : -1));
  const run = await language.run({
    input_ids: runtime.value("int32", [1, ids.length], ids),
    image_rows: runtime.value("int32", [1, ids.length], rows),
    image_embeddings: runtime.value("float32", [tokens, config.language.hiddenSize], features),
  });
  const logits = run.logits!.data as Float32Array;
  vision.dispose();
  language.dispose();
  return { features, logits };
}

const relativeError = (found: Float32Array, expected: Float32Array) =>
  Math.sqrt(
    found.reduce((sum, v, i) => sum + (v - expected[i]!) ** 2, 0) / expected.reduce((sum, v) => sum + v * v, 0),
  );

describe.each(["low", "hybrid"] as const)("a %s model", (kind) => {
  test.each([
    { bits: 8, features: 0.02, logits: 0.03 },
    { bits: 4, features: 0.02, logits: 0.25 },
  ] as const)("quantised to $bits bits gives nearly the features and logits of the plain one", async (limits) => {
    const [plain, packed] = [join(root, `${kind}-${limits.bits}`), join(root, `${kind}-${limits.bits}-packed`)];
    await saveCheckpoint(plain, calmWeights(kind));
    await quantizeCheckpoint(plain, packed, { bits: limits.bits });
    const [before, after] = [await loadCheckpoint(plain), await loadCheckpoint(packed)];
    const [expected, found] = [await outputs(before), await outputs(after)];
    await before.close();
    await after.close();
    expect(relativeError(found.features, expected.features)).toBeLessThan(limits.features);
    expect(relativeError(found.logits, expected.logits)).toBeLessThan(limits.logits);
    expect(relativeError(found.logits, expected.logits)).toBeGreaterThan(1e-4); // it is another model
  });
});
