/** ECharts that go round: pies, radars, gauges. */
import { printed } from "./chart.ts";
import { type Frame, legendOf, type Option, text } from "./echart-parts.ts";
import { inkOn } from "./theme.ts";
import { sliceColors } from "./vega-colors.ts";

export function pie(frame: Frame): Option {
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

export function radar(frame: Frame): Option {
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

export function gauge({ head, foot, chart, theme, random, format }: Frame): Option {
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
