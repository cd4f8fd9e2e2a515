/** Operators that pick rows by number: gather, its reverse (adding rows into place), one element a row. */
import { formatShape, product, resolveAxis, type Shape, sameShape } from "../shape.ts";
import { defineOp, scalar, shapeError, type Tensor } from "../tensor.ts";
import { cast } from "./arithmetic.ts";
import { broadcastTo, reshape } from "./movement.ts";

const applyGather = defineOp<undefined>({
  name: "Gather",
  infer(inputs) {
    const [table, ids] = inputs as [Tensor, Tensor];
    if (table.shape.length < 1 || (ids.dtype !== "int32" && ids.dtype !== "int64")) {
      throw shapeError("gather", inputs, "needs a table and integer row numbers");
    }
    return { dtype: table.dtype, shape: [...ids.shape, ...table.shape.slice(1)] };
  },
  gradient({ inputs: [table, ids], g }) {
    return [scatterAdd(g, ids!, table!.shape, table), undefined];
  },
  lower: (emit, at) => void emit.node("Gather", at.in, at.out, { axis: 0 }),
});

/** Rows of `table` by number: `[V, ...]` and ids `[...N]` give `[...N, ...]`. */
export function gather(table: Tensor, ids: Tensor): Tensor {
  return applyGather([table, ids], undefined)[0]!;
}

const applyScatterAdd = defineOp<{ shape: Shape }>({
  name: "ScatterND",
  infer(inputs, { shape }) {
    const [zeros, ids, rows] = inputs as [Tensor, Tensor, Tensor];
    const fits = rows.shape.slice(1).every((d, i) => d === shape[i + 1]) && ids.shape[0] === rows.shape[0];
    if (!fits) throw shapeError("scatterAdd", inputs, `rows do not add into ${formatShape(shape)}`);
    return { dtype: zeros.dtype, shape };
  },
  gradient({ inputs: [, ids], g }) {
    return [undefined, undefined, gather(g, reshape(ids!, [ids!.shape[0]!]))];
  },
  lower: (emit, at) => void emit.node("ScatterND", at.in, at.out, { reduction: "add" }),
});

/**
 * Adds rows into zeros of `shape` at the numbered places; several rows for one place add up. `like` is a tensor that has
 * the named extents of `shape`, if there are any.
 */
export function scatterAdd(rows: Tensor, ids: Tensor, shape: Shape, like?: Tensor): Tensor {
  const count = product(ids.shape);
  const flatIds = cast(reshape(ids, [count, 1]), "int64");
  const flatRows = reshape(rows, [count, ...shape.slice(1)]);
  return applyScatterAdd([broadcastTo(scalar(0, rows.dtype), shape, like), flatIds, flatRows], { shape })[0]!;
}

const applyPick = defineOp<{ axis: number }>({
  name: "GatherElements",
  infer(inputs, { axis }) {
    const [x, ids] = inputs as [Tensor, Tensor];
    const fits = x.shape.length === ids.shape.length && x.shape.every((d, i) => i === axis || d === ids.shape[i]);
    if (!fits) throw shapeError("pick", inputs, `indices must have the tensor's shape but for axis ${axis}`);
    return { dtype: x.dtype, shape: ids.shape };
  },
  gradient({ inputs: [x, ids], attrs: { axis }, g }) {
    return [place(g, ids!, x!.shape, axis, x), undefined];
  },
  lower: (emit, at) => void emit.node("GatherElements", at.in, at.out, { axis: at.attrs.axis }),
});

/** One element per position along `axis`: `out[i][j] = x[i][ids[i][j]]` for the last axis. */
export function pick(x: Tensor, ids: Tensor, axis = -1): Tensor {
  return applyPick([x, cast(ids, "int64")], { axis: resolveAxis(axis, x.shape.length) })[0]!;
}

const applyPlace = defineOp<{ axis: number; shape: Shape }>({
  name: "ScatterElements",
  infer(inputs, { axis, shape }) {
    const [zeros, ids, elements] = inputs as [Tensor, Tensor, Tensor];
    const fits = ids.shape.length === shape.length && shape.every((d, i) => i === axis || d === ids.shape[i]);
    if (!fits || !sameShape(ids.shape, elements.shape)) {
      throw shapeError("place", [elements, ids], `elements do not add into ${formatShape(shape)} along axis ${axis}`);
    }
    return { dtype: zeros.dtype, shape };
  },
  gradient({ inputs: [, ids], attrs: { axis }, g }) {
    return [undefined, undefined, pick(g, ids!, axis)];
  },
  lower: (emit, at) => void emit.node("ScatterElements", at.in, at.out, { axis: at.attrs.axis, reduction: "add" }),
});

/** The reverse of `pick`: adds elements into zeros of `shape`; `like` is a tensor that has its named extents. */
export function place(elements: Tensor, ids: Tensor, shape: Shape, axis = -1, like?: Tensor): Tensor {
  const at = resolveAxis(axis, shape.length);
  const zeros = broadcastTo(scalar(0, elements.dtype), shape, like);
  return applyPlace([zeros, cast(ids, "int64"), elements], { axis: at, shape })[0]!;
}
