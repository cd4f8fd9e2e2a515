/** Recipes from files: TypeScript or JavaScript modules that export one, or JSON. Paths inside are meant from the file on. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { UserError } from "../runtime/errors.ts";
import { loadModule } from "../runtime/load-module.ts";
import { parseRecipe, type Recipe } from "./recipe.ts";

const modules = new Set([".ts", ".mts", ".js", ".mjs"]);

/** Throws a `UserError` where the file is not there, cannot be loaded, or is no recipe. */
export async function loadRecipe(path: string): Promise<Recipe> {
  const file = resolve(path);
  const recipe = parseRecipe(modules.has(extname(file)) ? await exportOf(file, path) : await jsonOf(file, path), path);
  const from = (name: string) => resolve(dirname(file), name);
  return {
    ...recipe,
    filters: { ...recipe.filters, decontaminate: recipe.filters.decontaminate.map(from) },
    imports: recipe.imports.map((one) => ({
      ...one,
      input: from(one.input),
      ...(one.images === undefined ? {} : { images: from(one.images) }),
    })),
    modules: recipe.modules.map(from),
  };
}

async function jsonOf(file: string, path: string): Promise<unknown> {
  if (extname(file) !== ".json") {
    throw new UserError(`${path} is not a recipe: expected a file that ends with .ts, .js or .json`);
  }
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? missing(path) : new UserError(`${path} cannot be read: ${error.message}`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${(error as Error).message}`);
  }
}

/** The default export, or the one export that looks like a recipe. */
async function exportOf(file: string, path: string): Promise<unknown> {
  if (!existsSync(file)) throw missing(path);
  const loaded = await loadModule(file, path);
  if (loaded.default !== undefined) return loaded.default;
  const recipes = Object.values(loaded).filter(
    (value) => typeof value === "object" && value !== null && "mixture" in value,
  );
  if (recipes.length === 1) return recipes[0];
  throw new UserError(`${path} exports ${recipes.length} recipes, expected one, or one as default`);
}

function missing(path: string): UserError {
  return new UserError(`there is no recipe ${path}`);
}
