import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { generationProgram, imageProgram, trainingProgram } from "../model/programs.ts";
import { sizeOf } from "../runtime/dtype.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { argmax } from "../score/logits.ts";
import { LanguageModel } from "./language.ts";
import { seededUniform } from "./random.ts";
import { imageCell } from "./sequence.ts";
import { writeTinyModel } from "./testing/tiny-model.ts";
import { loadProgram } from "./weights.ts";

let runtime: Runtime;
let folder: string;
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
  folder = await mkdtemp(join(tmpdir(), "periscope-language-"));
  await writeTinyModel(folder, { replace: true });
});
afterAll(async () => {
  runtime.dispose();
  await rm(folder, { recursive: true });
});

async function languageModel(checkpoint: Checkpoint, prefillChunk: number): Promise<LanguageModel> {
  const { config } = checkpoint;
  const session = await loadProgram(runtime, generationProgram(config), checkpoint);
  const { imageTokens, language } = config;
  return new LanguageModel({ runtime, session, config: language, imageTokens, imageTokenId: 0, prefillChunk });
}

/** Random pictures through the image program: features [N, D] of each. */
async function imageFeatures(checkpoint: Checkpoint, pixels: Float32Array[]): Promise<Float32Array[]> {
  const session = await loadProgram(runtime, imageProgram(checkpoint.config), checkpoint);
  const features: Float32Array[] = [];
  for (const image of pixels) {
    const side = Math.sqrt(image.length / 3);
    const { image_embeddings } = await session.run({
      pixel_values: runtime.value("float32", [1, 3, side, side], image),
    });
    features.push(image_embeddings!.data as Float32Array);
  }
  session.dispose();
  return features;
}

/** Logits [T, V] of the whole sequence by the training program, which has no cache. */
async function fullPass(checkpoint: Checkpoint, cells: readonly number[], pixels: Float32Array[]) {
  const { config } = checkpoint;
  const length = cells.length;
  const program = trainingProgram(config, { rows: 1, length, images: pixels.length });
  const outputs = { logits: program.logits() };
  const session = await loadProgram(runtime, { store: program.store, outputs }, checkpoint);
  const int32 = (of: (cell: number, i: number) => number) =>
    runtime.value("int32", [1, length], Int32Array.from(cells, of));
  const shapes = Object.fromEntries(session.inputs.map(({ name, shape }) => [name, shape as number[]]));
  const { logits } = await session.run({
    input_ids: int32((cell) => Math.max(cell, 0)),
    position_ids: int32((_, i) => i),
    attention_mask: int32(() => 1),
    ...(pixels.length > 0 && {
      image_rows: int32((cell) => (cell < 0 ? imageCell(cell) : -1)),
      pixel_values: runtime.value("float32", shapes.pixel_values!, joined(pixels)),
    }),
  });
  session.dispose();
  return logits!.data as Float32Array;
}

function joined(parts: Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Largest difference against the largest value. */
function difference(got: Float32Array, expected: Float32Array): number {
  expect(got.length).toBe(expected.length);
  const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return got.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i]!)), 0) / scale;
}

const text = (count: number, seed: number) => {
  const uniform = seededUniform(seed);
  return Array.from({ length: count }, () => Math.floor(uniform() * 296));
};
const picture = (side: number, seed: number) => {
  const uniform = seededUniform(seed);
  return Float32Array.from({ length: 3 * side * side }, uniform);
};

