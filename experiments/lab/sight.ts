/**
 * A run that teaches a model with pre-trained towers to answer about pictures (the paper's stage 2: adaptor and language model
 * learn, towers are frozen), and what it can tell afterwards: colours of halves (coarse) and printed letters (fine).
 */
import { countParameters, parameterSpecs } from "../../src/checkpoint/parameters.ts";
import { imageProgram } from "../../src/model/programs.ts";
import { operationsOf } from "../../src/tensor/cost.ts";
import type { SampleSource } from "../../src/train/sources.ts";
import { openValidation } from "../../src/train/validate.ts";
import { type MiniStep, miniStage, type TrainedMini, textSource, trainMini } from "./mini.ts";
import { type Part, type PartName, part, toldSource } from "./parts.ts";
import { pictures, toldPictures } from "./pictures.ts";
import { meanOf } from "./statistics.ts";
import type { Lab, Metric, Run } from "./study.ts";
import { type TowerModel, towerConfig } from "./towers.ts";
import { texts } from "./world.ts";

export interface SightOptions {
  readonly seed: number;
  readonly model: TowerModel;
  /** Where the high tower begins, if there is one; `random` is frozen all the same. */
  readonly high?: PartName | "random";
  readonly steps: number;
  /** Held-out questions of each kind. */
  readonly samples: number;
}

export interface Sight {
  readonly run: TrainedMini;
  /** The steps that showed pictures. */
  readonly seen: readonly MiniStep[];
  readonly metrics: {
    readonly coarse: number;
    readonly fine: number;
    readonly both: number;
    /** Mean loss of the last fifth of the steps with pictures. */
    readonly loss: number;
    readonly tokens: number;
    /** Of the towers and the adaptor for one picture, in millions. */
    readonly operations: number;
    /** Of towers and adaptor together. */
    readonly parameters: number;
    /** Of the parts that it began with, over all. */
    readonly preparation: number;
  };
}

export const sightMetrics: Readonly<Record<"coarse" | "fine" | "both", Metric>> = {
  coarse: { label: "colour of a half", unit: "share right of 4", digits: 3 },
  fine: { label: "printed letter", unit: "share right of 4", digits: 3 },
  both: { label: "mean of both", unit: "share right of 4", digits: 3 },
};
export const sizeMetrics = {
  tokens: { label: "tokens of a picture", unit: "", digits: 0 },
  operations: { label: "towers and adaptor, a picture", unit: "million operations", digits: 1 },
} as const;

/** The budget of a study. */
export const sightBudget = {
  quick: { steps: 4, samples: 8 },
  full: { steps: 700, samples: 256 },
};

export async function sightRun({ seed, model, high, steps, samples }: SightOptions, lab: Lab): Promise<Sight> {
  const language = await part("language", lab);
  const start: Record<string, { from: "run"; path: string }> = { language: from(language) };
  const used: Part[] = [language];
  const use = async (place: "low" | "high", name: PartName) => {
    const made = await part(name, lab);
    used.push(made);
    start[place] = from(made);
  };
  if (!model.towers.startsWith("high")) await use("low", "low");
  if (high && high !== "random") await use("high", high);
  const stage = miniStage({
    ...{ name: "joint", steps, trained: ["neck", "aligner", "language"], schedule: { rate: 2e-3, warmup: 20 } },
    sequence: { length: 128, bucket: 32 },
    mixture: {
      languageShare: 0.2,
      sources: [textSource, { ...toldSource, weight: 3 }, { data: "lessons", modality: "multimodal" }],
    },
  });
  const tokenizer = `${language.folder}/tokenizer`;
  const run = await trainMini(
    { seed, model: { config: towerConfig(model), tokenizer }, start, stages: [stage] },
    { texts: texts(seed), told: toldPictures(seed), lessons: pictures(seed, "lesson") },
    lab,
  );
  const coarse = await rightOf(run, pictures(1_000_003, "coarse"), samples, lab);
  const fine = await rightOf(run, pictures(1_000_003, "fine"), samples, lab);
  const { config } = run.model;
  const seen = run.steps.filter(({ modality }) => modality === "multimodal");
  const vision = parameterSpecs(config).filter(({ name, unused }) => !unused && !name.startsWith("language_model."));
  const metrics = {
    ...{ coarse, fine, both: (coarse + fine) / 2, tokens: config.imageTokens },
    loss: meanOf(seen.slice(-Math.ceil(seen.length / 5)).map(({ loss }) => loss)),
    operations: operationsOf(Object.values(imageProgram(config, { images: 1 }).outputs)) / 1e6,
    parameters: countParameters(vision),
    preparation: used.reduce((sum, { seconds }) => sum + seconds, 0),
  };
  return { run, seen, metrics };
}

function from({ folder }: Part) {
  return { from: "run" as const, path: folder };
}

/** The share of a source's questions whose right answer is the likeliest of four. */
async function rightOf(
  { recipe, model, set }: TrainedMini,
  source: SampleSource,
  samples: number,
  lab: Lab,
): Promise<number> {
  const questions = { data: "questions" };
  const validation = { every: 1, samples, choices: 4, answerTokens: 1, questions };
  const opened = await openValidation({ ...recipe, validation }, model, lab.runtime, async () => source);
  const { scores } = await opened.run(set, recipe.stages.at(-1)!);
  return scores.choices!;
}

/** Losses by step, as means over stretches of `length` steps. */
export function lossCurve(seen: readonly MiniStep[], length: number): (readonly [number, number])[] {
  return Array.from({ length: Math.floor(seen.length / length) }, (_, i) => {
    const part = seen.slice(i * length, (i + 1) * length);
    return [(i + 1) * length, meanOf(part.map(({ loss }) => loss))] as const;
  });
}

/** What every study of this kind cannot say. */
export const sightLimits: readonly string[] = [
  "Parts are pre-trained once and shared by all seeds, so intervals hold the noise of joint training and of its data, not of pre-training.",
  "The high tower's dense labels are the very letters that are asked for later; the low tower's captions name colours alone. Real towers are less made to measure.",
];

export function preparationRemark(runs: readonly Run[]): string {
  const most = Math.max(...runs.map(({ metrics }) => metrics.preparation ?? 0));
  return `Beside the runs, the parts that a run begins with took up to ${Math.round(most)} s to pre-train, once for all studies of towers.`;
}
