import { expect, test } from "vitest";
import { UserError } from "../runtime/errors.ts";
import { schemaCheck } from "./schema-check.ts";

test("a schema is worked out once, refused ones as well, and again when others have come in between", () => {
  const worked: unknown[] = [];
  const check = schemaCheck(2, (schema) => {
    worked.push(schema);
    if (schema === false) throw new UserError("no document fits the schema");
  });
  const refused = () => expect(() => check(false)).toThrow("no document fits");
  check({ type: "null" });
  refused();
  check({ type: "null" });
  refused();
  expect(worked).toEqual([{ type: "null" }, false]);
  check(true);
  refused();
  expect(worked).toHaveLength(3);
  check({ type: "null" });
  expect(worked).toHaveLength(4);
});

test("a schema that is too large is refused before it is written out", () => {
  const never = () => expect.unreachable();
  const deep: unknown = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));
  expect(() => schemaCheck(2, never)(deep)).toThrow(/nested more than 256 deep/);
});
