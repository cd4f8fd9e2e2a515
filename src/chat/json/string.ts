/** Strings of a schema: by length, by pattern or by format. */
import { UserError } from "../../runtime/errors.ts";
import { literal, type Node, nothing, sequence } from "./node.ts";
import { patternNode } from "./pattern.ts";
import { count, type Fields } from "./schema-fields.ts";
import { stringOf } from "./values.ts";

// Days that every year has: what is written is always a date, if not every date can be written.
const date = String.raw`\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))`;
const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const label = "[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?";

/** Formats as patterns. */
const formats: Readonly<Record<string, string>> = {
  date,
  time,
  "date-time": `${date}T${time}`,
  uuid: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
  ipv4: `${octet}(?:\\.${octet}){3}`,
  hostname: `${label}(?:\\.${label}){0,3}`,
  email: `[A-Za-z0-9_+-]{1,30}(?:\\.[A-Za-z0-9_+-]{1,30}){0,2}@${label}(?:\\.${label}){1,3}`,
};

/** Their grammars, made with the first use: each has hundreds of nodes. */
const formatNodes = new Map<string, Node>();

export function stringNode(schema: Fields, place: string): Node {
  const { pattern, format } = schema;
  const min = count(schema, "minLength", 0, place);
  const max = count(schema, "maxLength", Number.POSITIVE_INFINITY, place);
  const lengths = schema.minLength !== undefined || schema.maxLength !== undefined;
  if ([pattern !== undefined, format !== undefined, lengths].filter(Boolean).length > 1) {
    throw new UserError(`${place}: only one of "pattern", "format" and a length is supported for a string`);
  }
  if (format !== undefined) {
    const known = typeof format === "string" && Object.hasOwn(formats, format) ? formats[format] : undefined;
    if (known === undefined) {
      throw new UserError(
        `${place}: the format ${JSON.stringify(format)} is not supported; known are ${Object.keys(formats).join(", ")}`,
      );
    }
    let node = formatNodes.get(known);
    if (node === undefined) {
      node = quoted(patternNode(`^(?:${known})$`));
      formatNodes.set(known, node);
    }
    return node;
  }
  if (pattern !== undefined) {
    if (typeof pattern !== "string") throw new UserError(`${place}: "pattern" is a string`);
    try {
      return quoted(patternNode(pattern));
    } catch (error) {
      throw error instanceof UserError ? new UserError(`${place}: ${error.message}`) : error;
    }
  }
  return min > max ? nothing : stringOf(min, max);
}

function quoted(inner: Node): Node {
  return sequence(literal('"'), inner, literal('"'));
}
