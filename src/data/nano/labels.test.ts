import { expect, test } from "vitest";
import { characterLabel } from "./alphabet.ts";
import { font } from "./fonts.ts";
import { labelKinds, pageLabels, unknownLabel } from "./labels.ts";
import { forCharacters, lettering } from "./lettering.ts";
import { turned } from "./patches.ts";
import { positionNames, scene } from "./scenes.ts";
import { shapeNames } from "./shapes.ts";

test("half a patch is labelled with the character whose box holds its centre, and its place in the word", () => {
  const word = lettering("Lamp", font("lora", 700, 34));
  for (const turn of [undefined, { angle: 0.3, x: 60, y: 60 }]) {
    const labels = pageLabels([{ lettering: word, x: 20, baseline: 70, turn }]);
    const boxes: [string, { left: number; right: number; top: number; bottom: number }][] = [];
    forCharacters(word, 20, 70, (character, box) => boxes.push([character, box]));
    for (const [cell, label] of labels.characters.entries()) {
      const centre: [number, number] = [(cell % 32) * 4 + 2, Math.floor(cell / 32) * 8 + 4];
      const [x, y] = turn === undefined ? centre : turned(...centre, { ...turn, angle: -turn.angle });
      const hit = boxes.findIndex(([, box]) => x >= box.left && x < box.right && y >= box.top && y < box.bottom);
      expect(label).toBe(hit < 0 ? 0 : characterLabel(boxes[hit]![0]));
      expect(labels.orders[cell]).toBe(hit + 1);
    }
    expect(new Set(labels.characters).size).toBe(5); // four letters and nothing
    expect(new Set(labels.colors)).toEqual(new Set([unknownLabel])); // an ink need not have a name
  }
});

test("the ninth character of a word and all later ones share a class", () => {
  const labels = pageLabels([{ lettering: lettering("abcdefghijkl", font("lora", 400, 14)), x: 2, baseline: 60 }]);
  expect(Math.max(...labels.orders)).toBe(labelKinds.orders.classes - 1);
});

test("each shape of a scene is labelled with its kind, its number and its place", () => {
  for (let index = 0; index < 60; index++) {
    const { truth, labels } = scene(4, index, { content: "shapes" });
    const told = new Map<number, string>();
    labels.numbers.forEach((number, i) => {
      if (number > 0) told.set(number, `${shapeNames[labels.shapes[i]! - 1]} ${positionNames[labels.places[i]! - 1]}`);
    });
    for (const [number, text] of told) {
      const { shape, position } = truth.objects[number - 1]!;
      expect(text).toBe(`${shape} ${position}`);
    }
    expect(told.size).toBe(truth.objects.length);
  }
});
