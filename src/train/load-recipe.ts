/**
 * Training recipes by name or from files: TypeScript or JavaScript modules, JSON, and YAML for people who come from elsewhere.
 * In YAML, names may be written with underscores. Relative paths are meant from where the command runs.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parse } from "yaml";
import { UserError } from "../runtime/errors.ts";
import { firstLine, loadModule } from "../runtime/load-module.ts";
import { isLlamaFactory } from "./llama-factory.ts";
import { parseTrainingRecipe, type TrainingRecipe } from "./recipe.ts";

/** Throws a `UserError` where there is no such recipe, or it is none. `changes` are `path.to.field=value`. */
export async function loadTrainingRecipe(name: string, changes: readonly string[] = []): Promise<TrainingRecipe> {
  const { trainingRecipes } = await import("../../recipes/index.ts");
  const input = Object.hasOwn(trainingRecipes, name) ? trainingRecipes[name] : await fromFile(name, trainingRecipes);
  checkPlain(input, name);
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
  const parsed = parseYaml(text, name); // JSON is YAML
  if (isLlamaFactory(parsed)) {
    throw new UserError(`${name} is a configuration of LLaMA-Factory: "periscope finetune --config ${name}" runs it`);
  }
  return camelCased(parsed);
}

/** What a text says as YAML. Throws a `UserError` that begins with `name` for text that is none, and for aliases in a circle. */
export function parseYaml(text: string, name: string): unknown {
  let parsed: unknown;
  try {
    parsed = parse(text, { logLevel: "error" });
  } catch (error) {
    // besides its own errors, the parser has others for aliases that lead nowhere or unfold without end
    throw new UserError(`${name} is not valid YAML: ${firstLine(error).replace(/:$/, "")}`);
  }
  checkPlain(parsed, name);
  return parsed;
}

/** Throws a `UserError` that names the place of a function, a circle, or whatever else JSON has no form for. */
function checkPlain(value: unknown, name: string): void {
  const done = new Set<object>();
  const above = new Set<object>();
  const visit = (one: unknown, path: readonly string[]): void => {
    const fail = (what: string) =>
      new UserError(`${name}${path.length > 0 ? `: "${path.join(".")}"` : ""} ${what}, expected plain data`);
    if (typeof one === "function" || typeof one === "symbol" || typeof one === "bigint") {
      throw fail(`is a ${typeof one}`);
    }
    if (typeof one !== "object" || one === null || done.has(one)) return;
    if (above.has(one)) throw fail("is a list or map that it is itself in");
    const kind = Object.prototype.toString.call(one).slice(8, -1);
    if (kind !== "Object" && kind !== "Array") throw fail(`is a ${kind}`);
    above.add(one);
    for (const [key, inner] of Object.entries(one)) visit(inner, [...path, key]);
    above.delete(one);
    done.add(one);
  };
  visit(value, []);
}

async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? missing(path) : new UserError(`${path} cannot be read: ${error.message}`);
  });
}

function missing(path: string): UserError {
  return new UserError(`there is no recipe ${path}`);
}

async function exportOf(path: string): Promise<unknown> {
  if (!existsSync(path)) throw missing(path);
  const loaded = await loadModule(path);
  if (loaded.default !== undefined) return loaded.default;
  const recipes = Object.values(loaded).filter((one) => typeof one === "object" && one !== null && "stages" in one);
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
    const [, path, text] = /^([^=]+)=(.*)$/s.exec(change) ?? [];
    if (path === undefined) throw new UserError(`--set "${change}": expected path.to.field=value`);
    const value = parseYaml(text!, `--set "${change}"`);
    let place: unknown = recipe;
    const steps = path.split(".");
    for (const [i, step] of steps.entries()) {
      if (Array.isArray(place)) {
        const at = place.findIndex((one, n) => (one as { name?: string } | null)?.name === step || String(n) === step);
        if (at < 0) throw new UserError(`--set "${change}": there is no ${steps.slice(0, i + 1).join(".")}`);
        if (i === steps.length - 1) place[at] = value;
        place = place[at];
      } else if (
        typeof place === "object" &&
        place !== null &&
        !["__proto__", "constructor", "prototype"].includes(step)
      ) {
        const fields = place as Record<string, unknown>;
        if (i === steps.length - 1) fields[step] = value;
        else fields[step] ??= {};
        place = fields[step];
      } else throw new UserError(`--set "${change}": ${steps.slice(0, i).join(".")} has no fields`);
    }
  }
  return recipe;
}
