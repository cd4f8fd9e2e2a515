/** Dense label maps: fields of classes over a picture, painted from boxes or taken from owners of pixels. */
import type { Box } from "../../camera/camera.ts";
import type { DenseMap } from "../../sample.ts";

export type LabelMap = DenseMap & { readonly data: Uint8Array | Uint16Array };

export function emptyMap(
  name: string,
  width: number,
  height: number,
  classes?: readonly string[],
): LabelMap & { data: Uint8Array } {
  return {
    image: 0,
    name,
    width,
    height,
    ...(classes ? { classes: [...classes] } : {}),
    data: new Uint8Array(width * height),
  };
}

/** For numbers instead of names: two bytes a pixel. */
export function emptyWideMap(name: string, width: number, height: number): LabelMap & { data: Uint16Array } {
  return { image: 0, name, width, height, data: new Uint16Array(width * height) };
}

/** Every pixel whose centre lies in the box gets the value. */
export function fillBox(map: LabelMap, { left, top, right, bottom }: Box, value: number): void {
  const [x0, x1] = [Math.max(0, Math.round(left)), Math.min(map.width, Math.round(right))];
  const [y0, y1] = [Math.max(0, Math.round(top)), Math.min(map.height, Math.round(bottom))];
  for (let y = y0; y < y1; y++) map.data.fill(value, y * map.width + x0, y * map.width + Math.max(x0, x1));
}

/** 1 where a pixel's right or lower neighbour has another value. */
export function boundaries(values: Uint8Array | Uint16Array, width: number, height: number): LabelMap {
  const map = emptyMap("edges", width, height, ["none", "edge"]);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const right = x + 1 < width && values[i] !== values[i + 1];
      const below = y + 1 < height && values[i] !== values[i + width];
      if (right || below) map.data[i] = 1;
    }
  }
  return map;
}

/** 1 where brightness changes by more than `threshold` (of 255) a pixel, in Sobel's sense. `data` is RGB. */
export function brightnessEdges(data: Uint8Array, width: number, height: number, threshold = 40): LabelMap {
  const map = emptyMap("edges", width, height, ["none", "edge"]);
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++)
    grey[i] = 0.299 * data[3 * i]! + 0.587 * data[3 * i + 1]! + 0.114 * data[3 * i + 2]!;
  const least = (4 * threshold) ** 2;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const [above, below] = [i - width, i + width];
      const diagonal = grey[below + 1]! - grey[above - 1]!;
      const otherDiagonal = grey[above + 1]! - grey[below - 1]!;
      const across = diagonal + otherDiagonal + 2 * (grey[i + 1]! - grey[i - 1]!);
      const down = diagonal - otherDiagonal + 2 * (grey[below]! - grey[above]!);
      if (across * across + down * down > least) map.data[i] = 1;
    }
  }
  return map;
}

const firstCharacter = 33;
/** Printable ASCII by itself; all else together. */
export const characterClasses: readonly string[] = [
  "none",
  ...Array.from({ length: 94 }, (_, i) => String.fromCharCode(firstCharacter + i)),
  "other",
];

export function characterClass(character: string): number {
  const code = character.charCodeAt(0);
  return character.length === 1 && code >= firstCharacter && code < firstCharacter + 94
    ? code - firstCharacter + 1
    : characterClasses.length - 1;
}
