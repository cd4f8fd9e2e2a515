import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test, vi } from "vitest";
import { trainBpe } from "../../text/bpe.ts";
import { createTokenizer } from "../../text/tokenizer.ts";
import { seededUniform } from "../random.ts";
import { Automaton } from "./automaton.ts";
import { automatonOf, jsonConstraints } from "./constraint.ts";
import { schemaGrammar } from "./schema.ts";

const corpus = '{"name": "Ann", "age": 30, "tags": ["red", "blue"], "ok": true, "none": null}, "text": "über 猫 🙂\\n"';
const { tokenizerJson, tokenizerConfig } = trainBpe([corpus, corpus], { vocabSize: 320 });
const tokenizer = createTokenizer(tokenizerJson, tokenizerConfig);
const constraints = jsonConstraints(tokenizer, tokenizer.vocabSize + 8, [tokenizer.eosId]);
const validator = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: true });

/** Tokens drawn at random among those that a schema allows; towards the end those that close things come first. */
function randomText(schema: unknown, seed: number, patience = 60): string {
  const constraint = constraints(schema)();
  const uniform = seededUniform(seed);
  const closing = ['"', "}", "]", "0", "a"].map((text) => tokenizer.encode(text, { addSpecial: false })[0]!);
  const ids: number[] = [];
  for (let step = 0; step < 5000; step++) {
    const logits = new Float32Array(tokenizer.vocabSize + 8);
    constraint.restrict(logits);
    const allowed = [...logits.keys()].filter((id) => logits[id]! > Number.NEGATIVE_INFINITY);
    expect(allowed.length, `nothing may follow ${tokenizer.decode(ids)}`).toBeGreaterThan(0);
    if (allowed.includes(tokenizer.eosId) && (allowed.length === 1 || uniform() < 0.5)) return tokenizer.decode(ids);
    const wanted = step < patience ? undefined : closing.find((id) => allowed.includes(id));
    const texts = allowed.filter((id) => id !== tokenizer.eosId);
    const id = wanted ?? texts[Math.floor(uniform() * texts.length)]!;
    constraint.accept(id);
    ids.push(id);
  }
  throw new Error(`no end: ${tokenizer.decode(ids).slice(0, 200)}`);
}

/** Whether a text as a whole fits the grammar of a schema. */
function fits(schema: unknown, text: string): boolean {
  const automaton = new Automaton(schemaGrammar(schema));
  let state = automaton.start();
  for (const byte of new TextEncoder().encode(text)) {
    const next = automaton.step(state, byte);
    if (next === undefined) return false;
    state = next;
  }
  return state.accepts;
}

