/**
 * The tensors of a checkpoint, in one safetensors file or in several shards that count as one. Where their bytes lie (a
 * disk, memory) is for `safetensors.ts` and `safetensors-memory.ts`; what the names mean is for `layouts.ts`.
 */
import { UserError } from "../runtime/errors.ts";
import type { TypedArray } from "../runtime/runtime.ts";
import type { TensorEntry } from "./safetensors-header.ts";

/** An open safetensors file. */
export interface SafetensorsFile {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
  /** A fresh, aligned copy of one tensor's elements. Throws a UserError for a name that the file does not have. */
  read(name: string): Promise<TypedArray>;
  close(): Promise<void>;
}

/** A tensor and the file that holds it. */
export interface TensorLocation extends TensorEntry {
  readonly path: string;
}

/** The tensors of a checkpoint folder, whatever the number of files. */
export interface CheckpointTensors {
  readonly tensors: ReadonlyMap<string, TensorLocation>;
  readonly files: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  read(name: string): Promise<TypedArray>;
  close(): Promise<void>;
}

export const SINGLE_FILE = "model.safetensors";
export const INDEX_FILE = "model.safetensors.index.json";

/** The tensors of several files as one. Throws a UserError for a name that two of them have. */
export function mergeFiles(files: readonly SafetensorsFile[]): CheckpointTensors {
  const tensors = new Map<string, TensorLocation>();
  const owners = new Map<string, SafetensorsFile>();
  for (const file of files) {
    for (const [name, entry] of file.tensors) {
      const other = owners.get(name);
      if (other !== undefined) throw new UserError(`tensor "${name}" is both in ${other.path} and in ${file.path}`);
      owners.set(name, file);
      tensors.set(name, { ...entry, path: file.path });
    }
  }
  return {
    tensors,
    files: files.map((file) => file.path),
    metadata: Object.assign({}, ...files.map((file) => file.metadata)),
    read: async (name) => {
      const file = owners.get(name);
      if (file === undefined) throw new UserError(`the checkpoint has no tensor "${name}"`);
      return file.read(name);
    },
    close: async () => {
      await Promise.all(files.map((file) => file.close()));
    },
  };
}

/** Throws a UserError where the index (at `path`) and the shards that it names disagree. */
export function checkShards(
  merged: CheckpointTensors,
  weightMap: ReadonlyMap<string, string>,
  pathOf: (shard: string) => string,
  path: string,
): void {
  for (const [name, shard] of weightMap) {
    if (merged.tensors.get(name)?.path !== pathOf(shard)) {
      throw new UserError(`${path} says that tensor "${name}" is in ${shard}, but it is not`);
    }
  }
}

/** The shard of each tensor, as `model.safetensors.index.json` (at `path`) says. */
export function readIndex(json: unknown, path: string): Map<string, string> {
  const map = (json as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== "object" || map === null || Array.isArray(map)) {
    throw new UserError(`${path}: "weight_map" is missing or not an object of file names`);
  }
  const entries = Object.entries(map);
  if (entries.length === 0) throw new UserError(`${path}: "weight_map" names no tensor`);
  for (const [name, shard] of entries) {
    // A name with a separator could lead out of the folder.
    if (typeof shard !== "string" || !/^[^/\\:\0]+\.safetensors$/.test(shard)) {
      throw new UserError(
        `${path}: the file of tensor "${name}" is ${JSON.stringify(shard)}, expected a .safetensors file of the same folder`,
      );
    }
  }
  return new Map(entries as [string, string][]);
}
