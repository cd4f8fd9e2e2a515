/** Elementwise operators with NumPy broadcasting: sums, products, comparisons, choices, type casts. */
import { elementTypeOf } from "../../runtime/element-type.ts";
import type { Dtype } from "../../runtime/runtime.ts";
import { broadcastShapes, type Shape } from "../shape.ts";
import { defineOp, type Op, scalar, shapeError, type Tensor } from "../tensor.ts";
import { broadcastTo, reshape } from "./movement.ts";
import { reduceSum } from "./reduce.ts";

/** A tensor, or a number that becomes a scalar of the other operand's type. */
export type Operand = Tensor | number;

/** Sums `g` over the axes that broadcasting added or stretched, so that it has `shape` again. */
export function sumTo(g: Tensor, shape: Shape): Tensor {
  const lead = g.shape.length - shape.length;
  const axes: number[] = [];
  for (let i = 0; i < g.shape.length; i++) {
    if (i < lead || (shape[i - lead] === 1 && g.shape[i] !== 1)) axes.push(i);
  }
  if (axes.length === 0) return g;
  if (axes.length === lead) return reduceSum(g, axes);
  const summed = reduceSum(g, axes, true);
  return lead === 0 ? summed : reshape(summed, shape);
}

/** Element types that have gradients. */
export const floating: readonly Dtype[] = ["float32", "float64", "float16", "bfloat16"];

/** What an elementwise operator takes and gives, where that is not "any type, the same out". */
export interface ElementTypes {
  readonly takes?: readonly Dtype[];
  readonly gives?: Dtype;
}

/** Throws `shapeError` unless the inputs are of a type that the operator takes. */
export function checkTypes(name: string, inputs: readonly Tensor[], { takes }: ElementTypes): void {
  if (takes && inputs.some((t) => !takes.includes(t.dtype))) throw shapeError(name, inputs, `takes ${takes[0]} values`);
}

type BinaryGradient = (g: Tensor, a: Tensor, b: Tensor, y: Tensor) => readonly [Tensor | undefined, Tensor | undefined];

function binary(name: string, gradient?: BinaryGradient, types: ElementTypes = {}) {
  const op: Op<undefined> = {
    name,
    infer(inputs) {
      const [a, b] = inputs as [Tensor, Tensor];
      if (a.dtype !== b.dtype) throw shapeError(name, inputs, "element types differ");
      const shape = broadcastShapes(a.shape, b.shape);
      if (!shape) throw shapeError(name, inputs, "shapes do not broadcast");
      checkTypes(name, inputs, types);
      return { dtype: types.gives ?? a.dtype, shape };
    },
    lower: (emit, at) => void emit.node(name, at.in, at.out),
  };
  if (gradient) {
    op.gradient = ({ inputs, outputs, g }) => {
      const [a, b] = inputs as [Tensor, Tensor];
      const [ga, gb] = gradient(g, a, b, outputs[0]!);
      return [ga && sumTo(ga, a.shape), gb && sumTo(gb, b.shape)];
    };
  }
  const apply = defineOp(op);
  return (a: Operand, b: Operand): Tensor => {
    const like = typeof a === "number" ? b : a;
    if (typeof like === "number") throw new Error(`${name} of two numbers`);
    const x = typeof a === "number" ? scalar(a, like.dtype) : a;
    const y = typeof b === "number" ? scalar(b, like.dtype) : b;
    return apply([x, y], undefined)[0]!;
  };
}

export const add = binary("Add", (g) => [g, g]);
export const sub = binary("Sub", (g) => [g, neg(g)]);
export const mul = binary("Mul", (g, a, b) => [mul(g, b), mul(g, a)]);
export const div = binary("Div", (g, _a, b, y) => {
  const ga = div(g, b);
  return [ga, neg(mul(ga, y))];
});
/** Elementwise maximum; where operands are equal the first takes the gradient. */
export const maximum = binary("Max", (g, a, b) => {
  const second = less(a, b);
  return [where(second, 0, g), where(second, g, 0)];
});
/** Elementwise minimum; where operands are equal the first takes the gradient. */
export const minimum = binary("Min", (g, a, b) => {
  const second = greater(a, b);
  return [where(second, 0, g), where(second, g, 0)];
});
export const equal = binary("Equal", undefined, { gives: "bool" });
export const less = binary("Less", undefined, { gives: "bool" });
export const greater = binary("Greater", undefined, { gives: "bool" });
export const greaterOrEqual = binary("GreaterOrEqual", undefined, { gives: "bool" });
export const and = binary("And", undefined, { takes: ["bool"] });
export const or = binary("Or", undefined, { takes: ["bool"] });

