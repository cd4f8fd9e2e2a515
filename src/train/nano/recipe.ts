/** The form of the embedded model's recipe: a model, a processor and the steps of each stage. */

export interface StageRecipe {
  readonly steps: number;
  readonly batch: number;
  readonly rate: number;
  readonly warmup: number;
  /** Share of steps whose batch is text only (the paper's modality grouping: a step holds one modality). */
  readonly languageShare?: number;
  /**
   * The paper's modality warm-up: for this share of the steps all batches are text, over the same length again the share
   * of text falls to `languageShare`. Default 0.
   */
  readonly modalityWarmup?: number;
}

/** In the order in which they run. */
export const stageNames = [
  "dense",
  "contrastive",
  "language",
  "sharpen",
  "align",
  "adaptor",
  "joint",
  "read",
  "settle",
  "instruct",
  "practice",
  "count",
] as const;
export type StageName = (typeof stageNames)[number];

export interface NanoRecipe {
  readonly name: string;
  readonly seed: number;
  /** The config.json of the checkpoint, but for what follows from the tokenizer (vocabulary and token ids). */
  readonly config: Readonly<Record<string, unknown>> & { readonly language_config: Readonly<Record<string, unknown>> };
  /** The preprocessor_config.json. */
  readonly processor: Readonly<Record<string, unknown>>;
  readonly stages: Readonly<Record<StageName, StageRecipe>>;
}
