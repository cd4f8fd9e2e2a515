/** The runs of text that pdf.js finds on a page, as boxes in points from the page's top left corner. */
import type { PageViewport } from "pdfjs-dist";
import type { TextContent } from "pdfjs-dist/types/src/display/api.js";

export interface PdfText {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Points; the font's size. */
  readonly size: number;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Runs from left to right, or right to left, and neither upright nor upside down. */
  readonly level: boolean;
  readonly vertical: boolean;
}

/** How fonts' names tell their cut; TeX's have names of their own. */
const BOLD = /bold|black|heavy|demi|\bCMBX|\bCMSSBX/i;
const ITALIC = /italic|oblique|slanted|\bCMTI|\bCMSL/i;
/** Of a glyph above and below its line, by the font's size, where the font does not say. */
const [ASCENT, DESCENT] = [0.85, -0.22];

/** `fontName` gives what the file calls a font, such as `ABCDEF+Lora-BoldItalic`, by the name that the text has it under. */
export function textsOf(
  content: TextContent,
  viewport: PageViewport,
  fontName: (id: string) => string | undefined,
): PdfText[] {
  return content.items.flatMap((item): PdfText[] => {
    if (!("str" in item) || item.str === "") return [];
    const [a, b, c, d, x, y] = multiplied(viewport.transform as unknown as Matrix, item.transform as unknown as Matrix);
    const style = content.styles[item.fontName];
    const size = Math.hypot(c, d);
    if (size === 0) return [];
    const level = Math.abs(b) < 0.02 * Math.hypot(a, b) && a > 0 && d < 0;
    const [ascent, descent] = [usable(style?.ascent, ASCENT), usable(style?.descent, DESCENT)];
    const font = fontName(item.fontName) ?? "";
    const right = x + item.width * Math.hypot(viewport.transform[0]!, viewport.transform[1]!);
    return [
      {
        text: item.str,
        left: x,
        top: y - ascent * size,
        right: Math.max(x, right),
        bottom: y - descent * size,
        size,
        bold: BOLD.test(font),
        italic: ITALIC.test(font),
        level,
        vertical: style?.vertical === true,
      },
    ];
  });
}

export type Matrix = readonly [number, number, number, number, number, number];

/** First `second`, then `first`, as PDF writes transformations. */
export function multiplied(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [g, h, i, j, k, l] = second;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** Fonts lie about their height. */
function usable(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) && Math.abs(value) > 0.05 && Math.abs(value) < 1.3
    ? value
    : otherwise;
}
