import { expect, test } from "vitest";
import { progressText } from "./progress.ts";

test("a validation is a line of its scores; without any there is none", () => {
  const event = { kind: "validation", stage: "joint", at: 20, examples: [] } as const;
  expect(progressText({ ...event, scores: { loss: 1.25, choices: 0.5 } })).toBe(
    "held out at step 20: loss 1.250, chosen rightly 50.0 %",
  );
  expect(progressText({ ...event, scores: {} })).toBeUndefined();
});
