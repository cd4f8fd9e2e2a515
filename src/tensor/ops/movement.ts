/** Operators that move elements without computing: reshape, transpose, broadcast, concatenate, slice, pad. */
import { broadcastShapes, type Dim, formatShape, knownDim, product, type Shape, sameShape } from "../shape.ts";
import { axisOf, defineOp, type Emitter, scalar, shapeError, type Tensor } from "../tensor.ts";
import { sumTo, zerosLike } from "./arithmetic.ts";

/** The shape as an ONNX int64 vector: known extents directly, names read from one of the tensors that have them. */
function shapeVector(emit: Emitter, shape: Shape, names: readonly string[], tensors: readonly Tensor[]): string {
  if (shape.every((d) => typeof d === "number")) return emit.ints(shape as number[]);
  const parts = shape.map((d) => {
    if (typeof d === "number") return emit.ints([d]);
    const source = tensors.findIndex((t) => t.shape.includes(d));
    if (source < 0) throw new Error(`no tensor at hand has the extent "${d}"`);
    const axis = tensors[source]!.shape.indexOf(d);
    return emit.node("Shape", [names[source]!], 1, { start: axis, end: axis + 1 })[0]!;
  });
  return parts.length === 1 ? parts[0]! : emit.node("Concat", parts, 1, { axis: 0 })[0]!;
}

const applyReshape = defineOp<{ shape: Shape }>({
  name: "Reshape",
  infer(inputs, { shape }) {
    const [x] = inputs as [Tensor];
    if (product(x.shape) !== product(shape)) {
      throw shapeError("reshape", inputs, `cannot become ${formatShape(shape)}, the number of elements differs`);
    }
    return { dtype: x.dtype, shape };
  },
  gradient: ({ inputs: [x, like], g }) => [reshape(g, x!.shape, x), ...(like ? [undefined] : [])],
  lower(emit, { in: ins, out, node, attrs: { shape } }) {
    const target = relativeShape(node.inputs[0]!.shape, shape);
    if (target) {
      emit.node("Reshape", [ins[0]!, emit.ints(target)], out);
    } else {
      const vector = shapeVector(emit, shape, ins, node.inputs);
      emit.node("Reshape", [ins[0]!, vector], out, { allowzero: shape.includes(0) ? 1 : 0 });
    }
  },
});

/**
 * A shape as Reshape reads it without knowing the named extents: a name at its old place is 0 ("as in the input"), one
 * other name is -1 ("the rest"). Undefined where that does not say it.
 */
function relativeShape(from: Shape, to: Shape): number[] | undefined {
  const target = to.map((d, i) => (typeof d === "number" ? d : from[i] === d ? 0 : -1));
  return to.includes(0) || target.filter((d) => d === -1).length > 1 ? undefined : target;
}

/**
 * The same elements in row-major order under another shape; `like` is a tensor that has named extents which `x` has not
 * (an axis of `x` may be their product).
 */
export function reshape(x: Tensor, shape: Shape, like?: Tensor): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const needed = like && !relativeShape(x.shape, shape);
  return applyReshape(needed ? [x, like] : [x], { shape })[0]!;
}

const applyTranspose = defineOp<{ order: readonly number[] }>({
  name: "Transpose",
  infer(inputs, { order }) {
    const [x] = inputs as [Tensor];
    const seen = new Set(order);
    if (order.length !== x.shape.length || seen.size !== order.length || order.some((i) => x.shape[i] === undefined)) {
      throw shapeError("transpose", inputs, `[${order}] is not an order of its axes`);
    }
    return { dtype: x.dtype, shape: order.map((i) => x.shape[i]!) };
  },
  gradient({ attrs: { order }, g }) {
    const inverse = order.map((_, i) => order.indexOf(i));
    return [transpose(g, inverse)];
  },
  lower: (emit, at) => void emit.node("Transpose", at.in, at.out, { perm: at.attrs.order }),
});

