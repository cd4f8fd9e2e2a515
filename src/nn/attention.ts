/** The packed projections around attention: cutting them into heads and joining heads again. */
import { reshape, split, type Tensor, transpose } from "../tensor/index.ts";

/** Splits a fused projection `[B, T, 3 H d]`, ordered (q, k, v) then head, into three `[B, H, T, d]`. */
export function splitHeads(qkv: Tensor, heads: number): [Tensor, Tensor, Tensor] {
  const [b, t, width] = qkv.shape as [number | string, number | string, number];
  const d = width / 3 / heads;
  const parts = split(qkv, 2, [heads * d, heads * d, heads * d]).map((part) =>
    transpose(reshape(part, [b, t, heads, d]), [0, 2, 1, 3]),
  );
  return parts as [Tensor, Tensor, Tensor];
}

/** `[B, H, T, d]` back to `[B, T, H d]`. */
export function mergeHeads(x: Tensor): Tensor {
  const [b, heads, t, d] = x.shape as [number | string, number, number | string, number];
  return reshape(transpose(x, [0, 2, 1, 3]), [b, t, heads * d]);
}
