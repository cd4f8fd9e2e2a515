/** Charts as ECharts options, in that library's own manner: a second hand that draws the same data. */
import type { Random } from "../../../random.ts";
import { type Chart, capitalized, isLine, printed, ticksOf } from "./chart.ts";
import { echartsSvg } from "./render.ts";
import { type Format, inkOn, mixed, type Theme } from "./theme.ts";
import { formatValue, unitName } from "./units.ts";
import { sliceColors, titleLines } from "./vega-lite.ts";

export const echartsKinds = [
  "bar",
  "horizontal-bar",
  "grouped-bar",
  "stacked-bar",
  "line",
  "multi-line",
  "step-line",
  "area",
  "stacked-area",
  "pie",
  "donut",
  "rose",
  "treemap",
  "funnel",
  "radar",
  "heat-map",
  "gauge",
] as const;

type Option = Record<string, unknown>;

export function echartsPicture(chart: Chart, theme: Theme, format: Format, random: Random): string {
  const lines = titleLines(chart.title, theme, format.width - 44);
  const bottomTitle = random.chance(0.04);
  const head = bottomTitle
    ? 14
    : 16 + lines.length * theme.titleSize * 1.35 + (chart.subtitle ? theme.fontSize + 6 : 0);
  const foot = bottomTitle ? 14 + lines.length * theme.titleSize * 1.35 + (chart.subtitle ? theme.fontSize + 6 : 0) : 8;
  const frame: Frame = { head, foot, chart, theme, format, random };
  const option: Option = {
    backgroundColor: theme.background,
    color: sliceColors(theme, Math.max(chart.series.length, chart.categories.length)),
    textStyle: { fontFamily: theme.family, fontSize: theme.fontSize, color: theme.ink },
    title: {
      text: lines.join("\n"),
      ...(chart.subtitle ? { subtext: chart.subtitle } : {}),
      left: theme.titleAnchor === "start" ? 8 : theme.titleAnchor === "middle" ? "center" : "right",
      ...(bottomTitle ? { bottom: 6 } : { top: 6 }),
      itemGap: 4,
      textStyle: {
        fontSize: theme.titleSize,
        lineHeight: Math.round(theme.titleSize * 1.35),
        fontWeight: theme.titleWeight,
        color: theme.ink,
        fontFamily: theme.family,
      },
      subtextStyle: { fontSize: theme.fontSize, color: theme.faint, fontFamily: theme.family },
    },
    ...body(frame),
  };
  return echartsSvg(option, format.width, format.height, (series, index) => shapeName(chart, series, index));
}

interface Frame {
  readonly head: number;
  readonly foot: number;
  readonly chart: Chart;
  readonly theme: Theme;
  readonly format: Format;
  readonly random: Random;
}

function shapeName(chart: Chart, series: number, index: number): string | undefined {
  const category = chart.categories[index];
  if (category === undefined || chart.kind === "heat-map" || chart.kind === "gauge" || chart.kind === "treemap")
    return undefined;
  return chart.series.length > 1 ? `${category} / ${chart.series[series]?.name ?? ""}` : category;
}

function body(frame: Frame): Option {
  switch (frame.chart.kind) {
    case "pie":
    case "donut":
    case "rose":
      return pie(frame);
    case "treemap":
      return treemap(frame);
    case "funnel":
      return funnel(frame);
    case "radar":
      return radar(frame);
    case "heat-map":
      return heatMap(frame);
    case "gauge":
      return gauge(frame);
    default:
      return cartesian(frame);
  }
}

function text(theme: Theme, size = theme.fontSize, color = theme.ink): Option {
  return { fontSize: size, color, fontFamily: theme.family, lineHeight: Math.round(size * 1.4) };
}

/** A legend above or below; the space it takes there. */
function legendOf({ head, foot, theme, random, format }: Frame, names: readonly string[]) {
  const top = random.chance(0.5);
  const width = names.reduce((sum, name) => sum + name.length * theme.fontSize * 0.62 + 44, 0);
  const rows = Math.ceil(width / (format.width - 20));
  const space = rows * (theme.fontSize + 10) + 4;
  const icon = random.pick(["circle", "rect", "roundRect", undefined]);
  return {
    option: {
      data: [...names],
      textStyle: text(theme),
      ...(top ? { top: head } : { bottom: foot }),
      ...(icon ? { icon } : {}),
      itemGap: 10,
      width: format.width - 20,
    },
    top: top ? space : 0,
    bottom: top ? 0 : space,
  };
}

