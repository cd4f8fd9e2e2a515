/** Our element types and ONNX's numbers for them (`ONNXTensorElementDataType`, the same as `TensorProto.DataType`). */
import type { Dtype } from "./runtime.ts";

export const elementTypeOf: Readonly<Record<Dtype, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
  uint4: 21,
};

const dtypes = new Map(Object.entries(elementTypeOf).map(([dtype, type]) => [type, dtype as Dtype]));

/** The element type with ONNX's number `type`, or undefined where values of it cannot be held (strings, complex, ...). */
export function dtypeOf(type: number): Dtype | undefined {
  return dtypes.get(type);
}
