/** Notes and coins of invented money: their values, their sum, and whether it is enough. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { type Exchange, listed, numberWord, spin } from "../kit/phrases.ts";
import { circle, drawing, marked, rect, text } from "../kit/svg.ts";

/** Unit, its plural, its hundredth, the country that issues it. */
const moneys = [
  { unit: "florin", units: "florins", cent: "cent", cents: "cents", land: "Asteria" },
  { unit: "talon", units: "talons", cent: "bit", cents: "bits", land: "Norvale" },
  { unit: "crown", units: "crowns", cent: "penny", cents: "pennies", land: "Kestland" },
  { unit: "lumen", units: "lumens", cent: "spark", cents: "sparks", land: "Solmark" },
  { unit: "ducat", units: "ducats", cent: "cent", cents: "cents", land: "Port Avel" },
] as const;
type Money = (typeof moneys)[number];

const noteColours: Record<number, string> = {
  5: "#9db59a",
  10: "#d9988c",
  20: "#8fa8d1",
  50: "#e0b36c",
  100: "#8fc4a0",
  200: "#d9c25f",
  500: "#b79acb",
};
const noteValues = Object.keys(noteColours).map(Number);
const coinValues = [1, 2, 5, 10, 20, 50] as const;

interface Piece {
  readonly sort: "note" | "coin";
  /** Of notes in units, of coins in hundredths or, for 1 and 2, perhaps in units. */
  readonly value: number;
  readonly inCents: boolean;
}

const nameOf = ({ sort, value, inCents }: Piece, money: Money) =>
  `${value}-${inCents ? money.cent : money.unit} ${sort}`;
const amountOf = (hundredths: number, money: Money): string => {
  const [whole, rest] = [Math.floor(hundredths / 100), hundredths % 100];
  const parts = [
    whole > 0 ? `${whole} ${whole === 1 ? money.unit : money.units}` : "",
    rest > 0 ? `${rest} ${rest === 1 ? money.cent : money.cents}` : "",
  ].filter((part) => part !== "");
  return listed(parts);
};
const worth = ({ value, inCents }: Piece) => (inCents ? value : value * 100);

function noteAt(piece: Piece, money: Money, x: number, y: number, turn: number, random: Random): string {
  const fill = noteColours[piece.value]!;
  const value = String(piece.value);
  return marked(
    "note",
    nameOf(piece, money),
    `translate(${x} ${y}) rotate(${turn.toFixed(1)} 95 45)`,
    rect(0, 0, 190, 90, { fill, stroke: "#4a4a44", width: 1.2, round: 4 }),
    rect(7, 7, 176, 76, { fill: "#ffffff55", stroke: "#ffffff" }),
    circle(random.pick([40, 150]), 47, 16, { fill: "#ffffffaa", stroke: fill, width: 3 }),
    text(95, 57, value, { size: 36, weight: 700, fill: "#2d2d2a" }),
    text(95, 24, money.land.toUpperCase(), { size: 13, weight: 700, fill: "#2d2d2a" }),
    text(95, 77, money.units, { size: 14, fill: "#2d2d2a" }),
    text(25, 26, value, { size: 16, weight: 700, fill: "#2d2d2a" }),
    text(165, 76, value, { size: 16, weight: 700, fill: "#2d2d2a" }),
  );
}

function coinAt(piece: Piece, money: Money, x: number, y: number): string {
  const [rim, fill] = piece.inCents
    ? piece.value < 10
      ? ["#8c5a30", "#c98a55"]
      : ["#a5813a", "#dcbc6a"]
    : ["#7d828a", "#ccd1d8"];
  return marked(
    "coin",
    nameOf(piece, money),
    `translate(${x} ${y})`,
    circle(40, 40, 38, { fill: rim }),
    circle(40, 40, 32, { fill }),
    text(40, 47, String(piece.value), { size: 32, weight: 700, fill: "#2b2620" }),
    text(
      40,
      63,
      piece.inCents ? (piece.value === 1 ? money.cent : money.cents) : piece.value === 1 ? money.unit : money.units,
      { size: 12.5, weight: 700, fill: "#2b2620" },
    ),
  );
}

export const currency = instructionSource(
  {
    name: "currency",
    version: 2,
    leaf: "Recognition/Local Description/Currency Recognition",
    description: "Notes and coins of invented countries; values, counts, sums and change.",
  },
  ({ random, maxSide }) => {
    const money = random.pick(moneys);
    const look = lookOf(random, { dark: 0.15 });
    const notes = Array.from(
      { length: random.int(0, 3) },
      (): Piece => ({ sort: "note", value: random.pick(noteValues), inCents: false }),
    );
    const coins = Array.from({ length: random.int(notes.length === 0 ? 1 : 0, 5) }, (): Piece => {
      const value = random.pick(coinValues);
      return { sort: "coin", value, inCents: value > 2 || random.chance(0.4) };
    });
    const pieces = [...notes, ...coins];
    return {
      template: notes.length > 0 && coins.length > 0 ? "mixed" : notes.length > 0 ? "notes" : "coins",
      pictures: [laid(notes, coins, money, look, random, maxSide)],
      turns: questions(pieces, money, random),
    };
  },
);

