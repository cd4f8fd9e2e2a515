import { expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import { Unfit } from "../../../source.ts";
import { absentKinds, countOf, relationsOf } from "./facts.ts";
import { kinds } from "./kinds/index.ts";
import { composeScene, type Scene, sceneRgb, sceneSvg } from "./scene.ts";

const scenes: Scene[] = Array.from({ length: 60 }, (_, i) => {
  try {
    return [composeScene({ width: 240, height: 180, count: [1, 6] }, randomFor(11, i, "scene"))];
  } catch (error) {
    if (error instanceof Unfit) return [];
    throw error;
  }
}).flat();

test("there are more than a hundred kinds, each with a name of its own", () => {
  expect(kinds.length).toBeGreaterThan(100);
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
});

test("most wishes find room, and what is seen of a thing lies in the picture", () => {
  expect(scenes.length).toBeGreaterThan(54);
  for (const { width, height, things } of scenes) {
    for (const { box, visible } of things) {
      expect(box[0]).toBeGreaterThanOrEqual(0);
      expect(box[1]).toBeGreaterThanOrEqual(0);
      expect(box[2]).toBeLessThanOrEqual(width);
      expect(box[3]).toBeLessThanOrEqual(height);
      expect(box[2] - box[0]).toBeGreaterThan(3);
      expect(visible).toBeGreaterThanOrEqual(0.35);
    }
  }
});

test("the same seed paints the same bytes", () => {
  const [one, other] = [3, 3].map((seed) => composeScene({ width: 160, height: 120 }, randomFor(seed, 5, "same")));
  expect(sceneRgb(one!).data).toEqual(sceneRgb(other!).data);
  expect(sceneSvg(one!)).toBe(sceneSvg(other!));
});

test("children have no grey hair; grown people may", () => {
  const drawn = (kind: string) =>
    Array.from({ length: 40 }, (_, i) =>
      sceneSvg(
        composeScene(
          { width: 240, height: 180, background: "field", style: "flat", wishes: [{ kind, colour: "red" }] },
          randomFor(21, i, kind),
        ),
      ),
    ).join("");
  const grey = "#8f9095";
  for (const kind of ["boy", "girl"]) expect(drawn(kind)).not.toContain(grey);
  for (const kind of ["man", "woman"]) expect(drawn(kind)).toContain(grey);
});

test("pixels change inside a thing's box and nowhere else when it is left out", () => {
  const scene = composeScene(
    { width: 240, height: 180, background: "field", style: "flat", wishes: [{ kind: "cow" }, { kind: "car" }] },
    randomFor(1, 1, "box"),
  );
  const [cow] = scene.things;
  const without: Scene = { ...scene, order: scene.order.filter(({ thing }) => thing !== cow) };
  const [a, b] = [sceneRgb(scene).data, sceneRgb(without).data];
  const [left, top, right, bottom] = cow!.box;
  let inside = 0;
  for (let i = 0; i < a.length / 3; i++) {
    if (a[3 * i] === b[3 * i] && a[3 * i + 1] === b[3 * i + 1] && a[3 * i + 2] === b[3 * i + 2]) continue;
    const [x, y] = [i % 240, Math.floor(i / 240)];
    expect(x >= left - 2 && x < right + 2 && y >= top - 2 && y < bottom + 2).toBe(true);
    inside++;
  }
  expect(inside).toBeGreaterThan(0.2 * (right - left) * (bottom - top));
});

test("wished relations can be seen: on, in, behind, left of", () => {
  const scene = composeScene(
    {
      width: 320,
      height: 240,
      background: "room",
      wishes: [
        { kind: "table" },
        { kind: "apple", relation: { name: "on", to: 0 } },
        { kind: "man", held: null, relation: { name: "left of", to: 0 } },
      ],
    },
    randomFor(2, 2, "relations"),
  );
  const [table, apple, man] = scene.things;
  expect(apple!.box[3]).toBeLessThanOrEqual(table!.box[1] + 8);
  expect(apple!.box[0]).toBeGreaterThanOrEqual(table!.box[0] - 1);
  expect(man!.box[2]).toBeLessThanOrEqual(table!.box[0]);
  const told = relationsOf(scene).map(({ a, b, words }) => `${a.kind.name} ${words} ${b.kind.name}`);
  expect(told).toContain("apple on top of table");
  expect(told).toContain("man to the left of table");
  expect(told).not.toContain("man to the right of table");
});

test("what stands behind another thing loses pixels to it, and what is in a box stays in sight by half", () => {
  const behind = composeScene(
    {
      width: 320,
      height: 240,
      background: "field",
      wishes: [{ kind: "cow" }, { kind: "tree", relation: { name: "behind", to: 0 } }],
    },
    randomFor(4, 4, "behind"),
  );
  expect(behind.things[0]!.visible).toBe(1);
  expect(behind.things[1]!.visible).toBeLessThan(1);
  const inside = composeScene(
    {
      width: 320,
      height: 240,
      background: "kitchen",
      wishes: [{ kind: "basket" }, { kind: "bottle", relation: { name: "in", to: 0 } }],
    },
    randomFor(5, 5, "inside"),
  );
  expect(inside.things[1]!.visible).toBeGreaterThan(0.35);
  expect(inside.things[1]!.visible).toBeLessThan(1);
});

test("counts are of the graph, and nothing that is there or in a hand is called absent", () => {
  for (const [i, scene] of scenes.entries()) {
    for (const { kind } of scene.things) {
      const count = countOf(scene, kind.name);
      if (count === undefined) continue;
      const there = scene.things.filter((thing) => thing.kind === kind).length;
      expect(count).toBe(there + scene.things.filter(({ held }) => held === kind.name).length);
    }
    const absent = absentKinds(scene, randomFor(9, i, "absent"), 40);
    for (const thing of scene.things) {
      expect(absent).not.toContain(thing.kind.name);
      if (thing.held) expect(absent).not.toContain(thing.held);
    }
  }
});

test("things that cannot fit are refused, not squeezed", () => {
  const wishes = Array.from({ length: 60 }, () => ({ kind: "elephant" }));
  expect(() =>
    composeScene({ width: 200, height: 150, background: "savanna", wishes }, randomFor(1, 1, "full")),
  ).toThrow(Unfit);
});

test("a place that only colours tell is not drawn in black lines, even where they are asked for", () => {
  for (const background of ["field", "beach", "snow", "pond", "savanna", "sky", "sea"]) {
    const drawn = composeScene({ width: 240, height: 180, background, style: "outline" }, randomFor(2, 1, background));
    expect(drawn.style, background).not.toBe("outline");
  }
  expect(
    composeScene({ width: 240, height: 180, background: "room", style: "outline" }, randomFor(2, 1, "r")).style,
  ).toBe("outline");
});
