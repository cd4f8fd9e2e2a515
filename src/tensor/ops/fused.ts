/**
 * Operators that ONNX Runtime offers in one piece for inference: attention over a cache that is written in place, and
 * products with 4- or 8-bit weights. They have no gradients; training uses the plain forms.
 */
import type { Dim } from "../shape.ts";
import { defineOp, shapeError, type Tensor } from "../tensor.ts";
import { pad, reshape, slice } from "./movement.ts";

interface CachedAttentionAttributes {
  readonly heads: number;
  readonly kvHeads: number;
  readonly scale: number;
}

const applyCachedAttention = defineOp<CachedAttentionAttributes>({
  name: "GroupQueryAttention",
  infer([qkv, key, value], { heads }) {
    return [
      { dtype: qkv!.dtype, shape: [qkv!.shape[0]!, qkv!.shape[1]!, heads * (key!.shape.at(-1) as number)] },
      { dtype: key!.dtype, shape: key!.shape },
      { dtype: value!.dtype, shape: value!.shape },
    ];
  },
  lower(emit, { in: ins, out, attrs: { heads, kvHeads, scale } }) {
    const [qkv, ...rest] = ins as [string, ...string[]];
    emit.node(
      "GroupQueryAttention",
      [qkv, "", "", ...rest],
      out,
      { num_heads: heads, kv_num_heads: kvHeads, do_rotary: 1, rotary_interleaved: 0, scale: { float: scale } },
      "com.microsoft",
    );
  },
});

/** New positions that are not a continuation in a row; see `cachedAttention`. */
export interface Branches {
  readonly positions: Tensor;
  readonly mask: Tensor;
}

/** Width of a cached head whose own width is `headDim`: with rotary positions the operator takes multiples of 16. */
export function cachedHeadWidth(headDim: number): number {
  return Math.ceil(headDim / 16) * 16;
}

/**
 * Causal grouped-query attention with rotary positions, appending to a key/value cache.
 * `qkv` [B, T, (H + 2 K) d] packed; `past` keys and values [B, K, C, cachedHeadWidth(d)]; `lastPosition` int32 [B], each
 * row's last valid position; `total` int32 [1], the longest row's length; `cosines`/`sines` [P, d/2].
 * `branches` lets new positions stand at places of their own choice and not see all before them: `positions` int64 [B, T],
 * and `mask` [1, 1, T, total], added to the attention logits of what causality leaves (on a processor only,
 * and behind a cache that holds something).
 * Returns the attended values [B, T, H d] and the two caches: bind them to the buffers of `past` and the new entries
 * are written in place.
 */
export function cachedAttention(
  qkv: Tensor,
  past: { readonly key: Tensor; readonly value: Tensor },
  at: {
    readonly lastPosition: Tensor;
    readonly total: Tensor;
    readonly cosines: Tensor;
    readonly sines: Tensor;
    readonly branches?: Branches;
  },
  { heads, kvHeads }: { readonly heads: number; readonly kvHeads: number },
): { out: Tensor; key: Tensor; value: Tensor } {
  const slots = heads + 2 * kvHeads;
  const d = (qkv.shape.at(-1) as number) / slots;
  const wide = cachedHeadWidth(d);
  if (qkv.shape.length !== 3 || d % 2 !== 0 || past.key.shape.at(-1) !== wide || past.value.shape.at(-1) !== wide) {
    const need = `need [B, T, (${heads} + 2*${kvHeads}) * d] and caches [B, kv, C, d], their d rounded up to a multiple of 16`;
    throw shapeError("cachedAttention", [qkv, past.key, past.value], need);
  }
  // rotation pairs the two halves of a head, so each half is widened by itself; zeros change no product
  const [b, t] = qkv.shape as [Dim, Dim];
  const missing = (wide - d) / 2;
  const packed = reshape(pad(reshape(qkv, [b, t, slots, 2, d / 2]), 4, 0, missing), [b, t, slots * wide]);
  const [cosines, sines] = [pad(at.cosines, 1, 0, missing), pad(at.sines, 1, 0, missing)];
  const branches = at.branches ? [at.branches.positions, at.branches.mask] : [];
  const inputs = [missing ? packed : qkv, past.key, past.value, at.lastPosition, at.total, cosines, sines, ...branches];
  const attributes = { heads, kvHeads, scale: 1 / Math.sqrt(d) };
  const [out, key, value] = applyCachedAttention(inputs, attributes) as [Tensor, Tensor, Tensor];
  if (!missing) return { out, key, value };
  const narrow = slice(reshape(out, [b, t, heads, 2, wide / 2]), 4, 0, d / 2);
  return { out: reshape(narrow, [b, t, heads * d]), key, value };
}

