/** Recorded tensors as plain numbers, whatever element type a fixture stores them in. */
import { convert } from "../../checkpoint/half.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Dtype, TypedArray } from "../../runtime/runtime.ts";

/** Whole numbers and 16-bit floats are widened. */
export interface Numbers {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

export type NumbersByName = ReadonlyMap<string, Numbers>;

export function toNumbers(dtype: Dtype, shape: readonly number[], data: TypedArray): Numbers {
  if (data instanceof Float32Array || data instanceof Float64Array) return { dtype, shape, data };
  if (dtype === "float16" || dtype === "bfloat16") {
    return { dtype, shape, data: convert(data, dtype, "float32") as Float32Array };
  }
  return { dtype, shape, data: Float64Array.from(data as Iterable<number | bigint>, Number) };
}

/** A tensor that a fixture must have. */
export function need(tensors: NumbersByName, name: string, file: string): Numbers {
  const found = tensors.get(name);
  if (!found) throw new UserError(`${file} has no tensor "${name}"`);
  return found;
}
