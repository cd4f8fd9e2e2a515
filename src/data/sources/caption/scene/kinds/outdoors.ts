/** Buildings, signs and things of the sky. */
import { type Pen, regularPoints } from "../drawing.ts";
import { type Kind, kind, type Look, vivid } from "../kind.ts";

const glass = "#cfe8f5";
const steel = "#5a5e67";

function house(pen: Pen, look: Look): void {
  pen.rect(136, 14, 20, 46, "#9c4a36");
  pen.rect(18, 78, 164, 104, look.main);
  pen.polygon(
    [
      [4, 82],
      [100, 8],
      [196, 82],
    ],
    look.dark,
  );
  pen.rect(84, 122, 32, 60, "#6b4327", 2);
  pen.circle(108, 154, 3.4, "#f3d36a");
  for (const x of [34, 132]) {
    pen.rect(x, 102, 34, 34, "#fbfaf5");
    pen.rect(x + 3, 105, 13, 13, glass);
    pen.rect(x + 18, 105, 13, 13, glass);
    pen.rect(x + 3, 120, 13, 13, glass);
    pen.rect(x + 18, 120, 13, 13, glass);
  }
}

function tent(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [90, 4],
      [4, 118],
      [176, 118],
    ],
    look.main,
  );
  pen.polygon(
    [
      [90, 4],
      [66, 118],
      [114, 118],
    ],
    "#33343c",
  );
  pen.polygon(
    [
      [90, 4],
      [114, 118],
      [124, 118],
    ],
    look.light,
  );
}

function streetLamp(pen: Pen): void {
  pen.line(
    [
      [34, 26],
      [34, 238],
    ],
    steel,
    7,
  );
  pen.rect(22, 228, 24, 14, steel, 3);
  pen.polygon(
    [
      [20, 24],
      [48, 24],
      [44, 58],
      [24, 58],
    ],
    "#fbe9a0",
  );
  pen.polygon(
    [
      [14, 26],
      [54, 26],
      [34, 4],
    ],
    steel,
  );
}

function trafficLight(pen: Pen, look: Look): void {
  pen.rect(26, 120, 12, 108, steel);
  pen.rect(6, 4, 52, 124, "#2b2d33", 10);
  const lit = look.pose;
  pen.circle(32, 28, 16, lit === "red" ? "#f03a32" : "#5a2422");
  pen.circle(32, 66, 16, lit === "yellow" ? "#f9d53a" : "#5c5224");
  pen.circle(32, 104, 16, lit === "green" ? "#3fd05a" : "#20492a");
}

function mailbox(pen: Pen, look: Look): void {
  pen.rect(44, 60, 12, 92, "#7a5230");
  pen.path("M10 66V34Q12 8 38 8H90V66Z", look.main);
  pen.path("M10 66V34Q12 10 32 10Q54 12 54 34V66Z", look.dark);
  pen.rect(82, 22, 6, 26, "#f0f0ea");
  pen.rect(82, 14, 18, 13, look.accent);
}

function fence(pen: Pen, look: Look): void {
  for (const y of [30, 66]) pen.rect(2, y, 216, 10, look.dark);
  for (let x = 8; x < 210; x += 26)
    pen.polygon(
      [
        [x, 96],
        [x, 16],
        [x + 8, 4],
        [x + 16, 16],
        [x + 16, 96],
      ],
      look.main,
    );
}

function sandcastle(pen: Pen): void {
  const [sand, shade] = ["#dfb568", "#c2974b"];
  pen.line(
    [
      [80, 30],
      [80, 4],
    ],
    "#6b4a2b",
    3,
  );
  pen.polygon(
    [
      [80, 4],
      [104, 12],
      [80, 20],
    ],
    "#d62f2f",
  );
  pen.polygon(
    [
      [8, 116],
      [14, 58],
      [52, 58],
      [58, 116],
    ],
    sand,
  );
  pen.polygon(
    [
      [102, 116],
      [108, 58],
      [146, 58],
      [152, 116],
    ],
    sand,
  );
  pen.polygon(
    [
      [50, 116],
      [56, 30],
      [104, 30],
      [110, 116],
    ],
    shade,
  );
  for (const [x, y] of [
    [12, 48],
    [26, 48],
    [42, 48],
    [106, 48],
    [122, 48],
    [138, 48],
  ] as const)
    pen.rect(x, y, 9, 11, sand);
  for (const x of [54, 74, 95]) pen.rect(x, 20, 11, 12, shade);
  pen.path("M70 116V92Q80 80 90 92V116Z", "#7a5a2a");
}

