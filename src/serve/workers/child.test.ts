import { expect, test } from "vitest";
import { automatonOf } from "../../chat/json/constraint.ts";
import { ModelError, SetupError, UserError } from "../../runtime/errors.ts";
import { failure, laterField } from "./child.ts";

test("what a user can mend is told from what is wrong with the program, the model or its installation", () => {
  expect(failure(1, new UserError("too long"), { code: "invalid_prompt" })).toMatchObject({
    status: 400,
    code: "invalid_prompt",
  });
  for (const error of [new Error("no"), new ModelError("no finite logits")]) {
    expect(failure(1, error, { code: "invalid_prompt" })).toMatchObject({ status: 500, code: "internal_error" });
  }
  const lacking = failure(1, new SetupError("no sharp"), { code: "invalid_image" });
  expect(lacking).toMatchObject({ status: 501, code: "not_installed", message: "no sharp" });
});

test("an answer under way fails with its schema only where that is what cannot be followed", () => {
  const schema = { type: "string", pattern: "^(((a?){500}){500}){500}$" };
  const automaton = automatonOf(schema);
  const read = () => {
    let state = automaton.start();
    for (const byte of new TextEncoder().encode(`"${"a".repeat(50)}`)) state = automaton.step(state, byte)!;
  };
  let unreadable: unknown;
  try {
    read();
  } catch (error) {
    unreadable = error;
  }
  const form = { kind: "schema", schema } as const;
  const named = { code: "unsupported_schema", param: "response_format.json_schema.schema" };
  expect(laterField(unreadable, form)).toEqual(named);
  expect(laterField(unreadable, { kind: "json" })).toBeUndefined();
  expect(laterField(new UserError("too long for the memory"), form)).toBeUndefined();
});
