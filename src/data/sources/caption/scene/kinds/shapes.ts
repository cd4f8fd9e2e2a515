/** Plain shapes, for scenes of nothing else. */
import { ellipsePath, type Point, polygonPath, rectPath, regularPoints } from "../drawing.ts";
import { anyColour, cloth, type Kind, kind } from "../kind.ts";

const heart = "M50 92Q4 56 6 32Q10 6 32 8Q46 12 50 26Q54 12 68 8Q90 6 94 32Q96 56 50 92Z";
const outlines: readonly (readonly [name: string, d: string, plural?: string])[] = [
  ["circle", ellipsePath(50, 50, 46, 46)],
  ["square", rectPath(8, 8, 84, 84)],
  [
    "triangle",
    polygonPath([
      [50, 6],
      [96, 92],
      [4, 92],
    ] satisfies Point[]),
  ],
  ["star", polygonPath(regularPoints(50, 54, 50, 5, 0.42))],
  ["heart", heart],
  [
    "diamond",
    polygonPath([
      [50, 2],
      [84, 50],
      [50, 98],
      [16, 50],
    ] satisfies Point[]),
  ],
  [
    "hexagon",
    polygonPath([
      [26, 8],
      [74, 8],
      [98, 50],
      [74, 92],
      [26, 92],
      [2, 50],
    ] satisfies Point[]),
  ],
  ["pentagon", polygonPath(regularPoints(50, 54, 50, 5))],
  [
    "cross",
    polygonPath([
      [36, 4],
      [64, 4],
      [64, 36],
      [96, 36],
      [96, 64],
      [64, 64],
      [64, 96],
      [36, 96],
      [36, 64],
      [4, 64],
      [4, 36],
      [36, 36],
    ] satisfies Point[]),
    "crosses",
  ],
  ["crescent", "M64 6A46 46 0 1 0 92 70A38 38 0 0 1 64 6Z"],
];

export const shapes: readonly Kind[] = outlines.map(([name, d, plural]) =>
  kind({
    name,
    ...(plural === undefined ? {} : { plural }),
    group: "shape",
    width: 100,
    height: 100,
    tall: 1,
    places: ["sky"],
    colours: anyColour,
    patterns: true,
    draw: (pen, look) => cloth(pen, d, look, 100),
  }),
);
