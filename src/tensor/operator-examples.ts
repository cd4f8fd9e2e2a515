/**
 * For tests on other devices: a small program for every operator, its gradients included, with values to run it on.
 * Whatever computes these as the CPU does can compute the model.
 */
import { sizeOf } from "../runtime/dtype.ts";
import type { TypedArray } from "../runtime/runtime.ts";
import { grad } from "./grad.ts";
import * as activation from "./ops/activation.ts";
import * as arithmetic from "./ops/arithmetic.ts";
import { type AttentionOptions, attention } from "./ops/attention.ts";
import { conv2d, convTranspose2d } from "./ops/convolution.ts";
import { cachedAttention, gatherQuantized, int8Matmul, quantizedMatmul, takeRows } from "./ops/fused.ts";
import { addAt, gather, pick, scatterAdd } from "./ops/indexing.ts";
import { chunkedCrossEntropy, crossEntropy } from "./ops/loss.ts";
import { gemm, matmul } from "./ops/matmul.ts";
import { broadcastTo, concat, pad, reshape, slice, split, transpose } from "./ops/movement.ts";
import { argMax, reduceMax, reduceMean, reduceSum } from "./ops/reduce.ts";
import { rotary } from "./ops/rotary.ts";
import { waitFor } from "./recompute.ts";
import { constant, input, type Tensor } from "./tensor.ts";

export interface OperatorExample {
  readonly name: string;
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly feeds: Readonly<Record<string, TypedArray>>;
}

type Shape = readonly number[];

/** Numbers that look random, between `low` and `high`. */
function spread(n: number, low: number, high: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => low + ((high - low) * ((i * 7919 + 13) % 1009)) / 1009);
}

/** `fn` of float32 inputs and its gradients, started from uneven numbers. */
function smooth(
  name: string,
  shapes: readonly Shape[],
  fn: (...inputs: Tensor[]) => Tensor,
  [low, high]: readonly [number, number] = [-1, 1],
): OperatorExample {
  const inputs = shapes.map((shape, i) => input(`x${i}`, "float32", shape));
  const y = fn(...inputs);
  const seed = constant(spread(sizeOf(y.shape as number[]), 0.1, 1.3), y.shape as number[], "float32");
  const gradients = grad(y, inputs, seed).map((g, i) => [`g${i}`, g] as const);
  const feeds = shapes.map((shape, i) => [`x${i}`, spread(sizeOf(shape), low, high)] as const);
  return { name, outputs: { y, ...Object.fromEntries(gradients) }, feeds: Object.fromEntries(feeds) };
}

/** `fn` of float32 inputs without its gradients: some operators then have another form. */
function forward(name: string, shapes: readonly Shape[], fn: (...inputs: Tensor[]) => Tensor): OperatorExample {
  const { outputs, feeds } = smooth(name, shapes, fn);
  return { name: `${name}, forward only`, outputs: { y: outputs.y! }, feeds };
}

const int64 = (shape: Shape, ...values: number[]) => constant(BigInt64Array.from(values, BigInt), shape, "int64");
const int32 = (shape: Shape, ...values: number[]) => constant(Int32Array.from(values), shape, "int32");

/** All of them, built afresh. */
export function operatorExamples(): OperatorExample[] {
  return [
    ...elementwise(),
    ...movement(),
    ...products(),
    ...rows(),
    ...attentions(),
    ...convolutions(),
    ...indexing(),
    ...generation(),
    logic(),
  ];
}

function elementwise(): OperatorExample[] {
  const { add, sub, mul, div, maximum, minimum, where, greater } = arithmetic;
  const { neg, exp, log, sqrt, reciprocal, tanh, sigmoid, erf, sin, cos, softplus, abs, sign } = arithmetic;
  const two = Object.entries({ add, sub, mul, div, maximum, minimum });
  const one = Object.entries({ neg, exp, log, sqrt, reciprocal, tanh, sigmoid, erf, sin, cos, softplus, abs, sign });
  return [
    ...two.map(([name, fn]) => smooth(name, [[2, 3], [3]], fn, [0.5, 2])),
    ...one.map(([name, fn]) => smooth(name, [[2, 3]], fn, [0.5, 2])),
    smooth("where", [[2, 3], [3]], (a, b) => where(greater(a, b), a, b)),
    smooth("hardSigmoid", [[3, 8]], (x) => activation.hardSigmoid(x, 0.4, 0.5), [-3, 3]),
    smooth("gelu", [[3, 8]], activation.gelu, [-3, 3]),
    smooth("silu", [[3, 8]], activation.silu, [-3, 3]),
  ];
}

