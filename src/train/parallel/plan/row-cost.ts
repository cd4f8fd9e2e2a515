/**
 * What one sequence of a stage costs, counted in the graph that training runs: the language model's layers, what stands
 * around them, and each picture. Programs of one and two layers tell what a layer adds, so that 30 need not be traced. Of a
 * stage that pre-trains a tower: what one picture adds.
 */
import type { ModelConfig } from "../../../model/config.ts";
import { trainingProgram } from "../../../model/programs.ts";
import { parameterStore } from "../../../nn/index.ts";
import { UserError } from "../../../runtime/errors.ts";
import { keptForBackward, operationsOf, parameterSizes } from "../../../tensor/cost.ts";
import { grad, leavesOf, nameOf, type Tensor } from "../../../tensor/index.ts";
import { contrastiveProgram } from "../../contrastive.ts";
import { adapterOf, initialAdapters } from "../../lora.ts";
import { pairShape } from "../../objectives/contrastive.ts";
import { denseTensors } from "../../objectives/dense.ts";
import type { StepTensors } from "../../program.ts";
import { type LoraSettings, mostPositions, type Stage } from "../../recipe.ts";
import { trainedBy } from "../../trained.ts";

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
  /** Towers and adaptor for one picture; all of a stage that pre-trains a tower. */
  readonly image: Cost;
}

export interface StageCosts {
  /** Undefined where the stage has no steps of that modality. */
  readonly language?: RowCost;
  readonly multimodal?: RowCost;
}

/** Pictures of a packed sequence unless said: the paper's captions would have six, its interleaved texts two to four. */
export const usualImages = 4;

/** Costs of a stage's sequences, with `images` pictures in a packed multimodal one, and one in others. */
export function stageCosts(stage: Stage, config: ModelConfig, images?: number): StageCosts {
  if (stage.objective !== "language") return { multimodal: towerCost(stage, config) };
  const { languageShare } = stage.mixture;
  return {
    ...(languageShare < 1 && { multimodal: rowCost(stage, config, picturesOf(stage, config, images)) }),
    ...(languageShare > 0 && { language: rowCost(stage, config, 0) }),
  };
}

/** Throws a `UserError` where they leave no place for text. */
function picturesOf({ name, sequence }: Stage, { imageTokens }: ModelConfig, images?: number): number {
  const most = sequence.imageTokens === "inside" ? Math.floor((sequence.length - 1) / imageTokens) : Infinity;
  const wanted = sequence.packing ? (images ?? Math.max(1, Math.min(usualImages, most))) : 1;
  if (wanted <= most) return wanted;
  throw new UserError(
    `stage "${name}" has sequences of ${sequence.length} tokens: ${wanted} picture${wanted === 1 ? "" : "s"} of ${imageTokens} with text do not fit, at most ${most} do`,
  );
}

/** Numbers by the part of a device's share that they belong to. */
export interface PartSizes {
  /** Towers, adaptor, and what pre-training of towers adds. */
  readonly vision: number;
  readonly embedding: number;
  /** Of one layer of the language model: where some have adapters and others none, their mean. */
  readonly layer: number;
  readonly head: number;
}

/** What a stage holds, and what of it learns: those have gradients and moments. */
export interface StageSizes {
  readonly all: PartSizes;
  readonly trained: PartSizes;
  /** Numbers of all adapters. */
  readonly adapters: number;
}

export function stageSizes(stage: Stage, config: ModelConfig): StageSizes {
  const sizes = modelNumbers(config);
  for (const { loss } of towerPrograms(stage, config, 1)) {
    for (const [name, size] of parameterSizes([loss])) sizes.set(name, size);
  }
  const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const adapters = initialAdapters(stage, config).specs.reduce((sum, { shape }) => sum + product(shape), 0);
  const trained = trainedBy(stage, config.vision.kind);
  const perLayer = adapters / config.language.layers;
  const parts = (accept: (name: string) => boolean): PartSizes => {
    const own = partsOf(new Map([...sizes].filter(([name]) => accept(name))));
    return { ...own, layer: own.layer + perLayer };
  };
  return { all: parts(() => true), trained: parts(trained), adapters };
}

