/**
 * The mini model and a run of it: about 0.25M parameters, a SigLIP-like tower of 16 image tokens, trained by the same code as
 * the models of full size. What is compared is a study's business; models with a second tower are in `towers.ts`.
 */
import type { Listener, Validated } from "../../src/train/events.ts";
import { parseTrainingRecipe, type RecipeInput, type TrainingRecipe } from "../../src/train/recipe.ts";
import type { SampleSource } from "../../src/train/sources.ts";
import { type TrainResult, train } from "../../src/train/train.ts";
import { type FrozenStage, watchFrozen } from "./frozen.ts";
import type { Lab } from "./study.ts";
import { halves, side, texts } from "./world.ts";

/** A run that was stopped by its signal; nothing of it is kept. */
export class Interrupted extends Error {}

export interface MiniStep {
  readonly stage: string;
  /** `language`, `multimodal` or `mixed`. */
  readonly modality: string;
  /** Processor time of the whole process: with one thread what the step takes on a machine that does nothing else. */
  readonly seconds: number;
  readonly loss: number;
  /** The gradient's, before clipping. */
  readonly norm: number;
}

export interface MiniRun {
  readonly steps: readonly MiniStep[];
  readonly validations: readonly Validated[];
}

/** What a tokenizer learns from, where a study's variants draw from different sources and shall have one vocabulary. */
export type MiniSource = { readonly data: string; readonly modality: "language" | "multimodal" };

/** A run with the model that it leaves behind. */
export interface TrainedMini extends MiniRun, Pick<TrainResult, "model" | "set"> {
  readonly recipe: TrainingRecipe;
}

export interface MiniOptions {
  readonly seed: number;
  readonly stages: RecipeInput["stages"];
  /** Steps between validations; each stage ends with one as well. */
  readonly every?: number;
  readonly samples?: number;
  readonly config?: Record<string, unknown>;
  /** Whose texts the tokenizer learns from; unless said, of all that the stages draw from. */
  readonly vocabulary?: readonly MiniSource[];
  /** Sources of the study's own, beside those of all. */
  readonly own?: Readonly<Record<string, SampleSource>>;
}

export const miniConfig = {
  model_type: "multi_modality",
  torch_dtype: "float32",
  vision_config: {
    cls: "CLIPVisionTower",
    params: {
      model_name: "siglip_large_patch16_384",
      ...{ select_layer: -1, select_feature: "same", image_size: side, patch_size: 8 },
      ...{ width: 64, layers: 2, heads: 2, mlp_ratio: 4, pixel_mean: [0.5, 0.5, 0.5], pixel_std: [0.5, 0.5, 0.5] },
    },
  },
  aligner_config: {
    cls: "MlpProjector",
    params: { projector_type: "mlp_gelu", depth: 2, input_dim: 64, n_embed: 64 },
  },
  language_config: {
    ...{ hidden_size: 64, intermediate_size: 176, num_hidden_layers: 2 },
    ...{ num_attention_heads: 4, num_key_value_heads: 4, max_position_embeddings: 512 },
  },
};

export const textSource = { data: "texts", modality: "language" as const };
export const pictureSource = { data: "questions", modality: "multimodal" as const };
export const descriptionSource = { data: "descriptions", modality: "multimodal" as const };

/** A stage with what all studies share. */
export function miniStage(change: Partial<RecipeInput["stages"][number]> & { name: string; steps: number }) {
  return {
    trained: ["low", "aligner", "language"] as RecipeInput["stages"][number]["trained"],
    batch: 16,
    sequence: { length: 96, bucket: 96 },
    labels: "targets" as const,
    schedule: { rate: 3e-3, warmup: 20 },
    mixture: { languageShare: 1, sources: [textSource] },
    ...change,
  };
}

/** The language model's own pre-training on text: the ground that every run stands on. */
export const pretraining = (steps: number) => miniStage({ name: "pretraining", trained: ["language"], steps });

/**
 * Trains the mini model with one tower. Throws `Interrupted` where the lab's signal stops it, and an error where a stage has
 * changed what it freezes; `frozen` says what was compared, which begins with the second checkpoint.
 */
export async function miniRun(
  { seed, stages, every, samples = 64, config, vocabulary, own }: MiniOptions,
  lab: Lab,
): Promise<TrainedMini & { readonly frozen: readonly FrozenStage[] }> {
  const given: Record<string, SampleSource> = {
    texts: texts(seed),
    questions: halves(seed),
    descriptions: halves(seed, "description"),
    "held-out-texts": texts(1_000_003),
    "held-out-questions": halves(1_000_003),
    ...own,
  };
  const trained = { vocabSize: 384, samples: 300, ...(vocabulary && { sources: [...vocabulary] }) };
  const recipe = {
    seed,
    model: { config: config ?? miniConfig, tokenizer: { trained } },
    stages,
    validation: {
      every: every ?? 1_000_000,
      samples,
      ...{ text: { data: "held-out-texts" }, questions: { data: "held-out-questions" }, answerTokens: 4 },
    },
  };
  const watch = watchFrozen(stages);
  const made = await trainMini(recipe, given, lab, async (event) => {
    if (event.kind === "checkpoint") await watch.saved(lab.folder, event.name);
  });
  return { ...made, frozen: watch.compared() };
}

/** Trains a small model and keeps what was told on the way. Throws `Interrupted` where the lab's signal stops it. */
export async function trainMini(
  { model, ...input }: Omit<RecipeInput, "name" | "data">,
  given: Readonly<Record<string, SampleSource>>,
  lab: Lab,
  listener?: Listener,
): Promise<TrainedMini> {
  const recipe = parseTrainingRecipe({
    name: "mini",
    model: { systemPrompt: "", ...model },
    data: Object.fromEntries(Object.keys(given).map((name) => [name, { kind: "given" as const }])),
    checkpoints: { every: 1_000_000, keep: 1 },
    logEvery: 1,
    ...input,
  });
  const steps: MiniStep[] = [];
  const validations: Validated[] = [];
  const processorSeconds = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  let since = processorSeconds();
  const { finished, ...made } = await train(recipe, lab.runtime, {
    ...{ folder: lab.folder, given, measure: false, record: false, export: false },
    ...{ threads: lab.threads, signal: lab.signal },
    listeners: [
      async (event) => {
        const now = processorSeconds();
        if (event.kind === "summary") {
          const [modality, loss] = Object.entries(event.losses)[0] ?? ["none", Number.NaN];
          const seconds = now - since;
          steps.push({ stage: event.stage, modality, seconds, loss, norm: event.norm ?? Number.NaN });
          lab.progress(event.at / event.total);
        }
        if (event.kind === "validation") validations.push(event);
        await listener?.(event);
        since = processorSeconds();
      },
    ],
  });
  if (!finished) throw new Interrupted("stopped");
  return { steps, validations, recipe, model: made.model, set: made.set };
}

/** The last validation of a stage. Throws where there is none. */
export function scoresAt({ validations }: MiniRun, stage: string): Readonly<Record<string, number>> {
  const found = validations.filter((one) => one.stage === stage).at(-1);
  if (!found) throw new Error(`no validation of stage ${stage}`);
  return found.scores;
}

/** A score over the steps of a stage, which begin with 1. */
export function curveOf({ validations }: MiniRun, stage: string, score: string): (readonly [number, number])[] {
  const first = validations.find((one) => one.stage === stage);
  const before = validations.filter((one) => first && one.at < first.at).at(-1)?.at ?? 0;
  return validations
    .filter((one) => one.stage === stage)
    .map(({ at, scores }) => [at - before, scores[score]!] as const);
}
