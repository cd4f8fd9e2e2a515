/**
 * Where things go in a scene: the background, a word of a fitting size, and shapes cell by cell, in colours that stand
 * out. It decides and measures; it draws nothing.
 */

import { contrast } from "../contrast.ts";
import type { Random } from "../random.ts";
import { type Background, background } from "./background.ts";
import { type ColorName, colorNames, distance, fromHsl, type Paint, shade } from "./colors.ts";
import { boxOf, fittedLettering, type Lettering, randomFace, widthOf } from "./lettering.ts";
import type { Box, Turn } from "./patches.ts";
import type { Frame } from "./picture.ts";
import { type PlacedShape, type ShapeName, shapeBox, shapeNames } from "./shapes.ts";
import { type PrintKind, printedText, type Split } from "./words.ts";

/** The nine places of a picture, row by row. */
export const positionNames = [
  "top left",
  "top",
  "top right",
  "left",
  "center",
  "right",
  "bottom left",
  "bottom",
  "bottom right",
] as const;
export type PositionName = (typeof positionNames)[number];

/** `repeats` shows one kind of shape several times, for counting. */
export type SceneContent = "word" | "shapes" | "repeats" | "shapes and word" | "empty";

export interface SceneObject {
  shape: ShapeName;
  color: ColorName;
  position: PositionName;
  box: Box;
}

export interface PaintedShape {
  object: SceneObject;
  placed: PlacedShape;
  paint: Paint;
}

export interface PaintedWord {
  lettering: Lettering;
  x: number;
  baseline: number;
  turn?: Turn;
  paint: Paint;
  color: ColorName;
  /** A sign behind the word. */
  plate: { box: Box; paint: Paint } | null;
}

/** White, black, a plain basic colour (all named), or anything pale, dark or patterned (not named). */
export function sceneBackground(random: Random): { behind: Background; name: ColorName | null } {
  const kind = random.weighted({ white: 22, black: 8, basic: 18, pale: 34, dark: 18 });
  if (kind === "white" || kind === "black" || kind === "basic") {
    const name = kind === "basic" ? random.pick(colorNames) : kind;
    return { behind: background(random, shade(name, random), 1), name };
  }
  const [low, high] = kind === "pale" ? [84, 93] : [12, 24];
  const paint = fromHsl(random.between(0, 360), random.between(15, 75), random.between(low, high));
  return { behind: background(random, paint, 0.35), name: null };
}

/** The basic colours that stand out from all the paints behind. */
function visibleColors(random: Random, behind: readonly Paint[], least: (paint: Paint, other: Paint) => boolean) {
  return colorNames
    .map((name) => ({ name, paint: shade(name, random) }))
    .filter(({ paint }) => behind.every((other) => least(paint, other)));
}

const apart = (a: Paint, b: Paint) => distance(a, b) > 0.23;
// Yellow on white can be seen but not read; hence both a distance and a contrast.
const readable = (a: Paint, b: Paint) => distance(a, b) > 0.25 && contrast(a, b) > 2.2;

/** Smallest em size of a printed word, pixels. */
const smallestSize = 13;

/** The third (0, 1, 2) of a length that a coordinate falls into. */
function third(value: number, start: number, length: number): number {
  return Math.max(0, Math.min(2, Math.floor((3 * (value - start)) / length)));
}

export function positionAt(x: number, y: number, { left, top, width, height }: Frame): PositionName {
  return positionNames[third(y, top, height) * 3 + third(x, left, width)]!;
}

/** A coordinate well inside one third of a length, or inside [low, high] where that leaves no choice. */
function withinThirds(random: Random, [low, high]: [number, number], start: number, length: number): number {
  for (let tries = 0; tries < 8; tries++) {
    const value = random.between(low, Math.max(low, high));
    const inThird = ((3 * (value - start)) / length) % 1;
    if (inThird > 0.15 && inThird < 0.85) return value;
  }
  return (low + high) / 2;
}

export function placeWord(
  random: Random,
  frame: Frame,
  behind: Background,
  { split, maxLength, kind, content }: { split: Split; maxLength: number; kind?: PrintKind; content: SceneContent },
): PaintedWord {
  const printed = kind ?? random.weighted<PrintKind>({ word: 42, letters: 38, number: 14, code: 6 });
  const [smallest, largest] = content === "word" ? [15, 34] : [14, 24];
  const [face, size] = [randomFace(random), random.int(smallest, largest)];
  const spacing = random.chance(0.1) ? random.between(0.5, 3) : 0;
  let lettered: Lettering;
  let length = maxLength;
  // In a narrow picture a long word would be too small to read; then a shorter one is printed.
  do {
    const text = printedText(random, { kind: printed, split, maxLength: length-- });
    lettered = fittedLettering(text, face, { size, maxWidth: frame.width - 8, spacing });
  } while (lettered.font.size < smallestSize && length > 0);
  const [width, height] = [widthOf(lettered), lettered.bottom - lettered.top];
  const room: [[number, number], [number, number]] = [
    [frame.left + width / 2 + 3, frame.left + frame.width - width / 2 - 3],
    [frame.top + height / 2 + 3, frame.top + frame.height - height / 2 - 3],
  ];
  const x = withinThirds(random, room[0], frame.left, frame.width);
  const y = withinThirds(random, room[1], frame.top, frame.height);

  let plate: PaintedWord["plate"] = null;
  if (random.chance(0.18)) {
    const paint = shade(random.pick(colorNames), random);
    const [padX, padY] = [random.between(3, 9), random.between(2, 7)];
    const box = {
      left: x - width / 2 - padX,
      right: x + width / 2 + padX,
      top: y - height / 2 - padY,
      bottom: y + height / 2 + padY,
    };
    if (behind.paints.every((other) => distance(other, paint) > 0.1)) plate = { box, paint };
  }
  const choices = visibleColors(random, plate === null ? behind.paints : [plate.paint], readable);
  const dark = choices.filter(({ name }) => name === "black" || name === "white");
  const { name: color, paint } = random.pick(dark.length > 0 && random.chance(0.3) ? dark : choices);
  const angle = plate === null && random.chance(0.2) ? random.between(-0.12, 0.12) : 0;
  return {
    lettering: lettered,
    x: x - width / 2,
    baseline: y - height / 2 - lettered.top,
    turn: angle === 0 ? undefined : { angle, x, y },
    paint,
    color,
    plate,
  };
}

