/** Grids in which one thing is not like the others, and rooms in which one thing is not as it should be. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { type ColourName, clearColours, lookOf, shadeOf } from "../kit/look.ts";
import { exchange, numberWord, ordinal, plural, someOf } from "../kit/phrases.ts";
import { sceneLook } from "../kit/scene.ts";
import { circle, drawing, group, line, marked, polygon, rect, text } from "../kit/svg.ts";
import { drawThing, type Thing, things } from "../kit/things.ts";

/** Things that look clearly different upside down and do not pass for each other when mirrored. */
const upright: readonly Thing[] = [
  "cup",
  "house",
  "car",
  "lamp",
  "umbrella",
  "chair",
  "boat",
  "mushroom",
  "tree",
  "bag",
  "flower",
  "hat",
];

function grid({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const [columns, rows] = [random.int(3, 6), random.int(2, 5)];
  const cell = Math.floor(Math.min(84, 360 / columns, 340 / rows));
  const [c, r] = [random.int(0, columns - 1), random.int(0, rows - 1)];
  const rule = random.weighted({ colour: 3, kind: 3, upside: 2, size: 1 });
  const thing = random.pick(rule === "upside" ? upright : things);
  const other = random.pick(things.filter((one) => one !== thing));
  const [colour, strange] = random.shuffled(clearColours.filter((one) => one !== "pink" && one !== "orange")) as [
    ColourName,
    ColourName,
  ];
  const [usual, unusual] = [shadeOf(random, colour), shadeOf(random, strange)];
  const body = Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const odd = column === c && row === r;
    const [x, y] = [(column + 0.5) * cell, (row + 0.5) * cell];
    const drawn = drawThing(
      odd && rule === "kind" ? other : thing,
      odd && rule === "colour" ? unusual : usual,
      x,
      y,
      cell * (odd && rule === "size" ? 0.45 : 0.78),
    );
    return marked(
      odd ? "anomaly" : "object",
      `row ${row + 1}, column ${column + 1}`,
      "",
      odd && rule === "upside" ? group(`rotate(180 ${x} ${y})`, drawn) : drawn,
    );
  });
  const place = `row ${r + 1}, column ${c + 1}`;
  const what = {
    colour: `it is ${strange} while all the others are ${colour}`,
    kind: `it is ${/^[aeiou]/.test(other) ? "an" : "a"} ${other} among ${plural(thing, 2)}`,
    upside: "it stands upside down while the others are upright",
    size: "it is clearly smaller than the others",
  }[rule];
  const turns = [
    exchange(
      random,
      `{Which one is {the odd one out|different}?|Find the odd one out.|Something is not like the rest here. Where is it?|One of these does not match. Which?}`,
      `${place.charAt(0).toUpperCase()}${place.slice(1)}.`,
      `{Going through the rows, the|The} one in the ${ordinal(r + 1)} row from the top and ${ordinal(c + 1)} column from the left stands out: ${what}.`,
    ),
    exchange(
      random,
      `{What makes it different?|How does the odd one differ from the rest?|In what way is one of them different?}`,
      `${what.charAt(0).toUpperCase()}${what.slice(1)}.`,
      `At ${place} ${what}. Everything else is the same.`,
    ),
    exchange(
      random,
      `How many {are|look} {normal|the same}, not counting the odd one?`,
      `${columns * rows - 1}.`,
      `There are ${numberWord(rows)} rows of ${numberWord(columns)}, so ${columns * rows} in all; without the odd one ${columns * rows - 1}.`,
    ),
  ];
  return {
    template: `grid-${rule}`,
    pictures: [drawing(random, look, maxSide, { width: columns * cell, height: rows * cell }, ...body)],
    turns: someOf(random, turns),
  };
}

const slips = ["clock", "calendar", "die", "piano", "ruler", "stairs"] as const;