function movement(): OperatorExample[] {
  return [
    smooth("reshape", [[2, 3]], (x) => reshape(x, [3, 2])),
    smooth("transpose", [[2, 3, 4]], (x) => transpose(x, [2, 0, 1])),
    smooth("broadcastTo", [[3]], (x) => broadcastTo(x, [2, 3])),
    smooth(
      "concat",
      [
        [2, 3],
        [2, 1],
      ],
      (a, b) => concat([a, b], 1),
    ),
    smooth("slice", [[2, 5]], (x) => slice(x, 1, 1, 3)),
    smooth("slice with a step", [[2, 5]], (x) => slice(x, 1, 1, 5, 2)),
    smooth("split", [[2, 5]], (x) => concat(split(x, 1, [2, 3]).reverse(), 1)),
    smooth("pad", [[2, 3]], (x) => pad(x, 1, 1, 2)),
  ];
}

function products(): OperatorExample[] {
  const flags = [false, true].flatMap((transA) => [false, true].map((transB) => ({ transA, transB })));
  return [
    ...flags.flatMap((o) => [
      smooth(
        `matmul ${JSON.stringify(o)}`,
        [
          [2, 4, 4],
          [4, 4],
        ],
        (a, b) => matmul(a, b, o),
      ),
      smooth(`gemm ${JSON.stringify(o)}`, [[4, 4], [4, 4], [4]], (a, b, c) => gemm(a, b, c, o)),
    ]),
    smooth(
      "matmul of batches that broadcast",
      [
        [2, 1, 3, 4],
        [3, 4, 2],
      ],
      (a, b) => matmul(a, b),
    ),
  ];
}

function rows(): OperatorExample[] {
  const reductions = Object.entries({ reduceSum, reduceMean, reduceMax });
  const labels = int64([3], 2, -100, 1);
  return [
    ...reductions.map(([name, fn]) => smooth(`${name} of rows`, [[3, 4]], (x) => fn(x, [-1]))),
    ...reductions.map(([name, fn]) => smooth(`${name} of columns`, [[3, 4, 2]], (x) => fn(x, [1], true))),
    ...reductions.map(([name, fn]) => smooth(`${name} of all`, [[3, 4]], (x) => fn(x))),
    smooth("softmax", [[2, 3, 8]], (x) => activation.softmax(x)),
    smooth("softmax along another axis", [[2, 3, 8]], (x) => activation.softmax(x, 1)),
    smooth("logSoftmax", [[3, 8]], (x) => activation.logSoftmax(x)),
    smooth("layerNorm", [[3, 8], [8], [8]], (x, w, b) => activation.layerNorm(x, w, b, 1e-6)),
    smooth("rmsNorm", [[3, 8], [8]], (x, w) => activation.rmsNorm(x, w, 1e-6)),
    smooth("crossEntropy", [[3, 5]], (x) => crossEntropy(x, labels)),
    smooth(
      "chunkedCrossEntropy",
      [
        [3, 4],
        [5, 4],
      ],
      (x, w) => chunkedCrossEntropy(x, w, labels, 2),
    ),
    smooth("rotary", [[2, 2, 3, 8]], (x) => rotary(x, int32([2, 3], 0, 1, 2, 1, 0, 4), ...turns(5, 4))),
    smooth("waitFor", [[2]], (x) => arithmetic.add(x, waitFor(arithmetic.mul(x, 3), [arithmetic.exp(x)]))),
  ];
}

function attentions(): OperatorExample[] {
  const [q, kv] = [
    [1, 2, 40, 8],
    [1, 2, 36, 8],
  ];
  const biases: readonly (readonly [string, Shape[], (a?: Tensor, b?: Tensor) => AttentionOptions])[] = [
    ["attention", [], () => ({})],
    ["attention under a mask", [[40, 36]], (mask) => ({ mask })],
    [
      "attention over a grid",
      [
        [1, 2, 40, 4],
        [1, 2, 40, 9],
      ],
      (a, b) => ({ grid: { rows: a!, columns: b! } }),
    ],
  ];
  return biases.flatMap(([name, more, options]) => {
    const fn = (q: Tensor, k: Tensor, v: Tensor, a?: Tensor, b?: Tensor) => attention(q, k, v, options(a, b));
    const shapes = [q, kv, kv, ...more] as Shape[];
    return [smooth(name, shapes, fn as Operator), forward(name, shapes, fn as Operator)];
  });
}

type Operator = (...inputs: Tensor[]) => Tensor;

/** Tables of cosines and sines. */
function turns(length: number, half: number): [Tensor, Tensor] {
  const table = (f: (angle: number) => number) =>
    constant(
      Float32Array.from({ length: length * half }, (_, i) => f(i / 9)),
      [length, half],
      "float32",
    );
  return [table(Math.cos), table(Math.sin)];
}