describe("a cache", () => {
  test("gives the logits of a full pass, in chunks and token by token, with images anywhere", async () => {
    const checkpoint = await loadCheckpoint(folder);
    const pixels = [picture(32, 1), picture(32, 2)];
    const image = (number: number) => Array.from({ length: 4 }, (_, i) => imageCell(number * 4 + i));
    const cells = [...image(0), ...text(7, 3), ...image(1), ...text(30, 4)];
    const vocabulary = checkpoint.config.language.vocabSize;
    const full = await fullPass(checkpoint, cells, pixels);
    const features = await imageFeatures(checkpoint, pixels);
    for (const chunk of [256, 16, 5, 1]) {
      const language = await languageModel(checkpoint, chunk);
      const cache = language.cache();
      const prompt = cells.slice(0, 33);
      let logits = (await language.prefill(cache, 0, prompt, { features: (i) => features[i]! }))!;
      for (let at = 33; ; at++) {
        const expected = full.subarray((at - 1) * vocabulary, at * vocabulary);
        expect(difference(logits, expected), `chunks of ${chunk}, position ${at}`).toBeLessThan(1e-4);
        if (at === cells.length) break;
        [logits] = (await language.decode(cache, [cells[at]!])) as [Float32Array];
      }
      cache.dispose();
      language.dispose();
    }
    await checkpoint.close();
  });

  test("grows by doubling up to the model's positions, and growing changes nothing", async () => {
    const checkpoint = await loadCheckpoint(folder);
    const language = await languageModel(checkpoint, 64);
    const cells = text(300, 6);
    const features = () => new Float32Array();
    const grown = language.cache();
    await language.prefill(grown, 0, cells.slice(0, 60), { features });
    expect(grown.capacity).toBe(64);
    let last: Float32Array[] = [];
    for (const token of cells.slice(60)) last = await language.decode(grown, [token]);
    expect(grown.capacity).toBe(512);
    const roomy = language.cache();
    await roomy.reserve(512);
    const whole = await language.prefill(roomy, 0, cells, { features });
    expect(difference(last[0]!, whole!)).toBeLessThan(1e-4);
    await expect(grown.reserve(513)).rejects.toThrow("513 positions, but the model counts only 512");
    language.dispose();
    await checkpoint.close();
  });

  test("that was cut off between chunks goes on where it stopped", async () => {
    const checkpoint = await loadCheckpoint(folder);
    const language = await languageModel(checkpoint, 4);
    const cells = text(20, 8);
    const features = () => new Float32Array();
    const cache = language.cache();
    const signal = {
      get aborted() {
        return cache.cells[0]!.length >= 8;
      },
    } as AbortSignal;
    expect(await language.prefill(cache, 0, cells, { features, signal })).toBeUndefined();
    expect(cache.cells[0]).toEqual(cells.slice(0, 8));
    expect(language.reusable(cache, 0, cells)).toBe(8);
    const rest = await language.prefill(cache, 0, cells, { features });
    const whole = await language.prefill(language.cache(), 0, cells, { features });
    expect(rest).toEqual(whole);
    language.dispose();
    await checkpoint.close();
  });
});

const goldens = "../shared/goldens";
describe.skipIf(!existsSync(goldens))("the reference's greedy answers come out", () => {
  test.each(["a_hybrid_tiny", "b_low_only", "a_hybrid_96_unpatched"])("%s", async (name) => {
    const { openSafetensors } = await import("../checkpoint/safetensors.ts");
    const path = join(goldens, name);
    const checkpoint = await loadCheckpoint(path);
    const inputs = await openSafetensors(join(path, "inputs.safetensors"));
    const outputs = await openSafetensors(join(path, "outputs.safetensors"));
    const ids = (await inputs.read("input_ids")) as Int32Array;
    const isImage = (await inputs.read("images_seq_mask")) as Uint8Array;
    const features = await imageFeatures(checkpoint, [(await inputs.read("pixel_values")) as Float32Array]);
    let row = 0;
    const cells = Array.from(ids, (id, i) => (isImage[i] ? imageCell(row++) : id));
    const language = await languageModel(checkpoint, 256);
    const cache = language.cache();
    let logits = (await language.prefill(cache, 0, cells, { features: (i) => features[i]! }))!;
    const steps = outputs.tensors.get("generate.logits")!.shape;
    const expected = (await outputs.read("generate.logits")) as Float32Array;
    const vocabulary = steps.at(-1)!;
    const generated: number[] = [];
    for (let i = 0; i < sizeOf(steps) / vocabulary; i++) {
      expect(difference(logits, expected.subarray(i * vocabulary, (i + 1) * vocabulary))).toBeLessThan(1e-4);
      generated.push(argmax(logits));
      [logits] = (await language.decode(cache, [generated.at(-1)!])) as [Float32Array];
    }
    expect(generated).toEqual([...((await outputs.read("generate.ids")) as Int32Array)]);
    language.dispose();
    await Promise.all([inputs.close(), outputs.close(), checkpoint.close()]);
  });
});
