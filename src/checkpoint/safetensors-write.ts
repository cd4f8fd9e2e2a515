/** Writing safetensors, one tensor in memory at a time: a single file, or shards with an index as the hub has them. */
import { readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { lengthOf } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import { fileError, writeAtomically, writeJson } from "./files.ts";
import { INDEX_FILE, SINGLE_FILE } from "./safetensors.ts";
import { byteLength, encodeHeader, inWritingOrder, type TensorSource, totalBytes } from "./safetensors-layout.ts";

export { type TensorSource, totalBytes } from "./safetensors-layout.ts";

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
