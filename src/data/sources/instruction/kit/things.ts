/**
 * Things to put into pictures: flat drawings of everyday objects in one colour each, in a square from -50 to 50 whose
 * lower edge is the ground.
 */
import { circle, ellipse, group, line, path, polygon, rect } from "./svg.ts";

const dark = "#2b2b2b";
const pale = "#fdfdfd";
const edge = { stroke: dark, width: 2 };

type Drawing = (colour: string) => string;

const drawings = {
  apple: (c) =>
    path("M0 -22C-14 -38 -44 -28 -42 2C-41 30 -20 50 -6 46Q0 43 6 46C20 50 41 30 42 2C44 -28 14 -38 0 -22Z", {
      fill: c,
      ...edge,
    }) +
    path("M0 -22Q-2 -38 6 -48", { ...edge, width: 4, cap: "round" }) +
    path("M4 -36Q18 -50 30 -40Q18 -28 4 -36Z", { fill: "#4f9d45", ...edge }),
  ball: (c) =>
    circle(0, 8, 42, { fill: c, ...edge }) +
    path("M-42 8Q0 -22 42 8M-42 8Q0 38 42 8", { stroke: pale, width: 5 }) +
    circle(0, 8, 42, { ...edge }),
  cup: (c) =>
    path("M24 -12C52 -20 52 26 20 24", { stroke: dark, width: 7 }) +
    path("M-38 -28H28L22 40Q20 50 10 50H-20Q-30 50 -32 40Z", { fill: c, ...edge }) +
    ellipse(-5, -28, 33, 8, { fill: pale, ...edge }),
  house: (c) =>
    rect(-38, -8, 76, 58, { fill: c, ...edge }) +
    polygon(
      [
        [-48, -8],
        [0, -50],
        [48, -8],
      ],
      { fill: "#6b4a3a", ...edge },
    ) +
    rect(-10, 18, 20, 32, { fill: pale, ...edge }) +
    rect(18, 6, 14, 14, { fill: "#cfe8f5", ...edge }) +
    rect(-32, 6, 14, 14, { fill: "#cfe8f5", ...edge }),
  car: (c) =>
    path("M-50 20Q-48 2 -32 0L-18 -22H16L34 0Q50 2 50 22V32H-50Z", { fill: c, ...edge }) +
    path("M-24 -2L-14 -16H-2V-2ZM4 -2V-16H13L24 -2Z", { fill: "#d8eef8", ...edge }) +
    circle(-27, 34, 14, { fill: dark }) +
    circle(27, 34, 14, { fill: dark }) +
    circle(-27, 34, 6, { fill: "#bbb" }) +
    circle(27, 34, 6, { fill: "#bbb" }),
  fish: (c) =>
    polygon(
      [
        [22, 5],
        [50, -20],
        [50, 32],
      ],
      { fill: c, ...edge },
    ) +
    ellipse(-8, 6, 40, 26, { fill: c, ...edge }) +
    circle(-28, 0, 5, { fill: pale, ...edge }) +
    circle(-28, 0, 2, { fill: dark }) +
    path("M-4 -8Q6 6 -4 20", { ...edge }),
  star: (c) =>
    polygon(
      Array.from({ length: 10 }, (_, i) => {
        const [angle, r] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 === 0 ? 50 : 21];
        return [r * Math.cos(angle), 4 + r * Math.sin(angle)] as const;
      }),
      { fill: c, ...edge },
    ),
  book: (c) =>
    rect(-36, -46, 72, 94, { fill: c, ...edge, round: 4 }) +
    line(-24, -46, -24, 48, { ...edge }) +
    rect(-12, -28, 36, 20, { fill: pale, ...edge }),
  lamp: (c) =>
    line(0, -10, 0, 44, { stroke: dark, width: 6 }) +
    ellipse(0, 45, 26, 5, { fill: dark }) +
    polygon(
      [
        [-20, -48],
        [20, -48],
        [38, -4],
        [-38, -4],
      ],
      { fill: c, ...edge },
    ),
  hat: (c) =>
    path("M-28 30V-34Q0 -46 28 -34V30Z", { fill: c, ...edge }) +
    rect(-28, 12, 56, 14, { fill: dark }) +
    ellipse(0, 34, 50, 13, { fill: c, ...edge }) +
    path("M-28 24Q0 36 28 24V28Q0 40 -28 28Z", { fill: dark }),
  flower: (c) =>
    line(0, 0, 0, 50, { stroke: "#3c7a35", width: 5 }) +
    path("M0 36Q20 16 32 24Q24 42 0 40Z", { fill: "#4f9d45", ...edge }) +
    Array.from({ length: 6 }, (_, i) =>
      group(`rotate(${i * 60} 0 -14)`, ellipse(0, -34, 11, 16, { fill: c, ...edge })),
    ).join("") +
    circle(0, -14, 11, { fill: "#f3c13a", ...edge }),
  umbrella: (c) =>
    path("M0 -46V36Q0 48 -10 48Q-20 48 -20 38", { stroke: dark, width: 5, cap: "round" }) +
    path("M-50 2Q-46 -42 0 -44Q46 -42 50 2Q38 -10 26 2Q13 -10 0 2Q-13 -10 -26 2Q-38 -10 -50 2Z", { fill: c, ...edge }),
  key: (c) =>
    path("M-2 -6H48V18H38V6H28V14H18V6H-2Z", { fill: c, ...edge }) +
    circle(-24, 0, 24, { fill: c, ...edge }) +
    circle(-28, 0, 9, { fill: pale, ...edge }),
  chair: (c) =>
    rect(-30, -48, 10, 98, { fill: c, ...edge }) +
    rect(-30, 2, 60, 12, { fill: c, ...edge }) +
    rect(20, 14, 10, 36, { fill: c, ...edge }) +
    rect(-30, -48, 14, 44, { fill: c, ...edge }),
  clock: (c) =>
    circle(0, 4, 46, { fill: c, ...edge }) +
    circle(0, 4, 36, { fill: pale, ...edge }) +
    line(0, 4, 0, -22, { stroke: dark, width: 4 }) +
    line(0, 4, 18, 12, { stroke: dark, width: 4 }) +
    circle(0, 4, 3, { fill: dark }),
  boat: (c) =>
    line(0, -48, 0, 22, { stroke: dark, width: 4 }) +
    polygon(
      [
        [4, -46],
        [4, 12],
        [40, 12],
      ],
      { fill: pale, ...edge },
    ) +
    polygon(
      [
        [-4, -36],
        [-4, 12],
        [-32, 12],
      ],
      { fill: pale, ...edge },
    ) +
    path("M-50 20H50L34 46H-36Z", { fill: c, ...edge }),
  mushroom: (c) =>
    path("M-14 8H14L18 50H-18Z", { fill: "#f2e6d0", ...edge }) +
    path("M-48 10Q-44 -42 0 -44Q44 -42 48 10Z", { fill: c, ...edge }) +
    circle(-18, -12, 6, { fill: pale }) +
    circle(14, -22, 7, { fill: pale }) +
    circle(24, -2, 5, { fill: pale }),
  cat: (c) =>
    path("M34 40Q56 20 44 -6", { stroke: c, width: 8, cap: "round" }) +
    ellipse(4, 26, 34, 24, { fill: c, ...edge }) +
    polygon(
      [
        [-38, -10],
        [-36, -46],
        [-18, -30],
      ],
      { fill: c, ...edge },
    ) +
    polygon(
      [
        [8, -10],
        [6, -46],
        [-12, -30],
      ],
      { fill: c, ...edge },
    ) +
    circle(-15, -10, 25, { fill: c, ...edge }) +
    circle(-24, -14, 4, { fill: pale, ...edge }) +
    circle(-6, -14, 4, { fill: pale, ...edge }) +
    polygon(
      [
        [-18, -4],
        [-12, -4],
        [-15, 1],
      ],
      { fill: "#e98b9a" },
    ) +
    line(-34, 2, -20, 0, { ...edge, width: 1.5 }) +
    line(4, 2, -10, 0, { ...edge, width: 1.5 }),
  tree: (c) =>
    rect(-8, 6, 16, 44, { fill: "#7a5230", ...edge }) +
    path("M0 -50C-30 -50 -32 -28 -30 -24C-50 -20 -46 14 -22 12H22C46 14 50 -20 30 -24C32 -28 30 -50 0 -50Z", {
      fill: c,
      ...edge,
    }),
  bag: (c) =>
    path("M-18 -18V-30Q-18 -46 0 -46Q18 -46 18 -30V-18", { stroke: dark, width: 6 }) +
    path("M-36 -18H36L42 50H-42Z", { fill: c, ...edge }) +
    rect(-12, 6, 24, 16, { fill: pale, ...edge }),
  shirt: (c) => path("M-18 -44Q0 -30 18 -44L48 -24L36 2L26 -4V48H-26V-4L-36 2L-48 -24Z", { fill: c, ...edge }),
  bicycle: (c) =>
    circle(-28, 24, 21, { stroke: dark, width: 4 }) +
    circle(28, 24, 21, { stroke: dark, width: 4 }) +
    path("M-28 24L-12 -12H18L2 24ZM-12 -12L2 24M28 24L16 -22M-14 -12L-18 -22", { stroke: c, width: 5, cap: "round" }) +
    line(-26, -22, -10, -22, { stroke: dark, width: 6, cap: "round" }) +
    path("M16 -22H28", { stroke: dark, width: 5, cap: "round" }),
  guitar: (c) =>
    group(
      "rotate(35)",
      rect(-5, -52, 10, 60, { fill: "#6b4a3a", ...edge }) +
        rect(-8, -58, 16, 14, { fill: dark }) +
        path("M0 -2C-22 -4 -20 14 -16 18C-34 24 -30 50 0 50C30 50 34 24 16 18C20 14 22 -4 0 -2Z", {
          fill: c,
          ...edge,
        }) +
        circle(0, 22, 7, { fill: dark }),
    ),
  kite: (c) =>
    path("M0 26Q16 36 0 42Q-14 48 4 50", { ...edge }) +
    polygon(
      [
        [0, -50],
        [32, -14],
        [0, 26],
        [-32, -14],
      ],
      { fill: c, ...edge },
    ) +
    line(0, -50, 0, 26, { ...edge }) +
    line(-32, -14, 32, -14, { ...edge }),
} as const satisfies Record<string, Drawing>;

export type Thing = keyof typeof drawings;

export const things = Object.keys(drawings) as readonly Thing[];

/** The drawing around (x, y), `size` wide and high. */
export function drawThing(name: Thing, colour: string, x: number, y: number, size: number): string {
  return group(`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(size / 104).toFixed(3)})`, drawings[name](colour));
}

/** A property of things that anyone would grant, for associations and odd ones out. */
export const families: Readonly<Record<string, readonly Thing[]>> = {
  "things you can wear": ["hat", "shirt"],
  "things you can ride or drive": ["car", "bicycle", "boat"],
  "living things": ["fish", "flower", "mushroom", "cat", "tree"],
  animals: ["fish", "cat"],
  plants: ["flower", "tree"],
  furniture: ["chair", "lamp"],
  "things you can eat": ["apple", "mushroom", "fish"],
  toys: ["ball", "kite"],
};
