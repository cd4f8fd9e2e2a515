/**
 * Charts as Vega-Lite specifications: complete, with their data inside, in the way a person would write them. The same
 * specification is drawn and, where a sample asks for code, is the answer.
 */
import type { Random } from "../../../random.ts";
import type { Chart } from "./chart.ts";
import type { Spec } from "./render.ts";
import { estimatedWidth, type Format, forLines, type Theme } from "./theme.ts";
import { bars, waterfall } from "./vega-bars.ts";
import { heatMap } from "./vega-colors.ts";
import { rowsOf } from "./vega-data.ts";
import { line, pie } from "./vega-shapes.ts";

/** Kinds that have a Vega-Lite form here. */
export const vegaKinds = [
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
  "heat-map",
  "histogram",
  "waterfall",
] as const;

/** A title in lines that fit. */
export function titleLines(title: string, theme: Theme, width: number): string[] {
  const lines: string[] = [];
  const words = /[\u2e80-\uffef]/.test(title) ? title.split(/(?<=[\u2e80-\uffef])/) : title.split(/(?<= )/);
  for (const word of words) {
    const last = lines[lines.length - 1];
    if (
      last !== undefined &&
      estimatedWidth(last + word.trimEnd(), theme.titleSize, theme.family, theme.titleWeight === "bold") < width
    )
      lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines.map((line) => line.trimEnd());
}

/** The theme as Vega-Lite's `config`, without what is its default. */
export function themeConfig(theme: Theme, random: Random): Spec {
  const axis = {
    labelFontSize: theme.fontSize,
    titleFontSize: theme.fontSize + (random.chance(0.3) ? 1 : 0),
    labelColor: theme.ink,
    titleColor: theme.ink,
    titleFontWeight: random.pick(["normal", "bold"]),
    gridColor: theme.grid,
    ...(theme.gridDash ? { gridDash: [3, 3] } : {}),
    titlePadding: 8,
    domainColor: theme.faint,
    tickColor: theme.faint,
    ...(random.chance(0.2) ? { ticks: false, labelPadding: 6 } : {}),
  };
  return {
    background: theme.background,
    font: theme.family,
    padding: 12,
    view: {
      stroke: theme.frame ? theme.faint : null,
      ...(theme.plotBackground === theme.background ? {} : { fill: theme.plotBackground }),
    },
    axis,
    legend: {
      labelFontSize: theme.fontSize,
      titleFontSize: theme.fontSize,
      labelColor: theme.ink,
      titleColor: theme.ink,
    },
    title: {
      fontSize: theme.titleSize,
      fontWeight: theme.titleWeight,
      color: theme.ink,
      anchor: theme.titleAnchor,
      subtitleColor: theme.faint,
      subtitleFontSize: theme.fontSize,
      subtitlePadding: 6,
      offset: 10,
    },
  };
}

/** The whole specification of a chart at a size. */
export function vegaLiteSpec(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  // titles are placed by the plot, which begins behind the labels of its axis
  const lines = titleLines(chart.title, theme, format.width - (chart.kind === "horizontal-bar" ? 100 : 70));
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: {
      text: lines.length === 1 ? lines[0] : lines,
      ...(chart.subtitle ? { subtitle: chart.subtitle } : {}),
    },
    width: format.width,
    height: format.height,
    autosize: { type: "fit", contains: "padding" },
    data: { values: rowsOf(chart) },
    ...body(chart, theme, format, random),
    config: themeConfig(theme, random),
  };
}

function body(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  switch (chart.kind) {
    case "pie":
    case "donut":
      return pie(chart, theme, format, random);
    case "heat-map":
      return heatMap(chart, theme, format, random);
    case "waterfall":
      return waterfall(chart, theme, format, random);
    case "horizontal-bar":
      return bars(chart, theme, format, random, "x");
    case "line":
    case "multi-line":
    case "step-line":
    case "area":
    case "stacked-area":
      return line(chart, forLines(theme), format, random);
    case "lollipop":
      return bars(chart, forLines(theme), format, random, "y");
    default:
      return bars(chart, theme, format, random, "y");
  }
}