function cartesian(frame: Frame): Option {
  const { head, foot, chart, theme, random, format } = frame;
  const { scale } = chart;
  const horizontal = chart.kind === "horizontal-bar";
  const legend =
    chart.series.length > 1
      ? legendOf(
          frame,
          chart.series.map(({ name }) => name),
        )
      : undefined;
  const ticks = ticksOf(scale);
  const decimals = ticks.some((tick) => !Number.isInteger(tick)) ? Math.max(1, chart.measure.decimals) : 0;
  const withUnit = random.chance(0.6);
  const name = unitName(chart.unit);
  const hidden = chart.reading === "labels" && !scale.log && random.chance(0.2);
  const named =
    random.chance(0.5) &&
    (horizontal || capitalized(chart.measure.name).length * theme.fontSize * 0.6 < format.height - head - foot - 90);
  const stacked = chart.kind.startsWith("stacked");
  const value: Option = {
    type: scale.log ? "log" : "value",
    min: scale.low,
    max: scale.high,
    ...(scale.log ? {} : { interval: scale.step }),
    axisLabel: {
      ...text(theme),
      formatter: (tick: number) =>
        formatValue(tick, decimals, withUnit ? chart.unit : { prefix: "", suffix: "" }, chart.language),
    },
    splitLine: {
      show: chart.reading !== "labels" || theme.showGrid,
      lineStyle: { color: theme.grid, type: theme.gridDash ? "dashed" : "solid" },
    },
    axisLine: { show: random.chance(0.4), lineStyle: { color: theme.faint } },
    show: !hidden,
    ...(named || !withUnit
      ? {
          name: named ? capitalized(chart.measure.name) + (withUnit || !name ? "" : ` (${name})`) : name,
          nameLocation: "middle",
          nameGap: horizontal
            ? theme.fontSize + 16
            : Math.max(
                ...ticks.map(
                  (tick) =>
                    formatValue(tick, decimals, withUnit ? chart.unit : { prefix: "", suffix: "" }, chart.language)
                      .length,
                ),
              ) *
                theme.fontSize *
                0.6 +
              14,
          nameTextStyle: text(theme),
        }
      : {}),
  };
  const widest =
    Math.max(...chart.categories.map((one) => one.length)) * theme.fontSize * 0.6 * (chart.language === "zh" ? 1.7 : 1);
  const rotate = horizontal || widest + 6 < (format.width - 80) / chart.categories.length ? 0 : random.pick([40, 90]);
  const category: Option = {
    type: "category",
    data: [...chart.categories],
    ...(horizontal ? { inverse: true } : {}),
    ...(isLine(chart.kind) && random.chance(0.5) ? { boundaryGap: false } : {}),
    axisLabel: { ...text(theme), interval: 0, rotate, margin: 10 },
    axisLine: { lineStyle: { color: theme.faint } },
    axisTick: { show: random.chance(0.6), alignWithLabel: true },
  };
  const label = chart.reading === "labels";
  const series = chart.series.map((one, i) => ({
    name: one.name,
    type: isLine(chart.kind) ? "line" : "bar",
    data: one.values.map((v) => v),
    ...(stacked ? { stack: "all" } : {}),
    ...(chart.kind.endsWith("area") ? { areaStyle: { opacity: stacked ? 0.8 : 0.4 } } : {}),
    ...(chart.kind === "step-line" ? { step: "middle" } : {}),
    ...(isLine(chart.kind)
      ? {
          symbol: random.pick(["circle", "rect", "triangle", "diamond", "emptyCircle"]),
          symbolSize: random.int(6, 9),
          showSymbol: chart.kind !== "stacked-area" && (chart.kind !== "step-line" || label),
          lineStyle: { width: random.pick([2, 2.5, 3]) },
        }
      : {
          itemStyle: {
            borderRadius: stacked ? 0 : theme.rounded,
            ...(i === 0 && random.chance(0.12) && !(stacked && label)
              ? {
                  decal: {
                    symbol: "rect",
                    dashArrayX: [1, 0],
                    dashArrayY: [3, 4],
                    rotation: 0.7,
                    color: "rgba(255,255,255,0.35)",
                  },
                }
              : {}),
          },
          barMaxWidth: 70,
        }),
    label: {
      show: label,
      position: stacked ? "inside" : horizontal ? "right" : "top",
      ...text(
        theme,
        theme.fontSize - (chart.kind === "grouped-bar" ? 1 : 0),
        stacked ? inkOn(theme.palette.colors[i % theme.palette.colors.length]!) : theme.ink,
      ),
      formatter: ({ dataIndex }: { dataIndex: number }) => printed(chart, one.values[dataIndex]!),
    },
    labelLayout: { hideOverlap: false },
  }));
  const room = label && !stacked && !scale.log ? { ...value, max: scale.high + scale.step } : value;
  return {
    ...(legend ? { legend: legend.option } : { legend: { show: false } }),
    grid: {
      left: (named || !withUnit) && !horizontal && !hidden ? theme.fontSize + 22 : 14,
      right: horizontal ? 34 : 22,
      // the topmost tick's label reaches above the plot
      top: head + theme.fontSize + (legend?.top ?? 0),
      bottom:
        foot + 6 + (legend?.bottom ?? 0) + (horizontal && (named || !withUnit) && !hidden ? theme.fontSize + 8 : 0),
      containLabel: true,
      ...(theme.plotBackground === theme.background
        ? {}
        : { show: true, backgroundColor: theme.plotBackground, borderWidth: 0 }),
    },
    [horizontal ? "yAxis" : "xAxis"]: category,
    [horizontal ? "xAxis" : "yAxis"]: room,
    series,
  };
}

