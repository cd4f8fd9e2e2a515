/** Finds places for a scene's things: feet on the ground, cups on tables, nothing hidden that shall be seen. */
import type { Random } from "../../../random.ts";
import type { Background } from "./backgrounds.ts";
import type { Kind, Place } from "./kind.ts";
import type { FilledWish } from "./scene.ts";

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Left, top, right, bottom in pixels; the same order as in a sample. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Frames in the order of the wishes, or nothing when they do not fit. `shrink` scales everything. */
export function layOut(
  wishes: readonly FilledWish[],
  background: Background,
  width: number,
  height: number,
  random: Random,
  shrink: number,
): Frame[] | undefined {
  const frames: Frame[] = [];
  const crowd = Math.max(0.5, Math.min(1.2, 1.2 - 0.085 * (wishes.filter((wish) => !carried(wish)).length - 1)));
  const unit = Math.min(height, width * 1.05) * crowd * shrink;
  for (const wish of wishes) {
    const frame = place(wish, frames, wishes, { background, width, height, unit, random, alone: wishes.length === 1 });
    if (frame === undefined) return undefined;
    frames.push(frame);
  }
  return frames;
}

interface Stage {
  readonly background: Background;
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  /** Whether there is a single thing, which may be large. */
  readonly alone: boolean;
  readonly random: Random;
}

const carried = (wish: FilledWish) => wish.relation?.name === "on" || wish.relation?.name === "in";

/** Sizes are drawn nearer to each other than they are: an apple beside a house must still be seen. */
function heightOf(kind: Kind, { background, unit, width, alone }: Stage): number {
  const tall =
    kind.group === "shape"
      ? unit * 0.27
      : background.close
        ? unit * 0.4 * (kind.tall / 0.3) ** 0.45
        : unit * 0.44 * (kind.tall / 1.7) ** 0.5;
  const widest = width * (background.close ? 0.34 : 0.4) * (alone ? 1.5 : 1);
  return Math.min(tall * (kind.hollow ? 1.2 : 1), unit * 0.72, (widest * kind.height) / kind.width);
}

