/** The keywords of a schema object: which are known, which speak of which type, and their values checked. */
import { UserError } from "../../runtime/errors.ts";
import type { Bounds } from "./numbers.ts";

export type Fields = Readonly<Record<string, unknown>>;
export const types = ["object", "array", "string", "integer", "number", "boolean", "null"] as const;
export type TypeName = (typeof types)[number];

/** Keywords that say nothing of what fits. */
export const annotations: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "example", "examples"],
  ...["deprecated", "readOnly", "writeOnly"],
]);

/** The keywords that are held to, by the type that they speak of. */
const byType = {
  object: ["properties", "required", "additionalProperties"],
  array: ["items", "prefixItems", "minItems", "maxItems"],
  string: ["minLength", "maxLength", "pattern", "format"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
} as const satisfies Partial<Record<TypeName, readonly string[]>>;

const structural = ["type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"];
const known = new Set<string>([...structural, ...Object.values(byType).flat()]);

/** The keywords of a schema, annotations aside. Throws a UserError for one that is not held to. */
export function keywordsOf(schema: Fields, place: string): string[] {
  const names = Object.keys(schema).filter((name) => !annotations.has(name) && schema[name] !== undefined);
  const unknown = names.find((name) => !known.has(name) && !name.startsWith("x-"));
  if (unknown !== undefined) throw new UserError(`${place}: "${unknown}" is not supported`);
  return names.filter((name) => known.has(name));
}

/** The types that a schema allows; without `type` the one that its keywords speak of, else undefined: any. */
export function typesOf(schema: Fields, place: string): readonly TypeName[] | undefined {
  if (schema.type !== undefined) {
    const named = [schema.type].flat() as unknown[];
    const wrong = named.find((name) => !types.includes(name as TypeName));
    if (wrong !== undefined || named.length === 0) {
      throw new UserError(`${place}: "type" is ${JSON.stringify(schema.type)}, expected one of ${types.join(", ")}`);
    }
    const set = new Set(named as TypeName[]);
    if (set.has("number")) set.delete("integer"); // every integer is a number
    return [...set];
  }
  const spokenOf = Object.entries(byType).filter(([, names]) => names.some((name) => schema[name] !== undefined));
  if (spokenOf.length === 0) return undefined;
  if (spokenOf.length > 1) {
    throw new UserError(
      `${place}: "type" is missing, and the keywords speak of ${spokenOf.map(([t]) => t).join(" and ")}`,
    );
  }
  return [spokenOf[0]![0] as TypeName];
}

/** A count such as `minItems`; `otherwise` where it is absent. */
export function count(schema: Fields, name: string, otherwise: number, place: string): number {
  const value = schema[name];
  if (value === undefined) return otherwise;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 1_000_000) {
    throw new UserError(`${place}: "${name}" is ${JSON.stringify(value)}, expected a whole number from 0 to 1000000`);
  }
  return value;
}

/** The bounds of a number; undefined where it has none. */
export function bounded(schema: Fields, place: string): Bounds | undefined {
  const names = byType.number.filter((name) => schema[name] !== undefined);
  for (const name of names) {
    if (typeof schema[name] === "number" && Number.isFinite(schema[name])) continue;
    throw new UserError(`${place}: "${name}" is ${JSON.stringify(schema[name])}, expected a number`);
  }
  if (schema.multipleOf !== undefined && schema.multipleOf !== 1) {
    throw new UserError(`${place}: "multipleOf" is not supported`);
  }
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema as Record<string, number | undefined>;
  if ([minimum, maximum, exclusiveMinimum, exclusiveMaximum].every((bound) => bound === undefined)) return undefined;
  const aboveMin = exclusiveMinimum !== undefined && (minimum === undefined || exclusiveMinimum >= minimum);
  const belowMax = exclusiveMaximum !== undefined && (maximum === undefined || exclusiveMaximum <= maximum);
  return { min: aboveMin ? exclusiveMinimum : minimum, max: belowMax ? exclusiveMaximum : maximum, aboveMin, belowMax };
}
