import { expect, test } from "vitest";
import { randomFor } from "../random.ts";
import type { Region } from "../sample.ts";
import { augment, type Level } from "./augment.ts";
import { crop, emptyMargins, perspective, rotate, scale } from "./geometry.ts";
import { colour, glare, moire, noise, shadow, unevenLight } from "./light.ts";
import type { AnnotatedPicture } from "./picture.ts";

const [width, height] = [240, 160];
const marker = [60, 40, 130, 72] as const;

/** A grey page with text-like stripes and one green rectangle, which is the region and class 7 of the map. */
function marked(more: Partial<AnnotatedPicture> = {}): AnnotatedPicture {
  const data = new Uint8Array(width * height * 3);
  const labels = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const inside = x >= marker[0] && x < marker[2] && y >= marker[1] && y < marker[3];
      const shade = y % 20 < 2 && x > 20 && x < 220 && y > 20 && y < 140 ? 60 : 225;
      data.set(inside ? [0, 200, 0] : [shade, shade, shade], i * 3);
      labels[i] = inside ? 7 : 1;
    }
  }
  return {
    width,
    height,
    data,
    regions: [{ image: 0, kind: "line", text: "green", box: [...marker], point: [95, 56] }],
    maps: [{ image: 0, name: "objects", width, height, data: labels }],
    ...more,
  };
}

/** Pixels that are clearly green, whatever the light. */
function greens({ width, data }: AnnotatedPicture): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < data.length / 3; i++) {
    const [red, green, blue] = [data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!];
    if (green > 60 && green - red > 70 && green - blue > 70)
      found.push([(i % width) + 0.5, Math.floor(i / width) + 0.5]);
  }
  return found;
}

