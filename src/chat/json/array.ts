/** Arrays of a schema: first items one by one, further ones alike, so many of them. */
import { UserError } from "../../runtime/errors.ts";
import { choice, empty, isNothing, type Node, nothing, repeat, sequence } from "./node.ts";
import type { Compiler } from "./schema.ts";
import { count, type Fields } from "./schema-fields.ts";
import { blank, comma, listOf } from "./values.ts";

export function arrayNode(compiler: Compiler, schema: Fields, place: string): Node {
  const min = count(schema, "minItems", 0, place);
  const most = count(schema, "maxItems", Number.POSITIVE_INFINITY, place);
  const { prefixItems = [], items } = schema;
  if (!Array.isArray(prefixItems)) throw new UserError(`${place}: "prefixItems" is a list of schemas`);
  if (Array.isArray(items)) throw new UserError(`${place}: "items" is one schema; a list of them is "prefixItems"`);
  const prefix = prefixItems.map((item, i) => compiler.compile(item, `${place}/prefixItems/${i}`));
  // A list of first items without word of others is taken to be all; any others would fit as well.
  const rest = compiler.compile(items ?? prefix.length === 0, `${place}/items`);
  const max = isNothing(rest) ? Math.min(most, prefix.length) : most;
  if (min > max) return nothing;
  const itemAt = (i: number) => prefix[i] ?? rest;
  // From behind: what may follow once `i` items of the prefix have come.
  let tail: Node = furtherItems(rest, Math.max(min - prefix.length, 0), max - prefix.length);
  for (let i = Math.min(prefix.length, max) - 1; i >= 0; i--) {
    const next = sequence(...(i > 0 ? [comma] : []), itemAt(i), tail);
    tail = i >= min ? choice(empty, next) : next;
  }
  if (prefix.length > 0 && max > 0) return listOf("[", sequence(tail, blank), "]");
  if (max === 0) return listOf("[", empty, "]");
  const first = sequence(rest, furtherItems(rest, Math.max(min - 1, 0), max - 1), blank);
  return listOf("[", min === 0 ? choice(empty, first) : first, "]");
}

/** Items behind others, each with its comma. */
function furtherItems(item: Node, min: number, max: number): Node {
  return max <= 0 ? empty : repeat(sequence(comma, item), min, max);
}
