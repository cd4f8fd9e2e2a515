/**
 * Losses that are sums of means over different things: words learnt here, labelled patches there. Micro-batches count by one
 * weight, so each such mean needs a factor for all of them to add up to the means over the whole batch.
 */

/**
 * The factor of each piece's mean, where piece k holds `counts[k]` of what the mean is over and counts `weights[k]` in the
 * batch: with them the weighted mean of the pieces' means is the mean over all of it. All 0 where there is none of it.
 * `elsewhere` is what other ranks hold of the batch.
 */
export function meanShares(
  counts: readonly number[],
  weights: readonly number[],
  elsewhere = { count: 0, weight: 0 },
): number[] {
  const [counted, weight] = [sum(counts) + elsewhere.count, sum(weights) + elsewhere.weight];
  return counts.map((count, k) => (count === 0 ? 0 : (count * weight) / (counted * weights[k]!)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
