/**
 * A line of text on a plane: its size, where each word's ink is, and how it is drawn, straight or along an arc. Polygons are
 * exact: they are made of the ink that is measured for the very calls that draw.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Script } from "../../camera/fonts.ts";
import { canvasFont, type Face, inkOf } from "./canvas-fonts.ts";
import type { Point, Polygon } from "./geometry.ts";

export interface Word {
  readonly text: string;
  readonly polygon: Polygon;
}

export interface PlacedLine {
  readonly text: string;
  readonly words: readonly Word[];
  readonly polygon: Polygon;
  draw(context: SKRSContext2D): void;
}

export interface LineStyle {
  readonly face: Face;
  readonly size: number;
  readonly script: Script;
  readonly color: string;
  /** A contour around the letters. */
  readonly outline?: string;
}

/** Width from the first pen position to the last, and the ink's height, of a line that runs straight. */
export function measureLine(text: string, { face, size }: LineStyle): { width: number; top: number; bottom: number } {
  const { advance, top, bottom } = inkOf(face, size, text);
  return { width: advance, top, bottom };
}

/** A straight line that begins at `x` on the baseline `y`. */
export function straightLine(text: string, x: number, y: number, style: LineStyle): PlacedLine {
  const { face, size, script } = style;
  const parts = text.split(" ");
  const space = inkOf(face, size, " ").advance;
  const inks = parts.map((part) => inkOf(face, size, part));
  const order = script === "Arabic" ? parts.map((_, i) => i).reverse() : parts.map((_, i) => i);
  const starts: number[] = [];
  let pen = x;
  for (const i of order) {
    starts[i] = pen;
    pen += inks[i]!.advance + space;
  }
  const box = (left: number, top: number, right: number, bottom: number): Polygon => [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  const words = parts.map((part, i): Word => {
    const { left, top, right, bottom } = inks[i]!;
    return { text: part, polygon: box(starts[i]! + left, y + top, starts[i]! + right, y + bottom) };
  });
  const corners = words.flatMap(({ polygon }) => polygon);
  const [xs, ys] = [corners.map(([px]) => px), corners.map(([, py]) => py)];
  return {
    text,
    words,
    polygon: box(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)),
    draw(context) {
      setStyle(context, style);
      for (const [i, part] of parts.entries()) letter(context, part, starts[i]!, y, style);
    },
  };
}

/** How wide a straight line is, as `straightLine` sets it: word by word. */
export function widthOf(text: string, { face, size }: LineStyle): number {
  const parts = text.split(" ");
  return (
    parts.reduce((sum, part) => sum + inkOf(face, size, part).advance, 0) +
    (parts.length - 1) * inkOf(face, size, " ").advance
  );
}

/**
 * A line along an arc whose middle is at (x, y) on the baseline; a positive `bend` (in radians over the whole line) arches it
 * upwards. Only for scripts whose letters stand alone.
 */
export function arcLine(text: string, x: number, y: number, bend: number, style: LineStyle): PlacedLine {
  const { face, size } = style;
  const letters = [...text];
  const advances = letters.map((one) => inkOf(face, size, one).advance);
  const width = advances.reduce((a, b) => a + b, 0);
  const radius = width / Math.abs(bend);
  const side = Math.sign(bend);
  /** Where a point that is `along` from the start and `up` above the baseline comes to lie. */
  const place = (along: number, up: number): Point => {
    const angle = ((along - width / 2) / radius) * side;
    const distance = radius + up * side;
    return [x + Math.sin(angle) * distance * side, y + (radius - Math.cos(angle) * distance) * side];
  };
  let pen = 0;
  const glyphs = letters.map((one, i) => {
    const start = pen;
    pen += advances[i]!;
    return { one, start, advance: advances[i]!, ink: inkOf(face, size, one) };
  });
  const words: Word[] = [];
  const tops: Point[] = [];
  const bottoms: Point[] = [];
  let [open, from] = [[] as typeof glyphs, 0];
  const close = () => {
    if (open.length === 0) return;
    const top = Math.max(...open.map(({ ink }) => -ink.top));
    const bottom = Math.min(...open.map(({ ink }) => -ink.bottom));
    const first = open[0]!;
    const last = open[open.length - 1]!;
    const steps = open.length * 2;
    const [left, right] = [first.start + first.ink.left, last.start + last.ink.right];
    const along = Array.from({ length: steps + 1 }, (_, i) => left + ((right - left) * i) / steps);
    // letters are flat and the arc is not, so the edge is let out by the height of the arc over one letter
    const slack = (Math.max(...open.map(({ advance }) => advance)) / 2) ** 2 / (2 * radius) + 0.5;
    const upper = along.map((at) => place(at, top + slack));
    const lower = along.map((at) => place(at, bottom - slack));
    words.push({ text: letters.slice(from, from + open.length).join(""), polygon: [...upper, ...lower.toReversed()] });
    tops.push(...upper);
    bottoms.push(...lower);
    open = [];
  };
  for (const [i, glyph] of glyphs.entries()) {
    if (glyph.one === " ") {
      close();
      continue;
    }
    if (open.length === 0) from = i;
    open.push(glyph);
  }
  close();
  return {
    text,
    words,
    polygon: [...tops, ...bottoms.toReversed()],
    draw(context) {
      setStyle(context, style);
      for (const { one, start, advance } of glyphs) {
        const [px, py] = place(start + advance / 2, 0);
        context.save();
        context.translate(px, py);
        context.rotate(((start + advance / 2 - width / 2) / radius) * side);
        letter(context, one, -advance / 2, 0, style);
        context.restore();
      }
    },
  };
}

function setStyle(context: SKRSContext2D, { face, size, color, outline }: LineStyle): void {
  context.font = canvasFont(face, size);
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.fillStyle = color;
  context.lineJoin = "round";
  if (outline) {
    context.strokeStyle = outline;
    context.lineWidth = Math.max(1, size * 0.08);
  }
}

function letter(context: SKRSContext2D, text: string, x: number, y: number, { outline }: LineStyle): void {
  if (outline) context.strokeText(text, x, y);
  context.fillText(text, x, y);
}
