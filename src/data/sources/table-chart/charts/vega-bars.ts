/** Bars of all sorts in Vega-Lite: single, grouped, stacked, lollipops, waterfalls. */
import type { Random } from "../../../random.ts";
import type { Chart } from "./chart.ts";
import type { Spec } from "./render.ts";
import type { Format, Theme } from "./theme.ts";
import { categoryAxis, seriesColor, valueAxis } from "./vega-axes.ts";
import { inkEncoding } from "./vega-colors.ts";
import { columns, type Encoding, labelEncoding, numberedRows } from "./vega-data.ts";

/** Bars of all sorts; values run along `side`. */
export function bars(chart: Chart, theme: Theme, format: Format, random: Random, side: "x" | "y"): Spec {
  const other = side === "x" ? "y" : "x";
  const several = chart.series.length > 1;
  const grouped = chart.kind === "grouped-bar";
  const varied =
    !several &&
    chart.kind !== "histogram" &&
    chart.categories.length <= theme.palette.colors.length &&
    random.chance(0.25);
  const { category } = columns(chart);
  const value = { ...valueAxis(chart, theme, format, random, side), ...(several && !grouped ? { stack: "zero" } : {}) };
  const encoding: Encoding = {
    [other]: categoryAxis(chart, theme, format, random, other),
    [side]: value,
    ...(grouped ? { [`${other}Offset`]: { field: "series", type: "nominal", sort: null } } : {}),
    ...(several ? { color: seriesColor(chart, theme, random, format) } : {}),
  };
  const fill = several
    ? {}
    : varied
      ? {
          color: {
            field: category,
            type: "nominal",
            sort: null,
            legend: null,
            scale: { range: theme.palette.colors.slice(0, chart.categories.length) },
          },
        }
      : {};
  const mark: Spec = {
    type: "bar",
    ...(several || varied ? {} : { color: theme.palette.colors[0] }),
    ...(theme.rounded && !chart.kind.startsWith("stacked") ? { cornerRadiusEnd: theme.rounded } : {}),
    ...(chart.kind === "histogram"
      ? { binSpacing: 0, width: { band: 0.98 } }
      : random.chance(0.3)
        ? { width: { band: random.pick([0.5, 0.6, 0.7]) } }
        : {}),
  };
  if (grouped) delete mark.width;
  if (side === "x" && mark.width) {
    mark.height = mark.width;
    delete mark.width;
  }
  const shape =
    chart.kind === "lollipop"
      ? [
          {
            mark: { type: "rule", color: theme.palette.colors[0], strokeWidth: 3 },
            encoding: { y2: { datum: chart.scale.low } },
          },
          {
            mark: { type: "point", filled: true, size: 160, opacity: 1, color: theme.palette.colors[0] },
            encoding: fill,
          },
        ]
      : [{ mark, encoding: fill }];
  if (chart.reading !== "labels")
    return chart.kind === "lollipop" ? { encoding, layer: shape } : { mark, encoding: { ...encoding, ...fill } };
  const inside = several && !grouped;
  const gap = chart.kind === "lollipop" ? -14 : -8;
  const text: Spec = {
    mark: {
      type: "text",
      ...(inside ? {} : { color: theme.ink }),
      fontSize: theme.fontSize - (grouped ? 1 : 0),
      ...(inside ? {} : side === "y" ? { dy: gap } : { align: "left", dx: 4 }),
    },
    encoding: {
      text: labelEncoding(chart),
      ...(inside
        ? {
            color: inkEncoding(
              "series",
              chart.series.map(({ name }) => name),
              theme.palette.colors,
            ),
            detail: { field: "series" },
            [side]: { ...value, stack: "zero", bandPosition: 0.5 },
          }
        : grouped
          ? { color: { value: theme.ink } }
          : {}),
    },
  };
  const tall = { ...value, scale: { ...(value as { scale: Spec }).scale } };
  if (!inside)
    (tall.scale as Spec).domain = [
      chart.scale.low,
      chart.scale.high + (chart.scale.log ? chart.scale.high : chart.scale.step * (side === "y" ? 0.5 : 0.9)),
    ];
  // bars and labels are stacked by themselves, and in the same order only if one is given
  const order = inside ? { order: { field: "order", type: "quantitative" } } : {};
  return {
    ...(inside ? numberedRows : {}),
    encoding: { ...encoding, [side]: tall, ...order },
    layer: [...shape, text],
  };
}

export function waterfall(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  const axis = valueAxis(chart, theme, format, random, "y") as { scale: { domain: number[] } };
  axis.scale.domain[1] = chart.scale.high + chart.scale.step * 0.3;
  const [up, down, total] = random.pick([
    ["#2e9e5b", "#d64545", "#5b6b7b"],
    ["#1982c4", "#ff595e", "#6a4c93"],
    ["#00897b", "#ef6c00", "#455a64"],
  ] as const);
  return {
    encoding: { x: categoryAxis(chart, theme, format, random, "x") },
    layer: [
      {
        mark: { type: "bar" },
        encoding: {
          y: { ...axis, field: "from" },
          y2: { field: "to" },
          color: {
            field: "type",
            type: "nominal",
            title: null,
            scale: { domain: ["increase", "decrease", "total"], range: [up, down, total] },
            legend: chart.language === "en" && random.chance(0.5) ? { orient: random.pick(["top", "bottom"]) } : null,
          },
        },
      },
      {
        mark: { type: "text", dy: -8, color: theme.ink, fontSize: theme.fontSize },
        encoding: { y: { field: "top", type: "quantitative" }, text: { field: "label", type: "nominal" } },
      },
    ],
  };
}
