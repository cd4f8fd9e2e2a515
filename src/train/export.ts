/** The trained weights as a checkpoint folder in any layout that "periscope chat" opens; adapters are folded in. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Weights } from "../checkpoint/checkpoint.ts";
import { convert } from "../checkpoint/half.ts";
import { parameterSpecs } from "../checkpoint/parameters.ts";
import type { Preprocessor } from "../checkpoint/preprocessor.ts";
import { saveCheckpoint } from "../checkpoint/save.ts";
import { UserError } from "../runtime/errors.ts";
import { mergedMatrix } from "./lora.ts";
import type { TrainedModel } from "./model.ts";
import type { ParameterSet } from "./parameters.ts";
import type { Stage, TrainingRecipe } from "./recipe.ts";

/** The set's weights under their checkpoint names. */
export function trainedWeights(set: ParameterSet, { config }: TrainedModel, lora: Stage["lora"]): Weights {
  const specs = new Map(parameterSpecs(config).map((spec) => [spec.name, spec]));
  const value = (name: string) => {
    const found = set.values.get(name);
    if (!found) throw new UserError(`the training state has no ${name}`);
    return found;
  };
  return {
    config,
    names: [...specs.keys()].filter((name) => set.values.has(name)),
    has: (name) => specs.has(name) && set.values.has(name),
    spec: (name) => (set.values.has(name) ? { dtype: "float32", shape: value(name).shape } : undefined),
    async read(name, as = "float32") {
      const { data, dtype } = value(name);
      const wide = convert(data, dtype, "float32") as Float32Array;
      return convert(lora ? mergedMatrix(set, name, wide, lora) : wide, "float32", as);
    },
  };
}

/** Writes `folder`, replacing what is there. The configuration's element type unless said otherwise. */
export async function exportModel(
  set: ParameterSet,
  model: TrainedModel,
  recipe: TrainingRecipe,
  { lora }: Pick<Stage, "lora">,
  folder: string,
  dtype = model.config.dtype,
): Promise<void> {
  const { "preprocessor_config.json": preprocessor, "processor_config.json": processor, ...files } = model.files;
  await saveCheckpoint(folder, trainedWeights(set, model, lora), {
    dtype,
    preprocessor: preprocessor as Preprocessor,
    processor,
    replace: true,
    addFiles: async (to) => {
      for (const [name, content] of Object.entries({ ...files, "training_recipe.json": recipe })) {
        await writeFile(join(to, name), `${JSON.stringify(content, null, 2)}\n`);
      }
    },
  });
}
