/** Vehicles from the side. */
import { type Pen, rectPath } from "../drawing.ts";
import { anyColour, cloth, type Kind, kind, type Look, vivid } from "../kind.ts";

const glass = "#bfe3f2";
const tyre = "#2a2a30";
const wheel = (pen: Pen, x: number, y: number, r: number) => {
  pen.circle(x, y, r, tyre);
  pen.circle(x, y, r * 0.45, "#c9ccd2");
};

function car(pen: Pen, look: Look): void {
  pen.path("M40 40Q52 8 72 8H118Q134 8 152 40Z", look.dark);
  pen.polygon(
    [
      [52, 38],
      [64, 16],
      [92, 16],
      [92, 38],
    ],
    glass,
  );
  pen.polygon(
    [
      [99, 38],
      [99, 16],
      [120, 16],
      [140, 38],
    ],
    glass,
  );
  pen.rect(4, 38, 184, 34, look.main, 14);
  pen.circle(182, 52, 6, "#fbe58a");
  pen.rect(4, 48, 8, 10, "#c63b35", 2);
  wheel(pen, 48, 72, 18);
  wheel(pen, 146, 72, 18);
}

function bus(pen: Pen, look: Look): void {
  cloth(pen, rectPath(4, 4, 212, 92, 10), { ...look, pattern: "plain" });
  for (let i = 0; i < 5; i++) pen.rect(16 + i * 36, 18, 28, 30, glass, 3);
  pen.rect(196, 18, 16, 54, glass, 3);
  pen.rect(4, 60, 190, 7, look.accent);
  wheel(pen, 52, 96, 17);
  wheel(pen, 166, 96, 17);
}

function truck(pen: Pen, look: Look): void {
  pen.rect(4, 6, 134, 80, look.light, 3);
  pen.path("M142 86V26H176Q186 28 190 46L208 56V86Z", look.main);
  pen.polygon(
    [
      [156, 50],
      [156, 34],
      [174, 34],
      [182, 50],
    ],
    glass,
  );
  pen.rect(4, 82, 204, 10, "#4a4d55");
  wheel(pen, 38, 96, 16);
  wheel(pen, 84, 96, 16);
  wheel(pen, 176, 96, 16);
}

function bicycle(pen: Pen, look: Look): void {
  for (const x of [34, 126]) {
    pen.curve(`M${x - 28} 76a28 28 0 1 0 56 0a28 28 0 1 0 -56 0`, tyre, 5);
    pen.circle(x, 76, 4, tyre);
  }
  pen.line(
    [
      [34, 76],
      [58, 34],
      [108, 34],
      [76, 78],
      [34, 76],
    ],
    look.main,
    6,
  );
  pen.line(
    [
      [76, 78],
      [54, 24],
    ],
    look.main,
    6,
  );
  pen.line(
    [
      [126, 76],
      [104, 20],
      [120, 14],
    ],
    look.main,
    6,
  );
  pen.line(
    [
      [42, 22],
      [66, 22],
    ],
    tyre,
    7,
  );
}

function sailboat(pen: Pen, look: Look): void {
  pen.line(
    [
      [80, 6],
      [80, 122],
    ],
    "#6b4a2b",
    5,
  );
  pen.polygon(
    [
      [84, 10],
      [142, 108],
      [84, 108],
    ],
    look.main,
  );
  pen.polygon(
    [
      [76, 24],
      [76, 108],
      [26, 108],
    ],
    look.light,
  );
  pen.path("M8 120H152Q142 152 118 154H42Q18 152 8 120Z", "#8a5a30");
}

function airplane(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [20, 48],
      [2, 6],
      [24, 6],
      [50, 44],
    ],
    look.dark,
  );
  pen.path("M14 52Q18 38 50 38H168Q200 42 204 58Q196 70 164 70H44Q18 68 14 52Z", look.main);
  pen.polygon(
    [
      [112, 58],
      [76, 100],
      [98, 100],
      [146, 58],
    ],
    look.dark,
  );
  for (let i = 0; i < 6; i++) pen.circle(64 + i * 17, 50, 4.4, glass);
  pen.path("M176 46Q192 48 197 56H178Z", glass);
}

function hotAirBalloon(pen: Pen, look: Look): void {
  pen.line(
    [
      [40, 104],
      [50, 140],
    ],
    "#7a5b37",
    2,
  );
  pen.line(
    [
      [80, 104],
      [70, 140],
    ],
    "#7a5b37",
    2,
  );
  pen.path("M4 56Q4 4 60 4Q116 4 116 56Q114 86 80 110H40Q6 86 4 56Z", look.main);
  pen.path("M44 110Q22 60 44 8Q60 0 76 8Q98 60 76 110Z", look.light);
  pen.path("M54 110Q48 60 54 5H66Q72 60 66 110Z", look.main);
  pen.rect(44, 138, 32, 24, "#a8743c", 4);
}

