/** Axes and legends of Vega-Lite specifications. */
import type { Random } from "../../../random.ts";
import { type Chart, isLine, ticksOf } from "./chart.ts";
import { capitalized } from "./headings.ts";
import type { Spec } from "./render.ts";
import { estimatedWidth, type Format, type Theme } from "./theme.ts";
import { formatNumber, formatValue, unitName } from "./units.ts";
import { columns, type Encoding, plainLabels } from "./vega-data.ts";

/** How the value axis writes its ticks. */
function tickFormat(chart: Chart, withUnit: boolean): Spec {
  const ticks = ticksOf(chart.scale);
  const decimals = ticks.some((tick) => !Number.isInteger(tick)) ? Math.max(1, chart.measure.decimals) : 0;
  if (plainLabels(chart) || (!withUnit && chart.language === "en")) return { format: `,.${decimals}f` };
  if (chart.language === "en")
    return { labelExpr: `'${chart.unit.prefix}' + format(datum.value, ',.${decimals}f') + '${chart.unit.suffix}'` };
  const written = ticks.map((tick) => [
    String(tick),
    withUnit ? formatValue(tick, decimals, chart.unit, chart.language) : formatNumber(tick, decimals, chart.language),
  ]);
  return { labelExpr: `${JSON.stringify(Object.fromEntries(written))}[datum.value]` };
}

export function valueAxis(chart: Chart, theme: Theme, format: Format, random: Random, side: "x" | "y"): Encoding {
  const { value } = columns(chart);
  const withUnit = random.chance(0.5);
  const name = unitName(chart.unit);
  const full = estimatedWidth(`${chart.measure.name} (${name})`, theme.fontSize + 1, theme.family, true);
  const fits = side === "x" || full < format.height - 150;
  const title =
    fits && (random.chance(0.7) || chart.kind === "histogram")
      ? capitalized(chart.measure.name) + (withUnit || name === "" ? "" : ` (${name})`)
      : withUnit || name === ""
        ? null
        : name;
  const hidden = chart.reading === "labels" && !chart.scale.log && chart.kind !== "waterfall" && random.chance(0.25);
  return {
    field: value,
    type: "quantitative",
    title,
    scale: {
      ...(chart.scale.log ? { type: "log" } : {}),
      domain: [chart.scale.low, chart.scale.high],
      nice: false,
      ...(chart.scale.low > 0 ? { zero: false } : {}),
    },
    axis: hidden
      ? null
      : {
          values: ticksOf(chart.scale),
          // without it Vega leaves out every other tick of a low axis, and values are read from ticks
          tickCount: ticksOf(chart.scale).length,
          ...tickFormat(chart, withUnit),
          grid: chart.reading !== "labels" || theme.showGrid,
          ...(side === "y" && random.chance(0.06) ? { orient: "right" } : {}),
        },
  };
}

export function categoryAxis(chart: Chart, theme: Theme, format: Format, random: Random, side: "x" | "y"): Encoding {
  const { category } = columns(chart);
  const widest = Math.max(...chart.categories.map((name) => estimatedWidth(name, theme.fontSize, theme.family)));
  const slot = (format.width - 90) / chart.categories.length;
  const angle = widest + 5 < slot ? 0 : chart.categories.length > 9 || widest > 90 ? -90 : random.pick([-40, -90]);
  return {
    field: category,
    type: isLine(chart.kind) || chart.collection.ordered ? "ordinal" : "nominal",
    sort: null,
    title: random.chance(0.5) || chart.kind === "histogram" ? capitalized(chart.collection.name) : null,
    axis: {
      labelAngle: side === "x" ? angle : 0,
      labelLimit: 0,
      labelOverlap: false,
      ...(isLine(chart.kind) && theme.showGrid && random.chance(0.3) ? { grid: true } : { grid: false }),
    },
    ...(isLine(chart.kind) && chart.kind !== "step-line" ? { scale: { type: "point", padding: 0.25 } } : {}),
  };
}

export function seriesColor(chart: Chart, theme: Theme, random: Random, format: Format): Encoding {
  const orient = random.weighted({ bottom: 4, right: format.room === "small" ? 0.5 : 3, top: 3, left: 0.2 });
  return {
    field: "series",
    type: "nominal",
    sort: null,
    title: null,
    scale: { domain: chart.series.map(({ name }) => name), range: theme.palette.colors.slice(0, chart.series.length) },
    legend: { orient },
  };
}
