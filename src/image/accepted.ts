/** Which image files are accepted, said once for all decoders: by format, by bytes, by pixels. */
import { UserError } from "../runtime/errors.ts";
import { type ImageFormat, sniffFormat } from "./formats.ts";

export interface DecodeOptions {
  /** What the messages call the picture: a path, an address. Default "the image". */
  readonly source?: string;
  /** `exif` (default) turns the picture as its orientation tag says; `ignore` leaves it, as the reference does. */
  readonly orientation?: "exif" | "ignore";
  /** Largest accepted file, bytes. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Largest accepted picture, pixels, read from the header before anything is decoded. Default 100 million. */
  readonly maxPixels?: number;
  /** Longest accepted time to draw an SVG, seconds. Default 10. */
  readonly drawSeconds?: number;
}

export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
export const DEFAULT_MAX_PIXELS = 100_000_000;

/** The format of a file that may be decoded. Throws UserError: an empty or too large file, a format that is not read. */
export function acceptedFormat(
  bytes: Uint8Array,
  { source = "the image", maxBytes = DEFAULT_MAX_BYTES }: DecodeOptions,
): ImageFormat {
  if (bytes.length === 0) throw new UserError(`${source} is empty (0 bytes)`);
  if (bytes.length > maxBytes) {
    throw new UserError(`${source} has ${bytes.length} bytes; at most ${maxBytes} are accepted`);
  }
  const { format, name } = sniffFormat(bytes);
  if (format !== undefined) return format;
  throw new UserError(
    `${source} ${name ? `is a file of type ${name}` : "is not a known image format"}; JPEG, PNG, WebP, GIF, AVIF, TIFF and SVG can be read`,
  );
}

/** Throws UserError for a picture with more pixels than are accepted. */
export function pixelLimit(
  width: number,
  height: number,
  { source = "the image", maxPixels = DEFAULT_MAX_PIXELS }: DecodeOptions,
): void {
  if (width * height <= maxPixels) return;
  throw new UserError(
    `${source} is ${width} x ${height} = ${width * height} pixels; at most ${maxPixels} are accepted`,
  );
}
