/**
 * PNG decoded in plain JavaScript, for browsers: a canvas there multiplies colours by alpha, follows profiles and may add
 * noise against fingerprinting, and the model is to see the very bytes that it would see on a server.
 */
import { type DecodedPng, decode } from "fast-png";
import { UserError } from "../runtime/errors.ts";
import { type DecodeOptions, pixelLimit } from "./accepted.ts";
import { findOrientation, upright } from "./orientation.ts";
import type { RgbImage } from "./resize.ts";

/**
 * As `decodeImage` gives it: alpha dropped, palettes looked up, grey repeated, the high byte of 16-bit samples, turned as an
 * orientation tag says.
 * Throws UserError: too many pixels (as its header says, before anything is decoded), a corrupt or truncated file.
 */
export function decodePng(bytes: Uint8Array, options: DecodeOptions = {}): RgbImage {
  const { source = "the image" } = options;
  if (bytes.length < 24) throw new UserError(`${source} is a corrupt or truncated PNG file (it ends in its header)`);
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  pixelLimit(header.getUint32(16), header.getUint32(20), options);
  let png: DecodedPng;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${source} is a corrupt or truncated PNG file (${reason})`, { cause });
  }
  const { width, height } = png;
  const image = { data: toRgb(png, source), width, height };
  return options.orientation === "ignore" ? image : upright(image, findOrientation(bytes, "PNG")?.value ?? 1);
}

function toRgb(png: DecodedPng, source: string): Uint8Array {
  const { width, height, channels, depth, palette } = png;
  const samples = depth < 8 ? unpacked(png) : png.data;
  if (samples.length < width * height * channels) {
    throw new UserError(`${source} is a corrupt or truncated PNG file (its picture is incomplete)`);
  }
  const out = new Uint8Array(width * height * 3);
  const shift = depth === 16 ? 8 : 0;
  const grey = depth < 8 ? 255 / (2 ** depth - 1) : 1; // 1, 2 and 4 bits are spread over the byte
  const isGrey = channels < 3;
  for (let p = 0, o = 0; o < out.length; p += channels, o += 3) {
    if (palette) {
      const colour = palette[samples[p]!];
      if (!colour) throw new UserError(`${source} is a corrupt PNG file (a colour that its palette does not have)`);
      for (let c = 0; c < 3; c++) out[o + c] = colour[c]!;
    } else {
      for (let c = 0; c < 3; c++) out[o + c] = (samples[p + (isGrey ? 0 : c)]! >> shift) * grey;
    }
  }
  return out;
}

/** One sample a byte from samples of 1, 2 or 4 bits, whose rows begin on whole bytes. */
function unpacked({ data, width, height, depth }: DecodedPng): Uint8Array {
  const stride = Math.ceil((width * depth) / 8);
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * stride + (bit >> 3)]!;
      out[y * width + x] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  }
  return out;
}
