/**
 * What texts stand on or before: walls, wood, bricks, sky, leaves, metal, cloth, asphalt and lights out of focus, drawn from
 * noise. They are backgrounds without text or objects of their own.
 */
import type { Canvas } from "@napi-rs/canvas";
import { createCanvas, ImageData } from "../../canvas.ts";
import { luminance } from "../../contrast.ts";
import type { Random } from "../../random.ts";

export const surfaces = [
  "plaster",
  "wood",
  "brick",
  "sky",
  "leaves",
  "metal",
  "cloth",
  "asphalt",
  "lights",
  "stone",
] as const;
export type Surface = (typeof surfaces)[number];
export type Rgb = readonly [number, number, number];

/** Paints that a surface is mostly made of. */
const tints: Record<Surface, readonly Rgb[]> = {
  plaster: [
    [222, 210, 190],
    [196, 188, 178],
    [205, 176, 150],
    [160, 178, 186],
    [226, 222, 214],
    [150, 90, 74],
  ],
  wood: [
    [150, 104, 62],
    [112, 76, 46],
    [190, 150, 102],
    [86, 62, 48],
    [168, 142, 116],
  ],
  brick: [
    [150, 72, 56],
    [172, 98, 74],
    [120, 66, 58],
    [186, 164, 140],
  ],
  sky: [
    [108, 158, 214],
    [150, 186, 222],
    [226, 166, 120],
    [90, 110, 150],
  ],
  leaves: [
    [62, 96, 44],
    [88, 118, 52],
    [44, 76, 48],
    [126, 122, 56],
  ],
  metal: [
    [150, 156, 162],
    [104, 112, 120],
    [176, 170, 158],
    [60, 68, 78],
  ],
  cloth: [
    [120, 40, 52],
    [44, 62, 100],
    [188, 182, 168],
    [70, 92, 78],
    [40, 40, 44],
  ],
  asphalt: [
    [84, 84, 86],
    [104, 102, 98],
    [62, 64, 70],
  ],
  lights: [
    [26, 24, 34],
    [18, 30, 44],
    [40, 26, 24],
  ],
  stone: [
    [158, 152, 142],
    [128, 124, 120],
    [186, 178, 162],
  ],
};

/** Relative luminances that a painted surface has, from its darkest parts to its lightest, as factors of its tint's. */
const ranges: Record<Surface, readonly [darkest: number, lightest: number]> = {
  plaster: [0.75, 1.25],
  wood: [0.45, 1.4],
  brick: [0.55, 2.8],
  sky: [0.65, 1.3],
  leaves: [0.35, 1.75],
  metal: [0.6, 1.5],
  cloth: [0.6, 1.35],
  asphalt: [0.6, 1.4],
  lights: [1, 16],
  stone: [0.5, 1.4],
};

/** What a thick cloud adds to the red, the green and the blue of the sky. */
const cloud = 90;

/** Luminances of a surface of that tint, darkest and lightest: what an ink has to stand out from. */
export function luminancesOf(surface: Surface, tint: Rgb): readonly [darkest: number, lightest: number] {
  const [darkest, lightest] = ranges[surface];
  const own = luminance(tint);
  const clouded = tint.map((value) => Math.min(255, value + cloud)) as unknown as Rgb;
  const top = surface === "sky" ? luminance(clouded) : own;
  return [own * darkest, Math.min(0.95, top * lightest)];
}

export function tintFor(random: Random, surface: Surface): Rgb {
  return random.pick(tints[surface]);
}

/** Smooth noise in [0, 1], `octaves` times finer and fainter; `stretch` makes it longer across than down. */
function noise(
  random: Random,
  width: number,
  height: number,
  cell: number,
  octaves: number,
  stretch = 1,
): Float32Array {
  const out = new Float32Array(width * height);
  let [size, weight, sum] = [cell, 1, 0];
  for (let octave = 0; octave < octaves && size >= 1; octave++) {
    const [columns, rows] = [Math.ceil(width / (size * stretch)) + 2, Math.ceil(height / size) + 2];
    const lattice = Float32Array.from({ length: columns * rows }, () => random.next());
    for (let y = 0; y < height; y++) {
      const v = y / size;
      const [j, t] = [Math.floor(v), smooth(v - Math.floor(v))];
      for (let x = 0; x < width; x++) {
        const u = x / (size * stretch);
        const [i, s] = [Math.floor(u), smooth(u - Math.floor(u))];
        const at = j * columns + i;
        const top = lattice[at]! + (lattice[at + 1]! - lattice[at]!) * s;
        const bottom = lattice[at + columns]! + (lattice[at + columns + 1]! - lattice[at + columns]!) * s;
        out[y * width + x]! += weight * (top + (bottom - top) * t);
      }
    }
    sum += weight;
    size /= 2;
    weight *= 0.55;
  }
  for (let i = 0; i < out.length; i++) out[i]! /= sum;
  return out;
}

const smooth = (t: number) => t * t * (3 - 2 * t);

