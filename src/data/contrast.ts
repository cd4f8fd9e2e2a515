/**
 * Whether one colour can be read on another: WCAG's relative luminance and contrast ratio. It knows paints, not what is
 * written with them.
 */

/** Red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number];

/** The linear light of an 8-bit sRGB value, 0 to 1. */
export function linear(value: number): number {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

/** The relative luminance of WCAG, 0 to 1. */
export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** WCAG's contrast ratio of two luminances, 1 to 21. */
export function contrastOf(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** WCAG's contrast ratio of two paints, 1 to 21: whether text can be read. */
export function contrast(one: Rgb, other: Rgb): number {
  return contrastOf(luminance(one), luminance(other));
}

/** Red, green and blue of `#rrggbb`. */
export function rgbOf(color: string): [number, number, number] {
  const channel = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
