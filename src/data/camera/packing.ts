/**
 * Where the pages of a visit hang on one screenshot, and how their pictures are cut out of it. It knows sizes, not pages; all
 * lengths are the screenshot's pixels.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Sheet {
  /** Positions in the order of the sizes. */
  readonly places: readonly { readonly left: number; readonly top: number }[];
  readonly width: number;
  readonly height: number;
}

/** Longest side of a screenshot in pixels, and how many pages may hang on it. */
const maxSide = 2048;
const maxPages = 48;

/** Hangs as many of the sizes as fit on a sheet, in rows and in order; at least one. */
export function pack(sizes: readonly Size[]): Sheet {
  const places: { left: number; top: number }[] = [];
  let [left, top, row, width] = [0, 0, 0, 0];
  for (const size of sizes) {
    const { width: w, height: h } = size;
    if (left > 0 && left + w > maxSide) [left, top, row] = [0, top + row, 0];
    const full = places.length === maxPages || top + h > maxSide || Math.max(width, w) > maxSide;
    if (places.length > 0 && full) break;
    places.push({ left, top });
    left += w;
    row = Math.max(row, h);
    width = Math.max(width, left);
  }
  return { places, width, height: top + row };
}

/** Cuts a rectangle out of RGB pixels. */
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
