/**
 * Scaled dot-product attention as one operator. A program that reads its probabilities, as gradients do, gets plain
 * products and a softmax; any other gets ONNX Runtime's fused kernel, or slices where the logits would fill memory.
 */
import { broadcastShapes, formatShape, type Shape, sameShape } from "../shape.ts";
import { constant, defineOp, type Emitter, type Lowered, shapeError, type Tensor } from "../tensor.ts";
import { add, cast, mul, sub, sumTo } from "./arithmetic.ts";
import { matmul } from "./matmul.ts";
import { pad, split } from "./movement.ts";
import { reduceSum } from "./reduce.ts";

/** Above this many logits a batch entry they are never all in memory at once (SAM at 1024 pixels has 2^27.6). */
const sliceAbove = 1 << 25;
/** Queries in a slice: with 4096 keys its logits take 16 MB, near enough to the processor's cache. */
const sliceRows = 1024;

type Bias = "none" | "mask" | "grid";

interface AttentionAttributes {
  readonly scale: number;
  /** What inputs follow the queries, keys and values. */
  readonly bias: Bias;
}

/** A bias that depends on the row and the column of the key's cell only, keys being an h x w grid. */
export interface GridBias {
  /** `[B, H, T, h]` */
  readonly rows: Tensor;
  /** `[B, H, T, w]` */
  readonly columns: Tensor;
}

export interface AttentionOptions {
  /** Factor on q k^T. Default: 1 / sqrt(d). */
  readonly scale?: number;
  /** Added to the logits, broadcast over `[B, H, T, S]`. */
  readonly mask?: Tensor;
  /** Added to the logits of keys that are the cells of a grid, row by row. */
  readonly grid?: GridBias;
}

type Four = readonly [number | string, number, number | string, number];

const applyAttention = defineOp<AttentionAttributes>({
  name: "Attention",
  infer(inputs, { bias }) {
    const [q, k, v, first, second] = inputs as [Tensor, Tensor, Tensor, Tensor?, Tensor?];
    const problem = misfit(bias, inputs);
    if (problem) throw shapeError("attention", inputs, problem);
    const [b, heads, t] = q.shape as Four;
    if ([k, v, first, second].some((x) => x && x.dtype !== q.dtype)) {
      throw shapeError("attention", inputs, "element types differ");
    }
    return [
      { dtype: q.dtype, shape: [b, heads, t, v.shape[3]!] },
      { dtype: q.dtype, shape: [b, heads, t, k.shape[2]!] },
    ];
  },
  gradient({ inputs, outputs, attrs: { scale, bias }, g }) {
    const [q, k, v, first, second] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const [out, probabilities] = outputs as [Tensor, Tensor];
    // a row of the softmax's gradient needs sum(g_p * p), which is g . out: a sum over d instead of over all keys
    const shift = reduceSum(mul(g, out), [-1], true); // [B, H, T, 1]
    const logits = mul(probabilities, sub(matmul(g, v, { transB: true }), shift)); // [B, H, T, S]
    const gk = mul(matmul(logits, q, { transA: true }), scale);
    const gv = matmul(probabilities, g, { transA: true });
    if (bias === "grid") {
      // a sum over the cells of a row or a column is one more channel of the product with the keys
      const [h, w] = [first.shape[3] as number, second.shape[3] as number];
      const d = k.shape[3] as number;
      const places = cast(constant(cellPlaces(h, w, d, 1 / scale), [h * w, d + h + w], "float32"), k.dtype);
      const products = mul(matmul(logits, add(pad(k, 3, 0, h + w), places)), scale);
      const [gq, rows, columns] = split(products, 3, [d, h, w]);
      return [gq, gk, gv, rows, columns];
    }
    const gq = mul(matmul(logits, k), scale);
    return bias === "none" ? [gq, gk, gv] : [gq, gk, gv, sumTo(logits, first.shape)];
  },
  lower(emit, at) {
    const [q, k] = at.node.inputs as [Tensor, Tensor];
    const [, heads, rows] = q.shape as Four;
    const columns = k.shape[2]!;
    const large = typeof rows === "number" && typeof columns === "number" && heads * rows * columns > sliceAbove;
    // ONNX Runtime's WebGPU kernel is wrong on adapters whose subgroups are small (SwiftShader's have 4 lanes)
    const fused = emit.target !== "webgpu";
    if (at.used[1] || q.dtype !== "float32" || !fusible(at)) lowerPlain(emit, at);
    else if (large && !(fused && at.attrs.bias === "none")) lowerSliced(emit, at);
    else if (fused) lowerFused(emit, at);
    else lowerPlain(emit, at);
  },
});

