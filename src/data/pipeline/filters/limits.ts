/** Limits of length and resolution. */
import type { Filters } from "../../recipe.ts";
import type { Sample } from "../../sample.ts";
import type { Facts } from "./facts.ts";

/** Why the sample is outside the recipe's limits, or undefined. */
export function beyondLimits(
  { images, maps }: Pick<Sample, "images" | "maps">,
  facts: Pick<Facts, "words">,
  limits: Pick<Filters, "minSide" | "maxPixels" | "maxWords" | "minWords">,
): string | undefined {
  for (const { width, height } of images) {
    if (Math.min(width, height) < limits.minSide) return "picture-too-small";
    if (width * height > limits.maxPixels) return "picture-too-large";
  }
  if (facts.words > limits.maxWords) return "text-too-long";
  if (facts.words < limits.minWords && maps.length === 0) return "text-too-short";
  return undefined;
}
