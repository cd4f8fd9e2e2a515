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

/** Cuts the program of `outputs` behind the tensors `early`. `given` is what the program takes, if it is a second half itself. */
export function cut(
  outputs: Readonly<Record<string, Tensor>>,
  early: Readonly<Record<string, Tensor>>,
  given: ReadonlyMap<Tensor, string> = new Map(),
): Halves {
  const roots = Object.values(early).filter((t) => !given.has(t));
  const before = new Set(
    inOrder(
      roots.map((t) => t.node),
      given,
    ),
  );
  const all = new Map<Tensor, string>();
  const passed: Record<string, Tensor> = {};
  let count = 0;
  const seen = new Set<Tensor>();
  const stack = Object.values(outputs);
  while (stack.length > 0) {
    const t = stack.pop()!;
    if (seen.has(t) || t.node.leaf) continue;
    seen.add(t);
    const known = given.get(t);
    if (known !== undefined) all.set(t, known);
    // a reshaped value as an output would be a copy
    else if (before.has(t.node) && t.node.op !== "Reshape") {
      const name = `given.${given.size + count++}`;
      all.set(t, name);
      passed[name] = t;
    } else stack.push(...t.node.inputs);
  }
  return { first: { ...early, ...passed }, given: all };
}
