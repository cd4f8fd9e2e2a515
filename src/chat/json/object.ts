/** Objects of a schema: its properties in their order, optional ones left out or not, then others where they are allowed. */
import { UserError } from "../../runtime/errors.ts";
import { codePoints, utf8, without } from "./code-points.ts";
import { choice, choiceOf, empty, isNothing, literal, type Node, nothing, repeat, sequence } from "./node.ts";
import type { Compiler } from "./schema.ts";
import type { Fields } from "./schema-fields.ts";
import { blank, comma, listOf, member, plainCharacters } from "./values.ts";

/** Characters of a property's name: the work to tell others from it grows with their square. */
const longestName = 256;

interface Property {
  readonly name: string;
  readonly value: Node;
  readonly required: boolean;
}

export function objectNode(compiler: Compiler, schema: Fields, place: string): Node {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (typeof properties !== "object" || properties === null || Array.isArray(properties)) {
    throw new UserError(`${place}: "properties" is an object of schemas`);
  }
  if (!Array.isArray(required) || !required.every((name) => typeof name === "string")) {
    throw new UserError(`${place}: "required" is a list of names`);
  }
  // Properties that nobody speaks of would fit; they are written only where the schema asks for them.
  const closed = additionalProperties === undefined && (Object.keys(properties).length > 0 || required.length > 0);
  const unnamed = compiler.compile(additionalProperties ?? true, `${place}/additionalProperties`);
  const other = closed ? nothing : unnamed;
  const tooLong = Object.keys(properties).find((name) => name.length > longestName);
  if (tooLong !== undefined) {
    throw new UserError(
      `${place}: a property's name has ${tooLong.length} characters; at most ${longestName} are accepted`,
    );
  }
  const asked = new Set(required as string[]);
  const named = Object.entries(properties).map(([name, value]): Property => {
    const node = compiler.compile(value, `${place}/properties/${name}`);
    return { name, value: node, required: asked.has(name) };
  });
  for (const name of asked) {
    if (!Object.hasOwn(properties, name)) named.push({ name, value: unnamed, required: true });
  }
  if (named.some(({ value, required }) => required && isNothing(value))) return nothing;
  return listOf(
    "{",
    members(
      named.filter(({ value }) => !isNothing(value)),
      other,
      Object.keys(properties),
    ),
    "}",
  );
}

/** The inside of the braces; two ways from each place on, as a comma is needed behind the first member only. */
function members(properties: readonly Property[], other: Node, taken: readonly string[]): Node {
  let first = otherMembers(other, taken, true);
  let later = otherMembers(other, taken, false);
  for (const { name, value, required } of [...properties].reverse()) {
    const pair = member(literal(JSON.stringify(name)), value);
    const beginsHere = sequence(pair, later);
    const followsHere = sequence(comma, pair, later);
    first = required ? beginsHere : choice(first, beginsHere);
    later = required ? followsHere : choice(later, followsHere);
  }
  return first;
}

function otherMembers(value: Node, taken: readonly string[], first: boolean): Node {
  if (isNothing(value)) return first ? empty : blank;
  const pair = member(keyBut(taken), value);
  const further = sequence(repeat(sequence(comma, pair)), blank);
  return choice(first ? empty : blank, sequence(...(first ? [] : [comma]), pair, further));
}

/** Any key but those; written without escapes, so that none of them is spelt in another way. */
function keyBut(taken: readonly string[]): Node {
  return sequence(literal('"'), restBut(taken.map((name) => [...name])));
}

function restBut(taken: readonly (readonly string[])[]): Node {
  const anything = sequence(repeat(utf8(plainCharacters)), literal('"'));
  const restsOf = new Map<string, string[][]>();
  for (const [next, ...rest] of taken) {
    if (next === undefined) continue;
    const rests = restsOf.get(next);
    if (rests === undefined) restsOf.set(next, [rest]);
    else rests.push(rest);
  }
  const points = codePoints([...restsOf.keys()].map((next) => [next.codePointAt(0)!, next.codePointAt(0)!] as const));
  const options: Node[] = [sequence(utf8(without(plainCharacters, points)), anything)];
  if (!taken.some((name) => name.length === 0)) options.push(literal('"'));
  for (const [next, rests] of restsOf) {
    // a character that only stands in strings escaped begins no key here
    if (without(codePoints([[next.codePointAt(0)!, next.codePointAt(0)!]]), plainCharacters).length > 0) continue;
    options.push(sequence(literal(next), restBut(rests)));
  }
  return choiceOf(options);
}
