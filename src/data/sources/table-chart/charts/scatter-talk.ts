/** What is said and asked about points in a plane. */
import type { Random } from "../../../random.ts";
import { listed } from "./answers.ts";
import { capitalized } from "./headings.ts";
import type { Axis, Dot, Pair, Quantity, Relation } from "./scatter-data.ts";
import { tidy } from "./units.ts";

export function label(quantity: Quantity): string {
  return capitalized(quantity.name) + (quantity.unit ? ` (${quantity.unit})` : "");
}

function written(value: number, { unit }: Quantity): string {
  if (unit.startsWith("$")) return `$${value}${unit.slice(1)}`;
  return unit === "%" ? `${value}%` : unit === "" ? String(value) : `${value} ${unit}`;
}

export function relationSentence(pair: Pair, relation: Relation, groups: number): string {
  const where = groups > 1 ? "Within each group, " : "";
  const y = groups > 1 ? pair.y.name : capitalized(pair.y.name);
  return relation === "none"
    ? groups > 1
      ? `Within each group, there is no clear relation between ${pair.x.name} and ${pair.y.name}.`
      : `There is no clear relation between ${pair.x.name} and ${pair.y.name}.`
    : `${where}${y} ${relation === "positive" ? "rises" : "falls"} as ${pair.x.name} grows.`;
}

export function highest(dots: readonly Dot[], pair: Pair, side: "x" | "y"): string {
  const sorted = [...dots].sort((a, b) => b[side] - a[side]);
  const first = sorted[0]!;
  return first[side] === sorted[1]![side]
    ? ""
    : `${first.name} has the highest ${pair[side].name} with ${written(first[side], pair[side])}.`;
}

export function aboutClouds(
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

export function aboutDots(
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
