/** Pets and farm animals, drawn from the side. */
import type { Pen } from "../drawing.ts";
import type { Look } from "../kind.ts";
import { eye, legs } from "./animal-parts.ts";

export function dog(pen: Pen, look: Look): void {
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

export function cat(pen: Pen, look: Look): void {
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

export function rabbit(pen: Pen, look: Look): void {
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

/** Hoofed animals share a body; ears, neck and coat differ. */
export function horse(pen: Pen, look: Look): void {
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

export function cow(pen: Pen, look: Look): void {
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

export function sheep(pen: Pen, look: Look): void {
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

export function pig(pen: Pen, look: Look): void {
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
