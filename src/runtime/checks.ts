/** Checks of shapes and arrays that every runtime makes before it takes a value. */
import { allocate, bytesPerElement, lengthOf } from "./dtype.ts";
import type { Dtype, TypedArray } from "./runtime.ts";

/** Bytes of the array that holds `shape`; a packed pair of `uint4` is one byte. */
export function byteLengthOf(dtype: Dtype, shape: readonly number[]): number {
  return lengthOf(dtype, shape) * Math.ceil(bytesPerElement[dtype]);
}

/** Throws unless every dimension is a non-negative integer. */
export function checkShape(shape: readonly number[]): void {
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new Error(`shape [${shape}] has the dimension ${size}; dimensions are non-negative integers.`);
    }
  }
}

/** Throws unless `data` is the array class of `dtype` with exactly the elements of `shape`. */
export function checkData(dtype: Dtype, shape: readonly number[], data: TypedArray): void {
  const expected = allocate(dtype, 0).constructor as { new (length: number): TypedArray; readonly name: string };
  if (!(data instanceof expected)) {
    const found = (data as TypedArray).constructor.name;
    throw new Error(`${dtype} [${shape}] is held in a ${expected.name}, not in a ${found}.`);
  }
  const length = lengthOf(dtype, shape);
  if (data.length !== length) {
    throw new Error(`${dtype} [${shape}] needs an array of length ${length}, but the given one has ${data.length}.`);
  }
}
