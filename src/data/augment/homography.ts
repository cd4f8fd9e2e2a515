/** Plane projective transformations: as 3x3 matrices, row by row, acting on column vectors (x, y, 1). */

export type Matrix = readonly [number, number, number, number, number, number, number, number, number];
export type Point = readonly [x: number, y: number];
export type Quadrilateral = readonly [Point, Point, Point, Point];

export function apply([a, b, c, d, e, f, g, h, i]: Matrix, [x, y]: Point): [number, number] {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** The corners of a rectangle from the origin: top left, top right, bottom right, bottom left. */
export function cornersOf(width: number, height: number): Quadrilateral {
  return [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
}

/** Takes the corners of a rectangle to those of a convex quadrilateral (Heckbert 1989, section 2.2.3). */
export function toQuadrilateral(width: number, height: number, quadrilateral: Quadrilateral): Matrix {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quadrilateral;
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / determinant;
  const h = (dx1 * dy3 - dx3 * dy1) / determinant;
  return [
    (x1 - x0 + g * x1) / width,
    (x3 - x0 + h * x3) / height,
    x0,
    (y1 - y0 + g * y1) / width,
    (y3 - y0 + h * y3) / height,
    y0,
    g / width,
    h / height,
    1,
  ];
}

/** The inverse, up to a factor that does not matter. */
export function inverse([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

/** Whether rectangles stay rectangles with the same sides up. */
export function isUpright([, b, , d, , , g, h]: Matrix): boolean {
  return b === 0 && d === 0 && g === 0 && h === 0;
}
