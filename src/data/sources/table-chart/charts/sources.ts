/** The chart sources: one a family of chart kinds, all with the same tasks. */
import type { Random } from "../../../random.ts";
import { type Content, conversationOf } from "../../../sample.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { checkLegible, documentOf, regionsOf } from "../regions.ts";
import {
  captionOf,
  captionRequests,
  csvTable,
  markdownTable,
  shortRequest,
  tableOf,
  tableRequests,
} from "./answers.ts";
import { type Chart, type Kind, printed } from "./chart.ts";
import { echartsKinds, echartsPicture } from "./echart.ts";
import { questionsAbout } from "./questions.ts";
import { randomChart } from "./random-chart.ts";
import { vegaLiteSvg } from "./render.ts";
import { type Format, randomFormat, randomLanguage, randomTheme } from "./theme.ts";
import { vegaKinds, vegaLiteSpec } from "./vega-lite.ts";

export interface DrawnChart {
  readonly chart: Chart;
  readonly html: string;
  readonly format: Format;
  readonly family: string;
  readonly library: "vega-lite" | "echarts";
}

const aspects: Partial<Record<Kind, readonly [number, number]>> = {
  pie: [0.95, 1.6],
  donut: [0.95, 1.6],
  rose: [0.9, 1.4],
  radar: [0.95, 1.4],
  gauge: [0.95, 1.5],
  "horizontal-bar": [0.8, 1.6],
  "heat-map": [1, 1.7],
};

/** A chart of the kind, drawn by one of the libraries that can. */
export function drawChart(context: SourceContext, kind: Kind): DrawnChart {
  const { random } = context;
  const language = randomLanguage(random);
  const [low, high] = aspects[kind] ?? [1.1, 1.75];
  const format = randomFormat(context, random.between(low, high));
  const theme = randomTheme(random, language, format);
  const chart = randomChart(random, kind, language, format);
  const vega = (vegaKinds as readonly string[]).includes(kind);
  const echarts = (echartsKinds as readonly string[]).includes(kind);
  const library = vega && (!echarts || random.chance(0.6)) ? "vega-lite" : "echarts";
  const svg =
    library === "vega-lite"
      ? vegaLiteSvg(vegaLiteSpec(chart, theme, format, random))
      : echartsPicture(chart, theme, format, random);
  return { chart, html: pageOf(svg, format, theme.background), format, family: theme.family, library };
}

/** An SVG as a page of its own size. */
export function pageOf(svg: string, { width, height }: { width: number; height: number }, background: string): string {
  return `<div style="width:${width}px;height:${height}px;overflow:hidden;background:${background};display:flex;justify-content:center;align-items:center">${svg.replace("<svg ", '<svg style="display:block;flex:none" ')}</div>`;
}

/** Texts without which a chart cannot be read. */
function needed(chart: Chart): string[] {
  const series = chart.series.length > 1 || chart.kind === "radar" ? chart.series.map(({ name }) => name) : [];
  const values =
    chart.reading === "labels" ? chart.series.flatMap((one) => one.values.map((value) => printed(chart, value))) : [];
  const categories = chart.kind === "gauge" ? [] : chart.categories;
  return [...categories, ...series, ...values, chart.title];
}

export function chartDraft(context: SourceContext, kinds: readonly Kind[], leaf: string): Draft {
  const { random } = context;
  const kind = random.pick(kinds);
  const { chart, html, format, family, library } = drawChart(context, kind);
  const { content, task } = taskFor(chart, random);
  return {
    template: `${library} ${kind} ${task}`,
    leaf,
    pictures: [
      { kind: "page", html, width: format.width, height: format.height, scale: format.scale, fonts: [family] },
    ],
    augment: "light",
    compose([shot]) {
      checkLegible(shot!, needed(chart));
      return { content, regions: regionsOf(shot!), language: chart.language };
    },
  };
}

/** A caption, a table or a conversation of one to four questions. */
export function taskFor(chart: Chart, random: Random): { content: Content; task: string } {
  const exact = chart.reading !== "order" && chart.kind !== "waterfall" && chart.kind !== "gauge";
  const task = random.weighted({ caption: 2, table: exact ? 2.5 : 0, questions: 6 });
  if (task === "caption") {
    const caption = captionOf(chart, random);
    const content: Content = random.chance(0.5)
      ? documentOf(caption)
      : conversationOf([[random.pick(captionRequests[chart.language]), caption]]);
    return { content, task };
  }
  if (task === "table") {
    const csv = random.chance(0.3);
    const requests = tableRequests[chart.language];
    const rows = tableOf(chart);
    return {
      content: conversationOf([
        [random.pick(csv ? requests.csv : requests.markdown), csv ? csvTable(rows) : markdownTable(rows)],
      ]),
      task: csv ? "csv" : "table",
    };
  }
  const brief = random.chance(0.35);
  const asked = random.shuffled(questionsAbout(chart, random)).slice(0, random.int(1, 4));
  const turns = asked.map(({ question, answer, short }): [string, string] =>
    brief ? [`${question}${shortRequest[chart.language]}`, short] : [question, answer],
  );
  return { content: conversationOf(turns), task: brief ? "short-answers" : "questions" };
}

const graph = "Analysis/Data Chart Analysis/Graph Interpretation";
const financial = "Analysis/Professional Chart Analysis/Financial Chart";

function family(name: string, description: string, kinds: readonly Kind[], leaf = graph): Source {
  return {
    name,
    category: "table-chart",
    version: 5,
    description,
    leaves: [leaf],
    draft: (context) => chartDraft(context, kinds, leaf),
  };
}

export const chartSources: readonly Source[] = [
  family("bar-chart", "Bars: plain, horizontal, grouped, stacked and lollipops, with captions, tables and questions.", [
    "bar",
    "horizontal-bar",
    "grouped-bar",
    "stacked-bar",
    "lollipop",
  ]),
  family("line-chart", "Lines and areas: single, several, stepped and stacked, with captions, tables and questions.", [
    "line",
    "multi-line",
    "step-line",
    "area",
    "stacked-area",
  ]),
  family("part-chart", "Parts of a whole: pies, donuts, roses, treemaps and funnels.", [
    "pie",
    "donut",
    "rose",
    "treemap",
    "funnel",
  ]),
  family("radar-chart", "Radar charts and gauges.", ["radar", "gauge"]),
  family("heat-map", "Heat maps with printed values.", ["heat-map"]),
  family("histogram", "Histograms with counts that are printed or lie on ticks.", ["histogram"]),
  family("waterfall-chart", "Waterfalls of money that comes and goes.", ["waterfall"], financial),
];
