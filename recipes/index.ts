/** The training recipes that come with the package, by name. */
import type { RecipeInput } from "../src/train/recipe.ts";
import { deepseekVl1b } from "./deepseek-vl-1.3b.ts";
import { deepseekVl7b } from "./deepseek-vl-7b.ts";
import { nano } from "./nano.ts";
import { nanoStages } from "./nano-stages.ts";

export const trainingRecipes: Readonly<Record<string, RecipeInput>> = Object.fromEntries(
  [nano, nanoStages, deepseekVl1b, deepseekVl7b].map((recipe) => [recipe.name, recipe]),
);
