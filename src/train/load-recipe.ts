/**
 * Training recipes by name or from files: TypeScript or JavaScript modules, JSON, and YAML for people who come from elsewhere.
 * In YAML, names may be written with underscores. Relative paths are meant from where the command runs.
 */
import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse as parseYaml, YAMLParseError } from "yaml";
import { UserError } from "../runtime/errors.ts";
import { isLlamaFactory } from "./llama-factory.ts";
import { parseTrainingRecipe, type TrainingRecipe } from "./recipe.ts";

/** Throws a `UserError` where there is no such recipe, or it is none. `changes` are `path.to.field=value`. */
export async function loadTrainingRecipe(name: string, changes: readonly string[] = []): Promise<TrainingRecipe> {
  const { trainingRecipes } = await import("../../recipes/index.ts");
  const input = Object.hasOwn(trainingRecipes, name) ? trainingRecipes[name] : await fromFile(name, trainingRecipes);
  return parseTrainingRecipe(withChanges(input, changes), name);
}

async function fromFile(name: string, known: Readonly<Record<string, unknown>>): Promise<unknown> {
  const extension = extname(name).toLowerCase();
  if ([".ts", ".mts", ".js", ".mjs"].includes(extension)) return exportOf(name);
  if (![".json", ".yaml", ".yml"].includes(extension)) {
    throw new UserError(
      `there is no recipe "${name}"; known are ${Object.keys(known).join(", ")}, and files (.ts, .js, .json, .yaml)`,
    );
  }
  return parseFile(await textOf(name), name);
}

/** YAML or JSON as a recipe's fields. */
export function parseFile(text: string, name: string): unknown {
  let parsed: unknown;
  try {
    parsed = parseYaml(text); // JSON is YAML
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new UserError(`${name} is not valid YAML: ${error.message.split("\n", 1)[0]}`);
  }
  if (isLlamaFactory(parsed)) {
    throw new UserError(`${name} is a configuration of LLaMA-Factory: "periscope finetune --config ${name}" runs it`);
  }
  return camelCased(parsed);
}

async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      error.code === "ENOENT" ? `there is no recipe ${path}` : `${path} cannot be read: ${error.message}`,
    );
  });
}

async function exportOf(path: string): Promise<unknown> {
  let loaded: Record<string, unknown>;
  try {
    loaded = await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_UNKNOWN_FILE_EXTENSION") {
      throw new UserError(`${path} is TypeScript, which an installed package cannot load: write .js, .json or .yaml`);
    }
    throw new UserError(`${path} cannot be loaded: ${message.split("\n", 1)[0]}`);
  }
  const recipes = Object.values(loaded).filter((one) => typeof one === "object" && one !== null && "stages" in one);
  if (loaded.default !== undefined) return loaded.default;
  if (recipes.length === 1) return recipes[0];
  throw new UserError(`${path} exports ${recipes.length} recipes, expected one, or one as default`);
}

/** `weight_decay` and `weightDecay` are the same; what belongs to the model's own files keeps its names. */
function camelCased(value: unknown, keep = false): unknown {
  if (Array.isArray(value)) return value.map((one) => camelCased(one, keep));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isOwn = keep || ["config", "processor", "data", "maps"].includes(key);
      const name = keep ? key : key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      // names of data sets and label maps are people's own; what stands below them is the recipe's again
      if (key === "data" || key === "maps") return [name, namesKept(inner)];
      return [name, camelCased(inner, isOwn)];
    }),
  );
}

function namesKept(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, camelCased(inner)]));
}

/** `stages.joint.steps=100`: stages by name or number, values as YAML. Throws a `UserError` for a place that is not there. */
export function withChanges(input: unknown, changes: readonly string[]): unknown {
  const recipe = structuredClone(input);
  for (const change of changes) {
    const [, path, value] = /^([^=]+)=(.*)$/s.exec(change) ?? [];
    if (path === undefined) throw new UserError(`--set "${change}": expected path.to.field=value`);
    let place: unknown = recipe;
    const steps = path.split(".");
    for (const [i, step] of steps.entries()) {
      if (Array.isArray(place)) {
        const at = place.findIndex((one, n) => (one as { name?: string }).name === step || String(n) === step);
        if (at < 0) throw new UserError(`--set "${change}": there is no ${steps.slice(0, i + 1).join(".")}`);
        if (i === steps.length - 1) place[at] = parseYaml(value!);
        place = place[at];
      } else if (
        typeof place === "object" &&
        place !== null &&
        !["__proto__", "constructor", "prototype"].includes(step)
      ) {
        const fields = place as Record<string, unknown>;
        if (i === steps.length - 1) fields[step] = parseYaml(value!);
        else fields[step] ??= {};
        place = fields[step];
      } else throw new UserError(`--set "${change}": ${steps.slice(0, i).join(".")} has no fields`);
    }
  }
  return recipe;
}
