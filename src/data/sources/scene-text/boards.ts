/**
 * Things with text on them, flat and seen from the front: shop signs, street signs, warnings, posters, packages, screens,
 * licence plates, and paint that stands on the surface itself. How they hang in a scene is not known here.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Style } from "../../camera/fonts.ts";
import { contrast, contrastOf, luminance } from "../../contrast.ts";
import type { Random } from "../../random.ts";
import { faceFor } from "./canvas-fonts.ts";
import { arcLine, type LineStyle, measureLine, type PlacedLine, straightLine, widthOf } from "./lines.ts";
import type { Rgb } from "./surfaces.ts";
import { linesFor, type Setting, type Writing } from "./words.ts";

export interface Board {
  readonly setting: Setting;
  readonly writing: Writing;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly PlacedLine[];
  readonly lowContrast: boolean;
  /** WCAG's ratio between the letters, or the contour they have, and the part of their ground that is most like them. */
  readonly contrast: number;
  readonly families: readonly string[];
  /** The board and its text; what is not drawn stays clear. */
  draw(context: SKRSContext2D): void;
}

export interface Room {
  readonly width: number;
  readonly height: number;
  /** Smallest size of letters (em) that can be read. */
  readonly smallest: number;
  /** The colour that the surface mostly has. */
  readonly tint: Rgb;
  /** Luminances that paint on the surface has to stand out from. */
  readonly surface: readonly [darkest: number, lightest: number];
  /** Whether faint paint can still be read on it. */
  readonly quiet: boolean;
}

const colors: Record<Setting, readonly (readonly [back: Rgb, ink: Rgb])[]> = {
  shop: [
    [
      [30, 60, 50],
      [240, 226, 190],
    ],
    [
      [120, 24, 30],
      [255, 240, 220],
    ],
    [
      [250, 246, 236],
      [40, 36, 34],
    ],
    [
      [26, 36, 66],
      [232, 190, 90],
    ],
    [
      [232, 178, 60],
      [60, 30, 20],
    ],
  ],
  street: [
    [
      [20, 86, 160],
      [250, 250, 250],
    ],
    [
      [16, 110, 74],
      [250, 250, 250],
    ],
    [
      [252, 252, 250],
      [24, 24, 24],
    ],
    [
      [246, 204, 40],
      [20, 20, 20],
    ],
  ],
  warning: [
    [
      [250, 208, 30],
      [20, 20, 20],
    ],
    [
      [196, 30, 34],
      [255, 255, 255],
    ],
    [
      [250, 250, 250],
      [186, 24, 28],
    ],
    [
      [240, 130, 30],
      [20, 18, 16],
    ],
  ],
  poster: [
    [
      [238, 80, 64],
      [255, 250, 220],
    ],
    [
      [40, 46, 96],
      [255, 214, 90],
    ],
    [
      [246, 236, 206],
      [150, 40, 60],
    ],
    [
      [28, 130, 136],
      [255, 255, 255],
    ],
    [
      [240, 190, 200],
      [60, 30, 70],
    ],
  ],
  package: [
    [
      [92, 140, 70],
      [255, 255, 240],
    ],
    [
      [248, 244, 232],
      [110, 50, 36],
    ],
    [
      [220, 66, 90],
      [255, 250, 240],
    ],
    [
      [240, 170, 50],
      [66, 36, 20],
    ],
  ],
  screen: [
    [
      [10, 14, 20],
      [255, 176, 40],
    ],
    [
      [8, 10, 12],
      [90, 240, 130],
    ],
    [
      [18, 40, 96],
      [255, 255, 255],
    ],
    [
      [240, 244, 248],
      [30, 40, 60],
    ],
  ],
  plate: [
    [
      [250, 250, 248],
      [18, 18, 22],
    ],
    [
      [246, 206, 40],
      [18, 18, 22],
    ],
    [
      [20, 24, 30],
      [240, 240, 240],
    ],
  ],
  paint: [],
};

const styles: Partial<Record<Setting, readonly Style[]>> = {
  street: ["sans"],
  warning: ["sans"],
  screen: ["mono", "sans"],
  plate: ["sans", "mono"],
  paint: ["hand", "sans", "slab"],
};

