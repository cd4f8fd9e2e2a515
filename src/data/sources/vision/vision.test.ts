import { expect, test } from "vitest";
import type { Mark } from "../../camera/camera.ts";
import { randomFor } from "../../random.ts";
import { boundaries, characterClass, characterClasses } from "./label-maps.ts";
import { elementClasses, mapPage, mapsOf } from "./page-maps.ts";
import { captionPairs } from "./pairs.ts";
import { objectClasses, sceneMaps } from "./scene-maps.ts";

const context = (index: number, name: string) => ({
  random: randomFor(3, index, name),
  maxSide: 160,
  split: "train" as const,
});

test("masks of a scene agree with its boxes and instances, pixel by pixel", () => {
  for (let i = 0; i < 8; i++) {
    const draft = sceneMaps.draft(context(i, sceneMaps.name));
    expect(draft.augment).toBe("none");
    const { maps, regions } = draft.compose([]);
    const [objects, instances, edges] = maps!;
    expect(objects!.classes).toEqual(objectClasses);
    const { width } = objects!;
    const seen = new Map<number, Set<number>>();
    for (const [pixel, instance] of instances!.data.entries()) {
      const label = objects!.data[pixel]!;
      expect(instance === 0).toBe(label === 0);
      if (instance === 0) continue;
      const box = regions![instance - 1]!.box!;
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      expect(x >= box[0] - 1 && x <= box[2] + 1 && y >= box[1] - 1 && y <= box[3] + 1).toBe(true);
      seen.set(instance, (seen.get(instance) ?? new Set()).add(label));
    }
    expect([...seen.keys()].length).toBe(regions!.length);
    for (const [instance, labels] of seen) {
      const [label] = labels;
      expect(labels.size).toBe(1);
      // "man in a red shirt", "striped red mug": the class is a part of what the region says
      expect(regions![instance - 1]!.text).toContain(objectClasses[label!]!.split(" of ").at(-1)!);
    }
    expect(edges!.data.some((value) => value === 1)).toBe(true);
  }
});

test("boundaries are where neighbours differ", () => {
  const map = boundaries(Uint8Array.from([0, 0, 1, 0, 0, 1]), 3, 2);
  expect([...map.data]).toEqual([0, 1, 0, 0, 1, 0]);
});

test("marks become characters, words and elements in reading order", () => {
  const box = (left: number, right: number) => ({ left, top: 2, right, bottom: 6 });
  const mark = (kind: string, text: string, left: number): Mark => ({
    kind,
    text,
    box: box(left, left + 10),
    lines: [],
    words: [{ text, box: box(left, left + 8) }],
    characters: [...text].map((character, i) => ({ text: character, box: box(left + 4 * i, left + 4 * i + 4) })),
  });
  const shot = {
    width: 30,
    height: 8,
    data: new Uint8Array(30 * 8 * 3),
    marks: [mark("title", "Ab", 2), mark("paragraph", "c.", 14)],
  };
  const { maps } = mapsOf(shot);
  const [characters, words, elements, order] = maps!;
  const row = 3 * 30;
  expect(characters!.data[row + 3]).toBe(characterClass("A"));
  expect(characterClasses[characters!.data[row + 7]!]).toBe("b");
  expect(words!.data[row + 3]).toBe(1);
  expect(words!.data[row + 15]).toBe(2);
  expect(elementClasses[elements!.data[row + 3]!]).toBe("title");
  expect(elementClasses[elements!.data[row + 20]!]).toBe("paragraph");
  expect([order!.data[row + 3], order!.data[row + 20], order!.data[0]]).toEqual([1, 2, 0]);
});

test("pages keep to the size, and pairs to one line", () => {
  for (let i = 0; i < 12; i++) {
    const page = mapPage({ ...context(i, "page"), maxSide: 384 });
    expect(Math.round(Math.max(page.width, page.height) * (page.scale ?? 1))).toBeLessThanOrEqual(384);
    const { content } = captionPairs.draft(context(i, captionPairs.name)).compose([]);
    const [, text] = content.kind === "document" ? content.parts : [];
    expect(text?.type === "text" && text.target && !text.text.includes("\n")).toBe(true);
  }
});
