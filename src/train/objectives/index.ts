/** The objective that a stage names. */
import { courseObjective } from "../nano/course.ts";
import type { Stage, TrainingRecipe } from "../recipe.ts";
import { contrastiveObjective } from "./contrastive.ts";
import { denseObjective } from "./dense.ts";
import { type LanguageOptions, languageObjective } from "./language.ts";
import type { Objective } from "./objective.ts";

export interface ObjectiveOptions extends LanguageOptions {
  readonly recipe: TrainingRecipe;
  /** Threads that draw pictures. */
  readonly workers: number;
}

export function createObjective(stage: Stage, options: ObjectiveOptions): Objective {
  switch (stage.objective) {
    case "language":
      return languageObjective(stage, options);
    case "contrastive":
      return contrastiveObjective(stage, options);
    case "dense":
      return denseObjective(stage, options);
    case "course":
      return courseObjective(stage, options);
  }
}
