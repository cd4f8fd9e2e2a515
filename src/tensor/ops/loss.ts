/** Cross-entropy over a vocabulary, computed in chunks so that the logits of all tokens never exist at once. */
import type { Dtype } from "../../runtime/runtime.ts";
import { waitFor, withGradient } from "../recompute.ts";
import { scalar, shapeError, type Tensor } from "../tensor.ts";
import { logSoftmax } from "./activation.ts";
import { add, cast, div, equal, exp, maximum, mul, neg, not, where } from "./arithmetic.ts";
import { addAt, pick } from "./indexing.ts";
import { gemm, matmul } from "./matmul.ts";
import { broadcastTo, concat, reshape, slice } from "./movement.ts";
import { reduceSum } from "./reduce.ts";

/** Labels with this value are not targets. */
export const ignoredLabel = -100;

/** Mean cross-entropy of `logits` `[N, V]` at `labels` `[N]` (int64, -100 ignored); 0 when every label is ignored. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  if (logits.shape.length !== 2 || labels.shape.length !== 1 || logits.shape[0] !== labels.shape[0]) {
    throw shapeError("crossEntropy", [logits, labels], "need [N, V] and [N]");
  }
  const { targets, shares } = labelShares(labels, logits.dtype);
  return weightedLoss(logSoftmax(logits), targets, shares);
}

/** -sum of shares times log-probabilities at the targets. */
function weightedLoss(logProbabilities: Tensor, targets: Tensor, shares: Tensor): Tensor {
  return neg(reduceSum(mul(pick(logProbabilities, targets), shares)));
}

/** Row numbers that can be looked up and each row's share of the mean (0 for ignored rows), both `[N, 1]`. */
function labelShares(labels: Tensor, dtype: Dtype): { targets: Tensor; shares: Tensor } {
  const column = reshape(labels, [labels.shape[0]!, 1]);
  const ignored = equal(column, ignoredLabel);
  const counted = cast(not(ignored), dtype);
  const targets = where(ignored, scalar(0, "int64"), column);
  return { targets, shares: div(counted, maximum(reduceSum(counted), 1)) };
}

/**
 * Mean cross-entropy of `hidden @ weight^T` at `labels`, a chunk of rows at a time.
 * hidden `[N, D]`, weight `[V, D]`, labels `[N]` int64 (-100 ignored). Each chunk's gradient is taken while its logits
 * exist (the loss is linear in the upstream scalar), so only a few `chunk` x V tensors are alive at any time.
 */
export function chunkedCrossEntropy(hidden: Tensor, weight: Tensor, labels: Tensor, chunk: number): Tensor {
  return chunkedTokenLosses(hidden, weight, labels, chunk).loss;
}

/**
 * The same with each row's own cross-entropy beside it, `tokenLosses` `[N, 1]`: 0 for ignored rows. No gradient flows through
 * these; they are for looking at.
 */
export function chunkedTokenLosses(
  hidden: Tensor,
  weight: Tensor,
  labels: Tensor,
  chunk: number,
): { readonly loss: Tensor; readonly tokenLosses: Tensor } {
  const [n, vocabulary] = [hidden.shape[0], weight.shape[0]];
  const known = typeof n === "number" && typeof vocabulary === "number" && Number.isInteger(chunk) && chunk > 0;
  if (!known || hidden.shape[1] !== weight.shape[1] || labels.shape.length !== 1 || labels.shape[0] !== n) {
    const problem = `need known extents [N, D], [V, D] and [N], and chunks of at least one row (${chunk})`;
    throw shapeError("chunkedCrossEntropy", [hidden, weight, labels], problem);
  }
  const { targets, shares } = labelShares(labels, hidden.dtype);
  const losses: Tensor[] = [];
  const ofRows: Tensor[] = [];
  const hiddenGradients: Tensor[] = [];
  let weightGradient: Tensor | undefined;
  for (let start = 0; start < n; start += chunk) {
    const [target, share, rows] = [targets, shares, hidden].map((t) =>
      slice(t, 0, start, Math.min(n, start + chunk)),
    ) as [Tensor, Tensor, Tensor];
    // each chunk waits until all that is asked of the one before is there, so that their logits do not exist together
    const before = [losses.at(-1), hiddenGradients.at(-1), weightGradient].filter((t) => t !== undefined);
    const x = before.length > 0 ? waitFor(rows, before) : rows;
    const logProbabilities = logSoftmax(matmul(x, weight, { transB: true })); // [chunk, V]
    losses.push(weightedLoss(logProbabilities, target, share));
    const counted = cast(not(equal(share, 0)), hidden.dtype);
    ofRows.push(neg(mul(pick(logProbabilities, target), counted)));
    const off = addAt(exp(logProbabilities), target, broadcastTo(scalar(-1, hidden.dtype), target.shape)); // [chunk, V]
    hiddenGradients.push(mul(matmul(off, weight), share));
    weightGradient = gemm(off, mul(x, share), weightGradient, { transA: true });
  }
  const loss = losses.reduce((a, b) => add(a, b));
  const [ofHidden, ofWeight] = [concat(hiddenGradients, 0), weightGradient!];
  return {
    loss: withGradient(loss, [hidden, weight], (g) => [mul(ofHidden, g), mul(ofWeight, g)]),
    tokenLosses: concat(ofRows, 0),
  };
}
