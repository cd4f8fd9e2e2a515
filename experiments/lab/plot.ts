/** A study's plots as SVG: points with their intervals, joined by lines where the axis is one of numbers. */
import { vegaLiteSvg } from "../../src/data/sources/table-chart/charts/render.ts";
import type { Plot } from "./study.ts";

// told apart with every common colour blindness, on light and on dark
const palette = ["#3b7dd8", "#d9822b", "#2f9e6e", "#b5509c", "#8a8a2a", "#7a6ad8", "#c2504a"];
const ink = "#6b7280";

export function plotSvg({ title, x, y, points, logarithmic, separate }: Plot): string {
  const numeric = points.every((point) => typeof point.x === "number");
  const names = [...new Set(points.map(({ series }) => series))];
  const horizontal = numeric
    ? { field: "x", type: "quantitative", title: x, scale: logarithmic ? { type: "log", base: 2 } : { zero: false } }
    : { field: "x", type: "nominal", title: x, sort: null, axis: { labelAngle: 0 } };
  const color = {
    ...{
      field: "series",
      type: "nominal",
      title: null,
      scale: { domain: names, range: palette.slice(0, names.length) },
    },
    legend: names.length > 1 ? { orient: "top" } : null,
  };
  const vertical = { field: "y", type: "quantitative", title: y, scale: { zero: false } };
  const offset = !numeric && names.length > 1 ? { xOffset: { field: "series", sort: names } } : {};
  const encoding = { x: horizontal, color, ...offset };
  return vegaLiteSvg({
    ...{ title, width: 520, height: 300, padding: 12, background: "transparent" },
    data: { values: points },
    layer: [
      {
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "rule", strokeWidth: 2, opacity: 0.7 },
        encoding: { ...encoding, y: { ...vertical, field: "low" }, y2: { field: "high" } },
      },
      ...(numeric && !separate
        ? [{ mark: { type: "line", strokeWidth: 2 }, encoding: { ...encoding, y: vertical } }]
        : []),
      { mark: { type: "point", filled: true, size: 55, opacity: 1 }, encoding: { ...encoding, y: vertical } },
    ],
    config: {
      title: { color: ink, fontSize: 14, anchor: "start" },
      axis: { labelColor: ink, titleColor: ink, domainColor: ink, tickColor: ink, gridColor: ink, gridOpacity: 0.2 },
      legend: { labelColor: ink, titleColor: ink, labelLimit: 0 },
      view: { stroke: null },
    },
  });
}
