/**
 * The colour that Pillow shows where a GIF's first frame is transparent. libvips hands those pixels over as black,
 * the reference drops the transparency and keeps the palette's colour, so this reads just that colour from the file.
 * It does not decode pixels.
 */

import type { RgbImage } from "./resize.ts";

/**
 * The palette entry of the first frame's transparent index, or of index 0 if none is declared (the area that a frame
 * smaller than its canvas leaves open). Undefined if the file ends first or has no palette.
 */
export function gifTransparentColour(bytes: Uint8Array): readonly [number, number, number] | undefined {
  const at = (i: number): number => bytes[i] ?? 0;
  let globalPalette: number | undefined;
  let position = 13; // signature, canvas size, flags, background, aspect
  if (at(10) & 0x80) {
    globalPalette = position;
    position += paletteLength(at(10));
  }
  let transparent = 0;
  while (position < bytes.length) {
    const block = at(position);
    if (block === 0x21) {
      if (at(position + 1) === 0xf9 && at(position + 3) & 1) transparent = at(position + 6); // graphic control
      position += 2;
      while (at(position) !== 0) position += at(position) + 1; // data blocks up to the empty one
      position += 1;
    } else if (block === 0x2c) {
      const flags = at(position + 9);
      const palette = flags & 0x80 ? position + 10 : globalPalette;
      const length = paletteLength(flags & 0x80 ? flags : at(10));
      if (palette === undefined || transparent * 3 >= length || palette + length > bytes.length) return undefined;
      const entry = palette + transparent * 3;
      return [at(entry), at(entry + 1), at(entry + 2)];
    } else {
      return undefined;
    }
  }
  return undefined;
}

/** Bytes of a colour table whose size stands in the low three bits of the flags. */
function paletteLength(flags: number): number {
  return 3 << ((flags & 7) + 1);
}

/** Drops alpha; where the first frame is transparent, the palette's colour takes the place of the decoder's black. */
export function dropGifAlpha(
  { data, width, height, channels }: RgbImage & { channels: number },
  transparent: readonly [number, number, number] = [0, 0, 0],
): RgbImage {
  const out = new Uint8Array(width * height * 3);
  for (let p = 0, o = 0; o < out.length; p += channels, o += 3) {
    const opaque = data[p + channels - 1] !== 0;
    for (let c = 0; c < 3; c++) out[o + c] = opaque ? data[p + c]! : transparent[c]!;
  }
  return { data: out, width, height };
}