const tree = {
  $defs: {
    node: {
      type: "object",
      properties: {
        name: { type: "string", maxLength: 3 },
        children: { type: "array", items: { $ref: "#/$defs/node" } },
      },
      required: ["name"],
    },
  },
  $ref: "#/$defs/node",
};
const schemas: Record<string, unknown> = {
  "any value": {},
  "a boolean schema": true,
  "required and optional properties": {
    type: "object",
    properties: { a: { type: "integer" }, b: { type: "string" }, c: { type: "boolean" }, d: { type: "null" } },
    required: ["b", "d"],
    additionalProperties: false,
  },
  "nothing but optional properties": { properties: { a: { type: "null" }, b: { type: "boolean" } } },
  "further properties of a type": {
    type: "object",
    properties: { a: { type: "string" }, ab: { type: "boolean" }, 'q"': { type: "null" } },
    required: ["a", "zz"],
    additionalProperties: { type: "integer" },
  },
  "lengths of strings": { type: "string", minLength: 2, maxLength: 4 },
  "lists by length": { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 3 },
  tuples: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], minItems: 1, items: false },
  "tuples with more": { prefixItems: [{ type: "null" }], items: { type: "boolean" }, minItems: 2, maxItems: 4 },
  values: { enum: ["red", 1, null, { a: [1.5, "x"] }] },
  "values of a type": { type: "string", enum: ["red", 1, "blue"] },
  "a constant": { const: { deep: ["ünï"] } },
  "several types": { type: ["string", "null", "integer"], maxLength: 3, minimum: 5 },
  alternatives: {
    anyOf: [
      { type: "integer", maximum: -3 },
      { type: "array", maxItems: 0 },
    ],
  },
  "alternatives by a constant": {
    oneOf: [
      { type: "object", properties: { kind: { const: "a" }, x: { type: "integer" } }, required: ["kind", "x"] },
      { type: "object", properties: { kind: { const: "b" }, y: { type: "string" } }, required: ["kind"] },
    ],
  },
  "one of one": { allOf: [{ type: "boolean" }] },
  recursion: tree,
  "a pattern": { type: "string", pattern: "^[A-Z]{2}-\\d{1,3}(?:/(?:x|yz)+)?$" },
  "a set that excludes": { type: "string", pattern: "^[^a-z\\s]{3}$" },
  "whole numbers between bounds": { type: "integer", minimum: -12, maximum: 1305 },
  "whole numbers above": { type: "integer", exclusiveMinimum: 99.5 },
  "numbers between bounds": { type: "number", minimum: 0, maximum: 1 },
  "numbers strictly between": { type: "number", exclusiveMinimum: -0.25, exclusiveMaximum: 0.375 },
  "numbers far apart": { type: "number", minimum: -1234.5, exclusiveMaximum: 98.76 },
  "tiny numbers": { type: "number", minimum: 1e-7, maximum: 2.5e-7 },
  "numbers from": { type: "number", minimum: 42 },
};