/** A matrix in blocks: `block` weights along a row share a scale and a zero point, each weight has `bits` bits. */
export interface BlockLayout {
  readonly bits: 4 | 8;
  readonly block: number;
}

/** How a quantised matrix is stored: in blocks, or as int8 with one scale for each output and no zero points. */
export type Quantization = ({ readonly kind: "blocks" } & BlockLayout) | { readonly kind: "int8" };

interface MatrixSize {
  readonly outputs: number;
  readonly inputs: number;
}

const applyMatMulNBits = defineOp<BlockLayout & MatrixSize>({
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
  size: MatrixSize,
  { bits, block }: BlockLayout,
): Tensor {
  return applyMatMulNBits([x, weight.packed, weight.scales, weight.zeros], { bits, block, ...size })[0]!;
}

const applyInt8MatMul = defineOp<undefined>({
  name: "DynamicQuantizeMatMul",
  infer(inputs) {
    const [x, weight, scales] = inputs as [Tensor, Tensor, Tensor];
    const [width, outputs] = weight.shape;
    const fits = weight.shape.length === 2 && x.shape.at(-1) === width && scales.shape[0] === outputs;
    if (!fits || x.dtype !== "float32" || weight.dtype !== "int8") {
      throw shapeError("int8Matmul", inputs, "need float32 [..., I], int8 [I, O] and scales [O]");
    }
    return { dtype: x.dtype, shape: [...x.shape.slice(0, -1), outputs!] };
  },
  lower(emit, { in: [x, weight, scales], out }) {
    if (emit.target === "webgpu" || emit.target === "cuda") {
      const plain = emit.node("DequantizeLinear", [weight!, scales!], 1, { axis: 1 })[0]!;
      emit.node("MatMul", [x!, plain], out);
      return;
    }
    // The kernel has one activation scale for all rows, and a few rows of a transformer are a hundred times larger than
    // the others (78 % error instead of 1 %); so every row comes with its largest magnitude divided out.
    const size = emit.node("ReduceMax", [emit.node("Abs", [x!], 1)[0]!, emit.ints([-1])], 1, { keepdims: 1 })[0]!;
    const least = emit.constant("float32", [], Float32Array.of(1e-30)); // a row of zeros stays one
    const range = emit.node("Max", [size, least], 1)[0]!;
    const even = emit.node("Div", [x!, range], 1)[0]!;
    const y = emit.node("DynamicQuantizeMatMul", [even, weight!, scales!], 1, {}, "com.microsoft")[0]!;
    emit.node("Mul", [y, range], out);
  },
});

/** `x @ W * scales` with `W` int8 [inputs, outputs] and `scales` float32 [outputs]; on a CPU `x` is rounded to 8 bits. */
export function int8Matmul(x: Tensor, weight: { readonly packed: Tensor; readonly scales: Tensor }): Tensor {
  return applyInt8MatMul([x, weight.packed, weight.scales], undefined)[0]!;
}

const applyGatherQuantized = defineOp<BlockLayout & { readonly width: number }>({
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
  { bits, block }: BlockLayout,
): Tensor {
  return applyGatherQuantized([table.packed, ids, table.scales, table.zeros], { bits, block, width })[0]!;
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
