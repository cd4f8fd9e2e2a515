/** Animals from the side, in their own or in chosen colours. */
import { ellipsePath, type Pen } from "../drawing.ts";
import { cloth, type Kind, kind, type Look } from "../kind.ts";

const eye = "#1d1b1e";
const legs = (pen: Pen, xs: readonly number[], top: number, bottom: number, colour: string, width: number) => {
  for (const x of xs)
    pen.line(
      [
        [x, top],
        [x, bottom - width / 2],
      ],
      colour,
      width,
    );
};

function dog(pen: Pen, look: Look): void {
  pen.curve("M22 62Q2 48 6 26", look.main, 9);
  legs(pen, [32, 46, 92, 106], 76, 118, look.dark, 11);
  pen.path("M20 58Q24 46 44 48H96Q116 50 114 74Q110 92 92 90H40Q18 88 20 58Z", look.main);
  pen.path("M94 60L100 30Q108 12 128 16Q140 20 142 30L158 36Q162 48 148 52H128L116 74Z", look.main);
  pen.path("M104 20Q92 22 90 44Q92 56 102 54Q112 44 114 24Z", look.dark);
  pen.circle(129, 29, 3.4, eye);
  pen.ellipse(157, 38, 5, 4, eye);
  pen.line(
    [
      [96, 60],
      [116, 72],
    ],
    "#c8323c",
    6,
  );
}

function cat(pen: Pen, look: Look): void {
  pen.curve("M96 104Q128 100 122 66Q118 50 108 58", look.main, 9);
  pen.path("M34 118Q26 72 56 62Q92 62 98 118Z", look.main);
  pen.ellipse(48, 114, 12, 7, look.light);
  pen.ellipse(80, 114, 12, 7, look.light);
  pen.polygon(
    [
      [26, 34],
      [28, 2],
      [52, 18],
    ],
    look.main,
  );
  pen.polygon(
    [
      [94, 34],
      [92, 2],
      [68, 18],
    ],
    look.main,
  );
  pen.ellipse(60, 40, 36, 30, look.main);
  for (const x of [46, 74]) {
    pen.ellipse(x, 36, 6, 7.5, "#cfe36a");
    pen.ellipse(x, 36, 2.2, 6.5, eye);
  }
  pen.polygon(
    [
      [55, 48],
      [65, 48],
      [60, 54],
    ],
    "#d9707e",
  );
  for (const side of [-1, 1]) {
    pen.line(
      [
        [60 + side * 14, 52],
        [60 + side * 44, 47],
      ],
      eye,
      1.2,
    );
    pen.line(
      [
        [60 + side * 14, 55],
        [60 + side * 44, 58],
      ],
      eye,
      1.2,
    );
  }
}

function rabbit(pen: Pen, look: Look): void {
  pen.ellipse(38, 26, 9, 27, look.main, -8);
  pen.ellipse(62, 26, 9, 27, look.main, 8);
  pen.ellipse(38, 28, 4, 18, "#f0a8b4", -8);
  pen.ellipse(62, 28, 4, 18, "#f0a8b4", 8);
  pen.circle(88, 112, 11, look.light);
  pen.ellipse(52, 108, 34, 30, look.main);
  pen.circle(50, 66, 25, look.main);
  pen.circle(41, 62, 3.6, eye);
  pen.circle(59, 62, 3.6, eye);
  pen.polygon(
    [
      [46, 71],
      [54, 71],
      [50, 76],
    ],
    "#d9707e",
  );
  pen.ellipse(34, 132, 14, 6, look.dark);
  pen.ellipse(68, 132, 14, 6, look.dark);
}

function bird(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [24, 46],
      [0, 34],
      [4, 56],
    ],
    look.dark,
  );
  pen.line(
    [
      [52, 70],
      [50, 90],
    ],
    "#d98a2b",
    4,
  );
  pen.line(
    [
      [64, 70],
      [64, 90],
    ],
    "#d98a2b",
    4,
  );
  pen.path("M14 46Q32 20 66 26Q100 34 86 62Q62 86 32 68Z", look.main);
  pen.circle(84, 28, 18, look.main);
  pen.polygon(
    [
      [100, 24],
      [120, 31],
      [99, 36],
    ],
    "#f0a02c",
  );
  pen.circle(90, 24, 3.4, eye);
  pen.path("M28 46Q52 34 66 50Q50 70 28 46Z", look.dark);
}

function fish(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [34, 40],
      [2, 14],
      [4, 66],
    ],
    look.dark,
  );
  pen.polygon(
    [
      [64, 20],
      [92, 2],
      [96, 22],
    ],
    look.dark,
  );
  cloth(pen, ellipsePath(78, 40, 50, 27), look, 70);
  pen.circle(106, 34, 7, "#ffffff");
  pen.circle(108, 34, 3.6, eye);
  pen.curve("M92 18Q82 40 92 62", look.dark, 3);
}

