/** Lines, areas and pies in Vega-Lite. */
import type { Random } from "../../../random.ts";
import type { Chart } from "./chart.ts";
import { capitalized } from "./headings.ts";
import type { Spec } from "./render.ts";
import type { Format, Theme } from "./theme.ts";
import { categoryAxis, seriesColor, valueAxis } from "./vega-axes.ts";
import { inkEncoding, sliceColors } from "./vega-colors.ts";
import { columns, type Encoding, labelEncoding, numberedRows } from "./vega-data.ts";

export function line(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  const several = chart.series.length > 1;
  const area = chart.kind.endsWith("area");
  const stacked = chart.kind === "stacked-area";
  const interpolate = chart.kind === "step-line" ? "step" : !several && random.chance(0.2) ? "monotone" : undefined;
  const points = chart.kind === "step-line" ? false : !area && (chart.reading === "grid" || random.chance(0.6));
  const value = {
    ...valueAxis(chart, theme, format, random, "y"),
    ...(area ? { stack: stacked ? "zero" : null } : {}),
  };
  const encoding: Encoding = {
    x: categoryAxis(chart, theme, format, random, "x"),
    y: value,
    ...(several ? { color: seriesColor(chart, theme, random, format) } : {}),
  };
  if (chart.kind === "multi-line" && random.chance(0.25))
    encoding.strokeDash = { field: "series", type: "nominal", sort: null, title: null, legend: null };
  const mark: Spec = {
    type: area ? "area" : "line",
    ...(several ? {} : { color: theme.palette.colors[0] }),
    ...(interpolate ? { interpolate } : {}),
    ...(area
      ? {
          line: several || { color: theme.palette.colors[0] },
          ...(stacked ? { opacity: 0.85 } : { opacity: random.pick([0.4, 0.6, 0.8]) }),
        }
      : { strokeWidth: random.pick([1.5, 2, 2.5, 3]) }),
    ...(points
      ? {
          point: {
            filled: random.chance(0.7),
            size: random.pick([40, 60, 80]),
            ...(several ? {} : { color: theme.palette.colors[0] }),
          },
        }
      : {}),
  };
  if (chart.reading !== "labels") return { mark, encoding };
  (value as { scale: { domain: number[] } }).scale.domain[1] =
    chart.scale.high + (chart.scale.log ? chart.scale.high : chart.scale.step * 0.5);
  return {
    encoding,
    layer: [
      { mark },
      {
        mark: { type: "text", dy: -11, color: theme.ink, fontSize: theme.fontSize },
        encoding: { text: labelEncoding(chart) },
      },
    ],
  };
}

export function pie(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  const { category, value } = columns(chart);
  const colors = sliceColors(theme, chart.categories.length);
  const direct = random.chance(0.3) && format.room !== "small";
  const orient = random.weighted({ right: 4, left: 1, bottom: 3 });
  const room =
    orient === "bottom" ? [format.width - 80, format.height - 130] : [format.width - 170, format.height - 90];
  const radius = Math.max(
    60,
    Math.floor(Math.min(room[0]!, room[1]!) / 2) - (direct ? 26 : chart.reading === "labels" ? 18 : 0),
  );
  const hole = chart.kind === "donut" ? Math.round(radius * random.pick([0.45, 0.55, 0.65])) : 0;
  const inside = chart.kind === "pie" && !direct && radius > 85;
  const label = chart.reading === "labels";
  return {
    encoding: {
      theta: { field: value, type: "quantitative", stack: true },
      color: {
        field: category,
        type: "nominal",
        sort: null,
        title: random.chance(0.4) ? capitalized(chart.collection.name) : null,
        scale: { domain: chart.categories, range: colors },
        legend: direct ? null : { orient },
      },
      order: { field: "order", type: "quantitative" },
    },
    ...numberedRows,
    layer: [
      {
        mark: {
          type: "arc",
          outerRadius: radius,
          ...(hole ? { innerRadius: hole } : {}),
          stroke: theme.background,
          ...(random.chance(0.2) ? { padAngle: 0.02 } : {}),
        },
      },
      ...(label
        ? [
            {
              mark: {
                type: "text",
                radius: inside ? Math.round(radius * 0.68) : radius + 18,
                fontSize: theme.fontSize,
              },
              encoding: {
                text: labelEncoding(chart),
                color: inside ? inkEncoding(category, chart.categories, colors) : { value: theme.ink },
              },
            },
          ]
        : []),
      ...(direct
        ? [
            {
              mark: { type: "text", radius: radius + 20, dy: label ? theme.fontSize + 2 : 0, fontSize: theme.fontSize },
              encoding: { text: { field: category, type: "nominal" }, color: { value: theme.ink } },
            },
          ]
        : []),
    ],
  };
}
