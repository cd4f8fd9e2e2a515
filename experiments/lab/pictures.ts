/**
 * Pictures with a coarse and a fine side: two halves in a colour each, and in each half one letter of 5 x 7 pixels somewhere.
 * What is asked of them, how they are told in words, and which letter covers which patch. Each is a function of its number.
 */
import { type Random, randomFor } from "../../src/data/random.ts";
import { conversationOf } from "../../src/data/sample.ts";
import type { SampleSource } from "../../src/train/sources.ts";
import { type Colour, colours, names } from "./world.ts";

/** Pixels on a side, and of a patch of the high tower. */
export const wide = 64;
export const patch = 8;
const size = 50_000;

/** Rows of a letter, from the highest bit of five to the lowest. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  A: [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  E: [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
  H: [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  K: [0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001],
  M: [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
  P: [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
  S: [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
  Z: [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111],
};
const letters = Object.keys(glyphs);
/** Of the label maps: 0 is "no letter". */
export const letterClasses = letters.length + 1;

interface Half {
  readonly colour: Colour;
  readonly letter: string;
  /** The patch that the letter stands in, and its place there in pixels. */
  readonly column: number;
  readonly row: number;
  readonly across: number;
  readonly down: number;
}

type Side = "left" | "right";
type Picture = Readonly<Record<Side, Half>>;

function drawn(random: Random): Picture {
  const columns = wide / patch / 2;
  const half = (first: number): Half => ({
    ...{ colour: random.pick(names), letter: random.pick(letters) },
    ...{ column: first + random.int(0, columns - 1), row: random.int(0, wide / patch - 1) },
    ...{ across: random.int(0, patch - 6), down: random.int(0, patch - 7) },
  });
  return { left: half(0), right: half(columns) };
}

function pixelsOf(picture: Picture, random: Random): Uint8Array {
  const data = new Uint8Array(wide * wide * 3);
  const dot = (x: number, y: number, colour: readonly number[]) => {
    const shade = random.int(-12, 12);
    data.set(
      colour.map((value) => Math.max(0, Math.min(255, value + shade))),
      3 * (y * wide + x),
    );
  };
  for (let y = 0; y < wide; y++) {
    for (let x = 0; x < wide; x++) dot(x, y, colours[picture[x < wide / 2 ? "left" : "right"].colour]);
  }
  for (const { colour, letter, column, row, across, down } of [picture.left, picture.right]) {
    const [r, g, b] = colours[colour];
    const ink = 0.3 * r + 0.6 * g + 0.1 * b > 110 ? [0, 0, 0] : [255, 255, 255];
    glyphs[letter]!.forEach((bits, y) => {
      for (let x = 0; x < 5; x++) {
        if (bits & (16 >> x)) dot(patch * column + across + x, patch * row + down + y, ink);
      }
    });
  }
  return data;
}

function asked(kind: "coarse" | "fine", side: Side, picture: Picture): [string, string] {
  const half = picture[side];
  return kind === "coarse"
    ? [`What colour is on the ${side}?`, half.colour]
    : [`Which letter is on the ${side}?`, half.letter];
}

function oneTurn(form: Exclude<PictureForm, "lesson">, side: Side, picture: Picture): [string, string] {
  if (form !== "caption") return asked(form, side, picture);
  return ["Describe the picture.", `There is ${picture.left.colour} beside ${picture.right.colour}.`];
}

function allAsked(random: Random, picture: Picture): [string, string][] {
  const sides = ["left", "right"] as const;
  return random.shuffled(
    sides.flatMap((side) => (["coarse", "fine"] as const).map((kind) => asked(kind, side, picture))),
  );
}

/** `lesson`: all four questions, in any order; `coarse`, `fine`: one of them; `caption`: what people would write below it, without letters. */
export type PictureForm = "lesson" | "coarse" | "fine" | "caption";

export function pictures(seed: number, form: PictureForm): SampleSource {
  return {
    size,
    async sample(index) {
      const random = randomFor(seed, index, `pictures ${form}`);
      const picture = drawn(random);
      const data = pixelsOf(picture, random);
      const side = random.pick(["left", "right"] as const);
      const turns = form === "lesson" ? allAsked(random, picture) : [oneTurn(form, side, picture)];
      return {
        key: `${form}-${seed}-${index}`,
        source: form,
        content: conversationOf(turns),
        pictures: [{ width: wide, height: wide, data }],
        maps: async () => ({ letters: letterMap(picture) }),
      };
    },
  };
}

/** The letter of each patch. */
function letterMap({ left, right }: Picture) {
  const across = wide / patch;
  const data = new Uint8Array(across * across);
  for (const { letter, column, row } of [left, right]) data[row * across + column] = 1 + letters.indexOf(letter);
  return { width: across, height: across, data };
}

/** The same pictures in words, with the same questions: what a language model can know of looking things up before it sees. */
export function toldPictures(seed: number): SampleSource {
  return {
    size,
    async sample(index) {
      const random = randomFor(seed, index, "told pictures");
      const picture = drawn(random);
      const { left, right } = picture;
      const told = random.shuffled([
        `left ${left.colour}`,
        `left ${left.letter}`,
        `right ${right.colour}`,
        `right ${right.letter}`,
      ]);
      const [[question, answer], ...others] = allAsked(random, picture) as [[string, string], ...[string, string][]];
      return {
        key: `told-${seed}-${index}`,
        source: "told",
        content: conversationOf([[`${told.join(", ")}. ${question}`, answer], ...others], 0),
        pictures: [],
      };
    },
  };
}