/** Hoofed animals share a body; ears, neck and coat differ. */
function horse(pen: Pen, look: Look): void {
  pen.curve("M18 62Q2 74 8 108", look.dark, 10);
  legs(pen, [34, 50, 104, 120], 88, 150, look.main, 12);
  for (const x of [34, 50, 104, 120])
    pen.line(
      [
        [x, 142],
        [x, 147],
      ],
      eye,
      11,
    );
  pen.path(
    "M16 70Q20 56 40 58H106L126 22L146 12L150 22Q176 42 178 56Q172 66 160 60L146 54L130 92Q126 106 104 104H36Q14 100 16 70Z",
    look.main,
  );
  pen.path("M110 62L128 22L140 10L138 28L124 66Z", look.dark);
  pen.circle(154, 34, 3.2, eye);
}

function cow(pen: Pen, look: Look): void {
  pen.curve("M18 50Q6 64 8 92", "#4a4140", 5);
  legs(pen, [30, 46, 104, 120], 84, 126, "#f7f4ee", 13);
  pen.rect(14, 40, 120, 56, "#f7f4ee", 20);
  pen.ellipse(44, 58, 20, 14, look.main);
  pen.ellipse(92, 72, 18, 13, look.main);
  pen.ellipse(106, 48, 12, 8, look.main);
  pen.ellipse(78, 98, 12, 8, "#f0a8b4");
  pen.line(
    [
      [132, 22],
      [126, 10],
    ],
    "#d9c39a",
    6,
  );
  pen.line(
    [
      [158, 22],
      [164, 10],
    ],
    "#d9c39a",
    6,
  );
  pen.ellipse(120, 32, 12, 6, look.main);
  pen.ellipse(170, 32, 12, 6, look.main);
  pen.rect(126, 20, 38, 46, "#f7f4ee", 16);
  pen.ellipse(145, 62, 21, 14, "#f0b7b8");
  pen.circle(137, 36, 3.4, eye);
  pen.circle(153, 36, 3.4, eye);
  pen.circle(139, 62, 2.6, "#8a5055");
  pen.circle(151, 62, 2.6, "#8a5055");
}

function sheep(pen: Pen, look: Look): void {
  legs(pen, [40, 56, 90, 104], 76, 112, "#3d3638", 9);
  for (const [x, y, r] of [
    [34, 54, 22],
    [56, 40, 24],
    [84, 40, 24],
    [106, 54, 22],
    [92, 70, 24],
    [50, 72, 24],
    [70, 60, 30],
  ] as const) {
    pen.circle(x, y, r, look.main);
  }
  pen.ellipse(126, 46, 15, 20, "#3d3638", -12);
  pen.ellipse(112, 38, 11, 5, "#3d3638", 20);
  pen.circle(131, 42, 3.2, "#ffffff");
  pen.circle(120, 30, 12, look.main);
}

function pig(pen: Pen, look: Look): void {
  pen.curve("M14 54Q2 50 6 42Q14 38 12 48", look.dark, 4);
  legs(pen, [36, 52, 90, 104], 80, 108, look.dark, 13);
  pen.ellipse(68, 60, 54, 34, look.main);
  pen.circle(118, 46, 27, look.main);
  pen.polygon(
    [
      [98, 30],
      [104, 8],
      [118, 22],
    ],
    look.dark,
  );
  pen.polygon(
    [
      [122, 22],
      [136, 8],
      [138, 30],
    ],
    look.dark,
  );
  pen.ellipse(132, 54, 14, 11, look.dark);
  pen.circle(128, 54, 2.8, eye);
  pen.circle(137, 54, 2.8, eye);
  pen.circle(112, 40, 3.4, eye);
  pen.circle(130, 38, 3.4, eye);
}

function duck(pen: Pen, look: Look): void {
  pen.line(
    [
      [54, 82],
      [54, 100],
    ],
    "#ea8a1f",
    5,
  );
  pen.line(
    [
      [70, 82],
      [70, 100],
    ],
    "#ea8a1f",
    5,
  );
  pen.path("M4 46Q24 60 50 50Q64 46 72 56L98 62Q100 90 60 90Q14 88 4 46Z", look.main);
  pen.path("M68 60L72 34Q76 12 96 14Q116 18 112 40Q108 52 98 66Z", look.main);
  pen.path("M110 28Q128 30 134 38Q122 44 110 40Z", "#f0902a");
  pen.circle(98, 28, 3.6, eye);
  pen.path("M28 60Q52 56 74 70Q50 84 28 60Z", look.dark);
}

