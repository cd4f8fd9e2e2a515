/** A chart's values as the rows of a Vega-Lite specification, and the labels written from them. */
import { type Chart, printed } from "./chart.ts";
import type { Spec } from "./render.ts";

export type Encoding = Record<string, unknown>;

/** Column names of the data. */
export function columns(chart: Chart) {
  const clean = (name: string) => name.replaceAll(/[.[\]'"()\\]/g, "").trim();
  return { category: clean(chart.collection.name), value: clean(chart.measure.name) };
}

export function rowsOf(chart: Chart): Record<string, unknown>[] {
  const { category, value } = columns(chart);
  if (chart.kind === "waterfall") return waterfallRows(chart, category);
  const several = chart.series.length > 1;
  const withLabels = chart.reading === "labels" && !plainLabels(chart);
  return chart.series.flatMap((series) =>
    chart.categories.map((name, i) => ({
      [category]: name,
      ...(several ? { series: series.name } : {}),
      [value]: series.values[i]!,
      ...(withLabels ? { label: printed(chart, series.values[i]!) } : {}),
    })),
  );
}

function waterfallRows(chart: Chart, category: string): Record<string, unknown>[] {
  let level = 0;
  const values = chart.series[0]!.values;
  return values.map((value, i) => {
    const total = i === 0 || i === values.length - 1;
    const from = total ? 0 : level;
    level = total ? value : level + value;
    return {
      [category]: chart.categories[i]!,
      from,
      to: level,
      type: total ? "total" : value > 0 ? "increase" : "decrease",
      label: printed(chart, value),
      top: Math.max(from, level),
    };
  });
}

/** Labels that d3's number format writes: no unit, English separators. */
export function plainLabels(chart: Chart): boolean {
  return chart.unit.prefix === "" && chart.unit.suffix === "" && (chart.language === "en" || chart.language === "zh");
}

function d3Format(chart: Chart): string {
  return `,.${chart.measure.decimals}f`;
}

export function labelEncoding(chart: Chart): Encoding {
  const { value } = columns(chart);
  return plainLabels(chart)
    ? { field: value, type: "quantitative", format: d3Format(chart) }
    : { field: "label", type: "nominal" };
}

/** A field that keeps the order of the data's rows. */
export const numberedRows: Spec = { transform: [{ window: [{ op: "row_number", as: "order" }] }] };
