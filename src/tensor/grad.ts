/**
 * Reverse-mode differentiation: from a scalar to the tensors it depends on. Only nodes on a path from `wrt` to the loss
 * are visited, so a frozen parameter adds nothing to the program.
 */

import { add, zerosLike } from "./ops/arithmetic.ts";
import { broadcastTo } from "./ops/movement.ts";
import { formatShape, sameShape } from "./shape.ts";
import { type Node, scalar, type Tensor } from "./tensor.ts";

/**
 * d loss / d each of `wrt`, as tensors of their shapes (zeros where the loss does not depend on one).
 * `loss` is a scalar, or `seed` gives the gradient of a loss with respect to it.
 */
export function grad(loss: Tensor, wrt: readonly Tensor[], seed?: Tensor): Tensor[] {
  if (!seed && loss.shape.some((d) => d !== 1)) {
    throw new Error(`grad needs a scalar loss, found shape ${formatShape(loss.shape)}`);
  }
  const first = seed ?? broadcastTo(scalar(1, loss.dtype), loss.shape);
  return vectorJacobian([loss], [first], wrt).map((g, i) => g ?? zerosLike(wrt[i]!));
}

/** Gradients of `wrt` from gradients of several outputs; `undefined` where there is no dependence. */
export function vectorJacobian(
  outputs: readonly Tensor[],
  seeds: readonly (Tensor | undefined)[],
  wrt: readonly Tensor[],
): (Tensor | undefined)[] {
  const sources = new Set(wrt);
  const order = pathNodes(
    outputs.map((t) => t.node),
    sources,
  );
  const active = new Set(order);
  const gradients = new Map<Tensor, Tensor>();
  const accumulate = (t: Tensor, g: Tensor) => {
    if (!sameShape(t.shape, g.shape)) {
      throw new Error(`${t.node.op}: gradient ${formatShape(g.shape)} of a tensor ${formatShape(t.shape)}`);
    }
    const before = gradients.get(t);
    gradients.set(t, before ? add(before, g) : g);
  };
  outputs.forEach((t, i) => {
    const g = seeds[i];
    if (g) accumulate(t, g);
  });
  // consumers before producers: ids grow along every edge
  for (const node of order) {
    const grads = node.outputs.map((t) => gradients.get(t));
    if (node.inputs.length === 0 || grads.every((g) => g === undefined)) continue;
    if (!node.inputs.some((t) => sources.has(t) || active.has(t.node))) continue;
    const inputGrads = node.gradient(grads);
    node.inputs.forEach((t, i) => {
      const g = inputGrads[i];
      if (g && (sources.has(t) || active.has(t.node))) accumulate(t, g);
    });
  }
  return wrt.map((t) => gradients.get(t));
}

/** Nodes from which a source can be reached, newest first. */
function pathNodes(roots: readonly Node[], sources: ReadonlySet<Tensor>): Node[] {
  const reaches = new Map<Node, boolean>();
  const stack: [Node, boolean][] = roots.map((n) => [n, false]);
  while (stack.length > 0) {
    const [node, done] = stack.pop()!;
    if (done) {
      const here = node.outputs.some((t) => sources.has(t));
      reaches.set(node, here || node.inputs.some((t) => sources.has(t) || reaches.get(t.node) === true));
    } else if (!reaches.has(node)) {
      reaches.set(node, false);
      stack.push([node, true]);
      for (const t of node.inputs) stack.push([t.node, false]);
    }
  }
  return [...reaches]
    .filter(([, yes]) => yes)
    .map(([node]) => node)
    .sort((a, b) => b.id - a.id);
}
