import { describe, expect, test } from "vitest";
import type { Mixture } from "./recipe.ts";
import { createScheduler, inRound, languageShare } from "./scheduler.ts";

const mixture: Mixture = {
  languageShare: 0.7,
  grouping: "modality",
  sources: [
    { data: "a", modality: "language", weight: 1 },
    { data: "b", modality: "multimodal", weight: 3 },
    { data: "c", modality: "multimodal", weight: 1 },
  ],
};
const scheduler = (change: Partial<Mixture> = {}, seed = 1, steps = 200, batch = 4) =>
  createScheduler({ seed, steps, batch, mixture: { ...mixture, ...change }, sizes: [50, 40, 7] });

describe("modalities", () => {
  test("a step holds one, and any stretch of steps has its share to within a step", () => {
    const { modality } = scheduler();
    let language = 0;
    for (let step = 0; step < 200; step++) {
      const rows = new Set([0, 1, 2, 3].map((row) => modality(step, row)));
      expect(rows.size).toBe(1);
      if (rows.has("language")) language++;
      expect(Math.abs(language - 0.7 * (step + 1))).toBeLessThanOrEqual(1);
    }
  });

  test("mixed batches have their share in every row and in every batch", () => {
    const { modality } = scheduler({ grouping: "mixed" }, 1, 200, 10);
    for (let step = 0; step < 50; step++) {
      const language = Array.from({ length: 10 }, (_, row) => modality(step, row)).filter(
        (m) => m === "language",
      ).length;
      expect(Math.abs(language - 7)).toBeLessThanOrEqual(1);
    }
  });

  test("modality warm-up begins with text alone and falls to the target, in the shape that is asked for", () => {
    const warmup = { steps: 100, hold: 20 } as const;
    const at = (shape: "linear" | "cosine" | "step", step: number) =>
      languageShare({ ...mixture, warmup: { ...warmup, shape } }, step);
    expect([0, 20, 70, 120, 199].map((step) => at("linear", step))).toEqual([1, 1, 0.85, 0.7, 0.7]);
    expect(at("cosine", 70)).toBeCloseTo(0.85, 9);
    expect(at("cosine", 30)).toBeGreaterThan(at("linear", 30));
    expect([20, 44, 45, 70].map((step) => at("step", step))).toEqual(
      [1, 1, 0.925, 0.85].map((x) => expect.closeTo(x, 9)),
    );
    const { modality } = scheduler({ warmup: { ...warmup, shape: "linear" } });
    for (let step = 0; step < 20; step++) expect(modality(step, 0)).toBe("language");
  });

  test("0 and 1 are exact", () => {
    const only = (share: number) =>
      new Set(Array.from({ length: 100 }, (_, step) => scheduler({ languageShare: share }).modality(step, 0)));
    expect([...only(0)]).toEqual(["multimodal"]);
    expect([...only(1)]).toEqual(["language"]);
  });
});

describe("samples", () => {
  test("are a function of seed and step, whatever was asked before", () => {
    const order = [170, 3, 99, 4, 0];
    const draws = (one: ReturnType<typeof scheduler>, steps: readonly number[]) =>
      new Map(
        steps.map((step) => [step, one.draw(one.modality(step, 2), 2, one.turn(step, 2, one.modality(step, 2)))]),
      );
    const straight = draws(
      scheduler(),
      [...order].sort((a, b) => a - b),
    );
    expect(draws(scheduler(), order)).toEqual(straight);
    expect(draws(scheduler({}, 2), order)).not.toEqual(straight);
  });

  test("come from sources by weight, and each round through a source sees every sample once", () => {
    const { draw } = scheduler();
    const counts = [0, 0, 0];
    const rounds = new Map<number, number[]>();
    for (let count = 0; count < 1000; count++) {
      for (let row = 0; row < 4; row++) {
        const { source, sample } = draw("multimodal", row, count);
        counts[source]!++;
        rounds.set(source, [...(rounds.get(source) ?? []), sample]);
      }
    }
    expect(counts[0]).toBe(0);
    expect(counts[1]! / counts[2]!).toBeGreaterThan(2.7);
    expect(counts[1]! / counts[2]!).toBeLessThan(3.3);
    const drawn = rounds.get(1)!;
    expect(new Set(drawn.slice(0, 40)).size).toBe(40);
    expect(new Set(drawn.slice(40, 80)).size).toBe(40);
    expect(drawn.slice(0, 40)).not.toEqual(drawn.slice(40, 80));
  });

  test("a round is a permutation for any size", () => {
    for (const size of [1, 2, 3, 16, 17, 1000]) {
      const round = Array.from({ length: size }, (_, i) => inRound(size, size + i, 9));
      expect(new Set(round).size).toBe(size);
      expect(Math.max(...round)).toBe(size - 1);
    }
  });
});
