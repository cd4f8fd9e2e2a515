import { expect, test } from "vitest";
import { learningRate } from "./schedule.ts";

test("learning rates warm up and fall as their schedule says", () => {
  const step = { rate: 1, steps: 100, warmup: 10, kind: "step" } as const;
  expect([0, 9, 10, 81, 85].map((at) => learningRate(step, at))).toEqual([0.1, 1, 1, 1, 0.316]);
  expect(learningRate(step, 99)).toBe(0.1);
  const cosine = { rate: 1, steps: 100, warmup: 0, kind: "cosine", floor: 0 } as const;
  expect(learningRate(cosine, 0)).toBe(1);
  expect(learningRate(cosine, 50)).toBeCloseTo(0.5, 9);
  expect(learningRate(cosine, 100)).toBeCloseTo(0, 9);
});
