/**
 * The convention for places in answers: whole numbers from 0 to 999 across and down the picture, whatever its size, so that
 * `(500, 0)` is the middle of the upper edge; a box is `[left, top, right, bottom]`. It knows pictures' sizes and no content.
 */
import type { Region } from "../../sample.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of a position in pixels along a side of `length` pixels. */
export function thousandths(position: number, length: number): number {
  return Math.min(999, Math.max(0, Math.floor((position / length) * 1000)));
}

/** `[120, 40, 310, 96]` */
export function boxText([left, top, right, bottom]: readonly [number, number, number, number], size: Size): string {
  const across = (x: number) => thousandths(x, size.width);
  const down = (y: number) => thousandths(y, size.height);
  return `[${across(left)}, ${down(top)}, ${across(right)}, ${down(bottom)}]`;
}

/** `(215, 68)` */
export function pointText([x, y]: readonly [number, number], size: Size): string {
  return `(${thousandths(x, size.width)}, ${thousandths(y, size.height)})`;
}

/** The smallest upright box around a region. */
export function extent(region: Region): [number, number, number, number] {
  if (region.box) return [...region.box];
  const points = region.polygon ?? [region.point!];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

export function centre(region: Region): [number, number] {
  const [left, top, right, bottom] = extent(region);
  return [(left + right) / 2, (top + bottom) / 2];
}
