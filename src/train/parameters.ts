/**
 * The weights of a model in training: float32 values by checkpoint name, with a gradient and AdamW's two moments for
 * those that are trained. A stage trains a subset; everything else is only read.
 */

import { sizeOf } from "../runtime/dtype.ts";
import type { Runtime, Value } from "../runtime/runtime.ts";
import { normal } from "./random.ts";

export interface Moments {
  readonly first: Value;
  readonly second: Value;
}

export interface ParameterSet {
  readonly values: Map<string, Value>;
  /** Where a run of a compiled loss leaves its gradients. */
  readonly gradients: Map<string, Value>;
  readonly moments: Map<string, Moments>;
}

export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

export function parameterSet(): ParameterSet {
  return { values: new Map(), gradients: new Map(), moments: new Map() };
}

/** Starting values of a parameter that are not just random; `undefined` leaves it to `initialize`. */
export type Initial = (spec: ParameterSpec, set: ParameterSet) => Float32Array | undefined;

/**
 * Makes the parameters that do not exist yet, from random numbers that depend only on the seed and the name, or as
 * `initial` says.
 */
export function initialize(
  set: ParameterSet,
  runtime: Runtime,
  specs: readonly ParameterSpec[],
  seed: number,
  initial?: Initial,
): void {
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  for (const { name, shape } of specs) {
    if (set.values.has(name)) continue;
    const distances = shapes.get(name.replace(/qkv\.bias$/, "rel_pos_h"));
    const data =
      initial?.({ name, shape }, set) ??
      (name.endsWith("attn.qkv.bias") && distances
        ? neighbourBias(shape[0]!, distances[1]!)
        : initialValue(`${seed}/${name}`, name, shape));
    set.values.set(name, runtime.value("float32", shape, data));
  }
}

/**
 * Normal with variance 1 / inputs for matrices (a 2 x depth-th of it where a block adds to the residual stream), 1 for
 * norm weights and tokens' embeddings, 0 for biases; position tables have standard deviation 0.02.
 */
function initialValue(seed: string, name: string, shape: readonly number[]): Float32Array {
  const size = sizeOf(shape);
  if (name.endsWith("rel_pos_h")) return distanceTable(shape, 1);
  if (name.endsWith("rel_pos_w")) return distanceTable(shape, 2);
  if (name.endsWith("bias") || name.endsWith("hd_alpha_downsamples")) return new Float32Array(size);
  // tokens must be told apart behind the first layer's outputs, which are added to them and about as large
  if (name.includes("embed_tokens")) return normal(seed, size, 1);
  if (name.includes("pos_embed")) return normal(seed, size, 0.02);
  if (shape.length === 1) return new Float32Array(size).fill(1);
  const inputs = sizeOf(shape.slice(1));
  const closing = /(attn\.proj|o_proj|down_proj|fc2|lin2)\.weight$/.test(name);
  return normal(seed, size, (closing ? 0.3 : 1) / Math.sqrt(inputs));
}

/*
 * Attention with relative positions starts out as a convolution would: head h looks at one neighbour of each cell
 * (in the spirit of ConViT). The logit -(distance to that neighbour)^2 is written as query bias times distance table:
 * the tables hold the squared distance and the distance itself, the bias their coefficients.
 */
const squareScale = 16;
const neighbours = [
  [0, 0],
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
] as const;

/** Row `i` stands for the distance query - key = i - (n - 1); column 0 holds its square, column `axis` itself. */
function distanceTable([rows, width]: readonly number[], axis: 1 | 2): Float32Array {
  const table = new Float32Array(rows! * width!);
  for (let i = 0; i < rows!; i++) {
    const distance = i - (rows! - 1) / 2;
    table[i * width!] = distance ** 2 / squareScale;
    table[i * width! + axis] = distance / squareScale;
  }
  return table;
}

/** The query part of a fused bias `[3 * width]`, head by head; keys and values start at zero. */
function neighbourBias(size: number, headDim: number): Float32Array {
  const bias = new Float32Array(size);
  for (let head = 0; head * headDim < size / 3; head++) {
    const [down, right] = neighbours[head % neighbours.length]!;
    bias[head * headDim] = -squareScale;
    bias[head * headDim + 1] = -2 * down * squareScale;
    bias[head * headDim + 2] = -2 * right * squareScale;
  }
  return bias;
}

/** Gives the named parameters room for their gradients if they have none yet. */
export function trackGradients(set: ParameterSet, runtime: Runtime, names: readonly string[]): void {
  for (const name of names) {
    if (!set.gradients.has(name)) set.gradients.set(name, runtime.value("float32", set.values.get(name)!.shape));
  }
}

/** Gives the named parameters optimizer state (zero moments) if they have none yet. */
export function trackMoments(set: ParameterSet, runtime: Runtime, names: readonly string[]): void {
  for (const name of names) {
    if (set.moments.has(name)) continue;
    const { shape } = set.values.get(name)!;
    const zeros = () => runtime.value("float32", shape);
    set.moments.set(name, { first: zeros(), second: zeros() });
  }
}

/** Forgets gradients and the optimizer state, as at the start of a stage. */
export function dropMoments(set: ParameterSet): void {
  for (const { first, second } of set.moments.values()) {
    first.dispose();
    second.dispose();
  }
  for (const gradient of set.gradients.values()) gradient.dispose();
  set.moments.clear();
  set.gradients.clear();
}
