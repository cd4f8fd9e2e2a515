/**
 * Finetuning as a recipe of one stage: a model in a folder, people's conversations, the parts that are trained, an adapter or
 * whole matrices. How many steps an epoch has, and how much of it is text, is counted from the data.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../checkpoint/files.ts";
import { parseModelConfig } from "../model/config.ts";
import { UserError } from "../runtime/errors.ts";
import { checkTargets } from "./lora.ts";
import type { Module } from "./modules.ts";
import { parseTrainingRecipe, type RecipeInput, type TrainingRecipe } from "./recipe.ts";
import type { ScheduleKind } from "./schedule.ts";
import { countSamples } from "./sources.ts";

export interface FinetuneSettings {
  /** Folder of the checkpoint to begin with. */
  readonly model: string;
  /** Files of conversations (LLaVA, ShareGPT, OpenAI messages), WebDataset tars, or folders of shards. */
  readonly data: readonly string[];
  /** At most so many samples of each path, the first ones. */
  readonly perPath?: number;
  /** The importer, where it cannot be told from the files. */
  readonly importer?: string;
  readonly trained: readonly Exclude<Module, "heads">[];
  /** Factors on the rate by module. */
  readonly rates?: Readonly<Partial<Record<Module, number>>>;
  readonly lora?: { readonly rank: number; readonly alpha: number; readonly targets?: readonly string[] };
  readonly labels: "all" | "targets";
  readonly length: number;
  readonly packing: boolean;
  readonly batch: number;
  readonly microBatch?: number;
  readonly rate: number;
  readonly schedule: ScheduleKind;
  /** What `cosine` and `linear` fall to, as a share of the rate. Default: the recipe's, 0.1. */
  readonly floor?: number;
  readonly epochs: number;
  /** In place of epochs. */
  readonly steps?: number;
  readonly warmupSteps?: number;
  readonly warmupShare?: number;
  readonly optimizer?: RecipeInput["stages"][number]["optimizer"];
  readonly seed: number;
  /** Share of the samples that is kept for validation. */
  readonly heldOut: number;
  readonly recompute?: boolean;
  /** Steps, or below 1 a share of all steps. */
  readonly saveEvery?: number;
  /** Likewise. */
  readonly logEvery?: number;
  readonly out?: string;
}

export const finetuneDefaults = {
  ...{ trained: ["language", "aligner"], labels: "targets", length: 1024, packing: false, batch: 8, rate: 2e-5 },
  ...{ schedule: "cosine", epochs: 3, warmupShare: 0.03, seed: 1, heldOut: 0 },
} as const satisfies Partial<FinetuneSettings>;

/** The recipe of a finetuning run. Throws a `UserError` for a folder without a model and for data of which nothing can be read. */
export async function finetuneRecipe(settings: FinetuneSettings): Promise<TrainingRecipe> {
  const { model, length, batch } = settings;
  for (const file of ["config.json", "tokenizer.json"]) {
    if (!existsSync(join(model, file))) throw new UserError(`${model} is no model to finetune: it has no ${file}`);
  }
  const config = await objectIn(join(model, "config.json"));
  if ("quantization_config" in config) {
    throw new UserError(`${model} is quantised: finetune the original and quantise the result`);
  }
  const isShards = existsSync(join(settings.data[0]!, "dataset.json"));
  if (isShards && settings.data.length > 1) throw new UserError("one folder of shards at a time, or several files");
  const data: RecipeInput["data"][string] = isShards
    ? { kind: "shards", path: settings.data[0]! }
    : {
        ...{ kind: "files", paths: [...settings.data] },
        ...(settings.importer && { importer: settings.importer }),
        ...(settings.perPath && { perPath: settings.perPath }),
      };
  const counts = await countSamples("conversations", data, settings.heldOut);
  const samples = counts.language + counts.multimodal;
  const steps = settings.steps ?? Math.max(1, Math.ceil((settings.epochs * samples) / batch));
  const sources = (["multimodal", "language"] as const)
    .filter((modality) => counts[modality] > 0)
    .map((modality) => ({ data: "conversations", modality }));
  const processor = await fileOf(model, "preprocessor_config.json");
  const prompt = await fileOf(model, "processor_config.json");
  const systemPrompt = prompt?.system_prompt;
  // text never reaches what stands before the language model
  const trained = counts.multimodal > 0 ? settings.trained : settings.trained.filter((one) => one === "language");
  if (trained.length === 0) {
    const given = settings.trained.join(", ");
    throw new UserError(
      `${settings.data.join(", ")} has text alone, which reaches nothing but the language model, and what is to learn is ${given}`,
    );
  }
  const unreached = settings.trained.filter((one) => !trained.includes(one));
  const rates = Object.fromEntries(
    Object.entries(settings.rates ?? {}).filter(([module]) => !unreached.some((one) => one === module)),
  );
  const from = { from: "checkpoint" as const, path: model };
  const every = (interval: number) => (interval < 1 ? Math.ceil(interval * steps) : interval);
  const recipe = parseTrainingRecipe(
    {
      name: "finetune",
      seed: settings.seed,
      model: {
        config: { ...config },
        tokenizer: model,
        ...(processor && "image_size" in processor && { processor }),
        ...(typeof systemPrompt === "string" && { systemPrompt }),
      },
      start: { high: from, low: from, aligner: from, language: from },
      data: { conversations: data },
      heldOut: settings.heldOut,
      stages: [
        {
          name: "finetune",
          trained: [...trained],
          rates,
          ...(settings.lora && {
            lora: { ...settings.lora, ...(settings.lora.targets && { targets: [...settings.lora.targets] }) },
          }),
          ...{ steps, batch, microBatch: settings.microBatch },
          sequence: { length, packing: settings.packing, bucket: Math.min(128, length) },
          labels: settings.labels,
          schedule: {
            ...{ rate: settings.rate, kind: settings.schedule, floor: settings.floor },
            warmup: settings.warmupSteps ?? Math.round((settings.warmupShare ?? 0) * steps),
          },
          ...(settings.optimizer && { optimizer: settings.optimizer }),
          mixture: { languageShare: samples > 0 ? counts.language / samples : 0, sources },
          ...(settings.recompute && { recompute: true }),
        },
      ],
      ...(settings.heldOut > 0 && {
        validation: {
          every: Math.max(1, Math.ceil(steps / 5)),
          labels: settings.labels,
          ...(counts.heldOut.language > 0 && { text: { data: "conversations" } }),
          ...(counts.heldOut.multimodal > 0 && {
            ...{ pictures: { data: "conversations" }, questions: { data: "conversations" } },
          }),
        },
      }),
      checkpoints: {
        every: settings.saveEvery === undefined ? Math.max(1, Math.ceil(steps / 5)) : every(settings.saveEvery),
        keep: 2,
      },
      logEvery:
        settings.logEvery === undefined ? Math.max(1, Math.min(10, Math.floor(steps / 20))) : every(settings.logEvery),
    },
    "finetune",
  );
  const { lora } = recipe.stages[0]!;
  if (lora) checkTargets(lora, parseModelConfig(config).language);
  return recipe;
}

async function fileOf(folder: string, name: string): Promise<Record<string, unknown> | undefined> {
  const path = join(folder, name);
  return existsSync(path) ? objectIn(path) : undefined;
}

async function objectIn(path: string): Promise<Record<string, unknown>> {
  const json = await readJson(path);
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new UserError(`${path} holds ${Array.isArray(json) ? "a list" : JSON.stringify(json)}, expected an object`);
}