/** Objects of everyday life with one thing wrong, or with nothing wrong. */
function slip({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const kind = random.pick(slips);
  const wrong = random.chance(0.75);
  let [body, fault, fine]: [string, string, string] = ["", "", ""];
  let [width, height] = [260, 230];
  if (kind === "clock") {
    const numbers = Array.from({ length: 12 }, (_, i) => i + 1);
    const i = random.int(0, 10);
    if (wrong) [numbers[i], numbers[i + 1]] = [numbers[i + 1]!, numbers[i]!];
    body =
      circle(130, 115, 100, { fill: "#fff", stroke: look.accents[0]!, width: 7 }) +
      numbers
        .map((n, k) => {
          const a = ((k + 1) * Math.PI) / 6;
          return text(130 + 78 * Math.sin(a), 122 - 78 * Math.cos(a), String(n), { size: 20, fill: "#222" });
        })
        .join("") +
      line(130, 115, 130, 62, { stroke: "#222", width: 4 }) +
      line(130, 115, 166, 136, { stroke: "#222", width: 6 }) +
      circle(130, 115, 6, { fill: "#222" });
    fault = `the numbers ${i + 1} and ${i + 2} on the dial have changed places`;
    fine = "the numbers run from 1 to 12 clockwise as they should";
  } else if (kind === "calendar") {
    const last = random.pick([28, 30, 31]);
    const extra = random.int(5, 26);
    const days = Array.from({ length: last }, (_, i) => (wrong && i + 1 === extra + 1 ? extra : i + 1));
    const start = random.int(0, 6);
    [width, height] = [290, 250];
    body =
      rect(8, 8, 274, 234, { fill: "#fff", stroke: look.ink, width: 2, round: 6 }) +
      rect(8, 8, 274, 34, { fill: look.accents[0]!, round: 6 }) +
      "MTWTFSS"
        .split("")
        .map((d, i) => text(36 + i * 36, 62, d, { size: 13, weight: 700, fill: "#444" }))
        .join("") +
      days
        .map((d, i) => {
          const k = i + start;
          return text(36 + (k % 7) * 36, 90 + Math.floor(k / 7) * 28, String(d), { size: 15, fill: "#222" });
        })
        .join("") +
      text(
        145,
        31,
        last === 28
          ? "February"
          : last === 30
            ? random.pick(["April", "June", "September", "November"])
            : random.pick(["January", "March", "May", "July", "August", "October", "December"]),
        { size: 17, weight: 700, fill: "#fff" },
      );
    fault = `the ${extra} appears twice and the ${extra + 1} is missing`;
    fine = `the days run from 1 to ${last} without a gap`;
  } else if (kind === "die") {
    const face = random.int(1, 6);
    const wrongCount = 7;
    const dots: Record<number, readonly (readonly [number, number])[]> = {
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
        [-1, 0],
        [-1, 1],
        [1, -1],
        [1, 0],
        [1, 1],
      ],
      7: [
        [-1, -1],
        [-1, 0],
        [-1, 1],
        [1, -1],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    };
    const shown = wrong ? wrongCount : face;
    body =
      rect(50, 35, 160, 160, { fill: "#fff", stroke: "#222", width: 4, round: 24 }) +
      dots[shown]!.map(([x, y]) => circle(130 + x * 45, 115 + y * 45, 14, { fill: look.accents[0]! })).join("");
    fault = "the face of the die has seven spots, and a normal die has at most six";
    fine = `the die shows ${face}, in the usual pattern`;
  } else if (kind === "piano") {
    const count = 14;
    // in each octave the black keys stand in groups of two and three
    const black = [0, 1, 3, 4, 5, 7, 8, 10, 11, 12];
    const at = wrong ? random.pick([2, 6, 9]) : -1;
    [width, height] = [322, 150];
    body =
      Array.from({ length: count }, (_, i) =>
        rect(7 + i * 22, 14, 22, 122, { fill: "#fff", stroke: "#222", width: 1.5 }),
      ).join("") +
      [...black, ...(wrong ? [at] : [])].map((i) => rect(7 + (i + 1) * 22 - 7, 14, 14, 76, { fill: "#111" })).join("");
    fault =
      "there is a black key too many: between two groups of black keys a gap must stay free, because they come in twos and threes";
    fine = "the black keys come in groups of two and three as on a real piano";
  } else if (kind === "ruler") {
    const numbers = Array.from({ length: 11 }, (_, i) => i);
    const i = random.int(2, 8);
    if (wrong) numbers.splice(i, 1);
    [width, height] = [370, 110];
    body =
      rect(10, 30, 350, 52, { fill: "#f6dfa4", stroke: "#8a6d2f", width: 2 }) +
      numbers
        .map(
          (n, k) =>
            line(28 + k * 31, 30, 28 + k * 31, 48, { stroke: "#222" }) +
            text(28 + k * 31, 68, String(n), { size: 15, fill: "#222" }),
        )
        .join("");
    fault = `the number ${i} is missing: the ruler goes from ${i - 1} straight to ${i + 1}`;
    fine = "the numbers run from 0 to 10 without a gap";
  } else {
    const steps = 7;
    const i = random.int(2, 5);
    [width, height] = [300, 230];
    const points: [number, number][] = [[14, 212]];
    let y = 212;
    for (let k = 0; k < steps; k++) {
      if (!(wrong && k === i)) y -= 26;
      points.push([14 + k * 39, y], [14 + (k + 1) * 39, y]);
    }
    points.push([14 + steps * 39, 212]);
    body = polygon(points, { fill: look.tint, stroke: look.ink, width: 3 });
    fault = `one step is missing: after the ${ordinal(i)} step the tread stays level over two widths instead of rising`;
    fine = "all steps have the same height and depth";
  }
  const turns = [
    exchange(
      random,
      `{Is {anything|something} wrong with this ${kind === "stairs" ? "staircase" : kind}?|Do you notice anything {strange|odd|unusual} {here|about this picture}?|Look closely: is anything wrong with the ${kind === "stairs" ? "staircase" : kind}?}`,
      wrong ? `Yes: ${fault}.` : `No, ${fine}.`,
      wrong ? `{On a closer look, ${fault}|Yes: ${fault}}.` : `I see nothing wrong: ${fine}.`,
    ),
  ];
  return { template: kind, pictures: [drawing(random, look, maxSide, { width, height }, body)], turns };
}

export const oddOneSource = instructionSource(
  {
    name: "odd-one-out",
    version: 3,
    leaf: "Commonsense Reasoning/Anomaly Reasoning/Identifying Anomalies in Images",
    description: "Grids with one thing that does not fit, and everyday objects with one mistake.",
  },
  (context) => context.random.pick([grid, grid, slip])(context),
);
