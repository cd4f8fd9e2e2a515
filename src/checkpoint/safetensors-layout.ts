/**
 * How tensors lie in a safetensors file: their order, the header before them, a whole small file in memory. Tensors start
 * at multiples of 64 bytes where the format allows it, so that programs can map them in place. It writes to no disk.
 */
import { bytesPerElement, lengthOf } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { Dtype, TypedArray } from "../runtime/runtime.ts";
import { formatName, MAX_HEADER_BYTES } from "./safetensors-header.ts";

/** A tensor to write; `data` may be a function, called when the tensor's turn has come. */
export interface TensorSource {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: TypedArray | (() => Promise<TypedArray>);
}

const ALIGNMENT = 64;

/** A whole file. Throws a UserError for a repeated name. */
export function encodeSafetensors(
  tensors: readonly (TensorSource & { readonly data: TypedArray })[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const ordered = inWritingOrder(tensors);
  const header = encodeHeader(ordered, metadata);
  const bytes = new Uint8Array(header.length + totalBytes(ordered));
  bytes.set(header);
  let at = header.length;
  for (const { data } of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Bytes of a list of tensors. */
export function totalBytes(tensors: readonly Pick<TensorSource, "dtype" | "shape">[]): number {
  return tensors.reduce((sum, tensor) => sum + byteLength(tensor), 0);
}

export function byteLength({ dtype, shape }: Pick<TensorSource, "dtype" | "shape">): number {
  return lengthOf(dtype, shape) * bytesPerElement[dtype];
}

/**
 * The format forbids gaps, so padding between tensors is not possible: tensors that end on a 64-byte boundary go first,
 * the others after them by falling element size, which keeps every one aligned at least to its elements.
 */
export function inWritingOrder<T extends TensorSource>(tensors: readonly T[]): T[] {
  const even = (tensor: T) => byteLength(tensor) % ALIGNMENT === 0;
  const rest = tensors.filter((tensor) => !even(tensor));
  rest.sort((a, b) => bytesPerElement[b.dtype] - bytesPerElement[a.dtype]);
  return [...tensors.filter(even), ...rest];
}

export function encodeHeader(tensors: readonly TensorSource[], metadata: Readonly<Record<string, string>>): Uint8Array {
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
