/** Scaled dot-product attention, and the packed projections around it. */
import { add, concat, matmul, mul, reshape, slice, softmax, split, type Tensor, transpose } from "../tensor/index.ts";

/** Above this many logits a batch entry, heads are computed one after the other to bound memory (1024-pixel SAM). */
const unrollAbove = 1 << 25;

export interface AttendOptions {
  /** Factor on the logits. Default: 1 / sqrt(d). */
  readonly scale?: number;
  /** Added to the logits, broadcast over `[B, H, T, S]`. */
  readonly mask?: Tensor;
}

/** softmax(scale q k^T + mask) v, for q `[B, H, T, d]`, k `[B, H, S, d]` and v `[B, H, S, e]`. */
export function attend(q: Tensor, k: Tensor, v: Tensor, { scale, mask }: AttendOptions = {}): Tensor {
  const [, heads, rows, d] = q.shape as [number | string, number, number | string, number];
  const factor = scale ?? 1 / Math.sqrt(d);
  const scaled = factor === 1 ? q : mul(q, factor);
  const one = (q: Tensor, k: Tensor, v: Tensor) => {
    const logits = matmul(q, k, { transB: true }); // [B, H, T, S]
    return matmul(softmax(mask ? add(logits, mask) : logits), v);
  };
  const columns = k.shape[2]!;
  if (typeof rows !== "number" || typeof columns !== "number" || rows * columns * heads <= unrollAbove) {
    return one(scaled, k, v);
  }
  const head = (x: Tensor, h: number) => slice(x, 1, h, h + 1);
  const parts = Array.from({ length: heads }, (_, h) => one(head(scaled, h), head(k, h), head(v, h)));
  return concat(parts, 1);
}

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