/** Axes in a new order: output axis `i` is input axis `order[i]`. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  return order.every((a, i) => a === i) && order.length === x.shape.length ? x : applyTranspose([x], { order })[0]!;
}

/** The last two axes swapped. */
export function swapLast(x: Tensor): Tensor {
  const order = x.shape.map((_, i) => i);
  const n = order.length;
  [order[n - 2], order[n - 1]] = [n - 1, n - 2];
  return transpose(x, order);
}

const applyBroadcast = defineOp<{ shape: Shape }>({
  name: "Expand",
  infer(inputs, { shape }) {
    const [x] = inputs as [Tensor];
    const full = broadcastShapes(x.shape, shape);
    if (!full || !sameShape(full, shape)) {
      throw shapeError("broadcastTo", inputs, `does not broadcast to ${formatShape(shape)}`);
    }
    return { dtype: x.dtype, shape };
  },
  gradient: ({ inputs: [x, source], g }) => [sumTo(g, x!.shape), ...(source ? [undefined] : [])],
  lower(emit, { in: ins, out, node, attrs: { shape } }) {
    emit.node("Expand", [ins[0]!, shapeVector(emit, shape, ins, node.inputs)], out);
  },
});

/** Repeats `x` along broadcast axes up to `shape`; `like` is a tensor that has the named extents, if there are any. */
export function broadcastTo(x: Tensor, shape: Shape, like?: Tensor): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const named = shape.some((d) => typeof d === "string");
  return applyBroadcast(named && like ? [x, like] : [x], { shape })[0]!;
}

const applyConcat = defineOp<{ axis: number }>({
  name: "Concat",
  infer(inputs, { axis }) {
    const [first, ...rest] = inputs as [Tensor, ...Tensor[]];
    for (const t of rest) {
      const fits = t.shape.length === first.shape.length && t.shape.every((d, i) => i === axis || d === first.shape[i]);
      if (!fits || t.dtype !== first.dtype) throw shapeError("concat", inputs, `do not join along axis ${axis}`);
    }
    const extents = inputs.map((t) => t.shape[axis]!);
    const total: Dim = extents.every((d) => typeof d === "number")
      ? extents.reduce((a: number, d) => a + (d as number), 0)
      : extents.join("+");
    return { dtype: first.dtype, shape: first.shape.map((d, i) => (i === axis ? total : d)) };
  },
  gradient({ inputs, attrs: { axis }, g }) {
    let start = 0;
    return inputs.map((t) => {
      const extent = knownDim(t.shape[axis], "the gradient of concat");
      const part = slice(g, axis, start, start + extent);
      start += extent;
      return part;
    });
  },
  lower: (emit, at) => void emit.node("Concat", at.in, at.out, { axis: at.attrs.axis }),
});

/** Joins tensors along an axis. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length === 1) return tensors[0]!;
  return applyConcat(tensors, { axis: axisOf("concat", tensors[0]!, axis) })[0]!;
}

interface SliceAttributes {
  readonly axis: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly step: number;
}

const applySlice = defineOp<SliceAttributes>({
  name: "Slice",
  infer(inputs, { axis, start, end, step }) {
    const [x] = inputs as [Tensor];
    const extent = x.shape[axis]!;
    if (typeof extent !== "number" || start < 0 || end > extent || start > end || step < 1) {
      throw shapeError("slice", inputs, `axis ${axis} has no range ${start}:${end}:${step}`);
    }
    const length = Math.ceil((end - start) / step);
    return { dtype: x.dtype, shape: x.shape.map((d, i) => (i === axis ? length : d)) };
  },
  gradient({ inputs: [x], attrs: { axis, start, step }, g }) {
    const extent = x!.shape[axis] as number;
    const taken = g.shape[axis] as number;
    if (taken === 0) return [undefined];
    // a stepped slice is undone by interleaving zeros, then both kinds by padding back to the full extent
    const spread = step === 1 ? g : interleaveZeros(g, axis, step);
    const covered = step === 1 ? taken : taken * step;
    const inside = start + covered > extent ? slice(spread, axis, 0, extent - start) : spread;
    return [pad(inside, axis, start, Math.max(0, extent - start - covered))];
  },
  lower(emit, { in: [x], out, attrs: { axis, start, end, step } }) {
    emit.node("Slice", [x!, emit.ints([start]), emit.ints([end]), emit.ints([axis]), emit.ints([step])], out);
  },
});

/** `x[start:end:step]` along one axis of known extent. */
export function slice(x: Tensor, axis: number, start: number, end: number, step = 1): Tensor {
  const at = axisOf("slice", x, axis);
  if (start === 0 && end === x.shape[at] && step === 1) return x;
  return applySlice([x], { axis: at, start, end, step })[0]!;
}

