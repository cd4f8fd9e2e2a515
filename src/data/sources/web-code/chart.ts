/** Charts and the code that draws them: their Vega-Lite specification, or the same chart in Altair's Python. */
import type { Draft, Source, SourceContext } from "../../source.ts";
import { printed } from "../table-chart/charts/chart.ts";
import { randomChart } from "../table-chart/charts/random-chart.ts";
import { type Spec, vegaLiteSvg } from "../table-chart/charts/render.ts";
import { pageOf } from "../table-chart/charts/sources.ts";
import { randomFormat, randomTheme } from "../table-chart/charts/theme.ts";
import { vegaKinds, vegaLiteSpec } from "../table-chart/charts/vega-lite.ts";
import { checkLegible, regionsOf } from "../table-chart/regions.ts";
import { altairCode } from "./altair.ts";
import { codeContent } from "./code.ts";

const leaf = "Conversion/Image to Code/Chart to Code";
const vegaRequests = [
  "Give the Vega-Lite specification of this chart.",
  "Write this chart as Vega-Lite JSON.",
  "Which Vega-Lite specification draws this picture?",
  "Convert the chart to a Vega-Lite spec with its data.",
];
const altairRequests = [
  "Write Python code with Altair that draws this chart.",
  "Recreate the chart in Python (Altair).",
  "Convert the chart to Altair code.",
];

function draft(context: SourceContext): Draft {
  const { random } = context;
  const kind = random.pick(vegaKinds);
  const format = randomFormat(context, random.between(1.1, 1.6));
  const theme = randomTheme(random, "en", format);
  const drawn = randomChart(random, kind, "en", format);
  // The code states every value, so the picture must show them too.
  const chart = drawn.reading === "order" && kind !== "stacked-area" ? { ...drawn, reading: "labels" as const } : drawn;
  const readable = kind === "stacked-area" || kind === "multi-line" ? drawn : chart;
  const spec = vegaLiteSpec(readable, theme, format, random);
  const python = random.chance(0.3);
  const content = python
    ? codeContent(random, altairRequests, "python", altairCode(spec))
    : codeContent(random, vegaRequests, "json", specText(spec));
  const needed = [
    readable.title,
    ...readable.categories,
    ...(readable.reading === "labels"
      ? readable.series.flatMap((series) => series.values.map((value) => printed(readable, value)))
      : []),
  ];
  return {
    template: `${python ? "altair" : "vega-lite"} ${kind}`,
    leaf,
    pictures: [
      {
        kind: "page",
        html: specPage(spec),
        width: format.width,
        height: format.height,
        scale: format.scale,
        fonts: [theme.family],
      },
    ],
    augment: "none",
    compose([shot]) {
      checkLegible(shot!, needed);
      return { content, regions: regionsOf(shot!), language: "en" };
    },
  };
}

/** The page that pictures a specification with a width, a height and a background. */
export function specPage(spec: Spec): string {
  const { width, height, config } = spec as { width: number; height: number; config: { background: string } };
  return pageOf(vegaLiteSvg(spec), { width, height }, config.background);
}

/** JSON with one line for each key and each row of data. */
export function specText(spec: Spec): string {
  const entries = Object.entries(spec).map(([key, value]) => {
    if (key !== "data") return `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const rows = (value as { values: unknown[] }).values.map((row) => `    ${JSON.stringify(row)}`);
    return `  "data": {"values": [\n${rows.join(",\n")}\n  ]}`;
  });
  return `{\n${entries.join(",\n")}\n}`;
}

export const chartToCode: Source = {
  name: "chart-to-code",
  category: "web-code",
  version: 4,
  description: "Charts with their Vega-Lite specification or the Altair code that produces it.",
  leaves: [leaf],
  draft,
};
