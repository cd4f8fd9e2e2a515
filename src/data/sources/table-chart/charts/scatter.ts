/** Scatter plots and bubble charts in five languages: named points, or clouds whose correlation is plain to see. */
import type { Random } from "../../../random.ts";
import { conversationOf } from "../../../sample.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { checkLegible, documentOf, regionsOf } from "../regions.ts";
import { markdownTable } from "./answers.ts";
import { ticksOf } from "./chart.ts";
import { type Spec, vegaLiteSvg } from "./render.ts";
import { type Axis, axisOf, cloud, type Dot, namedDots, type Relation } from "./scatter-data.ts";
import { aboutClouds, aboutDots, captionOfClouds, captionOfDots, coordinate, label, titleOf } from "./scatter-talk.ts";
import { pairs } from "./scatter-topics.ts";
import { scatterWords } from "./scatter-words.ts";
import { pageOf } from "./sources.ts";
import { type Format, forLines, randomFormat, randomLanguage, randomTheme, type Theme } from "./theme.ts";
import { formatNumber, type Language } from "./units.ts";
import { themeConfig, titleLines } from "./vega-lite.ts";

/** Ticks as the language writes them. */
function tickFormat(ticks: readonly number[], step: number, language: Language): Spec {
  const decimals = step < 1 ? 1 : 0;
  if (language === "en") return { format: `,.${decimals}f` };
  const texts = Object.fromEntries(ticks.map((tick) => [String(tick), formatNumber(tick, decimals, language)]));
  return { labelExpr: `${JSON.stringify(texts)}[datum.value]` };
}

function specOf(
  random: Random,
  title: string,
  x: Axis,
  y: Axis,
  dots: readonly Dot[],
  kind: string,
  theme: Theme,
  format: Format,
  language: Language,
): Spec {
  const named = kind !== "clouds";
  const axis = ({ quantity, step, high }: Axis) => {
    const values = ticksOf({ low: 0, high, step, log: false });
    return {
      type: "quantitative",
      title: label(quantity, language),
      scale: { domain: [0, high], nice: false },
      axis: {
        values,
        labelOverlap: false,
        grid: named || theme.showGrid,
        ...tickFormat(values, step, language),
      },
    };
  };
  const largest = format.room === "small" ? 700 : 1400;
  const groups = [...new Set(dots.map(({ group }) => group))];
  const shapes = groups.length > 1 && random.chance(0.3);
  const lines = titleLines(title, theme, format.width - 44);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: { text: lines.length === 1 ? lines[0] : lines },
    width: format.width,
    height: format.height,
    autosize: { type: "fit", contains: "padding" },
    data: {
      values: dots.map((dot) => ({
        ...(named ? { name: dot.name } : groups.length > 1 ? { group: dot.group } : {}),
        x: dot.x,
        y: dot.y,
        ...(kind === "bubble" ? { size: dot.size } : {}),
      })),
    },
    encoding: { x: { field: "x", ...axis(x) }, y: { field: "y", ...axis(y) } },
    layer: [
      {
        mark: {
          type: "point",
          filled: random.chance(0.75),
          opacity: kind === "bubble" ? 0.45 : 0.9,
          ...(kind === "bubble" ? {} : { size: named ? 90 : 50 }),
          ...(groups.length > 1 ? {} : { color: theme.palette.colors[0] }),
        },
        encoding: {
          ...(kind === "bubble"
            ? {
                size: {
                  field: "size",
                  type: "quantitative",
                  legend: null,
                  scale: { domain: [0, 100], range: [0, largest] },
                },
              }
            : {}),
          ...(groups.length > 1
            ? {
                color: {
                  field: "group",
                  type: "nominal",
                  sort: null,
                  title: null,
                  scale: { domain: groups, range: theme.palette.colors.slice(0, groups.length) },
                  legend: { orient: random.pick(["top", "bottom", "right"]), symbolFillColor: undefined },
                },
              }
            : {}),
          ...(shapes ? { shape: { field: "group", type: "nominal", sort: null, title: null, legend: null } } : {}),
        },
      },
      ...(named
        ? [
            {
              mark: {
                type: "text",
                fontSize: theme.fontSize,
                color: theme.ink,
                // above the mark: a small bubble would vanish behind its name
                dy: kind === "bubble" ? { expr: `-9 - sqrt(${largest} * datum.size / 100 / PI)` } : -13,
              },
              encoding: { text: { field: "name", type: "nominal" } },
            },
          ]
        : []),
    ],
    config: themeConfig(theme, random),
  };
}

