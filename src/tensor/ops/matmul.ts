/** Matrix products: batched with broadcasting, and the plain two-dimensional `gemm` with an added bias. */
import { broadcastShapes, product, type Shape } from "../shape.ts";
import { defineOp, shapeError, type Tensor } from "../tensor.ts";
import { sumTo } from "./arithmetic.ts";
import { flatten, reshape, transpose } from "./movement.ts";

interface MatMulAttributes {
  readonly transA: boolean;
  readonly transB: boolean;
}

/** The product's shape, or `undefined` where the operands do not fit. */
function productShape(a: Shape, b: Shape, { transA, transB }: MatMulAttributes): Shape | undefined {
  if (a.length < 2 || b.length < 2) return undefined;
  const [m, k] = transA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const [k2, n] = transB ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  return k === k2 && batch ? [...batch, m, n] : undefined;
}

function transposition({ transA, transB }: MatMulAttributes): string {
  if (!transA && !transB) return "";
  return ` (${transA && transB ? "both" : transA ? "first" : "second"} transposed)`;
}

const applyMatMul = defineOp<MatMulAttributes>({
  name: "MatMul",
  infer(inputs, attrs) {
    const [a, b] = inputs as [Tensor, Tensor];
    const shape = productShape(a.shape, b.shape, attrs);
    if (a.dtype !== b.dtype) throw shapeError("matmul", inputs, "element types differ");
    if (!shape) throw shapeError("matmul", inputs, `do not multiply${transposition(attrs)}`);
    return { dtype: a.dtype, shape };
  },
  gradient({ inputs, attrs: { transA, transB }, g }) {
    const [a, b] = inputs as [Tensor, Tensor];
    // y = A B: dA = g B^T, dB = A^T g; each flag moves the transposition to the other side
    const ga = transA ? matmul(b, g, { transA: transB, transB: true }) : matmul(g, b, { transB: !transB });
    const gb = rightGradient(a, b, g, { transA, transB });
    return [sumTo(ga, a.shape), sumTo(gb, b.shape)];
  },
  lower(emit, { in: [a, b], out, node, attrs: { transA, transB } }) {
    if (!transA && !transB) {
      emit.node("MatMul", [a!, b!], out);
    } else if (emit.target === "cpu" && node.outputs[0]!.dtype === "float32") {
      emit.node("FusedMatMul", [a!, b!], out, { transA: +transA, transB: +transB }, "com.microsoft");
    } else {
      const turned = [a!, b!].map((name, i) => {
        if (!(i === 0 ? transA : transB)) return name;
        const rank = node.inputs[i]!.shape.length;
        const order = [...Array(rank - 2).keys(), rank - 1, rank - 2];
        return emit.node("Transpose", [name], 1, { perm: order })[0]!;
      });
      emit.node("MatMul", turned, out);
    }
  },
});

/** dB of y = A B; over a batch it has the batch's axes, unless one matrix has served all of it. */
function rightGradient(a: Tensor, b: Tensor, g: Tensor, { transA, transB }: MatMulAttributes): Tensor {
  if (!transA && b.shape.length === 2) return weightGradient(a, g, transB);
  return transB ? matmul(g, a, { transA: true, transB: transA }) : matmul(a, g, { transA: !transA });
}

/**
 * A shared matrix's gradient from a batch: one product over all rows instead of a batch of products to sum. The narrower
 * operand is turned first and not inside the product: several matrices that have read `a` then turn it once.
 */
function weightGradient(a: Tensor, g: Tensor, transB: boolean): Tensor {
  const [inputs, outputs] = [a.shape.at(-1)!, g.shape.at(-1)!];
  const narrow = !(typeof inputs === "number" && typeof outputs === "number") || inputs <= outputs;
  const y = narrow ? matmul(turnedRows(a), flatten(g, 0, -1)) : matmul(turnedRows(g), flatten(a, 0, -1)); // [I, O] or [O, I]
  return narrow === transB ? transpose(y, [1, 0]) : y;
}

/**
 * `[..., D]` to `[D, N]`. As a batch of one: ONNX Runtime would move the transposition of a plain matrix into each product,
 * where every thread does it again.
 */
function turnedRows(t: Tensor): Tensor {
  const [n, width] = [product(t.shape.slice(0, -1)), t.shape.at(-1)!];
  return reshape(transpose(reshape(t, [1, n, width]), [0, 2, 1]), [width, n]);
}

/** `a @ b` over the last two axes, the axes before them broadcast; either operand may be taken transposed. */
export function matmul(a: Tensor, b: Tensor, options: { transA?: boolean; transB?: boolean } = {}): Tensor {
  return applyMatMul([a, b], { transA: options.transA ?? false, transB: options.transB ?? false })[0]!;
}

const applyGemm = defineOp<MatMulAttributes>({
  name: "Gemm",
  infer(inputs, attrs) {
    const [a, b, c] = inputs as [Tensor, Tensor, Tensor | undefined];
    const shape = a.shape.length === 2 && b.shape.length === 2 ? productShape(a.shape, b.shape, attrs) : undefined;
    const fits = shape && (!c || broadcastShapes(c.shape, shape)?.every((d, i) => d === shape[i]));
    if (!shape || !fits || inputs.some((t) => t.dtype !== a.dtype)) {
      throw shapeError("gemm", inputs, "are not two matrices that multiply and a term that broadcasts to the product");
    }
    return { dtype: a.dtype, shape };
  },
  gradient({ inputs, attrs: { transA, transB }, g }) {
    const [a, b, c] = inputs as [Tensor, Tensor, Tensor | undefined];
    const ga = transA ? matmul(b, g, { transA: transB, transB: true }) : matmul(g, b, { transB: !transB });
    const gb = rightGradient(a, b, g, { transA, transB });
    return c ? [ga, gb, sumTo(g, c.shape)] : [ga, gb];
  },
  lower(emit, at) {
    const { transA, transB } = at.attrs;
    emit.node("Gemm", at.in, at.out, { transA: +transA, transB: +transB });
  },
});

/** `a @ b + c` of matrices in one operator. */
export function gemm(a: Tensor, b: Tensor, c?: Tensor, options: { transA?: boolean; transB?: boolean } = {}): Tensor {
  const attrs = { transA: options.transA ?? false, transB: options.transB ?? false };
  return applyGemm(c ? [a, b, c] : [a, b], attrs)[0]!;
}
