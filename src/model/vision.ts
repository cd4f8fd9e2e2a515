/**
 * The vision encoder as one function: a single tower, or the hybrid whose two towers see the same picture at two
 * resolutions (paper 3.1, spec 1.4).
 */
import { antialiasMatrix, resample, type Scope } from "../nn/index.ts";
import { add, concat, input, type Tensor } from "../tensor/index.ts";
import type { VisionConfig } from "./config.ts";
import { gridToTokens, sam } from "./sam.ts";
import { siglip } from "./siglip.ts";

/** Two separate features for the adaptor that projects each by itself. */
export interface TowerFeatures {
  readonly high: Tensor;
  readonly low: Tensor;
}

export type VisionFeatures = Tensor | TowerFeatures;

/** Features `[B, N, C]` (or two of them) of pixels `[B, 3, S, S]` in [0, 1]. */
export function vision(config: VisionConfig, p: Scope, pixels: Tensor): VisionFeatures {
  if (config.kind === "low") return siglip(config.low, p.at("vision_tower"), pixels);
  if (config.kind === "sam") return sam(config.high, p.at("vision_tower"), pixels);
  const high = gridToTokens(sam(config.high, p.at("vision_tower_high.vision_tower"), pixels));
  const small = resample(pixels, config.low.imageSize, antialiasMatrix);
  const lowScope = p.at("vision_tower_low.vision_tower");
  const low = siglip(config.low, lowScope, lowScope.tap("vision.low.resized_pixels", small));
  p.tap("vision.hybrid.high", high);
  switch (config.concat) {
    case "tuple":
      return { high, low };
    case "feature":
      return concat([high, low], -1);
    case "sequence":
      return concat([high, low], 1);
    case "add":
      return add(high, low);
  }
}

/** Side of the pictures that the encoder takes. */
export function visionInputSize(config: VisionConfig): number {
  return config.kind === "low" ? config.low.imageSize : config.high.imageSize;
}

/** The encoder's input: `[images, 3, S, S]`, any number of images when `images` is a name. */
export function pixelInput(config: VisionConfig, images: number | string): Tensor {
  const side = visionInputSize(config);
  return input("pixel_values", "float32", [images, 3, side, side]);
}
