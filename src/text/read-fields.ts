/** Where a JSON file of a tokenizer or a processor that is not what it should be becomes a sentence. */
import type { z } from "zod";
import { UserError } from "../runtime/errors.ts";

/** Reads a parsed file by a schema. Throws UserError naming `source`, the field and what was expected. */
export function readFields<T>(schema: z.ZodType<T>, json: unknown, source: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.map(String).join(".");
  throw new UserError(`${source}: ${path ? `"${path}": ` : ""}${issue.message}`);
}
