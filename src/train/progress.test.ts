import { expect, test } from "vitest";
import { progressText, trainedText } from "./progress.ts";
import { tinyRecipe } from "./testing/tiny-recipe.ts";

test("a validation is a line of its scores; without any there is none", () => {
  const event = { kind: "validation", stage: "joint", at: 20, examples: [] } as const;
  expect(progressText({ ...event, scores: { loss: 1.25, choices: 0.5 } })).toBe(
    "held out at step 20: loss 1.250, chosen rightly 50.0 %",
  );
  expect(progressText({ ...event, scores: {} })).toBeUndefined();
});

test("a stage tells which parts learn in full and which by adapters", () => {
  expect(trainedText({ trained: ["language", "aligner"] })).toBe("language, aligner");
  const lora = { rank: 4, alpha: 8, targets: ["q_proj"] };
  expect(trainedText({ trained: ["language"], lora })).toBe("language by adapters of rank 4");
  expect(trainedText({ trained: ["language", "neck", "aligner"], lora })).toBe(
    "neck, aligner in full, language by adapters of rank 4",
  );
});

test("a stage is predicted as it is, or at most so where rows are shorter than their length", () => {
  const parts = { program: 2e9, parameters: 0, gradients: 0, moments: 0, activations: 0, compiled: 0, samples: 0 };
  const prediction = { memoryBytes: 2e9, parts, secondsPerStep: 1.5 };
  const line = (stage: object) => {
    const [first] = tinyRecipe({ stage }).stages;
    return progressText({ kind: "stage", stage: first!, at: 0, step: 0, prediction })!.split("\n")[1];
  };
  expect(line({ sequence: { length: 256, packing: true } })).toBe(
    "  memory: about 2.00 GB (program 2.00 GB); about 1.5 s a step",
  );
  expect(line({ sequence: { length: 256 } })).toBe(
    "  memory: at most about 2.00 GB (program 2.00 GB); at most about 1.5 s a step",
  );
});