type Numbers = Readonly<Record<number, number>>;
const fewShapes: Numbers = { 1: 26, 2: 20, 3: 20, 4: 14, 5: 14, 6: 6 };

/** One shape a cell, in cells that the word leaves free; a shape alone may be large. */
export function placeShapes(
  random: Random,
  frame: Frame,
  behind: Background,
  word: PaintedWord | null,
  { content, single = false, numbers = fewShapes }: { content: SceneContent; single?: boolean; numbers?: Numbers },
): PaintedShape[] {
  const taken = word === null ? null : (word.plate?.box ?? boxOf(word.lettering, word.x, word.baseline, word.turn));
  const [cellWidth, cellHeight] = [frame.width / 3, frame.height / 3];
  const most = Math.min(cellWidth, cellHeight) / 2;
  const colors = visibleColors(random, behind.paints, apart);
  const number: Numbers = word === null ? numbers : { 1: 45, 2: 30, 3: 25 };
  const wanted = single ? 1 : Number(random.weighted(number));
  const kinds = shapeKinds(random, colors, { wanted: content === "repeats" ? Math.max(2, wanted) : wanted, content });
  const alike = random.chance(0.4) ? random.between(0.55, 0.95) * most : null;

  const painted: PaintedShape[] = [];
  const cells = random.shuffled(positionNames.map((_, i) => i));
  for (const { shape, color } of kinds) {
    const radius = alike ?? random.between(0.5, 1) * most;
    const largest = word !== null ? 1 : kinds.length === 1 ? 2.2 : kinds.length === 2 ? 1.5 : 1;
    const large = random.chance(0.5) ? random.between(1, largest) : 1;
    for (let cell = cells.pop(); cell !== undefined; cell = cells.pop()) {
      const inset = 0.2; // a centre this far from the cell's edge leaves no doubt about the place's name
      let x = frame.left + ((cell % 3) + random.between(inset, 1 - inset)) * cellWidth;
      let y = frame.top + (Math.floor(cell / 3) + random.between(inset, 1 - inset)) * cellHeight;
      // Whole in the picture, as far as the cell allows.
      const reach = radius * 1.22;
      x = Math.max(frame.left + reach, Math.min(frame.left + frame.width - reach, x));
      y = Math.max(frame.top + reach, Math.min(frame.top + frame.height - reach, y));
      const fits =
        Math.min(x - frame.left, frame.left + frame.width - x, y - frame.top, frame.top + frame.height - y) / 1.22;
      const placed = {
        shape,
        x,
        y,
        radius: Math.max(radius, Math.min(radius * large, fits)),
        angle: random.between(-0.15, 0.15),
      };
      const box = shapeBox(placed);
      if (taken !== null && meets(box, taken)) continue;
      if (painted.some((other) => overlapShare(other.object.box, box) > 0.06)) continue;
      const object = { shape, color: color.name, position: positionAt(x, y, frame), box };
      painted.push({ object, placed, paint: color.paint });
      break;
    }
  }
  const order = (one: PaintedShape) => positionNames.indexOf(one.object.position);
  return painted.sort((a, b) => order(a) - order(b));
}

type NamedPaint = { name: ColorName; paint: Paint };

/** Which shapes in which colours; `repeats` shows one of them in most places. */
function shapeKinds(
  random: Random,
  colors: readonly NamedPaint[],
  { wanted, content }: { wanted: number; content: SceneContent },
): { shape: ShapeName; color: NamedPaint }[] {
  const draw = () => ({ shape: random.pick(shapeNames), color: random.pick(colors) });
  const kinds = Array.from({ length: wanted }, draw);
  if (content !== "repeats") return kinds;
  const { shape, color } = kinds[0]!;
  const others = random.chance(0.5) ? 0 : random.int(1, Math.max(1, Math.floor(wanted / 2)));
  const sameColor = random.chance(0.6);
  return kinds.map((kind, i) => (i < others ? kind : { shape, color: sameColor ? color : kind.color }));
}

function meets(a: Box, b: Box): boolean {
  return a.left < b.right + 1 && b.left < a.right + 1 && a.top < b.bottom + 1 && b.top < a.bottom + 1;
}

/** The part of the smaller box that both share. */
function overlapShare(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const area = (box: Box) => (box.right - box.left) * (box.bottom - box.top);
  return width <= 0 || height <= 0 ? 0 : (width * height) / Math.min(area(a), area(b));
}
