/** Whether a folder, its checkpoint and the other ranks belong to the run that is to be; what does not is refused before a step. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parameterSpecs } from "../checkpoint/parameters.ts";
import { UserError } from "../runtime/errors.ts";
import type { RunPlace } from "./checkpoints.ts";
import { initialAdapters, isAdapter } from "./lora.ts";
import type { TrainedModel } from "./model.ts";
import { moduleOf } from "./modules.ts";
import { type Collective, gatherJson } from "./parallel/collective.ts";
import type { ParameterSet } from "./parameters.ts";
import type { Stage, TrainingRecipe } from "./recipe.ts";

/** Throws a `UserError` where a folder without a run holds what a run would write over. */
export async function refuseForeign(folder: string): Promise<void> {
  const has = (name: string) => existsSync(join(folder, name));
  const model = has("model") && (await readdir(join(folder, "model"))).length > 0;
  const lines = has("metrics.jsonl") && !has("recipe.json"); // a run that began and was stopped early has both
  if (!model && !lines) return;
  const what = model ? "a model" : "metrics.jsonl";
  throw new UserError(`${folder} holds ${what} of something else, which a run would replace: choose another folder`);
}

/** Throws a `UserError` where a checkpoint's weights are not those that the recipe computes with. */
export function checkState(
  { values }: ParameterSet,
  recipe: TrainingRecipe,
  config: TrainedModel["config"],
  { name: checkpoint, place }: { readonly name: string; readonly place: RunPlace },
): void {
  const stage = recipe.stages.find(({ name }) => name === place.stage);
  const specs = [...parameterSpecs(config), ...(stage ? initialAdapters(stage, config).specs : [])];
  const wanted = new Map(specs.map((spec) => [spec.name, spec]));
  const say = (problem: string) => new UserError(`checkpoint ${checkpoint} is of another run: ${problem}`);
  for (const [name, { shape }] of values) {
    const spec = wanted.get(name);
    if (!spec && isAdapter(name))
      throw say(`it has adapters (LoRA), and stage "${place.stage}" of the recipe has none`);
    if (!spec && moduleOf(name, config.vision.kind) !== "heads") throw say(`the model has no ${name}`);
    if (spec && spec.shape.join() !== shape.join()) {
      throw say(`${name} is [${shape.join(", ")}] there, and [${spec.shape.join(", ")}] in recipe ${recipe.name}`);
    }
  }
  for (const spec of specs) {
    if (values.has(spec.name) || ("unused" in spec && spec.unused)) continue;
    if (isAdapter(spec.name)) throw say(`it has no adapters (LoRA), and stage "${place.stage}" of the recipe has some`);
    throw say(`it has no ${spec.name}`);
  }
}

/** Throws a `UserError` where a checkpoint does not belong before the stages that are to run. */
export function checkPlace(
  { name, stages: all }: TrainingRecipe,
  stages: readonly Stage[],
  place: RunPlace,
  folder: string,
) {
  const at = all.findIndex((stage) => stage.name === place.stage);
  if (at < 0) {
    throw new UserError(`${folder} stands in a stage "${place.stage}", which recipe ${name} does not have`);
  }
  if (at > all.indexOf(stages.at(-1)!)) {
    throw new UserError(`${folder} stands in stage "${place.stage}", behind what is to run: choose another folder`);
  }
  const isChosen = stages.some((stage) => stage.name === place.stage);
  if (!isChosen && place.step < all[at]!.steps) {
    throw new UserError(
      `${folder} stands at step ${place.step} of ${all[at]!.steps} of stage "${place.stage}": finish that one first`,
    );
  }
}

/** A sentence about the parts of a recipe that are not those that the run's last checkpoint was made with. */
export function changesSince(recipe: TrainingRecipe, checkpoint: string, before: object | undefined): string[] {
  if (!before) return [];
  const [old, now] = [before, JSON.parse(JSON.stringify(recipe))] as Record<string, unknown>[];
  const changed = Object.keys({ ...old, ...now }).filter(
    (key) => JSON.stringify(old![key]) !== JSON.stringify(now![key]),
  );
  if (changed.length === 0) return [];
  return [
    `the recipe is not the one that ${checkpoint} was made with: ${changed.join(", ")} differ, so the rest will as well`,
  ];
}

/** Throws a `UserError` where ranks were started with recipes that train differently; paths may differ between machines. */
export async function refuseOtherRecipes(
  collective: Collective,
  recipe: TrainingRecipe,
  chosen: readonly string[] | undefined,
): Promise<void> {
  const { model, data, start: _, ...rest } = recipe;
  const named = Object.entries(data).map(([name, declared]) => [name, { ...declared, path: "", paths: [] }]);
  const config = typeof model.config === "string" ? "" : model.config;
  const mine = { ...rest, config, systemPrompt: model.systemPrompt, data: Object.fromEntries(named), chosen };
  const all = await gatherJson(collective, JSON.stringify(mine));
  const other = all.findIndex((one) => one !== all[0]);
  if (other < 0) return;
  throw new UserError(`rank ${other} was started with another recipe than rank 0: give all ranks the same one`);
}

/** Throws a `UserError` where ranks have other data: each draws its rows from its own. */
export async function refuseOtherData(collective: Collective, stage: Stage, sizes: readonly number[]): Promise<void> {
  for (const [rank, others] of (await gatherJson(collective, sizes)).entries()) {
    const i = others.findIndex((size, i) => size !== sizes[i]);
    if (i < 0) continue;
    const { data } = stage.mixture.sources[i]!;
    throw new UserError(
      `stage ${stage.name}: rank ${rank} has ${others[i]} samples of "${data}", and rank ${collective.rank} has ${sizes[i]}: give all ranks the same data`,
    );
  }
}
