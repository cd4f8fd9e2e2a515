/** Charts that show spreads: box plots of groups and candlesticks of trading days, with values on the grid. */
import type { Random } from "../../../random.ts";
import { conversationOf } from "../../../sample.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { checkLegible, documentOf, regionsOf } from "../regions.ts";
import { listed, markdownTable } from "./answers.ts";
import { ticksOf } from "./chart.ts";
import { capitalized } from "./headings.ts";
import { choose } from "./random-chart.ts";
import { echartsSvg, type Spec, vegaLiteSvg } from "./render.ts";
import { pageOf } from "./sources.ts";
import { estimatedWidth, type Format, randomFormat, randomTheme, type Theme } from "./theme.ts";
import { topics } from "./topics.ts";
import { tidy } from "./units.ts";
import { themeConfig, titleLines } from "./vega-lite.ts";

interface Box {
  readonly name: string;
  /** Minimum, first quartile, median, third quartile, maximum. */
  readonly marks: readonly [number, number, number, number, number];
}

interface Rule {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

function frameOf(title: string, theme: Theme, format: Format, random: Random): Spec {
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

function valueScale({ low, high, step }: Rule, title: string) {
  const values = ticksOf({ low, high, step, log: false });
  return {
    type: "quantitative",
    title,
    scale: { domain: [low, high], nice: false, zero: false },
    axis: { values, tickCount: values.length, grid: true, labelOverlap: true },
  };
}

function nameAxis(names: readonly string[], theme: Theme, format: Format) {
  const slot = (format.width - 90) / names.length;
  const fits = names.every((name) => estimatedWidth(name, theme.fontSize, theme.family) + 6 < slot);
  return {
    type: "ordinal",
    sort: null,
    title: null,
    axis: { labelAngle: fits ? 0 : -90, labelOverlap: false, grid: false },
  };
}

function boxDraft(context: SourceContext): Draft {
  const { random } = context;
  const format = randomFormat(context, random.between(1.05, 1.6));
  const theme = randomTheme(random, "en", format);
  const topic = random.pick(topics.en.filter(({ measures }) => measures.some(({ decimals }) => decimals === 0)));
  const measure = random.pick(topic.measures.filter(({ decimals }) => decimals === 0));
  const collection = random.pick(topic.collections);
  const names = choose(
    random,
    collection,
    Math.min(collection.items.length, random.int(2, { small: 4, middle: 6, large: 8 }[format.room])),
  );
  const step = random.pick([2, 4, 10, 20, 100]);
  const rule = { low: 0, high: step * random.int(5, 8), step };
  const boxes = names.map((name): Box => {
    // whole halves of a step, strictly rising
    const slots = random.shuffled(Array.from({ length: (rule.high / step) * 2 - 1 }, (_, i) => i + 1)).slice(0, 5);
    const marks = slots.sort((a, b) => a - b).map((slot) => (slot * step) / 2);
    return { name, marks: marks as unknown as Box["marks"] };
  });
  const unit = measure.unit ? ` (${measure.unit})` : "";
  const title = random.pick([
    `${capitalized(measure.name)} by ${collection.name}`,
    `Spread of ${measure.name}`,
    `${capitalized(measure.name)}: distribution by ${collection.name}`,
  ]);
  const color = theme.palette.colors[0]!;
  const spec: Spec = {
    ...frameOf(title, theme, format, random),
    data: {
      values: boxes.map(({ name, marks }) => ({
        name,
        min: marks[0],
        q1: marks[1],
        median: marks[2],
        q3: marks[3],
        max: marks[4],
      })),
    },
    encoding: { x: { field: "name", ...nameAxis(names, theme, format) } },
    layer: [
      {
        mark: { type: "rule", color: theme.ink },
        encoding: { y: { field: "min", ...valueScale(rule, capitalized(measure.name) + unit) }, y2: { field: "max" } },
      },
      {
        mark: { type: "tick", color: theme.ink, width: 16, thickness: 1.5 },
        encoding: { y: { field: "min", type: "quantitative" } },
      },
      {
        mark: { type: "tick", color: theme.ink, width: 16, thickness: 1.5 },
        encoding: { y: { field: "max", type: "quantitative" } },
      },
      {
        mark: { type: "bar", width: { band: random.pick([0.4, 0.5, 0.6]) }, color, stroke: theme.ink, strokeWidth: 1 },
        encoding: { y: { field: "q1", type: "quantitative" }, y2: { field: "q3" } },
      },
      {
        mark: {
          type: "tick",
          width: { band: random.pick([0.4, 0.5]) },
          color: theme.dark ? "#000000" : "#ffffff",
          thickness: 3,
        },
        encoding: { y: { field: "median", type: "quantitative" } },
      },
    ],
  };
  const questions = aboutBoxes(random, boxes, measure.name);
  const rows = [
    ["group", "min", "q1", "median", "q3", "max"],
    ...boxes.map(({ name, marks }) => [name, ...marks.map(String)]),
  ];
  const medians = [...boxes].sort((a, b) => b.marks[2] - a.marks[2]);
  const caption =
    `A box plot titled "${title}" with boxes for ${listed(names, "en")}. ${medians.length > 1 && medians[0]!.marks[2] > medians[1]!.marks[2] ? `${medians[0]!.name} has the highest median (${medians[0]!.marks[2]}).` : ""}`.trim();
  const task = random.weighted({ caption: 2, table: 2, questions: 6 });
  return {
    template: `vega-lite box-plot ${task}`,
    leaf: "Analysis/Data Chart Analysis/Graph Interpretation",
    pictures: [pictureOf(vegaLiteSvg(spec), theme, format)],
    augment: "light",
    compose([shot]) {
      checkLegible(shot!, [...names, title]);
      return {
        content:
          task === "caption"
            ? documentOf(caption)
            : task === "table"
              ? conversationOf([[random0(boxes.length, boxRequests), markdownTable(rows)]])
              : conversationOf(questions),
        regions: regionsOf(shot!),
        language: "en",
      };
    },
  };
}

const boxRequests = [
  "Read the five-number summary of every box as a Markdown table.",
  "Convert the box plot to a Markdown table (min, q1, median, q3, max).",
  "List minimum, quartiles, median and maximum of each box in Markdown.",
];

/** A choice that depends on the data, so that composing draws no random numbers. */
function random0(key: number, list: readonly string[]): string {
  return list[key % list.length]!;
}

function pictureOf(svg: string, theme: Theme, format: Format) {
  return {
    kind: "page",
    html: pageOf(svg, format, theme.background),
    width: format.width,
    height: format.height,
    scale: format.scale,
    fonts: [theme.family],
  } as const;
}

function aboutBoxes(random: Random, boxes: readonly Box[], name: string): [string, string][] {
  const found: [string, string][] = [];
  const box = random.pick(boxes);
  const [min, q1, median, q3, max] = box.marks;
  found.push(
    [`What is the median of ${box.name}?`, `The median line of ${box.name} is at ${median}.`],
    [`What is the largest ${name} in the group ${box.name}?`, `The upper whisker of ${box.name} ends at ${max}.`],
    [`What is the smallest value of ${box.name}?`, `The lower whisker ends at ${min}.`],
    [
      `What is the interquartile range of ${box.name}?`,
      `The box goes from ${q1} to ${q3}, so the interquartile range is ${q3} - ${q1} = ${q3 - q1}.`,
    ],
    [`What is the range of ${box.name}?`, `From ${min} to ${max}: ${max} - ${min} = ${max - min}.`],
    [
      "How many boxes does the plot have?",
      `${boxes.length}: ${listed(
        boxes.map((one) => one.name),
        "en",
      )}.`,
    ],
  );
  const byMedian = [...boxes].sort((a, b) => b.marks[2] - a.marks[2]);
  if (boxes.length > 1 && byMedian[0]!.marks[2] > byMedian[1]!.marks[2])
    found.push(["Which group has the highest median?", `${byMedian[0]!.name}, at ${byMedian[0]!.marks[2]}.`]);
  const spread = (one: Box) => one.marks[3] - one.marks[1];
  const bySpread = [...boxes].sort((a, b) => spread(b) - spread(a));
  if (boxes.length > 1 && spread(bySpread[0]!) > spread(bySpread[1]!))
    found.push([
      "Which box is the tallest?",
      `${bySpread[0]!.name}: it spans ${bySpread[0]!.marks[1]} to ${bySpread[0]!.marks[3]}.`,
    ]);
  return random.shuffled(found).slice(0, random.int(1, 3));
}

interface Day {
  readonly name: string;
  readonly open: number;
  readonly close: number;
  readonly low: number;
  readonly high: number;
}

const firms = [
  "ORX",
  "Nordlight",
  "Helio",
  "Bluebird",
  "KMD",
  "Atlas",
  "Quartz",
  "Vela",
  "Tidal",
  "Juno",
  "Ferro",
  "Lumen",
  "Corvus",
  "Pike",
];
const assets = ["share price", "stock", "daily candles", "price"];

function candleDraft(context: SourceContext): Draft {
  const { random } = context;
  const format = randomFormat(context, random.between(1.15, 1.8));
  const theme = randomTheme(random, "en", format);
  const count = random.int(5, { small: 9, middle: 16, large: 24 }[format.room]);
  const step = random.pick([1, 2, 5, 10]);
  const days = tradingDays(random, count, step);
  const low = Math.floor((Math.min(...days.map((day) => day.low)) - step / 2) / step) * step;
  const high = Math.ceil((Math.max(...days.map((day) => day.high)) + step / 2) / step) * step;
  const firm = random.pick(firms);
  const title = `${firm} ${random.pick(assets)}`;
  const eastern = random.chance(0.2);
  const [up, down] = eastern ? (["red", "green"] as const) : (["green", "red"] as const);
  const shade = {
    green: random.pick(["#2e9e5b", "#26a69a", "#1b8a3a"]),
    red: random.pick(["#d64545", "#ef5350", "#c62828"]),
  };
  const key = `${up} = rising day, ${down} = falling day`;
  const library = random.chance(0.5) ? "vega-lite" : "echarts";
  const tick = Math.max(step, Math.ceil((high - low) / step / 8) * step);
  const rule = { low, high: low + Math.ceil((high - low) / tick) * tick, step: tick };
  const look: Look = { title, key, rule, colors: [shade[up], shade[down]], theme, format, random };
  const svg = library === "vega-lite" ? vegaCandles(days, look) : echartsCandles(days, look);
  const questions = aboutDays(random, days, up, down, rule.high - rule.low);
  const first = days[0]!;
  const last = days[days.length - 1]!;
  const rising = days.filter((day) => day.close > day.open).length;
  const caption =
    `A candlestick chart of ${count} trading days, titled "${title}". ${rising} days rise and ${count - rising} fall. ${Math.abs(last.close - first.open) > (high - low) * 0.2 ? `Over the whole period the price ${last.close > first.open ? "goes up" : "goes down"}.` : ""}`.trim();
  const task = random.weighted({ caption: 2, questions: 6 });
  return {
    template: `${library} candlestick ${task}`,
    leaf: "Analysis/Professional Chart Analysis/Financial Chart",
    pictures: [pictureOf(svg, theme, format)],
    augment: "light",
    compose([shot]) {
      checkLegible(shot!, [title, key, ...days.map(({ name }) => name)]);
      const content = task === "caption" ? documentOf(caption) : conversationOf(questions);
      return { content, regions: regionsOf(shot!), language: "en" };
    },
  };
}

/** A walk in halves of a step; no day closes where it opened. */
function tradingDays(random: Random, count: number, step: number): Day[] {
  const unit = step / 2;
  let price = random.int(12, 60);
  const start = random.int(1, 28 - Math.min(count, 26));
  return Array.from({ length: count }, (_, i) => {
    const open = price + random.int(-1, 1);
    const close = Math.max(4, open + random.pick([-4, -3, -2, -1, 1, 2, 3, 4]));
    const fixed = close === open ? open + 1 : close;
    price = fixed;
    return {
      name: String(start + i),
      open: tidy(open * unit, 6),
      close: tidy(fixed * unit, 6),
      low: tidy((Math.min(open, fixed) - random.int(0, 3)) * unit, 6),
      high: tidy((Math.max(open, fixed) + random.int(0, 3)) * unit, 6),
    };
  });
}

interface Look {
  readonly title: string;
  readonly key: string;
  readonly rule: Rule;
  readonly colors: readonly [up: string, down: string];
  readonly theme: Theme;
  readonly format: Format;
  readonly random: Random;
}

function vegaCandles(days: readonly Day[], { title, key, rule, colors, theme, format, random }: Look): string {
  const frame = frameOf(title, theme, format, random);
  return vegaLiteSvg({
    ...frame,
    title: { ...(frame.title as Spec), subtitle: key },
    data: { values: days.map((day) => ({ ...day, rising: day.close > day.open })) },
    encoding: {
      x: {
        field: "name",
        ...nameAxis(
          days.map(({ name }) => name),
          theme,
          format,
        ),
        title: "Day",
      },
      color: { field: "rising", type: "nominal", legend: null, scale: { domain: [true, false], range: colors } },
    },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 1.5 },
        encoding: { y: { field: "low", ...valueScale(rule, "Price ($)") }, y2: { field: "high" } },
      },
      {
        mark: { type: "bar", width: { band: 0.62 } },
        encoding: { y: { field: "open", type: "quantitative" }, y2: { field: "close" } },
      },
    ],
  });
}

