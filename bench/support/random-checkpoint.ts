/**
 * Checkpoint folders of a released model's shape with random weights, so that the benches need nobody's weights. Every
 * tensor of the key list is there; the numbers are small enough that activations stay finite.
 */
import { randomFillSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadCheckpoint, type Weights } from "../../src/checkpoint/checkpoint.ts";
import { exists } from "../../src/checkpoint/files.ts";
import { convert } from "../../src/checkpoint/half.ts";
import { layoutTable } from "../../src/checkpoint/layouts.ts";
import { quantizationOf, quantizationSection } from "../../src/checkpoint/quantization.ts";
import { saveCheckpoint } from "../../src/checkpoint/save.ts";
import { type ModelConfig, parseModelConfig } from "../../src/model/config.ts";
import { allocate, lengthOf } from "../../src/runtime/dtype.ts";
import type { Dtype, TypedArray } from "../../src/runtime/runtime.ts";

/** The configuration of a released model. */
export function releasedConfig(model: "1.3b" | "7b"): ModelConfig {
  const path = join(import.meta.dirname, "../../test/fixtures/spec", `config.${model}.json`);
  return parseModelConfig(JSON.parse(readFileSync(path, "utf8")));
}

/** A released model whose language model is cut down to next to nothing: what is left are the towers. */
export function towersConfig(model: "1.3b" | "7b"): ModelConfig {
  const released = releasedConfig(model);
  const language = { ...released.language, layers: 1, vocabSize: 256, intermediateSize: 256 };
  return { ...released, language, imageTokenId: 255, bosTokenId: 0, eosTokenId: 1 };
}

export interface RandomCheckpointOptions {
  /** Weights packed as `periscope quantize` would; default: float16. */
  readonly bits?: 4 | 8;
  readonly onProgress?: (bytes: number, totalBytes: number) => void;
}

/** Writes the folder unless a checkpoint that fits is there already. */
export async function randomCheckpoint(
  folder: string,
  config: ModelConfig,
  { bits, onProgress }: RandomCheckpointOptions = {},
): Promise<void> {
  if (await isThere(folder)) return;
  const quantization = bits && quantizationSection(config, bits);
  const weights = randomWeights(config, bits);
  await saveCheckpoint(folder, weights, { quantization, onProgress, replace: true });
}

async function isThere(folder: string): Promise<boolean> {
  if (!(await exists(join(folder, "config.json")))) return false;
  const checkpoint = await loadCheckpoint(folder).catch(() => undefined);
  await checkpoint?.close();
  return checkpoint !== undefined;
}

export function randomWeights(config: ModelConfig, bits: 4 | 8 | undefined): Weights {
  const entries = layoutTable(config, "multi_modality", bits && quantizationOf(quantizationSection(config, bits)));
  const table = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    config,
    names: [...table.keys()],
    has: (name) => table.has(name),
    spec: (name) => {
      const entry = table.get(name);
      return entry && { dtype: entry.dtype ?? "float16", shape: entry.shape };
    },
    read: async (name) => {
      const { dtype = "float16", shape } = table.get(name)!;
      return randomTensor(name, dtype, lengthOf(dtype, shape));
    },
  };
}

function randomTensor(name: string, dtype: Dtype, length: number): TypedArray {
  if (name.endsWith(".scales")) return new Float32Array(length).fill(0.002);
  if (/norm\d?\.weight$/.test(name) || length === 1) return convert(new Float32Array(length).fill(1), "float32", dtype);
  const data = allocate(dtype, length);
  const bytes = new Uint8Array(data.buffer);
  // zero points stay in the middle, so that weights lean to neither side
  if (name.endsWith(".zeros")) return data.fill(0x88 as never);
  fillRandom(bytes);
  if (dtype === "float16") {
    // a random sign and fraction behind a fixed exponent: magnitudes from 2^-7 to 2^-6
    const pairs = new Uint32Array(data.buffer, 0, length >> 1);
    for (let i = 0; i < pairs.length; i++) pairs[i] = (pairs[i]! & 0x83ff83ff) | 0x20002000;
    if (length % 2 === 1) data[length - 1] = 0x2000;
  }
  return data;
}

let pattern: Uint8Array | undefined;
let phase = 0;

/** Repeats one stretch of random bytes, begun elsewhere for each tensor: fast, and no two tensors are equal. */
function fillRandom(bytes: Uint8Array): void {
  pattern ??= randomFillSync(new Uint8Array(1 << 24));
  phase = (phase + 104_729 * 4) % pattern.length;
  for (let at = 0, from = phase; at < bytes.length; from = 0) {
    const part = pattern.subarray(from, from + bytes.length - at);
    bytes.set(part, at);
    at += part.length;
  }
}
