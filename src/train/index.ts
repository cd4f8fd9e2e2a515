/** Training: recipes, runs, finetuning, and what a run tells. */
export type * from "./events.ts";
export { type FinetuneSettings, finetuneDefaults, finetuneRecipe } from "./finetune.ts";
export { loadTrainingRecipe } from "./load-recipe.ts";
export { type Module, moduleOf, modules } from "./modules.ts";
export { type Collective, type Share, single } from "./parallel/collective.ts";
export { progressText } from "./progress.ts";
export {
  defineRecipe,
  type Mixture,
  type Modality,
  parseTrainingRecipe,
  type RecipeInput,
  type Stage,
  type TrainingRecipe,
} from "./recipe.ts";
export { createScheduler, languageShare, type Scheduler } from "./scheduler.ts";
export { listSource, type SamplePicture, type SampleSource, type TrainingSample } from "./sources.ts";
export { type TrainOptions, type TrainResult, train } from "./train.ts";
