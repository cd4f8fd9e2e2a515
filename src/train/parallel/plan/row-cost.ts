/**
 * What one sequence of a stage costs, counted in the graph that training runs: the language model's layers, what stands
 * around them, and each picture. Programs of one and two layers tell what a layer adds, so that 30 need not be traced.
 */
import type { ModelConfig } from "../../../model/config.ts";
import { trainingProgram } from "../../../model/programs.ts";
import { UserError } from "../../../runtime/errors.ts";
import { keptForBackward, operationsOf, parameterSizes } from "../../../tensor/cost.ts";
import { grad, leavesOf, nameOf, type Tensor } from "../../../tensor/index.ts";
import { moduleOf } from "../../modules.ts";
import { mostPositions, type Stage } from "../../recipe.ts";

/** Operations of forward and backward, and bytes that wait in between, as 16-bit numbers. */
export interface Cost {
  readonly operations: number;
  /** With fused attention, which does not keep its probabilities. */
  readonly keptBytes: number;
  /** As this program keeps them. */
  readonly keptWithProbabilities: number;
}

export interface RowCost {
  /** Positions of the sequence. */
  readonly length: number;
  readonly images: number;
  /** Of one layer, values kept. */
  readonly layer: Cost;
  /** Of one layer whose values are computed again in the backward pass. */
  readonly recomputedLayer: Cost;
  /** Embedding, head and loss; with pictures also the splicing. */
  readonly rest: Cost;
  /** Towers and adaptor for one picture. */
  readonly image: Cost;
}

export interface StageCosts {
  /** Undefined where the stage has no steps of that modality. */
  readonly language?: RowCost;
  readonly multimodal?: RowCost;
}

/** Costs of a stage's sequences, with `images` pictures in a multimodal one. */
export function stageCosts(stage: Stage, config: ModelConfig, images: number): StageCosts {
  const { languageShare } = stage.mixture;
  return {
    ...(languageShare < 1 && { multimodal: rowCost(stage, config, images) }),
    ...(languageShare > 0 && { language: rowCost(stage, config, 0) }),
  };
}

/** Parameters of a model by part, and how many of each a stage trains. */
export interface ModelSizes {
  readonly vision: number;
  readonly embedding: number;
  readonly layer: number;
  readonly head: number;
  readonly trainedVision: number;
  readonly languageTrained: boolean;
}

export function modelSizes(stage: Stage, config: ModelConfig): ModelSizes {
  const { loss } = program(stage, withLayers(config, 2), {
    length: config.imageTokens + 2,
    images: 1,
    recompute: false,
  });
  const sizes = [...parameterSizes([loss])];
  const sum = (accept: (name: string) => boolean) =>
    sizes.reduce((total, [name, size]) => total + (accept(name) ? size : 0), 0);
  const isVision = (name: string) => !name.startsWith("language_model.");
  const trained = isTrained(stage, config);
  return {
    vision: sum(isVision),
    embedding: sum((name) => name.includes(".embed_tokens.")),
    layer: sum((name) => name.startsWith("language_model.model.layers.1.")),
    head: sum((name) => name.includes(".lm_head.") || name === "language_model.model.norm.weight"),
    trainedVision: sum((name) => isVision(name) && trained(name)),
    languageTrained: stage.trained.includes("language"),
  };
}

function rowCost(stage: Stage, config: ModelConfig, images: number): RowCost {
  const { sequence } = stage;
  const beside = images > 0 && sequence.imageTokens === "beside" ? images * config.imageTokens : 0;
  const length = sequence.length + beside;
  if (length > mostPositions) {
    throw new UserError(
      `stage "${stage.name}" has sequences of ${length} positions with ${images} pictures, expected at most ${mostPositions}`,
    );
  }
  const at = (layers: number, pictures: number, recompute: boolean) =>
    traced(stage, withLayers(config, layers), { length, images: pictures, recompute });
  const few = Math.min(images, 1);
  const one = at(1, few, false);
  const layer = minus(at(2, few, false), one);
  const recomputedLayer = minus(at(2, few, true), at(1, few, true));
  const image = images > 0 ? minus(at(1, 2, false), one) : nothing;
  const rest = minus(minus(one, layer), image);
  return { length, images, layer, recomputedLayer, rest: images > 0 ? rest : minus(one, layer), image };
}

const nothing: Cost = { operations: 0, keptBytes: 0, keptWithProbabilities: 0 };

function minus(a: Cost, b: Cost): Cost {
  return {
    operations: a.operations - b.operations,
    keptBytes: a.keptBytes - b.keptBytes,
    keptWithProbabilities: a.keptWithProbabilities - b.keptWithProbabilities,
  };
}

interface RowShape {
  readonly length: number;
  readonly images: number;
  readonly recompute: boolean;
}

/** The graph's numbers are float32; on an accelerator they would be half as long. */
const halfLength = 0.5;

function traced(stage: Stage, config: ModelConfig, shape: RowShape): Cost {
  const { loss } = program(stage, config, shape);
  const trained = isTrained(stage, config);
  const wanted = leavesOf([loss], "parameter").filter((t) => trained(nameOf(t)));
  const gradients: Tensor[] = wanted.length > 0 ? grad(loss, wanted) : [];
  const kept = keptForBackward(loss, gradients);
  return {
    operations: operationsOf([loss, ...gradients]),
    keptBytes: halfLength * (kept.all - kept.probabilities),
    keptWithProbabilities: halfLength * kept.all,
  };
}

function program({ lossChunk }: Stage, config: ModelConfig, { length, images, recompute }: RowShape): { loss: Tensor } {
  return trainingProgram(config, { rows: 1, length, images }, { recompute, lossChunk: Math.min(lossChunk, length) });
}

function isTrained(stage: Stage, config: ModelConfig): (name: string) => boolean {
  const modules = new Set<string>(stage.trained);
  return (name) => modules.has(moduleOf(name, config.vision.kind));
}

function withLayers(config: ModelConfig, layers: number): ModelConfig {
  return { ...config, language: { ...config.language, layers } };
}
