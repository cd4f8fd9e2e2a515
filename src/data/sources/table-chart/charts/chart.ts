import type { Collection, Measure } from "./topic.ts";
import { formatValue, type Language, tidy, type Unit } from "./units.ts";

export const kinds = [
  "bar",
  "horizontal-bar",
  "grouped-bar",
  "stacked-bar",
  "lollipop",
  "line",
  "multi-line",
  "step-line",
  "area",
  "stacked-area",
  "pie",
  "donut",
  "rose",
  "treemap",
  "funnel",
  "radar",
  "heat-map",
  "histogram",
  "waterfall",
  "gauge",
] as const;

export type Kind = (typeof kinds)[number];

export interface Series {
  readonly name: string;
  /** One for each category, rounded as printed. */
  readonly values: readonly number[];
}

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly log: boolean;
}

/**
 * How values can be read: every one is printed, or every one lies on a tick (or halfway between two), or only their order can be
 * seen.
 */
export type Reading = "labels" | "grid" | "order";

export interface Chart {
  readonly kind: Kind;
  readonly language: Language;
  readonly title: string;
  readonly subtitle?: string;
  readonly measure: Measure;
  readonly unit: Unit;
  readonly collection: Collection;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly scale: Scale;
  readonly reading: Reading;
}

/** A value as the chart prints it. */
export function printed(chart: Pick<Chart, "measure" | "unit" | "language">, value: number): string {
  return formatValue(value, chart.measure.decimals, chart.unit, chart.language);
}

/** Ticks of the value axis. */
export function ticksOf({ low, high, step, log }: Scale): number[] {
  const ticks: number[] = [];
  if (log) for (let tick = low; tick <= high * 1.001; tick *= 10) ticks.push(tick);
  else for (let i = 0; low + i * step <= high + step / 1000; i++) ticks.push(tidy(low + i * step, 6));
  return ticks;
}

export const many: ReadonlySet<Kind> = new Set([
  "grouped-bar",
  "stacked-bar",
  "multi-line",
  "stacked-area",
  "heat-map",
  "radar",
]);

export const shares: ReadonlySet<Kind> = new Set(["pie", "donut", "rose", "treemap"]);

export const lines: ReadonlySet<Kind> = new Set(["line", "multi-line", "step-line", "area", "stacked-area"]);

/** Kinds whose values have no axis to be read from. */
export function isAxisless(kind: Kind): boolean {
  return shares.has(kind) || kind === "funnel" || kind === "heat-map" || kind === "gauge" || kind === "radar";
}

export function isLine(kind: Kind): boolean {
  return lines.has(kind);
}
