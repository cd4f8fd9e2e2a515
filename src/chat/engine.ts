/**
 * A model that is ready to run: its programs on a device, its tokenizer and its settings. Conversations and batches share
 * one; each has a cache of its own.
 */
import type { DecodeOptions } from "../image/accepted.ts";
import type { ProcessorConfig } from "../image/processor-config.ts";
import type { ModelConfig } from "../model/config.ts";
import { prefillLimit } from "../model/prefill.ts";
import { continuationProgram, generationProgram, imageProgram } from "../model/programs.ts";
import { type ParameterStore, parameterStore } from "../nn/index.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime, Session } from "../runtime/runtime.ts";
import type { PromptConfig } from "../text/prompt.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { type ImageReader, type ImageSource, imageOf } from "./image-source.ts";
import { ImageEncoder, type LoadedImage } from "./images.ts";
import { LanguageModel } from "./language.ts";
import type { GenerateOptions } from "./options.ts";
import type { Sequence } from "./sequence.ts";
import { loadProgram, type ParameterSource } from "./weights.ts";

export interface EngineParts {
  readonly runtime: Runtime;
  readonly config: ModelConfig;
  readonly weights: ParameterSource;
  /** How the weights' matrices are packed, by name; absent or undefined means that they are plain numbers. */
  readonly quantization?: ParameterStore["quantization"];
  readonly tokenizer: Tokenizer;
  readonly prompt: PromptConfig;
  readonly processor: ProcessorConfig;
  readonly defaults?: GenerateOptions;
  /** Reads and decodes image files. */
  readonly reader: ImageReader;
  readonly images?: Pick<DecodeOptions, "orientation" | "maxBytes" | "maxPixels">;
  /** Positions of a prompt that run at once. Default 256. */
  readonly prefillChunk?: number;
  /** Image features that are kept, bytes. Default 256 MiB. */
  readonly imageCacheBytes?: number;
}

export interface Engine extends Pick<EngineParts, "runtime" | "config" | "tokenizer" | "prompt"> {
  readonly language: LanguageModel;
  readonly images: ImageEncoder;
  readonly defaults: GenerateOptions;
  /** Positions of a prompt that run at once. */
  readonly prefillChunk: number;
  /** The program that gives logits of all positions, over the same weights; loaded by the first call. */
  continuation(): Promise<Session>;
  load(image: ImageSource, name?: string): Promise<LoadedImage>;
  dispose(): Promise<void>;
}

/** Loads the language model; the vision program is loaded when the first image comes. */
export async function openEngine(parts: EngineParts): Promise<Engine> {
  const { runtime, config, weights, quantization, processor } = parts;
  const store = () => parameterStore({ quantization });
  const images = new ImageEncoder({
    runtime,
    processor,
    maxBytes: parts.imageCacheBytes,
    open: () =>
      loadProgram(runtime, imageProgram(config, { images: 1, store: store() }), weights, { flushDenormals: true }),
  });
  const session = await loadProgram(runtime, generationProgram(config, { store: store() }), weights);
  const prefillChunk = Math.min(parts.prefillChunk ?? 256, await prefillLimit(runtime));
  const branches = runtime.device === "cpu"; // the other devices' attention takes no mask
  let continuation: Promise<Session> | undefined;
  const language = new LanguageModel({
    runtime,
    session,
    config: config.language,
    imageTokens: config.imageTokens,
    imageTokenId: 0,
    prefillChunk,
  });
  return {
    ...{ runtime, config, images, language, prefillChunk },
    continuation: () => {
      continuation ??= loadProgram(runtime, continuationProgram(config, { store: store(), branches }), weights);
      return continuation;
    },
    ...{ tokenizer: parts.tokenizer, prompt: parts.prompt, defaults: parts.defaults ?? {} },
    load: (image, name) => imageOf(image, parts.reader, { ...parts.images, source: name }),
    dispose: async () => {
      await images.dispose();
      (await continuation?.catch(() => undefined))?.dispose();
      language.dispose();
    },
  };
}

/** The features of the images of a sequence that stand behind position `from`, by number. */
export async function encodeImages(
  { images: encoder, config }: Engine,
  { cells, images }: Sequence,
  from: number,
  signal?: AbortSignal,
): Promise<{ readonly features: ReadonlyMap<number, Float32Array>; readonly encoded: number }> {
  const features = new Map<number, Float32Array>();
  let encoded = 0;
  for (let i = from; i < cells.length && !signal?.aborted; i++) {
    if (cells[i]! >= 0) continue;
    const number = Math.floor((-1 - cells[i]!) / config.imageTokens);
    if (features.has(number)) continue;
    const { features: rows, computed } = await encoder.encode(images.get(number)!);
    features.set(number, rows);
    if (computed) encoded++;
  }
  return { features, encoded };
}

/** How many tokens an answer may have after a prompt. Throws a UserError where there is no room for any. */
export function roomAfter({ config }: Engine, promptTokens: number): number {
  const { maxPositions } = config.language;
  if (promptTokens < maxPositions) return maxPositions - promptTokens;
  throw new UserError(
    `the conversation takes ${promptTokens} positions, but the model has ${maxPositions}; begin a new one, or let its oldest turns be dropped`,
  );
}