function train(pen: Pen, look: Look): void {
  pen.rect(24, 26, 18, 32, tyre);
  pen.polygon(
    [
      [18, 12],
      [48, 12],
      [42, 30],
      [24, 30],
    ],
    tyre,
  );
  pen.rect(10, 50, 112, 46, look.main, 12);
  pen.rect(116, 12, 66, 84, look.dark, 4);
  pen.rect(108, 6, 82, 12, tyre, 4);
  pen.rect(130, 30, 38, 28, glass, 3);
  pen.polygon(
    [
      [10, 96],
      [0, 118],
      [24, 118],
      [24, 96],
    ],
    "#8a8f98",
  );
  pen.rect(14, 92, 172, 10, "#4a4d55");
  for (const x of [42, 82]) wheel(pen, x, 110, 16);
  wheel(pen, 150, 104, 22);
}

function rocket(pen: Pen, look: Look): void {
  pen.path("M34 132Q44 172 50 168Q58 172 66 132Z", "#f5a623");
  pen.polygon(
    [
      [26, 84],
      [4, 134],
      [30, 122],
    ],
    look.dark,
  );
  pen.polygon(
    [
      [74, 84],
      [96, 134],
      [70, 122],
    ],
    look.dark,
  );
  pen.path("M26 130Q16 52 50 4Q84 52 74 130Z", look.main);
  pen.path("M34 38Q40 18 50 4Q60 18 66 38Z", look.dark);
  pen.circle(50, 66, 13, "#eceef2");
  pen.circle(50, 66, 8.5, glass);
}

function helicopter(pen: Pen, look: Look): void {
  pen.line(
    [
      [14, 12],
      [168, 12],
    ],
    "#50535b",
    5,
  );
  pen.line(
    [
      [92, 12],
      [92, 30],
    ],
    "#50535b",
    6,
  );
  pen.path("M104 40L14 40L8 30L2 62L18 54L110 66Z", look.dark);
  pen.path("M58 62Q60 26 104 28Q154 32 158 64Q152 88 110 88Q62 88 58 62Z", look.main);
  pen.path("M112 36Q146 40 150 62H112Z", glass);
  pen.line(
    [
      [76, 100],
      [142, 100],
    ],
    "#50535b",
    5,
  );
  pen.line(
    [
      [90, 86],
      [88, 100],
    ],
    "#50535b",
    4,
  );
  pen.line(
    [
      [126, 86],
      [128, 100],
    ],
    "#50535b",
    4,
  );
}

function tractor(pen: Pen, look: Look): void {
  pen.rect(118, 22, 8, 34, tyre);
  pen.rect(40, 8, 54, 52, look.dark, 4);
  pen.rect(49, 16, 36, 28, glass);
  pen.rect(40, 52, 118, 36, look.main, 6);
  wheel(pen, 48, 88, 36);
  wheel(pen, 138, 102, 22);
}

export const vehicles: readonly Kind[] = [
  kind({
    name: "car",
    group: "vehicle",
    width: 192,
    height: 92,
    tall: 1.35,
    places: ["ground"],
    colours: anyColour,
    draw: car,
  }),
  kind({
    name: "bus",
    plural: "buses",
    group: "vehicle",
    width: 220,
    height: 114,
    tall: 2.5,
    places: ["ground"],
    colours: vivid,
    draw: bus,
  }),
  kind({
    name: "truck",
    group: "vehicle",
    width: 212,
    height: 114,
    tall: 2.3,
    places: ["ground"],
    colours: vivid,
    draw: truck,
  }),
  kind({
    name: "bicycle",
    group: "vehicle",
    width: 160,
    height: 108,
    tall: 1.05,
    places: ["ground"],
    colours: vivid,
    draw: bicycle,
  }),
  kind({
    name: "sailboat",
    group: "vehicle",
    width: 160,
    height: 156,
    tall: 2.6,
    places: ["water"],
    colours: [...vivid, "white"],
    draw: sailboat,
  }),
  kind({
    name: "airplane",
    group: "vehicle",
    width: 206,
    height: 104,
    tall: 1.3,
    places: ["sky"],
    colours: ["white", "red", "yellow", "orange", "green", "gray"],
    draw: airplane,
  }),
  kind({
    name: "hot-air balloon",
    group: "vehicle",
    width: 120,
    height: 164,
    tall: 1.9,
    places: ["sky"],
    colours: ["red", "orange", "yellow", "green", "purple", "pink"],
    draw: hotAirBalloon,
  }),
  kind({
    name: "train engine",
    group: "vehicle",
    width: 192,
    height: 128,
    tall: 2.3,
    places: ["ground"],
    colours: ["red", "green", "blue", "purple"],
    draw: train,
  }),
  kind({
    name: "rocket",
    group: "vehicle",
    width: 100,
    height: 172,
    tall: 2,
    places: ["sky"],
    colours: ["red", "orange", "green", "purple", "pink"],
    draw: rocket,
  }),
  kind({
    name: "helicopter",
    group: "vehicle",
    width: 170,
    height: 104,
    tall: 1.4,
    places: ["sky"],
    colours: ["red", "orange", "yellow", "green", "purple"],
    draw: helicopter,
  }),
  kind({
    name: "tractor",
    group: "vehicle",
    width: 162,
    height: 126,
    tall: 1.9,
    places: ["ground"],
    colours: ["red", "green", "blue", "orange"],
    draw: tractor,
  }),
];
