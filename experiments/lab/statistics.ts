/**
 * Means with 95 % intervals. Over seeds by Student's t, since a bootstrap of three or four values is far too narrow; over
 * many measured steps by the bootstrap.
 */
import { randomFor } from "../../src/data/random.ts";
import type { Finding, Run } from "./study.ts";

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Values that it is made of. */
  readonly count: number;
}

/** 0.975 quantiles of Student's t for 1, 2, ... degrees of freedom; beyond them the normal distribution's. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179];

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The mean of a few independent values. One alone has no interval: its ends are the value, and nothing is concluded from it. */
export function interval(values: readonly number[]): Interval {
  const mean = meanOf(values);
  const count = values.length;
  if (count === 0) throw new Error("an interval needs values, there are none");
  if (count === 1) return { mean, low: mean, high: mean, count };
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (count - 1);
  const half = (quantiles[count - 2] ?? 1.96) * Math.sqrt(variance / count);
  return { mean, low: mean - half, high: mean + half, count };
}

/** A statistic of samples that are drawn again and again from what was measured. */
export function bootstrap(
  samples: readonly (readonly number[])[],
  statistic: (samples: readonly (readonly number[])[]) => number,
  rounds = 1000,
): Interval {
  const random = randomFor(1, 0, "bootstrap");
  const drawn = Array.from({ length: rounds }, () =>
    statistic(samples.map((values) => values.map(() => random.pick(values)))),
  ).sort((a, b) => a - b);
  const count = samples.reduce((sum, { length }) => sum + length, 0);
  const at = (share: number) => drawn[Math.min(rounds - 1, Math.floor(share * rounds))]!;
  return { mean: statistic(samples), low: at(0.025), high: at(0.975), count };
}

/** Values of a variant's metric in the order of seeds. */
export function valuesOf(runs: readonly Run[], variant: string, metric: string): number[] {
  return runs
    .filter((run) => run.variant === variant && metric in run.metrics)
    .sort((a, b) => a.seed - b.seed)
    .map((run) => run.metrics[metric]!);
}

/** Pearson's correlation; undefined where one side is always the same. */
export function correlation(a: readonly number[], b: readonly number[]): number | undefined {
  const [first, second] = [meanOf(a), meanOf(b)];
  const sum = (value: (i: number) => number) => a.reduce((total, _, i) => total + value(i), 0);
  const spread = Math.sqrt(sum((i) => (a[i]! - first) ** 2) * sum((i) => (b[i]! - second) ** 2));
  return spread > 0 ? sum((i) => (a[i]! - first) * (b[i]! - second)) / spread : undefined;
}

/** The mean of correlations, with the interval of Fisher's transform, which stays between -1 and 1. */
export function correlationInterval(values: readonly number[]): Interval {
  const { mean, low, high, count } = interval(values.map((r) => Math.atanh(Math.max(-0.999, Math.min(0.999, r)))));
  return { mean: Math.tanh(mean), low: Math.tanh(low), high: Math.tanh(high), count };
}

/** `a` minus `b`, seed by seed: what a seed does to both cancels. */
export function paired(runs: readonly Run[], metric: string, a: string, b: string): Interval {
  const [first, second] = [valuesOf(runs, a, metric), valuesOf(runs, b, metric)];
  return interval(first.map((value, i) => value - second[i]!));
}

/** The claim that a difference is above zero; with a margin, that it is not below it by more than that. */
export function above(claim: string, unit: string, difference: Interval, margin = 0): Finding {
  const { low, high } = difference;
  return finding(claim, unit, difference, margin, { holds: low > -margin, fails: high < -margin, short: high < 0 });
}

/** The claim that a difference is below zero; with a margin, that it is not above it by more than that. */
export function below(claim: string, unit: string, difference: Interval, margin = 0): Finding {
  const { low, high } = difference;
  return finding(claim, unit, difference, margin, { holds: high < margin, fails: low > margin, short: low > 0 });
}

/** `short`: the whole interval is on the other side of zero, be it within the margin. */
function finding(
  claim: string,
  unit: string,
  difference: Interval,
  margin: number,
  { holds, fails, short }: Readonly<Record<"holds" | "fails" | "short", boolean>>,
): Finding {
  const single = difference.count < 2;
  const verdict = single ? "not judged" : holds ? "reproduced" : fails ? "not reproduced" : "undecided";
  const within = `by no more than ${margin}${holds && short && !single ? "; by less than that it measurably is" : ""}`;
  return { claim: margin > 0 ? `${claim} (${within})` : claim, unit, difference, verdict };
}

/** The same interval in another unit: shares as points of a hundred. */
export function scaled({ mean, low, high, count }: Interval, factor: number): Interval {
  return { mean: factor * mean, low: factor * low, high: factor * high, count };
}

/** Points of a plot: a metric's means with intervals, one for each variant, at the places given. */
export function pointsOf(
  runs: readonly Run[],
  metric: string,
  places: Readonly<Record<string, number | string>>,
  series = metric,
) {
  return Object.entries(places).map(([variant, x]) => {
    const { mean, low, high } = interval(valuesOf(runs, variant, metric));
    return { series, x, y: mean, low, high };
  });
}

/** A curve of each variant: means over seeds, place by place. */
export function meanCurves(
  runs: readonly Run[],
  curve: string,
  variants: readonly string[],
  series = (name: string) => name,
) {
  return variants.flatMap((variant) => {
    const mine = runs
      .filter((run) => run.variant === variant)
      .flatMap(({ curves }) => (curves?.[curve] ? [curves[curve]] : []));
    return (mine[0] ?? []).map(([x], i) => ({ series: series(variant), x, y: meanOf(mine.map((one) => one[i]![1])) }));
  });
}
