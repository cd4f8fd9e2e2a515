/** Sentences, questions and answers about the points of one plot, in its language. */
import type { Random } from "../../../random.ts";
import { capitalized } from "./headings.ts";
import { listed } from "./phrases.ts";
import { fill } from "./questions.ts";
import type { Axis, Dot, Relation } from "./scatter-data.ts";
import type { Pair, Quantity } from "./scatter-topics.ts";
import { scatterWords } from "./scatter-words.ts";
import { formatNumber, formatValue, type Language, tidy, unitOf } from "./units.ts";

type Side = "x" | "y";

/** The name of an axis: `Exam score (points)`. */
export function label({ name, unit }: Quantity, language: Language): string {
  return unit ? fill(scatterWords[language].unit, { q: capitalized(name), u: unit }) : capitalized(name);
}

/** A coordinate as its language writes it, with as many decimals as it has. */
export function coordinate(value: number, language: Language): string {
  return formatNumber(value, decimalsOf(value), language);
}

function decimalsOf(value: number): number {
  return (String(value).split(".")[1] ?? "").length;
}

export function written(value: number, { unit }: Quantity, language: Language): string {
  return formatValue(value, decimalsOf(value), unitOf(unit, language), language);
}

function slotsOf(pair: Pair, language: Language): Record<string, string> {
  return {
    x: pair.x.name,
    y: pair.y.name,
    X: capitalized(pair.x.name),
    Y: capitalized(pair.y.name),
    thing: pair.thing,
    xAxis: label(pair.x, language),
    yAxis: label(pair.y, language),
  };
}

export function titleOf(random: Random, pair: Pair, language: Language): string {
  return fill(random.pick(scatterWords[language].titles), slotsOf(pair, language));
}

function relationSentence(pair: Pair, relation: Relation, groups: number, language: Language): string {
  const { relation: plain, relationWithin } = scatterWords[language];
  return fill((groups > 1 ? relationWithin : plain)[relation], slotsOf(pair, language));
}

export function captionOfClouds(
  title: string,
  pair: Pair,
  groups: readonly string[],
  relation: Relation,
  language: Language,
): string {
  const words = scatterWords[language];
  return [
    fill(words.captionOfClouds, { ...slotsOf(pair, language), t: title }),
    ...(groups.length > 1 ? [fill(words.groups, { n: String(groups.length), list: listed(groups, language) })] : []),
    relationSentence(pair, relation, groups.length, language),
  ].join(language === "zh" ? "" : " ");
}

export function captionOfDots(
  title: string,
  pair: Pair,
  dots: readonly Dot[],
  bubble: boolean,
  language: Language,
): string {
  const words = scatterWords[language];
  const [first, second] = [...dots].sort((a, b) => b.y - a.y) as [Dot, Dot];
  const opening = fill(words.captionOfDots, {
    ...slotsOf(pair, language),
    t: title,
    kind: bubble ? words.bubbleChart : words.scatterPlot,
    n: String(dots.length),
    list: listed(
      dots.map(({ name }) => name),
      language,
    ),
  });
  // of bubbles only the order can be read
  if (bubble || first.y === second.y) return opening;
  const highest = fill(words.highestOf, {
    q: pair.y.name,
    Q: capitalized(pair.y.name),
    d: first.name,
    v: written(first.y, pair.y, language),
  });
  return `${opening}${language === "zh" ? "" : " "}${highest}`;
}

export function aboutClouds(
  pair: Pair,
  groups: readonly string[],
  dots: readonly Dot[],
  relation: Relation,
  language: Language,
): [string, string][] {
  const words = scatterWords[language];
  const slots = slotsOf(pair, language);
  const several = groups.length > 1;
  const found: [string, string][] = [
    [
      several ? words.kindWithin : words.kind,
      fill(words.kinds[relation], { r: relationSentence(pair, relation, groups.length, language) }),
    ],
    [words.axes, fill(words.tellAxes, slots)],
  ];
  if (several) {
    found.push([
      words.howManyGroups,
      fill(words.counted, { n: String(groups.length), list: listed(groups, language) }),
    ]);
    const means = groups.map((group) => {
      const own = dots.filter((dot) => dot.group === group);
      return { group, mean: own.reduce((sum, { y }) => sum + y, 0) / own.length };
    });
    const [top, next] = means.sort((a, b) => b.mean - a.mean) as [(typeof means)[0], (typeof means)[0]];
    if (top.mean - next.mean > Math.max(...dots.map(({ y }) => y)) * 0.15)
      found.push([fill(words.topGroup, slots), fill(words.tellTopGroup, { g: top.group })]);
  }
  return found;
}

export function aboutDots(
  random: Random,
  pair: Pair,
  axes: Readonly<Record<Side, Axis>>,
  dots: readonly Dot[],
  bubble: boolean,
  language: Language,
): [string, string][] {
  const words = scatterWords[language];
  const slots = slotsOf(pair, language);
  const counted = (list: readonly Dot[]) =>
    fill(words.counted, {
      n: String(list.length),
      list: listed(
        list.map(({ name }) => name),
        language,
      ),
    });
  const found: [string, string][] = [[words.howMany, counted(dots)]];
  for (const side of ["x", "y"] as const) {
    const quantity = pair[side];
    const about = { ...slots, q: quantity.name, Q: capitalized(quantity.name) };
    const sorted = [...dots].sort((a, b) => b[side] - a[side]);
    const [first, second] = sorted as [Dot, Dot];
    const [last, other] = [sorted[sorted.length - 1]!, sorted[sorted.length - 2]!];
    const told = (dot: Dot) =>
      bubble ? dot.name : fill(words.tellExtreme, { d: dot.name, v: written(dot[side], quantity, language) });
    if (first[side] > second[side]) found.push([fill(words.highest, about), told(first)]);
    if (last[side] < other[side]) found.push([fill(words.lowest, about), told(last)]);
    const dot = random.pick(dots);
    if (!bubble)
      found.push([
        fill(words.value, { ...about, d: dot.name }),
        fill(words.tellValue[side], { d: dot.name, v: written(dot[side], quantity, language) }),
      ]);
    const { step, high } = axes[side];
    const limit = tidy(step * random.int(1, Math.max(1, Math.round(high / step) - 2)), 6);
    const above = dots.filter((one) => one[side] > limit);
    if (dots.every((one) => one[side] !== limit))
      found.push([
        fill(words.above, { ...about, v: written(limit, quantity, language) }),
        above.length === 0 ? words.none : counted(above),
      ]);
  }
  if (bubble) {
    const sorted = [...dots].sort((a, b) => b.size - a.size);
    const [last, other] = [sorted[sorted.length - 1]!, sorted[sorted.length - 2]!];
    if (sorted[0]!.size >= sorted[1]!.size * 1.25)
      found.push([fill(words.largest, slots), fill(words.tellLargest, { d: sorted[0]!.name })]);
    if (other.size >= last.size * 1.4)
      found.push([fill(words.smallest, slots), fill(words.tellSmallest, { d: last.name })]);
  }
  return found;
}
