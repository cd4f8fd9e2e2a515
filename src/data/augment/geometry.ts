/** Augmentations that move things: scaling, crops, rotation, perspective. Pixels are blended, label maps are not. */
import type { Sharp } from "sharp";
import { sharp } from "../../image/sharp.ts";
import type { Random } from "../random.ts";
import { cornersOf, inverse, type Matrix, type Point, type Quadrilateral, toQuadrilateral } from "./homography.ts";
import { type AnnotatedPicture, amount, borderColour, type LabelMap, type Pixels, type Step } from "./picture.ts";
import { moveRegions } from "./regions.ts";

type Colour = readonly [red: number, green: number, blue: number];

/** To `factor` times the size. Letters get smaller with it, so the caller bounds the factor. */
export async function scale(picture: AnnotatedPicture, factor: number): Promise<Step> {
  const width = Math.max(1, Math.round(picture.width * factor));
  const height = Math.max(1, Math.round(picture.height * factor));
  const matrix: Matrix = [width / picture.width, 0, 0, 0, height / picture.height, 0, 0, 0, 1];
  const { data } = await raw(picture)
    .resize(width, height, { fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    picture: moved(picture, { width, height, data: new Uint8Array(data) }, matrix),
    record: { name: "scale", parameters: { factor } },
  };
}

/** As if the picture had been small once: down and up again, which leaves sizes and places as they are. */
export async function resample(picture: AnnotatedPicture, factor: number): Promise<Step> {
  const { width, height } = picture;
  const small = await raw(picture)
    .resize(Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor)), { fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { data } = await sharp(small.data, { raw: { width: small.info.width, height: small.info.height, channels: 3 } })
    .resize(width, height, { fit: "fill", kernel: "cubic" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { picture: { ...picture, data: new Uint8Array(data) }, record: { name: "resample", parameters: { factor } } };
}

/** Keeps a rectangle of whole pixels; regions outside it are dropped and those on its edge clipped. */
export function crop(picture: AnnotatedPicture, left: number, top: number, right: number, bottom: number): Step {
  const [width, height] = [right - left, bottom - top];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * picture.width + left) * 3;
    data.set(picture.data.subarray(start, start + width * 3), y * width * 3);
  }
  return {
    picture: moved(picture, { width, height, data }, [1, 0, -left, 0, 1, -top, 0, 0, 1]),
    record: { name: "crop", parameters: { left, top, right, bottom } },
  };
}

/** How many pixels at each side show nothing: rows and columns of one colour, outside of every region. */
export function emptyMargins(picture: AnnotatedPicture): { left: number; top: number; right: number; bottom: number } {
  const { width, height, data, regions } = picture;
  const same = (a: number, b: number) =>
    data[a] === data[b] && data[a + 1] === data[b + 1] && data[a + 2] === data[b + 2];
  const row = (y: number) => {
    for (let x = 1; x < width; x++) if (!same((y * width + x) * 3, y * width * 3)) return false;
    return same(y * width * 3, 0);
  };
  const column = (x: number) => {
    for (let y = 1; y < height; y++) if (!same((y * width + x) * 3, x * 3)) return false;
    return same(x * 3, 0);
  };
  const run = (empty: (i: number) => boolean, at: (i: number) => number, limit: number) => {
    let i = 0;
    while (i < limit && empty(at(i))) i++;
    return i;
  };
  const points = regions.flatMap(({ box, polygon = [], point }): (readonly [number, number])[] => [
    ...(box ? [[box[0], box[1]] as const, [box[2], box[3]] as const] : []),
    ...polygon,
    ...(point ? [point] : []),
  ]);
  const bounded = (margin: number, distances: number[]) => Math.max(0, Math.floor(Math.min(margin, ...distances)));
  return {
    left: bounded(
      run(column, (i) => i, width / 2),
      points.map(([x]) => x),
    ),
    top: bounded(
      run(row, (i) => i, height / 2),
      points.map(([, y]) => y),
    ),
    right: bounded(
      run(column, (i) => width - 1 - i, width / 2),
      points.map(([x]) => width - x),
    ),
    bottom: bounded(
      run(row, (i) => height - 1 - i, height / 2),
      points.map(([, y]) => height - y),
    ),
  };
}

/** Turns the picture by an angle within its own size, smaller by what that takes, on paper of its border's colour. */
export function rotate(picture: AnnotatedPicture, degrees: number): Step {
  const colour = borderColour(picture);
  const quadrilateral = fitted(turned(cornersOf(picture.width, picture.height), degrees), picture, 1);
  const matrix = toQuadrilateral(picture.width, picture.height, quadrilateral);
  return { picture: warp(picture, matrix, colour, colour), record: { name: "rotate", parameters: { degrees } } };
}

/**
 * The picture as a flat thing seen by a camera from a little aside: turned, and its corners displaced by up to `skew` of
 * its size; it takes up `extent` of the frame, and a desk shows around it.
 */
export function perspective(
  picture: AnnotatedPicture,
  random: Random,
  { degrees, skew, extent }: { readonly degrees: number; readonly skew: number; readonly extent: number },
): Step {
  const { width, height } = picture;
  const corners = turned(cornersOf(width, height), degrees).map(
    ([x, y]): Point => [x + random.between(-skew, skew) * width, y + random.between(-skew, skew) * height],
  ) as unknown as Quadrilateral;
  const matrix = toQuadrilateral(width, height, fitted(corners, picture, extent));
  const shade = random.between(20, 210);
  const desk = [random.between(0.75, 1.1), 1, random.between(0.65, 1.05)].map(
    (tint) => shade * tint,
  ) as unknown as Colour;
  const far = desk.map((value) => value * random.between(0.7, 1)) as unknown as Colour;
  return {
    picture: warp(picture, matrix, far, desk),
    record: { name: "perspective", parameters: { degrees, skew, extent } },
  };
}

function turned(corners: Quadrilateral, degrees: number): Quadrilateral {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return corners.map(([x, y]): Point => [x * cos - y * sin, x * sin + y * cos]) as unknown as Quadrilateral;
}

/** Moved to the middle of the frame and scaled, alike in both directions, so that all of it is inside. */
function fitted(corners: Quadrilateral, { width, height }: Pixels, extent: number): Quadrilateral {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const factor = extent * Math.min(width / (right - left), height / (bottom - top));
  return corners.map(
    ([x, y]): Point => [width / 2 + (x - (left + right) / 2) * factor, height / 2 + (y - (top + bottom) / 2) * factor],
  ) as unknown as Quadrilateral;
}

/** The picture under a transformation within a frame of its own size; around it a gradient between two colours. */
function warp(picture: AnnotatedPicture, matrix: Matrix, top: Colour, bottom: Colour): AnnotatedPicture {
  const { width, height, data } = picture;
  const [a, b, c, d, e, f, g, h, i] = inverse(matrix);
  const out = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    const share = y / height;
    const v = y + 0.5;
    for (let x = 0; x < width; x++, at += 3) {
      const u = x + 0.5; // the middle of the pixel
      const w = g * u + h * v + i;
      const sourceX = (a * u + b * v + c) / w - 0.5;
      const sourceY = (d * u + e * v + f) / w - 0.5;
      if (sourceX < -0.5 || sourceY < -0.5 || sourceX > width - 0.5 || sourceY > height - 0.5) {
        out[at] = top[0] + share * (bottom[0] - top[0]);
        out[at + 1] = top[1] + share * (bottom[1] - top[1]);
        out[at + 2] = top[2] + share * (bottom[2] - top[2]);
        continue;
      }
      const x0 = sourceX < 0 ? 0 : sourceX | 0;
      const y0 = sourceY < 0 ? 0 : sourceY | 0;
      const fx = sourceX < 0 ? 0 : sourceX - x0;
      const fy = sourceY < 0 ? 0 : sourceY - y0;
      const p = (y0 * width + x0) * 3;
      const right = x0 + 1 < width ? 3 : 0;
      const below = y0 + 1 < height ? width * 3 : 0;
      for (let channel = p; channel < p + 3; channel++) {
        const upper = data[channel]! + fx * (data[channel + right]! - data[channel]!);
        const lower = data[channel + below]! + fx * (data[channel + below + right]! - data[channel + below]!);
        out[at + channel - p] = upper + fy * (lower - upper);
      }
    }
  }
  return moved(picture, { width, height, data: new Uint8Array(out.buffer) }, matrix);
}

