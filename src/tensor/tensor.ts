/**
 * A `Tensor` is a description of a value, not the value: a node of a graph with a shape and an element type.
 * Operators are defined here in one form (shape rule, gradient rule and ONNX form together); the operators themselves
 * stand in `ops/`, differentiation in `grad.ts`, writing in `onnx/write.ts`.
 */
import type { Dtype, TypedArray } from "../runtime/runtime.ts";
import { formatShape, resolveAxis, type Shape } from "./shape.ts";

export interface Signature {
  readonly dtype: Dtype;
  readonly shape: Shape;
}

/** A symbolic value: output `index` of `node`. */
export interface Tensor extends Signature {
  readonly node: Node;
  readonly index: number;
}

/** One application of an operator. */
export interface Node {
  readonly id: number;
  readonly op: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** Where in the model it was applied, e.g. `language_model.model.layers.3.mlp`. */
  readonly scope: string;
  /** Leaves carry their identity here. */
  readonly leaf?: Leaf;
  /** Values that come first where the program computes them anyway; unlike inputs they are not computed for this. */
  readonly follows: readonly Tensor[];
  /** Gradients of the inputs from gradients of the outputs (`undefined` = zero), written with operators. */
  gradient(grads: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];
  /** Emits ONNX nodes that compute the named outputs from the named inputs; the program reads only the `used` ones. */
  lower(emit: Emitter, inputs: readonly string[], outputs: readonly string[], used: readonly boolean[]): void;
}

export type Leaf =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "constant"; readonly data: TypedArray };

/** Where a program will run; some operators have another form there. */
export type Target = "cpu" | "webgpu" | "cuda" | "wasm";

export type AttributeValue = number | string | readonly number[] | { readonly float: number };

/** What an operator's ONNX form may call. */
export interface Emitter {
  readonly target: Target;
  /** The name of a value that is computed before this node, if it is. */
  find(tensor: Tensor): string | undefined;
  /** Adds a node; `outputs` are names, or a count of fresh names. Numbers are integer attributes, `{float}` floats. */
  node(
    type: string,
    inputs: readonly string[],
    outputs: readonly string[] | number,
    attributes?: Readonly<Record<string, AttributeValue | undefined>>,
    domain?: string,
  ): readonly string[];
  /** An initialiser; equal ones are shared. */
  constant(dtype: Dtype, shape: readonly number[], data: TypedArray): string;
  /** A constant `int64` vector. */
  ints(values: readonly number[]): string;
}

/** The definition of an operator with attributes `A`. */
export interface Op<A> {
  readonly name: string;
  /** Output signatures; throws `shapeError` on misuse. */
  infer(inputs: readonly Tensor[], attrs: A): Signature | readonly Signature[];
  /** Gradient rule; without one the operator is not differentiable and stops gradients with an error. */
  gradient?(at: Applied<A>): readonly (Tensor | undefined)[];
  lower(emit: Emitter, at: Lowered<A>): void;
  /** See `Node.follows`. */
  follows?(attrs: A): readonly Tensor[];
}

export interface Applied<A> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attrs: A;
  /** Gradients of the outputs. */
  readonly grads: readonly (Tensor | undefined)[];
  /** Gradient of the first output (an operator with one output is only asked when it has one). */
  readonly g: Tensor;
}

export interface Lowered<A> {
  readonly node: Node;
  readonly attrs: A;
  readonly in: readonly string[];
  readonly out: readonly string[];
  /** Which outputs the program reads; the others need not be computed. */
  readonly used: readonly boolean[];
}

/** A shape or type that does not fit an operator: names the operator, the shapes and the place in the model. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

export function shapeError(op: string, inputs: readonly Signature[], problem: string): ShapeError {
  const found = inputs.map((t) => `${t.dtype}${formatShape(t.shape)}`).join(" and ");
  const place = currentScope();
  return new ShapeError(`${op}${place ? ` at ${place}` : ""}: ${problem}${found ? `; found ${found}` : ""}`);
}

/** An axis of `x` counted from the front; throws `shapeError` for one that it does not have. */
export function axisOf(op: string, x: Signature, axis: number): number {
  const resolved = resolveAxis(axis, x.shape.length);
  if (resolved === undefined) throw shapeError(op, [x], `there is no axis ${axis}`);
  return resolved;
}

