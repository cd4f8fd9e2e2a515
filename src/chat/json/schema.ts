/**
 * A JSON Schema as a grammar: every text that fits the grammar is a document that fits the schema. The other way round not
 * every fitting document can be written (keys come in the schema's order, blanks are few), and what cannot be held to is
 * refused with its place in the schema.
 */
import { UserError } from "../../runtime/errors.ts";
import { arrayNode } from "./array.ts";
import { Disjointness } from "./disjoint.ts";
import {
  choice,
  choiceOf,
  empty,
  isNothing,
  type Link,
  link,
  literal,
  type Node,
  nothing,
  sequence,
  withinNodes,
} from "./node.ts";
import { integersWithin, numbersWithin } from "./numbers.ts";
import { objectNode } from "./object.ts";
import { bounded, type Fields, keywordsOf, type TypeName, types, typesOf } from "./schema-fields.ts";
import { stringNode } from "./string.ts";
import { anyObject, anyValue, blank, integer, number } from "./values.ts";

/** Deeper nesting is a mistake or an attack. */
const mostDepth = 64;
/** Values of a schema and characters in them. */
const mostSize = 100_000;
/** Nodes of its grammar: half a second's work. An address by `format` has some hundreds. */
const mostNodes = 250_000;

/** The grammar of answers that are a JSON object, whatever is in it. */
export const objectGrammar: Node = sequence(blank, anyObject);

/** The grammar of a schema. Throws a UserError for a schema that is not understood or that nothing fits. */
export function schemaGrammar(schema: unknown): Node {
  assertSchemaSize(schema);
  return withinNodes(mostNodes, () => {
    const compiler = new Compiler(schema);
    const node = compiler.compile(schema, "#");
    compiler.finish();
    if (isNothing(node)) throw new UserError("no document fits the schema");
    return sequence(blank, node);
  });
}

export class Compiler {
  readonly #root: unknown;
  readonly #links = new Map<string, Link>();
  readonly #pointed = new Map<string, unknown>();
  readonly #options = new Disjointness((pointer) => this.#resolve(pointer));
  /** References whose schemas are to be read, each with its link. */
  readonly #open: string[] = [];
  #depth = 0;

  constructor(root: unknown) {
    this.#root = root;
  }

  /** The grammar of a schema that stands at `place` in the whole. */
  compile(schema: unknown, place: string): Node {
    if (++this.#depth > mostDepth) throw new UserError(`${place}: the schema is nested more than ${mostDepth} deep`);
    try {
      if (schema === true) return anyValue;
      if (schema === false) return nothing;
      if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
        throw new UserError(`${place}: a schema is an object, true or false`);
      }
      return this.#fields(schema as Fields, place);
    } finally {
      this.#depth--;
    }
  }

  /** Reads what was referred to, and what that refers to. */
  finish(): void {
    for (let pointer = this.#open.pop(); pointer !== undefined; pointer = this.#open.pop()) {
      this.#links.get(pointer)!.target = this.compile(this.#resolve(pointer), pointer);
    }
    const circle = circleOf(this.#links);
    if (circle !== undefined) throw new UserError(`${circle}: the schema refers to itself without end`);
  }

  /** What a pointer points at; a long one is followed once, however often it stands there. */
  #resolve(pointer: string): unknown {
    if (!this.#pointed.has(pointer)) this.#pointed.set(pointer, resolve(this.#root, pointer));
    return this.#pointed.get(pointer);
  }

  #fields(schema: Fields, place: string): Node {
    const keywords = keywordsOf(schema, place);
    const only = (keyword: string, beside: readonly string[] = []) => {
      const other = keywords.find((name) => name !== keyword && !beside.includes(name));
      if (other) throw new UserError(`${place}: "${other}" beside "${keyword}" is not supported`);
    };
    if (schema.$ref !== undefined) {
      only("$ref");
      return this.#reference(schema.$ref, place);
    }
    if (schema.const !== undefined || schema.enum !== undefined) {
      only(schema.enum !== undefined ? "enum" : "const", ["const", "type"]);
      return this.#values(schema, place);
    }
    for (const keyword of ["anyOf", "oneOf", "allOf"] as const) {
      const options = schema[keyword];
      if (options === undefined) continue;
      only(keyword);
      if (!Array.isArray(options) || options.length === 0)
        throw new UserError(`${place}: "${keyword}" is a list of schemas`);
      if (keyword === "allOf" && options.length > 1) {
        throw new UserError(`${place}: "allOf" of more than one schema is not supported; write them as one`);
      }
      if (keyword === "oneOf") this.#options.assert(options, `${place}/oneOf`);
      return choiceOf(options.map((option, i) => this.compile(option, `${place}/${keyword}/${i}`)));
    }
    const wanted = typesOf(schema, place);
    if (wanted === undefined) return anyValue;
    return choice(...wanted.map((type) => this.#typed(type, schema, place)));
  }

  #typed(type: TypeName, schema: Fields, place: string): Node {
    if (type === "null") return literal("null");
    if (type === "boolean") return choice(literal("true"), literal("false"));
    if (type === "object") return objectNode(this, schema, place);
    if (type === "array") return arrayNode(this, schema, place);
    if (type === "string") return stringNode(schema, place);
    const bounds = bounded(schema, place);
    if (type === "integer") return bounds ? integersWithin(bounds) : integer;
    if (schema.multipleOf !== undefined) throw new UserError(`${place}: "multipleOf" is not supported for numbers`);
    return bounds ? numbersWithin(bounds) : number;
  }

  #values(schema: Fields, place: string): Node {
    const allowed = schema.enum ?? [schema.const];
    if (!Array.isArray(allowed) || allowed.length === 0) throw new UserError(`${place}: "enum" is a list of values`);
    const wanted = schema.type === undefined ? undefined : typesOf(schema, place);
    const constant = schema.const === undefined ? undefined : JSON.stringify(schema.const);
    const texts = allowed
      .filter((value) => wanted === undefined || types.some((name) => wanted.includes(name) && isOf(value, name)))
      .map((value) => JSON.stringify(value))
      .filter((text) => constant === undefined || text === constant);
    if (texts.length === 0) throw new UserError(`${place}: no value of "enum" has the type that is asked for`);
    return choiceOf(texts.map((text) => literal(text)));
  }

