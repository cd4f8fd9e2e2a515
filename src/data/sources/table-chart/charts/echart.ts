/** Charts as ECharts options, in that library's own manner: a second hand that draws the same data. */
import type { Random } from "../../../random.ts";
import { type Chart, isLine } from "./chart.ts";
import { funnel, treemap } from "./echart-blocks.ts";
import { cartesian, heatMap } from "./echart-cartesian.ts";
import type { Frame, Option } from "./echart-parts.ts";
import { gauge, pie, radar } from "./echart-round.ts";
import { echartsSvg } from "./render.ts";
import { type Format, forLines, type Theme } from "./theme.ts";
import { sliceColors } from "./vega-colors.ts";
import { titleLines } from "./vega-lite.ts";

export const echartsKinds = [
  "bar",
  "horizontal-bar",
  "grouped-bar",
  "stacked-bar",
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
  "gauge",
] as const;

export function echartsPicture(chart: Chart, paints: Theme, format: Format, random: Random): string {
  const theme = isLine(chart.kind) || chart.kind === "radar" ? forLines(paints) : paints;
  const lines = titleLines(chart.title, theme, format.width - 44);
  const bottomTitle = random.chance(0.04);
  const head = bottomTitle
    ? 14
    : 16 + lines.length * theme.titleSize * 1.35 + (chart.subtitle ? theme.fontSize + 6 : 0);
  const foot = bottomTitle ? 14 + lines.length * theme.titleSize * 1.35 + (chart.subtitle ? theme.fontSize + 6 : 0) : 8;
  const frame: Frame = { head, foot, chart, theme, format, random };
  const option: Option = {
    backgroundColor: theme.background,
    color: sliceColors(theme, Math.max(chart.series.length, chart.categories.length)),
    textStyle: { fontFamily: theme.family, fontSize: theme.fontSize, color: theme.ink },
    title: {
      text: lines.join("\n"),
      ...(chart.subtitle ? { subtext: chart.subtitle } : {}),
      left: theme.titleAnchor === "start" ? 8 : theme.titleAnchor === "middle" ? "center" : "right",
      ...(bottomTitle ? { bottom: 6 } : { top: 6 }),
      itemGap: 4,
      textStyle: {
        fontSize: theme.titleSize,
        lineHeight: Math.round(theme.titleSize * 1.35),
        fontWeight: theme.titleWeight,
        color: theme.ink,
        fontFamily: theme.family,
      },
      subtextStyle: { fontSize: theme.fontSize, color: theme.faint, fontFamily: theme.family },
    },
    ...body(frame),
  };
  return echartsSvg(option, format.width, format.height, (series, index) => shapeName(chart, series, index));
}

function shapeName(chart: Chart, series: number, index: number): string | undefined {
  const category = chart.categories[index];
  if (category === undefined || chart.kind === "heat-map" || chart.kind === "gauge" || chart.kind === "treemap")
    return undefined;
  return chart.series.length > 1 ? `${category} / ${chart.series[series]?.name ?? ""}` : category;
}

function body(frame: Frame): Option {
  switch (frame.chart.kind) {
    case "pie":
    case "donut":
    case "rose":
      return pie(frame);
    case "treemap":
      return treemap(frame);
    case "funnel":
      return funnel(frame);
    case "radar":
      return radar(frame);
    case "heat-map":
      return heatMap(frame);
    case "gauge":
      return gauge(frame);
    default:
      return cartesian(frame);
  }
}