/** What is wrong with the shapes, if anything. */
function misfit(bias: Bias, [q, k, v, first, second]: readonly Tensor[]): string | undefined {
  if ([q, k, v].some((x) => x!.shape.length !== 4)) return "queries, keys and values must have four axes";
  const [[b, heads, t, d], [kb, kHeads, s, kd], [vb, vHeads, vs]] = [q!.shape, k!.shape, v!.shape] as [
    Four,
    Four,
    Four,
  ];
  if (d !== kd || s !== vs || kb !== b || vb !== b || kHeads !== heads || vHeads !== heads) {
    return "need q [B, H, T, d], k [B, H, S, d] and v [B, H, S, e]";
  }
  const logits: Shape = [b, heads, t, s];
  if (bias === "mask") {
    const whole = broadcastShapes(first!.shape, logits);
    return whole && sameShape(whole, logits) ? undefined : `the mask does not broadcast to ${formatShape(logits)}`;
  }
  if (bias === "grid") {
    const [h, w] = [first!.shape[3], second!.shape[3]];
    const fits = [first!, second!].every((x) => x.shape.length === 4 && sameShape(x.shape.slice(0, 3), [b, heads, t]));
    if (!fits || typeof h !== "number" || typeof w !== "number" || h * w !== s) {
      return "the grid's biases must be [B, H, T, h] and [B, H, T, w] for h * w keys";
    }
  }
  return undefined;
}

/** Whether the bias has a shape that the fused kernel and the slices take. */
function fusible({ node, attrs }: Lowered<AttentionAttributes>): boolean {
  if (attrs.bias !== "mask") return true;
  const [q, k, , mask] = node.inputs as [Tensor, Tensor, Tensor, Tensor];
  const [rows, columns] = mask.shape.slice(-2);
  return mask.shape.length >= 2 && (mask.shape.at(-3) ?? 1) === 1 && rows === q.shape[2] && columns === k.shape[2];
}

function lowerPlain(emit: Emitter, { in: ins, out, node, attrs }: Lowered<AttentionAttributes>): void {
  const [q, k, v, ...biases] = ins as [string, string, string, ...string[]];
  const { dtype, shape } = node.outputs[1]!;
  let logits: string;
  if (emit.target === "cpu" && dtype === "float32") {
    const operands = attrs.bias === "grid" ? gridChannels(emit, q, k, biases, { node, attrs }) : [q, k];
    const attributes = { transB: 1, alpha: { float: attrs.scale } };
    logits = emit.node("FusedMatMul", operands, 1, attributes, "com.microsoft")[0]!;
  } else {
    const factor = emit.constant(
      dtype,
      [],
      dtype === "float64" ? Float64Array.of(attrs.scale) : Float32Array.of(attrs.scale),
    );
    const turned = emit.node("Transpose", [k], 1, { perm: [0, 1, 3, 2] })[0]!;
    logits = emit.node("MatMul", [emit.node("Mul", [q, factor], 1)[0]!, turned], 1)[0]!;
    if (attrs.bias === "grid") logits = emit.node("Add", [logits, gridBias(emit, biases, shape)], 1)[0]!;
  }
  if (attrs.bias === "mask") logits = emit.node("Add", [logits, biases[0]!], 1)[0]!;
  emit.node("Softmax", [logits], out.slice(1), { axis: -1 });
  emit.node("MatMul", [out[1]!, v], out.slice(0, 1));
}

/**
 * Queries and keys whose product, times the scale, has a grid's bias in it: the biases become channels of the queries, and
 * each key has 1 / scale in the channels of its row and its column. Two passes over all logits less.
 */
