/** Changing a safetensors file, for tests. */
import { openSafetensors } from "../../src/checkpoint/safetensors.ts";
import { type TensorSource, writeSafetensors } from "../../src/checkpoint/safetensors-write.ts";
import type { TypedArray } from "../../src/runtime/runtime.ts";

export type LoadedTensor = TensorSource & { readonly data: TypedArray };

/** Reads every tensor, puts `edit` of it (none, or several) in its place, adds more, and writes the file again. */
export async function editSafetensors(
  path: string,
  edit: (tensor: LoadedTensor) => readonly TensorSource[],
  more: readonly TensorSource[] = [],
): Promise<void> {
  const file = await openSafetensors(path);
  const tensors: TensorSource[] = [];
  for (const [name, { dtype, shape }] of file.tensors) {
    tensors.push(...edit({ name, dtype, shape, data: await file.read(name) }));
  }
  await file.close();
  await writeSafetensors(path, [...tensors, ...more]);
}
