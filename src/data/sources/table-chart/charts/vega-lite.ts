/**
 * Charts as Vega-Lite specifications: complete, with their data inside, in the way a person would write them. The same
 * specification is drawn and, where a sample asks for code, is the answer.
 */
import type { Random } from "../../../random.ts";
import { type Chart, capitalized, isLine, printed, ticksOf } from "./chart.ts";
import type { Spec } from "./render.ts";
import { estimatedWidth, type Format, inkOn, mixed, type Theme } from "./theme.ts";
import { formatNumber, formatValue, tidy, unitName } from "./units.ts";

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

type Encoding = Record<string, unknown>;

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

/** Column names of the data. */
function columns(chart: Chart) {
  const clean = (name: string) => name.replaceAll(/[.[\]'"()\\]/g, "").trim();
  return { category: clean(chart.collection.name), value: clean(chart.measure.name) };
}

function rowsOf(chart: Chart): Record<string, unknown>[] {
  const { category, value } = columns(chart);
  if (chart.kind === "waterfall") return waterfallRows(chart, category);
  const several = chart.series.length > 1;
  const withLabels = chart.reading === "labels" && !plainLabels(chart);
  return chart.series.flatMap((series) =>
    chart.categories.map((name, i) => ({
      [category]: name,
      ...(several ? { series: series.name } : {}),
      [value]: series.values[i]!,
      ...(withLabels ? { label: printed(chart, series.values[i]!) } : {}),
    })),
  );
}

function waterfallRows(chart: Chart, category: string): Record<string, unknown>[] {
  let level = 0;
  const values = chart.series[0]!.values;
  return values.map((value, i) => {
    const total = i === 0 || i === values.length - 1;
    const from = total ? 0 : level;
    level = total ? value : level + value;
    return {
      [category]: chart.categories[i]!,
      from,
      to: level,
      type: total ? "total" : value > 0 ? "increase" : "decrease",
      label: printed(chart, value),
      top: Math.max(from, level),
    };
  });
}

/** Labels that d3's number format writes: no unit, English separators. */
function plainLabels(chart: Chart): boolean {
  return chart.unit.prefix === "" && chart.unit.suffix === "" && (chart.language === "en" || chart.language === "zh");
}

function d3Format(chart: Chart): string {
  return `,.${chart.measure.decimals}f`;
}

function labelEncoding(chart: Chart): Encoding {
  const { value } = columns(chart);
  return plainLabels(chart)
    ? { field: value, type: "quantitative", format: d3Format(chart) }
    : { field: "label", type: "nominal" };
}

/** How the value axis writes its ticks. */
function tickFormat(chart: Chart, withUnit: boolean): Spec {
  const ticks = ticksOf(chart.scale);
  const decimals = ticks.some((tick) => !Number.isInteger(tick)) ? Math.max(1, chart.measure.decimals) : 0;
  if (plainLabels(chart) || (!withUnit && chart.language === "en")) return { format: `,.${decimals}f` };
  if (chart.language === "en")
    return { labelExpr: `'${chart.unit.prefix}' + format(datum.value, ',.${decimals}f') + '${chart.unit.suffix}'` };
  const written = ticks.map((tick) => [
    String(tick),
    withUnit ? formatValue(tick, decimals, chart.unit, chart.language) : formatNumber(tick, decimals, chart.language),
  ]);
  return { labelExpr: `${JSON.stringify(Object.fromEntries(written))}[datum.value]` };
}

function valueAxis(chart: Chart, theme: Theme, format: Format, random: Random, side: "x" | "y"): Encoding {
  const { value } = columns(chart);
  const withUnit = random.chance(0.5);
  const name = unitName(chart.unit);
  const full = estimatedWidth(`${chart.measure.name} (${name})`, theme.fontSize + 1, theme.family, true);
  const fits = side === "x" || full < format.height - 150;
  const title =
    fits && (random.chance(0.7) || chart.kind === "histogram")
      ? capitalized(chart.measure.name) + (withUnit || name === "" ? "" : ` (${name})`)
      : withUnit || name === ""
        ? null
        : name;
  const hidden = chart.reading === "labels" && !chart.scale.log && chart.kind !== "waterfall" && random.chance(0.25);
  return {
    field: value,
    type: "quantitative",
    title,
    scale: {
      ...(chart.scale.log ? { type: "log" } : {}),
      domain: [chart.scale.low, chart.scale.high],
      nice: false,
      ...(chart.scale.low > 0 ? { zero: false } : {}),
    },
    axis: hidden
      ? null
      : {
          values: ticksOf(chart.scale),
          // without it Vega leaves out every other tick of a low axis, and values are read from ticks
          tickCount: ticksOf(chart.scale).length,
          ...tickFormat(chart, withUnit),
          grid: chart.reading !== "labels" || theme.showGrid,
          ...(side === "y" && random.chance(0.06) ? { orient: "right" } : {}),
        },
  };
}

function categoryAxis(chart: Chart, theme: Theme, format: Format, random: Random, side: "x" | "y"): Encoding {
  const { category } = columns(chart);
  const widest = Math.max(...chart.categories.map((name) => estimatedWidth(name, theme.fontSize, theme.family)));
  const slot = (format.width - 90) / chart.categories.length;
  const angle = widest + 5 < slot ? 0 : chart.categories.length > 9 || widest > 90 ? -90 : random.pick([-40, -90]);
  return {
    field: category,
    type: isLine(chart.kind) || chart.collection.ordered ? "ordinal" : "nominal",
    sort: null,
    title: random.chance(0.5) || chart.kind === "histogram" ? capitalized(chart.collection.name) : null,
    axis: {
      labelAngle: side === "x" ? angle : 0,
      labelLimit: 0,
      labelOverlap: false,
      ...(isLine(chart.kind) && theme.showGrid && random.chance(0.3) ? { grid: true } : { grid: false }),
    },
    ...(isLine(chart.kind) && chart.kind !== "step-line" ? { scale: { type: "point", padding: 0.25 } } : {}),
  };
}

function seriesColor(chart: Chart, theme: Theme, random: Random, format: Format): Encoding {
  const orient = random.weighted({ bottom: 4, right: format.room === "small" ? 0.5 : 3, top: 3, left: 0.2 });
  return {
    field: "series",
    type: "nominal",
    sort: null,
    title: null,
    scale: { domain: chart.series.map(({ name }) => name), range: theme.palette.colors.slice(0, chart.series.length) },
    legend: { orient },
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
      return line(chart, theme, format, random);
    default:
      return bars(chart, theme, format, random, "y");
  }
}

/** Bars of all sorts; values run along `side`. */
function bars(chart: Chart, theme: Theme, format: Format, random: Random, side: "x" | "y"): Spec {
  const other = side === "x" ? "y" : "x";
  const several = chart.series.length > 1;
  const grouped = chart.kind === "grouped-bar";
  const varied =
    !several &&
    chart.kind !== "histogram" &&
    chart.categories.length <= theme.palette.colors.length &&
    random.chance(0.25);
  const { category } = columns(chart);
  const value = { ...valueAxis(chart, theme, format, random, side), ...(several && !grouped ? { stack: "zero" } : {}) };
  const encoding: Encoding = {
    [other]: categoryAxis(chart, theme, format, random, other),
    [side]: value,
    ...(grouped ? { [`${other}Offset`]: { field: "series", type: "nominal", sort: null } } : {}),
    ...(several ? { color: seriesColor(chart, theme, random, format) } : {}),
  };
  const fill = several
    ? {}
    : varied
      ? {
          color: {
            field: category,
            type: "nominal",
            sort: null,
            legend: null,
            scale: { range: theme.palette.colors.slice(0, chart.categories.length) },
          },
        }
      : {};
  const mark: Spec = {
    type: "bar",
    ...(several || varied ? {} : { color: theme.palette.colors[0] }),
    ...(theme.rounded && !chart.kind.startsWith("stacked") ? { cornerRadiusEnd: theme.rounded } : {}),
    ...(chart.kind === "histogram"
      ? { binSpacing: 0, width: { band: 0.98 } }
      : random.chance(0.3)
        ? { width: { band: random.pick([0.5, 0.6, 0.7]) } }
        : {}),
  };
  if (grouped) delete mark.width;
  if (side === "x" && mark.width) {
    mark.height = mark.width;
    delete mark.width;
  }
  const shape =
    chart.kind === "lollipop"
      ? [
          {
            mark: { type: "rule", color: theme.palette.colors[0], strokeWidth: 3 },
            encoding: { y2: { datum: chart.scale.low } },
          },
          {
            mark: { type: "point", filled: true, size: 160, opacity: 1, color: theme.palette.colors[0] },
            encoding: fill,
          },
        ]
      : [{ mark, encoding: fill }];
  if (chart.reading !== "labels")
    return chart.kind === "lollipop" ? { encoding, layer: shape } : { mark, encoding: { ...encoding, ...fill } };
  const inside = several && !grouped;
  const gap = chart.kind === "lollipop" ? -14 : -8;
  const text: Spec = {
    mark: {
      type: "text",
      ...(inside ? {} : { color: theme.ink }),
      fontSize: theme.fontSize - (grouped ? 1 : 0),
      ...(inside ? {} : side === "y" ? { dy: gap } : { align: "left", dx: 4 }),
    },
    encoding: {
      text: labelEncoding(chart),
      ...(inside
        ? {
            color: inkEncoding(
              "series",
              chart.series.map(({ name }) => name),
              theme.palette.colors,
            ),
            detail: { field: "series" },
            [side]: { ...value, stack: "zero", bandPosition: 0.5 },
          }
        : grouped
          ? { color: { value: theme.ink } }
          : {}),
    },
  };
  const tall = { ...value, scale: { ...(value as { scale: Spec }).scale } };
  if (!inside)
    (tall.scale as Spec).domain = [
      chart.scale.low,
      chart.scale.high + (chart.scale.log ? chart.scale.high : chart.scale.step * (side === "y" ? 0.5 : 0.9)),
    ];
  // bars and labels are stacked by themselves, and in the same order only if one is given
  const order = inside ? { order: { field: "order", type: "quantitative" } } : {};
  return {
    ...(inside ? numberedRows : {}),
    encoding: { ...encoding, [side]: tall, ...order },
    layer: [...shape, text],
  };
}

/** The colour of labels on shapes that are filled by the value of a field. */
function inkEncoding(field: string, names: readonly string[], colors: readonly string[]): Encoding {
  const light = names.filter((_, i) => inkOn(colors[i]!) === "#ffffff");
  if (light.length === names.length) return { value: "#ffffff" };
  if (light.length === 0) return { value: "#111111" };
  const test = `indexof(${JSON.stringify(light)}, datum[${JSON.stringify(field)}]) >= 0`;
  return { condition: { test, value: "#ffffff" }, value: "#111111" };
}

function line(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  const several = chart.series.length > 1;
  const area = chart.kind.endsWith("area");
  const stacked = chart.kind === "stacked-area";
  const interpolate = chart.kind === "step-line" ? "step" : !several && random.chance(0.2) ? "monotone" : undefined;
  const points = chart.kind === "step-line" ? false : !area && (chart.reading === "grid" || random.chance(0.6));
  const value = {
    ...valueAxis(chart, theme, format, random, "y"),
    ...(area ? { stack: stacked ? "zero" : null } : {}),
  };
  const encoding: Encoding = {
    x: categoryAxis(chart, theme, format, random, "x"),
    y: value,
    ...(several ? { color: seriesColor(chart, theme, random, format) } : {}),
  };
  if (chart.kind === "multi-line" && random.chance(0.25))
    encoding.strokeDash = { field: "series", type: "nominal", sort: null, title: null, legend: null };
  const mark: Spec = {
    type: area ? "area" : "line",
    ...(several ? {} : { color: theme.palette.colors[0] }),
    ...(interpolate ? { interpolate } : {}),
    ...(area
      ? { line: true, ...(stacked ? { opacity: 0.85 } : { opacity: random.pick([0.4, 0.6, 0.8]) }) }
      : { strokeWidth: random.pick([1.5, 2, 2.5, 3]) }),
    ...(points
      ? {
          point: {
            filled: random.chance(0.7),
            size: random.pick([40, 60, 80]),
            ...(several ? {} : { color: theme.palette.colors[0] }),
          },
        }
      : {}),
  };
  if (chart.reading !== "labels") return { mark, encoding };
  (value as { scale: { domain: number[] } }).scale.domain[1] =
    chart.scale.high + (chart.scale.log ? chart.scale.high : chart.scale.step * 0.5);
  return {
    encoding,
    layer: [
      { mark },
      {
        mark: { type: "text", dy: -11, color: theme.ink, fontSize: theme.fontSize },
        encoding: { text: labelEncoding(chart) },
      },
    ],
  };
}

/** A field that keeps the order of the data's rows. */
const numberedRows: Spec = { transform: [{ window: [{ op: "row_number", as: "order" }] }] };

function pie(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  const { category, value } = columns(chart);
  const colors = sliceColors(theme, chart.categories.length);
  const direct = random.chance(0.3) && format.room !== "small";
  const orient = random.weighted({ right: 4, left: 1, bottom: 3 });
  const room =
    orient === "bottom" ? [format.width - 80, format.height - 130] : [format.width - 170, format.height - 90];
  const radius = Math.max(
    60,
    Math.floor(Math.min(room[0]!, room[1]!) / 2) - (direct ? 26 : chart.reading === "labels" ? 18 : 0),
  );
  const hole = chart.kind === "donut" ? Math.round(radius * random.pick([0.45, 0.55, 0.65])) : 0;
  const inside = chart.kind === "pie" && !direct && radius > 85;
  const label = chart.reading === "labels";
  return {
    encoding: {
      theta: { field: value, type: "quantitative", stack: true },
      color: {
        field: category,
        type: "nominal",
        sort: null,
        title: random.chance(0.4) ? capitalized(chart.collection.name) : null,
        scale: { domain: chart.categories, range: colors },
        legend: direct ? null : { orient },
      },
      order: { field: "order", type: "quantitative" },
    },
    ...numberedRows,
    layer: [
      {
        mark: {
          type: "arc",
          outerRadius: radius,
          ...(hole ? { innerRadius: hole } : {}),
          stroke: theme.background,
          ...(random.chance(0.2) ? { padAngle: 0.02 } : {}),
        },
      },
      ...(label
        ? [
            {
              mark: {
                type: "text",
                radius: inside ? Math.round(radius * 0.68) : radius + 18,
                fontSize: theme.fontSize,
              },
              encoding: {
                text: labelEncoding(chart),
                color: inside ? inkEncoding(category, chart.categories, colors) : { value: theme.ink },
              },
            },
          ]
        : []),
      ...(direct
        ? [
            {
              mark: { type: "text", radius: radius + 20, dy: label ? theme.fontSize + 2 : 0, fontSize: theme.fontSize },
              encoding: { text: { field: category, type: "nominal" }, color: { value: theme.ink } },
            },
          ]
        : []),
    ],
  };
}

/** As many colours as slices; a palette that is too short goes on with lighter ones of its own. */
export function sliceColors(theme: Theme, count: number): string[] {
  const { colors } = theme.palette;
  return Array.from({ length: count }, (_, i) => colors[i] ?? mixed(colors[i % colors.length]!, "#ffffff", 0.5));
}

function heatMap(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
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

function waterfall(chart: Chart, theme: Theme, format: Format, random: Random): Spec {
  const axis = valueAxis(chart, theme, format, random, "y") as { scale: { domain: number[] } };
  axis.scale.domain[1] = chart.scale.high + chart.scale.step * 0.3;
  const [up, down, total] = random.pick([
    ["#2e9e5b", "#d64545", "#5b6b7b"],
    ["#1982c4", "#ff595e", "#6a4c93"],
    ["#00897b", "#ef6c00", "#455a64"],
  ] as const);
  return {
    encoding: { x: categoryAxis(chart, theme, format, random, "x") },
    layer: [
      {
        mark: { type: "bar" },
        encoding: {
          y: { ...axis, field: "from" },
          y2: { field: "to" },
          color: {
            field: "type",
            type: "nominal",
            title: null,
            scale: { domain: ["increase", "decrease", "total"], range: [up, down, total] },
            legend: chart.language === "en" && random.chance(0.5) ? { orient: random.pick(["top", "bottom"]) } : null,
          },
        },
      },
      {
        mark: { type: "text", dy: -8, color: theme.ink, fontSize: theme.fontSize },
        encoding: { y: { field: "top", type: "quantitative" }, text: { field: "label", type: "nominal" } },
      },
    ],
  };
}
