/** Things of the house, some of which can hold other things. */
import { ellipsePath, type Pen, rectPath } from "../drawing.ts";
import { anyColour, cloth, type Kind, kind, type Look, vivid } from "../kind.ts";

const metal = "#9aa0a8";
const inkDark = "#2a2a30";

function mug(pen: Pen, look: Look): void {
  pen.curve("M78 28Q112 26 108 54Q104 78 76 76", look.dark, 10);
  cloth(pen, "M10 10H82V90Q80 100 70 100H22Q12 100 10 90Z", look, 90);
  pen.ellipse(46, 11, 36, 7, look.dark);
}

function bottle(pen: Pen, look: Look): void {
  pen.rect(22, 2, 20, 12, inkDark, 2);
  pen.path("M24 14H40V44Q60 56 60 78V158Q58 168 48 168H16Q6 168 4 158V78Q4 56 24 44Z", look.main);
  pen.rect(6, 92, 52, 42, "#f6f0dc");
  pen.rect(14, 104, 36, 5, look.dark);
  pen.rect(14, 116, 26, 5, look.dark);
}

function vaseBack(pen: Pen, look: Look): void {
  pen.ellipse(46, 12, 24, 6, look.dark);
}
function vaseFront(pen: Pen, look: Look): void {
  cloth(pen, "M22 12Q46 22 70 12Q66 34 80 52Q98 90 66 128H26Q-6 90 12 52Q26 34 22 12Z", look, 90);
}

function bowlBack(pen: Pen, look: Look): void {
  pen.ellipse(75, 22, 71, 14, look.dark);
}
function bowlFront(pen: Pen, look: Look): void {
  cloth(pen, "M4 22Q75 46 146 22Q142 74 96 84V90H54V84Q8 74 4 22Z", look, 130);
}

function boxBack(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [14, 14],
      [146, 14],
      [154, 34],
      [6, 34],
    ],
    look.dark,
  );
}
function boxFront(pen: Pen, look: Look): void {
  cloth(pen, rectPath(6, 32, 148, 72), look, 130);
  pen.rect(2, 28, 156, 12, look.light);
}

function basketBack(pen: Pen, look: Look): void {
  pen.curve("M20 60Q24 6 80 6Q136 6 140 60", look.dark, 8);
  pen.ellipse(80, 58, 70, 10, "#5a3a1c");
}
function basketFront(pen: Pen, look: Look): void {
  const body = "M8 58Q80 74 152 58L136 118H24Z";
  pen.path(body, look.main);
  for (const y of [76, 92, 108]) pen.path(`M0 ${y}Q80 ${y + 12} 160 ${y}`, { stroke: look.dark, width: 3 }, body);
  for (let x = 20; x < 150; x += 18) pen.path(`M${x} 50V124`, { stroke: look.dark, width: 2 }, body);
}

function bucketBack(pen: Pen, look: Look): void {
  pen.curve("M10 36Q14 2 54 2Q94 2 98 36", metal, 4);
  pen.ellipse(54, 38, 46, 9, look.dark);
}
function bucketFront(pen: Pen, look: Look): void {
  cloth(pen, "M8 38Q54 54 100 38L88 116H20Z", look, 100);
}

function clock(pen: Pen, look: Look): void {
  pen.circle(52, 52, 49, look.main);
  pen.circle(52, 52, 40, "#fdfcf7");
  for (let i = 0; i < 12; i++) {
    const [s, c] = [Math.sin((i * Math.PI) / 6), -Math.cos((i * Math.PI) / 6)];
    pen.line(
      [
        [52 + s * 33, 52 + c * 33],
        [52 + s * 37, 52 + c * 37],
      ],
      inkDark,
      i % 3 ? 2 : 4,
    );
  }
  pen.line(
    [
      [52, 52],
      [52, 24],
    ],
    inkDark,
    3.5,
  );
  pen.line(
    [
      [52, 52],
      [70, 62],
    ],
    inkDark,
    4.5,
  );
}