function echartsCandles(days: readonly Day[], { title, key, rule, colors, theme, format }: Look): string {
  const text = { fontSize: theme.fontSize, color: theme.ink, fontFamily: theme.family };
  return echartsSvg(
    {
      backgroundColor: theme.background,
      textStyle: text,
      title: {
        text: title,
        subtext: key,
        left: "center",
        top: 6,
        itemGap: 4,
        textStyle: {
          ...text,
          fontSize: theme.titleSize,
          fontWeight: theme.titleWeight,
          lineHeight: Math.round(theme.titleSize * 1.35),
        },
        subtextStyle: { ...text, color: theme.faint },
      },
      grid: { left: 14, right: 20, top: theme.titleSize + theme.fontSize + 34, bottom: 10, containLabel: true },
      xAxis: {
        type: "category",
        data: days.map(({ name }) => name),
        axisLabel: { ...text, interval: 0 },
        axisLine: { lineStyle: { color: theme.faint } },
      },
      yAxis: {
        type: "value",
        min: rule.low,
        max: rule.high,
        interval: rule.step,
        axisLabel: { ...text, formatter: (tick: number) => `$${tick}` },
        splitLine: { lineStyle: { color: theme.grid } },
      },
      series: [
        {
          type: "candlestick",
          data: days.map((day) => [day.open, day.close, day.low, day.high]),
          itemStyle: { color: colors[0], borderColor: colors[0], color0: colors[1], borderColor0: colors[1] },
        },
      ],
    },
    format.width,
    format.height,
    (_, index) => days[index]?.name,
  );
}

