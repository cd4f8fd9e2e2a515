/** Plants, from trees to a pot on the window sill. */
import { type Pen, regularPoints } from "../drawing.ts";
import { cloth, type Kind, kind, type Look, vivid } from "../kind.ts";

const bark = "#7a5230";
const green = "#3f9445";
const greenDark = "#2f7538";

function tree(pen: Pen, look: Look): void {
  pen.path("M68 230L72 130H92L96 230Z", bark);
  for (const [x, y, r] of [
    [44, 92, 38],
    [118, 92, 38],
    [82, 56, 50],
    [82, 106, 42],
  ] as const)
    pen.circle(x, y, r, look.main);
  pen.circle(66, 50, 15, look.light);
}

function pine(pen: Pen): void {
  pen.rect(62, 190, 18, 36, bark);
  pen.polygon(
    [
      [71, 92],
      [8, 196],
      [134, 196],
    ],
    greenDark,
  );
  pen.polygon(
    [
      [71, 46],
      [18, 138],
      [124, 138],
    ],
    greenDark,
  );
  pen.polygon(
    [
      [71, 4],
      [30, 84],
      [112, 84],
    ],
    greenDark,
  );
}

function palm(pen: Pen): void {
  pen.path("M84 60Q104 140 92 226H72Q88 140 72 62Z", "#a5763f");
  for (const d of [
    "M80 62Q44 20 4 58Q48 42 80 66Z",
    "M80 62Q116 20 158 58Q112 42 80 66Z",
    "M80 62Q34 56 20 112Q48 70 82 66Z",
    "M80 62Q128 56 142 112Q112 70 78 66Z",
    "M78 64Q64 10 92 4Q84 30 84 64Z",
  ]) {
    pen.path(d, green);
  }
  pen.circle(72, 72, 8, "#6b4420");
  pen.circle(90, 72, 8, "#6b4420");
}

function flower(pen: Pen, look: Look): void {
  pen.line(
    [
      [50, 60],
      [50, 158],
    ],
    green,
    6,
  );
  pen.path("M50 128Q18 124 14 98Q44 98 50 128Z", green);
  pen.path("M50 138Q82 134 86 108Q56 108 50 138Z", green);
  for (const [x, y] of regularPoints(50, 46, 27, 6)) pen.circle(x, y, 18, look.main);
  pen.circle(50, 46, 15, look.main === "#f6d22f" ? "#8a5a22" : "#f6c52f");
}

function tulip(pen: Pen, look: Look): void {
  pen.line(
    [
      [44, 60],
      [44, 158],
    ],
    green,
    6,
  );
  pen.path("M44 156Q10 120 12 82Q38 108 44 156Z", green);
  pen.path("M44 156Q78 120 76 82Q50 108 44 156Z", green);
  pen.path("M14 12Q26 20 30 28Q38 12 44 4Q50 12 58 28Q62 20 74 12Q84 66 44 70Q4 66 14 12Z", look.main);
  pen.path("M30 28Q44 40 58 28Q56 56 44 66Q32 56 30 28Z", look.dark);
}

function sunflower(pen: Pen): void {
  pen.line(
    [
      [56, 80],
      [56, 216],
    ],
    greenDark,
    7,
  );
  pen.path("M56 160Q14 156 8 122Q48 122 56 160Z", green);
  pen.path("M56 180Q98 176 104 142Q64 142 56 180Z", green);
  for (const [x, y] of regularPoints(56, 56, 40, 14)) pen.circle(x, y, 13, "#f7c325");
  pen.circle(56, 56, 29, "#5c3a1c");
}

function cactus(pen: Pen): void {
  pen.curve("M56 108H24V66", green, 22);
  pen.curve("M56 88H92V46", green, 22);
  pen.line(
    [
      [56, 24],
      [56, 142],
    ],
    greenDark,
    34,
  );
  for (const y of [40, 66, 92, 118])
    pen.line(
      [
        [50, y],
        [62, y - 4],
      ],
      "#dfe9b0",
      2.5,
    );
}

function pottedPlant(pen: Pen, look: Look): void {
  for (const [x, y, angle] of [
    [28, 52, 40],
    [72, 52, -40],
    [50, 34, 90],
    [38, 38, 65],
    [62, 38, -65],
  ] as const)
    pen.ellipse(x, y, 34, 10, green, angle);
  cloth(pen, "M18 80H82L72 132H28Z", look, 80);
  pen.rect(12, 70, 76, 14, look.dark, 3);
}

function bush(pen: Pen, look: Look): void {
  for (const [x, y, r] of [
    [34, 62, 30],
    [106, 62, 30],
    [70, 44, 38],
    [70, 66, 26],
  ] as const)
    pen.circle(x, y, r, look.main);
  for (const [x, y] of [
    [40, 50],
    [66, 28],
    [92, 44],
    [108, 66],
    [58, 66],
  ] as const)
    pen.circle(x, y, 4.5, "#d43b4b");
}

export const plants: readonly Kind[] = [
  kind({
    name: "tree",
    group: "plant",
    width: 162,
    height: 232,
    tall: 3,
    places: ["ground"],
    colours: ["green", "orange", "pink"],
    draw: tree,
  }),
  kind({ name: "pine tree", group: "plant", width: 142, height: 228, tall: 3, places: ["ground"], draw: pine }),
  kind({ name: "palm tree", group: "plant", width: 162, height: 228, tall: 3.1, places: ["ground"], draw: palm }),
  kind({
    name: "flower",
    group: "plant",
    width: 100,
    height: 162,
    tall: 0.55,
    places: ["ground"],
    colours: ["red", "pink", "purple", "blue", "yellow", "white", "orange"],
    draw: flower,
  }),
  kind({
    name: "tulip",
    group: "plant",
    width: 88,
    height: 162,
    tall: 0.5,
    places: ["ground"],
    colours: ["red", "pink", "purple", "yellow", "orange", "white"],
    draw: tulip,
  }),
  kind({ name: "sunflower", group: "plant", width: 112, height: 220, tall: 1, places: ["ground"], draw: sunflower }),
  kind({
    name: "cactus",
    plural: "cacti",
    group: "plant",
    width: 112,
    height: 160,
    tall: 1.2,
    places: ["ground"],
    draw: cactus,
  }),
  kind({
    name: "potted plant",
    group: "plant",
    width: 100,
    height: 134,
    tall: 0.5,
    places: ["surface", "ground"],
    colours: [...vivid, "brown", "white"],
    patterns: true,
    draw: pottedPlant,
  }),
  kind({
    name: "bush",
    plural: "bushes",
    group: "plant",
    width: 140,
    height: 96,
    tall: 0.8,
    places: ["ground"],
    colours: ["green"],
    draw: bush,
  }),
];
