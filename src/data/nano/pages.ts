/**
 * Pages full of printing, with the character that covers each patch: the dense lessons from which a tower learns to
 * read. Everything is a pure function of (seed, index).
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import { contrast } from "../contrast.ts";
import { type Random, randomFor } from "../random.ts";
import { type Background, background } from "./background.ts";
import { css, fromHsl, type Paint } from "./colors.ts";
import { font } from "./fonts.ts";
import { type DenseLabels, pageLabels } from "./labels.ts";
import {
  boxOf,
  drawLettering,
  type FontChoice,
  fittedLettering,
  type Lettering,
  lettering,
  randomFace,
  widthOf,
} from "./lettering.ts";
import type { Box, Turn } from "./patches.ts";
import { type Frame, picture, type Rgb, randomFrame, wholeFrame } from "./picture.ts";
import { printedText, type Split } from "./words.ts";

export interface DensePage {
  image: Rgb;
  labels: DenseLabels;
  /** What is printed, in reading order of drawing. */
  words: { text: string; box: Box }[];
}

interface Placed {
  word: Lettering;
  x: number;
  baseline: number;
  paint: Paint;
  turn?: Turn;
}

export interface PageOptions {
  /** Which words may be printed and which seeds are drawn from; "train" unless said. */
  split?: Split;
  /**
   * 0 to 1, 1 unless said: how many pages are as varied as they come. The others are easy ones for a tower that knows
   * nothing yet: four faces, middle sizes, dark on white or white on dark, upright and without noise.
   */
  difficulty?: number;
}

/** Page `index` of a seed: running text, a few scattered words, or one large word. */
export function densePage(seed: number, index: number, options: PageOptions = {}): DensePage {
  const { split = "train", difficulty = 1 } = options;
  const random = randomFor(seed, index, `dense page ${split}`);
  const easy = random.next() >= difficulty;
  const supply = easy ? easySupply(random, split) : variedSupply(random, split);
  const { frame, behind, turns } = supply;
  const layout = random.weighted({ text: 78, scattered: 14, large: 8 });
  const drawn = { text: runningText, scattered: scatteredWords, large: largeWord }[layout](random, supply);
  const placed = turns ? drawn : drawn.map((one) => ({ ...one, turn: undefined }));

  const image = picture(random, { frame, clean: easy }, (context: SKRSContext2D) => {
    behind.draw(context, frame);
    for (const { word, x, baseline, paint, turn } of placed) {
      context.fillStyle = css(paint);
      drawLettering(context, word, x, baseline, turn);
    }
  });
  const words = placed.map(({ word, x, baseline, turn }) => ({
    text: word.text,
    box: boxOf(word, x, baseline, turn),
  }));
  const labels = pageLabels(placed.map(({ word: lettering, ...at }) => ({ lettering, ...at })));
  return { image, labels, words };
}

/** Where a layout gets its words, faces, sizes and inks, and the page they go on. */
interface Supply {
  frame: Frame;
  behind: Background;
  turns: boolean;
  text(): string;
  face(): FontChoice;
  size(): number;
  paint(): Paint;
}

function variedSupply(random: Random, split: Split): Supply {
  const frame = randomFrame(random, 0.15);
  const behind = background(random, pageColor(random), 0.5);
  return {
    frame,
    behind,
    turns: true,
    text: () => pageText(random, split),
    face: () => randomFace(random),
    size: () => textSize(random),
    paint: () => readablePaint(random, behind.paints),
  };
}

const easyFaces: readonly FontChoice[] = ["roboto", "open-sans", "lora", "nunito"].map((family) => ({
  family,
  weight: family === "lora" ? 700 : 400,
}));

function easySupply(random: Random, split: Split): Supply {
  const [light, dark] = [fromHsl(0, 0, random.between(92, 100)), fromHsl(0, 0, random.between(0, 12))];
  const [paper, inked] = random.chance(0.7) ? [light, dark] : [dark, light];
  return {
    frame: wholeFrame,
    behind: background(random, paper, 1),
    turns: false,
    text: () => pageText(random, split),
    face: () => random.pick(easyFaces),
    size: () => random.int(14, 24),
    paint: () => inked,
  };
}

type Layout = (random: Random, supply: Supply) => Placed[];

/** Lines from edge to edge in one size, words mostly in one paint and face; the whole page a little turned at times. */
const runningText: Layout = (random, supply) => {
  const { frame } = supply;
  const placed: Placed[] = [];
  let face = supply.face();
  let paint = supply.paint();
  let size = supply.size();
  const sameSize = random.chance(0.6);
  const leading = random.between(1.05, 1.35);
  const gap = random.between(0.25, 0.5);
  const margin = random.int(1, 6);
  const turn = random.chance(0.2) ? turnAbout(frame, random.between(-0.1, 0.1)) : undefined;
  let baseline = frame.top + margin + size * 0.8 + random.between(0, size / 3);
  while (baseline + 0.2 * size < frame.top + frame.height) {
    let x = frame.left + margin + (random.chance(0.2) ? random.between(0, 16) : 0);
    const spacing = random.chance(0.12) ? random.between(0.5, size / 5) : 0;
    for (let misfits = 0; misfits < 2; ) {
      const word = lettering(supply.text(), font(face.family, face.weight, size), spacing);
      if (x + widthOf(word) > frame.left + frame.width - 1) {
        misfits++; // one more try: a shorter word may fit
        continue;
      }
      placed.push({ word, x, baseline, paint, turn });
      x += widthOf(word) + gap * size;
      if (random.chance(0.08)) paint = supply.paint();
      if (random.chance(0.04)) break;
    }
    if (!sameSize && random.chance(0.5)) size = supply.size();
    if (random.chance(0.25)) face = supply.face();
    baseline += size * leading;
  }
  return placed;
};