function book(pen: Pen, look: Look): void {
  pen.rect(4, 4, 74, 102, look.dark, 4);
  pen.rect(10, 98, 66, 10, "#f4efe0");
  pen.rect(8, 4, 72, 94, look.main, 4);
  pen.rect(24, 20, 42, 16, look.light, 2);
  pen.rect(30, 44, 30, 5, look.light);
}

function bookPile(pen: Pen, look: Look): void {
  pen.rect(4, 46, 120, 22, "#d9a52b", 3);
  pen.rect(14, 24, 108, 22, "#3a6ea8", 3);
  pen.rect(8, 2, 104, 22, look.main, 3);
  for (const [x, y] of [
    [110, 50],
    [108, 28],
    [98, 6],
  ] as const)
    pen.rect(x, y, 14, 14, "#f6f1e2");
}

function umbrella(pen: Pen, look: Look): void {
  pen.curve("M80 8V138Q80 152 68 152Q58 152 58 140", "#5a4632", 6);
  pen.line(
    [
      [80, 2],
      [80, 12],
    ],
    "#5a4632",
    5,
  );
  cloth(
    pen,
    "M4 78Q14 8 80 8Q146 8 156 78Q142 64 128 78Q116 64 104 78Q92 64 80 78Q68 64 56 78Q44 64 32 78Q18 64 4 78Z",
    look,
    120,
  );
}

function ball(pen: Pen, look: Look): void {
  cloth(pen, ellipsePath(46, 46, 43, 43), look, 90);
  pen.ellipse(30, 28, 9, 6, look.light, -35);
}

function teapot(pen: Pen, look: Look): void {
  pen.curve("M116 42Q152 40 142 72Q136 92 110 88", look.dark, 9);
  pen.path("M34 60Q20 58 14 34L4 30L10 22L28 28Q36 54 46 78Z", look.dark);
  cloth(pen, "M26 70Q28 28 76 26Q124 28 126 70Q124 106 96 110H56Q28 106 26 70Z", look, 120);
  pen.path("M50 30Q54 16 76 16Q98 16 102 30Z", look.dark);
  pen.circle(76, 11, 7, look.dark);
}

function key(pen: Pen, look: Look): void {
  pen.curve("M6 32a24 24 0 1 0 48 0a24 24 0 1 0 -48 0", look.main, 11);
  pen.line(
    [
      [54, 32],
      [132, 32],
    ],
    look.main,
    11,
  );
  pen.line(
    [
      [116, 34],
      [116, 54],
    ],
    look.main,
    10,
  );
  pen.line(
    [
      [132, 34],
      [132, 50],
    ],
    look.main,
    10,
  );
}

function hat(pen: Pen, look: Look): void {
  pen.path("M34 62Q32 8 76 8Q120 8 118 62Z", look.main);
  pen.path("M34 48Q76 60 118 48V62H34Z", look.accent);
  pen.ellipse(76, 64, 72, 13, look.dark);
}

function gift(pen: Pen, look: Look): void {
  pen.path("M60 34Q22 34 26 14Q38 -4 60 34Q82 -4 94 14Q98 34 60 34Z", look.accent);
  cloth(pen, rectPath(10, 54, 100, 62), { ...look, accent: look.light }, 110);
  pen.rect(4, 32, 112, 24, look.dark, 3);
  pen.rect(51, 32, 18, 84, look.accent);
}

function television(pen: Pen): void {
  pen.rect(66, 104, 48, 10, inkDark);
  pen.rect(48, 112, 84, 8, inkDark, 3);
  pen.rect(4, 4, 172, 102, inkDark, 5);
  pen.rect(11, 11, 158, 88, "#8fc3e6");
  pen.path("M11 99V74L58 40L96 80L124 60L169 92V99Z", "#5f9a54");
  pen.circle(138, 32, 11, "#f7d95a");
}

