import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../../runtime/chromium.ts";
import type { Camera } from "../../camera/camera.ts";
import { openCamera } from "../../camera/chromium-camera.ts";
import { randomFor } from "../../random.ts";
import { partsOf, type Region } from "../../sample.ts";
import { type PagePicture, type Source, Unfit } from "../../source.ts";
import { tableOf } from "./charts/answers.ts";
import { ruleFor } from "./charts/boxes.ts";
import { type Chart, kinds, printed, ticksOf } from "./charts/chart.ts";
import { questionsAbout } from "./charts/questions.ts";
import { randomChart } from "./charts/random-chart.ts";
import { axisOf, correlation } from "./charts/scatter-data.ts";
import { pairs } from "./charts/scatter-topics.ts";
import { drawChart } from "./charts/sources.ts";
import { topics } from "./charts/topics.ts";
import { formatNumber, formatValue, unitOf } from "./charts/units.ts";
import { boxText, pointText } from "./coordinates.ts";
import { angleAt, distance } from "./geometry/figure.ts";
import { makers } from "./geometry/problems.ts";
import { tableChartSources } from "./index.ts";
import { makeScreen } from "./screens/frame.ts";
import { kit, randomLook } from "./screens/kit.ts";
import { dataTable } from "./tables/data-table.ts";
import { financialTable } from "./tables/financial.ts";
import type { Grid } from "./tables/grid.ts";
import { timetable } from "./tables/timetable.ts";

const format = { width: 380, height: 260, scale: 1, fontSize: 12, room: "small" } as const;
const some = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const chartsOf = (kind: Chart["kind"]) => some(30, (i) => randomChart(randomFor(9, i, kind), kind, "en", format));

