/**
 * Where the pages of a visit hang on one screenshot, and how their pictures are cut out of it. It knows sizes and pixels, not
 * pages.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Sheet {
  /** Positions in the order of the sizes, in CSS pixels that are whole device pixels. */
  readonly places: readonly { readonly left: number; readonly top: number }[];
  readonly width: number;
  readonly height: number;
}

/** Longest side of a screenshot in device pixels, and how many pages may hang on it. */
const maxSide = 2048;
const maxPages = 24;

/** The smallest whole number of CSS pixels that is a whole number of device pixels; scales have two decimals. */
function gridOf(scale: number): number {
  const hundredths = Math.round(scale * 100);
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  return 100 / divisor(hundredths, 100);
}

/** Hangs as many of the sizes (CSS pixels) as fit on a sheet, in rows and in order; at least one. */
export function pack(sizes: readonly Size[], scale: number): Sheet {
  const grid = gridOf(scale);
  const limit = maxSide / scale;
  const cell = (length: number) => Math.ceil((length + 1) / grid) * grid;
  const places: { left: number; top: number }[] = [];
  let [left, top, row, width] = [0, 0, 0, 0];
  for (const size of sizes) {
    const [w, h] = [cell(size.width), cell(size.height)];
    if (left > 0 && left + w > limit) [left, top, row] = [0, top + row, 0];
    const full = places.length === maxPages || top + h > limit || Math.max(width, w) > limit;
    if (places.length > 0 && full) break;
    places.push({ left, top });
    left += w;
    row = Math.max(row, h);
    width = Math.max(width, left);
  }
  return { places, width, height: top + row };
}

/** Cuts a rectangle out of RGB pixels; all in pixels. */
export function cut(
  data: Uint8Array,
  width: number,
  area: { readonly left: number; readonly top: number } & Size,
): Uint8Array {
  const out = new Uint8Array(area.width * area.height * 3);
  for (let row = 0; row < area.height; row++) {
    const start = ((area.top + row) * width + area.left) * 3;
    out.set(data.subarray(start, start + area.width * 3), row * area.width * 3);
  }
  return out;
}
