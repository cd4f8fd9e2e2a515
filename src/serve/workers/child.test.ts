import { expect, test } from "vitest";
import { ModelError, UserError } from "../../runtime/errors.ts";
import { failure } from "./child.ts";

test("what a user can mend is told from what the program or the model did wrong", () => {
  expect(failure(1, new UserError("too long"), { code: "invalid_prompt" })).toMatchObject({
    status: 400,
    code: "invalid_prompt",
  });
  for (const error of [new Error("no"), new ModelError("no finite logits")]) {
    expect(failure(1, error, { code: "invalid_prompt" })).toMatchObject({ status: 500, code: "internal_error" });
  }
});
