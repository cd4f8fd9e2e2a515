/** Points under perspective: a plane's rectangle mapped to any four-sided figure, exactly, and pixels carried along. */
export type Point = readonly [x: number, y: number];
export type Polygon = readonly Point[];

/** x' = (a x + b y + c) / (g x + h y + 1), y' = (d x + e y + f) / (g x + h y + 1). */
export type Homography = readonly [number, number, number, number, number, number, number, number];

/** Takes the rectangle (0, 0)-(width, height) to the corners, which run from the top left one clockwise. */
export function homographyTo(
  width: number,
  height: number,
  corners: readonly [Point, Point, Point, Point],
): Homography {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners;
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / det;
  const h = (dx1 * dy3 - dx3 * dy1) / det;
  return [
    (x1 - x0 + g * x1) / width,
    (x3 - x0 + h * x3) / height,
    x0,
    (y1 - y0 + g * y1) / width,
    (y3 - y0 + h * y3) / height,
    y0,
    g / width,
    h / height,
  ];
}

export function mapped([a, b, c, d, e, f, g, h]: Homography, [x, y]: Point): Point {
  const w = g * x + h * y + 1;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** The way back: from the picture to the plane. */
export function inverse([a, b, c, d, e, f, g, h]: Homography): Homography {
  const n = a * e - b * d;
  return [
    (e - f * h) / n,
    (c * h - b) / n,
    (b * f - c * e) / n,
    (f * g - d) / n,
    (a - c * g) / n,
    (c * d - a * f) / n,
    (d * h - e * g) / n,
    (b * g - a * h) / n,
  ];
}

export function boundsOf(polygon: Polygon): [left: number, top: number, right: number, bottom: number] {
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

interface Raster {
  readonly width: number;
  readonly height: number;
  /** RGBA, not premultiplied. */
  readonly data: Uint8ClampedArray;
}

/** Lays a plane over a picture. `density` is plane pixels a plane unit; both are changed only where the plane falls. */
export function layOver(target: Raster, plane: Raster, density: number, to: Homography): void {
  const [a, b, c, d, e, f, g, h] = inverse(to);
  const [planeWidth, planeHeight] = [plane.width / density, plane.height / density];
  const corners = (
    [
      [0, 0],
      [planeWidth, 0],
      [planeWidth, planeHeight],
      [0, planeHeight],
    ] as const
  ).map((point) => mapped(to, point));
  const [left, top, right, bottom] = boundsOf(corners);
  const from = plane.data;
  const into = target.data;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(target.height, Math.ceil(bottom)); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(target.width, Math.ceil(right)); x++) {
      const w = g * (x + 0.5) + h * (y + 0.5) + 1;
      const u = ((a * (x + 0.5) + b * (y + 0.5) + c) / w) * density - 0.5;
      const v = ((d * (x + 0.5) + e * (y + 0.5) + f) / w) * density - 0.5;
      if (u < -0.5 || v < -0.5 || u > plane.width - 0.5 || v > plane.height - 0.5) continue;
      const u0 = Math.max(0, Math.floor(u));
      const v0 = Math.max(0, Math.floor(v));
      const u1 = Math.min(plane.width - 1, u0 + 1);
      const v1 = Math.min(plane.height - 1, v0 + 1);
      const s = Math.max(0, u - u0);
      const t = Math.max(0, v - v0);
      const at = (y * target.width + x) * 4;
      const i = (v0 * plane.width + u0) * 4;
      const j = (v0 * plane.width + u1) * 4;
      const k = (v1 * plane.width + u0) * 4;
      const l = (v1 * plane.width + u1) * 4;
      const wi = (1 - s) * (1 - t) * from[i + 3]!;
      const wj = s * (1 - t) * from[j + 3]!;
      const wk = (1 - s) * t * from[k + 3]!;
      const wl = s * t * from[l + 3]!;
      const alpha = wi + wj + wk + wl;
      if (alpha < 1) continue;
      const share = alpha / 255;
      for (let n = 0; n < 3; n++) {
        const value = (from[i + n]! * wi + from[j + n]! * wj + from[k + n]! * wk + from[l + n]! * wl) / alpha;
        into[at + n] = into[at + n]! * (1 - share) + value * share;
      }
    }
  }
}
