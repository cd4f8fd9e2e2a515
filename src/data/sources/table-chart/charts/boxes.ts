/** Box plots of groups, whose five numbers lie on the grid. */
import type { Random } from "../../../random.ts";
import { conversationOf } from "../../../sample.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { checkLegible, documentOf, regionsOf } from "../regions.ts";
import { markdownTable } from "./answers.ts";
import { capitalized } from "./headings.ts";
import { listed } from "./phrases.ts";
import { fill } from "./questions.ts";
import { choose } from "./random-chart.ts";
import { type Spec, vegaLiteSvg } from "./render.ts";
import { frameOf, nameAxis, pictureOf, type Rule, valueScale } from "./spread.ts";
import { boxWords } from "./spread-words.ts";
import { randomFormat, randomLanguage, randomTheme } from "./theme.ts";
import type { Measure } from "./topic.ts";
import { topics } from "./topics.ts";
import { formatNumber, type Language, unitName, unitOf } from "./units.ts";

interface Box {
  readonly name: string;
  /** Minimum, first quartile, median, third quartile, maximum. */
  readonly marks: readonly [number, number, number, number, number];
}

function boxDraft(context: SourceContext): Draft {
  const { random } = context;
  const language = randomLanguage(random);
  const words = boxWords[language];
  const format = randomFormat(context, random.between(1.05, 1.6));
  const theme = randomTheme(random, language, format);
  const topic = random.pick(topics[language].filter(({ measures }) => measures.some(({ decimals }) => decimals === 0)));
  const measure = random.pick(topic.measures.filter(({ decimals }) => decimals === 0));
  const collection = random.pick(topic.collections);
  const names = choose(
    random,
    collection,
    Math.min(collection.items.length, random.int(2, { small: 4, middle: 6, large: 8 }[format.room])),
  );
  const rule = ruleFor(random, measure);
  const { step } = rule;
  const boxes = names.map((name): Box => {
    // whole halves of a step, strictly rising
    const slots = random.shuffled(Array.from({ length: (rule.high / step) * 2 - 1 }, (_, i) => i + 1)).slice(0, 5);
    const marks = slots.sort((a, b) => a - b).map((slot) => (slot * step) / 2);
    return { name, marks: marks as unknown as Box["marks"] };
  });
  const slots = { m: measure.name, M: capitalized(measure.name), c: collection.name };
  const title = fill(random.pick(words.titles), slots);
  const color = theme.palette.colors[0]!;
  const spec: Spec = {
    ...frameOf(title, theme, format, random),
    data: {
      values: boxes.map(({ name, marks }) => ({
        name,
        min: marks[0],
        q1: marks[1],
        median: marks[2],
        q3: marks[3],
        max: marks[4],
      })),
    },
    encoding: { x: { field: "name", ...nameAxis(names, theme, format) } },
    layer: [
      {
        mark: { type: "rule", color: theme.ink },
        encoding: {
          y: { field: "min", ...valueScale(rule, axisTitle(measure, language), language) },
          y2: { field: "max" },
        },
      },
      {
        mark: { type: "tick", color: theme.ink, width: 16, thickness: 1.5 },
        encoding: { y: { field: "min", type: "quantitative" } },
      },
      {
        mark: { type: "tick", color: theme.ink, width: 16, thickness: 1.5 },
        encoding: { y: { field: "max", type: "quantitative" } },
      },
      {
        mark: { type: "bar", width: { band: random.pick([0.4, 0.5, 0.6]) }, color, stroke: theme.ink, strokeWidth: 1 },
        encoding: { y: { field: "q1", type: "quantitative" }, y2: { field: "q3" } },
      },
      {
        mark: {
          type: "tick",
          width: { band: random.pick([0.4, 0.5]) },
          color: theme.dark ? "#000000" : "#ffffff",
          thickness: 3,
        },
        encoding: { y: { field: "median", type: "quantitative" } },
      },
    ],
  };
  const questions = aboutBoxes(random, boxes, slots, language);
  const say = (value: number) => formatNumber(value, 0, language);
  const rows = [[...words.head], ...boxes.map(({ name, marks }) => [name, ...marks.map(say)])];
  const [first, second] = [...boxes].sort((a, b) => b.marks[2] - a.marks[2]) as [Box, Box];
  const caption = [
    fill(words.caption, { t: title, list: listed(names, language) }),
    ...(first.marks[2] > second.marks[2] ? [fill(words.highestMedian, { g: first.name, v: say(first.marks[2]) })] : []),
  ].join(language === "zh" ? "" : " ");
  const request = random.pick(words.requests);
  const task = random.weighted({ caption: 2, table: 2, questions: 6 });
  return {
    template: `vega-lite box-plot ${task}`,
    leaf: "Analysis/Data Chart Analysis/Graph Interpretation",
    pictures: [pictureOf(vegaLiteSvg(spec), theme, format)],
    augment: "light",
    compose([shot]) {
      checkLegible(shot!, [...names, title]);
      return {
        content:
          task === "caption"
            ? documentOf(caption)
            : task === "table"
              ? conversationOf([[request, markdownTable(rows)]])
              : conversationOf(questions),
        regions: regionsOf(shot!),
        language,
      };
    },
  };
}

