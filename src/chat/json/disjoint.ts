/** Whether at most one of several schemas fits a document, which `oneOf` asks for and a grammar of choices does not say. */
import { UserError } from "../../runtime/errors.ts";
import { type Fields, types, typesOf } from "./schema-fields.ts";

/** Each is compared with each. */
const mostOptions = 100;

/** Throws a UserError unless each two differ in type, in fixed values, or in a required property with fixed values. */
export function assertDisjoint(
  schemas: readonly unknown[],
  resolve: (pointer: string) => unknown,
  place: string,
): void {
  if (schemas.length > mostOptions) {
    throw new UserError(`${place}: more than ${mostOptions} options are not told apart; write "anyOf"`);
  }
  const resolved = schemas.map((schema) => follow(schema, resolve));
  for (let a = 0; a < resolved.length; a++) {
    for (let b = a + 1; b < resolved.length; b++) {
      if (differ(resolved[a]!, resolved[b]!, resolve)) continue;
      throw new UserError(
        `${place}: options ${a} and ${b} may fit one document; tell them apart by type or by a required property with a "const", or write "anyOf"`,
      );
    }
  }
}

function follow(schema: unknown, resolve: (pointer: string) => unknown): Fields {
  let found = schema;
  for (let steps = 0; steps < 20; steps++) {
    const reference = (found as Fields | null)?.$ref;
    if (typeof reference !== "string") break;
    found = resolve(reference);
  }
  return typeof found === "object" && found !== null ? (found as Fields) : {};
}

function differ(a: Fields, b: Fields, resolve: (pointer: string) => unknown): boolean {
  const [valuesA, valuesB] = [fixed(a), fixed(b)];
  if (valuesA && valuesB) return !valuesA.some((value) => valuesB.includes(value));
  const [typesA, typesB] = [kinds(a, valuesA), kinds(b, valuesB)];
  if (!typesA.some((type) => typesB.includes(type))) return true;
  const both = names(a).filter((name) => names(b).includes(name));
  if (typesA.join() !== "object" || typesB.join() !== "object") return false;
  return both.some((name) => {
    const [inA, inB] = [a, b].map((schema) =>
      fixed(follow((schema.properties as Fields | undefined)?.[name], resolve)),
    );
    return inA !== undefined && inB !== undefined && !inA.some((value) => inB.includes(value));
  });
}

/** The values that a schema names, as JSON. */
function fixed(schema: Fields): string[] | undefined {
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  return Array.isArray(schema.enum) ? schema.enum.map((value) => JSON.stringify(value)) : undefined;
}

function kinds(schema: Fields, values: readonly string[] | undefined): string[] {
  const found = values
    ? values
        .map((text) => JSON.parse(text) as unknown)
        .map((v) => (v === null ? "null" : Array.isArray(v) ? "array" : typeof v))
    : [...(typesOf(schema, "") ?? types)];
  return [...new Set(found.map((type) => (type === "integer" ? "number" : type)))];
}

function names({ required }: Fields): string[] {
  return Array.isArray(required) ? (required as string[]) : [];
}
