/**
 * The plan of a recipe on a cluster: for each stage what it computes, how to spread it, what memory and time that takes, and
 * what modality grouping saves. `render.ts` writes it for people.
 */
import { readFile } from "node:fs/promises";
import { type ModelConfig, parseModelConfig } from "../../../model/config.ts";
import { UserError } from "../../../runtime/errors.ts";
import type { Stage, TrainingRecipe } from "../../recipe.ts";
import { chooseLayout, type Decision, type Wanted } from "./choose.ts";
import { groupingGain, ratioForGain, type Simulation, simulateGrouping } from "./grouping.ts";
import { type Assumptions, type Cluster, type Layout, rowsPerGroup, type StageInput, stepTime } from "./layout.ts";
import { modelSize, type RowCost, stageCosts, stageSizes, sumOf } from "./row-cost.ts";

export interface PlanOptions {
  readonly cluster: Cluster;
  readonly assumptions: Assumptions;
  /** Pictures in a packed multimodal sequence; others have one. Default: `usualImages`, or as many as fit. */
  readonly images?: number;
  readonly wanted: Wanted;
}

export interface StagePlan {
  readonly name: string;
  readonly objective: Stage["objective"];
  readonly trained: TrainedNumbers;
  readonly steps: number;
  readonly batch: number;
  /** Positions of all sequences of the stage, padding included. */
  readonly tokens: number;
  /** Pictures of a multimodal sequence. */
  readonly images?: number;
  /** Operations of one sequence, picture or pair, forward and backward, nothing computed twice. */
  readonly rowOperations: { readonly language?: number; readonly multimodal?: number };
  readonly totalOperations: number;
  readonly decision: Decision;
  /** What the recipe says of pipeline ranks, where it says something. */
  readonly pipelineParallel?: boolean;
  /** Undefined where no layout fits. */
  readonly days?: number;
  /** Operations that count over what the devices could do in that time: the usual "MFU". */
  readonly utilization?: number;
  readonly grouping?: GroupingPlan;
}

/** What learns: it has gradients and moments. */
export interface TrainedNumbers {
  readonly modules: Stage["trained"];
  readonly numbers: number;
  /** With LoRA: what learns in place of the language model's matrices. */
  readonly adapters?: { readonly rank: number; readonly numbers: number };
}

export interface GroupingPlan {
  readonly ranks: number;
  readonly rowsPerRank: number;
  readonly multimodalShare: number;
  /** Multimodal over text time of a step. */
  readonly timeRatio: number;
  /** By the formula, one sequence a rank. */
  readonly formula: number;
  /** With this layout's sequences a rank, and pictures that vary. */
  readonly simulated: Simulation;
  /** The ratio at which very many ranks gain the paper's 20 %. */
  readonly ratioForPaper: number;
}

export interface Plan {
  readonly recipe: string;
  readonly parameters: number;
  readonly options: PlanOptions;
  readonly devices: number;
  readonly stages: readonly StagePlan[];
  /** Stages that a cluster cannot train, with the reason. */
  readonly leftOut: readonly { readonly stage: string; readonly why: string }[];
  /** Of all stages that fit. */
  readonly days: number;
}

/** Throws a UserError where the recipe's model cannot be read, or no stage can be planned. */
export async function planRecipe(recipe: TrainingRecipe, options: PlanOptions): Promise<Plan> {
  const { stages, leftOut } = plannedStages(recipe);
  const config = await configOf(recipe);
  const plans = stages.map((stage) => planStage(stage, config, options));
  const { nodes, gpusPerNode } = options.cluster;
  return {
    recipe: recipe.name,
    parameters: modelSize(config),
    options,
    devices: nodes * gpusPerNode,
    stages: plans,
    leftOut,
    days: plans.reduce((sum, { days }) => sum + (days ?? 0), 0),
  };
}

/** Stages to plan, and those to name with the reason. Throws a UserError where there are none of the first kind. */
export function plannedStages({ name, stages }: TrainingRecipe): {
  readonly stages: readonly Stage[];
  readonly leftOut: Plan["leftOut"];
} {
  const isCourse = ({ objective }: Stage) => objective === "course";
  const planned = stages.filter((stage) => !isCourse(stage));
  if (planned.length === 0) {
    throw new UserError(`recipe ${name} has courses alone, which train in one process: a cluster cannot share them`);
  }
  const why = "a course, which trains in one process";
  return { stages: planned, leftOut: stages.filter(isCourse).map((stage) => ({ stage: stage.name, why })) };
}

/** A stage as the layouts see it. */
export function stageInput(stage: Stage, config: ModelConfig, images?: number): StageInput {
  const { layers, heads, hiddenSize } = config.language;
  return {
    ...{ batch: stage.batch, objective: stage.objective, layers, heads, hiddenSize },
    languageShare: stage.mixture.languageShare,
    sizes: stageSizes(stage, config),
    costs: stageCosts(stage, config, images),
  };
}

function trainedNumbers({ trained, lora }: Stage, { sizes, layers }: StageInput): TrainedNumbers {
  return {
    modules: trained,
    numbers: sumOf(sizes.trained, layers),
    ...(lora && { adapters: { rank: lora.rank, numbers: sizes.adapters } }),
  };
}

