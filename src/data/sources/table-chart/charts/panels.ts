/** Figures of science papers: panels a, b, c with a chart each, on one sheet, with questions about one panel or all. */
import { conversationOf } from "../../../sample.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { checkLegible, documentOf, regionsOf } from "../regions.ts";
import { kindName } from "./answers.ts";
import { type Chart, type Kind, printed } from "./chart.ts";
import { listed } from "./phrases.ts";
import { questionsAbout } from "./questions.ts";
import { randomChart } from "./random-chart.ts";
import { vegaLiteSvg } from "./render.ts";
import { type Format, forLines, randomFormat, randomTheme } from "./theme.ts";
import { vegaLiteSpec } from "./vega-lite.ts";

const leaf = "Analysis/Data Chart Analysis/Graph Interpretation";
const kinds: readonly Kind[] = [
  "bar",
  "line",
  "grouped-bar",
  "multi-line",
  "area",
  "histogram",
  "horizontal-bar",
  "heat-map",
  "lollipop",
  "step-line",
  "stacked-bar",
];

function draft(context: SourceContext): Draft {
  const { random } = context;
  // narrow panels side by side have no room for their labels
  const stacked = context.maxSide < 640 || random.chance(0.35);
  const sheet = randomFormat(context, stacked ? random.between(0.68, 0.92) : random.between(1.5, 2));
  const small = sheet.room === "small";
  const count = small ? 2 : random.int(2, 4);
  const columns = stacked ? (count === 4 ? 2 : 1) : count === 4 ? 2 : count;
  const rows = Math.ceil(count / columns);
  const size: Format = {
    ...sheet,
    width: Math.floor((sheet.width - 8) / columns) - 6,
    height: Math.floor((sheet.height - 8) / rows) - 8,
    fontSize: small ? 10 : Math.max(11, sheet.fontSize - 2),
    room: "small",
  };
  const style = random.pick(["a", "A", "(a)", "(A)", "a)"]);
  const labels = ["a", "b", "c", "d"]
    .slice(0, count)
    .map((letter) => (/A/.test(style) ? style.replace("A", letter.toUpperCase()) : style.replace("a", letter)));
  // one order of colours for all panels, also for those with lines
  const shared = forLines(randomTheme(random, "en", size));
  const theme = { ...shared, titleSize: size.fontSize + 1, titleAnchor: "middle" as const };
  const charts = random
    .shuffled(kinds)
    .slice(0, count)
    .map((kind): Chart => {
      const { subtitle: _, ...chart } = randomChart(random, kind, "en", size);
      return shortened(chart, chart.reading === "labels" ? 4 : 5);
    });
  const panels = charts.map((chart, i) => {
    const svg = vegaLiteSvg(vegaLiteSpec(chart, theme, size, random), `panel${i}-`);
    return `<div data-mark="panel" data-name="${labels[i]!}" style="position:relative;width:${size.width}px;height:${size.height}px;overflow:hidden"><span data-mark="letter" style="position:absolute;left:2px;top:0;font-weight:bold;font-size:${size.fontSize + 3}px;color:${theme.ink}">${labels[i]!}</span>${svg.replace("<svg ", '<svg style="display:block" ')}</div>`;
  });
  const html = `<div style="box-sizing:border-box;width:${sheet.width}px;height:${sheet.height}px;overflow:hidden;background:${theme.background};padding:4px;display:grid;grid-template-columns:repeat(${columns},1fr);justify-items:center;align-items:center;font-family:'${theme.family}'">${panels.join("")}</div>`;
  const caption = `A figure with ${count} panels. ${charts
    .map((chart, i) => `Panel ${labels[i]!} is a ${kindName(chart.kind, "en")} titled "${chart.title}".`)
    .join(" ")
    .replaceAll(" a area", " an area")}`;
  const about = charts.flatMap((chart, i): [string, string][] => [
    ...questionsAbout(chart, random).map(({ question, answer }): [string, string] => [
      `In panel ${labels[i]!}: ${question}`,
      answer,
    ]),
    [`What kind of chart is panel ${labels[i]!}?`, `A ${kindName(chart.kind, "en")}.`.replace("A area", "An area")],
    ...(charts.filter(({ title }) => title === chart.title).length === 1
      ? [[`Which panel shows "${chart.title}"?`, `Panel ${labels[i]!}.`] as [string, string]]
      : []),
  ]);
  about.push(["How many panels does the figure have?", `${count}: ${listed(labels, "en")}.`]);
  const asked = random.shuffled(about).slice(0, random.int(1, 4));
  const task = random.weighted({ caption: 1, describe: 1, questions: 5 });
  const needed = charts.flatMap((chart) => [
    ...chart.categories,
    ...(chart.reading === "labels"
      ? chart.series.flatMap(({ values }) => values.map((value) => printed(chart, value)))
      : []),
    chart.title,
  ]);
  return {
    template: `${count} panels ${task}`,
    leaf,
    pictures: [
      { kind: "page", html, width: sheet.width, height: sheet.height, scale: sheet.scale, fonts: [theme.family] },
    ],
    augment: "light",
    compose([shot]) {
      checkLegible(shot!, needed);
      const content =
        task === "caption"
          ? documentOf(caption)
          : task === "describe"
            ? conversationOf([["Describe the panels of this figure.", caption]])
            : conversationOf(asked);
      return { content, regions: regionsOf(shot!), language: "en" };
    },
  };
}

/** The chart with its first categories only. */
function shortened(chart: Chart, most: number): Chart {
  return {
    ...chart,
    categories: chart.categories.slice(0, most),
    series: chart.series.map(({ name, values }) => ({ name, values: values.slice(0, most) })),
  };
}

export const scienceFigure: Source = {
  name: "science-figure",
  category: "table-chart",
  version: 4,
  description: "Figures with panels a, b, c of different charts.",
  leaves: [leaf],
  draft,
};
