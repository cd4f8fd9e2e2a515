/** What augmentations work on: a picture's pixels with everything that is known of places in it. */
import type { Random } from "../random.ts";
import type { Augmentation, DenseMap, Region } from "../sample.ts";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGB, row by row. */
  readonly data: Uint8Array;
}

/** A label map with its classes, as large as the picture or coarser. */
export type LabelMap = DenseMap & { readonly data: Uint8Array | Uint16Array };

export interface AnnotatedPicture extends Pixels {
  readonly regions: readonly Region[];
  readonly maps: readonly LabelMap[];
}

/** One augmentation: what it made of the picture, and how it is recorded. The picture that it got stays as it was. */
export interface Step {
  readonly picture: AnnotatedPicture;
  readonly record: Augmentation;
}

/** The mean colour of the picture's outermost pixels: what surrounds a page. */
export function borderColour({ width, height, data }: Pixels): [number, number, number] {
  const sum = [0, 0, 0];
  let count = 0;
  const add = (x: number, y: number) => {
    for (let c = 0; c < 3; c++) sum[c]! += data[(y * width + x) * 3 + c]!;
    count++;
  };
  for (let x = 0; x < width; x++) {
    add(x, 0);
    add(x, height - 1);
  }
  for (let y = 0; y < height; y++) {
    add(0, y);
    add(width - 1, y);
  }
  return [sum[0]! / count, sum[1]! / count, sum[2]! / count];
}

/** A number in [low, high) with two decimals: what is recorded is what was done. */
export function amount(random: Random, low: number, high: number): number {
  return Math.round(random.between(low, high) * 100) / 100;
}
