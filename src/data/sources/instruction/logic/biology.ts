/** School biology: food webs and Punnett squares. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, numberWord, someOf, withArticle } from "../kit/phrases.ts";
import { arrow, drawing, line, marked, rect, text } from "../kit/svg.ts";

/** Levels from producers up; an animal eats some of the level below. */
const webs: readonly (readonly (readonly string[])[])[] = [
  [
    ["grass", "clover", "berries", "acorns"],
    ["rabbit", "mouse", "grasshopper", "vole"],
    ["fox", "snake", "weasel"],
    ["eagle", "wolf"],
  ],
  [
    ["algae", "water weed", "duckweed"],
    ["water flea", "pond snail", "tadpole"],
    ["perch", "newt", "diving beetle"],
    ["pike", "heron"],
  ],
  [
    ["plankton", "kelp"],
    ["krill", "sea urchin", "small fish"],
    ["squid", "cod", "sea otter"],
    ["seal", "shark"],
  ],
  [
    ["shrub", "cactus", "seeds"],
    ["kangaroo rat", "beetle", "jackrabbit"],
    ["lizard", "scorpion", "rattlesnake"],
    ["hawk", "coyote"],
  ],
];

function foodWeb({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const web = random.pick(webs);
  const levels = web.map((names, i) => random.shuffled(names).slice(0, i === 3 ? 1 : random.int(2, 3)));
  const eats = new Map<string, string[]>();
  levels.slice(1).forEach((names, i) => {
    for (const name of names) eats.set(name, random.shuffled(levels[i]!).slice(0, random.int(1, 2)));
    // everything below is food for someone
    for (const food of levels[i]!)
      if (!names.some((name) => eats.get(name)!.includes(food))) eats.get(random.pick(names))!.push(food);
  });
  const width = 372;
  const at = new Map<string, readonly [number, number]>();
  for (const [i, names] of levels.entries()) {
    for (const [k, name] of names.entries()) {
      at.set(name, [((k + 0.5) * width) / names.length + (i % 2 === 0 ? -5 : 5), 252 - i * 72]);
    }
  }
  const arrows = [...eats].flatMap(([eater, foods]) =>
    foods.map((food) => {
      const [[x1, y1], [x2, y2]] = [at.get(food)!, at.get(eater)!];
      return arrow(x1, y1 - 15, x2, y2 + 16, { stroke: look.ink, width: 1.8, head: 9 });
    }),
  );
  const boxes = [...at].map(([name, [x, y]]) =>
    marked(
      "organism",
      name,
      "",
      rect(x - 52, y - 14, 104, 28, { fill: look.tint, stroke: look.accents[1]!, width: 1.5, round: 14 }),
      text(x, y + 5, name, { size: 13 }),
    ),
  );
  const all = [...at.keys()];
  const eatersOf = (name: string) => all.filter((one) => eats.get(one)?.includes(name));
  const eater = random.pick([...eats.keys()]);
  const prey = random.pick(levels.slice(0, 3).flat());
  const middle = random.pick(levels[1]!);
  const only = eatersOf(middle).filter((one) => eats.get(one)!.length === 1);
  const turns = [
    exchange(
      random,
      `{The arrows point from food to eater. |Arrows lead from the food to the one that eats it. }{What does the ${eater} eat?|What is the food of the ${eater}?}`,
      `${capital(listed(eats.get(eater)!))}.`,
      `Arrows lead to the ${eater} from ${listed(eats.get(eater)!)}, so that is what it eats.`,
    ),
    exchange(
      random,
      `{Who eats the ${prey}?|What feeds on the ${prey}?|Which of these eat the ${prey}?}`,
      `${capital(listed(eatersOf(prey).map((one) => `the ${one}`)))}.`,
      `From the ${prey} arrows lead to ${listed(eatersOf(prey).map((one) => `the ${one}`))}.`,
    ),
    exchange(
      random,
      `{Which are the producers?|Which of these are at the base of the food web, eating nothing else here?}`,
      `${capital(listed(levels[0]!))}.`,
      `No arrow leads to ${listed(levels[0]!, "or")}: they make their own food or are its source, so they are the producers of this web.`,
    ),
    exchange(
      random,
      `{What would happen {first |}if the ${middle} disappeared?|Suppose the ${middle} died out. Who would lose food?}`,
      `${capital(listed(eatersOf(middle).map((one) => `the ${one}`)))} would lose food.`,
      `${capital(listed(eatersOf(middle).map((one) => `the ${one}`)))} ${eatersOf(middle).length === 1 ? "eats" : "eat"} it and would lose food${only.length > 0 ? `; ${listed(only.map((one) => `the ${one}`))} ${only.length === 1 ? "has" : "have"} no other food in this web` : `, though ${eatersOf(middle).length === 1 ? "it" : "each"} has other food here`}. ${capital(listed(eats.get(middle)!))} would be eaten less.`,
    ),
  ];
  return {
    template: "food-web",
    pictures: [drawing(random, look, maxSide, { width, height: 276 }, ...arrows, ...boxes)],
    turns: someOf(random, turns),
  };
}

const traits = [
  { plant: "pea plant", letter: "T", dominant: "tall", recessive: "short" },
  { plant: "pea plant", letter: "Y", dominant: "yellow peas", recessive: "green peas" },
  { plant: "pea plant", letter: "R", dominant: "round peas", recessive: "wrinkled peas" },
  { plant: "flower", letter: "P", dominant: "purple flowers", recessive: "white flowers" },
  { plant: "mouse", letter: "B", dominant: "black fur", recessive: "brown fur" },
  { plant: "rabbit", letter: "L", dominant: "short hair", recessive: "long hair" },
  { plant: "guinea pig", letter: "S", dominant: "smooth coat", recessive: "rough coat" },
] as const;

/** The four combinations, rows by the second parent's alleles, dominant letter first. */
export function punnett(first: string, second: string): string[] {
  return [...second].flatMap((b) => [...first].map((a) => [a, b].sort((x, y) => (x < y ? -1 : 1)).join("")));
}

function square({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const trait = random.pick(traits);
  const [D, d] = [trait.letter, trait.letter.toLowerCase()];
  const genotypes = [D + D, D + d, d + d];
  const [first, second] = random
    .pick([
      [1, 1],
      [1, 1],
      [1, 2],
      [0, 1],
      [0, 2],
      [2, 1],
      [1, 0],
    ] as const)
    .map((i) => genotypes[i]!) as [string, string];
  const children = punnett(first, second);
  const filled = random.chance(0.5);
  const hidden = filled ? random.int(0, 3) : -1;
  const cell = 76;
  const [left, top] = [78, 88];
  const body = [
    rect(left, top, 2 * cell, 2 * cell, { fill: look.tint }),
    ...[0, 1, 2].map(
      (i) =>
        line(left + i * cell, top, left + i * cell, top + 2 * cell, { stroke: look.ink, width: 2 }) +
        line(left, top + i * cell, left + 2 * cell, top + i * cell, { stroke: look.ink, width: 2 }),
    ),
    ...[...first].map((a, i) =>
      text(left + (i + 0.5) * cell, top - 12, a, { size: 22, weight: 700, fill: look.accents[0]! }),
    ),
    ...[...second].map((b, i) =>
      text(left - 20, top + (i + 0.5) * cell + 8, b, { size: 22, weight: 700, fill: look.accents[1]! }),
    ),
    ...children.map((child, i) =>
      text(
        left + ((i % 2) + 0.5) * cell,
        top + (Math.floor(i / 2) + 0.5) * cell + 8,
        filled && i !== hidden ? child : "?",
        { size: 22, mark: "cell", name: child },
      ),
    ),
    text(left + cell, 22, `${D}: ${trait.dominant}, ${d}: ${trait.recessive}`, { size: 13 }),
    text(left + cell, 41, `(${D} is dominant)`, { size: 12, fill: look.muted }),
  ];
  const recessive = children.filter((child) => child === d + d).length;
  const fields =
    new Set(children).size === 1 ? `All four fields are ${children[0]}` : `The four fields are ${listed(children)}`;
  const share = (n: number) => `${n * 25}%`;
  const counts = genotypes
    .map((one) => [one, children.filter((child) => child === one).length] as const)
    .filter(([, n]) => n > 0);
  const i = hidden >= 0 ? hidden : random.int(0, 3);
  const turns = [
    exchange(
      random,
      `{What share of the offspring is expected to have ${trait.recessive}?|How likely among the offspring is the trait "${trait.recessive}"?|What is the chance of ${trait.recessive}?}`,
      `${share(recessive)}.`,
      `${fields}. Only ${d}${d} shows ${trait.recessive}, because ${D} is dominant: ${recessive === 0 ? "none" : numberWord(recessive)} of four, ${share(recessive)}.`,
    ),
    exchange(
      random,
      `{Which genotypes are expected, and how often?|What genotypes does the cross give?}`,
      `${listed(counts.map(([one, n]) => `${share(n)} ${one}`))}.`,
      `Combining the alleles ${first[0]} and ${first[1]} with ${second[0]} and ${second[1]} gives ${listed(children)}: ${listed(counts.map(([one, n]) => `${share(n)} ${one}`))}.`,
    ),
    exchange(
      random,
      `What belongs in the ${["upper left", "upper right", "lower left", "lower right"][i]} field?`,
      `${children[i]}.`,
      `The column stands for ${first[i % 2]} and the row for ${second[Math.floor(i / 2)]}, so the field holds ${children[i]}.`,
    ),
    exchange(
      random,
      `What do the parents look like{ if the letters beside the square are theirs|}?`,
      `${capital(first.includes(D) ? trait.dominant : trait.recessive)} and ${second.includes(D) ? trait.dominant : trait.recessive}.`,
      `The parent above the square is ${first}: ${first.includes(D) ? trait.dominant : trait.recessive}. The one on the left is ${second}: ${second.includes(D) ? trait.dominant : trait.recessive}. It is the cross of ${withArticle(trait.plant)} with another.`,
    ),
  ];
  return {
    template: "punnett",
    pictures: [drawing(random, look, maxSide, { width: 308, height: 258 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const biologySource = instructionSource(
  {
    name: "school-biology",
    version: 3,
    leaf: "Logical Reasoning/Other Logical Reasoning/Biology",
    description: "Food webs and Punnett squares.",
  },
  (context) => context.random.pick([foodWeb, square])(context),
);
