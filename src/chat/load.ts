/** Opens a model for talking: a checkpoint folder or a hub id becomes programs on a device, a tokenizer and settings. */
import { join } from "node:path";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { type HubOptions, resolveModel } from "../checkpoint/hub.ts";
import { type QuantizeOptions, quantizedCopy } from "../checkpoint/quantize.ts";
import { parseProcessorConfig } from "../image/processor-config.ts";
import { UserError } from "../runtime/errors.ts";
import { createNativeRuntime, type NativeDevice } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type PromptConfig, parsePromptConfig } from "../text/prompt.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { loadTokenizer } from "../text/tokenizer-folder.ts";
import { type EngineParts, openEngine } from "./engine.ts";
import { VisionLanguageModel } from "./model.ts";
import { parseGenerationConfig } from "./options.ts";

export interface LoadOptions extends Pick<EngineParts, "images" | "prefillChunk" | "imageCacheBytes"> {
  /** Default `cpu`. */
  readonly device?: NativeDevice;
  /** Threads inside an operator; default: all physical cores. */
  readonly threads?: number;
  /** A runtime to use instead of a new one; the caller disposes it. */
  readonly runtime?: Runtime;
  /** Where and how a hub id is found. */
  readonly hub?: HubOptions;
  /**
   * Runs float weights with this many bits: a quantised copy is made in Periscope's cache at the first call (a large model
   * takes minutes) and found there again. A checkpoint that is quantised already needs no option.
   */
  readonly quantize?: 4 | 8;
  /** What is known while a quantised copy is made. */
  readonly onQuantize?: QuantizeOptions["onProgress"];
}

/**
 * Loads a model from a checkpoint folder, or from the hub by its id (from the cache where it is complete there).
 * Throws a UserError for anything in the folder that does not make a model which can be run.
 *
 * ```ts
 * const model = await load("checkpoints/nano");
 * const { text } = await model.answer("What does it say?", { images: ["examples/word.png"] });
 * await model.dispose();
 * ```
 */
export async function load(folderOrId: string, options: LoadOptions = {}): Promise<VisionLanguageModel> {
  const { prefillChunk, imageCacheBytes, images } = options;
  if (prefillChunk !== undefined && !(Number.isInteger(prefillChunk) && prefillChunk > 0)) {
    throw new UserError(`prefillChunk is ${prefillChunk}, expected a whole number from 1`);
  }
  const original = await resolveModel(folderOrId, options.hub);
  const { quantize: bits, onQuantize: onProgress } = options;
  const folder = bits === undefined ? original : await quantizedCopy(original, { bits, onProgress });
  const checkpoint = await loadCheckpoint(folder);
  let runtime: Runtime | undefined;
  try {
    const tokenizer = await loadTokenizer(folder);
    checkTokenizer(tokenizer, checkpoint);
    const prompt = promptOf(checkpoint);
    const processor = parseProcessorConfig(checkpoint.preprocessor, join(folder, "preprocessor_config.json"));
    const generation = parseGenerationConfig(checkpoint.raw.generation, join(folder, "generation_config.json"));
    runtime = options.runtime ?? (await createNativeRuntime(options.device ?? "cpu", { threads: options.threads }));
    const engine = await openEngine({
      ...{ runtime, config: checkpoint.config, weights: checkpoint, tokenizer, prompt, processor },
      ...{ defaults: generation.options, images, prefillChunk, imageCacheBytes },
      quantization: checkpoint.quantizationOf,
    });
    const own = options.runtime === undefined ? runtime : undefined;
    return new VisionLanguageModel(engine, {
      folder,
      generation,
      dispose: async () => {
        own?.dispose();
        await checkpoint.close();
      },
    });
  } catch (error) {
    if (options.runtime === undefined) runtime?.dispose();
    await checkpoint.close();
    throw error;
  }
}

/** The prompt's form; the number of an image's positions is the model's, and a file that says another is wrong. */
function promptOf({ folder, raw, config }: Checkpoint): PromptConfig {
  const source = join(folder, "processor_config.json");
  const json = raw.processor ?? {};
  const prompt = parsePromptConfig(json, source);
  if ("num_image_tokens" in (json as object) && prompt.numImageTokens !== config.imageTokens) {
    throw new UserError(
      `${source}: "num_image_tokens" is ${prompt.numImageTokens}, but the model gives ${config.imageTokens} for an image`,
    );
  }
  return { ...prompt, numImageTokens: config.imageTokens };
}

function checkTokenizer(tokenizer: Tokenizer, { folder, config }: Checkpoint): void {
  const { vocabSize } = config.language;
  // The image placeholder needs no embedding; where no file knows it, its id is one beyond the table.
  const needed = tokenizer.imageTokenId === tokenizer.vocabSize - 1 ? tokenizer.vocabSize - 1 : tokenizer.vocabSize;
  if (needed > vocabSize) {
    throw new UserError(
      `${folder}: the tokenizer has ${tokenizer.vocabSize} ids, but the model has embeddings for ${vocabSize} only`,
    );
  }
}