/** Draws a surface. It is worked out at half the size and drawn up, as a lens would soften it. */
export function paintSurface(random: Random, surface: Surface, tint: Rgb, width: number, height: number): Canvas {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const shade = shades[surface](random, w, h);
  const pixels = new Uint8ClampedArray(w * h * 4);
  for (let i = 0; i < w * h; i++) {
    const [gain, shift] = shade(i % w, Math.floor(i / w), i);
    for (let n = 0; n < 3; n++) pixels[i * 4 + n] = tint[n]! * gain + (shift[n] ?? 0);
    pixels[i * 4 + 3] = 255;
  }
  const small = createCanvas(w, h);
  small.getContext("2d").putImageData(new ImageData(pixels, w, h), 0, 0);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(small, 0, 0, width, height);
  if (surface === "lights" || surface === "leaves") {
    const count = random.int(14, 40);
    for (let i = 0; i < count; i++) {
      const radius = random.between(0.015, surface === "lights" ? 0.09 : 0.04) * Math.max(width, height);
      const [x, y] = [random.between(0, width), random.between(0, height)];
      const light = random.pick(
        surface === "lights"
          ? [
              [255, 206, 120],
              [255, 120, 90],
              [150, 200, 255],
              [255, 240, 210],
            ]
          : [
              [150, 180, 70],
              [30, 58, 30],
              [110, 140, 60],
            ],
      );
      context.fillStyle = `rgba(${light.join(",")},${random.between(0.12, 0.4).toFixed(3)})`;
      context.beginPath();
      context.ellipse(x, y, radius, radius * (surface === "lights" ? 1 : 0.45), random.between(0, 3), 0, 2 * Math.PI);
      context.fill();
    }
  }
  return canvas;
}

const none: Rgb = [0, 0, 0];
type Shade = (x: number, y: number, index: number) => readonly [gain: number, shift: Rgb];

const shades: Record<Surface, (random: Random, width: number, height: number) => Shade> = {
  plaster(random, w, h) {
    const field = noise(random, w, h, 48, 5);
    return (_x, _y, i) => [0.82 + 0.36 * field[i]!, none];
  },
  wood(random, w, h) {
    const field = noise(random, w, h, 14, 4, 9);
    const plank = h / random.int(2, 7);
    const tones = Array.from({ length: 9 }, () => random.between(0.8, 1.15));
    return (_x, y, i) => {
      const ring = Math.sin(field[i]! * 34) * 0.07;
      const gap = y % plank < 1.2 ? 0.55 : 1;
      return [(0.9 + ring + 0.2 * field[i]!) * tones[Math.floor(y / plank) % 9]! * gap, none];
    };
  },
  brick(random, w, h) {
    const field = noise(random, w, h, 10, 4);
    const [bw, bh] = [random.int(18, 32), random.int(7, 12)];
    const tones = Array.from({ length: 97 }, () => random.between(0.78, 1.2));
    return (x, y, i) => {
      const row = Math.floor(y / bh);
      const across = x + (row % 2) * (bw / 2);
      const mortar = y % bh < 1.3 || across % bw < 1.3;
      if (mortar) return [0.5 + 0.2 * field[i]!, [86, 82, 76]];
      return [tones[(row * 31 + Math.floor(across / bw) * 7) % 97]! * (0.75 + 0.5 * field[i]!), none];
    };
  },
  sky(random, w, h) {
    const field = noise(random, w, h, 60, 5, 2);
    const cover = random.between(0.42, 0.62);
    return (_x, y, i) => {
      const white = Math.max(0, Math.min(1, (field[i]! - cover) * 6)) * cloud;
      return [0.85 + (0.3 * y) / h, [white, white, white]];
    };
  },
  leaves(random, w, h) {
    const coarse = noise(random, w, h, 22, 3);
    const fine = noise(random, w, h, 6, 3);
    return (_x, _y, i) => [0.35 + 1.1 * coarse[i]! * (0.5 + fine[i]!), none];
  },
  metal(random, w, h) {
    const field = noise(random, w, h, 3, 2, 40);
    const tilt = random.between(-0.4, 0.4);
    return (x, y, i) => [0.85 + 0.2 * field[i]! + tilt * (x / w - 0.5) + 0.1 * (1 - y / h), none];
  },
  cloth(random, w, h) {
    const field = noise(random, w, h, 70, 4);
    const [px, py] = [random.int(2, 4), random.int(2, 4)];
    return (x, y, i) => [0.7 + 0.55 * field[i]! + (x % px === 0 ? -0.07 : 0.03) + (y % py === 0 ? -0.07 : 0.03), none];
  },
  asphalt(random, w, h) {
    const field = noise(random, w, h, 3, 2);
    const broad = noise(random, w, h, 80, 3);
    return (_x, _y, i) => [0.6 + 0.45 * field[i]! + 0.35 * broad[i]!, none];
  },
  lights(random, w, h) {
    const field = noise(random, w, h, 70, 3);
    return (_x, y, i) => [0.6 + 0.9 * field[i]! + (0.4 * y) / h, none];
  },
  stone(random, w, h) {
    const field = noise(random, w, h, 26, 6);
    const [bw, bh] = [random.int(40, 90), random.int(24, 50)];
    return (x, y, i) => {
      const joint = y % bh < 1.5 || (x + (Math.floor(y / bh) % 2) * (bw / 2)) % bw < 1.5;
      return [(0.7 + 0.6 * field[i]!) * (joint ? 0.7 : 1), none];
    };
  },
};