function laptop(pen: Pen, look: Look): void {
  pen.rect(22, 4, 126, 82, look.dark, 6);
  pen.rect(29, 11, 112, 68, "#cfe6f5");
  pen.rect(38, 20, 50, 6, "#6a8fb0");
  for (const y of [34, 44, 54]) pen.rect(38, y, 86 - (y % 4) * 9, 4, "#9db8cc");
  pen.polygon(
    [
      [18, 86],
      [152, 86],
      [168, 102],
      [2, 102],
    ],
    look.main,
  );
  pen.rect(62, 92, 46, 5, look.dark, 2);
}

function phone(pen: Pen, look: Look): void {
  pen.rect(4, 4, 60, 118, look.main, 10);
  pen.rect(9, 16, 50, 92, "#dff0fa", 2);
  for (const [i, c] of ["#e2574c", "#4fae57", "#2f66d0", "#f6c52f", "#8450b8", "#27b5ac"].entries())
    pen.rect(14 + (i % 3) * 14, 24 + Math.floor(i / 3) * 16, 10, 10, c, 2);
}

function backpack(pen: Pen, look: Look): void {
  pen.curve("M40 14Q52 -4 64 14", look.dark, 7);
  pen.rect(2, 62, 16, 44, look.dark, 7);
  pen.rect(86, 62, 16, 44, look.dark, 7);
  cloth(pen, "M10 44Q12 10 52 10Q92 10 94 44V114Q92 122 84 122H20Q12 122 10 114Z", look, 100);
  pen.rect(22, 68, 60, 40, look.dark, 6);
  pen.line(
    [
      [28, 82],
      [76, 82],
    ],
    look.accent,
    3,
  );
}

function guitar(pen: Pen, look: Look): void {
  pen.rect(40, 12, 14, 108, "#5a3a20");
  pen.rect(35, 2, 24, 22, "#3a2616", 3);
  pen.path("M47 96Q82 92 80 122Q70 140 84 156Q92 206 47 208Q2 206 10 156Q24 140 14 122Q12 92 47 96Z", look.main);
  pen.circle(47, 140, 13, inkDark);
  pen.rect(30, 174, 34, 7, "#3a2616");
  pen.line(
    [
      [47, 24],
      [47, 178],
    ],
    "#efe8d6",
    2,
  );
}

function candle(pen: Pen, look: Look): void {
  pen.path("M24 0Q36 16 24 26Q12 16 24 0Z", "#f6a623");
  pen.line(
    [
      [24, 24],
      [24, 32],
    ],
    inkDark,
    3,
  );
  pen.rect(10, 32, 28, 78, look.main, 3);
  pen.rect(2, 106, 44, 9, "#b8903f", 4);
}

function pencil(pen: Pen, look: Look): void {
  pen.rect(4, 6, 16, 18, "#ee8fa6", 4);
  pen.rect(18, 6, 8, 18, metal);
  pen.rect(26, 6, 96, 18, look.main);
  pen.polygon(
    [
      [122, 6],
      [146, 15],
      [122, 24],
    ],
    "#f0d2a2",
  );
  pen.polygon(
    [
      [138, 12],
      [146, 15],
      [138, 18],
    ],
    inkDark,
  );
}

function scissors(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [56, 60],
      [64, 52],
      [138, 8],
      [134, 18],
    ],
    metal,
  );
  pen.polygon(
    [
      [56, 44],
      [64, 52],
      [138, 96],
      [134, 86],
    ],
    metal,
  );
  pen.curve("M6 82a20 15 0 1 0 40 0a20 15 0 1 0 -40 0", look.main, 8);
  pen.curve("M6 22a20 15 0 1 0 40 0a20 15 0 1 0 -40 0", look.main, 8);
  pen.line(
    [
      [42, 74],
      [62, 54],
    ],
    look.main,
    9,
  );
  pen.line(
    [
      [42, 30],
      [62, 50],
    ],
    look.main,
    9,
  );
  pen.circle(66, 52, 4, inkDark);
}

