/**
 * A run that teaches a model with pre-trained towers to answer about pictures (the paper's stage 2: adaptor and language model
 * learn, towers are frozen), and what it can tell afterwards: colours of halves (coarse) and printed letters (fine).
 */
import { join } from "node:path";
import { z } from "zod";
import { makeFolder, readJson, writeJson } from "../../src/checkpoint/files.ts";
import { countParameters, parameterSpecs } from "../../src/checkpoint/parameters.ts";
import { hashText } from "../../src/data/random.ts";
import { imageProgram } from "../../src/model/programs.ts";
import { operationsOf } from "../../src/tensor/cost.ts";
import type { SampleSource } from "../../src/train/sources.ts";
import { openValidation } from "../../src/train/validate.ts";
import { type MiniStep, miniStage, type TrainedMini, textSource, trainMini } from "./mini.ts";
import { type Part, type PartName, part, toldSource } from "./parts.ts";
import { pictures, toldPictures } from "./pictures.ts";
import { meanOf, medianOf, valuesOf } from "./statistics.ts";
import type { Finding, Lab, Metric, Run, RunFacts } from "./study.ts";
import { type TowerModel, towerConfig } from "./towers.ts";
import { texts } from "./world.ts";

export interface SightOptions {
  readonly seed: number;
  readonly model: TowerModel;
  /** Where the high tower begins, if there is one. */
  readonly high?: PartName;
  readonly steps: number;
  /** Held-out questions of each kind. */
  readonly samples: number;
  /** Where the low tower begins, if there is one; `low` unless said. */
  readonly low?: PartName;
}

/** Raised when a run learns or is measured in another way. */
const revision = 1;

const sightSchema = z.object({
  metrics: z.object({
    ...{ coarse: z.number(), fine: z.number(), both: z.number() },
    /** Mean loss of the last fifth of the steps with pictures. */
    loss: z.number(),
    /** Of gradients, by step. */
    unevenness: z.number(),
    /** Of processor time, the median step with pictures. */
    milliseconds: z.number(),
    tokens: z.number(),
    /** Of the towers and the adaptor for one picture, in millions. */
    operations: z.number(),
    /** Of the adaptor. */
    parameters: z.number(),
    /** Seconds of processor time for the parts that it began with. */
    preparation: z.number(),
  }),
  curves: z.object({ loss: z.array(z.tuple([z.number(), z.number()])) }),
});
/** What a run found: facts of a study's run. */
export type Sight = z.infer<typeof sightSchema> & RunFacts;

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
  full: { steps: 350, samples: 200 },
};

/** Studies have some runs in common: each is made once, and found again beside the parts. */
export async function sightRun(options: SightOptions, lab: Lab): Promise<Sight> {
  const name = hashText(JSON.stringify([options, revision]))
    .toString(16)
    .padStart(8, "0");
  const path = join(lab.parts, "runs", `${name}.json`);
  const known = sightSchema.safeParse(await readJson(path).catch(() => undefined));
  if (known.success) return known.data;
  const made = await trainedSight(options, lab);
  await makeFolder(join(lab.parts, "runs"));
  await writeJson(path, made);
  return made;
}

/** What studies of adaptors compare: models by name, each over the same dense tower. */
export type AboutModels = Readonly<Record<string, TowerModel & { readonly about: string }>>;

export function runsOf(models: AboutModels) {
  return (variant: string, seed: number, lab: Lab): Promise<Sight> => {
    const { about: _, ...model } = models[variant]!;
    return sightRun({ seed, model, high: "dense", ...sightBudget[lab.size] }, lab);
  };
}

async function trainedSight({ seed, model, high, low, steps, samples }: SightOptions, lab: Lab): Promise<Sight> {
  const { start, tokenizer, preparation } = await beginning(model, { high, low }, lab);
  const stage = miniStage({
    ...{ name: "joint", steps, trained: ["neck", "aligner", "language"], schedule: { rate: 2e-3, warmup: 20 } },
    sequence: { length: 128, bucket: 32 },
    mixture: {
      languageShare: 0.2,
      sources: [textSource, { ...toldSource, weight: 3 }, { data: "lessons", modality: "multimodal" }],
    },
  });
  const run = await trainMini(
    { seed, model: { config: towerConfig(model), tokenizer }, start, stages: [stage] },
    { texts: texts(seed), told: toldPictures(seed), lessons: pictures(seed, "lesson") },
    lab,
  );
  const told = await tellsOf(run, samples, lab);
  const { config } = run.model;
  const seen = run.steps.filter(({ modality }) => modality === "multimodal");
  const adaptor = parameterSpecs(config).filter(({ name }) => name.startsWith("aligner."));
  const metrics = {
    ...{ ...told, tokens: config.imageTokens, preparation },
    loss: meanOf(seen.slice(-Math.ceil(seen.length / 5)).map(({ loss }) => loss)),
    unevenness: unevenness(seen.map(({ norm }) => norm)),
    milliseconds: 1000 * medianOf(seen.map(({ seconds }) => seconds)),
    operations: operationsOf(Object.values(imageProgram(config, { images: 1 }).outputs)) / 1e6,
    parameters: countParameters(adaptor),
  };
  return { metrics, curves: { loss: lossCurve(seen, lab.size === "quick" ? 1 : 20) } };
}

