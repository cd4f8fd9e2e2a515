/** Scales of value axes and the grid that values lie on. */
import type { Random } from "../../../random.ts";
import { type Kind, lines, type Scale, type Series } from "./chart.ts";
import type { Measure } from "./topic.ts";
import { tidy } from "./units.ts";

/** A scale from zero (or near the lowest value, for some lines) with four to eight steps. */
export function scaleFor(random: Random, kind: Kind, measure: Measure, stacked: number): Scale {
  const top = measure.high * random.between(0.35, 1) * (stacked > 1 ? 0.8 : 1);
  const peak = Math.max(top, measure.low * 2);
  const step = niceStep(peak / random.int(4, 7), measure.decimals);
  const high = tidy(Math.ceil(peak / step) * step, 6);
  if (measure.unit === "%" && high > 100) return { low: 0, high: 100, step: random.pick([10, 20, 25]), log: false };
  const raised = lines.has(kind) && !kind.endsWith("area") && high / step >= 6 && random.chance(0.3);
  return { low: raised ? tidy(2 * step, 6) : 0, high, step, log: false };
}

export function niceStep(rough: number, decimals: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999)! * power;
  return tidy(Math.max(step, 10 ** -decimals), 6);
}

export function stackedScale(series: readonly Series[], scale: Scale): Scale {
  const totals = series[0]!.values.map((_, i) => series.reduce((sum, { values }) => sum + values[i]!, 0));
  const peak = Math.max(...totals);
  const step = niceStep(peak / 5, 6);
  return { ...scale, low: 0, step, high: tidy(Math.ceil((peak * 1.02) / step) * step, 6) };
}

/** The grid that values lie on where they are read from ticks: a step, or half of one if that is a round number too. */
export function gridOf(scale: Scale, decimals: number): number {
  return tidy(scale.step / 2, decimals) === scale.step / 2 ? scale.step / 2 : scale.step;
}
