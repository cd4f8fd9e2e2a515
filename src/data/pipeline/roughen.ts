/** Gives a sample's pictures the roughness of real images; regions, maps and answers that name places go along. */
import { augment } from "../augment/augment.ts";
import type { Pixels } from "../augment/picture.ts";
import type { Random } from "../random.ts";
import type { Augmentation, Content, Region } from "../sample.ts";
import type { Composition, Draft } from "../source.ts";

export interface Rough {
  readonly pictures: readonly Pixels[];
  readonly content: Content;
  readonly regions: readonly Region[];
  readonly maps: NonNullable<Composition["maps"]>;
  readonly augmentations: readonly Augmentation[];
}

/** A region that remembers which one it was, since augmentation leaves out what it has moved out of sight. */
type Numbered = Region & { readonly number: number };

export async function roughen(
  level: Draft["augment"],
  shots: readonly Pixels[],
  composition: Composition,
  random: Random,
): Promise<Rough> {
  const { content, regions = [], maps = [], rewrite } = composition;
  const untouched: Rough = { pictures: shots, content, regions, maps, augmentations: [] };
  if (level === "none") return untouched;
  const numbered = regions.map((region, number): Numbered => ({ ...region, number }));
  const results = [];
  for (const [image, { width, height, data }] of shots.entries()) {
    const ours = <T extends { readonly image: number }>(list: readonly T[]) =>
      list.filter((one) => one.image === image);
    results.push(await augment(level, { width, height, data, regions: ours(numbered), maps: ours(maps) }, random));
  }
  const pictures = results.map(({ picture }) => picture);
  const left = pictures
    .flatMap((picture) => picture.regions as readonly Numbered[])
    .sort((a, b) => a.number - b.number);
  const moved = results.some((result) => result.moved);
  // an answer about places counts on all of them; what it names may not be out of sight
  if (moved && rewrite && left.length < regions.length) return untouched;
  const remaining = left.map(({ number: _, ...region }): Region => region);
  return {
    pictures,
    content: moved && rewrite ? rewrite(remaining, pictures) : content,
    regions: remaining,
    maps: pictures.flatMap((picture) => picture.maps),
    augmentations: results.flatMap(({ augmentations }, image) =>
      shots.length === 1
        ? augmentations
        : augmentations.map(({ name, parameters }) => ({ name, parameters: { ...parameters, image } })),
    ),
  };
}
