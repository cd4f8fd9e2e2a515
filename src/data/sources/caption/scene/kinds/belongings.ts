/** Things that people carry, read, play with or wear. */
import { ellipsePath, type Pen, rectPath } from "../drawing.ts";
import { cloth, type Look } from "../kind.ts";
import { inkDark } from "./fittings.ts";
import { metal } from "./vessels.ts";

export function clock(pen: Pen, look: Look): void {
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

export function book(pen: Pen, look: Look): void {
  pen.rect(4, 4, 74, 102, look.dark, 4);
  pen.rect(10, 98, 66, 10, "#f4efe0");
  pen.rect(8, 4, 72, 94, look.main, 4);
  pen.rect(24, 20, 42, 16, look.light, 2);
  pen.rect(30, 44, 30, 5, look.light);
}

export function bookPile(pen: Pen, look: Look): void {
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

export function umbrella(pen: Pen, look: Look): void {
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

export function ball(pen: Pen, look: Look): void {
  cloth(pen, ellipsePath(46, 46, 43, 43), look, 90);
  pen.ellipse(30, 28, 9, 6, look.light, -35);
}

export function key(pen: Pen, look: Look): void {
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

export function hat(pen: Pen, look: Look): void {
  pen.path("M34 62Q32 8 76 8Q120 8 118 62Z", look.main);
  pen.path("M34 48Q76 60 118 48V62H34Z", look.accent);
  pen.ellipse(76, 64, 72, 13, look.dark);
}

export function gift(pen: Pen, look: Look): void {
  pen.path("M60 34Q22 34 26 14Q38 -4 60 34Q82 -4 94 14Q98 34 60 34Z", look.accent);
  cloth(pen, rectPath(10, 54, 100, 62), { ...look, accent: look.light }, 110);
  pen.rect(4, 32, 112, 24, look.dark, 3);
  pen.rect(51, 32, 18, 84, look.accent);
}

export function backpack(pen: Pen, look: Look): void {
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

export function guitar(pen: Pen, look: Look): void {
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

export function candle(pen: Pen, look: Look): void {
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

export function pencil(pen: Pen, look: Look): void {
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

export function scissors(pen: Pen, look: Look): void {
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

export function balloon(pen: Pen, look: Look): void {
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

export function kite(pen: Pen, look: Look): void {
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
