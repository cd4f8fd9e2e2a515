/** What box plots and candlesticks share: the frame of a Vega-Lite chart, its axes, and its page. */
import type { Random } from "../../../random.ts";
import { ticksOf } from "./chart.ts";
import type { Spec } from "./render.ts";
import { pageOf } from "./sources.ts";
import { estimatedWidth, type Format, type Theme } from "./theme.ts";
import { formatNumber, type Language } from "./units.ts";
import { themeConfig, titleLines } from "./vega-lite.ts";

export interface Rule {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

export function frameOf(title: string, theme: Theme, format: Format, random: Random): Spec {
  const lines = titleLines(title, theme, format.width - 44);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: { text: lines.length === 1 ? lines[0] : lines },
    width: format.width,
    height: format.height,
    autosize: { type: "fit", contains: "padding" },
    config: themeConfig(theme, random),
  };
}

/** A value axis with whole ticks, written as the language writes them. */
export function valueScale({ low, high, step }: Rule, title: string, language: Language) {
  const values = ticksOf({ low, high, step, log: false });
  const texts = Object.fromEntries(values.map((tick) => [String(tick), formatNumber(tick, 0, language)]));
  return {
    type: "quantitative",
    title,
    scale: { domain: [low, high], nice: false, zero: false },
    axis: {
      values,
      tickCount: values.length,
      grid: true,
      labelOverlap: true,
      ...(language === "en" ? { format: ",.0f" } : { labelExpr: `${JSON.stringify(texts)}[datum.value]` }),
    },
  };
}

export function nameAxis(names: readonly string[], theme: Theme, format: Format) {
  const slot = (format.width - 90) / names.length;
  const fits = names.every((name) => estimatedWidth(name, theme.fontSize, theme.family) + 6 < slot);
  return {
    type: "ordinal",
    sort: null,
    title: null,
    axis: { labelAngle: fits ? 0 : -90, labelOverlap: false, grid: false },
  };
}

export function pictureOf(svg: string, theme: Theme, format: Format) {
  return {
    kind: "page",
    html: pageOf(svg, format, theme.background),
    width: format.width,
    height: format.height,
    scale: format.scale,
    fonts: [theme.family],
  } as const;
}
