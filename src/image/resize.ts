/**
 * Pillow's bicubic resize on 8-bit RGB, to the bit (goldens: notes.md, Image processor, point 3).
 * The model was trained on pictures that went through exactly these integers, so the arithmetic is kept: one pass over
 * the rows, one over the columns, each with 22-bit fixed-point weights, each rounded and clipped to a byte.
 */
import { UserError } from "../runtime/errors.ts";
import { resizeOnVectors } from "./resize-vector.ts";
import { bicubicTaps, FRACTION_BITS, type Taps } from "./taps.ts";

/** An 8-bit RGB picture, rows from the top, three bytes a pixel: `data.length === width * height * 3`. */
export interface RgbImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const HALF = 1 << (FRACTION_BITS - 1);

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
  if (width === image.width && height === image.height) return { data: image.data, width, height };
  const rows = width === image.width ? undefined : bicubicTaps(image.width, width);
  const columns = height === image.height ? undefined : bicubicTaps(image.height, height);
  const data = resizeOnVectors(image.data, image, rows, columns) ?? resizePlainly(image.data, image, rows, columns);
  return { data, width, height };
}

/** The passes in plain loops: what `resizeOnVectors` must be equal to, and what is done where it does nothing. */
export function resizePlainly(
  source: Uint8Array,
  { width, height }: Pick<RgbImage, "width" | "height">,
  rows: Taps | undefined,
  columns: Taps | undefined,
): Uint8Array {
  const data = rows ? resizeRows(source, width, height, rows) : source;
  return columns ? resizeColumns(data, rows ? rows.first.length : width, columns) : data;
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
