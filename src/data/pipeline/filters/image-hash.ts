/**
 * What a picture looks like in 128 bits: difference hashes across and down over a grid of mean brightness. Synthetic pictures
 * (white pages above all) often have near-equal hashes without being equal, so nobody may judge by them alone.
 */

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGB, row by row. */
  readonly data: Uint8Array;
}

export interface ImageHash {
  /** Is a cell brighter than its right neighbour? Four times 16 bits. */
  readonly across: readonly [number, number, number, number];
  /** Is a cell brighter than the one beneath? */
  readonly down: readonly [number, number, number, number];
}

const grid = 9;
/** Brightness steps below this are noise of encoders, not content. */
const margin = 1.5;

/** The hash, and the standard deviation of brightness (0 to 127): near 0 for an empty picture. */
export function lookOf({ width, height, data }: Pixels): { hash: ImageHash; contrast: number } {
  const sums = new Float64Array(grid * grid);
  const counts = new Uint32Array(grid * grid);
  const step = Math.max(1, Math.floor(Math.min(width, height) / 256)); // large pictures are sampled
  const columns = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * grid) / width));
  let sum = 0;
  let squares = 0;
  let pixels = 0;
  for (let y = 0; y < height; y += step) {
    const row = grid * Math.floor((y * grid) / height);
    for (let x = 0; x < width; x += step) {
      const i = 3 * (y * width + x);
      const light = (77 * data[i]! + 150 * data[i + 1]! + 29 * data[i + 2]!) >> 8; // ITU-R BT.601
      const cell = row + columns[x]!;
      sums[cell]! += light;
      counts[cell]!++;
      sum += light;
      squares += light * light;
      pixels++;
    }
  }
  const means = sums.map((total, cell) => total / Math.max(1, counts[cell]!));
  const bits = (stride: number): [number, number, number, number] => {
    const words: [number, number, number, number] = [0, 0, 0, 0];
    for (let bit = 0; bit < 64; bit++) {
      const cell = grid * (bit >> 3) + (bit & 7);
      if (means[cell]! > means[cell + stride]! + margin) words[bit >> 4]! |= 1 << (bit & 15);
    }
    return words;
  };
  const mean = sum / pixels;
  return {
    hash: { across: bits(1), down: bits(grid) },
    contrast: Math.sqrt(Math.max(0, squares / pixels - mean * mean)),
  };
}

/** Differing bits, the larger number of the two directions: 0 to 64. */
export function distance(a: ImageHash, b: ImageHash): number {
  return Math.max(differing(a.across, b.across), differing(a.down, b.down));
}

/** Bits that are set; a picture with few has hardly anything to compare. */
export function weightOf({ across, down }: ImageHash): number {
  return [...across, ...down].reduce((sum, word) => sum + countBits(word), 0);
}

/** 32 hexadecimal digits. */
export function formatHash({ across, down }: ImageHash): string {
  return [...across, ...down].map((word) => word.toString(16).padStart(4, "0")).join("");
}

export function parseHash(text: string): ImageHash {
  const word = (i: number) => Number.parseInt(text.slice(4 * i, 4 * i + 4), 16);
  return { across: [word(0), word(1), word(2), word(3)], down: [word(4), word(5), word(6), word(7)] };
}

function differing(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, word, i) => sum + countBits(word ^ b[i]!), 0);
}

function countBits(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
