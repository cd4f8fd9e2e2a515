import { expect, test } from "vitest";
import { labelNames, labelsOf } from "./labels.ts";
import { densePage } from "./pages.ts";
import { createProducer, type Producer } from "./producer.ts";
import { scene } from "./scenes.ts";

async function using<K extends "dense" | "scene" | "pair", T>(
  producer: Producer<K>,
  use: (p: Producer<K>) => Promise<T>,
) {
  try {
    return await use(producer);
  } finally {
    await producer.close();
  }
}

test("a batch depends on seed and step only, not on workers or on the order of asking", async () => {
  const spec = { kind: "scene", seed: 5, batch: 3 } as const;
  const direct = createProducer({ ...spec, workers: 0 });
  const wanted = [await direct.next(0), await direct.next(1), await direct.next(7)];
  await using(createProducer({ ...spec, workers: 2 }), async (producer) => {
    expect(await producer.next(7)).toEqual(wanted[2]);
    expect(await producer.next(0)).toEqual(wanted[0]);
    expect(await producer.next(1)).toEqual(wanted[1]);
    expect(await producer.next(1)).toEqual(wanted[1]);
  });
  expect(wanted[0]!.pixels).not.toEqual(wanted[1]!.pixels);
});

test("pixels are planes of value / 255, and labels are those of the pages", async () => {
  const batch = await createProducer({ kind: "dense", seed: 5, batch: 2, sceneShare: 0, workers: 0 }).next(3);
  const page = densePage(5, 7); // the second of step 3
  for (const kind of labelNames) expect(batch.labels[kind].slice(labelsOf(kind))).toEqual(page.labels[kind]);
  expect(batch.pixels).toHaveLength(2 * 3 * 128 * 128);
  for (const [y, x, c] of [
    [0, 0, 0],
    [64, 3, 1],
    [127, 127, 2],
  ] as const) {
    const value = page.image.data[(y * 128 + x) * 3 + c]!;
    expect(batch.pixels[(3 + c) * 128 * 128 + y * 128 + x]).toBe(Math.fround(value / 255));
  }
  expect(new Set(batch.labels.colors)).toEqual(new Set([255])); // unknown on pages
});

test("a dense batch mixes in scenes, a scene batch brings questions, a pair batch captions", async () => {
  const dense = await createProducer({ kind: "dense", seed: 5, batch: 24, workers: 0 }).next(0);
  const scenes = Array.from({ length: 24 }, (_, i) => dense.labels.colors[i * 256] !== 255).filter(Boolean).length;
  expect(scenes).toBeGreaterThan(2);
  expect(scenes).toBeLessThan(16);
  const asked = await createProducer({ kind: "scene", seed: 5, batch: 4, workers: 0 }).next(2);
  expect(asked.turns).toHaveLength(4);
  expect(asked.truths[1]).toEqual(scene(5, 9).truth);
  const pairs = await createProducer({ kind: "pair", seed: 5, batch: 4, workers: 0 }).next(2);
  expect(pairs.captions).toEqual(asked.captions);
  expect(pairs.pixels).toEqual(asked.pixels);
});

test("difficulty follows the step", async () => {
  const producer = createProducer({ kind: "scene", seed: 5, batch: 40, workers: 0, difficulty: (step) => step / 10 });
  const longest = async (step: number) => {
    const { truths } = await producer.next(step);
    return Math.max(...truths.map(({ word }) => word?.text.length ?? 0));
  };
  expect(await longest(0)).toBe(1);
  expect(await longest(10)).toBeGreaterThan(5);
});

test("a worker that fails is reported in a sentence, to every later call too", async () => {
  await using(createProducer({ kind: "pair", seed: 1, batch: -1 }), async (producer) => {
    await expect(producer.next(0)).rejects.toThrow(/^A worker that makes training images stopped: .*length/);
    await expect(producer.next(1)).rejects.toThrow(/^A worker that makes training images stopped/);
  });
});

test("a closed producer refuses what is still awaited", async () => {
  const producer = createProducer({ kind: "pair", seed: 1, batch: 2 });
  const awaited = producer.next(0);
  const refused = expect(awaited).rejects.toThrow("The producer of training images was closed.");
  await producer.close();
  await refused;
});