type UnaryGradient = (g: Tensor, x: Tensor, y: Tensor) => Tensor;

function unary(name: string, gradient: UnaryGradient | undefined, types: ElementTypes = {}) {
  const op: Op<undefined> = {
    name,
    infer(inputs) {
      checkTypes(name, inputs, types);
      return { dtype: inputs[0]!.dtype, shape: inputs[0]!.shape };
    },
    lower: (emit, at) => void emit.node(name, at.in, at.out),
  };
  if (gradient) op.gradient = ({ inputs, outputs, g }) => [gradient(g, inputs[0]!, outputs[0]!)];
  const apply = defineOp(op);
  return (x: Tensor): Tensor => apply([x], undefined)[0]!;
}

/** A function of real numbers: integers are refused here rather than by the runtime. */
function smooth(name: string, gradient: UnaryGradient) {
  return unary(name, gradient, { takes: floating });
}

export const neg = unary("Neg", (g) => neg(g));
export const exp = smooth("Exp", (g, _x, y) => mul(g, y));
export const log = smooth("Log", (g, x) => div(g, x));
export const sqrt = smooth("Sqrt", (g, _x, y) => div(mul(g, 0.5), y));
export const reciprocal = smooth("Reciprocal", (g, _x, y) => neg(mul(g, mul(y, y))));
export const tanh = smooth("Tanh", (g, _x, y) => mul(g, sub(1, mul(y, y))));
export const sigmoid = smooth("Sigmoid", (g, _x, y) => mul(g, mul(y, sub(1, y))));
export const erf = smooth("Erf", (g, x) => mul(g, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI))));
/** On a GPU the sine and cosine may be 2^-11 off (WGSL asks for no more) and worse for large angles. */
export const sin = smooth("Sin", (g, x) => mul(g, cos(x)));
/** See `sin`. */
export const cos = smooth("Cos", (g, x) => neg(mul(g, sin(x))));
export const softplus = smooth("Softplus", (g, x) => mul(g, sigmoid(x)));
export const abs = unary("Abs", (g, x) => mul(g, sign(x)));
/** Negative: -1, zero: 0, positive: 1; its gradient is zero everywhere. */
export const sign = unary("Sign", (g) => mul(g, 0));
export const not = unary("Not", undefined, { takes: ["bool"] });

/** `x` squared. */
export const square = (x: Tensor): Tensor => mul(x, x);

const applyWhere = defineOp<undefined>({
  name: "Where",
  infer(inputs) {
    const [c, a, b] = inputs as [Tensor, Tensor, Tensor];
    if (c.dtype !== "bool") throw shapeError("where", inputs, "the condition must be bool");
    if (a.dtype !== b.dtype) throw shapeError("where", inputs, "element types differ");
    const ab = broadcastShapes(a.shape, b.shape);
    const shape = ab && broadcastShapes(c.shape, ab);
    if (!shape) throw shapeError("where", inputs, "shapes do not broadcast");
    return { dtype: a.dtype, shape };
  },
  gradient({ inputs, g }) {
    const [c, a, b] = inputs as [Tensor, Tensor, Tensor];
    return [undefined, sumTo(where(c, g, 0), a.shape), sumTo(where(c, 0, g), b.shape)];
  },
  lower: (emit, at) => void emit.node("Where", at.in, at.out),
});

/** `a` where the condition holds, else `b`. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  const like = typeof a === "number" ? b : a;
  const dtype = typeof like === "number" ? "float32" : like.dtype;
  const x = typeof a === "number" ? scalar(a, dtype) : a;
  const y = typeof b === "number" ? scalar(b, dtype) : b;
  return applyWhere([condition, x, y], undefined)[0]!;
}

const applyCast = defineOp<{ to: Dtype }>({
  name: "Cast",
  infer: ([x], { to }) => ({ dtype: to, shape: x!.shape }),
  gradient({ inputs: [x], g }) {
    return [floating.includes(x!.dtype) ? cast(g, x!.dtype) : undefined];
  },
  lower: (emit, at) => void emit.node("Cast", at.in, at.out, { to: elementTypeOf[at.attrs.to] }),
});

/** The same values as another element type. */
export function cast(x: Tensor, to: Dtype): Tensor {
  return x.dtype === to ? x : applyCast([x], { to })[0]!;
}

/** Zeros in the shape of `x`. */
export function zerosLike(x: Tensor): Tensor {
  return broadcastTo(scalar(0, x.dtype), x.shape, x);
}
