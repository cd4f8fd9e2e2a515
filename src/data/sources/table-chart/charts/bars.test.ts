/** Bars as long as their values: shapes of the finished pages are measured, clips included, and compared with the data. */
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import type { PagePicture } from "../../../source.ts";
import { type Chart, type Kind, printed } from "./chart.ts";
import { echartsKinds, echartsPicture } from "./echart.ts";
import { scienceFigure } from "./panels.ts";
import { randomChart } from "./random-chart.ts";
import { vegaLiteSvg } from "./render.ts";
import { inkOn, randomTheme, type Theme } from "./theme.ts";
import { vegaKinds, vegaLiteSpec } from "./vega-lite.ts";

interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const barKinds = [
  "bar",
  "horizontal-bar",
  "grouped-bar",
  "stacked-bar",
  "lollipop",
  "histogram",
  "waterfall",
] as const satisfies readonly Kind[];
const format = { width: 380, height: 280, scale: 1, fontSize: 12, room: "small" } as const;

interface Drawn {
  readonly chart: Chart;
  readonly theme: Theme;
  readonly svg: string;
}

function drawn(kind: Kind, index: number, library: "vega-lite" | "echarts"): Drawn {
  const random = randomFor(31, index, kind);
  const chart = randomChart(random, kind, "en", format);
  // every other chart with rounded corners
  const theme = { ...randomTheme(random, "en", format), rounded: index % 2 === 0 ? 4 : 0 };
  const svg =
    library === "vega-lite"
      ? vegaLiteSvg(vegaLiteSpec(chart, theme, format, random))
      : echartsPicture(chart, theme, format, random);
  return { chart, theme, svg };
}

/** Points that a path goes through, in its own coordinates; the commands that the libraries write. */
function pathPoints(d: string): [number, number][] {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, command, text] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers = (text!.match(/-?\d*\.?\d+(?:e-?\d+)?/g) ?? []).map(Number);
    const size = { h: 1, v: 1, c: 6, a: 7, z: 0, m: 2, l: 2 }[command!.toLowerCase()];
    if (size === undefined) throw new Error(`the path command ${command} is not known here`);
    const [fromX, fromY] = command === command!.toLowerCase() ? [1, 1] : [0, 0];
    for (let i = 0; size > 0 && i + size <= numbers.length; i += size) {
      const last = numbers.slice(i, i + size);
      const goesUp = command!.toLowerCase() === "v";
      const goesAside = command!.toLowerCase() === "h";
      const nextX = goesUp ? x : fromX * x + last[goesAside ? 0 : size - 2]!;
      y = goesAside ? y : fromY * y + last[size - 1]!;
      x = nextX;
      points.push([x, y]);
    }
  }
  return points;
}

const numberOf = (element: Element, name: string) => Number(element.getAttribute(name) ?? 0);

/** How far the element's ancestors and its own attribute move it; nothing here turns or grows. */
function offsetOf(element: Element): [number, number] {
  let [x, y] = [0, 0];
  for (let one: Element | null = element; one; one = one.parentElement) {
    const transform = one.getAttribute("transform");
    const moved = /^translate\(([-\d.e]+)[ ,]([-\d.e]+)\)$/.exec(transform ?? "");
    if (transform && !moved) throw new Error(`${transform} is more than a translation`);
    x += Number(moved?.[1] ?? 0);
    y += Number(moved?.[2] ?? 0);
  }
  return [x, y];
}

function extentOf(element: Element): Extent {
  const [dx, dy] = offsetOf(element);
  const points: [number, number][] =
    element.localName === "line"
      ? [
          [numberOf(element, "x1"), numberOf(element, "y1")],
          [numberOf(element, "x2"), numberOf(element, "y2")],
        ]
      : element.localName === "rect"
        ? [
            [numberOf(element, "x"), numberOf(element, "y")],
            [numberOf(element, "x") + numberOf(element, "width"), numberOf(element, "y") + numberOf(element, "height")],
          ]
        : pathPoints(element.getAttribute("d")!);
  return {
    left: Math.min(...points.map(([x]) => x)) + dx,
    right: Math.max(...points.map(([x]) => x)) + dx,
    top: Math.min(...points.map(([, y]) => y)) + dy,
    bottom: Math.max(...points.map(([, y]) => y)) + dy,
  };
}