function gridChannels(
  emit: Emitter,
  q: string,
  k: string,
  biases: readonly string[],
  { node, attrs }: Pick<Lowered<AttentionAttributes>, "node" | "attrs">,
): [string, string] {
  const [h, w] = node.inputs.slice(3).map((x) => x.shape[3] as number) as [number, number];
  const d = node.inputs[1]!.shape[3] as number;
  const queries = emit.node("Concat", [q, ...biases], 1, { axis: 3 })[0]!; // [B, H, T, d + h + w]
  const room = emit.node("Pad", [k, emit.ints([0, 0, 0, 0, 0, 0, 0, h + w])], 1)[0]!;
  const places = emit.constant("float32", [h * w, d + h + w], cellPlaces(h, w, d, 1 / attrs.scale));
  return [queries, emit.node("Add", [room, places], 1)[0]!];
}

/** For each cell of an h x w grid `before` zeros, then `value` at its row and at its column: `[h w, before + h + w]`. */
function cellPlaces(h: number, w: number, before: number, value: number): Float32Array {
  const width = before + h + w;
  const places = new Float32Array(h * w * width);
  for (let cell = 0; cell < h * w; cell++) {
    places[cell * width + before + Math.floor(cell / w)] = value;
    places[cell * width + before + h + (cell % w)] = value;
  }
  return places;
}

/** The whole bias of a grid: `[B, H, T, h]` and `[B, H, T, w]` to `[B, H, T, h w]`. */
function gridBias(emit: Emitter, [rows, columns]: readonly string[], shape: Shape): string {
  const tall = emit.node("Unsqueeze", [rows!, emit.ints([-1])], 1)[0]!; // [B, H, T, h, 1]
  const wide = emit.node("Unsqueeze", [columns!, emit.ints([-2])], 1)[0]!; // [B, H, T, 1, w]
  const sum = emit.node("Add", [tall, wide], 1)[0]!;
  return emit.node("Reshape", [sum, emit.ints([0, 0, 0, shape[3] as number])], 1)[0]!;
}

function lowerFused(emit: Emitter, at: Lowered<AttentionAttributes>): void {
  const { in: ins, out, node, attrs } = at;
  const heads = node.inputs[0]!.shape[1] as number;
  const widths = node.inputs.slice(0, 3).map(({ shape }) => shape[3] as number) as [number, number, number];
  let [q, k, v] = ins.slice(0, 3) as [string, string, string];
  const biases: string[] = [];
  if (attrs.bias === "mask") {
    const missing = 4 - node.inputs[3]!.shape.length;
    const axes = emit.ints(Array.from({ length: missing }, (_, i) => i));
    biases.push("", "", missing ? emit.node("Unsqueeze", [ins[3]!, axes], 1)[0]! : ins[3]!);
  } else if (attrs.bias === "grid" && emit.target === "cpu") {
    const [h, w] = node.inputs.slice(3).map(({ shape }) => shape[3] as number) as [number, number];
    [q, k] = gridChannels(emit, q, k, ins.slice(3), at);
    [widths[0], widths[1]] = [widths[0] + h + w, widths[1] + h + w];
  } else if (attrs.bias === "grid") {
    biases.push("", "", gridBias(emit, ins.slice(3), node.outputs[1]!.shape));
  }
  const operands = [q, k, v].map((name, i) => {
    const turned = emit.node("Transpose", [name], 1, { perm: [0, 2, 1, 3] })[0]!; // [B, T, H, d]
    return emit.node("Reshape", [turned, emit.ints([0, 0, heads * widths[i]!])], 1)[0]!;
  });
  const attributes = { num_heads: heads, scale: { float: attrs.scale } };
  const merged = emit.node("MultiHeadAttention", [...operands, ...biases], 1, attributes, "com.microsoft")[0]!; // [B, T, H e]
  const split = emit.node("Reshape", [merged, emit.ints([0, 0, heads, widths[2]])], 1)[0]!;
  emit.node("Transpose", [split], out.slice(0, 1), { perm: [0, 2, 1, 3] });
}

