/** Augmentations of colour and light: camera response, uneven light, shadows, glare, moire, noise. Nothing moves. */
import { type Random, randomFor } from "../random.ts";
import type { Augmentation } from "../sample.ts";
import type { AnnotatedPicture, Step } from "./picture.ts";

export interface Response {
  /** Added to all channels, of 255. */
  readonly brightness: number;
  /** Factor about middle grey. */
  readonly contrast: number;
  /** Exponent; above 1 darkens. */
  readonly gamma: number;
  /** Above 0 warm, below 0 cool; of 1. */
  readonly warmth: number;
}

/** A camera's response: a curve for each channel, small enough that a named colour keeps its name. */
export function colour(picture: AnnotatedPicture, response: Response): Step {
  const { brightness, contrast, gamma, warmth } = response;
  const curves = [1 + warmth, 1, 1 - warmth].map((gain) =>
    Uint8ClampedArray.from({ length: 256 }, (_, value) => {
      const bent = 255 * (value / 255) ** gamma;
      return ((bent - 128) * contrast + 128 + brightness) * gain;
    }),
  );
  const data = new Uint8Array(picture.data.length);
  for (let i = 0; i < data.length; i += 3) {
    data[i] = curves[0]![picture.data[i]!]!;
    data[i + 1] = curves[1]![picture.data[i + 1]!]!;
    data[i + 2] = curves[2]![picture.data[i + 2]!]!;
  }
  return { picture: { ...picture, data }, record: { name: "colour", parameters: { ...response } } };
}

/** What falls on the picture at (x, y), both in [0, 1]: a factor, or something added, of 255. */
type Field = (x: number, y: number) => number;

/** Cells a side of the grid on which light is computed; it changes slowly. */
const cells = 32;