/** What a browser shows of the element: names of clips mean the first one of the page. */
function seenOf(element: Element): Extent {
  let seen = extentOf(element);
  for (let one: Element | null = element; one; one = one.parentElement) {
    const id = /url\(#(.*)\)/.exec(one.getAttribute("clip-path") ?? "")?.[1];
    if (!id) continue;
    const shape = [...element.ownerDocument.querySelectorAll("clipPath, clippath")].find((clip) => clip.id === id);
    if (!shape) throw new Error(`there is no clip ${id}`);
    const clip = extentOf(shape.firstElementChild!);
    const [dx, dy] = offsetOf(one);
    seen = {
      left: Math.max(seen.left, clip.left - offsetOf(shape)[0] + dx),
      right: Math.min(seen.right, clip.right - offsetOf(shape)[0] + dx),
      top: Math.max(seen.top, clip.top - offsetOf(shape)[1] + dy),
      bottom: Math.min(seen.bottom, clip.bottom - offsetOf(shape)[1] + dy),
    };
  }
  return seen;
}

function parsed(svg: string): Element {
  return parseHTML(`<html><body>${svg}</body></html>`).document.querySelector("svg")!;
}

/** Bars as they are seen, in the order of the data: series by series. */
function barsOf({ chart, theme, svg }: Drawn, library: "vega-lite" | "echarts"): Extent[] {
  const page = parsed(svg);
  if (library === "echarts") return [...page.querySelectorAll('[data-mark="shape"]')].map(seenOf);
  if (chart.kind === "lollipop")
    return [...page.querySelectorAll("line")].filter((line) => line.getAttribute("stroke-width") === "3").map(seenOf);
  const paints = new Set([...theme.palette.colors, ...waterfallPaints]);
  return [...page.querySelectorAll("path")]
    .filter((path) => paints.has(path.getAttribute("fill") ?? "") && /^M[\d.]/.test(path.getAttribute("d") ?? ""))
    .map(seenOf);
}
const waterfallPaints = "#2e9e5b #d64545 #5b6b7b #1982c4 #ff595e #6a4c93 #00897b #ef6c00 #455a64".split(" ");

/** What each bar starts and ends at, in the order of the data. */
function spansOf(chart: Chart): [from: number, to: number][] {
  const rows = chart.series.map(({ values }) => values);
  if (chart.kind === "waterfall") {
    let level = 0;
    return rows[0]!.map((value, i, all) => {
      const from = i === 0 || i === all.length - 1 ? 0 : level;
      level = from + value;
      return [from, level];
    });
  }
  if (chart.kind !== "stacked-bar") return rows.flat().map((value) => [0, value]);
  return rows.flatMap((values, s) =>
    values.map((value, i): [number, number] => {
      const below = rows.slice(0, s).reduce((sum, one) => sum + one[i]!, 0);
      return [below, below + value];
    }),
  );
}

describe.each(["vega-lite", "echarts"] as const)("bars drawn by %s", (library) => {
  const known: readonly string[] = library === "vega-lite" ? vegaKinds : echartsKinds;
  test.each(barKinds.filter((kind) => known.includes(kind)))("are as long as their values: %s", (kind) => {
    const readings = new Set<string>();
    for (let i = 0; i < 8; i++) {
      const one = drawn(kind, i, library);
      const bars = barsOf(one, library);
      const spans = spansOf(one.chart);
      const name = `${kind} ${i}: ${one.chart.title}`;
      expect(bars.length, name).toBe(spans.length);
      const across = kind === "horizontal-bar";
      const ends = bars.map((bar) => (across ? [bar.left, bar.right] : [-bar.bottom, -bar.top]) as [number, number]);
      const lengths = ends.map(([from, to]) => to - from);
      const perUnit =
        lengths.reduce((sum, length) => sum + length, 0) /
        spans.reduce((sum, [from, to]) => sum + Math.abs(to - from), 0);
      // in a stack whatever is drawn first may stand at the top
      const zero = Math.min(...ends.map(([from]) => from));
      for (const [b, [from, to]] of spans.entries()) {
        expect(Math.abs(lengths[b]! - Math.abs(to - from) * perUnit), `${name}, bar ${b}`).toBeLessThan(1.1);
        if (kind !== "stacked-bar")
          expect(Math.abs(ends[b]![0] - zero - Math.min(from, to) * perUnit), `${name}, bar ${b}`).toBeLessThan(1.1);
      }
      if (kind === "stacked-bar") {
        for (const [c] of one.chart.categories.entries()) {
          const stack = ends.filter((_, b) => b % one.chart.categories.length === c).sort((a, b) => a[0] - b[0]);
          expect(Math.abs(stack[0]![0] - zero)).toBeLessThan(1.1);
          for (const [s, [from]] of stack.entries())
            if (s > 0) expect(Math.abs(from - stack[s - 1]![1]), name).toBeLessThan(1.1);
        }
      }
      readings.add(one.chart.reading);
    }
    expect(readings).toContain("labels");
  });
});

/** The middle of a text as the libraries place it: anchored at its middle, its baseline a little below. */
function placeOf(text: Element): [number, number] {
  const [dx, dy] = offsetOf(text);
  return [numberOf(text, "x") + dx, numberOf(text, "y") + dy];
}

describe.each(["vega-lite", "echarts"] as const)("labels in stacks drawn by %s", (library) => {
  test("stand inside the bar whose value they tell, in a colour that is seen on it", () => {
    let labels = 0;
    for (let i = 0; i < 16; i++) {
      const one = drawn("stacked-bar", i, library);
      if (one.chart.reading !== "labels") continue;
      const bars = barsOf(one, library);
      const values = one.chart.series.flatMap((series, s) => series.values.map((value) => ({ value, s })));
      const upright = (text: Element) => !/rotate|matrix/.test(text.getAttribute("transform") ?? "");
      const texts = [...parsed(one.svg).querySelectorAll("text")].filter(upright);
      for (const [b, { value, s }] of values.entries()) {
        const { left, right, top, bottom } = bars[b]!;
        const inside = texts.filter((text) => {
          const [x, y] = placeOf(text);
          return x > left && x < right && y > top - 6 && y < bottom + 8 && bottom - top > 16;
        });
        if (bottom - top <= 16) continue;
        expect(inside.map((text) => text.textContent)).toContain(printed(one.chart, value));
        const own = inside.find((text) => text.textContent === printed(one.chart, value))!;
        expect(own.getAttribute("fill")).toBe(inkOn(one.theme.palette.colors[s]!));
        labels++;
      }
    }
    expect(labels).toBeGreaterThan(20);
  });
});

test("panels of one figure have no clip in common", () => {
  let clips = 0;
  for (let i = 0; i < 12; i++) {
    const { html } = scienceFigure.draft({ random: randomFor(6, i, "panels"), maxSide: 384, split: "train" })
      .pictures[0] as PagePicture;
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, used] of html.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(used);
    clips += ids.length;
  }
  expect(clips).toBeGreaterThan(8);
});
