/** Operators that pick by number, whole rows or one element a row, and their reverse: adding into numbered places. */
import { formatShape, product, type Shape, sameShape } from "../shape.ts";
import { axisOf, defineOp, scalar, shapeError, type Tensor } from "../tensor.ts";
import { cast, zerosLike } from "./arithmetic.ts";
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
  infer: ([zeros], { shape }) => ({ dtype: zeros!.dtype, shape }),
  gradient({ inputs: [, ids], g }) {
    return [undefined, undefined, gather(g, reshape(ids!, [ids!.shape[0]!]))];
  },
  lower: (emit, at) => void emit.node("ScatterND", at.in, at.out, { reduction: "add" }),
});

/**
 * Adds rows `[...N, ...]` into zeros of `shape` at the numbered places; several rows for one place add up. `like` is a
 * tensor that has the named extents of `shape`, if there are any.
 */
export function scatterAdd(rows: Tensor, ids: Tensor, shape: Shape, like?: Tensor): Tensor {
  const wanted = [...ids.shape, ...shape.slice(1)];
  if (!sameShape(rows.shape, wanted)) {
    throw shapeError("scatterAdd", [rows, ids], `rows do not add into ${formatShape(shape)}`);
  }
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
    return [addAt(zerosLike(x!), ids!, g, axis), undefined];
  },
  lower: (emit, at) => void emit.node("GatherElements", at.in, at.out, { axis: at.attrs.axis }),
});

/** One element per position along `axis`: `out[i][j] = x[i][ids[i][j]]` for the last axis. */
export function pick(x: Tensor, ids: Tensor, axis = -1): Tensor {
  return applyPick([x, cast(ids, "int64")], { axis: axisOf("pick", x, axis) })[0]!;
}

const applyAddAt = defineOp<{ axis: number }>({
  name: "ScatterElements",
  infer(inputs, { axis }) {
    const [base, ids, elements] = inputs as [Tensor, Tensor, Tensor];
    const fits = ids.shape.length === base.shape.length && base.shape.every((d, i) => i === axis || d === ids.shape[i]);
    if (!fits || !sameShape(ids.shape, elements.shape) || elements.dtype !== base.dtype) {
      throw shapeError("addAt", [elements, ids], `elements do not add into ${formatShape(base.shape)} on axis ${axis}`);
    }
    return { dtype: base.dtype, shape: base.shape };
  },
  gradient({ inputs: [, ids], attrs: { axis }, g }) {
    return [g, undefined, pick(g, ids!, axis)];
  },
  lower: (emit, at) => void emit.node("ScatterElements", at.in, at.out, { axis: at.attrs.axis, reduction: "add" }),
});

/** Adds one element per position along `axis`: `out[i][ids[i][j]] = base[i][ids[i][j]] + elements[i][j]`. */
export function addAt(base: Tensor, ids: Tensor, elements: Tensor, axis = -1): Tensor {
  return applyAddAt([base, cast(ids, "int64"), elements], { axis: axisOf("addAt", base, axis) })[0]!;
}
