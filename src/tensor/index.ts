/** Symbolic tensors: leaves, operators, differentiation, ONNX. */
export * from "./cut.ts";
export * from "./grad.ts";
export { type Initializer, leavesOf, toOnnx, type WriteOptions } from "./onnx/write.ts";
export * from "./ops/activation.ts";
export * from "./ops/arithmetic.ts";
export * from "./ops/attention.ts";
export * from "./ops/convolution.ts";
export * from "./ops/fused.ts";
export * from "./ops/indexing.ts";
export * from "./ops/loss.ts";
export * from "./ops/matmul.ts";
export * from "./ops/movement.ts";
export * from "./ops/reduce.ts";
export * from "./ops/rotary.ts";
export * from "./recompute.ts";
export * from "./shape.ts";
export {
  constant,
  currentScope,
  input,
  inScope,
  nameOf,
  parameter,
  ShapeError,
  scalar,
  type Target,
  type Tensor,
} from "./tensor.ts";
