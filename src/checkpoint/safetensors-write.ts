/**
 * Writing safetensors, one tensor in memory at a time: a single file, or shards with an index as the hub has them.
 * Tensors start at multiples of 64 bytes where the format allows it, so that programs can map them in place.
 */
import { readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { bytesPerElement, lengthOf } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { Dtype, TypedArray } from "../runtime/runtime.ts";
import { fileError, writeAtomically, writeJson } from "./files.ts";
import { INDEX_FILE, SINGLE_FILE } from "./safetensors.ts";
import { formatName, MAX_HEADER_BYTES } from "./safetensors-header.ts";

/** A tensor to write; `data` may be a function, called when the tensor's turn has come. */
export interface TensorSource {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: TypedArray | (() => Promise<TypedArray>);
}

const ALIGNMENT = 64;

/** Called after each tensor with the bytes written so far and in all. */
export type WriteProgress = (written: number, total: number) => void;

/**
 * Writes one file atomically. Throws a UserError for a repeated name, for data whose length is not the shape's and for
 * disk errors; the target is then untouched.
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorSource[],
  metadata: Readonly<Record<string, string>> = {},
  onProgress?: WriteProgress,
): Promise<void> {
  const ordered = inWritingOrder(tensors);
  const header = encodeHeader(ordered, metadata);
  const total = totalBytes(ordered);
  await writeAtomically(path, async (file) => {
    await writeFully(file, header);
    let written = 0;
    for (const tensor of ordered) {
      const data = typeof tensor.data === "function" ? await tensor.data() : tensor.data;
      if (data.length !== lengthOf(tensor.dtype, tensor.shape) || data.byteLength !== byteLength(tensor)) {
        throw new UserError(
          `tensor "${tensor.name}" of shape [${tensor.shape.join(", ")}] came with ${data.byteLength} bytes, expected ${byteLength(tensor)}`,
        );
      }
      await writeFully(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      written += data.byteLength;
      onProgress?.(written, total);
    }
  });
}

/**
 * Writes a checkpoint's tensors into a folder: `model.safetensors`, or shards of at most `maxShardBytes` and an index.
 * Weight files of an earlier write that the new ones do not replace are removed at the end.
 */
export async function writeCheckpointTensors(
  folder: string,
  tensors: readonly TensorSource[],
  options: {
    readonly metadata?: Readonly<Record<string, string>>;
    /** Default 5 GB, as on the hub. A larger tensor gets a shard of its own. */
    readonly maxShardBytes?: number;
    readonly onProgress?: WriteProgress;
  } = {},
): Promise<void> {
  const { metadata = { format: "pt" }, maxShardBytes = 5e9, onProgress } = options;
  const total = totalBytes(tensors);
  const groups = intoShards(tensors, maxShardBytes);
  const number = (n: number) => String(n).padStart(5, "0");
  const names = groups.map((_, i) =>
    groups.length === 1 ? SINGLE_FILE : `model-${number(i + 1)}-of-${number(groups.length)}.safetensors`,
  );
  let before = 0;
  for (const [i, group] of groups.entries()) {
    await writeSafetensors(join(folder, names[i] as string), group, metadata, (written) =>
      onProgress?.(before + written, total),
    );
    before += totalBytes(group);
  }
  if (groups.length > 1) {
    const weightMap = groups.flatMap((group, i) => group.map((tensor) => [tensor.name, names[i]] as const));
    weightMap.sort(([a], [b]) => (a < b ? -1 : 1));
    await writeJson(join(folder, INDEX_FILE), {
      metadata: { total_size: total },
      weight_map: Object.fromEntries(weightMap),
    });
    names.push(INDEX_FILE);
  }
  await removeStale(folder, names);
}

/** Bytes of a list of tensors. */
export function totalBytes(tensors: readonly Pick<TensorSource, "dtype" | "shape">[]): number {
  return tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
}

function byteLength({ dtype, shape }: Pick<TensorSource, "dtype" | "shape">): number {
  return lengthOf(dtype, shape) * bytesPerElement[dtype];
}

function intoShards(tensors: readonly TensorSource[], maxShardBytes: number): TensorSource[][] {
  const groups: TensorSource[][] = [[]];
  let bytes = 0;
  for (const tensor of tensors) {
    const size = byteLength(tensor);
    if (bytes > 0 && bytes + size > maxShardBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(tensor);
    bytes += size;
  }
  return groups;
}

/**
 * The format forbids gaps, so padding between tensors is not possible: tensors that end on a 64-byte boundary go first,
 * the others after them by falling element size, which keeps every one aligned at least to its elements.
 */
function inWritingOrder(tensors: readonly TensorSource[]): TensorSource[] {
  const even = (tensor: TensorSource) => byteLength(tensor) % ALIGNMENT === 0;
  const rest = tensors.filter((tensor) => !even(tensor));
  rest.sort((a, b) => bytesPerElement[b.dtype] - bytesPerElement[a.dtype]);
  return [...tensors.filter(even), ...rest];
}

function encodeHeader(tensors: readonly TensorSource[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const entries = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) entries.set("__metadata__", metadata);
  let offset = 0;
  for (const tensor of tensors) {
    if (tensor.name === "__metadata__") throw new UserError('no tensor may be called "__metadata__"');
    if (entries.has(tensor.name)) throw new UserError(`two tensors to write have the same name "${tensor.name}"`);
    const end = offset + byteLength(tensor);
    entries.set(tensor.name, { dtype: formatName(tensor.dtype), shape: tensor.shape, data_offsets: [offset, end] });
    offset = end;
  }
  // Written entry by entry: an object would move names that look like numbers to the front.
  const json = [...entries].map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(",");
  const text = new TextEncoder().encode(`{${json}}`);
  const padded = Math.ceil((8 + text.length) / ALIGNMENT) * ALIGNMENT;
  if (padded - 8 > MAX_HEADER_BYTES)
    throw new UserError(`the header of ${tensors.length} tensors is too long for safetensors`);
  const bytes = new Uint8Array(padded).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded - 8), true);
  bytes.set(text, 8);
  return bytes;
}

async function writeFully(
  file: { write: (b: Uint8Array, o: number, l: number) => Promise<{ bytesWritten: number }> },
  bytes: Uint8Array,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, Math.min(bytes.length - done, 2 ** 30));
    done += bytesWritten;
  }
}

async function removeStale(folder: string, kept: readonly string[]): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      const ours = /^model(-\d{5}-of-\d{5})?\.safetensors$/.test(name) || name === INDEX_FILE;
      if (ours && !kept.includes(name)) await unlink(join(folder, name));
    }
  } catch (error) {
    throw fileError(error, "clear old weights from", folder);
  }
}
