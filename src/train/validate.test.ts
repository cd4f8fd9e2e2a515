import { expect, test } from "vitest";
import type { Runtime } from "../runtime/runtime.ts";
import type { TrainedModel } from "./model.ts";
import { given, tinyRecipe } from "./testing/tiny-recipe.ts";
import { openValidation } from "./validate.ts";

test("a validation with nothing to score says so when it is opened", async () => {
  const recipe = tinyRecipe({ heldOut: 0.1, validation: { every: 10 } });
  // neither is asked for anything where nothing is scored
  const validation = await openValidation(recipe, {} as TrainedModel, {} as Runtime, () => {
    throw new Error("no data is opened");
  });
  expect(validation.remarks).toEqual([expect.stringMatching(/^validation has nothing to score: .*0\.1/)]);
});

test("where nothing measures what checkpoints are compared by, that is said", async () => {
  const recipe = tinyRecipe({ heldOut: 0.1, validation: { every: 10, questions: { data: "sums" } } });
  const sums = { size: 20, sample: given.sums.sample };
  const validation = await openValidation(recipe, {} as TrainedModel, {} as Runtime, async () => sums);
  expect(validation.remarks).toEqual([
    expect.stringMatching(/^validation: data "sums" has no held-out question/),
    'no checkpoint is kept as the best: held-out data has nothing to measure "choices" by',
  ]);
});