/** Up to six words, each in its own face, size and paint, none over another. */
const scatteredWords: Layout = (random, supply) => {
  const { frame } = supply;
  const placed: Placed[] = [];
  const taken: Box[] = [];
  const wanted = random.int(2, 6);
  for (let tries = 0; tries < 4 * wanted && placed.length < wanted; tries++) {
    const word = fittedLettering(supply.text(), supply.face(), {
      size: supply.size(),
      maxWidth: frame.width - 6,
      spacing: random.chance(0.15) ? random.between(0.5, 4) : 0,
    });
    const height = word.bottom - word.top;
    const x = frame.left + random.between(2, Math.max(3, frame.width - widthOf(word) - 3));
    const baseline = frame.top + random.between(2, Math.max(3, frame.height - height - 3)) - word.top;
    const angle = random.chance(0.3) ? random.between(-0.2, 0.2) : 0;
    const turn = angle === 0 ? undefined : { angle, x: x + widthOf(word) / 2, y: baseline - height / 2 };
    const box = boxOf(word, x, baseline, turn);
    if (taken.some((other) => overlap(other, box))) continue;
    taken.push(box);
    placed.push({ word, x, baseline, paint: supply.paint(), turn });
  }
  return placed;
};

/** A single word as large as it fits, or nearly. */
const largeWord: Layout = (random, supply) => {
  const { frame } = supply;
  const word = fittedLettering(supply.text(), supply.face(), {
    size: random.int(24, 64),
    maxWidth: (frame.width - 4) * random.between(0.75, 1),
  });
  const x = frame.left + random.between(1, frame.width - widthOf(word) - 1);
  const free = frame.height - (word.bottom - word.top);
  const baseline = frame.top + random.between(1, Math.max(1, free - 1)) - word.top;
  const turn = random.chance(0.25) ? turnAbout(frame, random.between(-0.15, 0.15)) : undefined;
  return [{ word, x, baseline, paint: supply.paint(), turn }];
};

/** Sizes from 10 to 34 px, mostly those of 12 to 24. */
function textSize(random: Random): number {
  return random.chance(0.75) ? random.int(12, 24) : random.int(10, 34);
}

function pageText(random: Random, split: Split): string {
  const kind = random.weighted({ word: 42, letters: 40, number: 11, code: 7 });
  const text = printedText(random, { kind, split, maxLength: 8 });
  if (random.chance(0.12)) return text + random.pick([".", ",", "!", "?", ":", ";", "%", "-"]);
  if (random.chance(0.06)) return random.pick(['"', "(", "#", "$", "@", "&", "+"]) + text;
  if (random.chance(0.04))
    return text + random.pick(["-", "/", "'", ".", "&"]) + random.pick(["s", "a", "7", "B", "x"]);
  return text;
}

function turnAbout({ left, top, width, height }: Frame, angle: number): Turn {
  return { angle, x: left + width / 2, y: top + height / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right + 3 && b.left < a.right + 3 && a.top < b.bottom + 3 && b.top < a.bottom + 3;
}

/** Paper, screen or sign: very light or very dark more often than in between. */
function pageColor(random: Random): Paint {
  const lightness = random.weighted({ light: 50, dark: 25, any: 25 });
  const [low, high] = { light: [82, 100], dark: [3, 26], any: [15, 90] }[lightness] as [number, number];
  return fromHsl(random.between(0, 360), random.between(0, random.chance(0.5) ? 15 : 90), random.between(low, high));
}

/** An ink with a contrast of at least 3 to every paint behind it; black or white where none is found soon. */
function readablePaint(random: Random, behind: readonly Paint[]): Paint {
  const contrastTo = (paint: Paint) => Math.min(...behind.map((other) => contrast(paint, other)));
  for (let tries = 0; tries < 6; tries++) {
    const paint = random.chance(0.35)
      ? fromHsl(0, 0, random.chance(0.5) ? random.between(0, 20) : random.between(80, 100))
      : fromHsl(random.between(0, 360), random.between(30, 100), random.between(5, 95));
    if (contrastTo(paint) >= 3) return paint;
  }
  const [black, white]: [Paint, Paint] = [
    [0, 0, 0],
    [255, 255, 255],
  ];
  return contrastTo(black) > contrastTo(white) ? black : white;
}
