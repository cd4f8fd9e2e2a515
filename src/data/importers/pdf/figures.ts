/**
 * Figures of a page: pictures, and drawings of lines and shapes that have a caption. Tables' rules, underlines, logos and
 * backgrounds are none.
 */
import type { PdfPage } from "./document.ts";
import { type Area, areaSize, clipped, merged } from "./drawings.ts";
import { type PdfLine, paragraphsOf } from "./reading-order.ts";

export interface Figure {
  readonly area: Area;
  readonly caption?: string;
  /** Whether a line is the figure's own: a label in it, or its caption. */
  owns(line: PdfLine): boolean;
}

const CAPTION = /^(fig(ure|\.)?|abb(ildung|\.)|figura|图|圖|図|рис(унок|\.))\s*[\d.\-–A-Z]+/i;
/** Points between a figure and its caption. */
const CAPTION_GAP = 36;
/** A figure's smallest side in points; what is smaller is an icon or a rule. */
const MIN_SIDE = 28;
const MIN_DRAWING_SIDE = 60;
const MIN_SHAPES = 4;
/** Pieces of one picture, and marks of one drawing, lie at most so far apart, in points. */
const [IMAGE_GAP, SHAPE_GAP] = [3, 24];
/** What covers so much of a page is its background. */
const BACKGROUND_SHARE = 0.85;

export function findFigures(page: PdfPage, lines: readonly PdfLine[]): Figure[] {
  const whole: Area = { left: 0, top: 0, right: page.width, bottom: page.height };
  const visible = (areas: readonly Area[]) =>
    areas
      .map((area) => clipped(area, whole))
      .filter((area) => areaSize(area) < BACKGROUND_SHARE * areaSize(whole) && isArea(area));
  const images = merged(visible(page.drawings.images), IMAGE_GAP).map(({ area }) => area);
  const pictures = images.filter((area) => sideOf(area) >= MIN_SIDE);
  const captions = paragraphsOf(lines).filter(({ text }) => CAPTION.test(text));
  const drawings = merged(visible(page.drawings.shapes), SHAPE_GAP).filter(
    ({ area, count }) =>
      count >= MIN_SHAPES &&
      sideOf(area) >= MIN_DRAWING_SIDE &&
      captions.some((caption) => distance(area, caption) !== undefined) &&
      !pictures.some((picture) => areaSize(clipped(picture, area)) > 0 && isArea(clipped(picture, area))),
  );
  const taken = new Set<(typeof captions)[number]>();
  const areas = [...pictures, ...drawings.map(({ area }) => withLabels(area, lines, captions))];
  return areas
    .sort((a, b) => a.top - b.top || a.left - b.left)
    .map((area) => {
      const caption = captions
        .filter((one) => !taken.has(one))
        .flatMap((one) => {
          const gap = distance(area, one);
          return gap === undefined ? [] : [{ one, gap }];
        })
        .sort((a, b) => a.gap - b.gap)[0]?.one;
      if (caption) taken.add(caption);
      return {
        area,
        ...(caption && { caption: caption.text }),
        owns: (line) => caption?.lines.includes(line) === true || isWithin(line, area),
      };
    });
}

/** How far a caption is below or above a figure of the same column; undefined if it is another's. */
function distance(area: Area, caption: Area): number | undefined {
  const overlap = Math.min(area.right, caption.right) - Math.max(area.left, caption.left);
  if (overlap <= 0) return undefined;
  const gap = caption.top >= area.bottom - 6 ? caption.top - area.bottom : area.top - caption.bottom + 0.5;
  return gap > -6.5 && gap <= CAPTION_GAP ? gap : undefined;
}

/** A drawing with the short labels at its edges, such as a chart's axes have. */
function withLabels(area: Area, lines: readonly PdfLine[], captions: readonly Area[]): Area {
  const near = { left: area.left - 24, top: area.top - 16, right: area.right + 24, bottom: area.bottom + 16 };
  const labels = lines.filter(
    (line) => line.text.length <= 24 && isWithin(line, near) && !captions.some((caption) => isWithin(line, caption)),
  );
  const pad = 2;
  return {
    left: Math.max(0, Math.min(area.left, ...labels.map(({ left }) => left)) - pad),
    top: Math.max(0, Math.min(area.top, ...labels.map(({ top }) => top)) - pad),
    right: Math.max(area.right, ...labels.map(({ right }) => right)) + pad,
    bottom: Math.max(area.bottom, ...labels.map(({ bottom }) => bottom)) + pad,
  };
}

function isWithin(inner: Area, outer: Area): boolean {
  const [x, y] = [(inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2];
  return x > outer.left && x < outer.right && y > outer.top && y < outer.bottom;
}

function isArea({ left, top, right, bottom }: Area): boolean {
  return right >= left && bottom >= top;
}

function sideOf({ left, top, right, bottom }: Area): number {
  return Math.min(right - left, bottom - top);
}
