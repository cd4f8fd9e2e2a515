/** Small drawings (houses, boats, faces, flowers, icons, ...) and the SVG that draws them. */
import type { Random } from "../../random.ts";
import type { Draft, Source, SourceContext } from "../../source.ts";
import { randomFormat } from "../table-chart/charts/theme.ts";
import { codeContent } from "./code.ts";

const leaf = "Conversion/Image to Code/Photo to SVG or p64 Encoding";
const requests = [
  "Write this picture as SVG.",
  "Convert the drawing to SVG code.",
  "Give the SVG that draws this image.",
  "Recreate the drawing as an SVG file.",
  "Vectorize the picture (SVG).",
];

const reds = ["#e63946", "#d62828", "#c1121f", "#e76f51", "#f4a261"];
const blues = ["#1d3557", "#457b9d", "#2a6f97", "#3a86ff", "#48cae4"];
const greens = ["#2a9d8f", "#588157", "#386641", "#6a994e", "#a7c957"];
const earths = ["#7f5539", "#9c6644", "#6d4c41", "#bc6c25", "#dda15e"];
const lights = ["#f1faee", "#fefae0", "#ffe8d6", "#f8f9fa", "#ffffff"];
const any = [...reds, ...blues, ...greens, ...earths, "#8338ec", "#ffb703", "#fb8500", "#ff006e"];

const rect = (x: number, y: number, width: number, height: number, fill: string, rest = "") =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"${rest}/>`;
const circle = (x: number, y: number, r: number, fill: string, rest = "") =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"${rest}/>`;
const ellipse = (x: number, y: number, rx: number, ry: number, fill: string) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
const polygon = (points: string, fill: string) => `<polygon points="${points}" fill="${fill}"/>`;
const line = (x1: number, y1: number, x2: number, y2: number, color: string, width: number) =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${color}" stroke-width="${width}"/>`;
const path = (d: string, fill: string, rest = "") => `<path d="${d}" fill="${fill}"${rest}/>`;

/** Each draws in a square of 100 by 100 and stands on y = 100. */
type Thing = (random: Random) => string[];

