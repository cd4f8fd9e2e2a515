/** What a recipe's model is made of besides its weights: configuration, tokenizer, prompt and image processor. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { impliedPreprocessor, preprocessorJson } from "../checkpoint/preprocessor.ts";
import { templateVocabulary } from "../data/nano/vocabulary.ts";
import { type ProcessorConfig, parseProcessorConfig } from "../image/processor-config.ts";
import { type ModelConfig, parseModelConfig } from "../model/config.ts";
import { UserError } from "../runtime/errors.ts";
import { trainBpe, trainPrefixTokenizer } from "../text/bpe.ts";
import { IMAGE_TOKEN } from "../text/deepseek-format.ts";
import type { PromptConfig } from "../text/prompt.ts";
import { createTokenizer, type Tokenizer } from "../text/tokenizer.ts";
import type { TrainingRecipe } from "./recipe.ts";

export interface TrainedModel {
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
  readonly prompt: PromptConfig;
  readonly processor: ProcessorConfig;
  /** Files of the checkpoint beside its weights, by name. */
  readonly files: Readonly<Record<string, unknown>>;
}

/** `texts` are asked for where the tokenizer is trained. Throws a `UserError` for what does not fit together. */
export async function openModel(
  { name, model }: Pick<TrainingRecipe, "name" | "model">,
  texts: (samples: number) => Promise<readonly string[]>,
): Promise<TrainedModel> {
  const files = await tokenizerFiles(name, model.tokenizer, texts);
  const tokenizer = createTokenizer(files.tokenizerJson, files.tokenizerConfig);
  const json = typeof model.config === "string" ? await readObject(model.config) : model.config;
  const config = parseModelConfig(withTokens(json, tokenizer));
  if (config.language.vocabSize < tokenizer.vocabSize) {
    throw new UserError(
      `recipe ${name}: the model has ${config.language.vocabSize} embeddings, its tokenizer ${tokenizer.vocabSize} ids`,
    );
  }
  const given = typeof model.processor === "string" ? await readObject(model.processor) : model.processor;
  const preprocessor = given ?? preprocessorJson(impliedPreprocessor(config), config, "multi_modality");
  const systemPrompt = model.systemPrompt;
  const prompt: PromptConfig = {
    ...{ imageTag: IMAGE_TOKEN, numImageTokens: config.imageTokens, template: "deepseek" },
    ...(systemPrompt !== undefined && { systemPrompt }),
  };
  return {
    config,
    tokenizer,
    prompt,
    processor: parseProcessorConfig(preprocessor, `recipe ${name}: model.processor`),
    files: {
      "tokenizer.json": files.tokenizerJson,
      "tokenizer_config.json": files.tokenizerConfig,
      "generation_config.json": { do_sample: false, max_new_tokens: 512 },
      "preprocessor_config.json": preprocessor,
      "processor_config.json": {
        sft_format: "deepseek",
        ...(systemPrompt !== undefined && { system_prompt: systemPrompt }),
      },
    },
  };
}

async function tokenizerFiles(
  name: string,
  tokenizer: TrainingRecipe["model"]["tokenizer"],
  texts: (samples: number) => Promise<readonly string[]>,
): Promise<{ tokenizerJson: unknown; tokenizerConfig: unknown }> {
  if (typeof tokenizer !== "string" && "generated" in tokenizer) {
    return trainPrefixTokenizer(templateVocabulary(), tokenizer.generated);
  }
  if (typeof tokenizer !== "string") {
    const { vocabSize, samples } = tokenizer.trained;
    return trainBpe(await texts(samples), { vocabSize });
  }
  if (!existsSync(join(tokenizer, "tokenizer.json"))) {
    throw new UserError(`recipe ${name}: there is no tokenizer.json in ${tokenizer}`);
  }
  return {
    tokenizerJson: await readObject(join(tokenizer, "tokenizer.json")),
    tokenizerConfig: await readObject(join(tokenizer, "tokenizer_config.json")),
  };
}

/** Sizes and ids that the tokenizer decides, where the configuration does not say them. */
function withTokens(json: Readonly<Record<string, unknown>>, tokenizer: Tokenizer): Record<string, unknown> {
  const key = "text_config" in json ? "text_config" : "language_config";
  const language = (json[key] ?? {}) as Record<string, unknown>;
  return {
    ...json,
    image_token_id: tokenizer.imageTokenId,
    [key]: {
      vocab_size: Math.ceil(tokenizer.vocabSize / 8) * 8,
      ...language,
      bos_token_id: tokenizer.bosId,
      eos_token_id: tokenizer.eosId,
    },
  };
}

async function readObject(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UserError(`${path} cannot be read`);
  });
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new UserError(`${path} is not valid JSON`);
  }
}
