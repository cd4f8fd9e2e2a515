/** Where a page shows pictures and where it draws lines and shapes, and whether its text is there to be seen. */
import type { PageViewport } from "pdfjs-dist";
import type { PDFOperatorList } from "pdfjs-dist/types/src/display/api.js";
import { type Matrix, multiplied } from "./texts.ts";

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Drawings {
  readonly images: readonly Area[];
  /** Paths that are filled or stroked. */
  readonly shapes: readonly Area[];
  /** Runs of text that are shown, and those of them that are invisible, as over scans. */
  readonly textRuns: number;
  readonly invisibleRuns: number;
}

export async function drawingsOf(list: PDFOperatorList, viewport: PageViewport): Promise<Drawings> {
  const { OPS } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const imageOperators = new Set([OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject]);
  const textOperators = new Set([
    OPS.showText,
    OPS.showSpacedText,
    OPS.nextLineShowText,
    OPS.nextLineSetSpacingShowText,
  ]);
  const images: Area[] = [];
  const shapes: Area[] = [];
  let [textRuns, invisibleRuns] = [0, 0];
  let state = { matrix: viewport.transform as unknown as Matrix, mode: 0 };
  const stack: (typeof state)[] = [];
  for (const [i, operator] of list.fnArray.entries()) {
    const parameters = list.argsArray[i] as readonly unknown[] | null;
    if (operator === OPS.save) stack.push(state);
    else if (operator === OPS.restore || operator === OPS.paintFormXObjectEnd) state = stack.pop() ?? state;
    else if (operator === OPS.transform) {
      state = { ...state, matrix: multiplied(state.matrix, parameters as unknown as Matrix) };
    } else if (operator === OPS.paintFormXObjectBegin) {
      stack.push(state);
      const matrix = parameters?.[0] as Matrix | null | undefined;
      if (matrix) state = { ...state, matrix: multiplied(state.matrix, matrix) };
    } else if (operator === OPS.setTextRenderingMode) state = { ...state, mode: Number(parameters?.[0]) };
    else if (textOperators.has(operator)) {
      textRuns++;
      if (state.mode === 3 || state.mode === 7) invisibleRuns++;
    } else if (imageOperators.has(operator)) images.push(areaOf(state.matrix, [0, 0, 1, 1]));
    else if (operator === OPS.constructPath) {
      const [painting, , extent] = parameters as [number, unknown, ArrayLike<number> | null];
      if (painting !== OPS.endPath && extent) shapes.push(areaOf(state.matrix, extent));
    }
  }
  return { images, shapes, textRuns, invisibleRuns };
}

function areaOf([a, b, c, d, e, f]: Matrix, extent: ArrayLike<number>): Area {
  const [x1, y1, x2, y2] = [extent[0] ?? 0, extent[1] ?? 0, extent[2] ?? 0, extent[3] ?? 0];
  const corners = [
    [x1, y1],
    [x2, y1],
    [x1, y2],
    [x2, y2],
  ].map(([x, y]) => [a * x! + c * y! + e, b * x! + d * y! + f] as const);
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

export function areaSize({ left, top, right, bottom }: Area): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

/** The part of an area that lies within another. */
export function clipped(area: Area, to: Area): Area {
  return {
    left: Math.max(area.left, to.left),
    top: Math.max(area.top, to.top),
    right: Math.min(area.right, to.right),
    bottom: Math.min(area.bottom, to.bottom),
  };
}

/** Areas that touch, or lie closer than `gap`, as one. */
export function merged(areas: readonly Area[], gap: number): { area: Area; count: number }[] {
  const clusters: { area: Area; count: number }[] = [];
  for (const area of areas) {
    let cluster = { area, count: 1 };
    for (let i = clusters.length - 1; i >= 0; i--) {
      const other = clusters[i]!;
      if (!near(cluster.area, other.area, gap)) continue;
      cluster = { area: union(cluster.area, other.area), count: cluster.count + other.count };
      clusters.splice(i, 1);
      i = clusters.length; // the larger one may touch those that were passed
    }
    clusters.push(cluster);
  }
  return clusters;
}

function near(a: Area, b: Area, gap: number): boolean {
  return a.left - gap < b.right && b.left - gap < a.right && a.top - gap < b.bottom && b.top - gap < a.bottom;
}

export function union(a: Area, b: Area): Area {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}
