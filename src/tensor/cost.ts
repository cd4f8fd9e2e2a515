/**
 * What a program costs, read from its graph: operations of its products, and what its backward pass needs of the forward one.
 * Nothing is compiled or run.
 */
import { bytesPerElement } from "../runtime/dtype.ts";
import { inOrder } from "./onnx/write.ts";
import { type Node, nameOf, type Tensor } from "./tensor.ts";

/**
 * Two for each multiplication with its addition, of matrix products, convolutions and attention; 0 for all else, weighted
 * sums of rows or columns too, which normalisations write as products with a vector.
 */
export function nodeOperations({ op, inputs, outputs }: Pick<Node, "op" | "inputs" | "outputs">): number {
  const [a, b, c] = inputs as [Tensor, Tensor, Tensor | undefined];
  const out = outputs[0]!;
  if (op === "MatMul" || op === "Gemm") {
    const [rows, columns] = out.shape.slice(-2) as [number, number]; // rows: the first operand's, however it is turned
    if (op === "MatMul" && out.shape.length === 2 && (rows === 1 || columns === 1)) return 0;
    return rows === 0 ? 0 : (2 * elements(out) * elementsOf(a.shape.slice(-2))) / rows;
  }
  if (op === "Conv") return 2 * elements(out) * elementsOf(b.shape.slice(1));
  if (op === "ConvTranspose") return 2 * elements(a) * elementsOf(b.shape.slice(1));
  if (op === "Attention") {
    const [batch, heads, queries, width] = a.shape as number[];
    const [, , keys, valueWidth] = c!.shape as number[];
    return 2 * batch! * heads! * queries! * keys! * (width! + valueWidth!);
  }
  return 0;
}

/** Operations of everything that the outputs need. */
export function operationsOf(outputs: readonly Tensor[]): number {
  return inOrder(outputs.map((t) => t.node)).reduce((sum, node) => sum + nodeOperations(node), 0);
}

export interface ProgramCost {
  readonly operations: number;
  /** Operators. */
  readonly nodes: number;
  /** Bytes that the program's own values take at their peak, parameters and other leaves not counted. */
  readonly peakBytes: number;
}

/**
 * Every value is there from its node to the last one that reads it or a view of it, and to the end if the first half of a program
 * passes it to the second (`passed`). Nodes are taken in the order in which they were made: the backward pass makes a gradient,
 * or a recomputed part, where it is due.
 */
export function programCost(outputs: readonly Tensor[], passed: Iterable<Tensor> = []): ProgramCost {
  const nodes = inOrder(outputs.map((t) => t.node)).sort((a, b) => a.id - b.id);
  const last = new Map<Tensor, number>();
  nodes.forEach((node, i) => {
    for (const t of node.inputs) last.set(withoutViews(t), i);
  });
  const kept = new Set([...outputs, ...passed].map(withoutViews));
  let [alive, peakBytes] = [0, 0];
  nodes.forEach((node, i) => {
    if (node.leaf) return;
    for (const t of node.outputs) if (last.has(t)) alive += ownBytes(t);
    peakBytes = Math.max(peakBytes, alive);
    for (const t of new Set(node.inputs.map(withoutViews))) {
      if (last.get(t) === i && !t.node.leaf && !kept.has(t)) alive -= ownBytes(t);
    }
  });
  return { operations: operationsOf(outputs), nodes: nodes.filter(({ leaf }) => !leaf).length, peakBytes };
}

/** A view of another value's numbers takes nothing. */
function ownBytes(t: Tensor): number {
  return views.has(t.node.op) ? 0 : elements(t) * bytesPerElement[t.dtype];
}

export interface KeptBytes {
  /** Values of the forward pass that the backward pass reads, each counted once. */
  readonly all: number;
  /** Of these the probabilities of attention, which fused kernels compute again instead. */
  readonly probabilities: number;
}

/** Operators whose result is the same numbers under another shape. */
const views = new Set(["Reshape", "Block", "Identity"]);

/** What lies in memory between the forward pass of `loss` and the backward pass that gives `gradients`. */
export function keptForBackward(loss: Tensor, gradients: readonly Tensor[]): KeptBytes {
  const forward = new Set(inOrder([loss.node]));
  const kept = new Set<Tensor>();
  for (const node of inOrder(gradients.map((t) => t.node))) {
    if (forward.has(node)) continue;
    for (const input of node.inputs) {
      const source = withoutViews(input);
      if (forward.has(source.node) && !source.node.leaf) kept.add(source);
    }
  }
  let [all, probabilities] = [0, 0];
  for (const t of kept) {
    const bytes = elements(t) * bytesPerElement[t.dtype];
    all += bytes;
    if (t.node.op === "Attention" && t.index === 1) probabilities += bytes;
  }
  return { all, probabilities };
}

function withoutViews(t: Tensor): Tensor {
  let source = t;
  while (views.has(source.node.op)) source = source.node.inputs[0]!;
  return source;
}

/** Elements of the parameters that the outputs depend on, by name. */
export function parameterSizes(outputs: readonly Tensor[]): Map<string, number> {
  const leaves = inOrder(outputs.map((t) => t.node)).filter((node) => node.leaf?.kind === "parameter");
  return new Map(leaves.map(({ outputs: [t] }) => [nameOf(t!), elements(t!)]));
}

function elements(t: Tensor): number {
  return elementsOf(t.shape);
}

function elementsOf(shape: readonly (number | string)[]): number {
  return shape.reduce<number>((product, d) => product * (typeof d === "number" ? d : 1), 1);
}
