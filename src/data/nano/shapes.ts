/**
 * The nine shapes as outlines around a centre: each is drawn from, and labelled by, the same points, so that labels and
 * paint agree to the pixel.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import { type Box, cover, type LabelMap } from "./patches.ts";

export const shapeNames = [
  "circle",
  "square",
  "triangle",
  "star",
  "heart",
  "diamond",
  "hexagon",
  "ring",
  "cross",
] as const;
export type ShapeName = (typeof shapeNames)[number];

/** Points around the origin, radius about 1; several loops make holes (even-odd rule). */
type Outline = readonly (readonly [number, number])[][];

function regular(corners: number, radius = 1, start = -Math.PI / 2): [number, number][] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = start + (2 * Math.PI * i) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

const outlines: Record<ShapeName, Outline> = {
  circle: [regular(40)],
  square: [regular(4, 1.2, -Math.PI / 4)],
  triangle: [regular(3, 1.2).map(([x, y]) => [x, y + 0.2])],
  star: [regular(10, 1.15).map(([x, y], i) => (i % 2 === 0 ? [x, y] : [x * 0.45, y * 0.45]))],
  // The classic parametric heart: 16 sin^3 t across, a sum of cosines down.
  heart: [
    Array.from({ length: 40 }, (_, i) => {
      const t = (2 * Math.PI * i) / 40;
      const down = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t);
      return [Math.sin(t) ** 3 * 1.05, -(down + 2.5) / 15];
    }),
  ],
  diamond: [regular(4, 1.15).map(([x, y]) => [x * 0.78, y])],
  hexagon: [regular(6, 1.05, 0)],
  ring: [regular(40), regular(40, 0.55)],
  cross: [
    [
      [-0.36, -1],
      [0.36, -1],
      [0.36, -0.36],
      [1, -0.36],
      [1, 0.36],
      [0.36, 0.36],
      [0.36, 1],
      [-0.36, 1],
      [-0.36, 0.36],
      [-1, 0.36],
      [-1, -0.36],
      [-0.36, -0.36],
    ] as [number, number][],
  ],
};

export interface PlacedShape {
  shape: ShapeName;
  /** Centre and radius in pixels. */
  x: number;
  y: number;
  radius: number;
  /** Radians; small, so that a square is never a diamond. */
  angle: number;
}

function loopsOf({ shape, x, y, radius, angle }: PlacedShape): [number, number][][] {
  const [cos, sin] = [Math.cos(angle) * radius, Math.sin(angle) * radius];
  return outlines[shape].map((loop) => loop.map(([px, py]) => [x + px * cos - py * sin, y + px * sin + py * cos]));
}

/** Fills the shape with the fill style that is set. */
export function drawShape(context: SKRSContext2D, placed: PlacedShape): void {
  context.beginPath();
  for (const loop of loopsOf(placed)) {
    for (const [i, [x, y]] of loop.entries()) i === 0 ? context.moveTo(x, y) : context.lineTo(x, y);
    context.closePath();
  }
  context.fill("evenodd");
}

/** The upright box around a shape, pixels. */
export function shapeBox(placed: PlacedShape): Box {
  const points = loopsOf(placed)[0]!;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Writes `label` into the patches whose centre the shape covers; a ring's hole counts as part of the ring. */
export function labelShape(map: LabelMap, placed: PlacedShape, label: number): void {
  const outer = loopsOf(placed)[0]!;
  cover(map, shapeBox(placed), label, (x, y) => inLoop(outer, x, y));
}

/** Even-odd rule: how often a ray to the right crosses the loop. */
function inLoop(loop: readonly [number, number][], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = loop.length - 1; i < loop.length; j = i++) {
    const [xi, yi] = loop[i]!;
    const [xj, yj] = loop[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
