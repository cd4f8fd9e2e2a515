/**
 * Parts of a program whose gradient is not taken node by node: either recomputed in the backward pass
 * (activation checkpointing: less memory for one more forward) or given by a rule of their own.
 */
import { vectorJacobian } from "./grad.ts";
import { defineOp, shapeError, type Tensor } from "./tensor.ts";

interface BlockAttributes {
  readonly rule: (g: Tensor) => readonly (Tensor | undefined)[];
}

/** Inputs: the value, then the tensors that gradients flow to. The value itself passes through. */
const applyBlock = defineOp<BlockAttributes>({
  name: "Block",
  infer: ([value]) => ({ dtype: value!.dtype, shape: value!.shape }),
  gradient: ({ attrs: { rule }, g }) => [undefined, ...rule(g)],
  lower: (emit, { in: [value], out }) => void emit.node("Identity", [value!], out),
});

/** `value`, with gradients to `inputs` by `rule` instead of by the nodes that compute it. */
export function withGradient(
  value: Tensor,
  inputs: readonly Tensor[],
  rule: (g: Tensor) => readonly (Tensor | undefined)[],
): Tensor {
  return applyBlock([value, ...inputs], { rule })[0]!;
}

/** The same value, through which no gradient flows. */
export function detached(x: Tensor): Tensor {
  return withGradient(x, [], () => []);
}

const applyWaitFor = defineOp<{ readonly signals: readonly Tensor[] }>({
  name: "WaitFor",
  infer([x], { signals }) {
    if ([x!, ...signals].some((t) => t.dtype !== "float32")) {
      throw shapeError("waitFor", [x!, ...signals], "takes float32 values");
    }
    return { dtype: x!.dtype, shape: x!.shape };
  },
  gradient: () => [undefined],
  follows: ({ signals }) => signals,
  lower(emit, { in: [x], out, attrs: { signals } }) {
    // x + 0 * (one element of the signal): a true data dependence, so the runtime can neither start early nor
    // merge the recomputed nodes with the first ones
    const zero = emit.constant("float32", [], Float32Array.of(0));
    let y = x!;
    for (const signal of signals.flatMap((t) => emit.find(t) ?? [])) {
      const flat = emit.node("Reshape", [signal, emit.ints([-1])], 1)[0]!;
      const one = emit.node("Slice", [flat, emit.ints([0]), emit.ints([1])], 1)[0]!;
      y = emit.node("Add", [y, emit.node("Mul", [one, zero], 1)[0]!], 1)[0]!;
    }
    emit.node("Identity", [y], out);
  },
});

/**
 * The same float32 values, but not before those of the (not empty) `signals` exist that the program computes.
 * Gradients end here: its users give theirs by a rule of their own, in which this stands for `x`.
 */
export function waitFor(x: Tensor, signals: readonly Tensor[]): Tensor {
  return applyWaitFor([x], { signals })[0]!;
}

/**
 * Applies `body` and forgets its intermediate values: the backward pass computes them again from `x`.
 * `parameters` are the tensors besides `x` that `body` uses and that need gradients.
 */
export function recomputed(body: (x: Tensor) => Tensor, x: Tensor, parameters: () => readonly Tensor[]): Tensor {
  const value = body(x);
  const others = parameters();
  return withGradient(value, [x, ...others], (g) => {
    const again = waitFor(x, [g]);
    return vectorJacobian([body(again)], [g], [again, ...others]);
  });
}
