/** Whether at most one of several schemas fits a document, which `oneOf` asks for and a grammar of choices does not say. */
import { UserError } from "../../runtime/errors.ts";
import { type Fields, types, typesOf } from "./schema-fields.ts";

/** Each is compared with each. */
const mostOptions = 100;
/** Fixed values that are looked up, in all lists of options of a schema together: a tenth of a second's work. */
const mostLookups = 1_000_000;

/** What there is to tell a schema by. */
interface Marks {
  readonly schema: Fields;
  /** The values that it names, as JSON. */
  readonly fixed: ReadonlySet<string> | undefined;
  readonly kinds: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
}

/** Tells the options of one schema apart, however many lists of them there are; every part of it is read once. */
export class Disjointness {
  readonly #resolve: (pointer: string) => unknown;
  readonly #marks = new Map<Fields, Marks>();
  #lookups = 0;

  constructor(resolve: (pointer: string) => unknown) {
    this.#resolve = resolve;
  }

  /** Throws a UserError unless each two differ in type, in fixed values, or in a required property with fixed values. */
  assert(schemas: readonly unknown[], place: string): void {
    if (schemas.length > mostOptions) {
      throw new UserError(`${place}: more than ${mostOptions} options are not told apart; write "anyOf"`);
    }
    const options = schemas.map((schema) => this.#marksOf(schema));
    for (let a = 0; a < options.length; a++) {
      for (let b = a + 1; b < options.length; b++) {
        if (this.#differ(options[a]!, options[b]!, place)) continue;
        throw new UserError(
          `${place}: options ${a} and ${b} may fit one document; tell them apart by type or by a required property with a "const", or write "anyOf"`,
        );
      }
    }
  }

  #marksOf(schema: unknown): Marks {
    const found = this.#follow(schema);
    let marks = this.#marks.get(found);
    if (marks === undefined) {
      const { required } = found;
      marks = { schema: found, ...valuesOf(found), required: new Set(Array.isArray(required) ? required : []) };
      this.#marks.set(found, marks);
    }
    return marks;
  }

  #follow(schema: unknown): Fields {
    let found = schema;
    for (let steps = 0; steps < 20; steps++) {
      const reference = (found as Fields | null)?.$ref;
      if (typeof reference !== "string") break;
      found = this.#resolve(reference);
    }
    return typeof found === "object" && found !== null ? (found as Fields) : any;
  }

  #differ(a: Marks, b: Marks, place: string): boolean {
    if (a.fixed && b.fixed) return this.#apart(a.fixed, b.fixed, place);
    if (this.#apart(a.kinds, b.kinds, place)) return true;
    if (!onlyObjects(a) || !onlyObjects(b)) return false;
    const [few, many] = a.required.size < b.required.size ? [a.required, b.required] : [b.required, a.required];
    for (const name of few) {
      this.#count(place);
      if (!many.has(name)) continue;
      const [inA, inB] = [a, b].map(({ schema }) => this.#marksOf((schema.properties as Fields | undefined)?.[name]));
      if (inA!.fixed && inB!.fixed && this.#apart(inA!.fixed, inB!.fixed, place)) return true;
    }
    return false;
  }

  #apart(a: ReadonlySet<string>, b: ReadonlySet<string>, place: string): boolean {
    const [few, many] = a.size < b.size ? [a, b] : [b, a];
    for (const value of few) {
      this.#count(place);
      if (many.has(value)) return false;
    }
    return true;
  }

  #count(place: string): void {
    if (++this.#lookups > mostLookups) {
      throw new UserError(`${place}: the options take too long to be told apart; write "anyOf"`);
    }
  }
}

/** A schema that says nothing. */
const any: Fields = {};

const onlyObjects = ({ kinds }: Marks) => kinds.size === 1 && kinds.has("object");

function valuesOf(schema: Fields): Pick<Marks, "fixed" | "kinds"> {
  const values = schema.const !== undefined ? [schema.const] : schema.enum;
  if (!Array.isArray(values)) {
    const named = typesOf(schema, "") ?? types;
    return { fixed: undefined, kinds: new Set(named.map((type) => (type === "integer" ? "number" : type))) };
  }
  const kinds = values.map((v) => (v === null ? "null" : Array.isArray(v) ? "array" : typeof v));
  return { fixed: new Set(values.map((value) => JSON.stringify(value))), kinds: new Set(kinds) };
}