function balloon(pen: Pen, look: Look): void {
  pen.curve("M40 98Q30 124 42 150Q50 168 40 186", "#7a7a80", 2.5);
  pen.polygon(
    [
      [40, 92],
      [32, 104],
      [48, 104],
    ],
    look.dark,
  );
  pen.ellipse(40, 50, 36, 45, look.main);
  pen.ellipse(26, 32, 6, 11, look.light, 20);
}

function kite(pen: Pen, look: Look): void {
  pen.curve("M50 118Q74 136 52 152Q34 168 58 184", "#6a6a72", 2.5);
  pen.polygon(
    [
      [50, 2],
      [96, 48],
      [50, 120],
      [4, 48],
    ],
    look.main,
  );
  pen.polygon(
    [
      [50, 2],
      [96, 48],
      [50, 48],
    ],
    look.dark,
  );
  pen.polygon(
    [
      [4, 48],
      [50, 48],
      [50, 120],
    ],
    look.dark,
  );
}

function pictureFrame(pen: Pen, look: Look): void {
  pen.rect(2, 2, 136, 106, look.main, 3);
  pen.rect(13, 13, 114, 84, "#cfe4f2");
  pen.path("M13 97V78L48 44L78 76L96 60L127 84V97Z", "#7fa873");
  pen.circle(104, 34, 9, "#f5e3a0");
}

function windowOf(pen: Pen, look: Look): void {
  pen.rect(2, 2, 116, 136, look.main, 2);
  for (const x of [11, 63]) for (const y of [11, 73]) pen.rect(x, y, 46, 54, "#bfe0f3");
  pen.rect(0, 136, 120, 10, look.dark);
}

const thing = { group: "household", places: ["surface"] } as const;