function draft(context: SourceContext): Draft {
  const { random } = context;
  const language = randomLanguage(random);
  const words = scatterWords[language];
  const pair = random.pick(pairs[language]);
  const kind = random.weighted({ named: 4, bubble: 3, clouds: 4 });
  const format = randomFormat(context, random.between(1, 1.5));
  const theme = forLines(randomTheme(random, language, format));
  const [x, y] = [axisOf(random, pair.x), axisOf(random, pair.y)];
  const title = titleOf(random, pair, language);
  const groups = random.shuffled(pair.groups).slice(0, random.int(1, Math.min(pair.groups.length, 3)));
  const relation = random.pick<Relation>(["positive", "negative", "none"]);
  const count = { small: 5, middle: 7, large: 9 }[format.room];
  const dots =
    kind === "clouds"
      ? groups.flatMap((group, i) =>
          cloud(
            random,
            x,
            y,
            group,
            relation,
            Math.ceil(random.int(18, 44) / groups.length),
            groups.length > 1 ? (i - (groups.length - 1) / 2) * 0.3 : 0,
          ),
        )
      : namedDots(random, pair, x, y, random.int(4, count));
  const svg = vegaLiteSvg(specOf(random, title, x, y, dots, kind, theme, format, language));
  const bubble = kind === "bubble";
  const questions =
    kind === "clouds"
      ? aboutClouds(pair, groups, dots, relation, language)
      : aboutDots(random, pair, { x, y }, dots, bubble, language);
  const caption =
    kind === "clouds"
      ? captionOfClouds(title, pair, groups, relation, language)
      : captionOfDots(title, pair, dots, bubble, language);
  const task = random.weighted({ caption: 2, table: kind === "named" ? 2 : 0, questions: 6 });
  const content =
    task === "caption"
      ? random.chance(0.5)
        ? documentOf(caption)
        : conversationOf([[random.pick(words.describe), caption]])
      : task === "table"
        ? conversationOf([
            [
              random.pick(words.table),
              markdownTable([
                [pair.thing, label(pair.x, language), label(pair.y, language)],
                ...dots.map((dot) => [dot.name, coordinate(dot.x, language), coordinate(dot.y, language)]),
              ]),
            ],
          ])
        : conversationOf(random.shuffled(questions).slice(0, random.int(1, 3)));
  return {
    template: `vega-lite ${kind} ${task}`,
    leaf: "Analysis/Data Chart Analysis/Graph Interpretation",
    pictures: [
      {
        kind: "page",
        html: pageOf(svg, format, theme.background),
        width: format.width,
        height: format.height,
        scale: format.scale,
        fonts: [theme.family],
      },
    ],
    augment: "light",
    compose([shot]) {
      checkLegible(shot!, [
        title,
        label(pair.x, language),
        label(pair.y, language),
        ...(kind === "clouds" ? (groups.length > 1 ? groups : []) : dots.map((dot) => dot.name)),
      ]);
      return { content, regions: regionsOf(shot!), language };
    },
  };
}

export const scatterChart: Source = {
  name: "scatter-chart",
  category: "table-chart",
  version: 5,
  description: "Scatter plots and bubble charts in five languages, with named points or clouds of points.",
  leaves: ["Analysis/Data Chart Analysis/Graph Interpretation"],
  draft,
};