/** New pixels, and everything else where the transformation takes it. */
function moved(picture: AnnotatedPicture, pixels: Pixels, matrix: Matrix): AnnotatedPicture {
  return {
    ...pixels,
    regions: moveRegions(picture.regions, matrix, pixels.width, pixels.height),
    maps: picture.maps.map((map) => moveMap(map, picture, pixels, matrix)),
  };
}

/** The nearest class for each place; what comes from outside is class 0. A map coarser than its picture stays so. */
function moveMap(map: LabelMap, before: Pixels, after: Pixels, matrix: Matrix): LabelMap {
  const full = map.width === before.width && map.height === before.height;
  const width = full ? after.width : map.width;
  const height = full ? after.height : map.height;
  const [a, b, c, d, e, f, g, h, i] = inverse(matrix);
  const [stepX, stepY] = [after.width / width, after.height / height];
  const [cellX, cellY] = [map.width / before.width, map.height / before.height];
  const data = map.data instanceof Uint16Array ? new Uint16Array(width * height) : new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const v = (y + 0.5) * stepY;
    for (let x = 0; x < width; x++, at++) {
      const u = (x + 0.5) * stepX;
      const w = g * u + h * v + i;
      const column = Math.floor(((a * u + b * v + c) / w) * cellX);
      const row = Math.floor(((d * u + e * v + f) / w) * cellY);
      if (column >= 0 && row >= 0 && column < map.width && row < map.height) {
        data[at] = map.data[row * map.width + column]!;
      }
    }
  }
  return { ...map, width, height, data };
}

function raw({ width, height, data }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A whole number of empty pixels to cut off at each side, up to `share` of what is empty. */
export function trim(picture: AnnotatedPicture, random: Random, share: number): Step {
  const margins = emptyMargins(picture);
  const taken = (margin: number) => Math.floor(margin * amount(random, 0, share));
  const [left, top] = [taken(margins.left), taken(margins.top)];
  const [right, bottom] = [picture.width - taken(margins.right), picture.height - taken(margins.bottom)];
  return crop(picture, left, top, right, bottom);
}