/** One head and `sliceRows` queries at a time. */
function lowerSliced(emit: Emitter, { in: ins, out, node, attrs }: Lowered<AttentionAttributes>): void {
  const [, heads, rows] = node.inputs[0]!.shape as [unknown, number, number];
  const cut = (name: string, axis: number, extents: readonly number[]): readonly string[] =>
    extents.length === 1 ? [name] : emit.node("Split", [name, emit.ints(extents)], extents.length, { axis });
  const each = new Array<number>(heads).fill(1);
  const slices = Array.from({ length: Math.ceil(rows / sliceRows) }, (_, i) =>
    Math.min(sliceRows, rows - i * sliceRows),
  );
  const queries = cut(ins[0]!, 1, each);
  const scaled = emit.node("Mul", [ins[1]!, emit.constant("float32", [], Float32Array.of(attrs.scale))], 1)[0]!;
  const keys = cut(emit.node("Transpose", [scaled], 1, { perm: [0, 1, 3, 2] })[0]!, 1, each);
  const values = cut(ins[2]!, 1, each);
  const addBias = slicedBias(emit, ins.slice(3), node, attrs.bias, (name, axis) =>
    cut(name, axis, axis === 1 ? each : slices),
  );
  const attended = queries.map((head, h) => {
    const parts = cut(head, 2, slices).map((part, i) => {
      const logits = addBias(emit.node("MatMul", [part, keys[h]!], 1)[0]!, h, i); // [B, 1, rows of the slice, S]
      const probabilities = emit.node("Softmax", [logits], 1, { axis: -1 })[0]!;
      return emit.node("MatMul", [probabilities, values[h]!], 1)[0]!;
    });
    return parts.length === 1 ? parts[0]! : emit.node("Concat", parts, 1, { axis: 2 })[0]!;
  });
  emit.node("Concat", attended, out.slice(0, 1), { axis: 1 });
}

/** Adds what belongs to head `h` and slice `i` to its logits `[B, 1, rows, S]`. */
function slicedBias(
  emit: Emitter,
  biases: readonly string[],
  node: Lowered<AttentionAttributes>["node"],
  bias: Bias,
  cut: (name: string, axis: number) => readonly string[],
): (logits: string, h: number, i: number) => string {
  if (bias === "none") return (logits) => logits;
  if (bias === "mask") {
    const slices = cut(biases[0]!, node.inputs[3]!.shape.length - 2);
    return (logits, _h, i) => emit.node("Add", [logits, slices[i]!], 1)[0]!;
  }
  const [h, w] = node.inputs.slice(3).map((x) => x.shape[3] as number) as [number, number];
  const [rows, columns] = biases.map((name) => cut(name, 1).map((head) => cut(head, 2)));
  return (logits, head, i) => {
    const tall = emit.node("Unsqueeze", [rows![head]![i]!, emit.ints([-1])], 1)[0]!; // [B, 1, rows, h, 1]
    const wide = emit.node("Unsqueeze", [columns![head]![i]!, emit.ints([-2])], 1)[0]!; // [B, 1, rows, 1, w]
    const cells = emit.node("Reshape", [logits, emit.ints([0, 0, 0, h, w])], 1)[0]!;
    const sum = emit.node("Add", [emit.node("Add", [cells, tall], 1)[0]!, wide], 1)[0]!;
    return emit.node("Reshape", [sum, emit.ints([0, 0, 0, h * w])], 1)[0]!;
  };
}

/**
 * softmax(scale q k^T + bias) v, for q `[B, H, T, d]`, k `[B, H, S, d]` and v `[B, H, S, e]`.
 * Throws a `ShapeError` for operands that do not fit, and an error where both a mask and a grid's bias are given.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, options: AttentionOptions = {}): Tensor {
  const { mask, grid } = options;
  if (mask && grid) throw new Error("attention takes a mask or the bias of a grid, not both");
  const scale = options.scale ?? 1 / Math.sqrt(q.shape.at(-1) as number);
  const biases = mask ? [mask] : grid ? [grid.rows, grid.columns] : [];
  return applyAttention([q, k, v, ...biases], { scale, bias: mask ? "mask" : grid ? "grid" : "none" })[0]!;
}
