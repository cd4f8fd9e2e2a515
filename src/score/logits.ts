/** What logits say of tokens: the likeliest, and how likely one is. One row of numbers at a time. */
import { ModelError } from "../runtime/errors.ts";

/** The first of the largest. Throws a ModelError when there is none, which is what NaN in every place looks like. */
export function argmax(logits: Float32Array): number {
  let best = -1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    if (logits[i]! > largest) {
      largest = logits[i]!;
      best = i;
    }
  }
  if (best < 0) throw new ModelError("the model gave no finite logits; its weights are damaged or overflow");
  return best;
}

/** Natural logarithm of the sum of the logits' exponentials: what is taken off a logit to get a log-probability. */
export function logSumExp(logits: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}

/** Natural logarithm of a token's probability by logits [V]. */
export function logprobOf(logits: Float32Array, token: number): number {
  return logits[token]! - logSumExp(logits);
}