function place(
  wish: FilledWish,
  frames: readonly Frame[],
  wishes: readonly FilledWish[],
  stage: Stage,
): Frame | undefined {
  const { random, width, height } = stage;
  const { kind, relation } = wish;
  const scale = wish.size === "large" ? 1.35 : wish.size === "small" ? 0.72 : 1;
  let tall = heightOf(kind, stage) * scale * random.between(0.92, 1.08);
  const to = relation && frames[relation.to];
  const toKind = relation && wishes[relation.to]!.kind;

  if (relation?.name === "on" && to && toKind?.top) {
    const factor = to.height / toKind.height;
    const [left, right] = [to.left + toKind.top.left * factor, to.left + toKind.top.right * factor];
    const foot = to.top + toKind.top.y * factor + 1;
    const share = (right - left) / Math.max(1, wishes.filter((other) => other.relation?.to === relation.to).length);
    tall = Math.min(tall, (share * 0.9 * kind.height) / kind.width, foot - height * 0.03, to.height * 1.1);
    const wide = (tall * kind.width) / kind.height;
    return tried(
      18,
      random,
      frames,
      (r) => ({ left: r.between(left, right - wide), top: foot - tall, width: wide, height: tall }),
      new Set([relation.to]),
      0,
    );
  }
  if (relation?.name === "in" && to && toKind?.hollow) {
    const { floor, rim, left, right } = toKind.hollow;
    const factor = to.height / toKind.height;
    const inside = (right - left) * factor;
    const siblings = wishes.filter(
      (other) => other.relation?.to === relation.to && other.relation.name === "in",
    ).length;
    tall = Math.max(tall * 0.8, (floor - rim) * factor * 2.3);
    if ((tall * kind.width) / kind.height > inside / siblings) tall = ((inside / siblings) * kind.height) / kind.width;
    const wide = (tall * kind.width) / kind.height;
    const foot = to.top + floor * factor;
    if ((floor - rim) * factor > tall * 0.48) return undefined;
    return tried(
      18,
      random,
      frames,
      (r) => ({
        left: r.between(to.left + left * factor, to.left + right * factor - wide),
        top: foot - tall,
        width: wide,
        height: tall,
      }),
      new Set([relation.to]),
      0.05,
    );
  }

  const wide = (tall * kind.width) / kind.height;
  if (wide > width * 0.96 || tall > height * 0.96) return undefined;
  const placeName = placeOf(kind, stage.background);
  const [low, high] = stage.background.bands[placeName] ?? stage.background.bands.ground ?? [0.2, 0.9];
  const free = (r: Random): Frame => {
    const y = r.between(low, high) * height;
    // Things of the air hang by their middle; all others stand on their feet.
    const middle = placeName === "sky" || placeName === "wall" || stage.background.name === "sea";
    const top = Math.min(Math.max(middle ? y - tall / 2 : y - tall, height * 0.015), height * 0.985 - tall);
    return { left: r.between(width * 0.01, width * 0.99 - wide), top, width: wide, height: tall };
  };
  if (to && relation) {
    const shifted = (r: Random): Frame => {
      const frame = free(r);
      const gap = width * r.between(0.015, 0.06);
      const foot = to.top + to.height;
      switch (relation.name) {
        case "left of":
          return { ...frame, left: to.left - gap * r.between(1, 4) - wide };
        case "right of":
          return { ...frame, left: to.left + to.width + gap * r.between(1, 4) };
        case "next to":
          return { ...frame, left: r.chance(0.5) ? to.left + to.width + gap : to.left - gap - wide, top: foot - tall };
        case "behind":
          return { ...frame, left: beside(to, wide, r, width), top: foot - height * r.between(0.02, 0.05) - tall };
        case "in front of":
          return { ...frame, left: beside(to, wide, r, width), top: foot + height * r.between(0.02, 0.05) - tall };
        default:
          return frame;
      }
    };
    const overlapping = relation.name === "behind" || relation.name === "in front of";
    return tried(40, random, frames, shifted, new Set(overlapping ? [relation.to] : []), 0, stage);
  }
  return tried(60, random, frames, free, new Set(), 0, stage);
}

/** So that about a third of the one behind is hidden. */
function beside(to: Frame, wide: number, r: Random, width: number): number {
  const share = r.between(0.2, 0.38) * Math.min(wide, to.width);
  const right = to.left + to.width - share;
  const left = to.left - wide + share;
  return right + wide < width && (r.chance(0.5) || left < 0) ? right : left;
}

function placeOf(kind: Kind, { bands }: Background): Place {
  return (
    kind.places.find((place) => bands[place] !== undefined) ??
    (bands.surface ? "surface" : bands.ground ? "ground" : "sky")
  );
}

/** The first of some proposals that lies in the picture and overlaps no others than allowed. */
function tried(
  attempts: number,
  random: Random,
  frames: readonly Frame[],
  propose: (random: Random) => Frame,
  allowed: ReadonlySet<number>,
  overlap: number,
  stage?: Stage,
): Frame | undefined {
  for (let i = 0; i < attempts; i++) {
    const frame = propose(random);
    if (
      stage &&
      (frame.left < 0 ||
        frame.top < 0 ||
        frame.left + frame.width > stage.width ||
        frame.top + frame.height > stage.height)
    )
      continue;
    if (frames.every((other, j) => allowed.has(j) || shared(frame, other) <= overlap)) return frame;
  }
  return undefined;
}

/** Overlap as a share of the smaller frame. */
function shared(a: Frame, b: Frame): number {
  const w = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const h = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return w <= 0 || h <= 0 ? 0 : (w * h) / Math.min(a.width * a.height, b.width * b.height);
}
