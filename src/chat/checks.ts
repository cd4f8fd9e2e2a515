/** What a program without types can get wrong, named in a sentence where it comes in: what was given, what was expected. */
import type { z } from "zod";
import { UserError } from "../runtime/errors.ts";

/** What a value may be, and that in words. */
export interface Limit {
  readonly schema: z.ZodType;
  readonly expected: string;
}

/** Throws a UserError that names a value out of its limits. One that is undefined was not given. */
export function checkLimits(values: object, limits: Readonly<Record<string, Limit>>): void {
  for (const [name, { schema, expected }] of Object.entries(limits)) {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined && !schema.safeParse(value).success) throw unexpected(name, value, expected);
  }
}

/** Throws a UserError for what is no array. */
export function checkList(name: string, value: unknown, members: string): void {
  if (!Array.isArray(value)) throw unexpected(name, value, `a list of ${members}`);
}

export function unexpected(name: string, value: unknown, expected: string): UserError {
  return new UserError(`${name} is ${inWords(value)}, expected ${expected}`);
}

function inWords(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "a list";
  const type = value.constructor?.name ?? "Object";
  return type === "Object" ? "an object" : `an object of type ${type}`;
}
