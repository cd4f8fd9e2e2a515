/** Colours with the names that captions give them, and the styles that a whole scene is drawn in. */
import type { Random } from "../../../random.ts";
import { brightness, mixed, type Stroke } from "./drawing.ts";

/** Bright enough apart that a person gives each the same name. */
export const colours = {
  red: "#d62f2f",
  orange: "#f28c28",
  yellow: "#f6d22f",
  green: "#3a9a46",
  blue: "#2f66d0",
  purple: "#7d3fb0",
  pink: "#f283b4",
  brown: "#86552a",
  black: "#26262b",
  white: "#fafaf7",
  gray: "#8d9299",
  turquoise: "#27b5ac",
} as const;
export type ColourName = keyof typeof colours;
export const colourNames = Object.keys(colours) as ColourName[];

export const styleNames = ["flat", "cartoon", "outline", "sketch", "pastel", "dark"] as const;
export type StyleName = (typeof styleNames)[number];

/** What captions call a style, and whether colours can be seen in it. */
export const styleFacts: Record<StyleName, { readonly phrases: readonly string[]; readonly coloured: boolean }> = {
  flat: { phrases: ["flat illustration", "flat vector illustration", "simple flat drawing"], coloured: true },
  cartoon: { phrases: ["cartoon with bold outlines", "cartoon drawing", "comic-style drawing"], coloured: true },
  outline: { phrases: ["black-and-white line drawing", "line drawing", "coloring-book page"], coloured: false },
  sketch: { phrases: ["loose colored sketch", "hand-drawn sketch", "loose hand-drawn sketch"], coloured: true },
  pastel: { phrases: ["pastel illustration", "soft pastel drawing", "drawing in pale colors"], coloured: true },
  dark: { phrases: ["dark, dim illustration", "dark-toned drawing", "drawing in dark tones"], coloured: true },
};

const ink = "#2b2a2e";
const paper = "#ffffff";

/** A stroke as the style draws it, bottom first. `unit` is one picture pixel in the stroke's own units. */
export function styled(stroke: Stroke, style: StyleName, unit: number, random: Random): Stroke[] {
  const { fill, stroke: line } = stroke;
  const outline = Math.max(1, 1.6) * unit;
  switch (style) {
    case "flat":
      return [stroke];
    case "pastel":
      return [
        { ...stroke, ...recoloured(stroke, (hex) => mixed(hex, "#ffffff", brightness(hex) < 0.25 ? 0.12 : 0.22)) },
      ];
    case "dark":
      return [{ ...stroke, ...recoloured(stroke, (hex) => mixed(hex, "#0d1020", 0.14)) }];
    case "cartoon":
      if (stroke.opacity !== undefined || stroke.clip !== undefined) return [stroke];
      if (fill !== undefined) return [{ ...stroke, stroke: line ?? ink, width: line ? stroke.width : outline }];
      return [{ ...stroke, stroke: ink, width: (stroke.width ?? 1) + 2 * outline }, stroke];
    case "outline": {
      const tone = (hex: string) => (brightness(hex) < 0.17 ? ink : paper);
      if (stroke.opacity !== undefined) return [];
      if (fill !== undefined) return [{ ...stroke, fill: tone(fill), stroke: ink, width: outline }];
      const width = stroke.width ?? 1;
      if (width < 4 * outline) return [{ ...stroke, stroke: ink, width: Math.min(width, outline * 1.2) }];
      return [
        { ...stroke, stroke: ink, width: width },
        { ...stroke, stroke: paper, width: width - 2 * outline },
      ];
    }
    case "sketch": {
      if (fill === undefined) return [stroke];
      if (stroke.opacity !== undefined) return [stroke];
      const edge = mixed(fill, ink, 0.65);
      const body: Stroke = { ...stroke, fill: mixed(fill, paper, 0.12), opacity: 0.93 };
      if (stroke.clip !== undefined) return [body];
      const shaken = [0, 1].map((): Stroke => {
        const shift = (high: number) => random.between(-high, high) * unit;
        return { d: shaking(stroke.d, () => shift(1.3)), stroke: edge, width: outline * 0.75, opacity: 0.85 };
      });
      return [body, ...shaken];
    }
  }
}

function recoloured({ fill, stroke }: Stroke, change: (hex: string) => string): Partial<Stroke> {
  return {
    ...(fill === undefined ? {} : { fill: change(fill) }),
    ...(stroke === undefined ? {} : { stroke: change(stroke) }),
  };
}

/** Moves the starts of a path's subpaths a little: the rest follows where it is drawn in relative steps. */
function shaking(d: string, shift: () => number): string {
  return d.replace(
    /([ML])(-?[\d.]+) (-?[\d.]+)/g,
    (_, command: string, x: string, y: string) =>
      `${command}${(Number(x) + shift()).toFixed(1)} ${(Number(y) + shift()).toFixed(1)}`,
  );
}
