/** Operators that pick rows by number: gather, its reverse (adding rows into place), one element a row. */
import { formatShape, product, resolveAxis, type Shape } from "../shape.ts";
import { defineOp, scalar, shapeError, type Tensor } from "../tensor.ts";
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
    return [scatterAdd(g, ids!, table!.shape), undefined];
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

/** Adds rows into zeros of `shape` at the numbered places; several rows for one place add up. */
export function scatterAdd(rows: Tensor, ids: Tensor, shape: Shape): Tensor {
  const count = product(ids.shape);
  const flatIds = toInt64(reshape(ids, [count, 1]));
  const flatRows = reshape(rows, [count, ...shape.slice(1)]);
  return applyScatterAdd([broadcastTo(scalar(0, rows.dtype), shape), flatIds, flatRows], { shape })[0]!;
}

const applyToInt64 = defineOp<undefined>({
  name: "Cast",
  infer: ([x]) => ({ dtype: "int64", shape: x!.shape }),
  lower: (emit, at) => void emit.node("Cast", at.in, at.out, { to: 7 }),
});

function toInt64(ids: Tensor): Tensor {
  return ids.dtype === "int64" ? ids : applyToInt64([ids], undefined)[0]!;
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
    return [place(g, ids!, x!.shape, axis), undefined];
  },
  lower: (emit, at) => void emit.node("GatherElements", at.in, at.out, { axis: at.attrs.axis }),
});

/** One element per position along `axis`: `out[i][j] = x[i][ids[i][j]]` for the last axis. */
export function pick(x: Tensor, ids: Tensor, axis = -1): Tensor {
  return applyPick([x, toInt64(ids)], { axis: resolveAxis(axis, x.shape.length) })[0]!;
}

const applyPlace = defineOp<{ axis: number; shape: Shape }>({
  name: "ScatterElements",
  infer: ([zeros], { shape }) => ({ dtype: zeros!.dtype, shape }),
  gradient({ inputs: [, ids], attrs: { axis }, g }) {
    return [undefined, undefined, pick(g, ids!, axis)];
  },
  lower: (emit, at) => void emit.node("ScatterElements", at.in, at.out, { axis: at.attrs.axis, reduction: "add" }),
});

/** The reverse of `pick`: adds elements into zeros of `shape`. */
export function place(elements: Tensor, ids: Tensor, shape: Shape, axis = -1): Tensor {
  const at = resolveAxis(axis, shape.length);
  return applyPlace([broadcastTo(scalar(0, elements.dtype), shape), toInt64(ids), elements], { axis: at, shape })[0]!;
}