describe("the data of a chart", () => {
  test("have a value for each category, printed without loss", () => {
    for (const kind of kinds) {
      for (const chart of chartsOf(kind)) {
        for (const { values } of chart.series) {
          expect(values.length).toBe(chart.categories.length);
          for (const value of values) expect(Number(value.toFixed(chart.measure.decimals))).toBe(value);
        }
      }
    }
  });

  test("lie on ticks or halfway between them where they are to be read from the grid", () => {
    const charts = kinds.flatMap(chartsOf).filter(({ reading }) => reading === "grid");
    expect(charts.length).toBeGreaterThan(50);
    for (const { scale, series } of charts) {
      for (const value of series.flatMap(({ values }) => values)) {
        const halves = (value - scale.low) / (scale.step / 2);
        expect(Math.abs(halves - Math.round(halves))).toBeLessThan(1e-6);
        expect(value).toBeLessThanOrEqual(scale.high);
      }
    }
  });

  test("never exceed a hundred per cent of a single measure", () => {
    for (const chart of kinds.flatMap(chartsOf)) {
      if (chart.unit.suffix === "%")
        expect(Math.max(...chart.series.flatMap(({ values }) => values))).toBeLessThanOrEqual(100);
    }
  });

  test("are within the scale that is drawn", () => {
    for (const chart of kinds.flatMap(chartsOf)) {
      if (["waterfall", "heat-map", "pie", "donut", "rose", "treemap"].includes(chart.kind)) continue;
      const tops = chart.categories.map((_, i) =>
        chart.kind.startsWith("stacked")
          ? chart.series.reduce((sum, { values }) => sum + values[i]!, 0)
          : Math.max(...chart.series.map(({ values }) => values[i]!)),
      );
      expect(Math.max(...tops)).toBeLessThanOrEqual(chart.scale.high * 1.0001);
    }
  });

  test("of a waterfall add up to its end, and shares to a hundred", () => {
    for (const { series } of chartsOf("waterfall")) {
      const { values } = series[0]!;
      expect(values.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(values[values.length - 1]);
    }
    for (const chart of chartsOf("pie")) {
      if (chart.measure.unit === "%") expect(chart.series[0]!.values.reduce((a, b) => a + b, 0)).toBe(100);
    }
  });
});

/** The number that a printed value stands for. */
const numberOf = (text: string) => Number(text.replaceAll(/[^0-9.-]/g, ""));

test("answers about charts agree with the table of what is drawn", () => {
  let checked = 0;
  for (const kind of ["bar", "line", "pie", "histogram", "funnel", "area"] as const) {
    for (const [i, chart] of chartsOf(kind).entries()) {
      const rows = tableOf(chart)
        .slice(1)
        .map(([name, value]) => ({ name: name!, value: numberOf(value!) }));
      const best = rows.reduce((a, b) => (b.value > a.value ? b : a));
      const least = rows.reduce((a, b) => (b.value < a.value ? b : a));
      for (const { task, short, question, answer } of questionsAbout(chart, randomFor(2, i, kind))) {
        expect(`${question} ${answer}`).not.toMatch(/\{\w+\}|undefined|NaN/);
        if (task === "max" || task === "maxSeen") expect(short).toBe(best.name);
        if (task === "min" || task === "minSeen") expect(short).toBe(least.name);
        if (task === "count") expect(Number(short)).toBe(rows.length);
        if (task === "sum")
          expect(numberOf(short)).toBeCloseTo(
            rows.reduce((sum, { value }) => sum + value, 0),
            6,
          );
        if (task === "lookup") expect(rows.map(({ value }) => value)).toContain(numberOf(short));
        if (["max", "min", "lookup", "sum", "difference"].includes(task)) expect(chart.reading).not.toBe("order");
        checked += 1;
      }
    }
  }
  expect(checked).toBeGreaterThan(600);
});

test("numbers are written as their language writes them", () => {
  expect(formatNumber(1234567.5, 1, "en")).toBe("1,234,567.5");
  expect(formatNumber(-1234.5, 1, "de")).toBe("-1.234,5");
  expect(formatValue(-3.4, 1, unitOf("$M", "en"), "en")).toBe("-$3.4M");
  expect(formatValue(12, 0, unitOf("%", "en"), "en")).toBe("12%");
  expect(ticksOf({ low: 0, high: 0.6, step: 0.2, log: false })).toEqual([0, 0.2, 0.4, 0.6]);
});

test("a drawn chart shows each printed value and each category", () => {
  for (const kind of [
    "bar",
    "horizontal-bar",
    "grouped-bar",
    "heat-map",
    "line",
    "pie",
    "funnel",
    "treemap",
    "waterfall",
  ] as const) {
    for (let i = 0; i < 3; i++) {
      const { chart, html } = drawChart({ random: randomFor(4, i, kind), maxSide: 1024, split: "train" }, kind);
      if (chart.reading !== "labels") continue;
      const texts = [...html.matchAll(/<text[^>]*>([^<]*)<\/text>/g)]
        .map(([, text]) => text!.replaceAll("\u00a0", " "))
        .join("|");
      for (const value of chart.series.flatMap(({ values }) => values))
        expect(texts).toContain(printed(chart, value).replaceAll("\u00a0", " "));
    }
  }
});

test("scatter plots, box plots and candlesticks are drawn and asked about in each language", () => {
  for (const name of ["scatter-chart", "box-plot", "candlestick-chart"]) {
    const source = tableChartSources.find((one) => one.name === name)!;
    const seen = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const { pictures, compose } = source.draft({
        random: randomFor(14, i, name),
        maxSide: 1024,
        split: "train",
      });
      const { html, width, height } = pictures[0] as PagePicture;
      // a shot on which every printed text is found, one below the other
      const marks = [...html.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, text], row) => ({
        kind: "text",
        text: text!
          .replaceAll(/<[^>]*>/g, "")
          .replaceAll("&amp;", "&")
          .replaceAll("&quot;", '"'),
        box: { left: 2, top: 2 + row / 1000, right: 3, bottom: 3 },
        lines: [],
        words: [],
        characters: [],
      }));
      let made: ReturnType<typeof compose>;
      try {
        made = compose([
          { width, height, data: new Uint8Array(), marks: marks.map((one) => ({ ...one, kind: "tick" })) },
        ]);
      } catch {
        continue;
      }
      const text = partsOf(made.content)
        .map((part) => (part.type === "text" ? part.text : ""))
        .join(" ");
      expect(text).not.toMatch(/\{\w+\}|undefined|NaN/);
      expect(/[\u4e00-\u9fff]/.test(text), text).toBe(made.language === "zh");
      seen.add(made.language!);
    }
    expect([...seen].sort(), name).toEqual(expect.arrayContaining(["en", "zh"]));
    expect(seen.size, name).toBeGreaterThanOrEqual(4);
  }
});

test("axes of scatter plots and box plots end within what their quantity can reach", () => {
  for (const pair of Object.values(pairs).flat()) {
    for (const [i, one] of [pair.x, pair.y].entries()) {
      const { high, step } = axisOf(randomFor(1, i, one.name), one);
      expect(high, one.name).toBeLessThanOrEqual(one.high);
      expect(high / step, one.name).toBeGreaterThanOrEqual(3);
    }
  }
  for (const measure of Object.values(topics).flatMap((list) => list.flatMap(({ measures }) => measures))) {
    if (measure.decimals > 0) continue;
    expect(ruleFor(randomFor(1, 1, measure.name), measure).high).toBeLessThanOrEqual(Math.max(10, measure.high));
  }
});