function convolutions(): OperatorExample[] {
  return [
    smooth(
      "conv2d",
      [
        [2, 2, 5, 5],
        [3, 2, 3, 3],
      ],
      (x, w) => conv2d(x, w, { padding: 1 }),
    ),
    smooth(
      "conv2d with a stride",
      [
        [1, 2, 7, 8],
        [3, 2, 3, 3],
      ],
      (x, w) => conv2d(x, w, { stride: 2, padding: 1 }),
    ),
    smooth(
      "convTranspose2d",
      [
        [1, 3, 4, 4],
        [3, 2, 3, 3],
      ],
      (x, w) => convTranspose2d(x, w, { stride: 2, padding: 1, size: [7, 8] }),
    ),
  ];
}

function indexing(): OperatorExample[] {
  return [
    smooth("gather by int64", [[4, 3]], (x) => gather(x, int64([3], 2, 0, 2))),
    smooth("gather by int32", [[4, 3]], (x) => gather(x, int32([2, 2], 2, 0, 2, 3))),
    smooth("scatterAdd", [[3, 2]], (x) => scatterAdd(x, int32([3], 2, 0, 2), [4, 2])),
    smooth("pick", [[2, 3]], (x) => pick(x, int64([2, 1], 2, 0))),
    smooth(
      "addAt",
      [
        [2, 3],
        [2, 2],
      ],
      (x, e) => addAt(x, int64([2, 2], 1, 1, 0, 2), e),
    ),
  ];
}

function logic(): OperatorExample {
  const { and, cast, equal, greater, greaterOrEqual, less, not, or } = arithmetic;
  const [a, b] = [input("a", "float32", [2, 3]), input("b", "float32", [3])];
  const some = or(greater(a, b), and(less(a, b), not(equal(a, b))));
  const outputs = {
    bool: greaterOrEqual(a, b),
    float: cast(some, "float32"),
    whole: cast(a, "int32"),
    long: cast(cast(a, "int64"), "float32"),
    largest: argMax(a, -1),
  };
  return { name: "comparisons and casts", outputs, feeds: { a: spread(6, -3, 3), b: spread(3, -3, 3) } };
}

function generation(): OperatorExample[] {
  const value = (name: string, shape: Shape, low = -1, high = 1) =>
    [input(name, "float32", shape), spread(sizeOf(shape), low, high)] as const;
  const [heads, kvHeads, d, capacity] = [2, 1, 16, 8];
  const [qkv, qkvData] = value("qkv", [1, 3, (heads + 2 * kvHeads) * d]);
  const cache = [1, kvHeads, capacity, d];
  const [key, keyData] = value("key", cache);
  const [past, pastData] = value("past", cache);
  const [cosines, sines] = turns(capacity, d / 2);
  const at = { lastPosition: int32([1], 4), total: int32([1], 5), cosines, sines };
  const attended = cachedAttention(qkv, { key, value: past }, at, { heads, kvHeads });

  const bytes = (name: string, shape: Shape) =>
    [input(name, "uint8", shape), Uint8Array.from({ length: sizeOf(shape) }, (_, i) => (i * 37 + 11) % 256)] as const;
  const quantized = ([4, 8] as const).map((bits): OperatorExample => {
    const [outputs, inputs, block] = [6, 64, 32];
    const [x, xData] = value("x", [3, inputs]);
    const [packed, packedData] = bytes("packed", [outputs, 2, (block * bits) / 8]);
    const [scales, scaleData] = value("scales", [outputs * 2], 0.01, 0.1);
    const [zeros, zeroData] = bytes("zeros", [(outputs * 2 * bits) / 8]);
    const y = quantizedMatmul(x, { packed, scales, zeros }, { outputs, inputs }, { bits, block });
    const table = {
      packed: reshape(packed, [outputs, (inputs * bits) / 8]),
      scales: reshape(scales, [outputs, 2]),
      zeros: reshape(zeros, [outputs, (2 * bits) / 8]),
    };
    const taken = gatherQuantized(table, int32([2], 5, 0), inputs, { bits, block });
    const feeds = { x: xData, packed: packedData, scales: scaleData, zeros: zeroData };
    return { name: `weights of ${bits} bits`, outputs: { y, taken }, feeds };
  });

  const [wide, wideData] = value("wide", [3, 16]);
  const [columnScales, columnScaleData] = value("columnScales", [6], 0.01, 0.1);
  const whole = input("whole", "int8", [16, 6]);
  const wholeData = Int8Array.from({ length: 96 }, (_, i) => ((i * 37 + 11) % 255) - 127);

  const [x, xData] = value("x", [2, 3, 4]);
  const taken = takeRows(x, int64([2, 1], 2, 0));
  return [
    {
      name: "cachedAttention",
      outputs: { y: attended.out, newKey: attended.key, newValue: attended.value },
      feeds: { qkv: qkvData, key: keyData, past: pastData },
    },
    ...quantized,
    {
      name: "weights of int8",
      outputs: { y: int8Matmul(wide, { packed: whole, scales: columnScales }) },
      feeds: { wide: wideData, whole: wholeData, columnScales: columnScaleData },
    },
    { name: "takeRows", outputs: { taken }, feeds: { x: xData } },
  ];
}
