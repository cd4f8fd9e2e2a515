/**
 * The scene composer: from a wish (which things, where, in which style) to a scene graph whose things have places,
 * looks and relations, and that paints itself on a canvas or as SVG. What may be said about a scene is in `facts.ts`.
 */
import type { Random } from "../../../random.ts";
import { Unfit } from "../../../source.ts";
import { type Background, backgroundNamed, backgroundStrokes, backgrounds } from "./backgrounds.ts";
import {
  mixed,
  type Placement,
  paintedPicture,
  paintStrokes,
  placedSvg,
  type Stroke,
  strokesToSvg,
} from "./drawing.ts";
import { type Kind, lookOf, type PatternName, patternNames, strokesOf } from "./kind.ts";
import { kindNamed, kinds } from "./kinds/index.ts";
import { hairsOf, heldNames } from "./kinds/people.ts";
import { type Box, type Frame, layOut } from "./layout.ts";
import { type ColourName, type StyleName, styled, styleNames } from "./palette.ts";
import { measureVisibility } from "./visibility.ts";

export const relationNames = ["on", "in", "behind", "in front of", "left of", "right of", "next to"] as const;
export type RelationName = (typeof relationNames)[number];

/** A thing that a scene shall have. What is left out is drawn by lot. */
export interface Wish {
  readonly kind: string;
  readonly colour?: ColourName;
  readonly pattern?: PatternName;
  readonly pose?: string;
  /** Of people. `null`: empty hands. */
  readonly held?: string | null;
  readonly size?: "small" | "large";
  /** Where it stands beside an earlier wish, by that wish's number. */
  readonly relation?: { readonly name: RelationName; readonly to: number };
}

export interface SceneOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** One of `backgrounds`; by lot unless said. */
  readonly background?: string;
  readonly style?: StyleName;
  /** A list of things, or what fits the background. */
  readonly wishes?: readonly Wish[];
  /** How many things, where they are left to the composer: fewest and most. */
  readonly count?: readonly [number, number];
}

export interface Thing {
  readonly kind: Kind;
  /** Unset where the kind has its natural colours. */
  readonly colour?: ColourName;
  readonly pattern: PatternName;
  readonly pose?: string;
  readonly held?: string;
  readonly size?: "small" | "large";
  readonly relation?: { readonly name: RelationName; readonly to: Thing };
  readonly at: Placement;
  /** Of its drawing, pixels. */
  readonly frame: Frame;
  readonly back: readonly Stroke[];
  readonly front: readonly Stroke[];
  /** Box around the pixels of it that can be seen. */
  readonly box: Box;
  /** Share of its silhouette that nothing hides, 0 to 1. */
  readonly visible: number;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: Background;
  readonly style: StyleName;
  readonly backdrop: readonly Stroke[];
  /** In the order of the wishes. */
  readonly things: readonly Thing[];
  /** Back to front: things, and what they paint after the things inside them. */
  readonly order: readonly { readonly thing: Thing; readonly part: "back" | "front" }[];
}

/** Places that only their colours tell: black lines on white show hills or waves that could be anywhere. */
const colourOnly: ReadonlySet<string> = new Set(["sky", "sea", "field", "beach", "snow", "pond", "savanna"]);

/** Throws `Unfit` when the things do not fit into the picture. */
export function composeScene(options: SceneOptions, random: Random): Scene {
  const { width, height } = options;
  const background = options.background
    ? backgroundNamed(options.background)
    : random.pick(backgrounds.filter((one) => one.name !== "plain" || random.chance(0.5)));
  const drawnStyle =
    options.style ?? random.weighted<StyleName>({ flat: 5, cartoon: 3, outline: 1, sketch: 2, pastel: 2, dark: 1 });
  const style = drawnStyle === "outline" && colourOnly.has(background.name) ? "cartoon" : drawnStyle;
  const wishes = (options.wishes ?? drawnWishes(background, options.count ?? [1, 6], random)).map((wish) =>
    filled(wish, background, random),
  );
  const backdrop = restyledBackdrop(backgroundStrokes(background, width, height, random), style, random);
  for (let attempt = 0; attempt < 8; attempt++) {
    const frames = layOut(wishes, background, width, height, random, 1 - attempt * 0.07);
    if (frames === undefined) continue;
    const drawn = wishes.map((wish, i) => drawnThing(wish, frames[i]!, style, random));
    const order = paintingOrder(wishes, frames);
    const seen = measureVisibility(drawn, order, width, height);
    if (seen.some(({ visible }) => visible < 0.35)) continue;
    if (attempt < 7 && !hidesAsWished(wishes, seen)) continue;
    const things: Thing[] = [];
    for (const [i, wish] of wishes.entries()) {
      const { relation, ...look } = wish;
      const to = relation && things[relation.to];
      things.push({
        ...look,
        ...drawn[i]!,
        ...seen[i]!,
        ...(relation && to ? { relation: { name: relation.name, to } } : {}),
      });
    }
    return {
      width,
      height,
      background,
      style,
      backdrop,
      things,
      order: order.map(({ index, part }) => ({ thing: things[index]!, part })),
    };
  }
  throw new Unfit("the things of a scene found no room");
}

