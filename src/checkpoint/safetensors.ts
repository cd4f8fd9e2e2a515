/**
 * Reading safetensors: one file, or all the shards of a checkpoint folder as if they were one.
 * Tensors keep the names that the files give them; what the names mean is for `layouts.ts`.
 */
import { type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { viewBytes } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { TypedArray } from "../runtime/runtime.ts";
import { checkFinite, exists, fileError, readJson } from "./files.ts";
import { headerLength, parseHeader, type TensorEntry } from "./safetensors-header.ts";
import {
  type CheckpointTensors,
  checkShards,
  INDEX_FILE,
  mergeFiles,
  readIndex,
  type SafetensorsFile,
  SINGLE_FILE,
} from "./tensors.ts";

export type { TensorEntry } from "./safetensors-header.ts";
export type { CheckpointTensors, SafetensorsFile, TensorLocation } from "./tensors.ts";
export { INDEX_FILE, SINGLE_FILE } from "./tensors.ts";

/** Opens a file and checks its header. Throws a UserError for anything that is not a sound safetensors file. */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  let file: FileHandle;
  try {
    await checkFinite(path);
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
  if (await exists(single)) return mergeFiles([await openSafetensors(single)]);
  if (!(await exists(index))) throw await noWeights(folder);
  const weightMap = readIndex(await readJson(index), index);
  const files: SafetensorsFile[] = [];
  try {
    for (const shard of new Set(weightMap.values())) files.push(await openSafetensors(join(folder, shard)));
    const merged = mergeFiles(files);
    checkShards(merged, weightMap, (shard) => join(folder, shard), index);
    return merged;
  } catch (error) {
    await Promise.all(files.map((file) => file.close()));
    throw error;
  }
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
