/** Scatter plots and bubble charts: named points, or clouds of points whose correlation is plain to see. */
import type { Random } from "../../../random.ts";
import { conversationOf } from "../../../sample.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { checkLegible, documentOf, regionsOf } from "../regions.ts";
import { listed, markdownTable } from "./answers.ts";
import { capitalized, niceStep, ticksOf } from "./chart.ts";
import { type Spec, vegaLiteSvg } from "./render.ts";
import { pageOf } from "./sources.ts";
import { type Format, randomFormat, randomTheme, type Theme } from "./theme.ts";
import { tidy } from "./units.ts";
import { themeConfig, titleLines } from "./vega-lite.ts";

interface Quantity {
  readonly name: string;
  readonly unit: string;
  readonly high: number;
}

interface Pair {
  readonly x: Quantity;
  readonly y: Quantity;
  readonly thing: string;
  readonly names: readonly string[];
  readonly groups: readonly string[];
}

const quantity = (name: string, unit: string, high: number): Quantity => ({ name, unit, high });

const pairs: readonly Pair[] = [
  {
    x: quantity("price", "$", 100),
    y: quantity("rating", "points", 10),
    thing: "product",
    names: ["Lamp", "Chair", "Desk", "Sofa", "Clock", "Rug", "Vase", "Stool", "Kettle", "Fan"],
    groups: ["Indoor", "Outdoor", "Office"],
  },
  {
    x: quantity("study time", "h", 20),
    y: quantity("exam score", "points", 100),
    thing: "student",
    names: ["Anna", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Hugo", "Ines"],
    groups: ["Class A", "Class B", "Class C"],
  },
  {
    x: quantity("weight", "kg", 80),
    y: quantity("height", "cm", 200),
    thing: "person",
    names: ["Karim", "Lena", "Mateo", "Nora", "Omar", "Paula", "Quinn", "Rosa"],
    groups: ["Women", "Men"],
  },
  {
    x: quantity("temperature", "°C", 40),
    y: quantity("ice cream sales", "", 500),
    thing: "day",
    names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    groups: ["Beach", "Park", "Mall"],
  },
  {
    x: quantity("engine size", "L", 6),
    y: quantity("fuel use", "L/100 km", 20),
    thing: "car",
    names: ["Arrow", "Bolt", "Comet", "Delta", "Echo", "Flint", "Gale", "Halo"],
    groups: ["Sedan", "Van", "Truck"],
  },
  {
    x: quantity("area", "m²", 200),
    y: quantity("rent", "$", 3000),
    thing: "flat",
    names: ["Flat A", "Flat B", "Flat C", "Flat D", "Flat E", "Flat F", "Flat G"],
    groups: ["Centre", "Suburb"],
  },
  {
    x: quantity("age", "years", 60),
    y: quantity("reaction time", "ms", 600),
    thing: "person",
    names: ["Sami", "Tara", "Uma", "Vito", "Wen", "Yara", "Zoe"],
    groups: ["Test 1", "Test 2"],
  },
  {
    x: quantity("advertising", "$K", 50),
    y: quantity("revenue", "$K", 400),
    thing: "store",
    names: ["North", "South", "East", "West", "Harbor", "Hill", "Lake", "Mill"],
    groups: ["2023", "2024"],
  },
  {
    x: quantity("distance", "km", 50),
    y: quantity("duration", "min", 120),
    thing: "route",
    names: ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"],
    groups: ["Bus", "Bike", "Tram"],
  },
  {
    x: quantity("dose", "mg", 10),
    y: quantity("response", "%", 100),
    thing: "sample",
    names: ["S1", "S2", "S3", "S4", "S5", "S6", "S7"],
    groups: ["Control", "Treated"],
  },
  {
    x: quantity("sugar", "g", 40),
    y: quantity("calories", "kcal", 500),
    thing: "snack",
    names: ["Bar", "Cookie", "Muffin", "Nuts", "Chips", "Fruit", "Cake", "Roll"],
    groups: ["Sweet", "Salty"],
  },
  {
    x: quantity("humidity", "%", 100),
    y: quantity("yield", "g", 80),
    thing: "plot",
    names: ["Plot 1", "Plot 2", "Plot 3", "Plot 4", "Plot 5", "Plot 6"],
    groups: ["Soil A", "Soil B"],
  },
];

interface Axis {
  readonly quantity: Quantity;
  readonly step: number;
  readonly high: number;
  /** Values are multiples of it. */
  readonly grid: number;
}

interface Dot {
  readonly name: string;
  readonly group: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

function axisOf(random: Random, quantity: Quantity): Axis {
  const step = niceStep((quantity.high * random.between(0.6, 1)) / random.int(4, 5), 6);
  const high = tidy(Math.ceil((quantity.high * 0.6) / step + 1) * step, 6);
  return { quantity, step, high, grid: step / 2 };
}

function label(quantity: Quantity): string {
  return capitalized(quantity.name) + (quantity.unit ? ` (${quantity.unit})` : "");
}

function written(value: number, { unit }: Quantity): string {
  if (unit.startsWith("$")) return `$${value}${unit.slice(1)}`;
  return unit === "%" ? `${value}%` : unit === "" ? String(value) : `${value} ${unit}`;
}

/** Named points on the grid, no two near each other. */
function namedDots(random: Random, pair: Pair, x: Axis, y: Axis, count: number): Dot[] {
  const dots: Dot[] = [];
  const names = random.shuffled(pair.names);
  for (let tries = 0; tries < 200 && dots.length < Math.min(count, names.length); tries++) {
    const [i, j] = [
      random.int(1, 2 * Math.round(x.high / x.step) - 1),
      random.int(1, 2 * Math.round(y.high / y.step) - 2),
    ];
    const dot = {
      name: names[dots.length]!,
      group: "",
      x: tidy(i * x.grid, 6),
      y: tidy(j * y.grid, 6),
      size: random.int(1, 10) * 10,
    };
    const near = dots.some(
      (other) => Math.abs(other.x - dot.x) <= x.grid * 2.6 && Math.abs(other.y - dot.y) <= y.grid * 1.6,
    );
    if (!near && !dots.some((other) => other.size === dot.size)) dots.push(dot);
  }
  return dots;
}

type Relation = "positive" | "negative" | "none";

/** A cloud whose measured correlation is what it is meant to be. */
function cloud(...plan: Parameters<typeof anyCloud>): Dot[] {
  const relation = plan[4];
  for (let tries = 0; ; tries++) {
    const dots = anyCloud(...plan);
    const r = correlation(dots);
    if (tries > 60 || (relation === "none" ? Math.abs(r) < 0.25 : Math.abs(r) > 0.8)) return dots;
  }
}

function anyCloud(
  random: Random,
  x: Axis,
  y: Axis,
  group: string,
  relation: Relation,
  count: number,
  lift: number,
): Dot[] {
  const slope = relation === "positive" ? 0.62 : relation === "negative" ? -0.62 : 0;
  const noise = relation === "none" ? 0.34 : random.between(0.03, 0.07);
  return Array.from({ length: count }, () => {
    const u = random.between(0.06, 0.94);
    const v = 0.5 + slope * (u - 0.5) + (random.next() * 2 - 1) * noise + lift;
    return { name: "", group, x: tidy(u * x.high, 2), y: tidy(Math.min(0.97, Math.max(0.03, v)) * y.high, 2), size: 0 };
  });
}

export function correlation(dots: readonly { x: number; y: number }[]): number {
  const mean = (pick: (dot: { x: number; y: number }) => number) =>
    dots.reduce((sum, dot) => sum + pick(dot), 0) / dots.length;
  const [mx, my] = [mean((dot) => dot.x), mean((dot) => dot.y)];
  const cov = dots.reduce((sum, dot) => sum + (dot.x - mx) * (dot.y - my), 0);
  const vx = dots.reduce((sum, dot) => sum + (dot.x - mx) ** 2, 0);
  const vy = dots.reduce((sum, dot) => sum + (dot.y - my) ** 2, 0);
  return cov / Math.sqrt(vx * vy);
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
): Spec {
  const named = kind !== "clouds";
  const axis = ({ quantity, step, high }: Axis) => ({
    type: "quantitative",
    title: label(quantity),
    scale: { domain: [0, high], nice: false },
    axis: {
      values: ticksOf({ low: 0, high, step, log: false }),
      labelOverlap: false,
      grid: named || theme.showGrid,
      format: step < 1 ? ",.1f" : ",.0f",
    },
  });
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
  const pair = random.pick(pairs);
  const kind = random.weighted({ named: 4, bubble: 3, clouds: 4 });
  const format = randomFormat(context, random.between(1, 1.5));
  const theme = randomTheme(random, "en", format);
  const [x, y] = [axisOf(random, pair.x), axisOf(random, pair.y)];
  const title = random.pick([
    `${capitalized(pair.y.name)} against ${pair.x.name}`,
    `${capitalized(pair.x.name)} and ${pair.y.name} by ${pair.thing}`,
    `${capitalized(pair.y.name)} vs. ${pair.x.name}`,
    `Does ${pair.x.name} affect ${pair.y.name}?`,
  ]);
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
  const svg = vegaLiteSvg(specOf(random, title, x, y, dots, kind, theme, format));
  const name = kind === "bubble" ? "bubble chart" : "scatter plot";
  const questions =
    kind === "clouds"
      ? aboutClouds(pair, groups, dots, relation)
      : aboutDots(random, pair, x, y, dots, kind === "bubble");
  const caption =
    kind === "clouds"
      ? `A scatter plot titled "${title}" with ${label(pair.x)} on the horizontal and ${label(pair.y)} on the vertical axis.${groups.length > 1 ? ` It has ${groups.length} groups: ${listed(groups, "en")}.` : ""} ${relationSentence(pair, relation, groups.length)}`
      : `A ${name} titled "${title}" that places ${dots.length} ${pair.thing === "person" ? "people" : `${pair.thing}s`} (${listed(
          dots.map((dot) => dot.name),
          "en",
        )}) by ${pair.x.name} and ${pair.y.name}. ${highest(dots, pair, "y")}`;
  const task = random.weighted({ caption: 2, table: kind === "named" ? 2 : 0, questions: 6 });
  const content =
    task === "caption"
      ? random.chance(0.5)
        ? documentOf(caption)
        : conversationOf([
            [
              random.pick(["Describe this figure.", "What does the plot show?", "Write a caption for this chart."]),
              caption,
            ],
          ])
      : task === "table"
        ? conversationOf([
            [
              random.pick([
                "Read off all points as a Markdown table.",
                "Convert the scatter plot to a Markdown table.",
              ]),
              markdownTable([
                [pair.thing, label(pair.x), label(pair.y)],
                ...dots.map((dot) => [dot.name, String(dot.x), String(dot.y)]),
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
        label(pair.x),
        label(pair.y),
        ...(kind === "clouds" ? (groups.length > 1 ? groups : []) : dots.map((dot) => dot.name)),
      ]);
      return { content, regions: regionsOf(shot!), language: "en" };
    },
  };
}

function relationSentence(pair: Pair, relation: Relation, groups: number): string {
  const where = groups > 1 ? "Within each group, " : "";
  const y = groups > 1 ? pair.y.name : capitalized(pair.y.name);
  return relation === "none"
    ? groups > 1
      ? `Within each group, there is no clear relation between ${pair.x.name} and ${pair.y.name}.`
      : `There is no clear relation between ${pair.x.name} and ${pair.y.name}.`
    : `${where}${y} ${relation === "positive" ? "rises" : "falls"} as ${pair.x.name} grows.`;
}

function highest(dots: readonly Dot[], pair: Pair, side: "x" | "y"): string {
  const sorted = [...dots].sort((a, b) => b[side] - a[side]);
  const first = sorted[0]!;
  return first[side] === sorted[1]![side]
    ? ""
    : `${first.name} has the highest ${pair[side].name} with ${written(first[side], pair[side])}.`;
}

function aboutClouds(
  pair: Pair,
  groups: readonly string[],
  dots: readonly Dot[],
  relation: Relation,
): [string, string][] {
  const several = groups.length > 1;
  const found: [string, string][] = [
    [
      `What kind of correlation do the points show${several ? " within each group" : ""}: positive, negative or none?`,
      relation === "none"
        ? `None: ${relationSentence(pair, relation, groups.length)
            .replace(/^Within/, "within")
            .replace(/^There/, "there")}`
        : `${capitalized(relation)}: ${relationSentence(pair, relation, groups.length).replace(/^Within/, "within")}`,
    ],
    ["What do the two axes stand for?", `The horizontal axis is ${label(pair.x)}, the vertical axis ${label(pair.y)}.`],
  ];
  if (several) {
    found.push(["How many groups are there?", `${groups.length}: ${listed(groups, "en")}.`]);
    const means = groups.map((group) => {
      const own = dots.filter((dot) => dot.group === group);
      return { group, mean: own.reduce((sum, { y }) => sum + y, 0) / own.length };
    });
    const [top, next] = means.sort((a, b) => b.mean - a.mean) as [(typeof means)[0], (typeof means)[0]];
    if (top.mean - next.mean > Math.max(...dots.map(({ y }) => y)) * 0.15)
      found.push([`Which group has the highest ${pair.y.name} on average?`, `${top.group}; its points lie highest.`]);
  }
  return found;
}

function aboutDots(
  random: Random,
  pair: Pair,
  x: Axis,
  y: Axis,
  dots: readonly Dot[],
  bubble: boolean,
): [string, string][] {
  const found: [string, string][] = [
    [
      `How many ${pair.thing === "person" ? "people" : `${pair.thing}s`} are plotted?`,
      `${dots.length}: ${listed(
        dots.map(({ name }) => name),
        "en",
      )}.`,
    ],
  ];
  for (const side of ["x", "y"] as const) {
    const sorted = [...dots].sort((a, b) => b[side] - a[side]);
    const [first, second] = sorted as [Dot, Dot];
    const [last, other] = [sorted[sorted.length - 1]!, sorted[sorted.length - 2]!];
    if (first[side] > second[side])
      found.push([
        `Which ${pair.thing} has the highest ${pair[side].name}?`,
        `${first.name}, with ${written(first[side], pair[side])}.`,
      ]);
    if (last[side] < other[side])
      found.push([
        `Which ${pair.thing} has the lowest ${pair[side].name}?`,
        `${last.name}, with ${written(last[side], pair[side])}.`,
      ]);
    const dot = random.pick(dots);
    if (!bubble)
      found.push([
        `What is the ${pair[side].name} of ${dot.name}?`,
        `${dot.name} is at ${written(dot[side], pair[side])} on the ${side === "x" ? "horizontal" : "vertical"} axis.`,
      ]);
    const axis = side === "x" ? x : y;
    const limit = tidy(axis.step * random.int(1, Math.max(1, Math.round(axis.high / axis.step) - 2)), 6);
    const above = dots.filter((one) => one[side] > limit);
    if (dots.every((one) => one[side] !== limit))
      found.push([
        `How many points have a ${pair[side].name} above ${written(limit, pair[side])}?`,
        above.length === 0
          ? "None, so 0."
          : `${above.length}: ${listed(
              above.map(({ name }) => name),
              "en",
            )}.`,
      ]);
  }
  if (bubble) {
    const sorted = [...dots].sort((a, b) => b.size - a.size);
    if (sorted[0]!.size >= sorted[1]!.size * 1.25)
      found.push([`Which ${pair.thing} has the largest bubble?`, `${sorted[0]!.name} has the largest bubble.`]);
    const [last, other] = [sorted[sorted.length - 1]!, sorted[sorted.length - 2]!];
    if (other.size >= last.size * 1.4) found.push([`Which ${pair.thing} has the smallest bubble?`, `${last.name}.`]);
  }
  return found;
}

export const scatterChart: Source = {
  name: "scatter-chart",
  category: "table-chart",
  version: 2,
  description: "Scatter plots and bubble charts with named points or clouds of points.",
  leaves: ["Analysis/Data Chart Analysis/Graph Interpretation"],
  draft,
};
