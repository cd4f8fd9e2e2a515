/** The objective that a stage names. */
import { courseObjective } from "../nano/course.ts";
import type { Stage } from "../recipe.ts";
import { contrastiveObjective } from "./contrastive.ts";
import { denseObjective } from "./dense.ts";
import { languageObjective } from "./language.ts";
import type { Objective, ObjectiveOptions } from "./objective.ts";

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