function elephant(pen: Pen, look: Look): void {
  pen.curve("M16 60Q4 72 8 92", look.dark, 5);
  for (const x of [26, 54, 92, 116]) pen.rect(x - 4, 90, 24, 54, look.dark, 5);
  pen.path("M10 76Q10 30 66 28H110Q136 34 136 76Q136 112 104 112H34Q10 110 10 76Z", look.main);
  pen.circle(140, 50, 32, look.main);
  pen.curve("M164 60Q182 88 172 126", look.main, 17);
  pen.ellipse(122, 52, 21, 29, look.dark, 8);
  pen.circle(150, 42, 3.8, eye);
  pen.curve("M152 76Q164 90 178 84", "#fdfaf0", 6);
}

function giraffe(pen: Pen): void {
  legs(pen, [34, 48, 82, 96], 150, 232, "#e8b54a", 10);
  pen.curve("M24 132Q12 146 16 168", "#8a5a22", 4);
  pen.path(
    "M22 140Q24 122 46 122H78L108 34Q112 14 128 18L152 34Q156 46 142 48L126 50L104 146Q100 166 84 166H38Q20 164 22 140Z",
    "#efc25a",
  );
  for (const [x, y, r] of [
    [40, 140, 9],
    [62, 136, 8],
    [82, 146, 9],
    [56, 154, 8],
    [96, 112, 7],
    [104, 84, 6.5],
    [112, 58, 5.5],
  ] as const) {
    pen.circle(x, y, r, "#a8692c");
  }
  pen.line(
    [
      [116, 22],
      [112, 6],
    ],
    "#8a5a22",
    4,
  );
  pen.line(
    [
      [126, 20],
      [126, 4],
    ],
    "#8a5a22",
    4,
  );
  pen.circle(132, 30, 3.2, eye);
}

function penguin(pen: Pen): void {
  pen.ellipse(36, 122, 14, 6, "#f0962a");
  pen.ellipse(62, 122, 14, 6, "#f0962a");
  pen.ellipse(12, 74, 9, 28, "#23252d", 14);
  pen.ellipse(86, 74, 9, 28, "#23252d", -14);
  pen.ellipse(49, 66, 37, 56, "#2a2d36");
  pen.ellipse(49, 80, 25, 39, "#fbfaf4");
  pen.circle(38, 34, 9, "#fbfaf4");
  pen.circle(60, 34, 9, "#fbfaf4");
  pen.circle(39, 34, 3.6, eye);
  pen.circle(59, 34, 3.6, eye);
  pen.polygon(
    [
      [42, 43],
      [56, 43],
      [49, 54],
    ],
    "#f0962a",
  );
}

function butterfly(pen: Pen, look: Look): void {
  for (const side of [-1, 1]) {
    pen.path(`M50 46Q${50 + side * 14} 2 ${50 + side * 44} 6Q${50 + side * 52} 34 50 52Z`, look.main);
    pen.path(`M50 50Q${50 + side * 40} 48 ${50 + side * 38} 76Q${50 + side * 18} 92 50 58Z`, look.dark);
    pen.circle(50 + side * 30, 24, 6, look.accent);
    pen.curve(`M50 30Q${50 + side * 6} 14 ${50 + side * 14} 10`, eye, 2);
  }
  pen.ellipse(50, 50, 5, 24, eye);
}

function turtle(pen: Pen, look: Look): void {
  pen.ellipse(40, 76, 12, 9, "#86a33c");
  pen.ellipse(92, 76, 12, 9, "#86a33c");
  pen.polygon(
    [
      [14, 66],
      [0, 74],
      [20, 76],
    ],
    "#86a33c",
  );
  pen.ellipse(128, 52, 18, 15, "#9bb94b");
  pen.path("M12 70Q16 10 66 10Q114 12 118 70Z", look.main);
  pen.polygon(
    [
      [54, 28],
      [78, 28],
      [88, 48],
      [78, 62],
      [54, 62],
      [44, 48],
    ],
    look.dark,
  );
  pen.circle(134, 47, 3, eye);
}

function snail(pen: Pen, look: Look): void {
  pen.path("M8 86Q20 72 60 74Q90 76 96 44Q108 38 114 48Q112 86 92 88Z", "#d6ba85");
  pen.line(
    [
      [102, 46],
      [98, 26],
    ],
    "#d6ba85",
    4,
  );
  pen.line(
    [
      [110, 46],
      [116, 26],
    ],
    "#d6ba85",
    4,
  );
  pen.circle(98, 24, 3.4, eye);
  pen.circle(116, 24, 3.4, eye);
  pen.circle(54, 48, 33, look.main);
  pen.curve("M54 48Q60 40 64 50Q62 64 48 62Q34 56 40 38Q54 22 72 34Q84 52 72 68", look.dark, 5);
}