test.each(Object.entries(schemas))("whatever is drawn at random fits: %s", (_, schema) => {
  const validate = validator.compile(schema as object);
  const texts = new Set<string>();
  for (let seed = 1; seed <= 15; seed++) {
    const text = randomText(schema, seed);
    texts.add(text);
    const value: unknown = JSON.parse(text);
    expect(validate(value), `${text}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
  expect(texts.size).toBeGreaterThanOrEqual("const" in Object(schema) ? 1 : 2);
});

test("without a schema the answer is an object of anything", () => {
  for (let seed = 1; seed <= 15; seed++) {
    const value: unknown = JSON.parse(randomText(undefined, seed));
    expect(typeof value === "object" && value !== null && !Array.isArray(value)).toBe(true);
  }
});

const day = { type: "string", format: "date-time" };
test.each<[unknown, string, boolean]>([
  [schemas["required and optional properties"], '{"b": "x", "d": null}', true],
  [schemas["required and optional properties"], '{\n  "a": 1,\n  "b": "x",\n  "d": null\n}', true],
  [schemas["required and optional properties"], '{"a": 1, "d": null}', false],
  [schemas["required and optional properties"], '{"b": "x", "d": null, "e": 1}', false],
  [schemas["further properties of a type"], '{"a":"","zz":1,"abc":2,"b":3}', true],
  [schemas["further properties of a type"], '{"a":"","zz":1,"ab":2}', false],
  [{ type: "string", minLength: 2, maxLength: 2 }, '"🙂\\ud83d\\ude42"', true],
  [{ type: "string", minLength: 2 }, '"🙂"', false],
  [{}, '{"a":[1,-0.5e+7,"\\u00e9",{"b":{}},[]],"c":null}', true],
  [{}, "[1,]", false],
  [{}, "01", false],
  [{}, '"a\nb"', false],
  [{}, '"\\ud83d"', false],
  [{ type: "integer", minimum: 10, maximum: 250 }, "250", true],
  [{ type: "integer", minimum: 10, maximum: 250 }, "251", false],
  [{ type: "integer", minimum: 10, maximum: 250 }, "9", false],
  [{ type: "number", exclusiveMaximum: 0.5 }, "0.4999", true],
  [{ type: "number", exclusiveMaximum: 0.5 }, "0.5", false],
  [{ type: "number", exclusiveMaximum: 0.5 }, "0.50", false],
  [{ type: "number", maximum: 0.5 }, "0.500", true],
  [{ type: "number", minimum: 1.25, maximum: 1.5 }, "1.2", false],
  [day, '"2026-02-28T23:59:59.5+01:00"', true],
  [day, '"2026-02-30T23:59:59Z"', false],
  [{ type: "string", format: "uuid" }, '"123e4567-e89b-12d3-a456-426614174000"', true],
  [{ type: "string", format: "ipv4" }, '"192.168.0.256"', false],
  [{ type: "string", format: "email" }, '"ann.b@example.org"', true],
  [{ type: "string", pattern: "b.d" }, '"abcde"', true],
  [{ type: "string", pattern: '\\d["\\\\\\n]|^é' }, '"a1\\nz"', true],
  [{ type: "string", pattern: '\\d["\\\\\\n]|^é' }, '"é"', true],
  [{ type: "string", pattern: '\\d["\\\\\\n]|^é' }, '"aé1"', false],
  [{ type: "string", pattern: "^b|d$" }, '"abcd"', true],
  [{ type: "string", pattern: "^(?:b|d)$" }, '"abcd"', false],
  [tree, '{"name":"a","children":[{"name":"b"},{"name":"c","children":[]}]}', true],
])("%j takes %s: %s", (schema, text, expected) => {
  expect(fits(schema, text)).toBe(expected);
});

test.each<[unknown, RegExp]>([
  [{ type: "array", uniqueItems: true }, /^#: "uniqueItems" is not supported$/],
  [{ properties: { a: { not: {} } } }, /^#\/properties\/a: "not"/],
  [{ type: "text" }, /"type" is "text"/],
  [{ oneOf: [{ type: "string" }, { type: "string", maxLength: 2 }] }, /options 0 and 1 may fit one document/],
  [{ allOf: [{}, {}] }, /"allOf" of more than one/],
  [{ $ref: "#/$defs/none" }, /points at nothing/],
  [{ $ref: "https://example.org/x" }, /must point into this schema/],
  [{ $defs: { a: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" }, /refers to itself without end/],
  [{ $defs: { a: { anyOf: [{ type: "null" }, { $ref: "#/$defs/a" }] } }, $ref: "#/$defs/a" }, /refers to itself/],
  [{ type: "string", pattern: "(?=a)" }, /a look ahead/],
  [{ type: "string", pattern: "(a)\\1" }, /\\1/],
  [{ type: "string", pattern: "(" }, /no regular expression/],
  [{ type: "string", format: "color" }, /the format "color" is not supported/],
  [{ type: "string", minLength: 3, maxLength: 2 }, /no document fits/],
  [{ type: "object", properties: { a: false }, required: ["a"] }, /no document fits/],
  [{ minimum: 1, minLength: 1 }, /"type" is missing/],
  [{ anyOf: [{}], type: "string" }, /"type" beside "anyOf"/],
])("%j is refused, with the reason", (schema, message) => {
  expect(() => schemaGrammar(schema)).toThrow(message);
});

test.each<[string, unknown, RegExp]>([
  ["many readings at once", { anyOf: Array.from({ length: 5000 }, () => ({ type: "array" })) }, /too many readings/],
  ["many values", { enum: Array.from({ length: 200_000 }, (_, i) => `value${i}`) }, /more than 100000 values/],
  ["many empty names", { required: new Array(100_000).fill("") }, /more than 100000 values/],
  ["many short values", { enum: new Array(40_000).fill("") }, /too large|too many readings/],
  [
    "depth where nobody looks",
    { default: JSON.parse("[".repeat(50_000) + "]".repeat(50_000)) },
    /nested more than 256/,
  ],
  [
    "a long name",
    { properties: { ["k".repeat(50_000)]: {} }, additionalProperties: true },
    /name has 50000 characters/,
  ],
  ["many options", { oneOf: Array.from({ length: 9000 }, (_, i) => ({ const: i })) }, /more than 100 options/],
  ["a long pattern", { type: "string", pattern: "b|".repeat(40_000) }, /too large/],
  ["a reference that is no address", { $ref: "#/%" }, /points at nothing/],
])("a schema that would take long is refused at once: %s", (_, schema, message) => {
  expect(() => automatonOf(schema)).toThrow(message);
});

/** Options that are told apart by their last required property, after `values` of each other one were looked up. */
const alike = (values: number) =>
  Array.from({ length: 60 }, (_, i) => {
    const own = Array.from({ length: values }, (_, j) => i * values + j);
    const properties = { a: { enum: [...own, -1] }, b: { enum: [...own, -1] }, kind: { const: i } };
    return { type: "object", properties, required: ["a", "b", "kind"] };
  });

test("options that take long to be told apart are refused, in however many lists they stand", () => {
  expect(() => schemaGrammar({ oneOf: alike(20) })).not.toThrow();
  expect(() => schemaGrammar({ oneOf: alike(300) })).toThrow(/#\/oneOf: the options take too long to be told apart/);
  const lists = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, { $ref: `#/$defs/l${i}` }]));
  const options = Array.from({ length: 60 }, (_, i) => ({ $ref: `#/$defs/o${i}` }));
  const $defs = Object.fromEntries([
    ...alike(20).map((option, i) => [`o${i}`, option] as const),
    ...Array.from({ length: 20 }, (_, i) => [`l${i}`, { oneOf: options }] as const),
  ]);
  expect(() => schemaGrammar({ properties: lists, $defs })).toThrow(/take too long/);
});

test("each value of an enum is written out once for its options, whatever they are compared with", () => {
  const written = vi.spyOn(JSON, "stringify");
  try {
    const oneOf = Array.from({ length: 50 }, (_, i) => ({ enum: Array.from({ length: 60 }, (_, j) => 60 * i + j) }));
    schemaGrammar({ oneOf });
    expect(written.mock.calls.length).toBeLessThanOrEqual(2 * 50 * 60);
  } finally {
    written.mockRestore();
  }
});

test("a schema for further properties is read once, however deep it stands", () => {
  let reads = 0;
  const innermost = {
    get type() {
      reads++;
      return "object";
    },
  };
  let schema: object = innermost;
  for (let depth = 0; depth < 16; depth++) {
    schema = { properties: { a: false }, required: ["a"], additionalProperties: schema };
  }
  schemaGrammar({ anyOf: [schema, { type: "null" }] });
  expect(reads).toBeLessThan(20);
});

test("formats, keys to keep off and references cost no more than their number", () => {
  const properties = (count: number, value: (i: number) => unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, value(i)]));
  expect(() => schemaGrammar({ properties: properties(2000, () => ({ format: "uuid" })) })).not.toThrow();
  const seen = vi.spyOn(Set.prototype, "add");
  try {
    const $defs = { ...properties(1000, (i) => ({ $ref: `#/$defs/k${i + 1}` })), k1000: { type: "null" } };
    schemaGrammar({ $ref: "#/$defs/k0", $defs });
    expect(seen.mock.calls.length).toBeLessThan(10_000);
  } finally {
    seen.mockRestore();
  }
});

test("a schema may have thousands of optional properties", () => {
  const properties = Object.fromEntries(Array.from({ length: 8000 }, (_, i) => [`k${i}`, true]));
  expect(automatonOf({ $ref: "#/$defs/a", $defs: { a: { properties } } }).start().continues).toBe(true);
});

test("a pattern made to be hard is given up, not followed for ever", () => {
  const hard = schemaGrammar({ type: "string", pattern: "^(((a?){500}){500}){500}$" });
  expect(() => {
    const automaton = new Automaton(hard);
    let state = automaton.start();
    for (const byte of new TextEncoder().encode(`"${"a".repeat(50)}`)) state = automaton.step(state, byte)!;
  }).toThrow("too many readings");
});