export const household: readonly Kind[] = [
  kind({ ...thing, name: "mug", width: 112, height: 104, tall: 0.2, colours: anyColour, patterns: true, draw: mug }),
  kind({
    ...thing,
    name: "bottle",
    width: 64,
    height: 170,
    tall: 0.34,
    colours: ["green", "brown", "blue", "red", "turquoise"],
    draw: bottle,
  }),
  kind({
    ...thing,
    name: "vase",
    width: 92,
    height: 132,
    tall: 0.34,
    colours: [...vivid, "white"],
    patterns: true,
    draw: vaseBack,
    front: vaseFront,
  }),
  kind({
    ...thing,
    name: "bowl",
    width: 150,
    height: 92,
    tall: 0.2,
    colours: [...vivid, "white"],
    patterns: true,
    hollow: { floor: 44, rim: 24, left: 20, right: 130 },
    draw: bowlBack,
    front: bowlFront,
  }),
  kind({
    ...thing,
    name: "box",
    plural: "boxes",
    width: 160,
    height: 106,
    tall: 0.42,
    places: ["surface", "ground"],
    colours: ["brown", "red", "blue", "green", "white", "yellow", "purple"],
    patterns: true,
    hollow: { floor: 54, rim: 30, left: 18, right: 142 },
    draw: boxBack,
    front: boxFront,
  }),
  kind({
    ...thing,
    name: "basket",
    width: 160,
    height: 122,
    tall: 0.44,
    places: ["surface", "ground"],
    colours: ["brown"],
    hollow: { floor: 82, rim: 60, left: 24, right: 136 },
    draw: basketBack,
    front: basketFront,
  }),
  kind({
    ...thing,
    name: "bucket",
    width: 108,
    height: 118,
    tall: 0.4,
    places: ["ground"],
    colours: [...vivid, "gray"],
    hollow: { floor: 62, rim: 40, left: 16, right: 92 },
    draw: bucketBack,
    front: bucketFront,
  }),
  kind({
    ...thing,
    name: "clock",
    width: 104,
    height: 104,
    tall: 0.45,
    places: ["wall"],
    colours: [...vivid, "black", "brown"],
    draw: clock,
  }),
  kind({ ...thing, name: "book", width: 84, height: 110, tall: 0.3, colours: vivid, draw: book }),
  kind({
    ...thing,
    name: "pile of books",
    plural: "piles of books",
    width: 128,
    height: 70,
    tall: 0.24,
    draw: (pen, look) => bookPile(pen, { ...look, main: "#b33b3b" }),
  }),
  kind({
    ...thing,
    name: "umbrella",
    width: 160,
    height: 156,
    tall: 0.85,
    places: ["ground"],
    colours: vivid,
    patterns: true,
    draw: umbrella,
  }),
  kind({
    ...thing,
    name: "ball",
    width: 92,
    height: 92,
    tall: 0.26,
    places: ["ground", "surface"],
    colours: vivid,
    patterns: true,
    draw: ball,
  }),
  kind({
    ...thing,
    name: "teapot",
    width: 150,
    height: 114,
    tall: 0.3,
    colours: [...vivid, "white"],
    patterns: true,
    draw: teapot,
  }),
  kind({
    ...thing,
    name: "key",
    width: 140,
    height: 62,
    tall: 0.1,
    colours: ["yellow", "gray", "black", "red"],
    draw: key,
  }),
  kind({ ...thing, name: "hat", width: 150, height: 80, tall: 0.24, colours: [...vivid, "black", "brown"], draw: hat }),
  kind({
    ...thing,
    name: "gift",
    width: 120,
    height: 118,
    tall: 0.34,
    places: ["surface", "ground"],
    colours: vivid,
    patterns: true,
    draw: gift,
  }),
  kind({ ...thing, name: "television", width: 180, height: 122, tall: 0.75, draw: television }),
  kind({
    ...thing,
    name: "laptop",
    width: 170,
    height: 106,
    tall: 0.34,
    colours: ["gray", "black", "white", "blue"],
    draw: laptop,
  }),
  kind({
    ...thing,
    name: "phone",
    width: 68,
    height: 126,
    tall: 0.22,
    colours: ["black", "white", "red", "blue", "purple", "green"],
    draw: phone,
  }),
  kind({
    ...thing,
    name: "backpack",
    width: 104,
    height: 126,
    tall: 0.55,
    places: ["ground"],
    colours: vivid,
    patterns: true,
    draw: backpack,
  }),
  kind({
    ...thing,
    name: "guitar",
    width: 94,
    height: 212,
    tall: 1,
    places: ["ground"],
    colours: ["brown", "red", "black", "blue", "orange"],
    draw: guitar,
  }),
  kind({ ...thing, name: "candle", width: 48, height: 118, tall: 0.3, colours: [...vivid, "white"], draw: candle }),
  kind({ ...thing, name: "pencil", width: 150, height: 30, tall: 0.05, colours: vivid, draw: pencil }),
  kind({
    ...thing,
    name: "pair of scissors",
    plural: "pairs of scissors",
    width: 142,
    height: 104,
    tall: 0.17,
    colours: vivid,
    draw: scissors,
  }),
  kind({
    ...thing,
    name: "balloon",
    width: 80,
    height: 190,
    tall: 0.7,
    places: ["sky"],
    colours: ["red", "orange", "yellow", "green", "purple", "pink"],
    draw: balloon,
  }),
  kind({
    ...thing,
    name: "kite",
    width: 100,
    height: 188,
    tall: 0.8,
    places: ["sky"],
    colours: ["red", "orange", "yellow", "green", "purple", "pink"],
    draw: kite,
  }),
  kind({
    ...thing,
    name: "framed picture",
    width: 140,
    height: 110,
    tall: 0.6,
    places: ["wall"],
    colours: ["brown", "black", "yellow", "red", "white"],
    draw: pictureFrame,
  }),
  kind({
    ...thing,
    name: "window",
    width: 120,
    height: 148,
    tall: 0.95,
    places: ["wall"],
    colours: ["white", "brown", "green", "blue"],
    draw: windowOf,
  }),
];
