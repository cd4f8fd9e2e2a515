/** Candlesticks of trading days, whose colours a line under the title explains. */
import type { Random } from "../../../random.ts";
import { conversationOf } from "../../../sample.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { checkLegible, documentOf, regionsOf } from "../regions.ts";
import { fill } from "./questions.ts";
import { echartsSvg, type Spec, vegaLiteSvg } from "./render.ts";
import { frameOf, nameAxis, pictureOf, type Rule, valueScale } from "./spread.ts";
import { candleWords } from "./spread-words.ts";
import { type Format, randomFormat, randomLanguage, randomTheme, type Theme } from "./theme.ts";
import { formatValue, type Language, tidy, unitOf } from "./units.ts";

interface Day {
  readonly name: string;
  readonly open: number;
  readonly close: number;
  readonly low: number;
  readonly high: number;
}

function candleDraft(context: SourceContext): Draft {
  const { random } = context;
  const language = randomLanguage(random);
  const words = candleWords[language];
  const format = randomFormat(context, random.between(1.15, 1.8));
  const theme = randomTheme(random, language, format);
  const count = random.int(5, { small: 9, middle: 16, large: 24 }[format.room]);
  const step = random.pick([1, 2, 5, 10]);
  const days = tradingDays(random, count, step);
  const low = Math.floor((Math.min(...days.map((day) => day.low)) - step / 2) / step) * step;
  const high = Math.ceil((Math.max(...days.map((day) => day.high)) + step / 2) / step) * step;
  const title = fill(words.title, { f: random.pick(words.firms), a: random.pick(words.assets) });
  // Chinese exchanges paint rising days red
  const eastern = random.chance(language === "zh" ? 0.85 : 0.2);
  const [up, down] = eastern ? (["red", "green"] as const) : (["green", "red"] as const);
  const shade = {
    green: random.pick(["#2e9e5b", "#26a69a", "#1b8a3a"]),
    red: random.pick(["#d64545", "#ef5350", "#c62828"]),
  };
  const colors = { up: words[up], down: words[down] };
  const key = fill(words.key, colors);
  const library = random.chance(0.5) ? "vega-lite" : "echarts";
  const tick = Math.max(step, Math.ceil((high - low) / step / 8) * step);
  const rule = { low, high: low + Math.ceil((high - low) / tick) * tick, step: tick };
  const look: Look = { title, key, rule, colors: [shade[up], shade[down]], theme, format, random, language };
  const svg = library === "vega-lite" ? vegaCandles(days, look) : echartsCandles(days, look);
  const questions = aboutDays(random, days, colors, rule.high - rule.low, language);
  const rising = days.filter((day) => day.close > day.open).length;
  const change = days[days.length - 1]!.close - days[0]!.open;
  const caption = [
    fill(words.caption, { n: String(count), t: title, r: String(rising), s: String(count - rising) }),
    ...(Math.abs(change) > (high - low) * 0.2 ? [change > 0 ? words.goesUp : words.goesDown] : []),
  ].join(language === "zh" ? "" : " ");
  const task = random.weighted({ caption: 2, questions: 6 });
  return {
    template: `${library} candlestick ${task}`,
    leaf: "Analysis/Professional Chart Analysis/Financial Chart",
    pictures: [pictureOf(svg, theme, format)],
    augment: "light",
    compose([shot]) {
      checkLegible(shot!, [title, key, ...days.map(({ name }) => name)]);
      const content = task === "caption" ? documentOf(caption) : conversationOf(questions);
      return { content, regions: regionsOf(shot!), language };
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
  readonly language: Language;
}

function vegaCandles(
  days: readonly Day[],
  { title, key, rule, colors, theme, format, random, language }: Look,
): string {
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
        title: candleWords[language].day,
      },
      color: { field: "rising", type: "nominal", legend: null, scale: { domain: [true, false], range: colors } },
    },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 1.5 },
        encoding: {
          y: { field: "low", ...valueScale(rule, candleWords[language].price, language) },
          y2: { field: "high" },
        },
      },
      {
        mark: { type: "bar", width: { band: 0.62 } },
        encoding: { y: { field: "open", type: "quantitative" }, y2: { field: "close" } },
      },
    ],
  });
}

function echartsCandles(days: readonly Day[], { title, key, rule, colors, theme, format, language }: Look): string {
  const unit = unitOf(candleWords[language].unit, language);
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
        axisLabel: { ...text, formatter: (tick: number) => formatValue(tick, 0, unit, language) },
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

function aboutDays(
  random: Random,
  days: readonly Day[],
  colors: Readonly<Record<"up" | "down", string>>,
  range: number,
  language: Language,
): [string, string][] {
  const words = candleWords[language];
  const rises = ({ open, close }: Day) => close > open;
  const rising = days.filter(rises).length;
  const [first, last] = [days[0]!, days[days.length - 1]!];
  const slots = { ...colors, n: String(days.length), r: String(rising), s: String(days.length - rising) };
  const told = (day: Day) => fill(rises(day) ? words.rose : words.fell, { ...slots, d: day.name });
  const day = random.pick(days);
  const found: [string, string][] = [
    [words.count, fill(words.tellCount, { ...slots, d: first.name, e: last.name })],
    [words.rising, fill(words.tellRising, slots)],
    [words.falling, fill(words.tellFalling, slots)],
    [words.first, told(first)],
    [fill(words.onDay, { d: day.name }), told(day)],
  ];
  const clear = range * 0.06;
  const [top, next] = [...days].sort((a, b) => b.high - a.high) as [Day, Day];
  if (top.high - next.high >= clear) found.push([words.highest, fill(words.tellHighest, { d: top.name })]);
  const [bottom, other] = [...days].sort((a, b) => a.low - b.low) as [Day, Day];
  if (other.low - bottom.low >= clear) found.push([words.lowest, fill(words.tellLowest, { d: bottom.name })]);
  const body = ({ open, close }: Day) => Math.abs(close - open);
  const [long, shorter] = [...days].sort((a, b) => body(b) - body(a)) as [Day, Day];
  if (body(long) - body(shorter) >= clear) found.push([words.body, fill(words.tellBody, { d: long.name })]);
  return random.shuffled(found).slice(0, random.int(1, 4));
}

export const candlestickChart: Source = {
  name: "candlestick-chart",
  category: "table-chart",
  version: 4,
  description: "Candlesticks of trading days in five languages, green up and red down or the other way round.",
  leaves: ["Analysis/Professional Chart Analysis/Financial Chart"],
  draft: candleDraft,
};
