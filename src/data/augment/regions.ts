/** Boxes, polygons and points under a transformation of their picture: moved, clipped to it, dropped when outside. */
import type { Region } from "../sample.ts";
import { apply, isUpright, type Matrix, type Point } from "./homography.ts";

/** What is left of a region after clipping has to have this many square pixels. */
const minArea = 1;

/**
 * The regions where they are in the new picture of `width` x `height`. Where the transformation turns or skews, a box becomes a
 * polygon with the box around it. A region of which nothing is in the picture any more is left out.
 */
export function moveRegions(regions: readonly Region[], matrix: Matrix, width: number, height: number): Region[] {
  return regions.flatMap((region) => {
    const { box, polygon, point, ...rest } = region;
    const outline = polygon ?? (box && boxCorners(box));
    const moved = outline?.map((corner) => apply(matrix, corner));
    const clipped = moved && clip(moved, width, height);
    if (clipped && area(clipped) < minArea) return [];
    const place = point && apply(matrix, point);
    const inside = place && place[0] >= 0 && place[0] <= width && place[1] >= 0 && place[1] <= height;
    if (!clipped && !inside) return [];
    const keepsShape = isUpright(matrix) && polygon === undefined;
    // a box that is tighter or wider than its polygon is moved by itself
    const around =
      clipped &&
      (box && polygon
        ? clip(
            boxCorners(box).map((one) => apply(matrix, one)),
            width,
            height,
          )
        : clipped);
    return [
      {
        ...rest,
        ...(clipped && !keepsShape ? { polygon: clipped.map(rounded) } : {}),
        ...(around && (box || !keepsShape) && around.length > 0 ? { box: bounds(around) } : {}),
        ...(place && inside ? { point: rounded(place) } : {}),
      },
    ];
  });
}

function boxCorners([left, top, right, bottom]: NonNullable<Region["box"]>): Point[] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** The part of a polygon within a picture (Sutherland and Hodgman 1974). */
export function clip(polygon: readonly Point[], width: number, height: number): Point[] {
  const edges: [axis: 0 | 1, limit: number, sign: 1 | -1][] = [
    [0, 0, 1],
    [0, width, -1],
    [1, 0, 1],
    [1, height, -1],
  ];
  let points = [...polygon];
  for (const [axis, limit, sign] of edges) {
    const inside = (point: Point) => sign * (point[axis] - limit) >= 0;
    points = points.flatMap((point, i) => {
      const before = points[(i + points.length - 1) % points.length]!;
      if (inside(before) === inside(point)) return inside(point) ? [point] : [];
      const share = (limit - before[axis]) / (point[axis] - before[axis]);
      const crossing: Point = [before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])];
      return inside(point) ? [crossing, point] : [crossing];
    });
  }
  return points;
}

function area(polygon: readonly Point[]): number {
  const twice = polygon.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

function bounds(points: readonly Point[]): [number, number, number, number] {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [
    hundredths(Math.min(...xs)),
    hundredths(Math.min(...ys)),
    hundredths(Math.max(...xs)),
    hundredths(Math.max(...ys)),
  ];
}

function rounded([x, y]: Point): [number, number] {
  return [hundredths(x), hundredths(y)];
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