function owl(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [18, 26],
      [16, 2],
      [42, 14],
    ],
    look.dark,
  );
  pen.polygon(
    [
      [76, 26],
      [78, 2],
      [52, 14],
    ],
    look.dark,
  );
  pen.ellipse(47, 62, 38, 52, look.main);
  pen.ellipse(14, 70, 11, 32, look.dark, 8);
  pen.ellipse(80, 70, 11, 32, look.dark, -8);
  pen.ellipse(47, 82, 22, 28, look.light);
  for (const x of [31, 63]) {
    pen.circle(x, 38, 14, "#fbf8ec");
    pen.circle(x, 38, 7, eye);
  }
  pen.polygon(
    [
      [41, 48],
      [53, 48],
      [47, 60],
    ],
    "#e89a2c",
  );
  pen.line(
    [
      [38, 112],
      [38, 119],
    ],
    "#e89a2c",
    6,
  );
  pen.line(
    [
      [56, 112],
      [56, 119],
    ],
    "#e89a2c",
    6,
  );
}

export const animals: readonly Kind[] = [
  kind({
    name: "dog",
    group: "animal",
    width: 164,
    height: 122,
    tall: 0.62,
    places: ["ground"],
    colours: ["brown", "black", "white", "gray"],
    draw: dog,
  }),
  kind({
    name: "cat",
    group: "animal",
    width: 128,
    height: 122,
    tall: 0.5,
    places: ["ground", "surface"],
    colours: ["orange", "black", "white", "gray"],
    draw: cat,
  }),
  kind({
    name: "rabbit",
    group: "animal",
    width: 102,
    height: 140,
    tall: 0.4,
    places: ["ground"],
    colours: ["brown", "white", "gray"],
    draw: rabbit,
  }),
  kind({
    name: "bird",
    group: "animal",
    width: 122,
    height: 92,
    tall: 0.3,
    places: ["ground"],
    colours: ["red", "blue", "yellow", "green", "pink"],
    draw: bird,
  }),
  kind({
    name: "fish",
    plural: "fish",
    group: "animal",
    width: 132,
    height: 76,
    tall: 0.35,
    places: ["water"],
    colours: ["orange", "yellow", "red", "blue", "purple"],
    patterns: true,
    draw: fish,
  }),
  kind({
    name: "horse",
    group: "animal",
    width: 184,
    height: 154,
    tall: 1.65,
    places: ["ground"],
    colours: ["brown", "black", "white", "gray"],
    draw: horse,
  }),
  kind({
    name: "cow",
    group: "animal",
    width: 186,
    height: 130,
    tall: 1.4,
    places: ["ground"],
    draw: (pen, look) => cow(pen, { ...look, main: "#38302f" }),
  }),
  kind({
    name: "sheep",
    plural: "sheep",
    group: "animal",
    width: 148,
    height: 116,
    tall: 0.95,
    places: ["ground"],
    colours: ["white", "black", "gray"],
    draw: sheep,
  }),
  kind({
    name: "pig",
    group: "animal",
    width: 152,
    height: 116,
    tall: 0.8,
    places: ["ground"],
    colours: ["pink"],
    draw: pig,
  }),
  kind({
    name: "duck",
    group: "animal",
    width: 138,
    height: 104,
    tall: 0.4,
    places: ["ground", "water"],
    colours: ["yellow", "white", "brown"],
    draw: duck,
  }),
  kind({
    name: "elephant",
    group: "animal",
    width: 188,
    height: 146,
    tall: 2.4,
    places: ["ground"],
    colours: ["gray"],
    draw: elephant,
  }),
  kind({ name: "giraffe", group: "animal", width: 158, height: 236, tall: 3, places: ["ground"], draw: giraffe }),
  kind({ name: "penguin", group: "animal", width: 98, height: 130, tall: 0.75, places: ["ground"], draw: penguin }),
  kind({
    name: "butterfly",
    plural: "butterflies",
    group: "animal",
    width: 100,
    height: 90,
    tall: 0.3,
    places: ["sky"],
    colours: ["orange", "yellow", "blue", "purple", "pink", "red"],
    draw: butterfly,
  }),
  kind({
    name: "turtle",
    group: "animal",
    width: 148,
    height: 88,
    tall: 0.4,
    places: ["ground"],
    colours: ["green", "brown"],
    draw: turtle,
  }),
  kind({
    name: "snail",
    group: "animal",
    width: 122,
    height: 90,
    tall: 0.25,
    places: ["ground"],
    colours: ["red", "orange", "brown", "purple", "blue"],
    draw: snail,
  }),
  kind({
    name: "owl",
    group: "animal",
    width: 94,
    height: 122,
    tall: 0.45,
    places: ["ground"],
    colours: ["brown", "gray"],
    draw: owl,
  }),
];
