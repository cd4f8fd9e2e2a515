/** Dice, playing cards and dominoes: what lies there, what it is worth, and what one knows of the games. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, listed, spin, withArticle } from "../kit/phrases.ts";
import { circle, drawing, line, marked, path, rect, text } from "../kit/svg.ts";

const pips: Record<number, readonly (readonly [number, number])[]> = {
  0: [],
  1: [[0, 0]],
  2: [
    [-1, -1],
    [1, 1],
  ],
  3: [
    [-1, -1],
    [0, 0],
    [1, 1],
  ],
  4: [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ],
  5: [
    [-1, -1],
    [1, -1],
    [0, 0],
    [-1, 1],
    [1, 1],
  ],
  6: [
    [-1, -1],
    [1, -1],
    [-1, 0],
    [1, 0],
    [-1, 1],
    [1, 1],
  ],
};
const face = (value: number, cx: number, cy: number, unit: number, ink: string) =>
  pips[value]!.map(([x, y]) => circle(cx + x * unit, cy + y * unit, unit * 0.4, { fill: ink })).join("");

function dice(random: Random) {
  const values = Array.from({ length: random.int(1, 5) }, () => random.int(1, 6));
  const [fill, ink] = random.pick([
    ["#ffffff", "#1b1b1b"],
    ["#c62828", "#ffffff"],
    ["#1f4aa8", "#ffffff"],
    ["#fff5d6", "#7a1f1f"],
  ] as const);
  const body = values.map((value, i) =>
    marked(
      "die",
      String(value),
      `translate(${20 + i * 96} 22) rotate(${random.between(-14, 14).toFixed(1)} 40 40)`,
      rect(0, 0, 78, 78, { fill, stroke: "#444444", width: 1.5, round: 13 }),
      face(value, 39, 39, 20, ink),
    ),
  );
  const sum = values.reduce((a, b) => a + b, 0);
  const high = Math.max(...values);
  const turns: Exchange[] = [
    [
      spin(
        random,
        values.length === 1
          ? "{What number does the die show?|What was rolled?|Read the die.}"
          : "{What do the dice show, from left to right?|Read the dice.|What was rolled?}",
      ),
      spin(
        random,
        values.length === 1
          ? `{${sum}.|The die shows ${sum}.}`
          : `{${listed(values.map(String))}.|From left to right: ${listed(values.map(String))}.}`,
      ),
    ],
    [
      spin(random, "{What do the pips add up to?|What is the total?|Add up the pips.}"),
      values.length === 1 ? `${sum}.` : `${values.join(" + ")} = ${sum}.`,
    ],
    [
      spin(
        random,
        "{What is on the opposite side of the first die, if it is an ordinary one?|Opposite sides of an ordinary die add up to seven. What is under the first one?}",
      ),
      `${7 - values[0]!}, because opposite sides add up to 7.`,
    ],
    [spin(random, "{What is the highest roll?|Which is the highest number shown?}"), `${high}.`],
  ];
  return { template: "dice", width: values.length * 96 + 24, height: 124, body, turns };
}

/** Each within about 24 by 26 around its middle. */
const suits = {
  hearts: { red: true, d: "M0 12Q-14 0 -13 -7Q-11 -14 -5 -13Q-1 -12 0 -7Q1 -12 5 -13Q11 -14 13 -7Q14 0 0 12Z" },
  diamonds: { red: true, d: "M0 -14L10 0L0 14L-10 0Z" },
  spades: { red: false, d: "M0 -13Q14 -1 13 6Q11 12 3 8Q4 13 7 14H-7Q-4 13 -3 8Q-11 12 -13 6Q-14 -1 0 -13Z" },
  clubs: {
    red: false,
    d: "M-2 4Q-11 9 -12 1Q-11 -6 -5 -5Q-8 -13 0 -14Q8 -13 5 -5Q11 -6 12 1Q11 9 2 4Q3 12 7 14H-7Q-3 12 -2 4Z",
  },
} as const;
type Suit = keyof typeof suits;
const ranks = ["2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A"] as const;
const rankWords: Record<string, string> = {
  J: "jack",
  Q: "queen",
  K: "king",
  A: "ace",
  2: "two",
  3: "three",
  4: "four",
  5: "five",
  6: "six",
  7: "seven",
  8: "eight",
  9: "nine",
  10: "ten",
};