function interleaveZeros(x: Tensor, axis: number, step: number): Tensor {
  const after = x.shape.slice(axis + 1);
  const before = x.shape.slice(0, axis);
  const n = x.shape[axis] as number;
  const opened = reshape(x, [...before, n, 1, ...after]);
  return reshape(pad(opened, axis + 1, 0, step - 1), [...before, n * step, ...after]);
}

const applySplit = defineOp<{ axis: number; extents: readonly number[] }>({
  name: "Split",
  infer(inputs, { axis, extents }) {
    const [x] = inputs as [Tensor];
    const total = extents.reduce((a, b) => a + b, 0);
    if (x.shape[axis] !== total || extents.some((extent) => extent < 0)) {
      throw shapeError("split", inputs, `axis ${axis} does not split into ${extents.join(" + ")}`);
    }
    return extents.map((extent) => ({ dtype: x.dtype, shape: x.shape.map((d, i) => (i === axis ? extent : d)) }));
  },
  gradient({ outputs, grads, attrs: { axis } }) {
    const whole = outputs.map((y, i) => grads[i] ?? zerosLike(y));
    return [concat(whole, axis)];
  },
  lower(emit, { in: [x], out, attrs: { axis, extents } }) {
    emit.node("Split", [x!, emit.ints(extents)], out, { axis });
  },
});

/** Parts of the given extents along an axis. */
export function split(x: Tensor, axis: number, extents: readonly number[]): Tensor[] {
  const whole = extents.length === 1 && extents[0] === x.shape[axisOf("split", x, axis)];
  return whole ? [x] : [...applySplit([x], { axis: axisOf("split", x, axis), extents })];
}

const applyPad = defineOp<{ axis: number; before: number; after: number }>({
  name: "Pad",
  infer([x], { axis, before, after }) {
    const extent = x!.shape[axis];
    if (typeof extent !== "number") throw shapeError("pad", [x!], `axis ${axis} has no known extent`);
    return { dtype: x!.dtype, shape: x!.shape.map((d, i) => (i === axis ? extent + before + after : d)) };
  },
  gradient({ inputs: [x], attrs: { axis, before }, g }) {
    return [slice(g, axis, before, before + (x!.shape[axis] as number))];
  },
  lower(emit, { in: [x], out, node, attrs: { axis, before, after } }) {
    const rank = node.inputs[0]!.shape.length;
    const pads = new Array<number>(2 * rank).fill(0);
    pads[axis] = before;
    pads[rank + axis] = after;
    emit.node("Pad", [x!, emit.ints(pads)], out, { mode: "constant" });
  },
});

/** Zeros before and after along one axis of known extent. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  const at = axisOf("pad", x, axis);
  if (before === 0 && after === 0) return x;
  if (x.shape[at] === 0) {
    // ONNX Runtime pads an empty axis to a wrong extent
    const shape = x.shape.map((d, i) => (i === at ? before + after : d));
    return broadcastTo(scalar(0, x.dtype), shape, x);
  }
  return applyPad([x], { axis: at, before, after })[0]!;
}

/** Rows, columns ... as one axis: `[B, C, H, W]` flattened from axis 2 is `[B, C, H*W]`. */
export function flatten(x: Tensor, from: number, to = x.shape.length): Tensor {
  return reshape(x, [...x.shape.slice(0, from), product(x.shape.slice(from, to)), ...x.shape.slice(to)]);
}
