/** Cross-entropy over a vocabulary, computed in chunks so that the logits of all tokens never exist at once. */
import { after, withGradient } from "../recompute.ts";
import { scalar, shapeError, type Tensor } from "../tensor.ts";
import { add, cast, div, equal, exp, log, maximum, mul, not, sub, where } from "./arithmetic.ts";
import { pick, place } from "./indexing.ts";
import { gemm, matmul } from "./matmul.ts";
import { concat, reshape, slice } from "./movement.ts";
import { reduceMax, reduceSum } from "./reduce.ts";

/** Labels with this value are not targets. */
export const ignoredLabel = -100;

/** log(sum(exp(x))) over the last axis, kept. */
export function logSumExp(x: Tensor): Tensor {
  const top = reduceMax(x, [-1], true);
  return add(top, log(reduceSum(exp(sub(x, top)), [-1], true)));
}

/** Mean cross-entropy of `logits` `[N, V]` at `labels` `[N]` (int64, -100 ignored); 0 when every label is ignored. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const { targets, weights } = labelWeights(labels);
  const losses = sub(logSumExp(logits), pick(logits, targets)); // [N, 1]
  return reduceSum(mul(losses, weights));
}

/** Row numbers that can be looked up and each row's share of the mean (0 for ignored rows), both `[N, 1]`. */
function labelWeights(labels: Tensor): { targets: Tensor; weights: Tensor } {
  const n = labels.shape[0]!;
  const column = reshape(labels, [n, 1]);
  const ignored = equal(column, ignoredLabel);
  const counted = cast(not(ignored), "float32");
  const targets = where(ignored, scalar(0, "int64"), column);
  return { targets, weights: div(counted, maximum(reduceSum(counted), 1)) };
}

/**
 * Mean cross-entropy of `hidden @ weight^T` at `labels`, a chunk of rows at a time.
 * hidden `[N, D]`, weight `[V, D]`, labels `[N]` int64. Each chunk's gradient is taken while its logits exist (the loss
 * is linear in the upstream scalar), so at most `chunk` x V logits are alive.
 */
export function chunkedCrossEntropy(hidden: Tensor, weight: Tensor, labels: Tensor, chunk: number): Tensor {
  const [n] = hidden.shape;
  const vocabulary = weight.shape[0] as number;
  if (typeof n !== "number" || hidden.shape[1] !== weight.shape[1] || labels.shape[0] !== n) {
    throw shapeError("chunkedCrossEntropy", [hidden, weight, labels], "need [N, D], [V, D] and [N]");
  }
  const { targets, weights } = labelWeights(labels);
  let loss: Tensor | undefined;
  let weightGradient: Tensor | undefined;
  const hiddenGradients: Tensor[] = [];
  for (let start = 0; start < n; start += chunk) {
    const end = Math.min(n, start + chunk);
    const rows = slice(hidden, 0, start, end);
    const label = slice(targets, 0, start, end);
    const share = slice(weights, 0, start, end);
    // each chunk waits for the one before, so that their logits do not exist together
    const x = loss ? after(rows, loss) : rows;
    const logits = matmul(x, weight, { transB: true }); // [chunk, V]
    const total = logSumExp(logits);
    const part = reduceSum(mul(sub(total, pick(logits, label)), share));
    const probability = mul(exp(sub(logits, total)), share);
    const shape = [end - start, vocabulary];
    const gradient = sub(probability, place(share, label, shape)); // [chunk, V]
    hiddenGradients.push(matmul(gradient, weight));
    weightGradient = gemm(gradient, x, weightGradient, { transA: true });
    loss = loss ? add(loss, part) : part;
  }
  const unitHidden = concat(hiddenGradients, 0);
  const unitWeight = weightGradient!;
  return withGradient(loss!, [hidden, weight], (g) => [mul(unitHidden, g), mul(unitWeight, g)]);
}
