/** Chess pieces as outlines in a square of 40 around (0, 0). */
import { circle, group, path, polygon, rect } from "../kit/svg.ts";
import type { Piece } from "./chess.ts";

const outlines: Readonly<Record<string, (style: { fill: string; stroke: string; width: number }) => string>> = {
  P: (s) => path("M-9 16H9L5 4Q9 0 5 -3H-5Q-9 0 -5 4Z", s) + circle(0, -8, 6, s),
  R: (s) => path("M-11 16H11V11H7V-4H10V-15H5V-11H2V-15H-2V-11H-5V-15H-10V-4H-7V11H-11Z", s),
  N: (s) =>
    path("M-9 16H10Q12 -4 2 -13L-1 -17L-3 -12Q-10 -8 -13 0L-9 4L-4 1Q-1 2 -4 6Q-9 10 -9 16Z", s) +
    circle(-4, -6, 1.3, { fill: s.stroke }),
  B: (s) =>
    path("M-10 16H10V12H5Q8 4 8 -1Q7 -8 0 -14Q-7 -8 -8 -1Q-8 4 -5 12H-10Z", s) +
    circle(0, -16, 2.6, s) +
    rect(-0.8, -8, 1.6, 8, { fill: s.stroke }) +
    rect(-4, -5, 8, 1.6, { fill: s.stroke }),
  Q: (s) =>
    polygon(
      [
        [-11, 16],
        [11, 16],
        [14, -8],
        [7, 2],
        [5, -12],
        [0, 0],
        [-5, -12],
        [-7, 2],
        [-14, -8],
      ],
      s,
    ) + [-14, -5, 5, 14].map((x) => circle(x, Math.abs(x) === 14 ? -10 : -14, 2.4, s)).join(""),
  K: (s) =>
    path("M-10 16H10L14 -1Q14 -9 6 -8Q1 -7 0 -3Q-1 -7 -6 -8Q-14 -9 -14 -1Z", s) +
    rect(-1.6, -18, 3.2, 12, s) +
    rect(-5, -15, 10, 3.2, s),
};

export function drawPiece(piece: Piece, x: number, y: number, size: number): string {
  const white = piece < "a";
  const style = white
    ? { fill: "#ffffff", stroke: "#111111", width: 1.8 }
    : { fill: "#1a1a1a", stroke: "#e8e8e8", width: 0.9 };
  return group(`translate(${x} ${y}) scale(${(size / 40).toFixed(3)})`, outlines[piece.toUpperCase()]!(style));
}
