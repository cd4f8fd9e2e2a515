/** The language model of a released shape with random weights, a prompt to read and an answer to give. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LanguageModel } from "../../src/chat/language.ts";
import { loadProgram } from "../../src/chat/weights.ts";
import { loadCheckpoint } from "../../src/checkpoint/checkpoint.ts";
import type { ModelConfig } from "../../src/model/config.ts";
import { generationProgram } from "../../src/model/programs.ts";
import { parameterStore } from "../../src/nn/index.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { randomCheckpoint } from "./random-checkpoint.ts";
import { seconds } from "./rounds.ts";

export interface BenchLanguageModel {
  /** Reads a prompt of so many tokens; the seconds. */
  prefill(tokens: number): Promise<number>;
  /** Gives so many tokens behind it, greedily; the seconds. */
  decode(tokens: number): Promise<number>;
  dispose(): Promise<void>;
}

export interface BenchLanguageOptions {
  /** Of the checkpoint in the temporary folder. */
  readonly name: string;
  /** Packed weights; default: float16. */
  readonly bits?: 4 | 8;
  /** Positions of a prompt that run at once. */
  readonly prefillChunk: number;
}

export async function randomLanguageModel(
  runtime: Runtime,
  config: ModelConfig,
  { name, bits, prefillChunk }: BenchLanguageOptions,
): Promise<BenchLanguageModel> {
  const folder = join(tmpdir(), `periscope-bench-${name}-${bits ?? 16}bit`);
  await randomCheckpoint(folder, config, { bits });
  const checkpoint = await loadCheckpoint(folder);
  const program = generationProgram(config, { store: parameterStore({ quantization: checkpoint.quantizationOf }) });
  const model = new LanguageModel({
    runtime,
    session: await loadProgram(runtime, program, checkpoint),
    config: config.language,
    imageTokens: config.imageTokens,
    imageTokenId: config.imageTokenId,
    prefillChunk,
  });
  const cache = model.cache();
  const features = () => new Float32Array(0);
  const { vocabSize } = config.language;
  let next = 0;
  let promptLength = 0;
  return {
    prefill: (tokens) => {
      const prompt = Array.from({ length: tokens }, (_, i) => 300 + ((i * 7919) % (vocabSize - 400)));
      cache.cells[0]!.length = 0;
      promptLength = tokens;
      return seconds(async () => {
        next = likeliest((await model.prefill(cache, 0, prompt, { features }))!);
      });
    },
    decode: (tokens) => {
      cache.cells[0]!.length = promptLength;
      return seconds(async () => {
        for (let i = 0; i < tokens; i++) next = likeliest((await model.decode(cache, [next]))[0]!);
      });
    },
    dispose: async () => {
      cache.dispose();
      model.dispose();
      await checkpoint.close();
    },
  };
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}
