/**
 * The typefaces of the generated pictures: fourteen openly licensed families (SIL OFL) from the development
 * dependencies, registered under names of our own so that no font of the machine can take their place, and the
 * measurements of their letters. It knows letters and widths, not pictures.
 */
import { createRequire } from "node:module";
import { UserError } from "../../runtime/errors.ts";
import { createCanvas, GlobalFonts } from "../canvas.ts";

export interface Font {
  /** Family, weight and size, e.g. `lora 700 18px`. */
  name: string;
  family: string;
  weight: 400 | 700;
  /** Em size in pixels. */
  size: number;
}

const weightsOf: Record<string, readonly (400 | 700)[]> = {
  roboto: [400, 700],
  "open-sans": [400, 700],
  lato: [400, 700],
  montserrat: [400, 700],
  "roboto-condensed": [400, 700],
  merriweather: [400, 700],
  lora: [400, 700],
  "libre-baskerville": [400, 700],
  "jetbrains-mono": [400, 700],
  "courier-prime": [400, 700],
  "zilla-slab": [400, 700],
  nunito: [400, 700],
  "patrick-hand": [400],
  "comic-neue": [400, 700],
};

/** Every family with every weight it has. */
export const faces: readonly { family: string; weight: 400 | 700 }[] = Object.entries(weightsOf).flatMap(
  ([family, weights]) => weights.map((weight) => ({ family, weight })),
);

let registered = false;

/** Makes the families known to the canvas; does its work once. */
function registerFaces(): void {
  if (registered) return;
  const require = createRequire(import.meta.url);
  for (const { family, weight } of faces) {
    const file = `@fontsource/${family}/files/${family}-latin-${weight}-normal.woff2`;
    let path: string;
    try {
      path = require.resolve(file);
    } catch {
      throw new UserError(`The font file ${file} is not installed; "npm ci" with development dependencies brings it.`);
    }
    if (!GlobalFonts.registerFromPath(path, faceName(family, weight)))
      throw new UserError(`The font file ${path} could not be read as a font.`);
  }
  registered = true;
}

function faceName(family: string, weight: number): string {
  return `periscope ${family} ${weight}`;
}

/** A font of one face at one size; registers the faces on first use. */
export function font(family: string, weight: 400 | 700, size: number): Font {
  registerFaces();
  return { name: `${family} ${weight} ${size}px`, family, weight, size };
}

/** The CSS value a canvas context takes as its `font`. */
export function cssFont({ family, weight, size }: Font): string {
  return `${size}px "${faceName(family, weight)}"`;
}

/** Ink of one character at 1 px em, y downwards from the baseline. */
export interface Ink {
  advance: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
}

const measuringSize = 64;
const measuring = createCanvas(8, 8).getContext("2d");
const inkOf = new Map<string, Ink>();

/** The ink box and advance of a character, for an em of 1 px; measured once a face. */
export function ink(of: Font, character: string): Ink {
  const key = `${of.weight}${character}${of.family}`;
  const known = inkOf.get(key);
  if (known !== undefined) return known;
  measuring.font = cssFont({ ...of, size: measuringSize });
  const m = measuring.measureText(character);
  const value = {
    advance: m.width / measuringSize,
    top: -m.actualBoundingBoxAscent / measuringSize,
    bottom: m.actualBoundingBoxDescent / measuringSize,
    left: -m.actualBoundingBoxLeft / measuringSize,
    right: m.actualBoundingBoxRight / measuringSize,
  };
  inkOf.set(key, value);
  return value;
}

/**
 * Where the characters of a word (no spaces, ASCII) begin, in pixels from its start, kerning included; one value more
 * than characters, the last being the width.
 */
export function advances(of: Font, word: string): number[] {
  const edges = [0];
  for (let i = 0; i < word.length; i++) edges.push(edges[i]! + stepOf(of, word, i) * of.size);
  return edges;
}

/** How far a face's character is from the one after it, by both character codes, for an em of 1 px. */
const stepsOf = new Map<string, Float64Array>();

/** From character i of a word to the next one, or to the word's end; measured once a face and pair. */
function stepOf(of: Font, word: string, i: number): number {
  if (i === word.length - 1) return ink(of, word[i]!).advance;
  const face = faceName(of.family, of.weight);
  let steps = stepsOf.get(face);
  if (steps === undefined) {
    steps = new Float64Array(128 * 128).fill(Number.NaN);
    stepsOf.set(face, steps);
  }
  const key = word.charCodeAt(i) * 128 + word.charCodeAt(i + 1);
  if (Number.isNaN(steps[key]!)) {
    measuring.font = cssFont({ ...of, size: measuringSize });
    steps[key] = measuring.measureText(word.slice(i, i + 2)).width / measuringSize - ink(of, word[i + 1]!).advance;
  }
  return steps[key]!;
}