function laid(
  notes: readonly Piece[],
  coins: readonly Piece[],
  money: Money,
  look: Look,
  random: Random,
  maxSide: number,
) {
  const perRow = notes.length > 1 ? 2 : Math.max(1, notes.length);
  const noteRows = Math.ceil(notes.length / perRow);
  const coinsPerRow = notes.length > 1 || coins.length > 3 ? 5 : 3;
  const coinRows = Math.ceil(coins.length / coinsPerRow);
  const width = Math.max(perRow * 220, Math.min(coins.length, coinsPerRow) * 92) + 30;
  const height = noteRows * 122 + coinRows * 96 + 30;
  const body = [
    ...notes.map((piece, i) =>
      noteAt(
        piece,
        money,
        26 + (i % perRow) * 218 + random.between(-4, 8),
        26 + Math.floor(i / perRow) * 120,
        random.between(-5, 5),
        random,
      ),
    ),
    ...coins.map((piece, i) =>
      coinAt(
        piece,
        money,
        20 + (i % coinsPerRow) * 92 + random.between(-4, 6),
        noteRows * 122 + 18 + Math.floor(i / coinsPerRow) * 94 + random.between(-3, 4),
      ),
    ),
  ];
  return drawing(random, look, maxSide, { width, height }, ...body);
}

function questions(pieces: readonly Piece[], money: Money, random: Random): Exchange[] {
  const total = pieces.reduce((sum, piece) => sum + worth(piece), 0);
  const [notes, coins] = [pieces.filter((one) => one.sort === "note"), pieces.filter((one) => one.sort === "coin")];
  const sorted = [...pieces].sort((a, b) => worth(b) - worth(a));
  const counted = [...new Set(sorted.map((piece) => nameOf(piece, money)))].map((name) => {
    const count = pieces.filter((piece) => nameOf(piece, money) === name).length;
    return count === 1 ? `one ${name}` : `${numberWord(count)} ${name}s`;
  });
  const steps = sorted
    .map((piece) =>
      piece.inCents
        ? `${piece.value} ${piece.value === 1 ? money.cent : money.cents}`
        : `${piece.value} ${piece.value === 1 ? money.unit : money.units}`,
    )
    .join(" + ");
  // Without it nobody could know how the two units of a country that does not exist belong together.
  const rate = pieces.some(({ inCents }) => inCents) ? ` (100 ${money.cents} make 1 ${money.unit}.)` : "";
  const price = Math.max(100, Math.round((total * random.between(0.5, 1.6)) / 100) * 100);
  const exchanges: Exchange[] = [
    pieces.length === 1
      ? [
          ...(random.chance(0.5)
            ? ([
                spin(random, "{What is the value of this?|How much is it worth?}"),
                spin(random, `{It is worth |}${amountOf(total, money)}.`),
              ] as const)
            : ([
                spin(random, "{What money is this?|Which coin or note is this?}"),
                spin(random, `{It is a|A} ${nameOf(pieces[0]!, money)}.`),
              ] as const)),
        ]
      : [
          spin(
            random,
            "{How much money is this altogether?|What is the total amount?|Add up the money.|How much money is shown?}",
          ) + rate,
          spin(
            random,
            `{${amountOf(total, money)}.|${steps} = ${amountOf(total, money)}.|Altogether it is ${amountOf(total, money)}: ${steps}.}`,
          ),
        ],
    [
      spin(
        random,
        "{Which notes and coins are there?|What money can you see?|List the money in the picture.|Which denominations are shown?}",
      ),
      spin(
        random,
        `{There ${pieces.length === 1 ? "is" : "are"} ${listed(counted)}.|${listed(counted)}.|I see ${listed(counted)}.}`,
      ),
    ],
    [
      spin(
        random,
        `{Is that enough to pay ${amountOf(price, money)}?|Can I buy something for ${amountOf(price, money)} with it?}`,
      ) + rate,
      total === price
        ? "Yes, exactly."
        : total > price
          ? spin(
              random,
              `{Yes. ${amountOf(total - price, money)} would be left.|Yes: it is ${amountOf(total, money)}, so the change is ${amountOf(total - price, money)}.}`,
            )
          : spin(
              random,
              `{No, ${amountOf(price - total, money)} {is|are} missing.|No. It is only ${amountOf(total, money)}.}`.replace(
                "{is|are}",
                price - total === 100 || price - total === 1 ? "is" : "are",
              ),
            ),
    ],
  ];
  if (notes.length > 0)
    exchanges.push([
      spin(
        random,
        "{Which country are the notes from?|Who issues these notes?|What country is printed on the paper money?}",
      ),
      spin(
        random,
        `{${money.land}.|They say "${money.land.toUpperCase()}".}`.replace(
          "They say",
          notes.length === 1 ? "It says" : "They say",
        ),
      ),
    ]);
  if (coins.length > 0 || notes.length > 0)
    exchanges.push([
      spin(random, "{How many notes and how many coins are there?|Count the notes and the coins.}"),
      `${notes.length === 1 ? "One note" : `${numberWord(notes.length).replace("zero", "no")} notes`} and ${coins.length === 1 ? "one coin" : `${numberWord(coins.length).replace("zero", "no")} coins`}.`.replace(
        /^./,
        (c) => c.toUpperCase(),
      ),
    ]);
  if (pieces.length > 1 && worth(sorted[0]!) > worth(sorted[1]!))
    exchanges.push([
      spin(random, "{Which piece is worth the most?|What is the most valuable one?}") + rate,
      spin(random, `{The ${nameOf(sorted[0]!, money)}.|It is the ${nameOf(sorted[0]!, money)}.}`),
    ]);
  return random.shuffled(exchanges).slice(0, random.int(1, 3));
}
