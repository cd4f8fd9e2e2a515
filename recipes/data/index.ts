/** The data recipes that come with the package, by name. */
import { parseRecipe, type Recipe, type RecipeInput } from "../../src/data/recipe.ts";
import { full } from "./full.ts";
import { instruction } from "./instruction.ts";
import { nano } from "./nano.ts";

const inputs: readonly RecipeInput[] = [nano, instruction, full];

export const dataRecipes: Readonly<Record<string, Recipe>> = Object.fromEntries(
  inputs.map((input) => [input.name, parseRecipe(input, input.name)]),
);