function snowman(pen: Pen): void {
  pen.line(
    [
      [34, 84],
      [4, 62],
    ],
    "#6b4a2b",
    4,
  );
  pen.line(
    [
      [86, 84],
      [116, 62],
    ],
    "#6b4a2b",
    4,
  );
  pen.circle(60, 146, 44, "#fbfcff");
  pen.circle(60, 86, 32, "#f3f6fb");
  pen.circle(60, 46, 24, "#fbfcff");
  pen.rect(34, 22, 52, 7, "#26262b");
  pen.rect(42, 0, 36, 24, "#26262b");
  pen.circle(52, 42, 3, "#26262b");
  pen.circle(68, 42, 3, "#26262b");
  pen.polygon(
    [
      [60, 48],
      [86, 54],
      [60, 56],
    ],
    "#ee7d24",
  );
  pen.rect(40, 62, 40, 9, "#d62f2f", 4);
  for (const y of [84, 98]) pen.circle(60, y, 3.4, "#26262b");
}

function fountain(pen: Pen): void {
  for (const side of [-1, 1]) pen.curve(`M90 22Q${90 + side * 40} 0 ${90 + side * 52} 62`, "#7cc3ea", 6);
  pen.line(
    [
      [90, 24],
      [90, 110],
    ],
    "#a5abb3",
    14,
  );
  pen.path("M44 58H136Q128 78 90 80Q52 78 44 58Z", "#b4bac2");
  pen.path("M8 104H172Q164 136 150 138H30Q16 136 8 104Z", "#a5abb3");
  pen.ellipse(90, 105, 78, 9, "#7cc3ea");
}

function sun(pen: Pen): void {
  for (const [x, y] of regularPoints(60, 60, 54, 12))
    pen.line(
      [
        [60 + (x - 60) * 0.76, 60 + (y - 60) * 0.76],
        [x, y],
      ],
      "#f9b82a",
      6,
    );
  pen.circle(60, 60, 34, "#fbcf3a");
}

function moon(pen: Pen): void {
  pen.path("M68 6A46 46 0 1 0 92 76A38 38 0 0 1 68 6Z", "#f5e7a6");
}

function cloud(pen: Pen): void {
  pen.path("M30 76Q2 74 6 50Q14 32 36 38Q44 6 76 10Q104 12 108 38Q138 32 142 56Q142 76 118 76Z", "#ffffff");
}

function rainbow(pen: Pen): void {
  for (const [i, colour] of ["#e2453c", "#f28c28", "#f6d22f", "#4fae57", "#2f86d0", "#7d3fb0"].entries()) {
    const r = 96 - i * 9;
    pen.curve(`M${104 - r} 104A${r} ${r} 0 0 1 ${104 + r} 104`, colour, 9);
  }
}

const outdoor = { group: "outdoor", places: ["ground"] } as const;

export const outdoors: readonly Kind[] = [
  kind({
    ...outdoor,
    name: "house",
    width: 200,
    height: 184,
    tall: 3.2,
    colours: ["red", "yellow", "blue", "white", "green", "pink", "orange"],
    draw: house,
  }),
  kind({ ...outdoor, name: "tent", width: 180, height: 120, tall: 1.6, colours: vivid, draw: tent }),
  kind({ ...outdoor, name: "street lamp", width: 68, height: 244, tall: 2.8, draw: streetLamp }),
  kind({
    ...outdoor,
    name: "traffic light",
    width: 64,
    height: 230,
    tall: 2.5,
    poses: ["red", "yellow", "green"],
    draw: trafficLight,
  }),
  kind({
    ...outdoor,
    name: "mailbox",
    plural: "mailboxes",
    width: 102,
    height: 154,
    tall: 1.1,
    colours: ["red", "blue", "green", "gray", "black"],
    draw: mailbox,
  }),
  kind({ ...outdoor, name: "fence", width: 220, height: 98, tall: 1, colours: ["white", "brown"], draw: fence }),
  kind({ ...outdoor, name: "sandcastle", width: 160, height: 118, tall: 0.7, draw: sandcastle }),
  kind({ ...outdoor, name: "snowman", plural: "snowmen", width: 120, height: 192, tall: 1.5, draw: snowman }),
  kind({ ...outdoor, name: "fountain", width: 180, height: 140, tall: 1.4, draw: fountain }),
  kind({ ...outdoor, name: "sun", places: ["sky"], width: 120, height: 120, tall: 0.9, draw: sun }),
  kind({ ...outdoor, name: "moon", places: ["sky"], width: 104, height: 104, tall: 0.75, draw: moon }),
  kind({ ...outdoor, name: "cloud", places: ["sky"], width: 148, height: 80, tall: 0.75, draw: cloud }),
  kind({ ...outdoor, name: "rainbow", places: ["sky"], width: 208, height: 110, tall: 2, draw: rainbow }),
];
