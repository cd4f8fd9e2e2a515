/**
 * The shortest way from the commonest PNG to its bytes, in Node: 8-bit RGB with or without alpha, not interlaced, and nothing
 * in the file that could turn or recolour it. Whatever is different or damaged is left to the decoder of `decode.ts`, which
 * takes three times as long and knows what to say about it.
 */
import { crc32, inflateSync } from "node:zlib";
import type { RgbImage } from "./resize.ts";

/** Pictures up to here are decoded on the calling thread, which takes about 2 ms a million pixels. */
const mostPixels = 2 ** 20;

/** Chunks that change no pixel. Orientations, profiles and transparent colours stand in others. */
const harmless = new Set(["bKGD", "cHRM", "gAMA", "pHYs", "sRGB", "tIME"]);

/** Undefined where the file is not of this kind, not whole, or has more than `maxPixels`. */
export function decodePlainPng(bytes: Uint8Array, maxPixels = mostPixels): RgbImage | undefined {
  if (bytes.length < 57) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colour, interlaced] = [bytes[24], bytes[25], bytes[28]];
  if (depth !== 8 || (colour !== 2 && colour !== 6) || interlaced !== 0) return undefined;
  if (width === 0 || height === 0 || width * height > Math.min(mostPixels, maxPixels)) return undefined;
  const channels = colour === 2 ? 3 : 4;
  const packed = packedRows(bytes, view);
  const rows = packed && inflated(packed, height * (1 + width * channels));
  if (!rows || !unfilter(rows, width * channels, height, channels)) return undefined;
  if (channels === 4) dropAlpha(rows, width * height);
  return { data: rows.subarray(0, width * height * 3), width, height };
}

/** What the IDAT chunks hold together; undefined where a chunk is damaged, in a wrong place, or none of the known ones. */
function packedRows(bytes: Uint8Array, view: DataView): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let closed = false; // IDAT chunks follow one another
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return undefined;
    const name = String.fromCharCode(bytes[at + 4]!, bytes[at + 5]!, bytes[at + 6]!, bytes[at + 7]!);
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return undefined;
    if ((name === "IHDR") !== (at === 8)) return undefined;
    if (name === "IEND") return parts.length === 1 ? parts[0] : parts.length > 1 ? Buffer.concat(parts) : undefined;
    if (name === "IDAT") {
      if (closed) return undefined;
      parts.push(bytes.subarray(at + 8, end));
    } else {
      if (name !== "IHDR" && !harmless.has(name)) return undefined;
      closed = parts.length > 0;
    }
    at = end + 4;
  }
  return undefined;
}

function inflated(packed: Uint8Array, length: number): Uint8Array | undefined {
  try {
    // one buffer of the right size from the beginning; small ones would come from a pool that others use
    const rows = inflateSync(packed, { chunkSize: Math.max(length + 1, 16384), maxOutputLength: length + 1 });
    return rows.length === length ? new Uint8Array(rows.buffer, rows.byteOffset, length) : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the filters away in place; rows then follow one another without the byte that named each one's filter. */
function unfilter(rows: Uint8Array, stride: number, height: number, channels: number): boolean {
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1) + 1;
    const to = y * stride;
    const above = to - stride; // of the first row nothing stands above
    switch (rows[from - 1]) {
      case 0:
        rows.copyWithin(to, from, from + stride);
        break;
      case 1:
        for (let i = 0; i < stride; i++) {
          rows[to + i] = rows[from + i]! + (i < channels ? 0 : rows[to + i - channels]!);
        }
        break;
      case 2:
        for (let i = 0; i < stride; i++) rows[to + i] = rows[from + i]! + (y === 0 ? 0 : rows[above + i]!);
        break;
      case 3:
        for (let i = 0; i < stride; i++) {
          const left = i < channels ? 0 : rows[to + i - channels]!;
          const up = y === 0 ? 0 : rows[above + i]!;
          rows[to + i] = rows[from + i]! + ((left + up) >> 1);
        }
        break;
      case 4:
        for (let i = 0; i < stride; i++) {
          const left = i < channels ? 0 : rows[to + i - channels]!;
          const up = y === 0 ? 0 : rows[above + i]!;
          const corner = i < channels || y === 0 ? 0 : rows[above + i - channels]!;
          rows[to + i] = rows[from + i]! + paeth(left, up, corner);
        }
        break;
      default:
        return false;
    }
  }
  return true;
}

/** The neighbour that is nearest to left + up - corner; of equally near ones the first. */
function paeth(left: number, up: number, corner: number): number {
  const fromLeft = Math.abs(up - corner);
  const fromUp = Math.abs(left - corner);
  const fromCorner = Math.abs(left + up - 2 * corner);
  if (fromLeft <= fromUp && fromLeft <= fromCorner) return left;
  return fromUp <= fromCorner ? up : corner;
}

function dropAlpha(pixels: Uint8Array, count: number): void {
  for (let i = 0, from = 0, to = 0; i < count; i++, from += 4, to += 3) {
    pixels[to] = pixels[from]!;
    pixels[to + 1] = pixels[from + 1]!;
    pixels[to + 2] = pixels[from + 2]!;
  }
}
