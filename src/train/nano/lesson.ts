/** A lesson of the embedded model's course: what a stage learns at each step. */
import type { ModelConfig } from "../../model/config.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { Meeting, MicroBatch, TypicalProgram } from "../objectives/objective.ts";
import type { StepTensors } from "../program.ts";

/** A model of the size that the course is for: two towers. */
export type HybridConfig = ModelConfig & { readonly vision: Extract<ModelConfig["vision"], { kind: "hybrid" }> };

/** `Pictures` is where it has its pictures from. */
export interface Lesson<Pictures> {
  /** What a step runs, in the mean. */
  programs(): readonly TypicalProgram[];
  /** The micro-batches of a step, a function of the step alone. */
  batches(step: number, pictures: Pictures): Promise<readonly MicroBatch[]>;
  /** Where they read of one another. */
  readonly meet?: Meeting;
}

/** A loss among other numbers as the engine takes it. */
export function withScalars({
  loss,
  ...scalars
}: Readonly<Record<string, Tensor>> & { readonly loss: Tensor }): StepTensors {
  return { loss, scalars };
}
