/** Nonlinearities and normalisations of the two towers and the language model. */
import { product as extentOf } from "../shape.ts";
import { axisOf, defineOp, type Signature, shapeError, type Tensor } from "../tensor.ts";
import {
  add,
  and,
  checkTypes,
  erf,
  exp,
  floating,
  greater,
  less,
  mul,
  sigmoid,
  sub,
  sumTo,
  where,
} from "./arithmetic.ts";
import { matmul } from "./matmul.ts";
import { flatten, reshape } from "./movement.ts";
import { reduceSum } from "./reduce.ts";

/** The rule of a function of real numbers that keeps shape and type. */
function sameAs(name: string, inputs: readonly Tensor[]): Signature {
  checkTypes(name, inputs, { takes: floating });
  return { dtype: inputs[0]!.dtype, shape: inputs[0]!.shape };
}

/** Whether `t` is a vector that goes with the last axis of `x`. */
function isVectorFor(x: Tensor, t: Tensor): boolean {
  return t.shape.length === 1 && t.shape[0] === x.shape.at(-1) && t.dtype === x.dtype;
}

const applySoftmax = defineOp<{ axis: number }>({
  name: "Softmax",
  infer: (inputs) => sameAs("Softmax", inputs),
  gradient({ outputs: [y], attrs: { axis }, g }) {
    const gy = mul(g, y!);
    return [sub(gy, mul(y!, reduceSum(gy, [axis], true)))];
  },
  lower: (emit, at) => void emit.node("Softmax", at.in, at.out, { axis: at.attrs.axis }),
});

/** Exponentials normalised to sum one along `axis`. */
export function softmax(x: Tensor, axis = -1): Tensor {
  return applySoftmax([x], { axis: axisOf("softmax", x, axis) })[0]!;
}

const applyLogSoftmax = defineOp<{ axis: number }>({
  name: "LogSoftmax",
  infer: (inputs) => sameAs("LogSoftmax", inputs),
  gradient({ outputs: [y], attrs: { axis }, g }) {
    return [sub(g, mul(exp(y!), reduceSum(g, [axis], true)))];
  },
  lower(emit, { in: [x], out, attrs: { axis } }) {
    if (emit.target !== "webgpu") {
      emit.node("LogSoftmax", [x!], out, { axis });
      return;
    }
    const along = emit.ints([axis]);
    const top = emit.node("ReduceMax", [x!, along], 1, { keepdims: 1 })[0]!;
    const shifted = emit.node("Sub", [x!, top], 1)[0]!;
    const total = emit.node("ReduceSum", [emit.node("Exp", [shifted], 1)[0]!, along], 1, { keepdims: 1 })[0]!;
    emit.node("Sub", [shifted, emit.node("Log", [total], 1)[0]!], out);
  },
});

/** The logarithm of `softmax`, exact also where a probability is too small for a number. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return applyLogSoftmax([x], { axis: axisOf("logSoftmax", x, axis) })[0]!;
}

const applyHardSigmoid = defineOp<{ slope: number; offset: number }>({
  name: "HardSigmoid",
  infer: (inputs) => sameAs("HardSigmoid", inputs),
  gradient({ outputs: [y], attrs: { slope }, g }) {
    const isInside = and(greater(y!, 0), less(y!, 1));
    return [where(isInside, mul(g, slope), 0)];
  },
  lower(emit, { in: ins, out, attrs: { slope, offset } }) {
    emit.node("HardSigmoid", ins, out, { alpha: { float: slope }, beta: { float: offset } });
  },
});

/** `slope * x + offset`, but at least 0 and at most 1: one pass over memory. float32 and float16 only. */
export const hardSigmoid = (x: Tensor, slope: number, offset: number): Tensor =>
  applyHardSigmoid([x], { slope, offset })[0]!;

const applyGelu = defineOp<undefined>({
  name: "Gelu",
  infer: (inputs) => sameAs("Gelu", inputs),
  gradient({ inputs: [x], g }) {
    // Phi(x) + x phi(x) with z = x / sqrt(2); factors that are numbers stand where they take no pass of their own
    const z = mul(x!, Math.SQRT1_2);
    const cdf = hardSigmoid(erf(z), 0.5, 0.5);
    const density = mul(z, exp(sub(-Math.log(Math.PI) / 2, mul(z, z)))); // z exp(-z^2) / sqrt(pi)
    return [mul(g, add(cdf, density))];
  },
  lower: (emit, at) => void emit.node("Gelu", at.in, at.out, {}, "com.microsoft"),
});

/** The exact GELU, x * Phi(x) with the error function (spec 1.2; the tanh form differs by 1e-4). */
export const gelu = (x: Tensor): Tensor => applyGelu([x], undefined)[0]!;

const applySilu = defineOp<undefined>({
  name: "Silu",
  infer: (inputs) => sameAs("Silu", inputs),
  gradient({ inputs: [x], outputs: [y], g }) {
    const s = sigmoid(x!);
    return [mul(g, add(s, mul(y!, sub(1, s))))];
  },
  lower: (emit, at) => void emit.node("QuickGelu", at.in, at.out, { alpha: { float: 1 } }, "com.microsoft"),
});

