/** A model over an opened checkpoint and a runtime: what Node and a browser have in common when they load one. */
import { z } from "zod";
import type { Checkpoint } from "../checkpoint/assemble.ts";
import { parseProcessorConfig } from "../image/processor-config.ts";
import { UserError } from "../runtime/errors.ts";
import { type PromptConfig, parsePromptConfig } from "../text/prompt.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { checkLimits, type Limit } from "./checks.ts";
import { type EngineParts, openEngine } from "./engine.ts";
import { VisionLanguageModel } from "./model.ts";
import { parseGenerationConfig } from "./options.ts";

export interface OpenParts
  extends Pick<EngineParts, "runtime" | "tokenizer" | "reader" | "images" | "prefillChunk" | "imageCacheBytes"> {
  readonly checkpoint: Checkpoint;
  /** Frees what was opened for the model besides its programs. */
  readonly dispose: () => Promise<void>;
}

const limits: Readonly<Record<string, Limit>> = {
  prefillChunk: { schema: z.int().min(1), expected: "a whole number from 1" },
  imageCacheBytes: { schema: atLeast(0), expected: "a number from 0" },
};
const imageLimits: Readonly<Record<string, Limit>> = {
  orientation: { schema: z.enum(["exif", "ignore"]), expected: '"exif" or "ignore"' },
  maxBytes: { schema: atLeast(1), expected: "a number from 1" },
  maxPixels: { schema: atLeast(1), expected: "a number from 1" },
};

/** Infinity is a number as well: no limit. */
function atLeast(least: number): z.ZodType {
  return z.union([z.number().min(least), z.literal(Number.POSITIVE_INFINITY)]);
}

/** Throws a UserError for one that is out of its range. */
export function checkOpenOptions(options: Pick<OpenParts, "images" | "prefillChunk" | "imageCacheBytes">): void {
  checkLimits(options, limits);
  checkLimits(options.images ?? {}, imageLimits);
}

/** Throws a UserError for files that do not make a model which can be run. */
export async function openModel({ checkpoint, dispose, ...parts }: OpenParts): Promise<VisionLanguageModel> {
  const { folder, raw } = checkpoint;
  const generation = parseGenerationConfig(raw.generation, `${folder}/generation_config.json`);
  const engine = await openEngine({
    ...parts,
    ...modelParts(checkpoint, parts.tokenizer),
    defaults: generation.options,
  });
  return new VisionLanguageModel(engine, { folder, generation, dispose });
}

/** What an engine takes from a checkpoint. Throws a UserError for files that do not belong together. */
export function modelParts(
  checkpoint: Checkpoint,
  tokenizer: Tokenizer,
): Pick<EngineParts, "config" | "weights" | "prompt" | "processor" | "quantization"> {
  checkTokenizer(tokenizer, checkpoint);
  return {
    config: checkpoint.config,
    weights: checkpoint,
    prompt: promptOf(checkpoint),
    processor: parseProcessorConfig(checkpoint.preprocessor, `${checkpoint.folder}/preprocessor_config.json`),
    quantization: checkpoint.quantizationOf,
  };
}

/** The prompt's form; the number of an image's positions is the model's, and a file that says another is wrong. */
function promptOf({ folder, raw, config }: Checkpoint): PromptConfig {
  const source = `${folder}/processor_config.json`;
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
