/**
 * Roughness of real images, chosen at random within a level: `light` is what happens to pictures on their way through the
 * web, `photo` is a photograph of a screen or of paper, or a scan. What a picture says stays readable and in sight, so that
 * the answers about it stay true: letters are not made smaller than can be read, only empty margins are cut off, and
 * colours keep their names.
 */
import type { Random } from "../random.ts";
import type { Augmentation, Region } from "../sample.ts";
import { blur, jpeg, webp } from "./codec.ts";
import { perspective, resample, rotate, scale, trim } from "./geometry.ts";
import { colour, glare, moire, noise, shadow, unevenLight } from "./light.ts";
import { type AnnotatedPicture, amount, type Step } from "./picture.ts";

export type Level = "none" | "light" | "photo";

export interface Augmented {
  readonly picture: AnnotatedPicture;
  readonly augmentations: readonly Augmentation[];
  /** Whether places or sizes have changed. */
  readonly moved: boolean;
}

/** The height that a line of text keeps, in pixels: about 6 for the x-height. */
const minLine = 13;

type Operation = (picture: AnnotatedPicture) => Step | Promise<Step>;
const moving: ReadonlySet<string> = new Set(["scale", "crop", "rotate", "perspective"]);

/**
 * The picture at a level of roughness, with its regions and maps where they are now, and what was done. The same random
 * numbers give the same bytes. The result is never larger than the picture.
 */
export async function augment(level: Level, picture: AnnotatedPicture, random: Random): Promise<Augmented> {
  const operations = level === "none" ? [] : level === "light" ? light(random) : photograph(random);
  const augmentations: Augmentation[] = [];
  let current = picture;
  for (const operation of operations) {
    const step = await operation(current);
    const before = current;
    current = step.picture;
    // a crop of nothing is no augmentation
    if (step.record.name === "crop" && before.width === current.width && before.height === current.height) continue;
    augmentations.push(step.record);
  }
  return { picture: current, augmentations, moved: augmentations.some(({ name }) => moving.has(name)) };
}

function light(random: Random): Operation[] {
  const operations: [probability: number, operation: Operation][] = [
    [0.25, (picture) => trim(picture, random, 0.9)],
    [0.3, (picture) => scale(picture, smaller(picture.regions, random, 0.8))],
    [0.15, (picture) => resample(picture, smaller(picture.regions, random, 0.7))],
    [0.12, (picture) => rotate(picture, amount(random, -2, 2))],
    [0.4, (picture) => colour(picture, response(random, 1))],
    [0.12, (picture) => blur(picture, amount(random, 0.35, 0.7))],
    [0.2, (picture) => noise(picture, random, amount(random, 1, 5))],
  ];
  const chosen = operations.filter(([probability]) => random.chance(probability)).map(([, operation]) => operation);
  // a picture for which nothing else was drawn has at least been stored
  return chosen.length === 0 || random.chance(0.75) ? [...chosen, stored(random, 45)] : chosen;
}

function photograph(random: Random): Operation[] {
  const sometimes = (probability: number, operation: Operation) => (random.chance(probability) ? [operation] : []);
  switch (random.weighted({ paper: 4, screen: 3, scan: 2 })) {
    case "paper":
      return [
        (picture) => view(picture, random),
        ...sometimes(0.8, (picture) =>
          unevenLight(picture, random, amount(random, 0.05, 0.4), amount(random, 0, 0.35)),
        ),
        ...sometimes(0.4, (picture) => shadow(picture, random, amount(random, 0.1, 0.4))),
        (picture) => colour(picture, response(random, 1.5)),
        ...sometimes(0.35, (picture) => blur(picture, amount(random, 0.35, 0.8))),
        (picture) => noise(picture, random, amount(random, 1, 7)),
        stored(random, 50),
      ];
    case "screen":
      return [
        (picture) => view(picture, random),
        (picture) => moire(picture, random, amount(random, 0.04, 0.2), amount(random, 2.5, 14)),
        ...sometimes(0.5, (picture) => glare(picture, random, amount(random, 0.08, 0.3))),
        (picture) => unevenLight(picture, random, amount(random, 0, 0.15), amount(random, 0.05, 0.3)),
        (picture) => colour(picture, response(random, 1.5)),
        ...sometimes(0.3, (picture) => blur(picture, amount(random, 0.35, 0.7))),
        (picture) => noise(picture, random, amount(random, 1, 6)),
        stored(random, 55),
      ];
    case "scan":
      return [
        (picture) => rotate(picture, amount(random, -2.5, 2.5)),
        (picture) => colour(picture, { ...response(random, 1), contrast: amount(random, 0.85, 1.25) }),
        ...sometimes(0.5, (picture) => unevenLight(picture, random, amount(random, 0.02, 0.1), 0)),
        ...sometimes(0.4, (picture) => blur(picture, amount(random, 0.35, 0.7))),
        (picture) => noise(picture, random, amount(random, 2, 9)),
        stored(random, 40),
      ];
  }
}

/** How small the picture may become, as a factor of at least `lowest`, for its lines of text to stay high enough. */
function smallest(regions: readonly Region[], lowest: number): number {
  const lines = regions.flatMap(({ text, box, kind }) =>
    text !== undefined && box && /^(?:word|line|character|text|label|cell|button|title)/.test(kind)
      ? [box[3] - box[1]]
      : [],
  );
  // nothing known of text: it may be anywhere between fine print and none
  const bound = lines.length === 0 ? 0.88 : minLine / lines.reduce((a, b) => Math.min(a, b));
  return Math.min(Math.max(lowest, bound), 0.97);
}

function smaller(regions: readonly Region[], random: Random, lowest: number): number {
  return amount(random, smallest(regions, lowest), 1);
}

/** A view from aside makes things smaller, by its angle, its skew and its distance; each gets a part of the room there is. */
function view(picture: AnnotatedPicture, random: Random): Step {
  const room = 1 - smallest(picture.regions, 0.8);
  return perspective(picture, random, {
    degrees: amount(random, -20 * room, 20 * room),
    skew: amount(random, 0.05 * room, 0.25 * room),
    extent: amount(random, 1 - room / 3, 1),
  });
}

function response(random: Random, strength: number) {
  return {
    brightness: Math.round(random.between(-14, 14) * strength),
    contrast: amount(random, 1 - 0.15 * strength, 1 + 0.1 * strength),
    gamma: amount(random, 1 - 0.12 * strength, 1 + 0.15 * strength),
    warmth: amount(random, -0.04 * strength, 0.04 * strength),
  };
}

function stored(random: Random, lowest: number): Operation {
  const quality = random.int(lowest, 93);
  const halved = random.chance(0.6);
  return random.chance(0.25) ? (picture) => webp(picture, quality) : (picture) => jpeg(picture, quality, halved);
}