function pie(frame: Frame): Option {
  const { head, foot, chart, theme, random, format } = frame;
  const values = chart.series[0]!.values;
  const colors = sliceColors(theme, values.length);
  const direct = random.chance(0.4);
  const legend = direct ? undefined : legendOf(frame, chart.categories);
  const top = head + 4 + (legend?.top ?? 0);
  const bottom = foot + 4 + (legend?.bottom ?? 0);
  const [width, height] = [format.width, format.height - top - bottom];
  const label = chart.reading === "labels";
  const outside = direct || chart.kind !== "pie" || height < 190;
  const radius = Math.min(width / 2 - (outside ? (direct ? 100 : 60) : 10), height / 2 - (outside && label ? 24 : 6));
  const hole = chart.kind === "donut" ? random.between(0.45, 0.65) : chart.kind === "rose" ? random.pick([0, 0.2]) : 0;
  const write = ({ dataIndex }: { dataIndex: number }) =>
    [direct ? chart.categories[dataIndex]! : undefined, label ? printed(chart, values[dataIndex]!) : undefined]
      .filter((part) => part !== undefined)
      .join(direct && format.room === "small" ? "\n" : " ");
  return {
    legend: legend?.option ?? { show: false },
    series: [
      {
        type: "pie",
        center: [width / 2, top + height / 2],
        radius: [radius * hole, radius],
        ...(chart.kind === "rose" ? { roseType: "area", startAngle: 90 } : { startAngle: random.int(0, 359) }),
        data: chart.categories.map((name, i) => ({
          name,
          value: values[i],
          ...(outside ? {} : { label: { color: inkOn(colors[i]!) } }),
        })),
        itemStyle: {
          borderColor: theme.background,
          borderWidth: random.pick([0, 1, 2, 3]),
          borderRadius: theme.rounded,
        },
        label: {
          show: label || direct,
          position: outside ? "outside" : "inside",
          formatter: write,
          ...text(theme),
        },
        labelLine: { show: outside && (label || direct), length: 6, length2: 6 },
        avoidLabelOverlap: true,
      },
    ],
  };
}

function treemap({ head, foot, chart, theme }: Frame): Option {
  const values = chart.series[0]!.values;
  const colors = sliceColors(theme, values.length);
  return {
    series: [
      {
        type: "treemap",
        left: 10,
        right: 10,
        top: head + 6,
        bottom: foot + 8,
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        data: chart.categories.map((name, i) => ({ name, value: values[i], label: { color: inkOn(colors[i]!) } })),
        label: {
          ...text(theme),
          formatter: ({ dataIndex, name }: { dataIndex: number; name: string }) => {
            const i = chart.categories.indexOf(name);
            return i < 0 || dataIndex < 0
              ? name
              : chart.reading === "labels"
                ? `${name}\n${printed(chart, values[i]!)}`
                : name;
          },
        },
        itemStyle: { borderColor: theme.background, gapWidth: 2 },
      },
    ],
  };
}

function funnel(frame: Frame): Option {
  const { head, foot, chart, theme, random, format } = frame;
  const values = chart.series[0]!.values;
  const colors = sliceColors(theme, values.length);
  const inside = random.chance(0.5);
  return {
    legend: { show: false },
    series: [
      {
        type: "funnel",
        left: inside ? 20 : 16,
        width:
          format.width -
          (inside ? 40 : Math.max(...chart.categories.map((name) => name.length)) * theme.fontSize * 0.62 + 110),
        top: head + 8,
        bottom: foot + 10,
        minSize: inside ? "38%" : "12%",
        gap: random.int(0, 5),
        sort: "none",
        data: chart.categories.map((name, i) => ({
          name,
          value: values[i],
          ...(inside ? { label: { color: inkOn(colors[i]!) } } : {}),
        })),
        label: {
          position: inside ? "inside" : "right",
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            `${chart.categories[dataIndex]!}: ${printed(chart, values[dataIndex]!)}`,
          ...text(theme),
        },
        itemStyle: { borderColor: theme.background },
      },
    ],
  };
}

