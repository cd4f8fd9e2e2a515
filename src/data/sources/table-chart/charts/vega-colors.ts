/** Charts told by colour in Vega-Lite, and inks that are read on colours. */
import type { Random } from "../../../random.ts";
import type { Chart } from "./chart.ts";
import type { Spec } from "./render.ts";
import { type Format, inkOn, mixed, type Theme } from "./theme.ts";
import { tidy } from "./units.ts";
import { categoryAxis } from "./vega-axes.ts";
import { columns, type Encoding, labelEncoding } from "./vega-data.ts";

/** The colour of labels on shapes that are filled by the value of a field. */
export function inkEncoding(field: string, names: readonly string[], colors: readonly string[]): Encoding {
  const light = names.filter((_, i) => inkOn(colors[i]!) === "#ffffff");
  if (light.length === names.length) return { value: "#ffffff" };
  if (light.length === 0) return { value: "#111111" };
  const test = `indexof(${JSON.stringify(light)}, datum[${JSON.stringify(field)}]) >= 0`;
  return { condition: { test, value: "#ffffff" }, value: "#111111" };
}

/** As many colours as slices; a palette that is too short goes on with lighter ones of its own. */
export function sliceColors(theme: Theme, count: number): string[] {
  const { colors } = theme.palette;
  return Array.from({ length: count }, (_, i) => colors[i] ?? mixed(colors[i % colors.length]!, "#ffffff", 0.5));
}

export function heatMap(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  const { value } = columns(chart);
  const values = chart.series.flatMap((series) => series.values);
  const legend = random.chance(0.5) && format.room !== "small";
  const [light, dark] = theme.palette.ramp;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const inks = [inkOn(light), inkOn(dark)] as const;
  const turn = Array.from({ length: 51 }, (_, i) => i / 50).find((part) => inkOn(mixed(light, dark, part)) === inks[1]);
  const limit = tidy(low + (high - low) * turn!, 2);
  return {
    encoding: {
      x: categoryAxis(chart, theme, format, random, "x"),
      y: { field: "series", type: "nominal", sort: null, title: null },
    },
    layer: [
      {
        mark: { type: "rect", ...(random.chance(0.5) ? { stroke: theme.background, strokeWidth: 2 } : {}) },
        encoding: {
          color: {
            field: value,
            type: "quantitative",
            scale: { range: [light, dark] },
            legend: legend ? {} : null,
            title: legend ? null : undefined,
          },
        },
      },
      {
        mark: { type: "text", fontSize: theme.fontSize },
        encoding: {
          text: labelEncoding(chart),
          color: {
            condition: { test: `datum['${value}'] > ${limit}`, value: inks[1] },
            value: inks[0],
          },
        },
      },
    ],
  };
}
