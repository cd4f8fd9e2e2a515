import { expect, test } from "vitest";
import { learningRate, warmupRemark } from "./schedule.ts";

test("learning rates warm up and fall as their schedule says", () => {
  const step = { rate: 1, steps: 100, warmup: 10, kind: "step" } as const;
  expect([0, 9, 10, 81, 85].map((at) => learningRate(step, at))).toEqual([0.1, 1, 1, 1, 0.316]);
  expect(learningRate(step, 99)).toBe(0.1);
  const cosine = { rate: 1, steps: 100, warmup: 0, kind: "cosine", floor: 0 } as const;
  expect(learningRate(cosine, 0)).toBe(1);
  expect(learningRate(cosine, 50)).toBeCloseTo(0.5, 9);
  expect(learningRate(cosine, 100)).toBeCloseTo(0, 9);
  const linear = { ...cosine, kind: "linear", floor: 0.2 } as const;
  expect([0, 25, 100].map((step) => learningRate(linear, step))).toEqual([1, 0.8, 0.2]);
});

test("a warmup that is not shorter than the stage is told", () => {
  const remark = (steps: number) => warmupRemark({ name: "joint", steps, schedule: { warmup: 50 } });
  expect(remark(51)).toBeUndefined();
  expect(remark(50)).toContain("rises to 100 %");
  expect(remark(20)).toBe(
    "stage joint ends at step 20 of the 50 that its rate warms up for: it rises to 40 % of what is asked for, and never falls",
  );
});
