/**
 * What is true of a scene, and certain enough to be said: names, counts, relations, absences. A thing that is hidden by
 * more than half is neither claimed nor denied.
 */
import type { Random } from "../../../random.ts";
import type { Region } from "../../../sample.ts";
import type { Group } from "./kind.ts";
import { kinds } from "./kinds/index.ts";
import { styleFacts } from "./palette.ts";
import type { Scene, Thing } from "./scene.ts";
import { capitalised, type Detail, listed, nounOf, numberWord, withArticle } from "./words.ts";

/** Names that a person may use for each other, or that are parts of each other: none is denied beside another. */
const relatives: readonly (readonly string[])[] = [
  ["tree", "pine tree", "palm tree"],
  ["flower", "tulip", "sunflower", "potted plant", "bush", "vase"],
  ["book", "pile of books", "bookshelf"],
  ["bird", "duck", "owl", "penguin"],
  ["balloon", "hot-air balloon"],
  ["box", "gift", "basket"],
  ["car", "truck", "bus", "tractor"],
  ["desk lamp", "floor lamp", "street lamp"],
  ["chair", "stool", "bench", "sofa"],
  ["window", "house", "train engine"],
  ["cake", "candle", "slice of bread", "donut"],
  ["snowman", "hat", "carrot"],
  ["sun", "television", "framed picture"],
  ["television", "laptop", "phone"],
  ["ball", "circle"],
  ["star", "cross", "diamond", "square"],
  ["bottle", "vase"],
  ["mug", "bowl", "teapot"],
  ["man", "boy"],
  ["woman", "girl"],
  ["airplane", "rocket", "helicopter"],
  ["table", "cabinet", "stool"],
  ["orange", "ball"],
  ["moon", "crescent"],
];

const kin = new Map<string, Set<string>>();
for (const family of relatives) {
  for (const name of family) kin.set(name, new Set([...(kin.get(name) ?? []), ...family]));
}

/** Everything that can be seen, also in hands and on the backdrop. */
function shown(scene: Scene): Set<string> {
  const names = new Set<string>(scene.background.shows);
  for (const { kind, held } of scene.things) {
    names.add(kind.name);
    if (held) names.add(held);
  }
  return names;
}

export function visibleThings(scene: Scene): Thing[] {
  return scene.things.filter((thing) => thing.visible >= 0.5);
}

/** True where nothing like that is in the scene. */
export function isAbsent(scene: Scene, name: string): boolean {
  const names = shown(scene);
  return !names.has(name) && ![...(kin.get(name) ?? [])].some((relative) => names.has(relative));
}

/** Kinds that are surely not there, those first that would have suited the place. */
export function absentKinds(scene: Scene, random: Random, count: number): string[] {
  const suited = Object.values(scene.background.suits).flat();
  const usual = random.shuffled([...new Set(suited)].filter((name) => isAbsent(scene, name)));
  const rest = random.shuffled(
    kinds.map((kind) => kind.name).filter((name) => isAbsent(scene, name) && !usual.includes(name)),
  );
  const shape = scene.things.some((thing) => thing.kind.group === "shape");
  return [...usual, ...rest]
    .filter((name) => shape || kinds.find((kind) => kind.name === name)!.group !== "shape")
    .slice(0, count);
}

/** How many of a kind there are, or nothing where that could be disputed. */
export function countOf(scene: Scene, name: string): number | undefined {
  const same = scene.things.filter((thing) => thing.kind.name === name);
  if (same.some((thing) => thing.visible < 0.5)) return undefined;
  const names = shown(scene);
  if ([...(kin.get(name) ?? [])].some((relative) => relative !== name && names.has(relative))) return undefined;
  if (scene.background.shows.includes(name)) return undefined;
  return same.length + scene.things.filter((thing) => thing.held === name).length;
}

export function countOfGroup(scene: Scene, group: Group): number | undefined {
  const same = scene.things.filter((thing) => thing.kind.group === group);
  return same.some((thing) => thing.visible < 0.5) ? undefined : same.length;
}