function radar(frame: Frame): Option {
  const { head, foot, chart, theme, random, format } = frame;
  const legend = legendOf(
    frame,
    chart.series.map(({ name }) => name),
  );
  // names of the axes stand outside the web, above and below it
  const top = head + (legend.top || 4) + theme.fontSize + 14;
  const bottom = foot + legend.bottom + theme.fontSize + 12;
  const height = format.height - top - bottom;
  const filled = random.chance(0.6);
  return {
    legend: legend.option,
    radar: {
      center: [format.width / 2, top + height / 2],
      radius: Math.min(height / 2 - 8, format.width / 2 - 70),
      shape: random.pick(["polygon", "circle"]),
      splitNumber: chart.scale.high / chart.scale.step,
      indicator: chart.categories.map((name) => ({ name, max: chart.scale.high, min: 0 })),
      axisName: text(theme),
      splitLine: { lineStyle: { color: theme.dark ? "#5a606a" : "#c4c8ce" } },
      axisLine: { lineStyle: { color: theme.dark ? "#5a606a" : "#c4c8ce" } },
      splitArea: {
        show: random.chance(0.4),
        areaStyle: { color: theme.dark ? ["#22262d", "#2a2f37"] : ["#ffffff", "#f3f5f8"] },
      },
    },
    series: [
      {
        type: "radar",
        data: chart.series.map((one, i) => ({
          name: one.name,
          value: [...one.values],
          lineStyle: { width: 2 },
          itemStyle: { color: theme.palette.colors[i] },
          ...(filled ? { areaStyle: { opacity: 0.25 } } : {}),
          label: {
            show: chart.reading === "labels",
            ...text(theme),
            formatter: ({ value }: { value: number }) => printed(chart, value),
          },
        })),
      },
    ],
  };
}

function heatMap(frame: Frame): Option {
  const { head, foot, chart, theme } = frame;
  const values = chart.series.flatMap((series) => series.values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [light, dark] = theme.palette.ramp;
  const cell = (value: number, x: number, y: number) => ({
    value: [x, y, value],
    label: { color: inkOn(mixed(light, dark, (value - low) / Math.max(1e-9, high - low))) },
  });
  return {
    legend: { show: false },
    grid: { left: 14, right: 16, top: head + 8, bottom: foot + 8, containLabel: true },
    xAxis: {
      type: "category",
      data: [...chart.categories],
      axisLabel: { ...text(theme), interval: 0, rotate: chart.categories.some((name) => name.length > 5) ? 40 : 0 },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.faint } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: chart.series.map(({ name }) => name),
      axisLabel: text(theme),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.faint } },
    },
    visualMap: { show: false, min: low, max: high, inRange: { color: [light, dark] } },
    series: [
      {
        type: "heatmap",
        data: chart.series.flatMap((series, y) => series.values.map((value, x) => cell(value, x, y))),
        label: {
          show: true,
          fontSize: theme.fontSize,
          fontFamily: theme.family,
          formatter: ({ value }: { value: number[] }) => printed(chart, value[2]!),
        },
        itemStyle: { borderColor: theme.background, borderWidth: 1 },
      },
    ],
  };
}

function gauge({ head, foot, chart, theme, random, format }: Frame): Option {
  const value = chart.series[0]!.values[0]!;
  const half = random.chance(0.4);
  const height = format.height - head - foot - 16;
  const radius = Math.min(format.width / 2 - 20, half ? height - theme.fontSize - 34 : height / 2);
  const color = theme.palette.colors[0]!;
  const zones = random.chance(0.5);
  return {
    series: [
      {
        type: "gauge",
        min: 0,
        max: 100,
        splitNumber: 100 / chart.scale.step,
        startAngle: half ? 180 : 225,
        endAngle: half ? 0 : -45,
        center: [format.width / 2, head + (half ? (height + radius - theme.fontSize) / 2 : height / 2 + 6)],
        radius,
        progress: { show: !zones, width: 16, itemStyle: { color } },
        axisLine: {
          lineStyle: {
            width: 16,
            color: zones
              ? [
                  [0.3, "#5fb878"],
                  [0.7, "#f5c242"],
                  [1, "#e0584f"],
                ]
              : [[1, theme.dark ? "#444a54" : "#e3e7ec"]],
          },
        },
        axisTick: { show: random.chance(0.5), distance: 4, lineStyle: { color: theme.faint } },
        splitLine: { distance: 4, length: 8, lineStyle: { color: theme.faint } },
        axisLabel: { distance: 22, ...text(theme, theme.fontSize) },
        pointer: { show: true, width: 5, itemStyle: { color: zones ? theme.ink : color } },
        anchor: { show: random.chance(0.5), size: 12, itemStyle: { color: theme.ink } },
        title: { show: false },
        detail: {
          offsetCenter: [0, half ? theme.fontSize + 14 : "62%"],
          formatter: () => printed(chart, value),
          fontSize: theme.fontSize + 8,
          color: theme.ink,
          fontFamily: theme.family,
          fontWeight: "bold",
        },
        data: [{ value, name: chart.categories[0] }],
      },
    ],
  };
}
