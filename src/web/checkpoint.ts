/** A checkpoint whose files are in memory, as a browser has them: parameters and tokenizer, as from a folder. */
import { type Checkpoint, soundCheckpoint } from "../checkpoint/assemble.ts";
import { safetensorsInMemory } from "../checkpoint/safetensors-memory.ts";
import { checkShards, INDEX_FILE, mergeFiles, readIndex, SINGLE_FILE } from "../checkpoint/tensors.ts";
import { UserError } from "../runtime/errors.ts";
import type { WebSessionOptions } from "../runtime/web.ts";
import { createTokenizer, type Tokenizer } from "../text/tokenizer.ts";

export type ModelFiles = ReadonlyMap<string, Uint8Array>;

/** `folder` is what messages call the place. Throws a UserError for files that do not make a model. */
export async function checkpointInMemory(
  folder: string,
  files: ModelFiles,
): Promise<{ readonly checkpoint: Checkpoint; readonly tokenizer: Tokenizer }> {
  const place = folder.replace(/\/+$/, "");
  const json = (name: string) => parseFile(name, files, place);
  if (!files.has("config.json")) throw new UserError(`${folder} is not a checkpoint: it has no config.json`);
  const session: WebSessionOptions = {
    externalData: [...files].filter(([name]) => isWeights(name)).map(([path, data]) => ({ path, data })),
  };
  const checkpoint = await soundCheckpoint({
    folder: place,
    config: json("config.json"),
    processor: json("processor_config.json"),
    generation: json("generation_config.json"),
    preprocessor: json("preprocessor_config.json"),
    openTensors: async () => openTensors(place, files),
    places: async () => ({ location: (path) => path.slice(place.length + 1), session }),
  });
  const tokenizer = createTokenizer(json("tokenizer.json"), json("tokenizer_config.json"), `${place}/`);
  return { checkpoint, tokenizer };
}

function openTensors(place: string, files: ModelFiles) {
  const open = (name: string) => {
    const bytes = files.get(name);
    if (!bytes) throw new UserError(`${place} has no ${name}`);
    return safetensorsInMemory(`${place}/${name}`, bytes);
  };
  if (files.has(SINGLE_FILE)) return mergeFiles([open(SINGLE_FILE)]);
  if (!files.has(INDEX_FILE)) throw new UserError(`${place} has neither ${SINGLE_FILE} nor ${INDEX_FILE}`);
  const index = `${place}/${INDEX_FILE}`;
  const weightMap = readIndex(parseFile(INDEX_FILE, files, place), index);
  const merged = mergeFiles([...new Set(weightMap.values())].map(open));
  checkShards(merged, weightMap, (shard) => `${place}/${shard}`, index);
  return merged;
}

function isWeights(name: string): boolean {
  return name.endsWith(".safetensors");
}

function parseFile(name: string, files: ModelFiles, place: string): unknown {
  const bytes = files.get(name);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new UserError(`${place}/${name} is not valid JSON`);
  }
}
