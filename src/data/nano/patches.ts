/**
 * Dense labels: for each patch of a picture, the class of what covers the patch's centre. Things are given as boxes that
 * may be turned, or as outlines; what is drawn later lies on top. It knows geometry, not letters.
 */
import { imageSize } from "./picture.ts";

/** Patches a row and rows of patches; a patch is 8 x 8 pixels. */
export const patchesAcross = 16;

/** Turns about a point, radians clockwise (y points down). */
export interface Turn {
  angle: number;
  x: number;
  y: number;
}

/** Left and top belong to the box, right and bottom do not. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Row-major classes, `columns` x `rows` cells over the square picture. */
export interface LabelMap {
  columns: number;
  rows: number;
  classes: Uint8Array;
}

export function labelMap(columns = patchesAcross, rows = patchesAcross): LabelMap {
  return { columns, rows, classes: new Uint8Array(columns * rows) };
}

/** Writes `label` into each cell whose centre lies in the turned box. */
export function coverBox(map: LabelMap, box: Box, turn: Turn | undefined, label: number): void {
  const bounds = turn === undefined ? box : turnedBounds(box, turn);
  cover(map, bounds, label, (x, y) => {
    const [px, py] = turn === undefined ? [x, y] : turned(x, y, { ...turn, angle: -turn.angle });
    return px >= box.left && px < box.right && py >= box.top && py < box.bottom;
  });
}

/** Writes `label` into each cell within `bounds` whose centre `inside` accepts. */
export function cover(map: LabelMap, bounds: Box, label: number, inside: (x: number, y: number) => boolean): void {
  const [width, height] = [imageSize / map.columns, imageSize / map.rows];
  const first = (edge: number, cell: number) => Math.max(0, Math.ceil(edge / cell - 0.5));
  const last = (edge: number, cell: number, count: number) => Math.min(count - 1, Math.floor(edge / cell - 0.5));
  for (let row = first(bounds.top, height); row <= last(bounds.bottom, height, map.rows); row++) {
    for (let column = first(bounds.left, width); column <= last(bounds.right, width, map.columns); column++) {
      if (inside((column + 0.5) * width, (row + 0.5) * height)) map.classes[row * map.columns + column] = label;
    }
  }
}

/** The point after the turn. */
export function turned(x: number, y: number, turn: Turn): [number, number] {
  const [cos, sin] = [Math.cos(turn.angle), Math.sin(turn.angle)];
  const [dx, dy] = [x - turn.x, y - turn.y];
  return [turn.x + dx * cos - dy * sin, turn.y + dx * sin + dy * cos];
}

/** The upright box around a turned one. */
export function turnedBounds({ left, top, right, bottom }: Box, turn: Turn): Box {
  const corners = [
    turned(left, top, turn),
    turned(right, top, turn),
    turned(left, bottom, turn),
    turned(right, bottom, turn),
  ];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
