/**
 * The eleven basic colour terms as ranges of paint, chosen so that no shade of one passes for another, and the distance
 * that says whether two paints can be told apart. It knows paints, not what is painted.
 */
import { linear } from "../contrast.ts";
import type { Random } from "../random.ts";

/** Red, green and blue, 0 to 255. */
export type Paint = readonly [number, number, number];

/** Hue in degrees, saturation and lightness in percent: [low, high] of each. */
type Range = readonly [number, number];
const ranges = {
  red: [
    [-7, 2],
    [80, 100],
    [42, 50],
  ],
  green: [
    [112, 145],
    [60, 100],
    [28, 42],
  ],
  blue: [
    [214, 236],
    [75, 100],
    [42, 56],
  ],
  yellow: [
    [51, 57],
    [90, 100],
    [46, 56],
  ],
  orange: [
    [27, 34],
    [92, 100],
    [48, 54],
  ],
  purple: [
    [270, 285],
    [55, 85],
    [36, 48],
  ],
  pink: [
    [325, 342],
    [80, 100],
    [72, 80],
  ],
  brown: [
    [20, 28],
    [50, 70],
    [22, 30],
  ],
  black: [
    [0, 360],
    [0, 20],
    [2, 9],
  ],
  white: [
    [0, 360],
    [0, 30],
    [96, 100],
  ],
  gray: [
    [0, 360],
    [0, 6],
    [46, 62],
  ],
} as const satisfies Record<string, readonly [Range, Range, Range]>;

export type ColorName = keyof typeof ranges;
export const colorNames = Object.keys(ranges) as ColorName[];

/** A shade of a named colour. */
export function shade(name: ColorName, random: Random): Paint {
  const [hue, saturation, lightness]: readonly [Range, Range, Range] = ranges[name];
  return fromHsl(random.between(...hue), random.between(...saturation), random.between(...lightness));
}

/** A paint from hue in degrees, saturation and lightness in percent. */
export function fromHsl(hue: number, saturation: number, lightness: number): Paint {
  const l = lightness / 100;
  const chroma = (saturation / 100) * Math.min(l, 1 - l);
  const channel = (n: number) => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    return Math.round(255 * (l - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

export function css([red, green, blue]: Paint, alpha = 1): string {
  return `rgba(${red},${green},${blue},${alpha})`;
}

/** The part `share` of the way from one paint to the other. */
export function blend(from: Paint, to: Paint, share: number): Paint {
  const at = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [at(0), at(1), at(2)];
}

/** Distance in OKLab (Ottosson 2020): about 0.02 is just noticed, 0.2 is a different colour, 1 is black to white. */
export function distance(a: Paint, b: Paint): number {
  const [la, aa, ba] = oklab(a);
  const [lb, ab, bb] = oklab(b);
  return Math.hypot(la - lb, aa - ab, ba - bb);
}

function oklab([red, green, blue]: Paint): [number, number, number] {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
