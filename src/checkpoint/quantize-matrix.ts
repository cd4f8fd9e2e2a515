/**
 * The arithmetic of quantisation as programs: a slab of rows of a matrix goes in, packed weights, scales and zero points
 * come out. ONNX Runtime runs them, so nothing here loops over weights.
 */
import type { Dtype } from "../runtime/runtime.ts";
import {
  abs,
  add,
  type BlockLayout,
  cast,
  div,
  input,
  less,
  maximum,
  minimum,
  mul,
  neg,
  pad,
  type Quantization,
  reduceMax,
  reduceSum,
  reshape,
  slice,
  square,
  sub,
  type Tensor,
  transpose,
  where,
} from "../tensor/index.ts";

/** The outputs of a program for one quantisation; `zeros` only for blocks. */
export interface MatrixOutputs {
  readonly [name: string]: Tensor;
  readonly packed: Tensor;
  readonly scales: Tensor;
}

/**
 * Input `rows` [rows, inputs] of the given element type. In blocks the outputs are `packed` uint8 [rows, blocks,
 * bytes], `scales` float32 [rows, blocks] and `zeros` uint8 [rows, bytes]; for int8 `packed` int8 [inputs, rows] and
 * `scales` float32 [rows].
 */
export function quantizationProgram(quantization: Quantization, inputs: number, dtype: Dtype): MatrixOutputs {
  const rows = cast(input("rows", dtype, ["rows", inputs]), "float32");
  return quantization.kind === "int8" ? int8Rows(rows) : blockRows(rows, inputs, quantization);
}

/** Weights between -127 and 127, so that a row's largest magnitude is exact; -128 would break the symmetry. */
function int8Rows(rows: Tensor): MatrixOutputs {
  const scales = maximum(div(reduceMax(abs(rows), [1], true), 127), smallest); // [rows, 1]
  const packed = cast(round(div(rows, scales)), "int8");
  return { packed: transpose(packed, [1, 0]), scales: reshape(scales, ["rows"]) };
}

/** Keeps the scale of a block of zeros, which nothing is divided by exactly, above zero. */
const smallest = 1e-20;

/** Shares of a block's range that its scale is tried for: cutting off the extremes is worth more than keeping them. */
const shares = { 4: [1, 0.92, 0.84, 0.76, 0.68], 8: [1] } as const;

function blockRows(rows: Tensor, inputs: number, { bits, block }: BlockLayout): MatrixOutputs {
  const blocks = Math.ceil(inputs / block);
  const levels = 2 ** bits - 1;
  const x = reshape(pad(rows, 1, 0, blocks * block - inputs), ["rows", blocks, block]);
  const high = maximum(reduceMax(x, [2], true), 0); // [rows, blocks, 1], and so are all below
  const low = maximum(reduceMax(neg(x), [2], true), 0); // the depth below zero
  const range = maximum(add(high, low), smallest);
  const zero = round(mul(div(low, range), levels));

  let best = attempt(x, div(range, levels), zero, levels);
  for (const share of shares[bits].slice(1)) {
    best = better(best, attempt(x, mul(range, share / levels), zero, levels));
  }
  const chosen = best.scale;
  for (const step of [-1, 1]) {
    const moved = minimum(maximum(add(zero, step), 0), levels);
    best = better(best, attempt(x, chosen, moved, levels));
  }
  // with the whole numbers fixed, the scale of least squared error has a formula
  const whole = centred(x, best.scale, best.zero, levels); // [rows, blocks, block]
  const weight = reduceSum(square(whole), [2], true);
  const fitted = div(reduceSum(mul(x, whole), [2], true), maximum(weight, 1));
  const scale = where(less(fitted, smallest), best.scale, fitted);

  const bytes = Math.ceil((blocks * bits) / 8);
  const zeros = pad(reshape(best.zero, ["rows", blocks]), 1, 0, (bytes * 8) / bits - blocks);
  return {
    packed: pack(add(whole, best.zero), bits, ["rows", blocks, (block * bits) / 8]),
    scales: reshape(scale, ["rows", blocks]),
    zeros: pack(zeros, bits, ["rows", bytes]),
  };
}

interface Attempt {
  readonly scale: Tensor;
  readonly zero: Tensor;
  /** Sum of squared errors of each block. */
  readonly error: Tensor;
}

function attempt(x: Tensor, scale: Tensor, zero: Tensor, levels: number): Attempt {
  const restored = mul(centred(x, scale, zero, levels), scale);
  return { scale, zero, error: reduceSum(square(sub(restored, x)), [2], true) };
}

/** x / scale as whole numbers between -zero and levels - zero. */
function centred(x: Tensor, scale: Tensor, zero: Tensor, levels: number): Tensor {
  return minimum(maximum(round(mul(x, div(1, scale))), neg(zero)), sub(levels, zero));
}

function better(a: Attempt, b: Attempt): Attempt {
  const second = less(b.error, a.error);
  const choose = (of: "scale" | "zero" | "error") => where(second, b[of], a[of]);
  return { scale: choose("scale"), zero: choose("zero"), error: choose("error") };
}

/** To the nearest whole number, ties to even, for magnitudes below 2^22: larger ones lose their fraction in float32. */
function round(x: Tensor): Tensor {
  const large = 1.5 * 2 ** 23;
  return sub(add(x, large), large);
}

/** Whole numbers as bytes; of two 4-bit ones the first takes the low half. */
function pack(whole: Tensor, bits: 4 | 8, shape: readonly (number | string)[]): Tensor {
  if (bits === 8) return reshape(cast(whole, "uint8"), shape);
  const pairs = reshape(whole, [...shape, 2]);
  const [low, high] = [0, 1].map((i) => slice(pairs, -1, i, i + 1)) as [Tensor, Tensor];
  return reshape(cast(add(low, mul(high, 16)), "uint8"), shape);
}
