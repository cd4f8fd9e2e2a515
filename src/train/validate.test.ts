import { expect, test } from "vitest";
import type { Runtime } from "../runtime/runtime.ts";
import type { TrainedModel } from "./model.ts";
import { tinyRecipe } from "./testing/tiny-recipe.ts";
import { openValidation } from "./validate.ts";

test("a validation with nothing to score says so when it is opened", async () => {
  const recipe = tinyRecipe({ heldOut: 0.1, validation: { every: 10 } });
  // neither is asked for anything where nothing is scored
  const validation = await openValidation(recipe, {} as TrainedModel, {} as Runtime, () => {
    throw new Error("no data is opened");
  });
  expect(validation.remarks).toEqual([expect.stringMatching(/^validation has nothing to score: .*0\.1/)]);
});
