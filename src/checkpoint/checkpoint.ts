/**
 * A checkpoint folder, opened: its files are read here and put together in `assemble.ts`. It reads; `save.ts` writes.
 */
import { join } from "node:path";
import { UserError } from "../runtime/errors.ts";
import {
  assembleCheckpoint,
  type Checkpoint,
  type CheckpointFiles,
  type Problems,
  soundCheckpoint,
} from "./assemble.ts";
import { filePlaces } from "./file-places.ts";
import { exists, readJson, readJsonIfPresent } from "./files.ts";
import { openCheckpointTensors } from "./safetensors.ts";

export { type Checkpoint, describeProblems, type Problems, type WeightSpec, type Weights } from "./assemble.ts";

/**
 * Opens a folder with config.json and safetensors in any layout.
 * Throws a UserError when the configuration cannot be run or tensors are missing, unexpected or of another shape or type.
 */
export async function loadCheckpoint(folder: string): Promise<Checkpoint> {
  return soundCheckpoint(await readFolder(folder));
}

/** Like loadCheckpoint, but hands tensors that do not fit to the caller instead of refusing. */
export async function openCheckpoint(
  folder: string,
): Promise<{ readonly checkpoint: Checkpoint; readonly problems: Problems }> {
  return assembleCheckpoint(await readFolder(folder));
}

async function readFolder(folder: string): Promise<CheckpointFiles> {
  const path = join(folder, "config.json");
  if (!(await exists(path))) throw new UserError(`${folder} is not a checkpoint folder: it has no config.json`);
  return {
    folder,
    config: await readJson(path),
    processor: await readJsonIfPresent(join(folder, "processor_config.json")),
    generation: await readJsonIfPresent(join(folder, "generation_config.json")),
    preprocessor: await readJsonIfPresent(join(folder, "preprocessor_config.json")),
    openTensors: () => openCheckpointTensors(folder),
    places: filePlaces,
  };
}