const brightness = ([r, g, b]: Rgb) => 0.299 * r + 0.587 * g + 0.114 * b;
const css = ([r, g, b]: Rgb) => `rgb(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)})`;

/** A board that fits the room, undefined when its words do not fit at a size one can read. */
export function board(random: Random, setting: Setting, writing: Writing, room: Room): Board | undefined {
  const texts = linesFor(random, writing, setting);
  const face = faceFor(random, writing.script, styles[setting]);
  const second = random.chance(0.6) ? face : faceFor(random, writing.script, styles[setting]);
  const lowContrast = random.chance(0.1) && setting !== "plate" && (setting !== "paint" || room.quiet);
  const [back, ground, strong] =
    setting === "paint" ? [room.tint, room.surface, paintOn(random, room.surface)] : signPaints(random, setting);
  // a ratio says too much of two dark colours
  const least = random.between(2.3, 2.9) * (ground[0] < 0.06 ? 1.3 : 1);
  const ink = lowContrast ? faintest(strong, back, ground, least) : strong;
  const standing = standsOut(ink, ground);
  const contour: Rgb = luminance(ink) > 0.22 ? [20, 20, 20] : [250, 250, 250];
  const outlined =
    !lowContrast && (random.chance(setting === "paint" ? 0.25 : 0.06) || standing < 3) && contrast(ink, contour) >= 3;
  const outline = outlined ? css(contour) : undefined;
  const style = (size: number, which = face): LineStyle => ({
    face: which,
    size,
    script: writing.script,
    color: css(ink),
    ...(outline ? { outline } : {}),
  });

  const padX = random.between(0.5, 1);
  const padY = random.between(0.35, 0.8);
  const shrink = random.between(0.55, 0.85);
  const spread = setting === "plate" ? 1.05 : 1;
  // sizes follow from the room: the widest line and all lines together have to fit
  const unit = texts.map(
    (text, i) => (widthOf(text, style(100, i === 0 ? face : second)) / 100) * (i === 0 ? 1 : shrink) * spread,
  );
  const rows = texts.length;
  const bend =
    writing.script !== "Arabic" &&
    [...texts[0]!].length > 5 &&
    ["shop", "package", "paint", "poster"].includes(setting) &&
    random.chance(0.25)
      ? random.pick([1, -1]) * random.between(0.5, 1.3)
      : 0;
  const arch = Math.abs(bend) * 0.14 * unit[0]!;
  const tall = 1.15 + (rows - 1) * shrink * 1.35 + arch + 2 * padY;
  const most = Math.min(room.width / (Math.max(...unit) + 2 * padX), room.height / tall);
  const size = most * random.between(0.7, 0.98);
  if (size * (rows > 1 ? shrink : 1) < room.smallest) return undefined;

  const width = size * (Math.max(...unit) + 2 * padX);
  const height = size * tall;
  const flush = random.chance(0.25) && bend === 0 && setting !== "plate";
  const lines: PlacedLine[] = [];
  let y = size * padY;
  for (const [i, text] of texts.entries()) {
    const own = i === 0 ? style(size) : style(size * shrink, second);
    const { top } = measureLine(text, own);
    const wide = widthOf(text, own);
    if (i === 0 && bend !== 0) {
      lines.push(arcLine(text, width / 2, y + (bend > 0 ? size * 0.9 : size * (0.9 + arch)), bend, own));
      y += size * (1.2 + arch);
      continue;
    }
    const left =
      writing.script === "Arabic" && flush ? width - size * padX - wide : flush ? size * padX : (width - wide) / 2;
    lines.push(straightLine(text, left, y + Math.max(-top, own.size * 0.72), own));
    y += own.size * 1.32;
  }
  const decoration = decorate(random, setting, back, width, height, size);
  return {
    setting,
    writing,
    width,
    height,
    lines,
    lowContrast,
    contrast: outlined ? Math.max(standing, contrast(ink, contour)) : standing,
    families: [...new Set([face.family, second.family])],
    draw(context) {
      decoration(context);
      for (const line of lines) line.draw(context);
    },
  };
}

type Ground = readonly [darkest: number, lightest: number];