function cards(random: Random) {
  const all = (Object.keys(suits) as Suit[]).flatMap((suit) => ranks.map((rank) => ({ suit, rank })));
  const hand = random.shuffled(all).slice(0, random.int(1, 5));
  const name = ({ suit, rank }: (typeof hand)[number]) => `${rankWords[rank]} of ${suit}`;
  const body = hand.map((card, i) => {
    const { red, d } = suits[card.suit];
    const fill = red ? "#c62828" : "#1a1a1a";
    const symbol = (x: number, y: number, scale: number) =>
      `<g transform="translate(${x} ${y}) scale(${scale})">${path(d, { fill })}</g>`;
    return marked(
      "card",
      name(card),
      `translate(${18 + i * 98} 18)`,
      rect(0, 0, 88, 126, { fill: "#ffffff", stroke: "#777777", width: 1.4, round: 8 }),
      text(17, 28, card.rank, { size: 23, weight: 700, fill }),
      symbol(17, 44, 0.62),
      symbol(46, 72, 1.9),
      `<g transform="rotate(180 44 63)">${text(17, 28, card.rank, { size: 23, weight: 700, fill })}</g>`,
    );
  });
  const red = hand.filter(({ suit }) => suits[suit].red).length;
  const suit = random.pick(Object.keys(suits) as Suit[]);
  const same = hand.filter((card) => card.suit === suit).length;
  const turns: Exchange[] = [
    [
      spin(
        random,
        hand.length === 1
          ? "{Which card is this?|Name the card.}"
          : "{Which cards are these, from left to right?|Name the cards.|What cards are in this hand?}",
      ),
      spin(
        random,
        hand.length === 1
          ? `{The ${name(hand[0]!)}.|It is the ${name(hand[0]!)}.}`
          : `{${listed(hand.map((card) => `the ${name(card)}`))}.|From left to right: ${listed(hand.map(name))}.}`,
      ),
    ],
    [spin(random, "{How many of the cards are red?|Count the red cards.}"), `${red === 0 ? "None" : red}.`],
    [spin(random, `{How many ${suit} are there?|How many cards are ${suit}?}`), `${same === 0 ? "None" : same}.`],
    [
      spin(
        random,
        "{How many cards does an ordinary deck have, without jokers?|How many cards are in a standard deck without jokers?}",
      ),
      "52: thirteen of each of the four suits.",
    ],
  ];
  return { template: "cards", width: hand.length * 98 + 28, height: 162, body, turns };
}

function dominoes(random: Random) {
  const set = Array.from({ length: 7 }, (_, a) => Array.from({ length: a + 1 }, (_, b) => [a, b] as const)).flat();
  const tiles = random
    .shuffled(set)
    .slice(0, random.int(1, 4))
    .map(([a, b]) => (random.chance(0.5) ? [a, b] : [b, a]) as readonly [number, number]);
  const dark = random.chance(0.5);
  const [fill, ink] = dark ? ["#20242c", "#f5f5f0"] : ["#fbf8ee", "#1d1d1d"];
  const body = tiles.map(([a, b], i) =>
    marked(
      "tile",
      `${a}-${b}`,
      `translate(${22 + i * 92} 20)`,
      rect(0, 0, 72, 144, { fill, stroke: "#6a6a6a", width: 1.6, round: 9 }),
      line(9, 72, 63, 72, { stroke: ink, width: 2 }),
      face(a, 36, 37, 18, ink),
      face(b, 36, 108, 18, ink),
    ),
  );
  const sum = tiles.reduce((total, [a, b]) => total + a + b, 0);
  const doubles = tiles.filter(([a, b]) => a === b).length;
  const [x] = tiles[0]!;
  const turns: Exchange[] = [
    [
      spin(
        random,
        "{Read the domino tiles, top and bottom.|What is on the tiles, upper half first?|Which dominoes are these?}",
      ),
      `${tiles.map(([a, b]) => `${a} and ${b}`).join("; ")}.`,
    ],
    [spin(random, "{How many pips are there altogether?|What is the sum of all pips?}"), `${sum}.`],
    [
      spin(random, "{Is there a double among them?|Are any of the tiles doubles?}"),
      doubles === 0 ? "No." : `Yes, ${doubles === 1 ? "one" : doubles}.`,
    ],
    [
      spin(
        random,
        `{Could a tile with ${withArticle(String(x))} and a 6 be laid at the upper half of the first tile?|Does a tile 6-${x} fit at the upper end of the first tile?}`,
      ),
      `Yes, because both ends show ${x}.`,
    ],
    [
      spin(
        random,
        "{How many tiles does a common double-six set have?|How many tiles belong to a double-six domino set?}",
      ),
      "28.",
    ],
  ];
  return { template: "dominoes", width: tiles.length * 92 + 24, height: 184, body, turns };
}

export const gameFacts = instructionSource(
  {
    name: "games-on-the-table",
    version: 2,
    leaf: "Analysis/Encyclopedia Knowledge Analysis/Entertainment Related Knowledge",
    description: "Dice, playing cards and dominoes, read and reckoned with.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0.15 });
    const made = random.pick([dice, cards, cards, dominoes])(random);
    const background = random.pick([look.background, "#2f6b3f", "#7a4a2a", "#274a63"]);
    return {
      template: made.template,
      pictures: [drawing(random, look, maxSide, { width: made.width, height: made.height, background }, ...made.body)],
      turns: random.shuffled(made.turns).slice(0, random.int(1, 3)),
    };
  },
);
