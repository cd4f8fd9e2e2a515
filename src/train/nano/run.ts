/**
 * Trains the embedded model: every stage in its order, from nothing or from the state of an interrupted run. The same
 * recipe and seed give the same model, however often the run was stopped.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type BatchSpec, createProducer } from "../../data/nano/producer.ts";
import { templateVocabulary } from "../../data/nano/vocabulary.ts";
import { type ModelConfig, parseModelConfig } from "../../model/config.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { trainPrefixTokenizer } from "../../text/bpe.ts";
import { IMAGE_TOKEN, type TokenizerFiles } from "../../text/deepseek-format.ts";
import type { PromptConfig } from "../../text/prompt.ts";
import { createTokenizer, type Tokenizer } from "../../text/tokenizer.ts";
import { runStage, type Stage } from "../loop.ts";
import { type ParameterSet, parameterSet } from "../parameters.ts";
import { loadState, loadWeights } from "../state.ts";
import { languageStage } from "./language-stages.ts";
import { type NanoRecipe, type StageName, stageNames } from "./recipe.ts";
import { contrastiveStage, denseStage, unitFeatures } from "./tower-stages.ts";

export interface NanoRunOptions {
  readonly folder: string;
  readonly log: (line: string) => void;
  readonly threads?: number;
  /** Threads that draw pictures. Default 1. */
  readonly workers?: number;
  /** Only these stages, in the recipe's order. Default: all. */
  readonly stages?: readonly StageName[];
  /** States of other runs whose weights a new run starts from, as of stages that ran elsewhere. */
  readonly from?: readonly string[];
  readonly signal?: AbortSignal;
}

/** What a recipe's model is made of besides its weights. */
export interface NanoModel {
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
  readonly tokenizerFiles: TokenizerFiles;
  readonly prompt: PromptConfig;
}

/** The tokenizer of the generated texts, and the configuration that fits it. */
export function nanoModel(recipe: NanoRecipe): NanoModel {
  const tokenizerFiles = trainPrefixTokenizer(templateVocabulary(), { vocabSize: 1024 });
  const tokenizer = createTokenizer(tokenizerFiles.tokenizerJson, tokenizerFiles.tokenizerConfig);
  const config = parseModelConfig({
    ...recipe.config,
    image_token_id: tokenizer.imageTokenId,
    language_config: {
      ...recipe.config.language_config,
      vocab_size: tokenizer.vocabSize,
      bos_token_id: tokenizer.bosId,
      eos_token_id: tokenizer.eosId,
    },
  });
  const prompt = {
    imageTag: IMAGE_TOKEN,
    numImageTokens: config.imageTokens,
    template: "deepseek",
    systemPrompt: "",
  } as const;
  return { config, tokenizer, tokenizerFiles, prompt };
}

/** Runs the stages that are left. Returns the weights, or `undefined` when the signal stopped the run. */
export async function trainNano(
  recipe: NanoRecipe,
  runtime: Runtime,
  options: NanoRunOptions,
): Promise<ParameterSet | undefined> {
  const { folder, log } = options;
  await mkdir(folder, { recursive: true });
  const statePath = join(folder, "state.safetensors");
  const set = parameterSet();
  const position = await loadState(statePath, set, runtime);
  if (!position) for (const path of options.from ?? []) await loadWeights(path, set, runtime);
  const model = nanoModel(recipe);
  const wanted = options.stages ?? stageNames;
  let start = 0;
  let reached = position ? wanted.indexOf(position.stage as StageName) : 0;
  if (position && reached >= 0) {
    start = position.step;
    if (start >= recipe.stages[wanted[reached]!].steps) {
      reached++;
      start = 0;
    }
    log(`continuing at stage ${wanted[reached] ?? "(all done)"}, step ${start}`);
  }
  for (const name of wanted.slice(Math.max(0, reached))) {
    const { stage, prepare, close } = openStage(name, recipe, runtime, model, options.workers ?? 1);
    try {
      if (start === 0) await prepare?.(set);
      const done = await runStage(stage, {
        runtime,
        set,
        seed: recipe.seed,
        start,
        statePath,
        metricsPath: join(folder, "metrics.jsonl"),
        saveEvery: 500,
        logEvery: 50,
        log,
        threads: options.threads,
        signal: options.signal,
      });
      if (!done) return undefined;
    } finally {
      await close();
    }
    start = 0;
  }
  return set;
}

function openStage(
  name: StageName,
  recipe: NanoRecipe,
  runtime: Runtime,
  { config, tokenizer, prompt }: NanoModel,
  workers: number,
): { stage: Stage; prepare?: (set: ParameterSet) => Promise<void>; close: () => Promise<void> } {
  const settings = recipe.stages[name];
  const { batch, steps } = settings;
  const seed = recipe.seed + stageNames.indexOf(name);
  // the first part of a stage goes from easy pictures and short words to all of them
  const rising = (share: number) => (step: number) => Math.min(1, (step + 1) / (share * steps));
  if (name === "dense" || name === "sharpen") {
    const difficulty = name === "dense" ? rising(0.4) : 1;
    const pages = createProducer({ kind: "dense", seed, batch, workers, difficulty, sceneShare: 0.45 });
    return { stage: denseStage(name, config, settings, runtime, pages), close: () => pages.close() };
  }
  if (name === "contrastive") {
    const pairs = createProducer({ kind: "pair", seed, batch, workers });
    const encode = (caption: string) => tokenizer.encode(caption);
    return { stage: contrastiveStage(config, settings, runtime, pairs, encode), close: () => pairs.close() };
  }
  const difficulty = name === "adaptor" ? 0.7 : name === "joint" ? rising(0.1) : 1;
  const scenes = createProducer({ kind: "scene", seed, batch, workers, difficulty });
  const special = (offset: number, shown: Pick<BatchSpec, "contents" | "numbers">) =>
    createProducer({ kind: "scene", seed: seed + offset, batch, workers, ...shown });
  const words = ["read", "practice", "count"].includes(name) ? special(100, wordsAlone) : undefined;
  const crowds =
    name === "practice" ? special(200, crowdsAlone) : name === "count" ? special(200, largeCrowds) : undefined;
  const context = { config, runtime, tokenizer, prompt, seed, scenes, words, crowds };
  return {
    stage: languageStage(name, settings, context),
    ...(name === "align" && { prepare: (set: ParameterSet) => unitFeatures(config, runtime, set, scenes) }),
    close: async () => {
      await scenes.close();
      await words?.close();
      await crowds?.close();
    },
  };
}

const wordsAlone = { contents: { word: 1, shapes: 0, repeats: 0, "shapes and word": 0, empty: 0 } };
/** Many shapes as often as few. */
const crowdsAlone = {
  contents: { word: 0, shapes: 1, repeats: 2, "shapes and word": 0, empty: 0 },
  numbers: { 1: 2, 2: 3, 3: 4, 4: 4, 5: 4, 6: 3 },
};
const largeCrowds = {
  contents: { word: 0, shapes: 1, repeats: 3, "shapes and word": 0, empty: 0 },
  numbers: { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 3 },
};
