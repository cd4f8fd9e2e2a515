/**
 * What kind of file some bytes are, by their first bytes only; a name or a content type is never trusted.
 * It names more formats than the decoder reads, so that a refusal can say what it was given.
 */

/** The formats that `decodeImage` reads. */
export type ImageFormat = "JPEG" | "PNG" | "WebP" | "GIF" | "AVIF" | "TIFF" | "SVG";

/** `format` is set if the decoder reads it; `name` says what it looks like, or is undefined if nothing is recognised. */
export interface SniffedFormat {
  readonly format?: ImageFormat;
  readonly name?: string;
}

type Signature = readonly [bytes: string, name: string];

/** Byte strings at offset 0, one character a byte. */
const readable: readonly (readonly [bytes: string, format: ImageFormat])[] = [
  ["\xff\xd8\xff", "JPEG"],
  ["\x89PNG\r\n\x1a\n", "PNG"],
  ["GIF87a", "GIF"],
  ["GIF89a", "GIF"],
  ["II*\0", "TIFF"],
  ["MM\0*", "TIFF"],
  ["II+\0", "TIFF"],
  ["MM\0+", "TIFF"],
];

const refused: readonly Signature[] = [
  ["BM", "BMP"],
  ["8BPS", "Photoshop (PSD)"],
  ["%PDF-", "PDF"],
  ["\0\0\x01\0", "icon (ICO)"],
  ["\0\0\x02\0", "cursor (CUR) or Targa (TGA)"],
  ["\xff\x0a", "JPEG XL"],
  ["\0\0\0\x0cJXL ", "JPEG XL"],
  ["\0\0\0\x0cjP  ", "JPEG 2000"],
  ["\xff\x4f\xff\x51", "JPEG 2000"],
  ["icns", "Apple icon (ICNS)"],
  ["qoif", "QOI"],
  ["v/1\x01", "OpenEXR"],
  ["#?RADIANCE", "Radiance HDR"],
  ["DDS ", "DDS"],
  ["BPG\xfb", "BPG"],
  ["gimp xcf", "GIMP (XCF)"],
  ["%!PS", "PostScript"],
  ["\xc5\xd0\xd3\xc6", "PostScript"],
  ["AT&TFORM", "DjVu"],
  ["SIMPLE  =", "FITS"],
  ["\x1aE\xdf\xa3", "Matroska or WebM video"],
  ["\x1f\x8b", "gzip (perhaps a compressed SVG)"],
  ["PK\x03\x04", "zip archive"],
  ["7z\xbc\xaf", "7z archive"],
  ["{", "JSON text"],
];

/** Recognises the format of a whole file from its first bytes (512 are enough, more only for an SVG's preamble). */
export function sniffFormat(bytes: Uint8Array): SniffedFormat {
  const head = latin1(bytes.subarray(0, 64));
  for (const [signature, format] of readable) if (head.startsWith(signature)) return { format, name: format };
  if (head.startsWith("RIFF")) {
    const kind = head.slice(8, 12);
    if (kind === "WEBP") return { format: "WebP", name: "WebP" };
    return { name: kind === "AVI " ? "AVI video" : `RIFF (${kind.trim()})` };
  }
  if (head.slice(4, 8) === "ftyp") return sniffIsoMedia(bytes);
  for (const [signature, name] of refused) if (head.startsWith(signature)) return { name };
  if (/^P[1-7][ \t\r\n]/.test(head)) return { name: "Netpbm (PNM)" };
  return sniffMarkup(bytes);
}

/** ISO media files (AVIF, HEIC, MP4 ...) carry a major brand and a list of compatible ones in their first box. */
function sniffIsoMedia(bytes: Uint8Array): SniffedFormat {
  const boxLength = ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0;
  const box = latin1(bytes.subarray(0, Math.min(boxLength, 256)));
  const brands = [box.slice(8, 12)];
  for (let i = 16; i + 4 <= box.length; i += 4) brands.push(box.slice(i, i + 4));
  if (brands.includes("avif") || brands.includes("avis")) return { format: "AVIF", name: "AVIF" };
  if (brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand))) return { name: "HEIC" };
  if (brands[0] === "jxl ") return { name: "JPEG XL" };
  if (brands[0] === "crx ") return { name: "Canon raw (CR3)" };
  return { name: brands[0] === "qt  " ? "QuickTime video" : "MP4 video" };
}

/** Markup: an SVG root after an optional byte order mark, XML declaration, comments and document type. */
function sniffMarkup(bytes: Uint8Array): SniffedFormat {
  const text = new TextDecoder().decode(bytes.subarray(0, 65536)); // drops a byte order mark
  if (!/^\s*</.test(text)) return {};
  const root = text.replace(/^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>)*/i, "");
  if (/^<(?:[\w-]+:)?svg[\s/>]/.test(root)) return { format: "SVG", name: "SVG" };
  if (/^<(?:html|head|body)\b/i.test(root) || /^\s*<!doctype html/i.test(text)) return { name: "HTML" };
  return { name: "XML" };
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