function restyledBackdrop(strokes: readonly Stroke[], style: StyleName, random: Random): Stroke[] {
  if (style === "cartoon" || style === "sketch") return [...strokes];
  const restyled = strokes.flatMap((stroke) => styled(stroke, style, 1, random));
  // In the dark the things keep their colours apart; it is the place that is dim.
  return style === "dark"
    ? restyled.map((stroke) => (stroke.fill ? { ...stroke, fill: mixed(stroke.fill, "#0d1020", 0.42) } : stroke))
    : restyled;
}

/** A wish with everything decided. */
export interface FilledWish {
  readonly kind: Kind;
  readonly colour?: ColourName;
  readonly pattern: PatternName;
  readonly pose?: string;
  readonly held?: string;
  readonly size?: "small" | "large";
  readonly relation?: { readonly name: RelationName; readonly to: number };
}

function filled(wish: Wish, background: Background, random: Random): FilledWish {
  const kind = kindNamed(wish.kind);
  const suited = kind.colours.filter((colour) => !background.avoid.includes(colour));
  const colour = wish.colour ?? (suited.length > 0 ? random.pick(suited) : kind.colours[0]);
  const pattern = wish.pattern ?? (kind.patterns && random.chance(0.3) ? random.pick(patternNames) : "plain");
  const pose = wish.pose ?? (kind.poses.length > 0 ? random.pick(kind.poses) : undefined);
  const held =
    wish.held ??
    (wish.held === undefined && kind.group === "person" && random.chance(0.3) ? random.pick(heldNames) : undefined);
  return {
    kind,
    pattern,
    ...(colour === undefined || kind.colours.length === 0 ? {} : { colour }),
    // Whoever holds something has no hand free to wave with.
    ...(pose === undefined
      ? {}
      : { pose: held && (pose === "waving" || pose === "cheering" || pose === "running") ? "standing" : pose }),
    ...(held ? { held } : {}),
    ...(wish.size ? { size: wish.size } : {}),
    ...(wish.relation ? { relation: wish.relation } : {}),
  };
}

const skins = ["#f3cba8", "#e3ac7e", "#c68a5c", "#9a6440", "#6f4529"];

function drawnThing(wish: FilledWish, frame: Frame, style: StyleName, random: Random) {
  const look = lookOf(wish.colour, {
    pattern: wish.pattern,
    skin: random.pick(skins),
    hair: random.pick(hairsOf(wish.kind.name)),
    trousers: random.pick(["#3d4a68", "#5a5148", "#2f3238", "#7b6f5c"]),
    ...(wish.pose === undefined ? {} : { pose: wish.pose }),
    ...(wish.held === undefined ? {} : { held: wish.held }),
  });
  const scale = frame.height / wish.kind.height;
  const mirrored = wish.kind.group !== "shape" && random.chance(0.5);
  const at: Placement = mirrored
    ? { x: frame.left + frame.width, y: frame.top, scaleX: -scale, scaleY: scale }
    : { x: frame.left, y: frame.top, scaleX: scale, scaleY: scale };
  const { back, front } = strokesOf(wish.kind, look);
  const restyled = (strokes: Stroke[]) => strokes.flatMap((stroke) => styled(stroke, style, 1 / scale, random));
  return { at, frame, back: restyled(back), front: restyled(front) };
}

/** Whether what stands behind another thing really loses a part to it; frames may overlap where the drawings do not. */
function hidesAsWished(wishes: readonly FilledWish[], seen: readonly { readonly visible: number }[]): boolean {
  return wishes.every(({ relation }, i) => {
    if (relation?.name === "behind") return seen[i]!.visible < 0.93;
    return relation?.name !== "in front of" || seen[relation.to]!.visible < 0.93;
  });
}

