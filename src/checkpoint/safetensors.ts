/**
 * Reading safetensors: one file, or all the shards of a checkpoint folder as if they were one.
 * Tensors keep the names that the files give them; what the names mean is for `layouts.ts`.
 */
import { type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { viewBytes } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { TypedArray } from "../runtime/runtime.ts";
import { exists, fileError, readJson } from "./files.ts";
import { headerLength, parseHeader, type TensorEntry } from "./safetensors-header.ts";

export type { TensorEntry } from "./safetensors-header.ts";

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

/** Opens a file and checks its header. Throws a UserError for anything that is not a sound safetensors file. */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    throw fileError(error, "open", path);
  }
  try {
    const { size } = await file.stat();
    const first = new Uint8Array(Math.min(8, size));
    await readFully(file, first, 0, path);
    const length = headerLength(first, size, path);
    const bytes = new Uint8Array(length);
    await readFully(file, bytes, 8, path);
    const header = parseHeader(bytes, 8 + length, size, path);
    return {
      path,
      ...header,
      read: (name) => readTensor(file, header.tensors.get(name), name, path),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw fileError(error, "read", path);
  }
}

/**
 * Opens `model.safetensors`, or else the shards that `model.safetensors.index.json` names.
 * Throws a UserError when neither exists, when a shard lies outside the folder or when index and shards disagree.
 */
export async function openCheckpointTensors(folder: string): Promise<CheckpointTensors> {
  const single = join(folder, SINGLE_FILE);
  const index = join(folder, INDEX_FILE);
  if (await exists(single)) return merge([await openSafetensors(single)]);
  if (!(await exists(index))) throw await noWeights(folder);
  const weightMap = readIndex(await readJson(index), index);
  const files: SafetensorsFile[] = [];
  try {
    for (const shard of new Set(weightMap.values())) files.push(await openSafetensors(join(folder, shard)));
    const merged = merge(files);
    for (const [name, shard] of weightMap) {
      if (merged.tensors.get(name)?.path !== join(folder, shard)) {
        throw new UserError(`${index} says that tensor "${name}" is in ${shard}, but it is not`);
      }
    }
    return merged;
  } catch (error) {
    await Promise.all(files.map((file) => file.close()));
    throw error;
  }
}

function merge(files: readonly SafetensorsFile[]): CheckpointTensors {
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

function readIndex(json: unknown, path: string): Map<string, string> {
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

async function noWeights(folder: string): Promise<UserError> {
  const info = await stat(folder).catch(() => undefined);
  if (info === undefined) return new UserError(`${folder} does not exist`);
  if (!info.isDirectory()) return new UserError(`${folder} is not a folder`);
  for (const name of ["pytorch_model.bin", "pytorch_model.bin.index.json"]) {
    if (await exists(join(folder, name))) {
      return new UserError(`${folder} has weights only in PyTorch's own format (${name}), but safetensors are needed`);
    }
  }
  return new UserError(`${folder} has neither ${SINGLE_FILE} nor ${INDEX_FILE}`);
}

async function readTensor(
  file: FileHandle,
  entry: TensorEntry | undefined,
  name: string,
  path: string,
): Promise<TypedArray> {
  if (entry === undefined) throw new UserError(`${path} has no tensor "${name}"`);
  const bytes = allocateBytes(entry.byteLength, name, path);
  try {
    await readFully(file, bytes, entry.byteOffset, path);
  } catch (error) {
    throw fileError(error, "read", path);
  }
  const slots = entry.shape.reduce((a, b) => a * b, 1);
  return viewBytes(entry.dtype, bytes.buffer, 0, slots);
}

function allocateBytes(length: number, name: string, path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch {
    throw new UserError(`there is not enough memory for the ${length} bytes of tensor "${name}" in ${path}`);
  }
}

/** Fills `target` from `position`; a single read may give less than asked, and never more than 2 GiB. */
async function readFully(file: FileHandle, target: Uint8Array, position: number, path: string): Promise<void> {
  let done = 0;
  while (done < target.length) {
    const length = Math.min(target.length - done, 2 ** 30);
    const { bytesRead } = await file.read(target, done, length, position + done);
    if (bytesRead === 0) throw new UserError(`${path} ended at byte ${position + done} while it was being read`);
    done += bytesRead;
  }
}
