/** Screens, pictures and windows. */
import type { Pen } from "../drawing.ts";
import type { Look } from "../kind.ts";

export const inkDark = "#2a2a30";

export function television(pen: Pen): void {
  pen.rect(66, 104, 48, 10, inkDark);
  pen.rect(48, 112, 84, 8, inkDark, 3);
  pen.rect(4, 4, 172, 102, inkDark, 5);
  pen.rect(11, 11, 158, 88, "#8fc3e6");
  pen.path("M11 99V74L58 40L96 80L124 60L169 92V99Z", "#5f9a54");
  pen.circle(138, 32, 11, "#f7d95a");
}

export function laptop(pen: Pen, look: Look): void {
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

export function phone(pen: Pen, look: Look): void {
  pen.rect(4, 4, 60, 118, look.main, 10);
  pen.rect(9, 16, 50, 92, "#dff0fa", 2);
  for (const [i, c] of ["#e2574c", "#4fae57", "#2f66d0", "#f6c52f", "#8450b8", "#27b5ac"].entries())
    pen.rect(14 + (i % 3) * 14, 24 + Math.floor(i / 3) * 16, 10, 10, c, 2);
}

export function pictureFrame(pen: Pen, look: Look): void {
  pen.rect(2, 2, 136, 106, look.main, 3);
  pen.rect(13, 13, 114, 84, "#cfe4f2");
  pen.path("M13 97V78L48 44L78 76L96 60L127 84V97Z", "#7fa873");
  pen.circle(104, 34, 9, "#f5e3a0");
}

export function windowOf(pen: Pen, look: Look): void {
  pen.rect(2, 2, 116, 136, look.main, 2);
  for (const x of [11, 63]) for (const y of [11, 73]) pen.rect(x, y, 46, 54, "#bfe0f3");
  pen.rect(0, 136, 120, 10, look.dark);
}
