/** Trays of manufactured parts of which some are broken; what is broken is known. */
import type { Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { exchange, listed, numberWord, plural, someOf } from "../kit/phrases.ts";
import { circle, drawing, marked, type Point, path, polygon, polyline, rect, text } from "../kit/svg.ts";

interface Product {
  readonly name: string;
  /** Kinds of faults with what a report says of them. */
  readonly faults: Readonly<Record<string, string>>;
  /** In a square of 60 around (0, 0); `fault` is undefined for a good one. */
  readonly draw: (random: Random, colour: string, fault?: string) => string;
}

const dark = "#2d2d2d";
const edge = { stroke: dark, width: 1.5 };

function crack(random: Random): string {
  const points: Point[] = [[random.int(-18, -10), -22]];
  for (let y = -12; y <= 22; y += 9)
    points.push([points.at(-1)![0] + random.int(1, 10) * (points.length % 2 === 0 ? -0.4 : 1), y]);
  return polyline(points, { stroke: "#111", width: 2.2 });
}

const products: readonly Product[] = [
  {
    name: "gear",
    faults: { tooth: "a tooth is missing", hole: "the hole in the middle has not been drilled" },
    draw: (random, colour, fault) => {
      const [count, gone] = [10, random.int(0, 9)];
      const points = Array.from({ length: count * 4 }, (_, i): Point => {
        const a = (i / (count * 4)) * 2 * Math.PI;
        const r = i % 4 < 2 && !(fault === "tooth" && Math.floor(i / 4) === gone) ? 27 : 20;
        return [r * Math.cos(a), r * Math.sin(a)];
      });
      return (
        polygon(points, { fill: colour, ...edge }) +
        (fault === "hole" ? "" : circle(0, 0, 7, { fill: "#fff", ...edge }))
      );
    },
  },
  {
    name: "bottle",
    faults: { fill: "it is filled far too low", cap: "the cap is missing", label: "the label is missing" },
    draw: (_random, colour, fault) =>
      path("M-6 -20V-12Q-14 -8 -14 0V26H14V0Q14 -8 6 -12V-20Z", { fill: "#f4fafd", ...edge }) +
      (fault === "fill"
        ? rect(-13, 18, 26, 7, { fill: colour })
        : path("M-13 -1Q-12 -6 -7 -9H7Q12 -6 13 -1V25H-13Z", { fill: colour })) +
      (fault === "cap" ? "" : rect(-7, -28, 14, 8, { fill: dark })) +
      (fault === "label" ? "" : rect(-14, 3, 28, 13, { fill: "#fff", ...edge })),
  },
  {
    name: "tile",
    faults: { crack: "a crack runs through it", corner: "a corner has broken off", spot: "it has a dark spot" },
    draw: (random, colour, fault) =>
      (fault === "corner"
        ? polygon(
            [
              [-25, -25],
              [8, -25],
              [25, -6],
              [25, 25],
              [-25, 25],
            ],
            { fill: colour, ...edge },
          )
        : rect(-25, -25, 50, 50, { fill: colour, ...edge })) +
      (fault === "crack" ? crack(random) : "") +
      (fault === "spot" ? circle(random.int(-12, 12), random.int(-12, 12), 6, { fill: "#1b1b1b" }) : ""),
  },
  {
    name: "circuit board",
    faults: { chip: "the chip is missing", track: "a track is interrupted", pin: "a solder point is missing" },
    draw: (_random, _colour, fault) =>
      rect(-26, -24, 52, 48, { fill: "#1f7a4d", ...edge, round: 3 }) +
      path(`M-20 16H${fault === "track" ? "-6M8 16H20" : "20"}M-20 -16H20`, { stroke: "#d9b650", width: 3 }) +
      [-20, -10, 0, 10, 20]
        .map((x, i) => (fault === "pin" && i === 2 ? "" : circle(x, -16, 3.4, { fill: "#eee" })))
        .join("") +
      (fault === "chip" ? "" : rect(-11, -8, 22, 17, { fill: "#151515" }) + circle(-7, -4, 1.6, { fill: "#eee" })),
  },
  {
    name: "biscuit",
    faults: { bite: "a piece has broken off", burnt: "it is burnt black", drops: "it has no chocolate drops" },
    draw: (_random, _colour, fault) =>
      (fault === "bite"
        ? path("M24 6A25 25 0 1 1 6 -24Q2 -14 10 -12Q10 -2 20 -2Q18 4 24 6Z", { fill: "#d9a25f", ...edge })
        : circle(0, 0, 25, { fill: fault === "burnt" ? "#241a12" : "#d9a25f", ...edge })) +
      (fault === "drops"
        ? ""
        : [
            [-10, -8],
            [2, 4],
            [-12, 8],
            [4, 15],
            [-3, -16],
          ]
            .map(([x, y]) => circle(x!, y!, 3.4, { fill: fault === "burnt" ? "#5a4030" : "#5b3315" }))
            .join("")),
  },
  {
    name: "button",
    faults: { hole: "one of the four holes is missing", crack: "a crack runs through it" },
    draw: (random, colour, fault) =>
      circle(0, 0, 24, { fill: colour, ...edge }) +
      circle(0, 0, 17, { stroke: "#00000055", width: 2 }) +
      [
        [-6, -6],
        [6, -6],
        [-6, 6],
        [6, 6],
      ]
        .map(([x, y], i) => (fault === "hole" && i === 1 ? "" : circle(x!, y!, 3.2, { fill: "#fff", ...edge })))
        .join("") +
      (fault === "crack" ? crack(random) : ""),
  },
];

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.05 });
  const product = random.pick(products);
  const [columns, rows] = [random.int(3, 5), random.int(2, 4)];
  const cell = Math.min(72, Math.floor(340 / columns));
  const broken = random.weighted({ "0": 1, "1": 4, "2": 3 });
  const cells = random
    .shuffled(Array.from({ length: columns * rows }, (_, i) => i))
    .slice(0, Number(broken))
    .sort((a, b) => a - b);
  const kinds = new Map(cells.map((i) => [i, random.pick(Object.keys(product.faults))]));
  const [left, top] = [24, 24];
  const [width, height] = [left + columns * cell + 6, top + rows * cell + 6];
  const colour = random.pick(["#9fb3c8", "#c9a66b", "#8fb996", "#d98880", "#b8a1d9", "#e6c35c"]);
  const letters = "ABCDE";
  const place = (i: number) => `${letters[i % columns]}${Math.floor(i / columns) + 1}`;
  const body = [
    rect(left - 2, top - 2, columns * cell + 4, rows * cell + 4, {
      fill: look.dark ? "#3a4048" : "#ffffff",
      stroke: look.muted,
      round: 6,
    }),
    ...Array.from({ length: columns }, (_, i) =>
      text(left + (i + 0.5) * cell, 16, letters[i]!, { size: 13, weight: 700 }),
    ),
    ...Array.from({ length: rows }, (_, i) =>
      text(12, top + (i + 0.5) * cell + 5, String(i + 1), { size: 13, weight: 700 }),
    ),
    ...Array.from({ length: columns * rows }, (_, i) => {
      const [x, y] = [left + ((i % columns) + 0.5) * cell, top + (Math.floor(i / columns) + 0.5) * cell];
      return marked(
        kinds.has(i) ? "defect" : "part",
        place(i),
        `translate(${x} ${y}) scale(${(cell / 66).toFixed(3)})`,
        product.draw(random, colour, kinds.get(i)),
      );
    }),
  ];
  const total = columns * rows;
  const told = cells.map((i) => `${place(i)} (${product.faults[kinds.get(i)!]})`);
  const count = cells.length;
  const turns = [
    exchange(
      random,
      `{Which of these ${plural(product.name, 2)} {are|would you call} defective?|Inspect the ${plural(product.name, 2)}. Do you find {any|a} {fault|defect}?|Quality check: which {pieces|${plural(product.name, 2)}} have to be sorted out?}`,
      count === 0 ? "None." : `${listed(cells.map(place))}.`,
      count === 0
        ? `I went through all ${total} and none shows a defect.`
        : `${count === 1 ? "One is" : `${numberWord(count)} are`} defective: ${listed(told)}. The other ${total - count} look as they should.`,
    ),
    ...(count > 0
      ? [
          exchange(
            random,
            `What is wrong with the ${product.name} at ${place(cells[0]!)}?`,
            `${product.faults[kinds.get(cells[0]!)!]}.`,
            `At ${place(cells[0]!)} ${product.faults[kinds.get(cells[0]!)!]}, unlike the good ones around it.`,
          ),
        ]
      : []),
    exchange(
      random,
      `{What share of the tray is good?|How many of the ${plural(product.name, 2)} pass?|How many good ones are left?}`,
      `${total - count} of ${total}.`,
      `The tray holds ${columns} × ${rows} = ${total} ${plural(product.name, 2)}; ${count === 0 ? "none is" : count === 1 ? "one is" : "two are"} defective, so ${total - count} of ${total} pass.`,
    ),
  ];
  return {
    template: product.name.replace(" ", "-"),
    pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
    turns: someOf(random, turns),
  };
}

export const defectSource = instructionSource(
  {
    name: "defective-parts",
    leaf: "Commonsense Reasoning/Anomaly Reasoning/Defect Detection",
    description: "Trays of parts of which some have a known fault.",
  },
  make,
);
