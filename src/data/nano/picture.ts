/**
 * One generated picture from blank canvas to bytes: the frame inside the square (the image processor pads pictures that
 * are not square), the way it came to its size, and the small faults that real pictures have. What is drawn is passed
 * in.
 */
import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import { createCanvas } from "../canvas.ts";
import { canvasPixels } from "../canvas-pixels.ts";
import type { Random } from "../random.ts";
import { css, type Paint } from "./colors.ts";

export interface Rgb {
  /** Height x width x 3, row-major. */
  data: Uint8Array;
  width: number;
  height: number;
}

/** Side of every generated picture in pixels. */
export const imageSize = 128;

/** What the image processor fills beside a picture that is not square: CLIP's channel means, as whole numbers. */
export const padding: Paint = [122, 116, 104];

/** The part of the square that the picture itself covers, in pixels. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const wholeFrame: Frame = { left: 0, top: 0, width: imageSize, height: imageSize };

/** The whole square, or (with the given probability) the frame of a wider or taller picture, long side kept. */
export function randomFrame(random: Random, paddedShare: number): Frame {
  if (!random.chance(paddedShare)) return wholeFrame;
  const short = random.int(imageSize / 2, imageSize - 6);
  const start = Math.floor((imageSize - short) / 2);
  return random.chance(0.75)
    ? { left: 0, top: start, width: imageSize, height: short }
    : { left: start, top: 0, width: short, height: imageSize };
}

const canvases = new Map<number, { canvas: Canvas; context: SKRSContext2D }>();

function canvasOf(size: number) {
  let found = canvases.get(size);
  if (found === undefined) {
    const canvas = createCanvas(size, size);
    found = { canvas, context: canvas.getContext("2d") };
    canvases.set(size, found);
  }
  return found;
}

/**
 * A finished picture of `imageSize` squared. `draw` works in pixels of the square, clipped to the frame; some pictures
 * are drawn twice as large and averaged down, as a photo or a screenshot would be. With `clean` no fault is added.
 */
export function picture(
  random: Random,
  { frame, clean = false }: { frame: Frame; clean?: boolean },
  draw: (context: SKRSContext2D) => void,
): Rgb {
  const scale = random.chance(0.3) ? 2 : 1;
  const { context } = canvasOf(imageSize * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.fillStyle = css(padding);
  context.fillRect(0, 0, imageSize, imageSize);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  draw(context);
  context.restore();
  const rgba = canvasPixels(context, 0, 0, imageSize * scale, imageSize * scale);
  const image = { data: scale === 2 ? halved(rgba) : opaque(rgba), width: imageSize, height: imageSize };
  if (!clean && random.chance(1 / 3)) addFaults(image.data, frame, random);
  return image;
}

function opaque(rgba: Uint8ClampedArray): Uint8Array {
  const data = new Uint8Array(imageSize * imageSize * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from]!;
    data[to + 1] = rgba[from + 1]!;
    data[to + 2] = rgba[from + 2]!;
  }
  return data;
}

/** Each pixel is the mean of four. */
function halved(rgba: Uint8ClampedArray): Uint8Array {
  const data = new Uint8Array(imageSize * imageSize * 3);
  const row = imageSize * 2 * 4;
  let to = 0;
  for (let y = 0; y < imageSize; y++) {
    for (let from = y * 2 * row, x = 0; x < imageSize; x++, from += 8) {
      for (let c = 0; c < 3; c++)
        data[to++] =
          (rgba[from + c]! + rgba[from + 4 + c]! + rgba[from + row + c]! + rgba[from + row + 4 + c]! + 2) >> 2;
    }
  }
  return data;
}

/** One or two of: noise, brightness and contrast, blur, colours smeared over 2x2 pixels as JPEG does. */
function addFaults(data: Uint8Array, frame: Frame, random: Random): void {
  const faults = random.shuffled(["noise", "light", "blur", "smear"] as const).slice(0, random.int(1, 2));
  if (faults.includes("smear")) smear(data, frame);
  if (faults.includes("blur")) blur(data, frame, random.between(0.25, 0.8));
  if (faults.includes("light")) light(data, frame, random.between(0.85, 1.12), random.between(-12, 12));
  if (faults.includes("noise")) noise(data, frame, random.between(2, 11), random.int(0, noiseTable.length - 1));
}

/** Normal deviates that noise is cut from, at a random place each time. */
const noiseTable = (() => {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  return Float32Array.from({ length: 1 << 16 }, () => uniform() + uniform() + uniform() + uniform() - 2).map(
    (value) => value * Math.sqrt(3),
  );
})();

function clamp(value: number): number {
  return Math.max(0, Math.min(255, value));
}

function noise(data: Uint8Array, frame: Frame, deviation: number, start: number): void {
  const mask = noiseTable.length - 1;
  let at = start;
  forRows(frame, (from, to) => {
    for (let i = from; i < to; i++) data[i] = clamp(data[i]! + deviation * noiseTable[at++ & mask]! + 0.5);
    at += 7919; // rows of one length must not repeat the table in step
  });
}

function light(data: Uint8Array, frame: Frame, gain: number, shift: number): void {
  forRows(frame, (from, to) => {
    for (let i = from; i < to; i++) data[i] = clamp((data[i]! - 128) * gain + 128 + shift + 0.5);
  });
}

/** Mixes each pixel with the mean of its four neighbours. */
function blur(data: Uint8Array, { left, top, width, height }: Frame, share: number): void {
  const source = data.slice();
  const row = imageSize * 3;
  for (let y = top + 1; y < top + height - 1; y++) {
    const from = y * row + (left + 1) * 3;
    for (let i = from; i < from + (width - 2) * 3; i++) {
      const mean = (source[i - 3]! + source[i + 3]! + source[i - row]! + source[i + row]!) / 4;
      data[i] = source[i]! + (mean - source[i]!) * share + 0.5;
    }
  }
}

/** Keeps each pixel's brightness and shares colour over 2x2 pixels. */
function smear(data: Uint8Array, { left, top, width, height }: Frame): void {
  const row = imageSize * 3;
  const grayOf = (i: number) => 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!;
  for (let y = top; y + 1 < top + height; y += 2) {
    for (let x = left; x + 1 < left + width; x += 2) {
      const first = y * row + x * 3;
      const at = [first, first + 3, first + row, first + row + 3];
      const grays = at.map(grayOf);
      const meanGray = (grays[0]! + grays[1]! + grays[2]! + grays[3]!) / 4;
      for (let c = 0; c < 3; c++) {
        const chroma = (data[at[0]! + c]! + data[at[1]! + c]! + data[at[2]! + c]! + data[at[3]! + c]!) / 4 - meanGray;
        for (let k = 0; k < 4; k++) data[at[k]! + c] = clamp(grays[k]! + chroma + 0.5);
      }
    }
  }
}

function forRows({ left, top, width, height }: Frame, visit: (from: number, to: number) => void): void {
  for (let y = top; y < top + height; y++) visit((y * imageSize + left) * 3, (y * imageSize + left + width) * 3);
}
