/** ECharts of blocks: treemaps and funnels. */
import { printed } from "./chart.ts";
import { type Frame, type Option, text } from "./echart-parts.ts";
import { inkOn } from "./theme.ts";
import { sliceColors } from "./vega-colors.ts";

export function treemap({ head, foot, chart, theme }: Frame): Option {
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
        data: chart.categories.map((name, i) => ({
          name,
          value: values[i],
          itemStyle: { color: colors[i]! },
          label: { color: inkOn(colors[i]!) },
        })),
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

export function funnel(frame: Frame): Option {
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
          itemStyle: { color: colors[i]! },
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