function aboutDays(random: Random, days: readonly Day[], up: string, down: string, range: number): [string, string][] {
  const rising = days.filter((day) => day.close > day.open);
  const found: [string, string][] = [
    [
      "How many trading days are shown?",
      `${days.length}, from day ${days[0]!.name} to day ${days[days.length - 1]!.name}.`,
    ],
    ["On how many days did the price rise?", `The ${up} candles are rising days. There are ${rising.length} of them.`],
    ["How many falling days are there?", `The ${down} candles are falling days: ${days.length - rising.length}.`],
    [
      "Did the price rise or fall on the first day?",
      `It ${days[0]!.close > days[0]!.open ? "rose" : "fell"}: the candle of day ${days[0]!.name} is ${days[0]!.close > days[0]!.open ? up : down}.`,
    ],
  ];
  const day = random.pick(days);
  found.push([
    `Did the price rise or fall on day ${day.name}?`,
    `The candle is ${day.close > day.open ? up : down}, so the price ${day.close > day.open ? "rose" : "fell"}.`,
  ]);
  const byHigh = [...days].sort((a, b) => b.high - a.high);
  if (byHigh[0]!.high - byHigh[1]!.high >= range * 0.06)
    found.push(["On which day was the highest price reached?", `The highest wick belongs to day ${byHigh[0]!.name}.`]);
  const byLow = [...days].sort((a, b) => a.low - b.low);
  if (byLow[1]!.low - byLow[0]!.low >= range * 0.06)
    found.push(["On which day was the lowest price reached?", `The lowest wick belongs to day ${byLow[0]!.name}.`]);
  const body = (one: Day) => Math.abs(one.close - one.open);
  const byBody = [...days].sort((a, b) => body(b) - body(a));
  if (body(byBody[0]!) - body(byBody[1]!) >= range * 0.06)
    found.push([
      "Which day has the largest difference between opening and closing price?",
      `Day ${byBody[0]!.name}; its candle has the longest body.`,
    ]);
  return random.shuffled(found).slice(0, random.int(1, 4));
}

export const boxPlot: Source = {
  name: "box-plot",
  category: "table-chart",
  version: 2,
  description: "Box plots whose five numbers lie on the grid.",
  leaves: ["Analysis/Data Chart Analysis/Graph Interpretation"],
  draft: boxDraft,
};

export const candlestickChart: Source = {
  name: "candlestick-chart",
  category: "table-chart",
  version: 2,
  description: "Candlesticks of trading days, green up and red down or the other way round.",
  leaves: ["Analysis/Professional Chart Analysis/Financial Chart"],
  draft: candleDraft,
};
