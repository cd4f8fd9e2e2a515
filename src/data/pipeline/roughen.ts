/** Gives pictures the roughness of real images; their boxes, maps and polygons go along. */
import type { Shot } from "../camera/camera.ts";
import type { Random } from "../random.ts";
import type { Augmentation, Region } from "../sample.ts";
import type { Composition, Draft } from "../source.ts";
import type { Pixels } from "./filters/image-hash.ts";

export interface Rough {
  readonly pictures: readonly Pixels[];
  readonly regions: readonly Region[];
  readonly maps: NonNullable<Composition["maps"]>;
  readonly augmentations: readonly Augmentation[];
  /** Whether places or sizes have changed. */
  readonly moved: boolean;
}

export async function roughen(
  _level: Draft["augment"],
  shots: readonly Shot[],
  composition: Composition,
  _random: Random,
): Promise<Rough> {
  const { regions = [], maps = [] } = composition;
  return { pictures: shots, regions, maps, augmentations: [], moved: false };
}