/** Five to eight even steps, within what the measure can reach. */
export function ruleFor(random: Random, { high }: Measure): Rule {
  const most = Math.max(high, 10);
  const steps = [2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 20_000, 40_000];
  const step = random.pick(steps.filter((one) => one * 5 <= most && one * 14 >= most));
  return { low: 0, high: step * random.int(5, Math.min(8, Math.floor(most / step))), step };
}

function axisTitle(measure: Measure, language: Language): string {
  const name = unitName(unitOf(measure.unit, language));
  return capitalized(measure.name) + (name ? ` (${name})` : "");
}

function aboutBoxes(
  random: Random,
  boxes: readonly Box[],
  slots: Record<string, string>,
  language: Language,
): [string, string][] {
  const words = boxWords[language];
  const say = (value: number) => formatNumber(value, 0, language);
  const box = random.pick(boxes);
  const [min, q1, median, q3, max] = box.marks;
  const about = (template: string, v = 0, w = 0) =>
    fill(template, { ...slots, g: box.name, v: say(v), w: say(w), d: say(w - v) });
  const found: [string, string][] = [
    [about(words.median), about(words.tellMedian, median)],
    [about(words.max), about(words.tellMax, max)],
    [about(words.min), about(words.tellMin, min)],
    [about(words.quartiles), about(words.tellQuartiles, q1, q3)],
    [about(words.range), about(words.tellRange, min, max)],
    [
      words.count,
      fill(words.counted, {
        n: String(boxes.length),
        list: listed(
          boxes.map(({ name }) => name),
          language,
        ),
      }),
    ],
  ];
  const [first, second] = [...boxes].sort((a, b) => b.marks[2] - a.marks[2]) as [Box, Box];
  if (first.marks[2] > second.marks[2])
    found.push([words.whichMedian, fill(words.tellWhichMedian, { g: first.name, v: say(first.marks[2]) })]);
  const spread = ({ marks }: Box) => marks[3] - marks[1];
  const [tall, next] = [...boxes].sort((a, b) => spread(b) - spread(a)) as [Box, Box];
  if (spread(tall) > spread(next))
    found.push([
      words.tallest,
      fill(words.tellTallest, { g: tall.name, v: say(tall.marks[1]), w: say(tall.marks[3]) }),
    ]);
  return random.shuffled(found).slice(0, random.int(1, 3));
}

export const boxPlot: Source = {
  name: "box-plot",
  category: "table-chart",
  version: 5,
  description: "Box plots in five languages whose five numbers lie on the grid.",
  leaves: ["Analysis/Data Chart Analysis/Graph Interpretation"],
  draft: boxDraft,
};