/** x * sigmoid(x). */
export const silu = (x: Tensor): Tensor => applySilu([x], undefined)[0]!;

/** The mean over the last axis of `x * w`, `[..., D]` and `[D]` to `[..., 1]`. */
function weightedMean(x: Tensor, w: Tensor): Tensor {
  const width = w.shape[0] as number;
  const means = matmul(flatten(x, 0, -1), reshape(mul(w, 1 / width), [width, 1])); // [N, 1]
  return reshape(means, [...x.shape.slice(0, -1), 1]);
}

/** The sum over all rows of `x * r`, `[..., D]` and `[..., 1]` to `[D]`. */
function weightedRows(x: Tensor, r: Tensor): Tensor {
  const n = extentOf(r.shape);
  return reshape(matmul(reshape(r, [1, n]), flatten(x, 0, -1)), [x.shape.at(-1)!]);
}

const applyLayerNorm = defineOp<{ eps: number }>({
  name: "LayerNormalization",
  infer(inputs) {
    const [x, weight, bias] = inputs as [Tensor, Tensor, Tensor];
    if (!isVectorFor(x, weight) || !isVectorFor(x, bias)) {
      throw shapeError("layerNorm", inputs, "weight and bias must match the last axis");
    }
    const statistics = [...x.shape.slice(0, -1), 1];
    return [
      { dtype: x.dtype, shape: x.shape },
      { dtype: "float32", shape: statistics },
      { dtype: "float32", shape: statistics },
    ];
  },
  gradient({ inputs, outputs, g }) {
    const [x, weight, bias] = inputs as [Tensor, Tensor, Tensor];
    const [, mean, inverse] = outputs as [Tensor, Tensor, Tensor];
    const centred = sub(x, mean);
    const product = mul(g, centred);
    // with n = inverse * centred: inverse * (g w - mean(g w) - n mean(g w n)), the means as products with w
    const part = mul(mul(weightedMean(product, weight), inverse), inverse);
    const gx = mul(inverse, sub(sub(mul(g, weight), weightedMean(g, weight)), mul(centred, part)));
    return [gx, weightedRows(product, inverse), sumTo(g, bias.shape)];
  },
  lower(emit, { in: ins, out, used, attrs: { eps } }) {
    const wanted = out.slice(0, used.lastIndexOf(true) + 1);
    emit.node("LayerNormalization", ins, wanted, { axis: -1, epsilon: { float: eps } });
  },
});

/** Normalises the last axis to mean 0 and (biased) variance 1, then scales and shifts. */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, eps: number): Tensor {
  return applyLayerNorm([x, weight, bias], { eps })[0]!;
}

const applyRmsNorm = defineOp<{ eps: number }>({
  name: "SimplifiedLayerNormalization",
  infer(inputs) {
    const [x, weight] = inputs as [Tensor, Tensor];
    if (!isVectorFor(x, weight)) throw shapeError("rmsNorm", inputs, "the weight must match the last axis");
    return [
      { dtype: x.dtype, shape: x.shape },
      { dtype: "float32", shape: [...x.shape.slice(0, -1), 1] },
    ];
  },
  gradient({ inputs, outputs, g }) {
    const [x, weight] = inputs as [Tensor, Tensor];
    const inverse = outputs[1]!;
    const product = mul(g, x!);
    // with n = inverse * x: inverse * (g w - n mean(g w n)), the mean as a product with w
    const part = mul(mul(weightedMean(product, weight), inverse), mul(inverse, inverse));
    return [sub(mul(mul(g, weight), inverse), mul(x, part)), weightedRows(product, inverse)];
  },
  lower(emit, { in: ins, out, used, attrs: { eps } }) {
    const attributes = { axis: -1, epsilon: { float: eps } };
    if (!used[1] || emit.target === "cpu") {
      emit.node("SimplifiedLayerNormalization", ins, used[1] ? out : out.slice(0, 1), attributes);
      return;
    }
    // ONNX Runtime's WebGPU kernel leaves the second output unwritten
    emit.node("SimplifiedLayerNormalization", ins, out.slice(0, 1), attributes);
    const squares = emit.node("Mul", [ins[0]!, ins[0]!], 1)[0]!;
    const mean = emit.node("ReduceMean", [squares, emit.ints([-1])], 1, { keepdims: 1 })[0]!;
    const shifted = emit.node("Add", [mean, emit.constant("float32", [], Float32Array.of(eps))], 1)[0]!;
    emit.node("Reciprocal", [emit.node("Sqrt", [shifted], 1)[0]!], out.slice(1));
  },
});

/** Divides the last axis by its root mean square, then scales (RMSNorm). */
export function rmsNorm(x: Tensor, weight: Tensor, eps: number): Tensor {
  return applyRmsNorm([x, weight], { eps })[0]!;
}
