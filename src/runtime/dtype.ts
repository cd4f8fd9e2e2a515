/** Element types in bytes, constructors and bit patterns; the one table every room shares. */
import type { Dtype, TypedArray } from "./runtime.ts";

/** Bytes per element; `uint4` counts half a byte. */
export const bytesPerElement: Readonly<Record<Dtype, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int8: 1,
  uint8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  uint4: 0.5,
};

const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  uint4: Uint8Array,
} as const;

/** Number of elements of a concrete shape. */
export function sizeOf(shape: readonly number[]): number {
  let n = 1;
  for (const d of shape) n *= d;
  return n;
}

/** Array slots that hold `shape` (bytes for packed `uint4`, elements otherwise). */
export function lengthOf(dtype: Dtype, shape: readonly number[]): number {
  const n = sizeOf(shape);
  return dtype === "uint4" ? Math.ceil(n / 2) : n;
}

/** A zero-filled typed array of `length` slots. */
export function allocate(dtype: Dtype, length: number): TypedArray {
  return new constructors[dtype](length);
}

/** A typed-array view over existing bytes, without copying; the offset must be aligned to the element. */
export function viewBytes(dtype: Dtype, buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray {
  return new constructors[dtype](buffer as ArrayBuffer, byteOffset, length);
}
