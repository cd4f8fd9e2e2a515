/** Attributes compared within one picture: offers with their specifications, and coloured things by size and number. */
import type { Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { clearColours, lookOf, shadeOf } from "../kit/look.ts";
import { capital, type Exchange, exchange, listed, numberWord, plural, someOf, spin } from "../kit/phrases.ts";
import { drawing, line, marked, rect, text } from "../kit/svg.ts";
import { drawThing, things } from "../kit/things.ts";

interface Attribute {
  readonly name: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** "cheaper" if lower, "more expensive" if higher; with superlatives. */
  readonly less: readonly [string, string];
  readonly more: readonly [string, string];
}

const price: Attribute = {
  name: "price",
  unit: "€",
  low: 20,
  high: 400,
  step: 5,
  less: ["cheaper", "cheapest"],
  more: ["more expensive", "most expensive"],
};
const weight: Attribute = {
  name: "weight",
  unit: "g",
  low: 150,
  high: 3000,
  step: 50,
  less: ["lighter", "lightest"],
  more: ["heavier", "heaviest"],
};

const products: readonly { readonly name: string; readonly attributes: readonly Attribute[] }[] = [
  {
    name: "tent",
    attributes: [
      price,
      { ...weight, low: 1200, high: 5200, step: 100 },
      {
        name: "height",
        unit: "cm",
        low: 90,
        high: 210,
        step: 5,
        less: ["lower", "lowest"],
        more: ["higher", "highest"],
      },
    ],
  },
  {
    name: "lamp",
    attributes: [
      price,
      {
        name: "power",
        unit: "W",
        low: 3,
        high: 40,
        step: 1,
        less: ["less powerful", "least powerful"],
        more: ["more powerful", "most powerful"],
      },
      {
        name: "height",
        unit: "cm",
        low: 20,
        high: 180,
        step: 5,
        less: ["lower", "lowest"],
        more: ["taller", "tallest"],
      },
    ],
  },
  {
    name: "phone",
    attributes: [
      { ...price, low: 120, high: 990, step: 10 },
      { ...weight, low: 130, high: 240, step: 2 },
      {
        name: "battery",
        unit: "h",
        low: 8,
        high: 36,
        step: 1,
        less: ["shorter-lasting", "shortest-lasting"],
        more: ["longer-lasting", "longest-lasting"],
      },
    ],
  },
  {
    name: "bicycle",
    attributes: [
      { ...price, low: 250, high: 2400, step: 50 },
      { ...weight, low: 8, high: 19, step: 1, unit: "kg" },
      {
        name: "gears",
        unit: "",
        low: 1,
        high: 27,
        step: 1,
        less: ["simpler in gears", "one with the fewest gears"],
        more: ["richer in gears", "one with the most gears"],
      },
    ],
  },
];

function distinct(random: Random, { low, high, step }: Attribute, count: number): number[] {
  const values = new Set<number>();
  while (values.size < count) values.add(low + step * random.int(0, Math.floor((high - low) / step)));
  return [...values];
}

function offers({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const product = random.pick(products);
  const count = random.int(2, 3);
  const names = random
    .shuffled([
      "Alto",
      "Brio",
      "Corsa",
      "Delta",
      "Evo",
      "Fjord",
      "Gale",
      "Halo",
      "Iris",
      "Juno",
      "Kite",
      "Luma",
      "Mira",
      "Nova",
      "Orbit",
    ])
    .slice(0, count);
  const values = product.attributes.map((attribute) => distinct(random, attribute, count));
  const show = (attribute: Attribute, value: number) => `${value}${attribute.unit === "" ? "" : ` ${attribute.unit}`}`;
  const width = count * 118 + 10;
  const body = names.map((name, i) => {
    const x = 8 + i * 118;
    return marked(
      "offer",
      name,
      "",
      rect(x, 8, 110, 178, { fill: look.tint, stroke: look.muted, round: 8 }),
      text(x + 55, 34, name, { size: 18, weight: 700 }),
      text(x + 55, 52, product.name, { size: 12, fill: look.muted }),
      line(x + 10, 62, x + 100, 62, { stroke: look.muted }),
      ...product.attributes.map(
        (attribute, k) =>
          text(x + 55, 82 + k * 36, attribute.name, { size: 12, fill: look.muted }) +
          text(x + 55, 99 + k * 36, show(attribute, values[k]![i]!), { size: 15, weight: 700 }),
      ),
    );
  });
  const k = random.int(0, product.attributes.length - 1);
  const attribute = product.attributes[k]!;
  const row = values[k]!;
  const high = random.chance(0.5);
  const best = row.indexOf(high ? Math.max(...row) : Math.min(...row));
  const word = (high ? attribute.more : attribute.less)[count === 2 ? 0 : 1];
  const [a, b] = random.shuffled(names.map((_, i) => i)) as [number, number];
  const j = random.int(0, product.attributes.length - 1);
  const other = product.attributes[j]!;
  const gap = Math.abs(values[j]![a]! - values[j]![b]!);
  const [bigger, smaller] = values[j]![a]! > values[j]![b]! ? [a, b] : [b, a];
  const turns = [
    exchange(
      random,
      `{Which ${product.name} is ${word.startsWith("one") ? "the one" : "the"} ${word.replace(/^one /, "")}?|Which of the ${numberWord(count)} is the ${word}?}`,
      `${names[best]}.`,
      `The ${attribute.name}s are ${listed(names.map((name, i) => `${show(attribute, row[i]!)} for the ${name}`))}. So the ${names[best]} is the ${word}.`
        .replace("batterys", "battery times")
        .replace("gearss", "gears"),
    ),
    exchange(
      random,
      `{What is the difference in ${other.name} between the ${names[a]} and the ${names[b]}?|By how much do the ${names[a]} and the ${names[b]} differ in ${other.name}?}`,
      `${show(other, gap)}.`,
      `${capital(other.name)}: ${show(other, values[j]![bigger]!)} for the ${names[bigger]} and ${show(other, values[j]![smaller]!)} for the ${names[smaller]}. The difference is ${show(other, gap)}.`,
    ),
    [
      spin(random, `{Compare|Please compare} the ${names[a]} and the ${names[b]}{ briefly|}.`),
      `${product.attributes.map((one, i) => `${capital(one.name)}: ${names[a]} ${show(one, values[i]![a]!)}, ${names[b]} ${show(one, values[i]![b]!)}`).join(". ")}.`,
    ] as Exchange,
  ];
  return {
    template: "offers",
    pictures: [drawing(random, look, maxSide, { width, height: 196 }, ...body)],
    turns: someOf(random, turns),
  };
}

function groups({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const [left, right] = random.shuffled(things).slice(0, 2) as [(typeof things)[number], (typeof things)[number]];
  const [leftColour, rightColour] = random.shuffled(clearColours) as [
    (typeof clearColours)[number],
    (typeof clearColours)[number],
  ];
  const [leftCount, rightCount] = [random.int(1, 8), random.int(1, 8)];
  const [leftSize, rightSize] = random.pick([
    [46, 30],
    [30, 46],
    [40, 40],
  ] as const);
  const place = (count: number, x0: number) =>
    random
      .shuffled(Array.from({ length: 9 }, (_, i) => i))
      .slice(0, count)
      .map(
        (i) => [x0 + 30 + (i % 3) * 52 + random.int(-3, 3), 34 + Math.floor(i / 3) * 52 + random.int(-3, 3)] as const,
      );
  const [shadeLeft, shadeRight] = [shadeOf(random, leftColour), shadeOf(random, rightColour)];
  const body = [
    ...place(leftCount, 4).map(([x, y]) => marked(left, leftColour, "", drawThing(left, shadeLeft, x, y, leftSize))),
    ...place(rightCount, 190).map(([x, y]) =>
      marked(right, rightColour, "", drawThing(right, shadeRight, x, y, rightSize)),
    ),
    line(178, 6, 178, 166, { stroke: look.muted, width: 1.5, dash: "5 5" }),
  ];
  const [l, r] = [plural(left, 2), plural(right, 2)];
  const [leftName, rightName] = [plural(left, leftCount), plural(right, rightCount)];
  const diff = Math.abs(leftCount - rightCount);
  const turns = [
    exchange(
      random,
      `{Are there more ${l} or more ${r}?|Which are there more of, ${l} or ${r}?}`,
      diff === 0 ? "The same number." : `There are more ${leftCount > rightCount ? l : r}.`,
      `I count ${numberWord(leftCount)} ${plural(left, leftCount)} on the left and ${numberWord(rightCount)} ${plural(right, rightCount)} on the right, so there ${diff === 1 ? "is" : "are"} ${diff === 0 ? "equally many" : `${numberWord(diff)} more ${plural(leftCount > rightCount ? left : right, diff)}`}.`,
    ),
    exchange(
      random,
      `{Which side shows the larger things?|Are the ${l} or the ${r} drawn larger?}`,
      leftSize === rightSize
        ? "They are equally large."
        : leftSize > rightSize
          ? `The ${l}, on the left.`
          : `The ${r}, on the right.`,
      leftSize === rightSize
        ? `The ${leftName} and the ${rightName} are drawn in the same size.`
        : `The ${leftSize > rightSize ? leftName : rightName} on the ${leftSize > rightSize ? "left" : "right"} ${(leftSize > rightSize ? leftCount : rightCount) === 1 ? "is" : "are"} clearly larger than the ${leftSize > rightSize ? rightName : leftName}.`,
    ),
    exchange(
      random,
      `{How do the two sides differ in colour?|What colours are the two groups?}`,
      `${capital(leftColour)} on the left, ${rightColour} on the right.`,
      `The ${plural(left, leftCount)} on the left ${leftCount === 1 ? "is" : "are"} ${leftColour}, the ${plural(right, rightCount)} on the right ${rightCount === 1 ? "is" : "are"} ${rightColour}.`,
    ),
  ];
  return {
    template: "groups",
    pictures: [drawing(random, look, maxSide, { width: 356, height: 172 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const comparisonSource = instructionSource(
  {
    name: "attributes-compared",
    version: 3,
    leaf: "Commonsense Reasoning/Other Commonsense Reasoning/Attribute Comparison",
    description: "Offers and groups of things compared by price, size, number and colour.",
  },
  (context) => context.random.pick([offers, groups])(context),
);
