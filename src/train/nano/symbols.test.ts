import { expect, test } from "vitest";
import { nano } from "../../../recipes/nano.ts";
import { labelKinds, labelNames, labelsOf } from "../../data/nano/labels.ts";
import { undrawnScene } from "../../data/nano/scenes.ts";
import { shapeNames } from "../../data/nano/shapes.ts";
import { randomFor } from "../../data/random.ts";
import { createNativeRuntime } from "../../runtime/native.ts";
import { openModel } from "../model.ts";
import { defineRecipe } from "../recipe.ts";
import { misread, symbolInput, wordsAsSymbols } from "./symbols.ts";

const { config, tokenizer } = await openModel(defineRecipe(nano), async () => []);

test("every label but nothing and unknown leaves exactly one mark, in the token that covers its patch", () => {
  const scenes = [1, 2, 3].map((index) => undrawnScene(5, index).labels);
  const { shape, data } = symbolInput(config, scenes);
  const [pictures, tokens, width] = shape;
  expect([pictures, tokens]).toEqual([3, 64]);
  scenes.forEach((labels, b) => {
    const marks = data.subarray(b * tokens * width, (b + 1) * tokens * width);
    const wanted = labelNames.reduce((sum, kind) => sum + labels[kind].filter((label) => label > 0).length, 0);
    expect(marks.reduce((sum, mark) => sum + mark, 0)).toBe(wanted);
  });
  // the first shape of a picture: column and row of its patch, halved, number its token
  const { shapes } = scenes[0]!;
  const patch = shapes.findIndex((label) => label > 0);
  if (patch < 0) throw new Error("the picture has no shape");
  const token = Math.floor(patch / 32) * 8 + Math.floor((patch % 16) / 2);
  const slot = Math.floor((patch % 32) / 16) * 2 + (patch % 2);
  const before = 8 * (labelKinds.characters.classes + labelKinds.orders.classes);
  expect(data[token * width + before + slot * labelKinds.shapes.classes + shapes[patch]!]).toBe(1);
});

test("pictures one after the other are the same as pictures apart", () => {
  const [a, b] = [1, 2].map((index) => undrawnScene(6, index).labels) as [
    ReturnType<typeof undrawnScene>["labels"],
    ReturnType<typeof undrawnScene>["labels"],
  ];
  const joined = Object.fromEntries(
    labelNames.map((kind) => [kind, Uint8Array.from([...a[kind], ...b[kind]])]),
  ) as typeof a;
  expect(symbolInput(config, [joined])).toEqual(symbolInput(config, [a, b]));
});

test("misreading leaves empty places empty and changes about the share that it says", () => {
  const { labels } = undrawnScene(5, 4, { content: "shapes and word" });
  const seen = misread(labels, randomFor(1, 1, "eyes"), 0.5);
  let [there, changed] = [0, 0];
  for (const kind of labelNames) {
    for (let i = 0; i < labelsOf(kind); i++) {
      if (labels[kind][i] === 0) expect(seen[kind][i]).toBe(0);
      else [there, changed] = [there + 1, changed + Number(seen[kind][i] !== labels[kind][i])];
      expect(seen[kind][i]).toBeLessThan(labelKinds[kind].classes);
    }
  }
  expect(changed / there).toBeGreaterThan(0.3);
  expect(changed / there).toBeLessThan(0.55);
});

test("a symbol begins as the word for it", async () => {
  const runtime = await createNativeRuntime("cpu");
  const { vocabSize, hiddenSize } = config.language;
  const data = Float32Array.from({ length: vocabSize * hiddenSize }, (_, i) => Math.sin(i * i));
  const width = symbolInput(config, [undrawnScene(5, 1).labels]).shape[2];
  const matrix = wordsAsSymbols(
    config,
    tokenizer,
    runtime.value("float32", [vocabSize, hiddenSize], data),
    [hiddenSize, width],
    1,
  );
  const [star] = tokenizer.encode(" star", { addSpecial: false });
  const column = 8 * (labelKinds.characters.classes + labelKinds.orders.classes) + shapeNames.indexOf("star") + 1;
  for (const d of [0, 7, hiddenSize - 1]) {
    expect(matrix[d * width + column]).toBeCloseTo(data[star! * hiddenSize + d]! / 4, 6);
  }
  runtime.dispose();
});
