/** What a run tells while it goes on; progress lines, files and pages are made of these and of nothing else. */
import type { Stage } from "./recipe.ts";

/** The steps since the last summary, taken together. */
export interface Summary {
  readonly kind: "summary";
  readonly stage: string;
  /** Steps of the stage and of the run that are done. */
  readonly step: number;
  readonly steps: number;
  readonly at: number;
  readonly total: number;
  /** Mean losses by modality (of mixed batches their own, and those of their parts) and by source, weighted by targets. */
  readonly losses: Readonly<Record<string, number>>;
  readonly sources: Readonly<Record<string, number>>;
  /** Of each modality, how many tokens of each source were learnt. */
  readonly targets: Readonly<Record<"language" | "multimodal", Readonly<Record<string, number>>>>;
  readonly rate: number;
  /** Largest gradient norm before clipping; undefined where no step was learnt from. */
  readonly norm?: number;
  /** Steps of these that were skipped, where some were. */
  readonly refused?: number;
  readonly languageShare: number;
  readonly tokensPerSecond: number;
  readonly imagesPerSecond: number;
  /** Share of the best rate of matrix products, measured or reached by steps; undefined where that was not measured. */
  readonly utilization?: number;
  /** Share of the time in which the loop waited for data. */
  readonly waiting: number;
  /** Resident memory of this process. */
  readonly memoryBytes: number;
  readonly secondsLeft: number;
}

export interface StageBegins {
  readonly kind: "stage";
  readonly stage: Stage;
  /** Steps of the run before it, and of it, that are done. */
  readonly at: number;
  readonly step: number;
  readonly prediction: Prediction;
}

/** What a stage will take, before it begins. */
export interface Prediction {
  readonly memoryBytes: number;
  /** `program`: what the process took with model and data open; `compiled`: the stage's programs; `samples`: whoever makes them. */
  readonly parts: Readonly<
    Record<"program" | "parameters" | "gradients" | "moments" | "activations" | "compiled" | "samples", number>
  >;
  /** Undefined where the rate of matrix products is not known. */
  readonly secondsPerStep?: number;
}

export interface StageEnds {
  readonly kind: "stage end";
  readonly stage: string;
  readonly prediction: Prediction;
  readonly measured: { readonly secondsPerStep: number; readonly peakMemoryBytes: number };
}

export interface Validated {
  readonly kind: "validation";
  readonly stage: string;
  readonly at: number;
  /** `loss`, `bitsPerByte`, `choices`, `answers`. */
  readonly scores: Readonly<Record<string, number>>;
  readonly examples: readonly ValidationExample[];
}

export interface ValidationExample {
  readonly question: string;
  readonly expected: string;
  readonly answer: string;
  readonly right: boolean;
  /** The picture, small and encoded, if there is one. */
  readonly picture?: Uint8Array;
}

export interface Saved {
  readonly kind: "checkpoint";
  readonly name: string;
  readonly at: number;
}

/** A sentence for people: a spike, a skipped step, a checkpoint that was damaged. */
export interface Remark {
  readonly kind: "remark";
  readonly at: number;
  readonly text: string;
}

/** The last event of a run that went through all its steps. */
export interface RunEnds {
  readonly kind: "end";
  readonly at: number;
  /** Where the model was written. */
  readonly modelFolder?: string;
  /** Why it is of no use, and was not written. */
  readonly problem?: string;
}

export type TrainEvent = Summary | StageBegins | StageEnds | Validated | Saved | Remark | RunEnds;
/** Whoever is told. What it returns is waited for, and otherwise of no account. */
export type Listener = (event: TrainEvent) => unknown;
