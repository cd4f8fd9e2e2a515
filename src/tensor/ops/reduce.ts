/** Reductions over axes of known extent: sum, mean, maximum; and the position of the maximum. */
import { product, type Shape } from "../shape.ts";
import { axisOf, defineOp, shapeError, type Tensor } from "../tensor.ts";
import { cast, div, equal, mul } from "./arithmetic.ts";
import { broadcastTo, reshape } from "./movement.ts";

interface ReduceAttributes {
  readonly axes: readonly number[];
  readonly keep: boolean;
}

function reducedShape(shape: Shape, { axes, keep }: ReduceAttributes): Shape {
  return keep ? shape.map((d, i) => (axes.includes(i) ? 1 : d)) : shape.filter((_, i) => !axes.includes(i));
}

/** A gradient (or result) of a reduction, shaped to broadcast against the reduced tensor again. */
function reopened(g: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  return reshape(
    g,
    x.shape.map((d, i) => (axes.includes(i) ? 1 : d)),
  );
}

/** Most rows whose sum is a product with a vector of ones, which the program then holds. */
const mostRows = 1 << 16;

/** Rows and columns of `x` as a matrix where all axes but the last are summed and their extents are known. */
function summedRows({ dtype, shape }: Tensor, axes: readonly number[]): [number, number] | undefined {
  const leading = axes.length === shape.length - 1 && !axes.includes(shape.length - 1);
  const [rows, columns] = [product(shape.slice(0, -1)), shape.at(-1)];
  const known = typeof rows === "number" && typeof columns === "number";
  return dtype === "float32" && leading && known && rows > 1 && rows <= mostRows ? [rows, columns] : undefined;
}

function reduction(
  name: "ReduceSum" | "ReduceMean" | "ReduceMax",
  gradient: (g: Tensor, x: Tensor, y: Tensor, axes: readonly number[]) => Tensor,
) {
  const apply = defineOp<ReduceAttributes>({
    name,
    infer: ([x], attrs) => ({ dtype: x!.dtype, shape: reducedShape(x!.shape, attrs) }),
    gradient: ({ inputs: [x], outputs: [y], attrs: { axes }, g }) => [gradient(g, x!, y!, axes)],
    lower(emit, { in: [x], out, node, attrs: { axes, keep } }) {
      const rows = name === "ReduceSum" && emit.target === "cpu" ? summedRows(node.inputs[0]!, axes) : undefined;
      if (rows === undefined) {
        emit.node(name, [x!, emit.ints(axes)], out, { keepdims: keep ? 1 : 0 });
        return;
      }
      // the kernel walks down each column; a product with ones walks along the rows, three times as fast
      const [, columns] = rows;
      const flat = emit.node("Reshape", [x!, emit.ints(rows)], 1)[0]!;
      const ones = emit.constant("float32", [1, rows[0]], new Float32Array(rows[0]).fill(1));
      const sum = emit.node("MatMul", [ones, flat], 1)[0]!;
      emit.node("Reshape", [sum, emit.ints(keep ? [...axes.map(() => 1), columns] : [columns])], out);
    },
  });
  return (x: Tensor, axes?: readonly number[], keep = false): Tensor => {
    const at = (axes ?? x.shape.map((_, i) => i)).map((a) => axisOf(name, x, a));
    return at.length === 0 ? x : apply([x], { axes: at, keep })[0]!;
  };
}

/** Sum over `axes` (default: all). */
export const reduceSum = reduction("ReduceSum", (g, x, _y, axes) => broadcastTo(reopened(g, x, axes), x.shape, x));

/** Mean over `axes` (default: all). */
export const reduceMean = reduction("ReduceMean", (g, x, _y, axes) => {
  const count = product(axes.map((a) => x.shape[a]!));
  if (typeof count !== "number") throw shapeError("the gradient of reduceMean", [x], "needs known extents");
  return broadcastTo(div(reopened(g, x, axes), count), x.shape, x);
});

/** Maximum over `axes` (default: all); equal maxima share the gradient. */
export const reduceMax = reduction("ReduceMax", (g, x, y, axes) => {
  const hits = cast(equal(x, reopened(y, x, axes)), x.dtype);
  return mul(hits, div(reopened(g, x, axes), reduceSum(hits, axes, true)));
});

const applyArgMax = defineOp<{ axis: number }>({
  name: "ArgMax",
  infer: ([x], { axis }) => ({ dtype: "int64", shape: x!.shape.filter((_, i) => i !== axis) }),
  lower: (emit, at) => void emit.node("ArgMax", at.in, at.out, { axis: at.attrs.axis, keepdims: 0 }),
});

/** Position of the first maximum along an axis. */
export function argMax(x: Tensor, axis: number): Tensor {
  return applyArgMax([x], { axis: axisOf("argMax", x, axis) })[0]!;
}
