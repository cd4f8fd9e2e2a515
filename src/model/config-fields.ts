/**
 * The kinds of value that a config.json may hold, and the one place where a wrong one becomes a sentence.
 * It knows JSON and zod, not DeepSeek-VL.
 */
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";

/** A whole number of things, bounded so that a hostile file cannot ask for absurd sizes. */
export function count(max = 1 << 20) {
  const error = `a whole number from 1 to ${max}`;
  return z.number({ error }).int({ error }).min(1, { error }).max(max, { error });
}

/** A number of transformer blocks. */
export const layerCount = count(1024);

/** A token id. */
export const tokenId = z
  .number({ error: "a token id" })
  .int({ error: "a token id" })
  .min(0, { error: "a token id" })
  .max(2 ** 31 - 1, { error: "a token id" });

/** A token id, a list of which the first counts, or nothing; -1 is how older configs say nothing. */
export const maybeTokenId = z
  .union([tokenId, z.literal(-1), z.array(tokenId).nonempty(), z.null()], {
    error: "a token id, a list of token ids or null",
  })
  .optional()
  .transform((id) => (Array.isArray(id) ? id[0] : id === null || id === -1 ? undefined : id));

/** A finite number above zero. */
export const positive = z
  .number({ error: "a positive number" })
  .positive({ error: "a positive number" })
  .max(Number.MAX_VALUE, { error: "a positive number" });

export const text = z.string({ error: "a string" });
export const flag = z.boolean({ error: "true or false" });

/** The side of a square picture in pixels, written as `384` or `[384, 384]`. */
export const imageSize = z
  .union([count(1 << 14), z.tuple([count(1 << 14), count(1 << 14)]).refine(([h, w]) => h === w)], {
    error: "one side of a square image in pixels",
  })
  .transform((size) => (Array.isArray(size) ? size[0] : size));

/** Means of the three colour channels; null and absent mean the same. */
export const channels = z
  .tuple([z.number(), z.number(), z.number()], { error: "three numbers, one for each of red, green and blue" })
  .nullish()
  .transform((v) => v ?? undefined);

/** Deviations of the three colour channels; null and absent mean the same. */
export const deviations = z
  .tuple([positive, positive, positive], { error: "three positive numbers, one for each of red, green and blue" })
  .nullish()
  .transform((v) => v ?? undefined);

/** Block numbers, counted from 0, sorted and without repetitions. */
export const blockNumbers = z
  .array(z.number().int().min(0).max(1023), { error: "a list of block numbers counted from 0" })
  .max(1024, { error: "at most 1024 block numbers" })
  .transform((list) => [...new Set(list)].sort((a, b) => a - b));

/** Reads one JSON value by a schema, or throws the sentence for its first fault; `path` leads to the value. */
export function readFields<T extends z.ZodType>(schema: T, value: unknown, path: readonly string[]): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const inner = (issue?.path ?? []).map(String);
  let found: unknown = value;
  for (const key of inner) found = (found as Record<string, unknown> | undefined)?.[key];
  throw fault([...path, ...inner], found, `expected ${issue?.message ?? "something else"}`);
}

/** The error `config.json: "<path>" is <found>, <complaint>`. */
export function fault(path: readonly string[], found: unknown, complaint: string): UserError {
  const name = path.length === 0 ? "the content" : `"${path.join(".")}"`;
  return new UserError(`config.json: ${name} is ${show(found)}, ${complaint}`);
}

/** Throws unless `value` is divisible by the field called `divisorName`. */
export function mustDivide(path: readonly string[], value: number, divisorName: string, divisor: number): void {
  if (value % divisor !== 0) throw fault(path, value, `not divisible by ${divisorName} ${divisor}`);
}

/** A JSON object, or the sentence that it is none. */
export function asObject(value: unknown, path: readonly string[]): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw fault(path, value, "expected an object");
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  let json: string;
  try {
    json = JSON.stringify(value) ?? String(value);
  } catch {
    return "deeply nested";
  }
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
