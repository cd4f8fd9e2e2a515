/**
 * The weights of a model in training: float32 values by checkpoint name, with AdamW's two moments for those that are
 * trained. A stage trains a subset; everything else is only read.
 */

import { sizeOf } from "../runtime/dtype.ts";
import type { Runtime, Value } from "../runtime/runtime.ts";
import { normal } from "./random.ts";

export interface Moments {
  readonly first: Value;
  readonly second: Value;
  readonly gradient: Value;
}

export interface ParameterSet {
  readonly values: Map<string, Value>;
  readonly moments: Map<string, Moments>;
}

export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

export function parameterSet(): ParameterSet {
  return { values: new Map(), moments: new Map() };
}

/** Makes the parameters that do not exist yet, from random numbers that depend only on the seed and the name. */
export function initialize(set: ParameterSet, runtime: Runtime, specs: readonly ParameterSpec[], seed: number): void {
  for (const { name, shape } of specs) {
    if (!set.values.has(name)) {
      set.values.set(name, runtime.value("float32", shape, initialValue(`${seed}/${name}`, name, shape)));
    }
  }
}

/**
 * Normal with variance 1 / inputs for matrices (a 2 x depth-th of it where a block adds to the residual stream), 1 for
 * norm weights, 0 for biases; position tables and embeddings have standard deviation 0.02.
 */
function initialValue(seed: string, name: string, shape: readonly number[]): Float32Array {
  const size = sizeOf(shape);
  if (name.endsWith("bias") || name.endsWith("hd_alpha_downsamples")) return new Float32Array(size);
  if (name.includes("pos_embed") || name.includes("rel_pos") || name.includes("embed_tokens")) {
    return normal(seed, size, 0.02);
  }
  if (shape.length === 1) return new Float32Array(size).fill(1);
  const inputs = sizeOf(shape.slice(1));
  const closing = /(attn\.proj|o_proj|down_proj|fc2|lin2)\.weight$/.test(name);
  return normal(seed, size, (closing ? 0.3 : 1) / Math.sqrt(inputs));
}

/** Gives the named parameters optimizer state (zero moments) if they have none yet. */
export function trackMoments(set: ParameterSet, runtime: Runtime, names: readonly string[]): void {
  for (const name of names) {
    if (set.moments.has(name)) continue;
    const { shape } = set.values.get(name)!;
    const zeros = () => runtime.value("float32", shape);
    set.moments.set(name, { first: zeros(), second: zeros(), gradient: zeros() });
  }
}

/** Forgets the optimizer state, as at the start of a stage. */
export function dropMoments(set: ParameterSet): void {
  for (const { first, second, gradient } of set.moments.values()) {
    first.dispose();
    second.dispose();
    gradient.dispose();
  }
  set.moments.clear();
}