function planStage(
  stage: Stage,
  config: ModelConfig,
  { cluster, assumptions, images, wanted }: PlanOptions,
): StagePlan {
  const input = stageInput(stage, config, images);
  const decision = chooseLayout(input, cluster, assumptions, wanted);
  const { language, multimodal } = input.costs;
  const share = input.languageShare;
  const operations = (row?: RowCost) => (row ? rowOperations(row, input.layers) : 0);
  const totalOperations =
    stage.steps * stage.batch * (share * operations(language) + (1 - share) * operations(multimodal));
  const length = share * (language?.length ?? 0) + (1 - share) * (multimodal?.length ?? 0);
  const seconds = decision.best && decision.best.time.mean * stage.steps;
  const peak = cluster.nodes * cluster.gpusPerNode * cluster.gpu.teraflops * 1e12;
  return {
    name: stage.name,
    objective: stage.objective,
    trained: trainedNumbers(stage, input),
    steps: stage.steps,
    batch: stage.batch,
    tokens: stage.steps * stage.batch * length,
    ...(multimodal && { images: multimodal.images }),
    rowOperations: {
      ...(language && { language: operations(language) }),
      ...(multimodal && { multimodal: operations(multimodal) }),
    },
    totalOperations,
    decision,
    ...(stage.pipelineParallel !== undefined && { pipelineParallel: stage.pipelineParallel }),
    ...(seconds && { days: seconds / 86400, utilization: totalOperations / seconds / peak }),
    ...(decision.best &&
      language &&
      multimodal && { grouping: planGrouping(input, decision.best.layout, cluster, assumptions) }),
  };
}

export function rowOperations({ layer, rest, image, images }: RowCost, layers: number): number {
  return layers * layer.operations + rest.operations + images * image.operations;
}

function planGrouping(input: StageInput, layout: Layout, cluster: Cluster, assumptions: Assumptions): GroupingPlan {
  const { language, multimodal } = stepTime(input, layout, cluster, assumptions);
  const rows = rowsPerGroup(input, layout);
  const share = 1 - input.languageShare;
  const one = { language: language! / rows, multimodal: multimodal! / rows, share, ranks: layout.data };
  const { images } = input.costs.multimodal!;
  return {
    ranks: layout.data,
    rowsPerRank: rows,
    multimodalShare: share,
    timeRatio: multimodal! / language!,
    formula: groupingGain(one),
    simulated: simulateGrouping({ ...one, rows, images, steps: 400, seed: "plan" }),
    ratioForPaper: ratioForGain(1.2, share),
  };
}

/** Shares of the peak below this are not looked for. */
export const leastUtilization = 0.005;

/** A share of the peak; or why there is none, and whether that is for want of a layout. */
export type DaysAnswer =
  | { readonly utilization: number }
  | { readonly utilization: null; readonly why: string; readonly fits: boolean };

/** Said where the layouts that were tried take more memory than there is. */
export const noLayout = "no layout fits: more memory, more devices or a smaller batch is needed";

/**
 * The share of the peak at which a stage takes so many days: what a published time says about a cluster. `leastUtilization` where
 * that much or less is enough.
 */
export function utilizationForDays(
  stage: Pick<Stage, "steps">,
  input: StageInput,
  days: number,
  { cluster, assumptions, wanted }: Omit<PlanOptions, "images">,
): DaysAnswer {
  const chosen = (utilization: number) => chooseLayout(input, cluster, { ...assumptions, utilization }, wanted);
  const daysAt = (utilization: number) => (chosen(utilization).best!.time.mean * stage.steps) / 86400;
  let [low, high] = [leastUtilization, 1];
  const { best, impossible } = chosen(high);
  if (!best) return { utilization: null, why: impossible ? `no layout fits: ${impossible}` : noLayout, fits: false };
  if (daysAt(high) > days) {
    return { utilization: null, why: `${days} days are not enough, even at the peak rate`, fits: true };
  }
  if (daysAt(low) <= days) return { utilization: low };
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (daysAt(middle) > days) low = middle;
    else high = middle;
  }
  return { utilization: high };
}

export async function configOf({ name, model }: TrainingRecipe): Promise<ModelConfig> {
  const json = typeof model.config === "string" ? await readJson(model.config) : model.config;
  const key = "text_config" in json ? "text_config" : "language_config";
  const language = (json[key] ?? {}) as Record<string, unknown>;
  const { tokenizer } = model;
  const { vocabSize: made } =
    typeof tokenizer === "string" ? {} : "trained" in tokenizer ? tokenizer.trained : tokenizer.generated;
  try {
    // a tokenizer that is still to be trained brings its size, and ids that do not matter here
    return parseModelConfig(
      made === undefined
        ? json
        : { image_token_id: 3, ...json, [key]: { vocab_size: made, bos_token_id: 1, eos_token_id: 2, ...language } },
    );
  } catch (error) {
    throw new UserError(`recipe ${name}: ${(error as Error).message}`);
  }
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UserError(`${path} cannot be read`);
  });
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new UserError(`${path} is not valid JSON`);
  }
}
