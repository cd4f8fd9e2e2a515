/** The parity of a whole model from a fixture's folder: its pictures, and everything that is computed from them. */
import { join } from "node:path";
import { loadCheckpoint } from "../../checkpoint/checkpoint.ts";
import { readJsonIfPresent } from "../../checkpoint/files.ts";
import { parseModelConfig } from "../../model/config.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { type Check, failure } from "./check.ts";
import { type Fixture, readNumbers } from "./fixture.ts";
import { type CaseJson, checkModelCase } from "./model-checks.ts";
import { forPictures, modelInputs, unknownInputs } from "./model-inputs.ts";
import { checkPictures } from "./pictures.ts";
import type { ReadParameter } from "./program.ts";

export async function checkModel({ folder }: Fixture, runtime: Runtime): Promise<Check[]> {
  const checkpoint = await loadCheckpoint(folder);
  try {
    const tensors = await readNumbers(join(folder, "inputs.safetensors"));
    const references = await readNumbers(join(folder, "outputs.safetensors"));
    const json = ((await readJsonIfPresent(join(folder, "case.json"))) ?? {}) as CaseJson;
    const declared = { ...parseModelConfig(checkpoint.raw.config), language: checkpoint.config.language };
    const inputs = modelInputs(tensors, declared);
    const config = forPictures(declared, inputs);
    const read: ReadParameter = async (name) => (await checkpoint.read(name, "float32")) as Float32Array;
    return [
      ...unknownInputs(tensors).map((name) => failure("inputs", name, "is not an input of this model")),
      ...(await checkPictures(folder, checkpoint, tensors, json.images)),
      ...(await checkModelCase({ config, inputs, references, json, read }, runtime)),
    ];
  } finally {
    await checkpoint.close();
  }
}
