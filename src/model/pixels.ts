/** Per-tower normalisation of pixels: each tower shifts and scales its own copy (spec 1.10). */
import { add, constant, mul, type Tensor } from "../tensor/index.ts";

type Channels = readonly [number, number, number];

/** (pixels - mean) / std for `[B, 3, S, S]`; untouched where the tower has no statistics. */
export function normalizePixels(
  pixels: Tensor,
  { pixelMean, pixelStd }: { readonly pixelMean?: Channels; readonly pixelStd?: Channels },
): Tensor {
  if (!pixelMean && !pixelStd) return pixels;
  const mean = pixelMean ?? [0, 0, 0];
  const std = pixelStd ?? [1, 1, 1];
  const channel = (values: readonly number[]) => constant(Float32Array.from(values), [1, 3, 1, 1], "float32");
  return mul(add(pixels, channel(mean.map((m) => -m))), channel(std.map((s) => 1 / s)));
}
