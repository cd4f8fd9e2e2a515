/** All problems of plane geometry: a figure whose measures are drawn to scale, a question, and the steps to its answer. */
import { chord, circle, inscribedAngle, sector, tangent, thales } from "./circles.ts";
import { cornerShape, parallelLines, regularPolygon } from "./lines-and-polygons.ts";
import type { Maker } from "./problem.ts";
import { fourthAngle, parallelogram, rectangle, trapezoid } from "./quadrilaterals.ts";
import { exteriorAngle, hypotenuse, isosceles, rightTriangleArea, similar, thirdAngle } from "./triangles.ts";

export const makers: readonly Maker[] = [
  hypotenuse,
  rightTriangleArea,
  thirdAngle,
  isosceles,
  exteriorAngle,
  rectangle,
  parallelogram,
  trapezoid,
  circle,
  chord,
  parallelLines,
  inscribedAngle,
  thales,
  similar,
  cornerShape,
  regularPolygon,
  sector,
  fourthAngle,
  tangent,
];