test("correlation is one on a line and minus one on a falling one", () => {
  expect(
    correlation([
      { x: 1, y: 2 },
      { x: 2, y: 4 },
      { x: 3, y: 6 },
    ]),
  ).toBeCloseTo(1);
  expect(
    correlation([
      { x: 1, y: 6 },
      { x: 2, y: 4 },
      { x: 3, y: 2 },
    ]),
  ).toBeCloseTo(-1);
});

describe("tables", () => {
  const room = { rows: 12, columns: 6 };
  const languages = ["en", "zh", "de", "es", "fr"] as const;
  const filled = (grid: Grid) => {
    const counts = grid.map(() => 0);
    for (const [r, row] of grid.entries())
      for (const { across = 1, down = 1 } of row)
        for (let i = 0; i < down; i++) counts[r + i] = (counts[r + i] ?? 0) + across;
    return new Set(counts);
  };

  test("have rows of equal width, merged cells counted", () => {
    for (const make of [dataTable, financialTable, timetable]) {
      for (let i = 0; i < 60; i++)
        expect(filled(make(randomFor(6, i, "table"), room, languages[i % languages.length]!).grid).size).toBe(1);
    }
  });

  test("of money add up: totals are the sums of the lines above them", () => {
    for (let i = 0; i < 40; i++) {
      const { grid } = financialTable(randomFor(8, i, "money"), room, languages[i % languages.length]!);
      const numbers = grid
        .filter((row) => row.length > 1)
        .map((row) => ({ strong: row[0]!.strong === true, value: moneyOf(row[1]!.text) }))
        .slice(1);
      const totals = numbers.filter(({ strong }) => strong).map(({ value }) => value);
      const lines = numbers.filter(({ strong }) => !strong).map(({ value }) => value);
      expect(totals.length).toBe(3);
      expect(totals[0]! + totals[1]!).toBe(lines.reduce((a, b) => a + b, 0));
      expect(totals[2]).toBe(totals[0]! - totals[1]!);
    }
  });

  test("are asked about in every language with answers from the row that the question names", () => {
    for (const language of languages) {
      let checked = 0;
      for (let i = 0; i < 40; i++) {
        const { grid, questions, caption, title } = dataTable(randomFor(5, i, "cells"), room, language);
        expect(`${title} ${caption} ${questions.flat().join(" ")}`).not.toMatch(/\{\w+\}|undefined|NaN/);
        for (const [question, answer] of questions) {
          const rows = grid.filter((row) => row.some(({ text, head }) => !head && text === answer));
          if (rows.length !== 1) continue;
          expect(
            rows[0]!.some(({ text }) => text !== answer && question.includes(text)),
            `${language}: ${question} ${answer}`,
          ).toBe(true);
          checked += 1;
        }
      }
      expect(checked, language).toBeGreaterThan(20);
    }
  });

  test("of shifts, departures and lessons are told in five languages without open slots", () => {
    for (let i = 0; i < 100; i++) {
      const { questions, caption, title } = timetable(randomFor(2, i, "words"), room, languages[i % languages.length]!);
      expect(`${title} ${caption} ${questions.flat().join(" ")}`).not.toMatch(/\{\w+\}|undefined|NaN/);
    }
  });

  test("answer look-ups with the text of a cell", () => {
    for (let i = 0; i < 40; i++) {
      const { grid, questions } = timetable(randomFor(7, i, "times"), room, "en");
      const texts = grid.flat().map(({ text }) => text);
      for (const [question, answer] of questions) {
        if (question.startsWith("When does No.")) expect(texts).toContain(answer.slice(3, -1));
        if (question.startsWith("Which lesson takes place")) expect(texts).toContain(answer);
      }
    }
  });
});

function moneyOf(text: string): number {
  const value = numberOf(text.replaceAll(/[().\u00a0]/g, ""));
  return text.startsWith("(") ? -value : value;
}

