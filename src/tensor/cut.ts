/**
 * A program in two: what can be computed before something else must happen, and the rest. What the second half needs of the
 * first passes between them as values; weights, inputs and other shapes of the same numbers are read by either.
 */
import { inOrder } from "./onnx/write.ts";
import type { Tensor } from "./tensor.ts";

export interface Halves {
  /** `early` by name, and what the second half is given. */
  readonly first: Readonly<Record<string, Tensor>>;
  /** What the second half does not compute but takes as inputs of these names. */
  readonly given: ReadonlyMap<Tensor, string>;
}

/** Cuts the program of `outputs` behind the tensors `early`. */
export function cut(outputs: Readonly<Record<string, Tensor>>, early: Readonly<Record<string, Tensor>>): Halves {
  const before = new Set(inOrder(Object.values(early).map((t) => t.node)));
  const given = new Map<Tensor, string>();
  const seen = new Set<Tensor>();
  const stack = Object.values(outputs);
  while (stack.length > 0) {
    const t = stack.pop()!;
    if (seen.has(t) || t.node.leaf) continue;
    seen.add(t);
    // a reshaped value as an output would be a copy
    if (before.has(t.node) && t.node.op !== "Reshape") given.set(t, `given.${given.size}`);
    else stack.push(...t.node.inputs);
  }
  const passed = Object.fromEntries([...given].map(([t, name]) => [name, t]));
  return { first: { ...early, ...passed }, given };
}