export function sumOf({ vision, embedding, layer, head }: PartSizes, layers: number): number {
  return vision + embedding + layers * layer + head;
}

/** Numbers of the whole model, without a stage's adapters and heads. */
export function modelSize(config: ModelConfig): number {
  return sumOf(partsOf(modelNumbers(config)), config.language.layers);
}

/** Of the model with two layers, by name. */
function modelNumbers(config: ModelConfig): Map<string, number> {
  const shape = { rows: 1, length: config.imageTokens + 2, images: 1 };
  return parameterSizes([trainingProgram(withLayers(config, 2), shape).loss]);
}

function partsOf(sizes: ReadonlyMap<string, number>): PartSizes {
  const sum = (accept: (name: string) => boolean) =>
    [...sizes].reduce((total, [name, size]) => total + (accept(name) ? size : 0), 0);
  return {
    vision: sum((name) => !name.startsWith("language_model.")),
    embedding: sum((name) => name.includes(".embed_tokens.")),
    layer: sum((name) => name.startsWith("language_model.model.layers.1.")),
    head: sum((name) => name.includes(".lm_head.") || name === "language_model.model.norm.weight"),
  };
}

/** The program of so many pictures or pairs that pre-trains a tower; none of other stages. */
function towerPrograms(stage: Stage, config: ModelConfig, rows: number): StepTensors[] {
  if (stage.objective === "dense") return [denseTensors(stage, config, rows)];
  if (stage.objective !== "contrastive") return [];
  // so many ranks that every picture meets every caption of the batch
  const shape = pairShape(stage, config, rows, stage.sequence.length);
  return [contrastiveProgram(shape, Math.ceil(stage.batch / rows))];
}

/** What one picture or pair more costs in the pre-training of a tower, which has nothing to do with the language model's layers. */
function towerCost(stage: Stage, config: ModelConfig): RowCost {
  const at = (rows: number) => towerPrograms(stage, config, rows).map(({ loss }) => costOf(stage, config, loss))[0]!;
  return {
    length: stage.objective === "contrastive" ? stage.sequence.length : 0,
    ...{ images: 1, image: minus(at(2), at(1)) },
    ...{ layer: nothing, recomputedLayer: nothing, rest: nothing },
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

function traced(stage: Stage, config: ModelConfig, { length, images, recompute }: RowShape): Cost {
  const store = parameterStore({ adapter: stage.lora && adapterOf(everyLayer(stage.lora)) });
  const options = { recompute, lossChunk: Math.min(stage.lossChunk, length), store };
  return costOf(stage, config, trainingProgram(config, { rows: 1, length, images }, options).loss);
}

function costOf(stage: Stage, config: ModelConfig, loss: Tensor): Cost {
  const trained = trainedBy(stage, config.vision.kind);
  const wanted = leavesOf([loss], "parameter").filter((t) => trained(nameOf(t)));
  const gradients: Tensor[] = wanted.length > 0 ? grad(loss, wanted) : [];
  const kept = keptForBackward(loss, gradients);
  return {
    operations: operationsOf([loss, ...gradients]),
    keptBytes: halfLength * (kept.all - kept.probabilities),
    keptWithProbabilities: halfLength * kept.all,
  };
}

/** Adapters of single layers as if all had them: what is traced are the first two. */
function everyLayer({ targets, ...lora }: LoraSettings): LoraSettings {
  return { ...lora, targets: [...new Set(targets.map((target) => target.split(".").at(-1)!))] };
}

function withLayers(config: ModelConfig, layers: number): ModelConfig {
  return { ...config, language: { ...config.language, layers } };
}
