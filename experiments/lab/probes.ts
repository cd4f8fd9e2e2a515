/**
 * Pictures that probe where a model of full resolution ends: a short word in letters of a given size, and one shape in a strip of
 * a given length or, as large, in a square. Nothing of the kind is trained on; each is a function of its number.
 */
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { canvasPixels } from "../../src/data/canvas-pixels.ts";
import { css, shade } from "../../src/data/nano/colors.ts";
import { drawLettering, fittedLettering, randomFace, widthOf } from "../../src/data/nano/lettering.ts";
import { drawShape, shapeNames } from "../../src/data/nano/shapes.ts";
import { wordsUpTo } from "../../src/data/nano/words.ts";
import { randomFor } from "../../src/data/random.ts";
import type { RgbImage } from "../../src/image/resize.ts";

export interface Probe {
  readonly picture: RgbImage;
  readonly question: string;
  /** The word that a right answer holds. */
  readonly answer: string;
}

const paper = "#f4f4f0";

/** A word of at most four letters that was held out of training, `size` pixels to the em on a picture of `side` pixels. */
export function wordProbe(seed: number, index: number, { size, side }: { size: number; side: number }): Probe {
  const random = randomFor(seed, index, "word probe"); // the same words for all sizes
  const answer = random.pick(wordsUpTo("heldout", 4));
  const [face, ink] = [randomFace(random), css([random.int(0, 70), random.int(0, 70), random.int(0, 70)])];
  const [across, down] = [random.next(), random.next()];
  const word = fittedLettering(answer, face, { size, maxWidth: side - 16 });
  const picture = drawn(side, side, (context) => {
    context.fillStyle = ink;
    const x = 8 + across * (side - 16 - widthOf(word));
    const y = 8 - word.top + down * (side - 16 - (word.bottom - word.top));
    drawLettering(context, word, Math.round(x), Math.round(y));
  });
  return { picture, question: "What does it say?", answer };
}

const paints = ["red", "green", "blue", "purple", "orange"] as const;

/**
 * One shape in a strip `ratio` times as wide as high, or upright; as high as four fifths of the strip. `square`: the same shape as
 * large and in the same place on a square that is not padded. `side`: what the long side becomes in the model, in pixels.
 */
export function shapeProbe(
  seed: number,
  index: number,
  { ratio, square, side }: { ratio: number; square: boolean; side: number },
): Probe {
  const random = randomFor(seed, index, "shape probe");
  const [answer, paint] = [random.pick(shapeNames), css(shade(random.pick(paints), random))];
  const [across, upright, angle] = [random.next(), random.chance(0.5), 0.2 * (random.next() - 0.5)];
  const long = 4 * side; // drawn large and taken down by the image processor, as a photo would be
  const short = Math.round(long / ratio);
  const radius = 0.4 * short;
  const along = short / 2 + across * (long - short);
  const [width, height] = square ? [long, long] : upright ? [short, long] : [long, short];
  const middle = square ? long / 2 : short / 2;
  const [x, y] = upright ? [middle, along] : [along, middle];
  const picture = drawn(width, height, (context) => {
    context.fillStyle = paint;
    drawShape(context, { shape: answer, x, y, radius, angle });
  });
  return { picture, question: "What shape is it?", answer };
}

function drawn(width: number, height: number, draw: (context: ReturnType<Canvas["getContext"]>) => void): RgbImage {
  const context = createCanvas(width, height).getContext("2d");
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  draw(context);
  const rgba = canvasPixels(context, 0, 0, width, height);
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) data.set(rgba.subarray(from, from + 3), to);
  return { width, height, data };
}

/** Whether an answer names the right thing and, of those that it could name, no other. */
export function isRight(said: string, { answer }: Probe, others: readonly string[] = []): boolean {
  const words = said.toLowerCase().split(/[^a-z]+/);
  return words.includes(answer) && !others.some((other) => other !== answer && words.includes(other));
}