const house: Thing = (random) => {
  const [wall, roof, door, pane] = [
    random.pick([...lights, ...earths]),
    random.pick(reds),
    random.pick(earths),
    random.pick(blues),
  ];
  const at = random.int(20, 62);
  return [
    rect(12, 48, 76, 52, wall),
    polygon("4,50 50,12 96,50", roof),
    rect(at, 70, 18, 30, door),
    rect(at > 40 ? 20 : 62, 60, 16, 16, pane),
    ...(random.chance(0.4) ? [rect(70, 16, 10, 22, random.pick(earths))] : []),
  ];
};
const tree: Thing = (random) => {
  const crown = random.pick(greens);
  return random.chance(0.5)
    ? [
        rect(44, 60, 12, 40, random.pick(earths)),
        circle(50, 40, random.int(26, 36), crown),
        ...(random.chance(0.5) ? [circle(38, 34, 5, random.pick(reds)), circle(60, 46, 5, random.pick(reds))] : []),
      ]
    : [
        rect(45, 80, 10, 20, random.pick(earths)),
        polygon("50,4 78,46 22,46", crown),
        polygon("50,30 86,82 14,82", crown),
      ];
};
const boat: Thing = (random) => [
  polygon("8,72 92,72 76,96 24,96", random.pick([...reds, ...earths])),
  line(50, 72, 50, 10, "#4a3728", 3),
  polygon("53,12 53,66 90,66", random.pick(lights.slice(1).concat(reds))),
  polygon("47,22 47,66 18,66", random.pick(any)),
];
const face: Thing = (random) => {
  const skin = random.pick(["#ffcd94", "#ffd966", "#eac086", "#c68642", "#fff176"]);
  const happy = random.chance(0.6);
  return [
    circle(50, 52, 44, skin),
    circle(34, 42, random.int(4, 7), "#222222"),
    circle(66, 42, random.int(4, 7), "#222222"),
    path(happy ? "M30 64 Q50 86 70 64" : "M30 76 Q50 58 70 76", "none", ' stroke="#222222" stroke-width="4"'),
  ];
};
const flower: Thing = (random) => {
  const petal = random.pick([...reds, "#8338ec", "#ffb703", "#ff006e"]);
  const count = random.pick([5, 6, 8]);
  const petals = Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI;
    return circle(Math.round(50 + 20 * Math.cos(angle)), Math.round(34 + 20 * Math.sin(angle)), 11, petal);
  });
  return [
    line(50, 40, 50, 100, random.pick(greens), 5),
    ...petals,
    circle(50, 34, 12, "#ffca3a"),
    ...(random.chance(0.6) ? [ellipse(64, 78, 14, 6, random.pick(greens))] : []),
  ];
};
const car: Thing = (random) => {
  const paint = random.pick(any);
  return [
    rect(4, 58, 92, 26, paint, ' rx="6"'),
    polygon("22,58 34,36 70,36 82,58", paint),
    polygon("29,56 37,41 50,41 50,56", "#cde7f5"),
    polygon("54,56 54,41 67,41 75,56", "#cde7f5"),
    circle(26, 86, 12, "#222222"),
    circle(74, 86, 12, "#222222"),
    circle(26, 86, 5, "#cccccc"),
    circle(74, 86, 5, "#cccccc"),
  ];
};
const rocket: Thing = (random) => [
  path("M50 4 Q72 30 68 72 L32 72 Q28 30 50 4 Z", random.pick([...lights, ...blues])),
  polygon("32,56 16,82 32,74", random.pick(reds)),
  polygon("68,56 84,82 68,74", random.pick(reds)),
  circle(50, 38, 9, random.pick(blues)),
  polygon("38,74 62,74 50,98", "#ffb703"),
];
const fish: Thing = (random) => {
  const skin = random.pick(any);
  return [
    ellipse(46, 60, 36, 22, skin),
    polygon("76,60 98,42 98,78", skin),
    circle(28, 54, 4, "#ffffff"),
    circle(27, 54, 2, "#000000"),
    path("M46 46 Q54 60 46 74", "none", ' stroke="#ffffff" stroke-width="3"'),
  ];
};
const snowman: Thing = (random) => [
  circle(50, 78, 22, "#ffffff"),
  circle(50, 44, 16, "#ffffff"),
  circle(44, 41, 2, "#000000"),
  circle(56, 41, 2, "#000000"),
  polygon("50,46 62,49 50,50", "#fb8500"),
  rect(36, 20, 28, 4, "#222222"),
  rect(41, 6, 18, 15, random.pick(["#222222", ...reds])),
  ...(random.chance(0.6) ? [circle(50, 70, 2, "#000000"), circle(50, 80, 2, "#000000")] : []),
];
const mug: Thing = (random) => {
  const color = random.pick(any);
  return [
    path("M70 50 h10 a14 14 0 0 1 0 32 h-10", "none", ` stroke="${color}" stroke-width="7"`),
    rect(22, 40, 50, 58, color, ' rx="6"'),
    path("M36 32 q-6 -8 0 -16 M50 32 q-6 -8 0 -16", "none", ' stroke="#aaaaaa" stroke-width="3"'),
  ];
};
const mushroom: Thing = (random) => [
  rect(40, 56, 20, 44, "#fdf0d5", ' rx="6"'),
  path("M8 60 A42 42 0 0 1 92 60 Z", random.pick(reds)),
  circle(34, 44, 6, "#ffffff"),
  circle(56, 34, 7, "#ffffff"),
  circle(72, 50, 5, "#ffffff"),
];
const robot: Thing = (random) => {
  const metal = random.pick(["#adb5bd", "#90a4ae", ...blues]);
  return [
    rect(26, 50, 48, 40, metal, ' rx="4"'),
    rect(32, 18, 36, 28, metal, ' rx="4"'),
    circle(42, 31, 5, random.pick(["#ffca3a", "#e63946", "#8ac926"])),
    circle(58, 31, 5, "#ffca3a"),
    line(50, 18, 50, 6, metal, 3),
    circle(50, 5, 4, random.pick(reds)),
    rect(36, 90, 9, 10, "#555555"),
    rect(55, 90, 9, 10, "#555555"),
    rect(40, 60, 20, 12, random.pick(lights)),
  ];
};
const balloon: Thing = (random) => [
  ellipse(50, 34, 26, 31, random.pick(any)),
  polygon("45,64 55,64 50,71", "#666666"),
  path("M50 70 q8 14 0 30", "none", ' stroke="#666666" stroke-width="2"'),
];
const lighthouse: Thing = (random) => {
  const stripe = random.pick(reds);
  return [
    polygon("36,34 64,34 72,100 28,100", "#ffffff"),
    polygon("35,46 65,46 67,60 33,60", stripe),
    polygon("31,74 69,74 71,88 29,88", stripe),
    rect(40, 20, 20, 14, "#ffe066"),
    polygon("34,20 50,6 66,20", stripe),
  ];
};
const umbrella: Thing = (random) => [
  line(50, 40, 50, 90, "#5c4033", 4),
  path("M50 90 q0 9 -9 9 q-7 0 -7 -7", "none", ' stroke="#5c4033" stroke-width="4"'),
  path("M6 52 A44 44 0 0 1 94 52 Z", random.pick(any)),
  path("M35 52 A15 44 0 0 1 65 52 Z", random.pick(lights)),
];

