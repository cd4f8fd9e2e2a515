/** Birds, fish and animals of the wild, drawn from the side. */
import { ellipsePath, type Pen } from "../drawing.ts";
import { cloth, type Look } from "../kind.ts";
import { eye, legs } from "./animal-parts.ts";

export function bird(pen: Pen, look: Look): void {
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

export function fish(pen: Pen, look: Look): void {
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

export function duck(pen: Pen, look: Look): void {
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

export function elephant(pen: Pen, look: Look): void {
  pen.curve("M16 60Q4 72 8 92", look.dark, 5);
  for (const x of [26, 54, 92, 116]) pen.rect(x - 4, 90, 24, 54, look.dark, 5);
  pen.path("M10 76Q10 30 66 28H110Q136 34 136 76Q136 112 104 112H34Q10 110 10 76Z", look.main);
  pen.circle(140, 50, 32, look.main);
  pen.curve("M164 60Q182 88 172 126", look.main, 17);
  pen.ellipse(122, 52, 21, 29, look.dark, 8);
  pen.circle(150, 42, 3.8, eye);
  pen.curve("M152 76Q164 90 178 84", "#fdfaf0", 6);
}

export function giraffe(pen: Pen): void {
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

export function penguin(pen: Pen): void {
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

export function butterfly(pen: Pen, look: Look): void {
  for (const side of [-1, 1]) {
    pen.path(`M50 46Q${50 + side * 14} 2 ${50 + side * 44} 6Q${50 + side * 52} 34 50 52Z`, look.main);
    pen.path(`M50 50Q${50 + side * 40} 48 ${50 + side * 38} 76Q${50 + side * 18} 92 50 58Z`, look.dark);
    pen.circle(50 + side * 30, 24, 6, look.accent);
    pen.curve(`M50 30Q${50 + side * 6} 14 ${50 + side * 14} 10`, eye, 2);
  }
  pen.ellipse(50, 50, 5, 24, eye);
}

export function turtle(pen: Pen, look: Look): void {
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

export function snail(pen: Pen, look: Look): void {
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

export function owl(pen: Pen, look: Look): void {
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
