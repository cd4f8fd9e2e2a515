/** Linear maps, MLPs and embeddings; weights are `[outputs, inputs]` as in the checkpoints, plain or quantised. */
import {
  add,
  gather,
  gatherQuantized,
  gemm,
  int8Matmul,
  matmul,
  mul,
  product,
  quantizedMatmul,
  reshape,
  slice,
  type Tensor,
} from "../tensor/index.ts";
import type { Scope } from "./scope.ts";

/** `x @ weight^T + bias` on the last axis: `[..., I]` to `[..., outputs]`. */
export function linear(x: Tensor, p: Scope, outputs: number, { bias = true } = {}): Tensor {
  return p.describe(() => {
    const inputs = x.shape.at(-1) as number;
    const term = bias ? p.parameter("bias", [outputs]) : undefined;
    const packed = p.quantized("weight", [outputs, inputs]);
    if (packed) {
      const y =
        packed.kind === "int8" ? int8Matmul(x, packed) : quantizedMatmul(x, packed, { outputs, inputs }, packed);
      return term ? add(y, term) : y;
    }
    const y = affine(x, p.parameter("weight", [outputs, inputs]), term);
    const adapter = p.adapter([outputs, inputs]);
    return adapter ? add(y, mul(affine(affine(x, adapter.a), adapter.b), adapter.scale)) : y;
  });
}

/** `x @ weight^T + bias` with given tensors. */
export function affine(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  const rows = x.shape.slice(0, -1);
  const outputs = weight.shape[0]!;
  const named = rows.filter((d) => typeof d === "string").length;
  // one matrix product over all rows, unless two extents are unknown and could not be told apart again
  if (named <= 1) {
    const flat = reshape(x, [product(rows), x.shape.at(-1)!]);
    return reshape(gemm(flat, weight, bias, { transB: true }), [...rows, outputs]);
  }
  const y = matmul(x, weight, { transB: true });
  return bias ? add(y, bias) : y;
}

/** Linear, activation, linear. */
export function mlp(
  x: Tensor,
  [first, second]: readonly [Scope, Scope],
  hidden: number,
  activation: (x: Tensor) => Tensor,
): Tensor {
  return linear(activation(linear(x, first, hidden)), second, x.shape.at(-1) as number);
}

/** Rows of an embedding table: ids `[...N]` to `[...N, width]`. */
export function embedding(ids: Tensor, p: Scope, vocabulary: number, width: number): Tensor {
  return p.describe(() => {
    const packed = p.quantized("weight", [vocabulary, width]);
    if (!packed) return gather(p.parameter("weight", [vocabulary, width]), ids);
    if (packed.kind === "int8") throw new Error(`an embedding table is packed in blocks, ${p.path} says int8`);
    const { bits, block } = packed;
    const blocks = Math.ceil(width / block);
    const table = {
      packed: reshape(packed.packed, [vocabulary, (blocks * block * bits) / 8]),
      scales: reshape(packed.scales, [vocabulary, blocks]),
      zeros: reshape(packed.zeros, [vocabulary, Math.ceil((blocks * bits) / 8)]),
    };
    return slice(gatherQuantized(table, ids, blocks * block, packed), -1, 0, width); // the last block may reach beyond
  });
}
