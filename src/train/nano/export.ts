/** The trained weights as a checkpoint folder in the original layout, with tokenizer, processor and generation settings. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Weights } from "../../checkpoint/checkpoint.ts";
import { convert } from "../../checkpoint/half.ts";
import { parameterSpecs } from "../../checkpoint/parameters.ts";
import type { Preprocessor } from "../../checkpoint/preprocessor.ts";
import { saveCheckpoint } from "../../checkpoint/save.ts";
import { UserError } from "../../runtime/errors.ts";
import type { ParameterSet } from "../parameters.ts";
import type { NanoRecipe } from "./recipe.ts";
import { nanoModel } from "./run.ts";

/** Writes `folder`, replacing what is there. 16-bit floats unless said otherwise. */
export async function exportNano(
  recipe: NanoRecipe,
  set: ParameterSet,
  folder: string,
  dtype: "float16" | "float32" = "float16",
): Promise<void> {
  const { config, tokenizerFiles } = nanoModel(recipe);
  const specs = new Map(parameterSpecs(config).map((spec) => [spec.name, spec]));
  const value = (name: string) => {
    const found = set.values.get(name);
    if (!found) throw new UserError(`the training state has no ${name}`);
    return found;
  };
  const weights: Weights = {
    config,
    names: [...specs.keys()].filter((name) => set.values.has(name)),
    has: (name) => specs.has(name) && set.values.has(name),
    spec: (name) => (set.values.has(name) ? { dtype: "float32", shape: value(name).shape } : undefined),
    read: async (name, as = "float32") => convert(value(name).data, "float32", as),
  };
  const json = (name: string, content: unknown) => (to: string) =>
    writeFile(join(to, name), `${JSON.stringify(content, null, 2)}\n`);
  const files = [
    json("tokenizer.json", tokenizerFiles.tokenizerJson),
    json("tokenizer_config.json", tokenizerFiles.tokenizerConfig),
    json("generation_config.json", { do_sample: false, max_new_tokens: 128 }),
    json("recipe.json", recipe),
  ];
  await saveCheckpoint(folder, weights, {
    dtype,
    preprocessor: recipe.processor as unknown as Preprocessor,
    processor: { sft_format: "deepseek", system_prompt: "" },
    replace: true,
    addFiles: async (to) => {
      for (const write of files) await write(to);
    },
  });
}
