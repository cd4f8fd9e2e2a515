/**
 * Pillow's bicubic resize on 8-bit RGB, to the bit (goldens: notes.md, Image processor, point 3).
 * The model was trained on pictures that went through exactly these integers, so the arithmetic is kept: one pass over
 * the rows, one over the columns, each with 22-bit fixed-point weights, each rounded and clipped to a byte.
 */
import { UserError } from "../runtime/errors.ts";

/** An 8-bit RGB picture, rows from the top, three bytes a pixel: `data.length === width * height * 3`. */
export interface RgbImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const FRACTION_BITS = 22; // 32 bits less 8 for the byte and 2 for weights outside [0, 1]
const ONE = 1 << FRACTION_BITS;
const HALF = 1 << (FRACTION_BITS - 1);

/** The weights that make one axis `from` samples long into `to` samples. */
interface Taps {
  /** First source sample of each output sample, [to]. */
  readonly first: Int32Array;
  /** How many source samples each output sample reads, [to]. */
  readonly count: Int32Array;
  /** Fixed-point weights, [to, width]; entries beyond `count` are zero. */
  readonly weights: Int32Array;
  readonly width: number;
}

/**
 * Resizes to `width` x `height` with Pillow's antialiased BICUBIC filter.
 * An axis that keeps its length is not filtered; a picture that keeps its size is returned as it is.
 * Throws UserError if the picture's data does not have the length its size asks for.
 */
export function resizeBicubic(image: RgbImage, width: number, height: number): RgbImage {
  checkImage(image);
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new UserError(`cannot resize a picture to ${width} x ${height} pixels: both sides must be positive integers`);
  }
  let data = image.data;
  if (width !== image.width) data = resizeRows(data, image.width, image.height, bicubicTaps(image.width, width));
  if (height !== image.height) data = resizeColumns(data, width, bicubicTaps(image.height, height));
  return { data, width, height };
}

/** Throws UserError unless the picture has positive sides and three bytes for each pixel. */
export function checkImage({ data, width, height }: RgbImage): void {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new UserError(`a picture of ${width} x ${height} pixels is empty: both sides must be positive integers`);
  }
  if (data.length !== width * height * 3) {
    throw new UserError(
      `a ${width} x ${height} RGB picture needs ${width * height * 3} bytes (three a pixel), but its data has ${data.length}`,
    );
  }
}

/** Keys' cubic with a = -0.5. */
function cubic(x: number): number {
  const a = -0.5;
  const d = Math.abs(x);
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  if (d < 2) return (((d - 5) * d + 8) * d - 4) * a;
  return 0;
}

function bicubicTaps(from: number, to: number): Taps {
  const scale = from / to;
  const stretch = Math.max(scale, 1); // shrinking widens the filter: this is the antialiasing
  const support = 2 * stretch;
  const inverse = 1 / stretch; // Pillow multiplies by the inverse; dividing would differ in the last bit
  const width = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * width);
  const exact = new Float64Array(width);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - support + 0.5), 0);
    const n = Math.min(Math.trunc(centre + support + 0.5), from) - start;
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const weight = cubic((j + start - centre + 0.5) * inverse);
      exact[j] = weight;
      sum += weight;
    }
    for (let j = 0; j < n; j++) {
      const weight = sum === 0 ? exact[j]! : exact[j]! / sum;
      weights[i * width + j] = Math.trunc(weight * ONE + (weight < 0 ? -0.5 : 0.5));
    }
    first[i] = start;
    count[i] = n;
  }
  return { first, count, weights, width };
}

/** [height, width, 3] -> [height, to, 3] */
function resizeRows(source: Uint8Array, width: number, height: number, taps: Taps): Uint8Array {
  const { first, count, weights } = taps;
  const to = first.length;
  const out = new Uint8ClampedArray(height * to * 3);
  let o = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width * 3;
    for (let x = 0; x < to; x++) {
      let p = row + first[x]! * 3;
      const k0 = x * taps.width;
      const k1 = k0 + count[x]!;
      let r = HALF;
      let g = HALF;
      let b = HALF;
      for (let k = k0; k < k1; k++, p += 3) {
        const weight = weights[k]!;
        r = (r + Math.imul(source[p]!, weight)) | 0;
        g = (g + Math.imul(source[p + 1]!, weight)) | 0;
        b = (b + Math.imul(source[p + 2]!, weight)) | 0;
      }
      out[o++] = r >> FRACTION_BITS; // the array clips to 0..255
      out[o++] = g >> FRACTION_BITS;
      out[o++] = b >> FRACTION_BITS;
    }
  }
  return new Uint8Array(out.buffer);
}

/** [height, width, 3] -> [to, width, 3]; whole rows are added up, so that memory is read in order. */
function resizeColumns(source: Uint8Array, width: number, taps: Taps): Uint8Array {
  const { first, count, weights } = taps;
  const to = first.length;
  const stride = width * 3;
  const out = new Uint8ClampedArray(to * stride);
  const sums = new Int32Array(stride);
  for (let y = 0; y < to; y++) {
    sums.fill(HALF);
    const n = count[y]!;
    const k0 = y * taps.width;
    let row = first[y]! * stride;
    // Four rows at a time: a fourth of the traffic on `sums`. Absent rows have weight zero and read row 0.
    for (let j = 0; j < n; j += 4) {
      const left = n - j;
      const r0 = row;
      const r1 = left > 1 ? r0 + stride : 0;
      const r2 = left > 2 ? r1 + stride : 0;
      const r3 = left > 3 ? r2 + stride : 0;
      const w0 = weights[k0 + j]!;
      const w1 = left > 1 ? weights[k0 + j + 1]! : 0;
      const w2 = left > 2 ? weights[k0 + j + 2]! : 0;
      const w3 = left > 3 ? weights[k0 + j + 3]! : 0;
      for (let i = 0; i < stride; i++) {
        sums[i] =
          (sums[i]! +
            Math.imul(source[r0 + i]!, w0) +
            Math.imul(source[r1 + i]!, w1) +
            Math.imul(source[r2 + i]!, w2) +
            Math.imul(source[r3 + i]!, w3)) |
          0;
      }
      row += 4 * stride;
    }
    const o = y * stride;
    for (let i = 0; i < stride; i++) out[o + i] = sums[i]! >> FRACTION_BITS;
  }
  return new Uint8Array(out.buffer);
}