/** Half the variance of the change of a gradient norm's logarithm from step to step: a slow fall does not count. */
export function unevenness(norms: readonly number[]): number {
  const changes = norms.slice(1).map((norm, i) => Math.log(norm / norms[i]!));
  const mean = meanOf(changes);
  return meanOf(changes.map((one) => (one - mean) ** 2)) / 2;
}

/** What a recipe starts from: pre-trained parts, with the processor time that these took. */
async function beginning(model: TowerModel, { high, low = "low" }: Pick<SightOptions, "high" | "low">, lab: Lab) {
  const language = await part("language", lab);
  const used: Part[] = [language];
  const start: Record<string, { from: "run"; path: string }> = { language: from(language) };
  const use = async (place: "low" | "high", name: PartName) => {
    const made = await part(name, lab);
    used.push(made);
    start[place] = from(made);
  };
  if (!model.towers.startsWith("high")) await use("low", low);
  if (high) await use("high", high);
  const preparation = used.reduce((sum, { seconds }) => sum + seconds, 0);
  return { start, tokenizer: join(language.folder, "tokenizer"), preparation };
}

/** What a model can tell of held-out pictures. */
async function tellsOf(run: TrainedMini, samples: number, lab: Lab) {
  const coarse = await rightOf(run, pictures(1_000_003, "coarse"), samples, lab);
  const fine = await rightOf(run, pictures(1_000_003, "fine"), samples, lab);
  return { coarse, fine, both: (coarse + fine) / 2 };
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
  const validation = { every: 1, samples, choices: 4, answerTokens: 1, labels: "all" as const, questions };
  const opened = await openValidation({ ...recipe, validation }, model, lab.runtime, async () => source);
  const { scores } = await opened.run(set, recipe.stages.at(-1)!);
  return scores.choices!;
}

/** Losses by step, as means over stretches of `length` steps. */
function lossCurve(seen: readonly MiniStep[], length: number): [number, number][] {
  return Array.from({ length: Math.floor(seen.length / length) }, (_, i) => {
    const part = seen.slice(i * length, (i + 1) * length);
    return [(i + 1) * length, meanOf(part.map(({ loss }) => loss))];
  });
}

/** What every study of this kind cannot say. */
export const sightLimits: readonly string[] = [
  "Parts are pre-trained once and shared by all seeds, so intervals hold the noise of joint training and of its data, not of pre-training.",
  "The high tower's dense labels are the very letters that are asked for later; the low tower's captions name colours alone. Real towers are less made to measure.",
];

/** How much chance there is in a run, beside what variants make of it. */
export function chanceRemark(runs: readonly Run[], findings: readonly Finding[]): string {
  const variants = [...new Set(runs.map(({ variant }) => variant))];
  const spreads = variants.map((variant) => {
    const values = valuesOf(runs, variant, "both");
    const mean = meanOf(values);
    return meanOf(values.map((one) => (one - mean) ** 2)) * (values.length / (values.length - 1));
  });
  const points = 100 * Math.sqrt(meanOf(spreads));
  const undecided = findings.some(({ verdict }) => verdict === "undecided");
  return `Runs of one variant differ by ${points.toFixed(1)} points (standard deviation of the mean of both kinds), as how soon a run finds out how to read letters is a matter of chance.${undecided ? " What is undecided here is smaller than what so few seeds can tell." : ""}`;
}

export function preparationRemark(runs: readonly Run[]): string {
  const most = Math.max(...runs.map(({ metrics }) => metrics.preparation ?? 0));
  return `Beside the runs, the parts that a run begins with took up to ${Math.round(most)} s of processor time to pre-train, once for all studies of towers. Studies have runs in common, which are made once.`;
}