/** Light that is stronger on one side, with darker corners. */
export function unevenLight(picture: AnnotatedPicture, random: Random, strength: number, vignette: number): Step {
  const angle = random.between(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [random.between(0.35, 0.65), random.between(0.35, 0.65)];
  const factor: Field = (x, y) => {
    const side = (x - 0.5) * dx + (y - 0.5) * dy;
    const distance = (x - middleX) ** 2 + (y - middleY) ** 2;
    return 1 - strength * (0.5 - side) - vignette * distance * 2;
  };
  return lit(picture, { name: "uneven-light", parameters: { strength, vignette } }, factor, () => 0);
}

/** The soft shadow of something straight, such as an arm or a telephone, across the picture. */
export function shadow(picture: AnnotatedPicture, random: Random, strength: number): Step {
  const angle = random.between(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const offset = random.between(-0.35, 0.35);
  const width = random.between(0.15, 0.6);
  const softness = random.between(0.05, 0.2);
  const step = (t: number) => 1 / (1 + Math.exp(-t / (softness / 4)));
  const factor: Field = (x, y) => {
    const side = (x - 0.5) * dx + (y - 0.5) * dy - offset;
    return 1 - strength * step(side) * step(width - side);
  };
  return lit(picture, { name: "shadow", parameters: { strength } }, factor, () => 0);
}

/** The reflection of a lamp. It whitens, and it is kept weak enough that text beneath it can be read. */
export function glare(picture: AnnotatedPicture, random: Random, strength: number): Step {
  const [x0, y0] = [random.between(0, 1), random.between(0, 1)];
  const [radiusX, radiusY] = [random.between(0.08, 0.35), random.between(0.08, 0.35)];
  const added: Field = (x, y) => 255 * strength * Math.exp(-(((x - x0) / radiusX) ** 2) - ((y - y0) / radiusY) ** 2);
  return lit(picture, { name: "glare", parameters: { strength } }, () => 1, added);
}

/** Each pixel times the factor plus what is added, both interpolated on a coarse grid. */
function lit(picture: AnnotatedPicture, record: Augmentation, factor: Field, added: Field): Step {
  const { width, height, data } = picture;
  const side = cells + 1;
  const grid = (field: Field) =>
    Float32Array.from({ length: side * side }, (_, i) => field((i % side) / cells, Math.floor(i / side) / cells));
  const [factors, sums] = [grid(factor), grid(added)];
  const [rowFactor, rowSum] = [new Float32Array(side), new Float32Array(side)];
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    const gridY = ((y + 0.5) / height) * cells;
    const top = Math.min(gridY | 0, cells - 1);
    for (let j = 0; j < side; j++) {
      const [upper, lower] = [top * side + j, (top + 1) * side + j];
      rowFactor[j] = factors[upper]! + (gridY - top) * (factors[lower]! - factors[upper]!);
      rowSum[j] = sums[upper]! + (gridY - top) * (sums[lower]! - sums[upper]!);
    }
    for (let x = 0; x < width; x++, at += 3) {
      const gridX = ((x + 0.5) / width) * cells;
      const left = gridX < cells ? gridX | 0 : cells - 1;
      const share = gridX - left;
      const gain = rowFactor[left]! + share * (rowFactor[left + 1]! - rowFactor[left]!);
      const sum = rowSum[left]! + share * (rowSum[left + 1]! - rowSum[left]!);
      out[at] = data[at]! * gain + sum;
      out[at + 1] = data[at + 1]! * gain + sum;
      out[at + 2] = data[at + 2]! * gain + sum;
    }
  }
  return { picture: { ...picture, data: new Uint8Array(out.buffer) }, record };
}

/** The beat between a screen's pixels and a camera's: coloured stripes, `period` pixels wide. */
export function moire(picture: AnnotatedPicture, random: Random, strength: number, period: number): Step {
  const { width, height, data } = picture;
  const angle = random.between(0, Math.PI);
  const phases = [0, random.between(0.5, 2), random.between(1, 3)];
  const steps = 1024;
  const waves = phases.map((phase) =>
    Float32Array.from(
      { length: steps },
      (_, i) => 1 - strength / 2 + (strength / 2) * Math.sin((2 * Math.PI * i) / steps + phase),
    ),
  );
  const [perX, perY] = [(Math.cos(angle) * steps) / period, (Math.sin(angle) * steps) / period];
  const bend = random.between(-1, 1) * 0.15; // lenses bend the stripes
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    const start = y * perY + (bend * (y * y)) / height + steps * 16;
    for (let x = 0; x < width; x++, at += 3) {
      const i = (start + x * perX) & (steps - 1);
      out[at] = data[at]! * waves[0]![i]!;
      out[at + 1] = data[at + 1]! * waves[1]![i]!;
      out[at + 2] = data[at + 2]! * waves[2]![i]!;
    }
  }
  return {
    picture: { ...picture, data: new Uint8Array(out.buffer) },
    record: { name: "moire", parameters: { strength, period } },
  };
}

/** Draws from the normal distribution, in no order that could be seen. */
const normals = (() => {
  const random = randomFor(1, 0, "normals");
  return Float32Array.from(
    { length: 1024 },
    () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
  );
})();

/** Sensor noise with standard deviation `sigma`, of 255; a third of it in the colours. */
export function noise(picture: AnnotatedPicture, random: Random, sigma: number): Step {
  const { data } = picture;
  const [grey, tint] = [normals.map((value) => value * sigma), normals.map((value) => (value * sigma) / 3)];
  const out = new Uint8ClampedArray(data.length);
  let state = random.int(1, 0x7fffffff);
  for (let i = 0; i < data.length; i += 3) {
    state ^= state << 13; // xorshift32 (Marsaglia 2003)
    state ^= state >>> 17;
    state ^= state << 5;
    const luminance = grey[state & 1023]!;
    out[i] = data[i]! + luminance + tint[(state >>> 10) & 1023]!;
    out[i + 1] = data[i + 1]! + luminance;
    out[i + 2] = data[i + 2]! + luminance + tint[(state >>> 20) & 1023]!;
  }
  return {
    picture: { ...picture, data: new Uint8Array(out.buffer) },
    record: { name: "noise", parameters: { sigma } },
  };
}
