/** Which schemas answers can be held to: found out before an answer begins, and once for each that clients ask with again. */
import { createHash } from "node:crypto";
import { automatonOf } from "../chat/json/constraint.ts";
import { assertSchemaSize } from "../chat/json/schema.ts";

/** Throws a UserError for a schema that answers cannot be held to. */
export type SchemaCheck = (schema: unknown) => void;

/** Remembers the last `most` schemas by their digests; `check` works one out. */
export function schemaCheck(most = 256, check: SchemaCheck = automatonOf): SchemaCheck {
  /** In the order of last use, oldest first; with what a schema was refused for. */
  const known = new Map<string, { readonly refusal?: unknown }>();
  return (schema) => {
    assertSchemaSize(schema); // before it is written out: that has no bound of its own
    const key = createHash("sha256").update(JSON.stringify(schema)).digest("base64");
    const found = known.get(key) ?? outcome(check, schema);
    known.delete(key);
    known.set(key, found);
    for (const oldest of known.keys()) {
      if (known.size <= most) break;
      known.delete(oldest);
    }
    if ("refusal" in found) throw found.refusal;
  };
}

function outcome(check: SchemaCheck, schema: unknown): { readonly refusal?: unknown } {
  try {
    check(schema);
    return {};
  } catch (refusal) {
    return { refusal };
  }
}
