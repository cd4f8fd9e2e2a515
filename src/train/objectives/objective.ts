/** What a stage learns, as the engine sees it: batches of micro-batches, each with the program that fits it. */
import type { ParameterStore } from "../../nn/index.ts";
import type { Runtime, Value } from "../../runtime/runtime.ts";
import type { TrainedModel } from "../model.ts";
import type { Collective } from "../parallel/collective.ts";
import type { Initial, ParameterSet } from "../parameters.ts";
import type { StepTensors } from "../program.ts";
import type { Modality, TrainingRecipe } from "../recipe.ts";
import type { LanePlaces } from "../rows.ts";
import type { Scheduler } from "../scheduler.ts";
import type { SampleSource } from "../sources.ts";

export interface MicroBatch {
  /** Programs of equal keys are compiled once. */
  readonly key: string;
  readonly program: () => StepTensors;
  readonly inputs: Readonly<Record<string, Value>>;
  /** What the loss is a mean of: targets, or pictures. The micro-batches of a step count in proportion. */
  readonly weight: number;
  readonly tokens: number;
  readonly images: number;
  /** What each sequence is, where `tokenLosses` are those of sequences. */
  readonly modalities?: readonly Modality[];
  /** For each row of `tokenLosses` the place of its source in `sources`, or -1. */
  readonly sourceOf?: Int16Array;
  readonly sources: readonly string[];
}

/**
 * Further inputs of each micro-batch, from what all of them have shown (`StepTensors.shown`; nothing where their programs show
 * nothing). Ranks may speak with one another for them: each asks once a step. Values may serve several.
 */
export type Meeting = (
  shown: readonly Readonly<Record<string, Value>>[],
) => Promise<readonly Readonly<Record<string, Value>>[]>;

export interface StepBatches {
  /** `language`, `multimodal` or `mixed`; of other objectives their name. */
  readonly modality: string;
  readonly micro: readonly MicroBatch[];
  readonly meet?: Meeting;
  /** Where packed lanes stand behind this step. */
  readonly lanes?: LanePlaces;
}

/** A program, and how often a step runs it in the mean. */
export interface TypicalProgram {
  readonly tensors: StepTensors;
  readonly times: number;
}

/** What objectives are made with. */
export interface ObjectiveOptions {
  readonly model: TrainedModel;
  readonly runtime: Runtime;
  readonly scheduler: Scheduler;
  /** In the order of the mixture. */
  readonly sources: readonly SampleSource[];
  readonly share: Collective;
  /** Where packed lanes stood when the run was left. */
  readonly lanes?: LanePlaces;
  /** Micro-batches that run at the same time. */
  readonly abreast: number;
  /** Makes the store of a program: adapters, element types of frozen parameters. */
  readonly store: () => ParameterStore;
  readonly recipe: TrainingRecipe;
  /** Threads that draw pictures. */
  readonly workers: number;
}

export interface Objective {
  /** How parameters begin that its programs bring along; what it leaves to chance is random. */
  readonly initial?: Initial;
  /** Called once, before the first step of a stage and not where one is resumed. */
  readonly begin?: (set: ParameterSet) => Promise<void>;
  /** A sentence about samples that are skipped: once, when all have been drawn, or behind the last step. */
  readonly remark?: (last: boolean) => string | undefined;
  /** Lets go of whatever makes samples. */
  readonly close?: () => Promise<void>;
  /** What the threads take that make its samples. */
  readonly sampleBytes?: number;
  /** What a full step of this rank runs, to tell what it will take. */
  programs(): readonly TypicalProgram[];
  /** This rank's micro-batches of a step. Steps are asked for in order. */
  prepare(step: number): Promise<StepBatches>;
}
