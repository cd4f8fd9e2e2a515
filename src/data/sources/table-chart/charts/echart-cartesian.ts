/** ECharts with two axes: bars, lines, areas, heat maps. */

import { isLine, printed, ticksOf } from "./chart.ts";
import { type Frame, legendOf, type Option, text } from "./echart-parts.ts";
import { capitalized } from "./headings.ts";
import { inkOn, mixed } from "./theme.ts";
import { formatValue, unitName } from "./units.ts";

export function cartesian(frame: Frame): Option {
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

export function heatMap(frame: Frame): Option {
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
