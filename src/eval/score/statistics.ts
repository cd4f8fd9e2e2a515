/**
 * How sure a score is: bootstrap intervals of a mean, and of the difference of two runs over the same samples. Draws come
 * from a fixed seed, so that a report says the same twice.
 */
import { randomFor } from "../../data/random.ts";

export type Interval = readonly [low: number, high: number];

const draws = 1000;

/** The 95 % percentile interval of `statistic` over resampled items. */
export function bootstrap<T>(items: readonly T[], statistic: (items: readonly T[]) => number, seed = 1): Interval {
  if (items.length === 0) return [Number.NaN, Number.NaN];
  const random = randomFor(seed, items.length, "bootstrap");
  const values: number[] = [];
  const drawn: T[] = new Array(items.length);
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < items.length; i++) drawn[i] = items[random.int(0, items.length - 1)]!;
    values.push(statistic(drawn));
  }
  values.sort((a, b) => a - b);
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/** Linear interpolation between the two nearest of sorted values. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Two-sided probability of so uneven a split of the samples that changed, if both runs were equally good (exact sign test,
 * McNemar's for right and wrong).
 */
export function signTest(better: number, worse: number): number {
  const n = better + worse;
  if (n === 0) return 1;
  let tail = 0;
  let logChoose = 0;
  for (let k = 0; k <= Math.min(better, worse); k++) {
    if (k > 0) logChoose += Math.log((n - k + 1) / k);
    tail += Math.exp(logChoose - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

/** Wilson's score interval of a share at 95 %. */
export function wilson(right: number, total: number): [low: number, high: number] {
  if (total === 0) return [0, 1];
  const z = 1.959964;
  const p = right / total;
  const scale = 1 + z ** 2 / total;
  const centre = (p + z ** 2 / (2 * total)) / scale;
  const reach = (z / scale) * Math.sqrt((p * (1 - p)) / total + z ** 2 / (4 * total ** 2));
  return [Math.max(0, centre - reach), Math.min(1, centre + reach)];
}
