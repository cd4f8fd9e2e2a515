import { expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import { echartsPicture } from "./echart.ts";
import { randomChart } from "./random-chart.ts";
import { vegaLiteSvg } from "./render.ts";
import { contrastOn, forLines, randomTheme } from "./theme.ts";
import { vegaLiteSpec } from "./vega-lite.ts";

const format = { width: 380, height: 280, scale: 1, fontSize: 12, room: "small" } as const;

test("no colour of a theme is so pale that its shapes are lost on the paper, and lines are stronger still", () => {
  for (let index = 0; index < 300; index++) {
    const theme = randomTheme(randomFor(2, index, "theme"), "en", format);
    const papers = [theme.background, theme.plotBackground];
    for (const color of theme.palette.colors) expect(contrastOn(color, papers), color).toBeGreaterThanOrEqual(1.5);
    const { colors } = forLines(theme).palette;
    for (const color of colors) expect(contrastOn(color, papers), color).toBeGreaterThanOrEqual(2);
    expect(new Set(colors.slice(0, 4)).size).toBe(4);
  }
});

test("lines of charts are drawn in colours that stand out from the paper, an area's edge in the area's own", () => {
  let lines = 0;
  for (const kind of ["line", "multi-line", "step-line", "area", "stacked-area"] as const) {
    for (let index = 0; index < 12; index++) {
      const random = randomFor(3, index, kind);
      const chart = randomChart(random, kind, "en", format);
      const theme = randomTheme(random, "en", format);
      const colors = forLines(theme).palette.colors.slice(0, chart.series.length);
      // open paths are lines; axes and grids are of another element, symbols and areas are closed
      const svg = vegaLiteSvg(vegaLiteSpec(chart, theme, format, random));
      const drawn = [...svg.matchAll(/<path d="M[^AZ"]*"[^>]*? stroke="([^"]+)"/g)].map(([, color]) => color!);
      expect(new Set(drawn), `${kind} ${index}`).toEqual(new Set(colors));
      lines += drawn.length;
      const strokes = echartsPicture(chart, theme, format, random).matchAll(/stroke="([^"]+)"/g);
      expect([...strokes].map(([, color]) => color)).toEqual(expect.arrayContaining([...colors]));
    }
  }
  expect(lines).toBeGreaterThan(60);
});
