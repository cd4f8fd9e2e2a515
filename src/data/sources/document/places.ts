/**
 * Places in words: a box is `[left, top, right, bottom]` in thousandths of the picture's width and height, whole numbers
 * from 0 to 999 counted from the top left corner, whatever the picture's size.
 */
import type { Box } from "../../camera/camera.ts";
import type { Region } from "../../sample.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

export function boxWords([left, top, right, bottom]: readonly [number, number, number, number], size: Size): string {
  const part = (value: number, side: number) => Math.min(999, Math.max(0, Math.floor((value / side) * 1000)));
  return `[${part(left, size.width)}, ${part(top, size.height)}, ${part(right, size.width)}, ${part(bottom, size.height)}]`;
}

/** A region as words: its box, or the upright box around its polygon. Throws when it has neither. */
export function regionWords(region: Region, size: Size): string {
  if (region.box) return boxWords(region.box, size);
  if (!region.polygon) throw new Error(`the region "${region.kind}" has neither box nor polygon`);
  const [xs, ys] = [region.polygon.map(([x]) => x), region.polygon.map(([, y]) => y)];
  return boxWords([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], size);
}

export function boxTuple({ left, top, right, bottom }: Box): [number, number, number, number] {
  return [left, top, right, bottom];
}

/** What questions say of the convention. */
export const boxConvention: Record<string, string> = {
  en: "Boxes are [left, top, right, bottom] in thousandths of width and height.",
  de: "Kästen sind [links, oben, rechts, unten] in Tausendsteln von Breite und Höhe.",
  fr: "Les cadres sont [gauche, haut, droite, bas] en millièmes de la largeur et de la hauteur.",
  es: "Los recuadros son [izquierda, arriba, derecha, abajo] en milésimas del ancho y del alto.",
  zh: "方框为[左, 上, 右, 下]，以宽和高的千分之一为单位。",
};
