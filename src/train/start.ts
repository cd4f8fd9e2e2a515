/**
 * Where the parts of a model begin (a recipe's `start`): another checkpoint, another run, Hugging Face's layouts of the parts,
 * or random numbers, which `initialize` makes of what is missing.
 */
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { parameterSpecs } from "../checkpoint/parameters.ts";
import type { ModelConfig } from "../model/config.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { loadRunWeights } from "./checkpoints.ts";
import { loadPart } from "./hugging-face/load-part.ts";
import { type Module, moduleOf, modules } from "./modules.ts";
import { initialize, type ParameterSet, parameterSet } from "./parameters.ts";
import type { PartStart, TrainingRecipe } from "./recipe.ts";

type Part = keyof TrainingRecipe["start"];

/** The necks and strided convolutions behind SAM begin where SAM does, as far as that has them. */
const partOf: Readonly<Record<Exclude<Module, "heads">, Part>> = {
  ...{ high: "high", neck: "high", low: "low", aligner: "aligner", language: "language" },
};

/** Modules that begin as something else left them. */
export function startedModules({ start }: TrainingRecipe): Module[] {
  const known = modules.filter((module) => module !== "heads");
  return known.filter((module) => start[partOf[module]].from !== "random");
}

/**
 * Fills the set with all parameters that the model computes with. Remarks are for the log. Throws a `UserError` where something that
 * is in the set already has another shape.
 */
export async function startParameters(
  recipe: TrainingRecipe,
  config: ModelConfig,
  set: ParameterSet,
  runtime: Runtime,
): Promise<string[]> {
  const remarks: string[] = [];
  const specs = parameterSpecs(config).filter(({ unused }) => !unused);
  const tower = config.vision.kind;
  for (const part of ["high", "low", "aligner", "language"] as const) {
    const start = recipe.start[part];
    const mine = specs.filter(({ name }) => {
      const module = moduleOf(name, tower);
      return module !== "heads" && partOf[module] === part;
    });
    if (start.from === "random" || mine.length === 0) continue;
    const missing = await startPart(part, start, mine, config, set, runtime);
    const foreign = missing.filter((name) => moduleOf(name, tower) !== "neck");
    if (foreign.length > 0) {
      throw new UserError(
        `${start.path} has nothing for ${foreign.length} of the ${mine.length} parameters of "${part}" (${some(foreign)}): another model's part is no start`,
      );
    }
    if (missing.length > 0) {
      remarks.push(
        `${start.path} has nothing for ${missing.length} parameters behind SAM (${some(missing)}): they begin at random`,
      );
    }
  }
  initialize(set, runtime, specs, recipe.seed);
  for (const { name, shape } of specs) {
    const found = set.values.get(name)!.shape;
    if (found.join() === shape.join()) continue;
    throw new UserError(
      `${name} is [${found.join(", ")}] in what the run starts from, and [${shape.join(", ")}] in recipe ${recipe.name}`,
    );
  }
  return remarks;
}

function some(names: readonly string[]): string {
  return names.slice(0, 3).join(", ") + (names.length > 3 ? ", ..." : "");
}

/** Reads what a part has; names of parameters that it lacks. Throws a `UserError` for one of another shape. */
async function startPart(
  part: Part,
  start: Exclude<PartStart, { from: "random" }>,
  specs: readonly { readonly name: string; readonly shape: readonly number[] }[],
  config: ModelConfig,
  set: ParameterSet,
  runtime: Runtime,
): Promise<string[]> {
  const wanted = new Map(specs.map((spec) => [spec.name, spec]));
  const check = (name: string, found: readonly number[], shape: readonly number[]) => {
    if (found.join() === shape.join()) return;
    throw new UserError(`${start.path}: ${name} is [${found.join(", ")}], the model needs [${shape.join(", ")}]`);
  };
  if (start.from === "run") {
    const found = parameterSet();
    await loadRunWeights(start.path, found, runtime);
    for (const [name, value] of found.values) {
      const spec = wanted.get(name);
      if (!spec) {
        value.dispose();
        continue;
      }
      check(name, value.shape, spec.shape);
      set.values.set(name, value);
    }
  } else if (start.from === "checkpoint") {
    const checkpoint = await loadCheckpoint(start.path);
    try {
      for (const { name, shape } of specs) {
        const found = checkpoint.spec(name);
        if (!found) continue;
        check(name, found.shape, shape);
        set.values.set(name, runtime.value("float32", shape, await checkpoint.read(name, "float32")));
      }
    } finally {
      await checkpoint.close();
    }
  } else {
    const read = await loadPart(start.from, start.path, part, config);
    for (const [name, data] of read) {
      const spec = wanted.get(name);
      if (spec) set.values.set(name, runtime.value("float32", spec.shape, data));
    }
  }
  return specs.filter(({ name }) => !set.values.has(name)).map(({ name }) => name);
}
