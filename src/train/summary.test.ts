import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { progressText } from "./progress.ts";
import { noLosses } from "./source-losses.ts";
import { type StepFacts, startSummary } from "./summary.ts";
import { tinyRecipe } from "./testing/tiny-recipe.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

const stage = tinyRecipe({ stage: { steps: 100 } }).stages[0]!;
const step: StepFacts = {
  ...{ modality: "language", loss: 1, norm: 1, rate: 0.1, weight: 1, tokens: 300, images: 2, operations: 5e9 },
  ...{ accepted: true, waited: 0, began: 0, sources: noLosses(), counts: {}, values: {} },
};

test("rates are those of steps, and the time that is left counts what goes by between them", () => {
  const context = { languageShare: () => 1, machineRate: () => 1e10, later: 50 };
  const summary = startSummary(stage, context);
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(1000);
    summary.add(step);
  }
  const first = summary.take(10, 10, 150, summary.takeSources());
  expect(first).toMatchObject({ tokensPerSecond: 300, imagesPerSecond: 2, utilization: 0.5, secondsLeft: 140 });
  vi.advanceTimersByTime(20_000);
  summary.rest(20_000);
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(1000);
    summary.add(step);
  }
  const second = summary.take(20, 20, 150, summary.takeSources());
  expect(second).toMatchObject({ tokensPerSecond: 300, imagesPerSecond: 2, utilization: 0.5 });
  expect(second.secondsLeft).toBeCloseTo(130 * (1 + 20 / 20), 6);
});

test("skipped steps are counted and have no norm", () => {
  const context = { languageShare: () => 1, machineRate: () => 1e10, later: 0 };
  const summary = startSummary(stage, context);
  vi.advanceTimersByTime(1000);
  summary.add({ ...step, norm: Number.NaN, accepted: false });
  const skipped = summary.take(1, 1, 100, summary.takeSources());
  expect(skipped).toMatchObject({ losses: {}, refused: 1 });
  expect(skipped.norm).toBeUndefined();
  expect(progressText(skipped)).toMatch(/^joint 1\/100 {2}1 step skipped {2}lr/);
  vi.advanceTimersByTime(1000);
  summary.add(step);
  const learnt = summary.take(2, 2, 100, summary.takeSources());
  expect(learnt.norm).toBe(1);
  expect(learnt.refused).toBeUndefined();
});

test("steps that are faster than the measured rate of matrix products raise it", () => {
  let machineRate = 1e9;
  const summary = startSummary(stage, {
    languageShare: () => 1,
    machineRate: () => machineRate,
    later: 0,
  });
  const utilization = (milliseconds: number) => {
    vi.advanceTimersByTime(milliseconds);
    summary.add(step);
    return summary.take(1, 1, 100, summary.takeSources()).utilization;
  };
  expect(utilization(2500)).toBe(1); // 2e9 operations a second
  expect(utilization(5000)).toBe(0.5);
  machineRate = 4e9;
  expect(utilization(2500)).toBe(0.5);
});