/** Visible things by kind and look, in order of first appearance. */
export function grouped(scene: Scene, detail: Detail): { things: Thing[]; phrase: string }[] {
  const groups = new Map<string, Thing[]>();
  for (const thing of visibleThings(scene)) {
    const key = nounOf(thing, scene, detail);
    groups.set(key, [...(groups.get(key) ?? []), thing]);
  }
  return [...groups.values()].map((things) => {
    const [first] = things as [Thing, ...Thing[]];
    return {
      things,
      phrase:
        things.length === 1
          ? withArticle(nounOf(first, scene, detail))
          : `${numberWord(things.length)} ${nounOf(first, scene, detail, true)}`,
    };
  });
}

/** A definite description that fits this thing and no other, with as few words as may be; or nothing. */
export function referenceTo(thing: Thing, scene: Scene): string | undefined {
  for (const detail of ["bare", "coloured", "full"] as const) {
    const name = nounOf(thing, scene, detail);
    if (scene.things.every((other) => other === thing || nounOf(other, scene, detail) !== name)) {
      const names = shown(scene);
      const bare =
        detail === "bare" &&
        ([...(kin.get(name) ?? [])].some((one) => one !== name && names.has(one)) ||
          scene.things.some((one) => one.held === name));
      if (!bare) return `the ${name}`;
    }
  }
  const same = scene.things.filter((other) => other.kind === thing.kind);
  const middle = (one: Thing) => (one.box[0] + one.box[2]) / 2;
  const sorted = [...same].sort((a, b) => middle(a) - middle(b));
  const gap = scene.width * 0.05;
  const name = thing.kind.name;
  if (scene.things.some((one) => one.held === name)) return undefined;
  if (thing === sorted[0] && middle(sorted[1]!) - middle(thing) > gap) return `the leftmost ${name}`;
  if (thing === sorted.at(-1) && middle(thing) - middle(sorted.at(-2)!) > gap) return `the rightmost ${name}`;
  return undefined;
}

export interface Relation {
  readonly a: Thing;
  readonly b: Thing;
  /** Between the two: `to the left of`, `on top of`, `partly hidden behind`. */
  readonly words: string;
}

/** Relations that a person sees, between things that are in plain sight; each direction on its own. */
export function relationsOf(scene: Scene): Relation[] {
  const things = visibleThings(scene);
  const found: Relation[] = [];
  for (const a of things) {
    for (const b of things) {
      if (a === b) continue;
      const carried = a.relation?.to === b || b.relation?.to === a;
      if (carried) {
        const name = a.relation?.to === b ? a.relation.name : undefined;
        if (name === "on") found.push({ a, b, words: "on top of" });
        if (name === "in") found.push({ a, b, words: "in" });
        if (name === "behind" && a.visible < 0.93) found.push({ a, b, words: "partly hidden behind" });
        if (b.relation?.name === "in front of" && b.relation.to === a && a.visible < 0.93)
          found.push({ a, b, words: "partly hidden behind" });
        if (name !== "left of" && name !== "right of" && name !== "next to" && a.relation?.to === b) continue;
        if (b.relation?.to === a && !["left of", "right of", "next to"].includes(b.relation.name)) continue;
      }
      const [al, at, ar, ab] = a.box;
      const [bl, bt, br, bb] = b.box;
      const high = Math.min(ab, bb) - Math.max(at, bt);
      const side = high > 0.25 * Math.min(ab - at, bb - bt);
      if (side && ar <= bl + 2) found.push({ a, b, words: "to the left of" });
      if (side && al >= br - 2) found.push({ a, b, words: "to the right of" });
      const across = Math.min(ar, br) - Math.max(al, bl);
      const hangs = a.kind.places.some((place) => place === "sky" || place === "wall");
      if (hangs && ab <= bt + 2 && across > 0.4 * Math.min(ar - al, br - bl)) found.push({ a, b, words: "above" });
    }
  }
  return found;
}

/** Regions of all things that can be seen at all. */
export function sceneRegions(scene: Scene, image = 0): Region[] {
  return scene.things.map((thing) => ({
    image,
    kind: "object",
    text: nounOf(thing, scene, "coloured"),
    box: [...thing.box],
  }));
}

/** `A red car and two dogs` */
export function summary(scene: Scene, detail: Detail): string {
  return capitalised(listed(grouped(scene, detail).map(({ phrase }) => phrase)));
}

export function stylePhrase(scene: Scene, random: Random): string {
  return random.pick(styleFacts[scene.style].phrases);
}
