/** Equations, balances and picture sums, with solutions that were there first. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf, shadeOf } from "../kit/look.ts";
import { exchange, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, polygon, rect, text } from "../kit/svg.ts";
import { drawThing, things } from "../kit/things.ts";

/** "− 3" as a term that follows another. */
export function signed(value: number): string {
  return value < 0 ? `− ${-value}` : `+ ${value}`;
}

function number(value: number): string {
  return String(value).replace("-", "−");
}

function linear({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const letter = random.pick(["x", "y", "n", "t", "a"]);
  const value = random.int(-9, 12);
  const a = random.int(2, 9);
  const both = random.chance(0.4);
  const c = both ? random.pick([1, 2, 3, 4, 5].filter((k) => k !== a)) : 0;
  const b = random.pick([-1, 1]) * random.int(1, 20);
  const d = a * value + b - c * value;
  const left = `${a}${letter} ${signed(b)}`;
  const right = both ? `${c === 1 ? "" : c}${letter} ${signed(d)}` : number(d);
  const shown = d === 0 && both ? `${c === 1 ? "" : c}${letter}` : right;
  const size = random.int(26, 34);
  const chalk = random.chance(0.25);
  const body = [
    chalk ? rect(4, 4, 312, 112, { fill: random.pick(["#24503c", "#2a3640"]), stroke: "#8a6a45", width: 7 }) : "",
    marked(
      "equation",
      `${left} = ${shown}`,
      "",
      text(160, 60 + size / 3, `${left} = ${shown}`, {
        size: size * (`${left} = ${shown}`.length > 16 ? 0.85 : 1),
        fill: chalk ? "#f4f4ee" : look.ink,
      }),
    ),
  ];
  const steps = both
    ? `Bring the ${letter} terms to the left: ${a - c === 1 ? "" : number(a - c)}${letter} ${signed(b)} = ${number(d)}. `
    : "";
  const factor = a - c;
  const rest = d - b;
  const turns = [
    exchange(
      random,
      `{Solve the equation{ for ${letter}|}.|What is ${letter}?|Find ${letter}.|Which value of ${letter} solves this equation?}`,
      `The solution is ${letter} = ${number(value)}.`,
      `${steps}${b > 0 ? `Subtract ${b}` : `Add ${-b}`} on both sides: ${factor === 1 ? "" : number(factor)}${letter} = ${number(rest)}. ${factor === 1 ? "" : `Divide by ${number(factor)}: ${letter} = ${number(value)}. `}Check: ${a} · ${value < 0 ? `(${number(value)})` : value} ${signed(b)} = ${number(a * value + b)}. So ${letter} = ${number(value)}.`,
    ),
    exchange(
      random,
      `What is {the value of |}${left} {for the ${letter} that solves the equation|when the equation holds}?`,
      `${number(a * value + b)}.`,
      `With ${letter} = ${number(value)} the left side is ${number(a * value)} ${signed(b)} = ${number(a * value + b)}.`,
    ),
  ];
  return {
    template: "linear",
    pictures: [drawing(random, look, maxSide, { width: 320, height: 120 }, ...body)],
    turns: someOf(random, turns),
  };
}

function pictureSums({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const [p, q, r] = random.shuffled(things).slice(0, 3) as [
    (typeof things)[number],
    (typeof things)[number],
    (typeof things)[number],
  ];
  const shades = (["red", "blue", "green", "yellow", "orange", "purple"] as const).map((name) => shadeOf(random, name));
  const paint = new Map([p, q, r].map((thing, i) => [thing, random.shuffled(shades)[i]!]));
  const [a, b, c] = [random.int(2, 12), random.int(1, 12), random.int(1, 12)];
  const times = random.chance(0.35);
  const last = times ? a + b * c : a + b + c;
  const row = (y: number, ones: readonly (typeof things)[number][], signs: readonly string[], result: string) =>
    ones
      .map(
        (one, i) =>
          drawThing(one, paint.get(one)!, 36 + i * 86, y, 48) +
          (i < signs.length ? text(79 + i * 86, y + 9, signs[i]!, { size: 25, weight: 700 }) : ""),
      )
      .join("") + text(42 + ones.length * 86 - 6, y + 9, `= ${result}`, { size: 24, weight: 700, anchor: "start" });
  const body = [
    marked("row", "1", "", row(36, [p, p, p], ["+", "+"], String(3 * a))),
    marked("row", "2", "", row(98, [p, q, q], ["+", "+"], String(a + 2 * b))),
    marked("row", "3", "", row(160, [q, r, r], ["+", "+"], String(b + 2 * c))),
    marked("row", "4", "", row(222, [p, q, r], ["+", times ? "×" : "+"], "?")),
  ];
  const turns = [
    exchange(
      random,
      `{What number belongs in place of the question mark?|Solve the puzzle: what is the last line?|Work out the missing number.}`,
      `${last}.`,
      `Line 1: three times the ${p} is ${3 * a}, so the ${p} is ${a}. Line 2: ${a} plus two times the ${q} is ${a + 2 * b}, so the ${q} is ${b}. Line 3: ${b} plus two times the ${r} is ${b + 2 * c}, so the ${r} is ${c}. Last line: ${times ? `multiplication first, ${a} + ${b} × ${c} = ${a} + ${b * c} = ${last}` : `${a} + ${b} + ${c} = ${last}`}.`,
    ),
    exchange(
      random,
      `{How much is|What is the value of} the ${q}?`,
      `${b}.`,
      `The ${p} is ${3 * a} ÷ 3 = ${a}. From the second line 2 × ${q} = ${a + 2 * b} − ${a} = ${2 * b}, so the ${q} is ${b}.`,
    ),
  ];
  return {
    template: "picture-sums",
    pictures: [drawing(random, look, maxSide, { width: 380, height: 258 }, ...body)],
    turns: someOf(random, turns),
  };
}

function balance({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const unknown = random.int(1, 3);
  const value = random.int(2, 9);
  const extra = random.int(0, 6);
  const total = unknown * value + extra;
  // the right pan holds weights that sum to the left
  const first = random.int(1, total - 1);
  const weights = [first, total - first];
  const shape = random.pick(["box", "bag", "ball"]);
  const item = (x: number, y: number) =>
    (shape === "ball"
      ? circle(x, y - 15, 15, { fill: look.accents[0]!, stroke: look.ink })
      : shape === "bag"
        ? polygon(
            [
              [x - 16, y],
              [x + 16, y],
              [x + 8, y - 26],
              [x + 4, y - 30],
              [x - 4, y - 30],
              [x - 8, y - 26],
            ],
            { fill: look.accents[0]!, stroke: look.ink },
          )
        : rect(x - 15, y - 30, 30, 30, { fill: look.accents[0]!, stroke: look.ink })) +
    text(x, y - 10, "?", { size: 15, weight: 700, fill: "#fff" });
  const weight = (x: number, y: number, kg: number) =>
    marked(
      "weight",
      String(kg),
      "",
      polygon(
        [
          [x - 17, y],
          [x + 17, y],
          [x + 12, y - 28],
          [x - 12, y - 28],
        ],
        { fill: "#555b63", stroke: look.ink },
      ),
      rect(x - 6, y - 34, 12, 6, { fill: "#555b63" }),
      text(x, y - 9, String(kg), { size: 14, weight: 700, fill: "#fff" }),
    );
  const [left, right, y] = [90, 270, 128];
  const load = [...Array.from({ length: unknown }, () => undefined), ...(extra > 0 ? [extra] : [])];
  const body = [
    polygon(
      [
        [180, 96],
        [160, 214],
        [200, 214],
      ],
      { fill: look.muted },
    ),
    line(60, 94, 300, 94, { stroke: look.ink, width: 6, cap: "round" }),
    circle(180, 94, 8, { fill: look.accents[1]! }),
    ...[left, right].map(
      (x) =>
        line(x, 94, x - 50, y, { stroke: look.ink }) +
        line(x, 94, x + 50, y, { stroke: look.ink }) +
        rect(x - 70, y, 140, 8, { fill: look.ink, round: 4 }),
    ),
    ...load.map((kg, i) => {
      const x = left + (i - (load.length - 1) / 2) * 37;
      return kg === undefined ? marked("unknown", shape, "", item(x, y)) : weight(x, y, kg);
    }),
    ...weights.map((kg, i) => weight(right + (i - 0.5) * 44, y, kg)),
    text(180, 240, "weights in kg", { size: 12, fill: look.muted }),
  ];
  const plural = unknown === 1 ? shape : shape === "box" ? "boxes" : `${shape}s`;
  const turns = [
    exchange(
      random,
      `{The balance is level. |}{How heavy is ${unknown === 1 ? `the ${shape}` : `one ${shape}`}{, if all are alike|}?|What does ${unknown === 1 ? `the ${shape}` : `each ${shape}`} weigh?}`.replace(
        "{, if all are alike|}",
        unknown === 1 ? "" : "{, if all are alike|}",
      ),
      `${value} kg.`,
      `Right side: ${weights.join(" + ")} = ${total} kg. Left side: ${unknown} ${plural}${extra > 0 ? ` and ${extra} kg` : ""}. ${extra > 0 ? `Taking away ${extra} kg from both sides leaves ${total - extra} kg for ${unknown === 1 ? `the ${shape}` : `the ${unknown} ${plural}`}. ` : ""}${unknown > 1 ? `Divided by ${unknown}: ` : "So it is "}${value} kg.`,
    ),
    exchange(
      random,
      `{Write|Give} {an equation|a formula} for this balance{, with x for ${unknown === 1 ? `the ${shape}` : `one ${shape}`}|}.`,
      `${unknown === 1 ? "" : unknown}x${extra > 0 ? ` + ${extra}` : ""} = ${total}.`,
      `Let x be the weight of ${unknown === 1 ? `the ${shape}` : `one ${shape}`} in kg. Both pans weigh the same, so ${unknown === 1 ? "" : unknown}x${extra > 0 ? ` + ${extra}` : ""} = ${weights.join(" + ")} = ${total}.`,
    ),
  ];
  return {
    template: "balance",
    pictures: [drawing(random, look, maxSide, { width: 360, height: 252 }, ...body)],
    turns: someOf(random, turns),
  };
}

/** A written calculation with carries, right or wrong. */
function column({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const plus = random.chance(0.6);
  const [x, y] = [random.int(120, 989), random.int(101, 940)];
  const [a, b] = plus || x > y ? [x, y] : [y, x];
  const right = plus ? a + b : a - b;
  const shown = random.chance(0.5) ? right : right + random.pick([-10, 10, -1, 1, 100]);
  const rows = [String(a), String(b), String(shown)];
  const size = random.int(30, 38);
  const body = rows.map((value, r) =>
    [...value]
      .reverse()
      .map((digit, i) =>
        marked("digit", digit, "", text(210 - i * size * 0.8, 50 + r * 52 + (r === 2 ? 8 : 0), digit, { size })),
      )
      .join(""),
  );
  const turns = [
    exchange(
      random,
      `{Is this calculation correct?|Check the result, please.|Did the pupil calculate this correctly?}`,
      shown === right ? "Yes." : `No, it should be ${right}.`,
      `${a} ${plus ? "+" : "−"} ${b}: ones, tens and hundreds worked out with carrying give ${right}. The sheet says ${shown}, ${shown === right ? "so it is correct" : `so it is wrong by ${Math.abs(shown - right)}`}.`,
    ),
    exchange(
      random,
      `{What should the result be?|What is ${a} ${plus ? "plus" : "minus"} ${b}?}`,
      `${right}.`,
      `${a} ${plus ? "+" : "−"} ${b} = ${right}.`,
    ),
  ];
  return {
    template: "written-sum",
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width: 260, height: 190 },
        ...body,
        text(64, 102, plus ? "+" : "−", { size }),
        line(50, 118, 230, 118, { stroke: look.ink, width: 3 }),
      ),
    ],
    turns: someOf(random, turns),
  };
}

export const algebraSource = instructionSource(
  {
    name: "algebra",
    version: 3,
    leaf: "Logical Reasoning/Mathematical Reasoning/Algebra and Operation",
    description: "Equations, balances, picture sums and written calculations.",
  },
  (context) => context.random.pick([linear, pictureSums, balance, column])(context),
);
