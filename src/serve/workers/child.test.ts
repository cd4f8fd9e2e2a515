import { expect, test } from "vitest";
import { ModelError, SetupError, UserError } from "../../runtime/errors.ts";
import { failure } from "./child.ts";

test("what a user can mend is told from what is wrong with the program, the model or its installation", () => {
  expect(failure(1, new UserError("too long"), { code: "invalid_prompt" })).toMatchObject({
    status: 400,
    code: "invalid_prompt",
  });
  for (const error of [new Error("no"), new ModelError("no finite logits"), new SetupError("no sharp")]) {
    expect(failure(1, error, { code: "invalid_prompt" })).toMatchObject({ status: 500, code: "internal_error" });
  }
});
