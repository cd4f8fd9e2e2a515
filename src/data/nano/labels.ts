/**
 * Dense labels: what the renderer knows about every patch of a picture. Each kind answers one question a reader of the
 * picture would ask of a place in it; 0 is "nothing there", 255 "not known here".
 */
import { characterClasses, characterLabel } from "./alphabet.ts";
import { type ColorName, colorNames } from "./colors.ts";
import { forCharacters, type Lettering, widthOf } from "./lettering.ts";
import { coverBox, labelMap, patchesAcross, type Turn } from "./patches.ts";
import { type PositionName, positionNames, type SceneObject } from "./placing.ts";
import { labelShape, type PlacedShape, shapeNames } from "./shapes.ts";

/** Classes of a label (0 included), and how many labels a patch has side by side: narrow letters are narrower than a patch. */
export const labelKinds = {
  /** Which character (`alphabet`). */
  characters: { classes: characterClasses, perPatch: 2 },
  /** The how-manyth of its word that character is, from 1; the ninth and all later ones share a class. */
  orders: { classes: 10, perPatch: 2 },
  /** Which shape. */
  shapes: { classes: shapeNames.length + 1, perPatch: 1 },
  /** The colour of the shape or the word. */
  colors: { classes: colorNames.length + 1, perPatch: 1 },
  /** The how-manyth of the picture's shapes it is, row by row, from 1. */
  numbers: { classes: 8, perPatch: 1 },
  /** Where in the picture the middle of that shape or word lies. */
  places: { classes: positionNames.length + 1, perPatch: 1 },
  /** The background's colour, at every patch; 0 where it has no plain name. */
  grounds: { classes: colorNames.length + 1, perPatch: 1 },
} as const satisfies Record<string, { classes: number; perPatch: 1 | 2 }>;

export type LabelKind = keyof typeof labelKinds;
export const labelNames = Object.keys(labelKinds) as LabelKind[];

/** Row-major labels `[16 * 16 * perPatch]` of each kind. */
export type DenseLabels = Record<LabelKind, Uint8Array<ArrayBuffer>>;

/** The label that says "not known here"; such patches are left out of a loss. */
export const unknownLabel = 255;

/** Labels of a kind for one picture. */
export function labelsOf(kind: LabelKind): number {
  return patchesAcross * patchesAcross * labelKinds[kind].perPatch;
}

export interface LabelledWord {
  lettering: Lettering;
  x: number;
  baseline: number;
  turn?: Turn;
}

/** A scene: its shapes row by row, its word, its background where that has a name. */
export function sceneLabels(
  shapes: readonly { object: Pick<SceneObject, "shape" | "color" | "position">; placed: PlacedShape }[],
  word: (LabelledWord & { color: ColorName; position: PositionName }) | null,
  ground: ColorName | null,
): DenseLabels {
  const maps = emptyMaps();
  const { shapes: kind, colors, numbers, places } = maps;
  shapes.forEach(({ object, placed }, i) => {
    labelShape(kind, placed, shapeNames.indexOf(object.shape) + 1);
    labelShape(colors, placed, colorNames.indexOf(object.color) + 1);
    labelShape(numbers, placed, i + 1);
    labelShape(places, placed, positionNames.indexOf(object.position) + 1);
  });
  if (word !== null) {
    labelWord(maps, word);
    const { lettering, x, baseline, turn } = word;
    const box = {
      left: x,
      right: x + widthOf(lettering),
      top: baseline + lettering.top,
      bottom: baseline + lettering.bottom,
    };
    coverBox(colors, box, turn, colorNames.indexOf(word.color) + 1);
    coverBox(places, box, turn, positionNames.indexOf(word.position) + 1);
  }
  if (ground !== null) maps.grounds.classes.fill(colorNames.indexOf(ground) + 1);
  return classesOf(maps);
}

/** A page full of words: its inks need not have names, and nothing is asked about where they stand. */
export function pageLabels(words: readonly LabelledWord[]): DenseLabels {
  const maps = emptyMaps();
  for (const word of words) labelWord(maps, word);
  for (const kind of ["colors", "places", "grounds"] as const) maps[kind].classes.fill(unknownLabel);
  return classesOf(maps);
}

type Maps = Record<LabelKind, ReturnType<typeof labelMap>>;

function emptyMaps(): Maps {
  const map = (kind: LabelKind) => labelMap(labelKinds[kind].perPatch * patchesAcross, patchesAcross);
  return Object.fromEntries(labelNames.map((kind) => [kind, map(kind)])) as Maps;
}

function classesOf(maps: Maps): DenseLabels {
  return Object.fromEntries(labelNames.map((kind) => [kind, maps[kind].classes])) as DenseLabels;
}

/** Writes each character, and its place in the word, into the cells whose centre its box contains. */
function labelWord({ characters, orders }: Maps, { lettering, x, baseline, turn }: LabelledWord): void {
  let order = 0;
  forCharacters(lettering, x, baseline, (character, box) => {
    order = Math.min(order + 1, labelKinds.orders.classes - 1);
    coverBox(characters, box, turn, characterLabel(character));
    coverBox(orders, box, turn, order);
  });
}