/** How far a point is outside of a polygon whose corners run clockwise, in pixels; negative inside. */
function outside([x, y]: readonly [number, number], polygon: readonly (readonly [number, number])[]): number {
  return Math.max(
    ...polygon.map(([x0, y0], i) => {
      const [x1, y1] = polygon[(i + 1) % polygon.length]!;
      return ((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / Math.hypot(x1 - x0, y1 - y0);
    }),
  );
}

function corners([left, top, right, bottom]: NonNullable<Region["box"]>): [number, number][] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

test.each([
  ["light", ["blur", "colour", "crop", "jpeg", "noise", "resample", "rotate", "scale", "webp"]],
  [
    "photo",
    ["blur", "colour", "glare", "jpeg", "moire", "noise", "perspective", "rotate", "shadow", "uneven-light", "webp"],
  ],
] as const)("a coloured rectangle fills its moved box and nothing else, at level %s", async (level, all) => {
  const seen = new Set<string>();
  const before = marked();
  for (let index = 0; index < 40; index++) {
    const { picture, augmentations, moved } = await augment(level, before, randomFor(5, index, level));
    for (const { name } of augmentations) seen.add(name);
    expect(picture.data).toHaveLength(picture.width * picture.height * 3);
    expect(picture.width <= width && picture.height <= height).toBe(true);
    const [region] = picture.regions;
    const polygon = region!.polygon ?? corners(region!.box!);
    const found = greens(picture);
    const where = `sample ${index}: ${JSON.stringify(augmentations)}`;
    const furthest = found.reduce((most, point) => Math.max(most, outside(point, polygon)), -99);
    expect(furthest, where).toBeLessThan(2.5);
    // from the outermost green pixels' middles to the box: half a pixel and what blur and codec take
    const [left, top, right, bottom] = region!.box!;
    const xs = found.map(([x]) => x).sort((a, b) => a - b);
    const ys = found.map(([, y]) => y).sort((a, b) => a - b);
    const slack = [xs[0]! - left, ys[0]! - top, right - xs.at(-1)!, bottom - ys.at(-1)!];
    expect(Math.max(...slack), where).toBeLessThan(3.5);
    expect(outside(region!.point!, polygon), where).toBeLessThan(-5);
    if (!moved) expect(region!.box).toEqual([...marker]);
    const [map] = picture.maps;
    expect([map!.width, map!.height]).toEqual([picture.width, picture.height]);
    let wrong = 0;
    for (const [i, value] of map!.data.entries()) {
      const distance = outside([(i % map!.width) + 0.5, Math.floor(i / map!.width) + 0.5], polygon);
      if (Math.abs(distance) > 0.8 && (value === 7) !== distance < 0) wrong++;
    }
    expect(wrong, where).toBe(0);
  }
  expect([...seen].sort()).toEqual(all);
});

test("level none changes nothing", async () => {
  const picture = marked();
  const result = await augment("none", picture, randomFor(1, 1, "x"));
  expect(result.picture).toBe(picture);
  expect(result).toMatchObject({ augmentations: [], moved: false });
});

test.each(["light", "photo"] as const)(
  "the same seed gives the same bytes, another one others, at level %s",
  async (level: Level) => {
    const before = marked();
    const make = (seed: number) => augment(level, before, randomFor(seed, 3, "same"));
    const [first, again, other] = [await make(1), await make(1), await make(2)];
    expect(again.augmentations).toEqual(first.augmentations);
    expect(again.picture.regions).toEqual(first.picture.regions);
    expect(Buffer.compare(again.picture.data, first.picture.data)).toBe(0);
    const labels = ({ picture }: typeof first) => Buffer.from(picture.maps[0]!.data as Uint8Array);
    expect(labels(again).equals(labels(first))).toBe(true);
    expect(Buffer.compare(first.picture.data, other.picture.data)).not.toBe(0);
    expect(Buffer.compare(before.data, marked().data)).toBe(0);
  },
);

test("a crop drops the regions outside it and clips those on its edge", () => {
  const regions: Region[] = [
    { image: 0, kind: "a", box: [0, 0, 40, 40] },
    { image: 0, kind: "b", box: [40, 40, 120, 60], point: [45, 50] },
    {
      ...{ image: 0, kind: "c" },
      polygon: [
        [90, 90],
        [130, 90],
        [130, 130],
        [90, 130],
      ],
    },
    { image: 0, kind: "d", point: [10, 10] },
  ];
  const { picture } = crop(marked({ regions }), 50, 30, 110, 110);
  expect([picture.width, picture.height]).toEqual([60, 80]);
  expect(picture.regions.map(({ kind }) => kind)).toEqual(["b", "c"]);
  expect(picture.regions[0]).toEqual({ image: 0, kind: "b", box: [0, 10, 60, 30] });
  expect(new Set(picture.regions[1]!.polygon!.map(String))).toEqual(new Set(["40,60", "60,60", "60,80", "40,80"]));
});

test("only what is empty counts as margin, and a region is never cut", () => {
  const blank = new Uint8Array(width * height * 3).fill(255);
  expect(emptyMargins(marked({ regions: [] }))).toMatchObject({ left: 21, right: 20 });
  expect(emptyMargins(marked({ data: blank, regions: [{ image: 0, kind: "x", box: [30.5, 20, 200, 150] }] }))).toEqual({
    left: 30,
    top: 20,
    right: 40,
    bottom: 10,
  });
});

test("scaling and turning keep everything in the frame, and a coarse map stays coarse", async () => {
  const maps = [{ image: 0, name: "words", width: 24, height: 16, data: new Uint16Array(24 * 16).fill(300) }];
  const scaled = (await scale(marked({ maps }), 0.5)).picture;
  expect([scaled.width, scaled.height]).toEqual([120, 80]);
  expect(scaled.regions[0]!.box).toEqual([30, 20, 65, 36]);
  expect(scaled.maps[0]).toEqual(maps[0]);
  const whole: Region = { image: 0, kind: "page", box: [0, 0, width, height] };
  for (const degrees of [-20, 3]) {
    const { picture } = rotate(marked({ regions: [whole], maps }), degrees);
    const [left, top, right, bottom] = picture.regions[0]!.box!;
    expect(Math.min(left, top, width - right, height - bottom)).toBeCloseTo(0, 1);
    expect(picture.regions[0]!.polygon).toHaveLength(4);
    expect(new Set(picture.maps[0]!.data)).toEqual(new Set([0, 300]));
  }
});

test("light moves nothing, and each of its augmentations can be seen", () => {
  const random = () => randomFor(2, 2, "light");
  const before = marked();
  const steps = [
    colour(before, { brightness: 10, contrast: 1.1, gamma: 1, warmth: 0.05 }),
    unevenLight(before, random(), 0.3, 0.2),
    shadow(before, random(), 0.3),
    glare(before, random(), 0.3),
    moire(before, random(), 0.2, 5),
    noise(before, random(), 4),
  ];
  for (const { picture, record } of steps) {
    expect(picture.regions, record.name).toBe(before.regions);
    expect(Buffer.compare(picture.data, before.data), record.name).not.toBe(0);
  }
  const { data } = steps[5]!.picture;
  let squares = 0;
  for (let i = 1; i < data.length; i += 3) squares += (data[i]! - before.data[i]!) ** 2;
  const deviation = Math.sqrt(squares / (data.length / 3));
  expect(deviation).toBeGreaterThan(3.5);
  expect(deviation).toBeLessThan(4.5);
});

test("a perspective is seen from where its random numbers say", () => {
  const view = (seed: number) =>
    perspective(marked(), randomFor(seed, 0, "view"), { degrees: 2, skew: 0.04, extent: 0.9 }).picture.regions[0]!
      .polygon;
  expect(view(1)).toEqual(view(1));
  expect(view(1)).not.toEqual(view(2));
});