/** A sign's own colour, its luminance twice, and the colour of its letters. */
function signPaints(random: Random, setting: Setting): [Rgb, Ground, Rgb] {
  const [back, ink] = random.pick(colors[setting]);
  const light = luminance(back);
  return [back, [light, light], ink];
}

/** WCAG's ratio between an ink and what is most like it of its ground; 1 where the ground is both lighter and darker. */
function standsOut(ink: Rgb, [darkest, lightest]: Ground): number {
  const own = luminance(ink);
  return own > darkest && own < lightest ? 1 : Math.min(contrastOf(own, darkest), contrastOf(own, lightest));
}

/** The ink, let down with what it stands on until just `ratio` of its contrast is left. */
function faintest(strong: Rgb, back: Rgb, ground: Ground, ratio: number): Rgb {
  for (let share = 0.2; share < 1; share += 0.02) {
    const ink = back.map((value, i) => value + (strong[i]! - value) * share) as unknown as Rgb;
    if (standsOut(ink, ground) >= ratio) return ink;
  }
  return strong;
}

/** A light paint or a dark one, whichever the surface lets stand out more. */
function paintOn(random: Random, surface: Ground): Rgb {
  const light: readonly Rgb[] = [
    [250, 248, 240],
    [255, 226, 80],
    [200, 240, 255],
  ];
  const dark: readonly Rgb[] = [
    [24, 22, 26],
    [110, 12, 24],
    [16, 34, 96],
  ];
  return random.pick(standsOut(dark[0]!, surface) > standsOut(light[0]!, surface) ? dark : light);
}

/** The board itself. Its random numbers are taken now, not when it is drawn. */
function decorate(
  random: Random,
  setting: Setting,
  back: Rgb,
  width: number,
  height: number,
  size: number,
): (context: SKRSContext2D) => void {
  if (setting === "paint") return () => {};
  const radius = setting === "plate" ? size * 0.15 : random.pick([0, 0, 0.12, 0.3]) * size;
  const rim = random.chance(setting === "screen" || setting === "plate" ? 1 : 0.5);
  const rimColor = css(setting === "screen" ? [24, 24, 28] : brightness(back) > 130 ? [50, 46, 44] : [236, 232, 224]);
  const inset = size * random.between(0.06, 0.14);
  const blobs =
    setting === "poster" || setting === "package"
      ? Array.from(
          { length: random.int(2, 6) },
          () =>
            [
              random.between(0, width),
              random.between(0, height),
              random.between(0.1, 0.45) * height,
              random.between(-24, 24),
            ] as const,
        )
      : [];
  const shine = random.between(-0.16, 0.16);
  const strip = setting === "plate" && random.chance(0.4);
  return (context) => {
    context.save();
    context.beginPath();
    context.roundRect(0, 0, width, height, radius);
    context.clip();
    context.fillStyle = css(back);
    context.fillRect(0, 0, width, height);
    for (const [x, y, r, lift] of blobs) {
      context.fillStyle = css(back.map((value) => Math.max(0, Math.min(255, value + lift))) as unknown as Rgb);
      context.beginPath();
      context.arc(x, y, r, 0, 2 * Math.PI);
      context.fill();
    }
    if (strip) {
      context.fillStyle = "#1b3f94";
      context.fillRect(0, 0, Math.min(size * 0.32, width * 0.07), height);
    }
    const gradient = context.createLinearGradient(0, 0, width, height);
    gradient.addColorStop(0, `rgba(255, 255, 255, ${Math.max(0, shine).toFixed(3)})`);
    gradient.addColorStop(1, `rgba(0, 0, 0, ${Math.max(0, -shine).toFixed(3)})`);
    context.fillStyle = gradient;
    context.fillRect(0, 0, width, height);
    if (rim) {
      context.strokeStyle = rimColor;
      context.lineWidth = setting === "screen" ? inset * 2.4 : inset * 0.8;
      context.beginPath();
      const edge = setting === "screen" ? 0 : inset;
      context.roundRect(edge, edge, width - 2 * edge, height - 2 * edge, Math.max(0, radius - edge));
      context.stroke();
    }
    context.restore();
  };
}
