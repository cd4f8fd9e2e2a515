import { expect, test } from "vitest";
import { randomFor } from "../random.ts";
import { drills } from "./drills.ts";
import { numberWords } from "./questions.ts";
import { type SceneTruth, sceneTruth } from "./scenes.ts";

const box = { left: 0, top: 0, right: 8, bottom: 8 };
const truth: SceneTruth = {
  objects: [
    { shape: "circle", color: "red", position: "top left", box },
    { shape: "circle", color: "red", position: "center", box },
    { shape: "cross", color: "orange", position: "right", box },
  ],
  word: { text: "Hello", box, font: "lora 400 18px", size: 18, color: "blue", position: "bottom" },
  background: "white",
};

test("drills about a known scene are the true ones, and each cue has one value", () => {
  const values = new Map<string, string>();
  for (let index = 0; index < 300; index++) {
    for (const { cue, value } of drills(truth, randomFor(1, index, "drills"))) {
      expect(values.get(cue) ?? value, cue).toBe(value);
      values.set(cue, value);
    }
  }
  const expected = {
    "color cross": "orange",
    "cross color": "orange",
    "where cross": "right",
    "orange cross where": "right",
    "shape orange": "cross",
    "many circle": "two",
    "red many": "two",
    "many star": "no",
    "color star": "no",
    "shapes many": "three",
    "shape right": "cross",
    "color top left": "red",
    "what text": '"Hello"',
    "where text": "bottom",
    "background color": "white",
  };
  for (const [cue, value] of Object.entries(expected)) expect(values.get(cue), cue).toBe(value);
  for (const cue of ["color circle", "where circle", "shape red", "where red circle"])
    expect(values.has(cue)).toBe(false);
});

test("any scene's counts add up, and no drill is there twice", () => {
  for (let index = 0; index < 200; index++) {
    const scene = sceneTruth(7, index);
    const all = drills(scene, randomFor(7, index, "drills"));
    expect(new Set(all.map(({ cue }) => cue)).size).toBe(all.length);
    const counted = all.find(({ cue }) => cue === "many shapes" || cue === "shapes many");
    expect(counted?.value).toBe(numberWords[scene.objects.length]);
  }
});
