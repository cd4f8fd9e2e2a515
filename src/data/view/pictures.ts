/** Pictures for people: thumbnails, and label maps in colours with their legend. */
import { sharp } from "../../image/sharp.ts";
import type { DenseMap } from "../sample.ts";

/** CSS pixels of a thumbnail's longer side, twice over for dense screens. */
const thumbnailSide = 440;

export async function thumbnail(image: Uint8Array): Promise<Uint8Array> {
  return sharp(image, { limitInputPixels: 300_000_000 })
    .resize({ width: thumbnailSide, height: thumbnailSide, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer();
}

export interface MapValue {
  readonly value: number;
  readonly name: string;
  /** `#rrggbb`; of value 0, which mostly means "nothing", none. */
  readonly color?: string;
  readonly share: number;
}

/** The values that stand in a label map, most frequent first. */
export async function mapValues(map: Uint8Array, { classes }: Pick<DenseMap, "classes">): Promise<MapValue[]> {
  const { values } = await valuesOf(map);
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([value, count]) => ({
      value,
      name: classes?.[value] ?? String(value),
      ...(value === 0 ? {} : { color: hex(colorOf(value)) }),
      share: count / values.length,
    }));
}

/** The map as a PNG: a colour for each value, transparent where it is 0. */
export async function coloredMap(map: Uint8Array): Promise<Uint8Array> {
  const { values, width, height } = await valuesOf(map);
  const pixels = new Uint8Array(4 * values.length);
  const colors = new Map<number, readonly [number, number, number]>();
  for (const [i, value] of values.entries()) {
    if (value === 0) continue;
    let color = colors.get(value);
    if (!color) {
      color = colorOf(value);
      colors.set(value, color);
    }
    pixels.set(color, 4 * i);
    pixels[4 * i + 3] = 255;
  }
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 3 })
    .toBuffer();
}

async function valuesOf(map: Uint8Array): Promise<{ values: Uint8Array | Uint16Array; width: number; height: number }> {
  const image = sharp(map, { limitInputPixels: 300_000_000 });
  const wide = (await image.metadata()).depth === "ushort";
  const { data, info } = await image
    .toColourspace(wide ? "grey16" : "b-w")
    .raw({ depth: wide ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const whole = wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : new Uint8Array(data);
  return { values: channels === 1 ? whole : whole.filter((_, i) => i % channels === 0), width, height };
}

/** Hues a golden angle apart, so that neighbouring values differ. */
function colorOf(value: number): readonly [number, number, number] {
  const hue = (value * 137.508) % 360;
  const lightness = [0.5, 0.62, 0.4][value % 3]!;
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    return Math.round(
      255 * (lightness - 0.75 * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1))),
    );
  };
  return [part(0), part(8), part(4)];
}

function hex(color: readonly number[]): string {
  return `#${color.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}