  #reference(reference: unknown, place: string): Node {
    if (
      typeof reference !== "string" ||
      !reference.startsWith("#") ||
      (reference !== "#" && !reference.startsWith("#/"))
    ) {
      throw new UserError(`${place}: "$ref" must point into this schema, as "#/$defs/name"`);
    }
    let target = this.#links.get(reference);
    if (target === undefined) {
      this.#resolve(reference);
      target = link();
      this.#links.set(reference, target);
      this.#open.push(reference);
    }
    return target;
  }
}

/** Throws a UserError for a schema that is too large, or nested too deeply even where nobody looks (`default`). */
export function assertSchemaSize(schema: unknown): void {
  let size = 0;
  let level: readonly unknown[] = [schema];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 4 * mostDepth) throw new UserError(`the schema is nested more than ${4 * mostDepth} deep`);
    const below: unknown[] = [];
    for (const value of level) {
      size += 1;
      if (typeof value === "string") size += value.length;
      else if (Array.isArray(value)) {
        if (value.length > mostSize) size += value.length;
        else for (const item of value) below.push(item);
      } else if (typeof value === "object" && value !== null) {
        for (const [key, inner] of Object.entries(value)) {
          size += key.length;
          below.push(inner);
        }
      }
      if (size > mostSize) throw new UserError(`the schema has more than ${mostSize} values and characters`);
    }
    level = below;
  }
}

function isOf(value: unknown, type: TypeName): boolean {
  if (value === null) return type === "null";
  if (Array.isArray(value)) return type === "array";
  if (typeof value === "number") return type === "number" || (type === "integer" && Number.isInteger(value));
  return typeof value === type;
}

/** What a pointer into the schema points at. */
function resolve(root: unknown, pointer: string): unknown {
  let found = root;
  for (const part of pointer.split("/").slice(1)) {
    const key = decoded(part)?.replaceAll("~1", "/").replaceAll("~0", "~");
    const inside = typeof found === "object" && found !== null && key !== undefined && Object.hasOwn(found, key);
    if (!inside) throw new UserError(`"$ref": "${pointer}" points at nothing in the schema`);
    found = (found as Fields)[key];
  }
  return found;
}

/** A reference that leads back to itself before any byte has come. Each node is looked at once. */
function circleOf(links: ReadonlyMap<string, Link>): string | undefined {
  const names = new Map<Node, string>([...links].map(([name, link]) => [link, name]));
  const done = new Set<Node>();
  for (const [name, link] of links) {
    const path = new Set<Node>();
    const open = [{ node: link as Node, next: 0 }];
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const { node } = last;
      if (last.next === 0 && path.has(node)) return names.get(node) ?? name;
      const after = done.has(node) ? undefined : beginnings(node)[last.next++];
      if (after !== undefined) {
        path.add(node);
        open.push({ node: after, next: 0 });
      } else {
        open.pop();
        path.delete(node);
        done.add(node);
      }
    }
  }
  return undefined;
}

function beginnings(node: Node): readonly Node[] {
  if (node.kind === "link") return node.target === undefined ? [] : [node.target];
  if (node.kind === "choice") return node.options;
  const first = node.kind === "sequence" ? node.items.find((item) => item !== empty) : undefined;
  return first === undefined ? [] : [first];
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