/** Farther feet first; what stands on or in something comes right after it. */
function paintingOrder(
  wishes: readonly FilledWish[],
  frames: readonly Frame[],
): { index: number; part: "back" | "front" }[] {
  const roots = wishes.map((_, i) => i).filter((i) => !carrier(wishes, i));
  const feet = (i: number) => frames[i]!.top + frames[i]!.height;
  const far = (i: number) =>
    (wishes[i]!.kind.places[0] === "wall" || wishes[i]!.kind.places[0] === "sky" ? -1e6 : 0) + feet(i);
  roots.sort((a, b) => far(a) - far(b) || a - b);
  const order: { index: number; part: "back" | "front" }[] = [];
  const visit = (index: number) => {
    order.push({ index, part: "back" });
    const carried = wishes.map((_, i) => i).filter((i) => wishes[i]!.relation?.to === index && carrier(wishes, i));
    for (const i of carried.filter((i) => wishes[i]!.relation!.name === "in")) visit(i);
    order.push({ index, part: "front" });
    for (const i of carried.filter((i) => wishes[i]!.relation!.name === "on")) visit(i);
  };
  for (const root of roots) visit(root);
  return order;
}

function carrier(wishes: readonly FilledWish[], index: number): boolean {
  const name = wishes[index]!.relation?.name;
  return name === "on" || name === "in";
}

/** Things that belong to a background, some in groups, some on, in or behind others. */
function drawnWishes(background: Background, [fewest, most]: readonly [number, number], random: Random): Wish[] {
  const total = random.int(fewest, most);
  const wishes: Wish[] = [];
  const places = Object.keys(background.suits) as (keyof Background["suits"])[];
  const used = new Set<string>();
  while (wishes.length < total && used.size < 24) {
    const place = places.length > 1 ? (random.chance(0.72) ? places[0]! : random.pick(places.slice(1))) : places[0]!;
    const name = random.pick(background.suits[place]!);
    if (used.has(name)) {
      used.add(`${name}${used.size}`);
      continue;
    }
    used.add(name);
    const kind = kindNamed(name);
    const first = wishes.length;
    const copies = kind.tall > 2 || single.has(name) ? 1 : Number(random.weighted({ 1: 13, 2: 4, 3: 2, 4: 1 }));
    const room = Math.min(copies, total - wishes.length);
    const colour =
      kind.colours.length > 0 && random.chance(0.5)
        ? random.pick(kind.colours.filter((c) => !background.avoid.includes(c)))
        : undefined;
    for (let i = 0; i < room; i++) wishes.push({ kind: name, ...(colour ? { colour } : {}) });
    if (room === 1 && wishes.length < total && random.chance(0.75)) {
      if (kind.top) wishes.push({ kind: random.pick(onTables), relation: { name: "on", to: first } });
      else if (kind.hollow) wishes.push({ kind: random.pick(inBoxes), relation: { name: "in", to: first } });
    }
  }
  const apart = wishes.filter((wish) => !wish.relation && kindNamed(wish.kind).places[0] === "ground");
  if (apart.length >= 2 && random.chance(0.3)) {
    const [front, back] = [wishes.indexOf(apart[0]!), wishes.indexOf(apart[1]!)];
    if (kindNamed(wishes[back]!.kind).tall >= kindNamed(wishes[front]!.kind).tall * 0.9) {
      wishes[back] = { ...wishes[back]!, relation: { name: "behind", to: front } };
    }
  }
  return wishes;
}

const single = new Set([
  "sun",
  "moon",
  "rainbow",
  "sofa",
  "bed",
  "television",
  "bookshelf",
  "fountain",
  "traffic light",
]);
const onTables = [
  "mug",
  "vase",
  "bowl",
  "apple",
  "banana",
  "book",
  "pile of books",
  "teapot",
  "candle",
  "potted plant",
  "cake",
  "laptop",
  "desk lamp",
  "bottle",
  "gift",
  "cat",
];
const inBoxes = ["ball", "apple", "cat", "bottle", "pear", "orange", "bunch of grapes", "gift", "book"];

/** Names of kinds that a group has. */
export function kindsOf(...groups: readonly Kind["group"][]): string[] {
  return kinds.filter((kind) => groups.includes(kind.group)).map((kind) => kind.name);
}

/** The scene as RGB bytes; `overlay` is painted on top, in the picture's pixels. */
export function sceneRgb(
  scene: Scene,
  overlay: readonly Stroke[] = [],
): { width: number; height: number; data: Uint8Array } {
  return paintedPicture(scene.width, scene.height, (context) => {
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, scene.width, scene.height);
    paintStrokes(context, scene.backdrop);
    for (const { thing, part } of scene.order) paintStrokes(context, thing[part], thing.at);
    paintStrokes(context, overlay);
  });
}

/** The scene as one SVG element; `prefix` keeps names apart where a page holds several. */
export function sceneSvg(scene: Scene, prefix = "s"): string {
  const body = scene.order.map(({ thing, part }, i) => placedSvg(thing[part], thing.at, `${prefix}${i}-`)).join("");
  const { width, height } = scene;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#fff"/>${strokesToSvg(scene.backdrop, `${prefix}b`)}${body}</svg>`;
}

export { styleNames };