const scopes: string[] = [];

/** The path of the model part being described. */
export function currentScope(): string {
  return scopes.at(-1) ?? "";
}

/** Describes a part of a model under `path`: nodes made by `body` carry it, and errors name it. */
export function inScope<T>(path: string, body: () => T): T {
  scopes.push(path);
  try {
    return body();
  } finally {
    scopes.pop();
  }
}

let nextId = 0;

/** Makes the function that applies an operator. */
export function defineOp<A>(op: Op<A>): (inputs: readonly Tensor[], attrs: A) => readonly Tensor[] {
  return (inputs, attrs) => {
    const inferred = op.infer(inputs, attrs);
    const signatures = Array.isArray(inferred) ? (inferred as readonly Signature[]) : [inferred as Signature];
    const outputs: Tensor[] = [];
    const node: Node = {
      id: nextId++,
      op: op.name,
      inputs,
      outputs,
      scope: currentScope(),
      follows: op.follows?.(attrs) ?? [],
      gradient(grads) {
        if (!op.gradient) throw new Error(`${op.name}${node.scope ? ` at ${node.scope}` : ""} has no gradient`);
        return inScope(node.scope, () => op.gradient!({ inputs, outputs, attrs, grads, g: grads[0]! }));
      },
      lower(emit, ins, outs, used) {
        op.lower(emit, { node, attrs, in: ins, out: outs, used });
      },
    };
    signatures.forEach((s, index) => {
      outputs.push({ node, index, dtype: s.dtype, shape: s.shape });
    });
    return outputs;
  };
}

function leaf(kind: Leaf, dtype: Dtype, shape: Shape): Tensor {
  const outputs: Tensor[] = [];
  const node: Node = {
    id: nextId++,
    op: kind.kind,
    inputs: [],
    outputs,
    scope: currentScope(),
    leaf: kind,
    follows: [],
    gradient: () => [],
    lower() {},
  };
  const tensor: Tensor = { node, index: 0, dtype, shape };
  outputs.push(tensor);
  return tensor;
}

/** A value given at each run, e.g. token ids. */
export function input(name: string, dtype: Dtype, shape: Shape): Tensor {
  return leaf({ kind: "input", name }, dtype, shape);
}

/** A weight: an input that training updates, or an initialiser when the program is written for inference. */
export function parameter(name: string, shape: readonly number[], dtype: Dtype = "float32"): Tensor {
  return leaf({ kind: "parameter", name }, dtype, shape);
}

/** A fixed value, written into the program. */
export function constant(data: TypedArray, shape: readonly number[], dtype: Dtype): Tensor {
  return leaf({ kind: "constant", data }, dtype, shape);
}

/** A float32 scalar or tensor of one repeated value (stored as a scalar, so it broadcasts). */
export function scalar(value: number, dtype: Dtype = "float32"): Tensor {
  if (dtype === "float32") return constant(Float32Array.of(value), [], dtype);
  if (dtype === "float64") return constant(Float64Array.of(value), [], dtype);
  if (dtype === "int64") return constant(BigInt64Array.of(BigInt(value)), [], dtype);
  if (dtype === "int32") return constant(Int32Array.of(value), [], dtype);
  if (dtype === "bool" || dtype === "uint8") return constant(Uint8Array.of(value), [], dtype);
  throw new Error(`scalar: no literal of type ${dtype}`);
}

/** The name of an input or parameter; throws for any other tensor. */
export function nameOf(tensor: Tensor): string {
  const kind = tensor.node.leaf;
  if (!kind || kind.kind === "constant") throw new Error(`${tensor.node.op} is not a named leaf`);
  return kind.name;
}
