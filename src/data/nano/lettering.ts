/**
 * One printed word: where its letters stand, how it is drawn, and which patches each letter covers. A letter's box is
 * its advance across and, down, its ink together with the band of the small letters, so that a full stop still has one.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Random } from "../random.ts";
import { advances, cssFont, type Font, faces, font, ink } from "./fonts.ts";
import { type Box, type Turn, turnedBounds } from "./patches.ts";

export interface Lettering {
  text: string;
  font: Font;
  /** Where each character begins, from the word's start, and at the end the width; pixels. */
  edges: readonly number[];
  /** Extra space after each character in pixels. */
  spacing: number;
  /** Ink above (negative) and below the baseline, pixels. */
  top: number;
  bottom: number;
}

/** A word in a font, measured. */
export function lettering(text: string, of: Font, spacing = 0): Lettering {
  const edges = advances(of, text).map((edge, i) => edge + spacing * i);
  const inks = [...text].map((character) => ink(of, character));
  const top = Math.min(...inks.map((one) => one.top)) * of.size;
  const bottom = Math.max(...inks.map((one) => one.bottom)) * of.size;
  return { text, font: of, edges, spacing, top, bottom };
}

export function widthOf({ edges, spacing }: Lettering): number {
  return edges[edges.length - 1]! - spacing;
}

export interface FontChoice {
  family: string;
  weight: 400 | 700;
}

export function randomFace(random: Random): FontChoice {
  return random.pick(faces);
}

/**
 * A word that fits into `maxWidth`: the wanted size, or the largest that fits. Some words are spaced out where there is
 * room.
 */
export function fittedLettering(
  text: string,
  face: FontChoice,
  { size, maxWidth, spacing = 0 }: { size: number; maxWidth: number; spacing?: number },
): Lettering {
  const wanted = lettering(text, font(face.family, face.weight, size), spacing);
  if (widthOf(wanted) <= maxWidth) return wanted;
  const tight = lettering(text, wanted.font);
  const fitting = Math.min(size, Math.floor(((size * maxWidth) / widthOf(tight)) * 2) / 2);
  return fitting === size ? tight : lettering(text, font(face.family, face.weight, fitting));
}

/** Draws with the fill style that is set; `x` is the start and `y` the baseline, both before the turn. */
export function drawLettering(context: SKRSContext2D, word: Lettering, x: number, y: number, turn?: Turn): void {
  context.save();
  if (turn !== undefined) {
    context.translate(turn.x, turn.y);
    context.rotate(turn.angle);
    context.translate(-turn.x, -turn.y);
  }
  context.font = cssFont(word.font);
  context.textBaseline = "alphabetic";
  if (word.spacing === 0) context.fillText(word.text, x, y);
  else for (let i = 0; i < word.text.length; i++) context.fillText(word.text[i]!, x + word.edges[i]!, y);
  context.restore();
}

/** Visits each character with its box, before any turn. */
export function forCharacters(
  word: Lettering,
  x: number,
  y: number,
  visit: (character: string, box: Box) => void,
): void {
  const smallLetters = ink(word.font, "x").top;
  for (let i = 0; i < word.text.length; i++) {
    const of = ink(word.font, word.text[i]!);
    visit(word.text[i]!, {
      left: x + word.edges[i]!,
      right: x + word.edges[i + 1]!,
      top: y + Math.min(of.top, smallLetters) * word.font.size,
      bottom: y + Math.max(of.bottom, 0) * word.font.size,
    });
  }
}

/** The upright box around a word's ink. */
export function boxOf(word: Lettering, x: number, y: number, turn?: Turn): Box {
  const box = { left: x, top: y + word.top, right: x + widthOf(word), bottom: y + word.bottom };
  return turn === undefined ? box : turnedBounds(box, turn);
}
