/**
 * The orientation tag of picture files (tag 0x0112 of EXIF and TIFF): where it stands, and pictures turned as it says. For
 * browsers, whose decoders respect it in some formats only; in Node libvips does the same.
 */
import type { ImageFormat } from "./formats.ts";
import type { RgbImage } from "./resize.ts";

export interface OrientationTag {
  /** 1 to 8; 1 is upright. */
  readonly value: number;
  /** Where the value's two bytes lie in the file. */
  readonly at: number;
  readonly littleEndian: boolean;
}

/** The tag of a JPEG, PNG, WebP or TIFF file; undefined where there is none, or none that makes sense. */
export function findOrientation(bytes: Uint8Array, format: ImageFormat): OrientationTag | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const start = exifStart(view, format);
    return start === undefined ? undefined : tagIn(view, start);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // the file ends before its own tables do
    throw error;
  }
}

/** The same file saying that it is upright, for a decoder that might turn the picture by itself. */
export function sayingUpright(bytes: Uint8Array, { at, littleEndian }: OrientationTag): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint16(at, 1, littleEndian);
  return copy;
}

/** The picture as it is meant to be looked at. */
export function upright({ data, width, height }: RgbImage, orientation: number): RgbImage {
  if (orientation < 2 || orientation > 8) return { data, width, height };
  const sideways = orientation > 4;
  const [outWidth, outHeight] = sideways ? [height, width] : [width, height];
  const [right, bottom] = [width - 1, height - 1];
  // Where a walk along the rows of the result begins in the source, and what a step to the right and one down do there.
  const walks: Readonly<Record<number, readonly [start: number, across: number, down: number]>> = {
    2: [right, -1, width],
    3: [bottom * width + right, -1, -width],
    4: [bottom * width, 1, -width],
    5: [0, width, 1],
    6: [bottom * width, -width, 1],
    7: [bottom * width + right, -width, -1],
    8: [right, width, -1],
  };
  const [start, across, down] = walks[orientation]!;
  const out = new Uint8Array(data.length);
  for (let y = 0, o = 0; y < outHeight; y++) {
    for (let x = 0, pixel = start + y * down; x < outWidth; x++, pixel += across, o += 3) {
      const from = 3 * pixel;
      out[o] = data[from]!;
      out[o + 1] = data[from + 1]!;
      out[o + 2] = data[from + 2]!;
    }
  }
  return { data: out, width: outWidth, height: outHeight };
}

/** Where the TIFF structure with the tag begins. */
function exifStart(view: DataView, format: ImageFormat): number | undefined {
  if (format === "JPEG") return inJpeg(view);
  if (format === "PNG") return inPng(view);
  if (format === "WebP") return inWebp(view);
  return format === "TIFF" ? 0 : undefined; // AVIF turns by a property of its own, which every decoder respects
}

function inJpeg(view: DataView): number | undefined {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) return undefined; // the picture itself
    if (marker === 0xe1 && text(view, at + 4, 6) === "Exif\0\0") return at + 10;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function inPng(view: DataView): number | undefined {
  for (let at = 8; at < view.byteLength; at += 12 + view.getUint32(at)) {
    if (text(view, at + 4, 4) === "eXIf") return at + 8;
  }
  return undefined;
}

function inWebp(view: DataView): number | undefined {
  for (let at = 12; at < view.byteLength; ) {
    const length = view.getUint32(at + 4, true);
    if (text(view, at, 4) === "EXIF") return text(view, at + 8, 6) === "Exif\0\0" ? at + 14 : at + 8;
    at += 8 + length + (length % 2);
  }
  return undefined;
}

/** Looks through the first directory of a TIFF structure. Throws a RangeError where it leads out of the file. */
function tagIn(view: DataView, start: number): OrientationTag | undefined {
  const order = text(view, start, 4);
  if (order !== "II*\0" && order !== "MM\0*") return undefined;
  const littleEndian = order === "II*\0";
  const directory = start + view.getUint32(start + 4, littleEndian);
  const entries = view.getUint16(directory, littleEndian);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i;
    if (view.getUint16(entry, littleEndian) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, littleEndian);
    const isShort = view.getUint16(entry + 2, littleEndian) === 3;
    return isShort && value >= 1 && value <= 8 ? { value, at: entry + 8, littleEndian } : undefined;
  }
  return undefined;
}

function text(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint8(at + i)));
}