export const things: Readonly<Record<string, Thing>> = {
  house,
  tree,
  boat,
  face,
  flower,
  car,
  rocket,
  fish,
  snowman,
  mug,
  mushroom,
  robot,
  balloon,
  lighthouse,
  umbrella,
};

/** A scene as SVG code with one element a line. */
export function randomDrawing(
  random: Random,
  size: { width: number; height: number },
): { svg: string; names: string[] } {
  const aspect = size.width / size.height;
  const [width, height] = aspect >= 1 ? [Math.round(200 * aspect), 200] : [200, Math.round(200 / aspect)];
  const names = random
    .shuffled(Object.keys(things))
    .slice(
      0,
      random.weighted({ "1": 4, "2": 4, "3": aspect > 1.2 ? 3 : 0 }) === "1" ? 1 : aspect > 1.2 ? random.int(2, 3) : 2,
    );
  const night = random.chance(0.2);
  const plain = random.chance(0.3);
  const sky = plain
    ? random.pick([...lights, "#dfe7fd", "#fde2e4", "#e2ece9"])
    : night
      ? random.pick(["#14213d", "#1b263b", "#2b2d42"])
      : random.pick(["#bde0fe", "#caf0f8", "#a2d2ff", "#ffddd2"]);
  const ground = random.pick([...greens, "#e9d8a6", "#d4a373"]);
  const horizon = Math.round(height * random.between(0.7, 0.82));
  const parts = [rect(0, 0, width, height, sky)];
  if (!plain) {
    if (random.chance(0.7))
      parts.push(
        circle(random.int(24, width - 24), random.int(22, 46), random.int(12, 20), night ? "#f1f1e6" : "#ffd60a"),
      );
    if (random.chance(0.5)) {
      const [x, y] = [random.int(30, width - 50), random.int(26, 56)];
      parts.push(ellipse(x, y, 20, 9, "#ffffff"), ellipse(x + 16, y - 5, 15, 8, "#ffffff"));
    }
    if (night)
      for (let i = 0; i < random.int(3, 8); i++)
        parts.push(circle(random.int(4, width - 4), random.int(4, Math.round(height * 0.5)), 1.5, "#ffffff"));
    parts.push(rect(0, horizon, width, height - horizon, ground));
  }
  const slot = width / names.length;
  names.forEach((name, i) => {
    const scale = Math.min(random.between(0.8, 1.35), (slot - 8) / 100, (height - 16) / 100);
    const rounded = Math.round(scale * 100) / 100;
    const x = Math.round(slot * i + (slot - 100 * rounded) / 2);
    const foot = plain ? height / 2 + 50 * rounded : Math.min(height - 6, horizon + (height - horizon) * 0.5);
    parts.push(
      `<g transform="translate(${x} ${Math.round(foot - 100 * rounded)}) scale(${rounded})">`,
      ...things[name]!(random).map((part) => `  ${part}`),
      "</g>",
    );
  });
  return {
    names,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${width} ${height}">\n${parts.map((part) => `  ${part}`).join("\n")}\n</svg>`,
  };
}

/** The page that shows an SVG and nothing else. */
export function drawingPage(svg: string): string {
  return svg.replace("<svg ", '<svg style="display:block" ');
}

function draft(context: SourceContext): Draft {
  const { random } = context;
  const format = randomFormat(context, random.between(0.8, 1.6));
  const { svg, names } = randomDrawing(random, format);
  const content = codeContent(random, requests, "svg", svg);
  return {
    template: `drawing ${names.join(" ")}`,
    leaf,
    pictures: [
      {
        kind: "page",
        html: drawingPage(svg),
        width: format.width,
        height: format.height,
        scale: format.scale,
        fonts: [],
      },
    ],
    augment: "none",
    compose: () => ({ content, language: "en" }),
  };
}

export const drawingToCode: Source = {
  name: "drawing-to-code",
  category: "web-code",
  version: 1,
  description: "Small drawings with the SVG that draws them.",
  leaves: [leaf],
  draft,
};
