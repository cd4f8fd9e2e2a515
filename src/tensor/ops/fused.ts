/**
 * Operators that ONNX Runtime offers in one piece for inference: attention over a cache that is written in place, and
 * products with 4- or 8-bit weights. They have no gradients; training uses the plain forms.
 */
import type { Dim } from "../shape.ts";
import { defineOp, shapeError, type Tensor } from "../tensor.ts";

interface CachedAttentionAttributes {
  readonly heads: number;
  readonly kvHeads: number;
}

const applyCachedAttention = defineOp<CachedAttentionAttributes>({
  name: "GroupQueryAttention",
  infer(inputs, { heads, kvHeads }) {
    const [qkv, pastKey, pastValue] = inputs as [Tensor, Tensor, Tensor];
    const width = qkv.shape.at(-1);
    const headDim = pastKey.shape.at(-1);
    if (qkv.shape.length !== 3 || typeof headDim !== "number" || width !== (heads + 2 * kvHeads) * headDim) {
      throw shapeError(
        "cachedAttention",
        inputs,
        `need [B, T, (${heads} + 2*${kvHeads}) * d] and caches [B, kv, C, d]`,
      );
    }
    return [
      { dtype: qkv.dtype, shape: [qkv.shape[0]!, qkv.shape[1]!, heads * headDim] },
      { dtype: pastKey.dtype, shape: pastKey.shape },
      { dtype: pastValue.dtype, shape: pastValue.shape },
    ];
  },
  lower(emit, { in: ins, out, node, attrs: { heads, kvHeads } }) {
    const headDim = node.inputs[1]!.shape.at(-1) as number;
    const [qkv, pastKey, pastValue, lastPosition, total, cosines, sines] = ins as [string, ...string[]];
    emit.node(
      "GroupQueryAttention",
      [qkv, "", "", pastKey!, pastValue!, lastPosition!, total!, cosines!, sines!],
      out,
      {
        num_heads: heads,
        kv_num_heads: kvHeads,
        do_rotary: 1,
        rotary_interleaved: 0,
        scale: { float: 1 / Math.sqrt(headDim) },
      },
      "com.microsoft",
    );
  },
});

/**
 * Causal grouped-query attention with rotary positions, appending to a key/value cache.
 * `qkv` [B, T, (H + 2 K) d] packed; `past` keys and values [B, K, C, d]; `lastPosition` int32 [B], each row's last
 * valid position; `total` int32 [1], the longest row's length; `cosines`/`sines` [P, d/2].
 * Returns the attended values [B, T, H d] and the two caches: bind them to the buffers of `past` and the new entries
 * are written in place.
 */
export function cachedAttention(
  qkv: Tensor,
  past: { readonly key: Tensor; readonly value: Tensor },
  at: { readonly lastPosition: Tensor; readonly total: Tensor; readonly cosines: Tensor; readonly sines: Tensor },
  attrs: CachedAttentionAttributes,
): { out: Tensor; key: Tensor; value: Tensor } {
  const inputs = [qkv, past.key, past.value, at.lastPosition, at.total, at.cosines, at.sines];
  const [out, key, value] = applyCachedAttention(inputs, attrs) as [Tensor, Tensor, Tensor];
  return { out, key, value };
}

/** How a quantised matrix is stored: `bits` a weight, `block` weights along a row share a scale and a zero point. */
export interface Quantization {
  readonly bits: 4 | 8;
  readonly block: number;
}

const applyMatMulNBits = defineOp<Quantization & { readonly outputs: number; readonly inputs: number }>({
  name: "MatMulNBits",
  infer(inputs, { bits, block, outputs, inputs: width }) {
    const [x, weight] = inputs as [Tensor, Tensor];
    const blocks = Math.ceil(width / block);
    const packed = [outputs, blocks, (block * bits) / 8];
    if (x.shape.at(-1) !== width || packed.some((d, i) => d !== weight.shape[i])) {
      throw shapeError("quantizedMatmul", inputs, `need [..., ${width}] and packed weights [${packed}]`);
    }
    return { dtype: x.dtype, shape: [...x.shape.slice(0, -1), outputs] };
  },
  lower(emit, { in: ins, out, attrs: { bits, block, outputs, inputs } }) {
    const attributes = { K: inputs, N: outputs, bits, block_size: block, accuracy_level: 4 };
    emit.node("MatMulNBits", ins, out, attributes, "com.microsoft");
  },
});

/**
 * `x @ W^T` with `W` [outputs, inputs] quantised in blocks along its rows.
 * `packed` uint8 [outputs, blocks, block*bits/8] (low nibble first), `scales` float32 [outputs * blocks],
 * `zeros` uint8 [outputs * ceil(blocks * bits / 8)].
 */
export function quantizedMatmul(
  x: Tensor,
  weight: { readonly packed: Tensor; readonly scales: Tensor; readonly zeros: Tensor },
  size: { readonly outputs: number; readonly inputs: number },
  quantization: Quantization,
): Tensor {
  return applyMatMulNBits([x, weight.packed, weight.scales, weight.zeros], { ...quantization, ...size })[0]!;
}

const applyGatherQuantized = defineOp<Quantization & { readonly width: number }>({
  name: "GatherBlockQuantized",
  infer: ([, ids], { width }) => ({ dtype: "float32", shape: [...ids!.shape, width] }),
  lower(emit, { in: [packed, ids, scales, zeros], out, attrs: { bits, block } }) {
    const attributes = { bits, block_size: block, gather_axis: 0, quantize_axis: 1 };
    emit.node("GatherBlockQuantized", [packed!, ids!, scales!, zeros!], out, attributes, "com.microsoft");
  },
});

/** Rows of a quantised table [V, width * bits / 8] by number, as float32. */
export function gatherQuantized(
  table: { readonly packed: Tensor; readonly scales: Tensor; readonly zeros: Tensor },
  ids: Tensor,
  width: number,
  quantization: Quantization,
): Tensor {
  const inputs = [table.packed, ids, table.scales, table.zeros];
  return applyGatherQuantized(inputs, { ...quantization, width })[0]!;
}

const applyTakeRows = defineOp<undefined>({
  name: "GatherND",
  infer(inputs) {
    const [x, ids] = inputs as [Tensor, Tensor];
    if (ids.shape.length !== 2 || ids.shape[1] !== 1 || ids.dtype !== "int64") {
      throw shapeError("takeRows", inputs, "need [B, T, ...] and int64 positions [B, 1]");
    }
    const shape: Dim[] = [x.shape[0]!, ...x.shape.slice(2)];
    return { dtype: x.dtype, shape };
  },
  lower: (emit, at) => void emit.node("GatherND", at.in, at.out, { batch_dims: 1 }),
});

/** One position of each row: `[B, T, D]` and int64 positions `[B, 1]` give `[B, D]`. */
export function takeRows(x: Tensor, positions: Tensor): Tensor {
  return applyTakeRows([x, positions], undefined)[0]!;
}
