/** Values of series: shares, drifting levels, peaks, rounded as they are printed. */
import type { Random } from "../../../random.ts";
import { type Kind, lines, type Reading, type Scale } from "./chart.ts";
import { gridOf } from "./scales.ts";
import type { Measure } from "./topic.ts";
import { tidy } from "./units.ts";

/** Whole percentages that sum up to 100, none below 4. */
export function parts(random: Random, count: number): number[] {
  const weights = Array.from({ length: count }, () => random.between(1, 6) ** 1.4);
  const sum = weights.reduce((a, b) => a + b, 0);
  const values = weights.map((weight) => 4 + Math.floor((weight / sum) * (100 - 4 * count)));
  const rest = 100 - values.reduce((a, b) => a + b, 0);
  values[0] = values[0]! + rest;
  return random.shuffled(values);
}

export function valuesFor(
  random: Random,
  kind: Kind,
  measure: Measure,
  scale: Scale,
  reading: Reading,
  count: number,
  seriesCount: number,
): number[] {
  const share = kind.startsWith("stacked") ? 1 / Math.sqrt(seriesCount) : 1;
  const raw = lines.has(kind) ? walk(random, count) : shape(random, count);
  const { low, high } = scale;
  if (scale.log) return raw.map((level) => roundTo(10 ** (0.3 + level * 4.5), 2));
  const floor = low + (high - low) * (low === 0 ? 0.08 : 0.05);
  const values = raw.map((level) => (floor + (high * 0.96 - floor) * level) * share);
  if (reading === "grid") {
    const grid = gridOf(scale, measure.decimals);
    return values.map((value) => tidy(Math.max(low + grid, Math.round(value / grid) * grid), 6));
  }
  const least = 10 ** -measure.decimals;
  return values.map((value) => Math.max(tidy(value, measure.decimals), least));
}

/** Keeps so many significant digits. */
function roundTo(value: number, digits: number): number {
  return Math.max(1, Number(value.toPrecision(digits)));
}

/** Levels in [0, 1]: independent, falling, or with one peak. */
function shape(random: Random, count: number): number[] {
  const levels = Array.from({ length: count }, () => random.next());
  const form = random.weighted({ free: 6, sorted: 2, peak: 1 });
  if (form === "sorted") return levels.sort((a, b) => b - a);
  if (form === "peak") levels[random.int(0, count - 1)] = 1;
  return levels;
}

/** Levels in [0, 1] that drift. */
function walk(random: Random, count: number): number[] {
  const drift = random.between(-0.8, 0.8);
  const noise = random.between(0.05, 0.4);
  const season = random.chance(0.25) ? random.between(0.2, 0.45) : 0;
  const phase = random.between(0, 6.3);
  const start = drift < 0 ? random.between(0.6, 0.95) : random.between(0.1, 0.5);
  return Array.from({ length: count }, (_, i) => {
    const t = i / Math.max(1, count - 1);
    const level = start + drift * t * 0.8 + season * Math.sin(phase + t * 6.3) + (random.next() - 0.5) * noise;
    return Math.min(1, Math.max(0, level));
  });
}
