import { expect, test } from "vitest";
import { randomFor } from "../random.ts";
import { colorNames, distance, type Paint, shade } from "./colors.ts";
import { scene, sceneTruth, undrawnScene } from "./scenes.ts";
import { shapeNames } from "./shapes.ts";
import { isHeldOut } from "./words.ts";

test("a scene is a pure function of seed, index and options, drawn or not", () => {
  const one = scene(3, 11);
  scene(3, 12);
  expect(scene(3, 11)).toEqual(one);
  expect(sceneTruth(3, 11)).toEqual(one.truth);
  expect(undrawnScene(3, 11)).toEqual({ truth: one.truth, labels: one.labels });
  expect(scene(3, 11, { split: "heldout" }).image.data).not.toEqual(one.image.data);
});

test("no shade of one colour is nearer to a shade of another than the eye can tell", () => {
  const random = randomFor(1, 0, "shades");
  for (const a of colorNames) {
    for (const b of colorNames) {
      if (a === b) continue;
      for (let i = 0; i < 40; i++)
        expect(distance(shade(a, random), shade(b, random)), `${a} ${b}`).toBeGreaterThan(0.1);
    }
  }
});

test("where a shape is labelled its own paint is seen, and nothing else", () => {
  const random = randomFor(1, 0, "references");
  const references = colorNames.map((name) => Array.from({ length: 30 }, () => shade(name, random)));
  let looked = 0;
  for (let index = 0; index < 150; index++) {
    const { image, labels } = scene(4, index, { content: "shapes", clean: true });
    const { shapes, colors } = labels;
    for (const [patch, shape] of shapes.entries()) {
      if (shape === 0) expect(colors[patch]).toBe(0);
      if (shape === 0 || shapeNames[shape - 1] === "ring") continue; // a ring's hole is labelled too
      const [x, y] = [(patch % 16) * 8 + 4, Math.floor(patch / 16) * 8 + 4];
      // The four pixels around the centre, all in the same paint: no edge runs through.
      const around = [0, -1].flatMap((dy) => [0, -1].map((dx) => ((y + dy) * 128 + x + dx) * 3));
      const paints = around.map((i): Paint => [image.data[i]!, image.data[i + 1]!, image.data[i + 2]!]);
      if (paints.some((paint) => distance(paint, paints[0]!) > 0.02)) continue;
      const nearest = references.map((shades) => Math.min(...shades.map((one) => distance(one, paints[0]!))));
      expect(nearest.indexOf(Math.min(...nearest)) + 1).toBe(colors[patch]);
      looked++;
    }
  }
  expect(looked).toBeGreaterThan(1000);
});

test("shapes keep to the picture and hardly overlap, and never lie over the word", () => {
  for (let index = 0; index < 600; index++) {
    const { objects, word } = sceneTruth(6, index);
    for (const [i, { box }] of objects.entries()) {
      expect(Math.min(box.left, box.top)).toBeGreaterThan(-1);
      expect(Math.max(box.right, box.bottom)).toBeLessThan(129);
      const others = objects.slice(i + 1).map((other) => ({ box: other.box, share: 0.07 }));
      if (word !== null) others.push({ box: word.box, share: 0 });
      for (const other of others) {
        const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        const smaller = Math.min(...[box, other.box].map((b) => (b.right - b.left) * (b.bottom - b.top)));
        expect(Math.max(0, width) * Math.max(0, height)).toBeLessThanOrEqual(smaller * other.share);
      }
    }
  }
});

test("words stay inside the picture, at a size one can read", () => {
  for (let index = 0; index < 600; index++) {
    const { word } = sceneTruth(6, index, { content: "word" });
    expect(word!.box.left).toBeGreaterThan(-2);
    expect(word!.box.right).toBeLessThan(130);
    expect(word!.size).toBeGreaterThanOrEqual(12);
    expect(word!.size).toBeLessThanOrEqual(34);
  }
});

test("difficulty bounds the length of words, and so does maxWordLength", () => {
  const lengths = (options: object) =>
    Array.from({ length: 200 }, (_, i) => sceneTruth(7, i, { content: "word", ...options }).word!.text.length);
  expect(Math.max(...lengths({ difficulty: 0 }))).toBe(1);
  expect(Math.max(...lengths({ difficulty: 0.5 }))).toBe(5);
  expect(Math.max(...lengths({}))).toBe(8);
  expect(Math.max(...lengths({ maxWordLength: 3 }))).toBe(3);
});

test("held-out words are printed in held-out scenes only", () => {
  const words = (split: "train" | "heldout") =>
    Array.from({ length: 800 }, (_, i) => sceneTruth(8, i, { content: "word", print: "word", split }).word!.text);
  expect(words("train").filter(isHeldOut)).toEqual([]);
  expect(words("heldout").filter((word) => !isHeldOut(word))).toEqual([]);
});

test("the same shapes in many places are common enough to learn to count", () => {
  const most = Array.from({ length: 300 }, (_, i) => {
    const counts = new Map<string, number>();
    for (const { shape } of sceneTruth(9, i, { content: "repeats" }).objects)
      counts.set(shape, (counts.get(shape) ?? 0) + 1);
    return Math.max(...counts.values());
  });
  for (const count of [2, 3, 4, 5]) expect(most.filter((one) => one === count).length).toBeGreaterThan(15);
});

test("how many shapes there are can be chosen", () => {
  const numbers = Array.from({ length: 60 }, (_, i) => {
    const options = { content: "shapes", numbers: { 4: 1, 5: 1 } } as const;
    return sceneTruth(10, i, options).objects.length;
  });
  expect(numbers.filter((one) => one === 4 || one === 5).length).toBeGreaterThan(50); // some find no room for the last one
  expect(Math.max(...numbers)).toBe(5);
});
