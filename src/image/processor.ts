/**
 * The image processor: from an RGB picture to the square tensor that the vision towers take (spec 1.10; goldens:
 * notes.md, Image processor). Plain arithmetic on arrays, so that it runs in a worker and in a browser alike.
 */
import type { ProcessorConfig } from "./processor-config.ts";
import { checkImage, type RgbImage, resizeBicubic } from "./resize.ts";

export interface ProcessedImage {
  /** [3, S, S] float32, channel planes; in [0, 1] unless the configuration normalises here. */
  readonly pixels: Float32Array;
  /** [S, S, 3] bytes: the same square as a picture, before scaling. */
  readonly padded: Uint8Array;
  /** S: the side of the square, pixels. */
  readonly size: number;
  /** The picture inside the square: its size, and where its top left corner lies. Pixels. */
  readonly resizedWidth: number;
  readonly resizedHeight: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/**
 * Resizes with the aspect kept, pads to a square, scales to floats, which go into `pixels` where it is given (a picture's
 * place in a batch). Throws UserError for an inconsistent picture.
 */
export function processImage(
  image: RgbImage,
  config: ProcessorConfig,
  pixels: Float32Array = new Float32Array(3 * config.imageSize ** 2),
): ProcessedImage {
  checkImage(image);
  const size = config.imageSize;
  if (pixels.length !== 3 * size ** 2) throw new RangeError(`a place of ${pixels.length} numbers for 3 x ${size}^2`);
  const { width, height } = resizedSize(image.width, image.height, config);
  const resized = resizeBicubic(image, width, height);
  const offsetX = (size - width) >> 1; // an odd pixel goes to the right and to the bottom
  const offsetY = (size - height) >> 1;
  const padded = new Uint8Array(size * size * 3);
  if (width < size || height < size) fill(padded, config.background);
  for (let y = 0; y < height; y++) {
    const row = resized.data.subarray(y * width * 3, (y + 1) * width * 3);
    padded.set(row, ((y + offsetY) * size + offsetX) * 3);
  }
  toPlanes(padded, config, pixels);
  return { pixels, padded, size, resizedWidth: width, resizedHeight: height, offsetX, offsetY };
}

/**
 * The size a picture is resized to: its long side becomes S, the other is a whole number not below `minSize`.
 * The original divides, multiplies and cuts; transformers multiplies by a quotient and rounds. Any other order gives
 * other integers for some sizes.
 */
export function resizedSize(
  width: number,
  height: number,
  config: Pick<ProcessorConfig, "imageSize" | "minSize" | "sizeRounding">,
): { width: number; height: number } {
  const long = Math.max(width, height);
  const whole = (length: number) =>
    config.sizeRounding === "half_even"
      ? roundHalfEven(length * (config.imageSize / long))
      : Math.trunc((length / long) * config.imageSize);
  const scaled = (length: number) => Math.max(whole(length), config.minSize);
  return { width: scaled(width), height: scaled(height) };
}

/** Python's `round` of a positive number. */
function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

function fill(square: Uint8Array, [r, g, b]: ProcessorConfig["background"]): void {
  if (r === g && g === b) return void square.fill(r);
  for (let i = 0; i < square.length; i += 3) {
    square[i] = r;
    square[i + 1] = g;
    square[i + 2] = b;
  }
}

/** [S, S, 3] bytes -> [3, S, S] float32; a byte has 256 values, so each channel is a table. */
function toPlanes(square: Uint8Array, config: ProcessorConfig, out: Float32Array): void {
  const area = square.length / 3;
  const red = channelTable(config, 0);
  const green = channelTable(config, 1);
  const blue = channelTable(config, 2);
  for (let i = 0, p = 0; i < area; i++, p += 3) {
    out[i] = red[square[p]!]!;
    out[area + i] = green[square[p + 1]!]!;
    out[2 * area + i] = blue[square[p + 2]!]!;
  }
}

/** Scaled in double and rounded to float32, then normalised with a rounding to float32 after each step. */
function channelTable(config: ProcessorConfig, channel: number): Float32Array {
  const table = new Float32Array(256);
  for (let value = 0; value < 256; value++) table[value] = value * config.rescaleFactor;
  if (!config.doNormalize) return table;
  const mean = Math.fround(config.imageMean?.[channel] ?? 0);
  const std = Math.fround(config.imageStd?.[channel] ?? 1);
  return table.map((value) => Math.fround(value - mean) / std);
}