test("a Chinese screen is described and asked about in Chinese, and an English one in English", () => {
  const size = { width: 380, height: 380, fontSize: 12 };
  for (const language of ["en", "zh"] as const) {
    for (let i = 0; i < 60; i++) {
      const random = randomFor(3, i, `screen ${language}`);
      const { questions, summary, widgets } = makeScreen(
        kit(random, randomLook(random, "Lato", size, i % 2 === 0), language),
      );
      const said = [
        summary,
        ...questions.map(([question]) => question),
        ...widgets.flatMap(({ refer, caption }) => [refer, caption]),
      ];
      for (const text of said) expect(/[\u4e00-\u9fff]/.test(text), text).toBe(language === "zh");
      for (const text of [...said, ...questions.map(([, answer]) => answer)])
        expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
  }
});

describe("plane figures", () => {
  const problems = makers.flatMap((make) =>
    some(12, (i) => make(randomFor(3, i, "geometry"), ["A", "B", "C", "D", "E"], "")),
  );

  test("are drawn with the angles that are written at them, the sought one included", () => {
    let angles = 0;
    for (const { figure, answer, kind } of problems) {
      for (const part of figure.parts) {
        if (part.kind !== "angle" || !part.text) continue;
        const drawn = angleAt(figure.points[part.from]!, figure.points[part.at]!, figure.points[part.to]!);
        const written = /^\d+°$/.test(part.text) ? part.text : answer;
        expect(drawn, `${kind}: ${part.text}`).toBeCloseTo(Number.parseFloat(written), 1);
        angles += 1;
      }
    }
    expect(angles).toBeGreaterThan(100);
  });

  test("are drawn with lengths in proportion to the written ones", () => {
    for (const { figure, answer, kind } of problems) {
      if (kind === "similar-triangles") continue; // of which only the ratios are to scale
      const ratios = figure.parts.flatMap((part) => {
        if (part.kind !== "length") return [];
        const written = Number.parseFloat(part.text === "x" ? answer : part.text);
        return [distance(figure.points[part.from]!, figure.points[part.to]!) / written];
      });
      for (const ratio of ratios) expect(ratio, kind).toBeCloseTo(ratios[0]!, 6);
    }
  });
});

describe.skipIf(!findChromium())("in the browser", () => {
  let camera: Camera;
  beforeAll(async () => {
    camera = await openCamera();
  });
  afterAll(() => camera.close());

  test("most drafts of every source make a sample, and none is larger than asked for", async () => {
    for (const source of tableChartSources) {
      const drafts = some(4, (i) => draftOf(source, i));
      const shots = await camera.shoot(drafts.map(({ pictures }) => pictures[0] as PagePicture));
      let good = 0;
      for (const [i, shot] of shots.entries()) {
        if (shot instanceof Error) throw shot;
        expect(Math.max(shot.width, shot.height)).toBeLessThanOrEqual(384);
        try {
          const { content } = drafts[i]!.compose([shot]);
          const text = partsOf(content)
            .map((part) => (part.type === "text" ? part.text : ""))
            .join(" ");
          expect(text).not.toMatch(/undefined|NaN|\{[a-z]\}/);
          good += 1;
        } catch (error) {
          if (!(error instanceof Unfit)) throw error;
        }
      }
      expect(good, source.name).toBeGreaterThanOrEqual(2);
    }
  }, 400_000);

  test("places in answers about screens are those of the named widget, also after the picture has moved", async () => {
    const mobile = tableChartSources.find(({ name }) => name === "mobile-screen")!;
    const drafts = some(30, (i) => draftOf(mobile, i)).filter(({ template }) => template.endsWith("places"));
    const shots = await camera.shoot(drafts.map(({ pictures }) => pictures[0] as PagePicture));
    let checked = 0;
    for (const [i, shot] of shots.entries()) {
      if (shot instanceof Error) throw shot;
      let made: ReturnType<(typeof drafts)[number]["compose"]>;
      try {
        made = drafts[i]!.compose([shot]);
      } catch {
        continue;
      }
      const regions = made.regions!;
      const moved = regions.map(
        (region): Region => ({
          ...region,
          box: [region.box![0] / 2, region.box![1] / 2, region.box![2] / 2, region.box![3] / 2],
        }),
      );
      const size = { width: shot.width, height: shot.height };
      for (const [list, content] of [
        [regions, made.content] as const,
        [moved, made.rewrite!(moved, [size])] as const,
      ]) {
        if (content.kind !== "conversation") throw new Error("places are told in conversations");
        for (let turn = 0; turn < content.turns.length; turn += 2) {
          const [question, answer] = [content.turns[turn]!, content.turns[turn + 1]!].map(({ parts }) =>
            parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
          ) as [string, string];
          const named = list
            .filter(({ text }) => question.includes(text!))
            .sort((a, b) => b.text!.length - a.text!.length)[0]!;
          const [left, top, right, bottom] = named.box!;
          expect([
            boxText([left, top, right, bottom], size),
            pointText([(left + right) / 2, (top + bottom) / 2], size),
          ]).toContain(answer);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(6);
  });
});

function draftOf(source: Source, index: number) {
  return source.draft({ random: randomFor(21, index, source.name), maxSide: 384, split: "train" });
}

test("the same seed gives the same bytes", () => {
  for (const source of tableChartSources) {
    const html = (i: number) => (draftOf(source, i).pictures[0] as PagePicture).html;
    expect(html(1)).toEqual(html(1));
  }
});
