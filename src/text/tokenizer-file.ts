/**
 * Reads the contents of `tokenizer.json` and `tokenizer_config.json` into one checked shape, so that a damaged file is
 * a sentence at the border and not a wrong id later. It does not encode anything.
 */
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import { type AddedToken, DEEPSEEK_PRE_TOKENIZER, IMAGE_TOKEN, isolated } from "./deepseek-format.ts";
import { readFields } from "./read-fields.ts";

export interface TokenizerDescription {
  /** tokenizer.json, repaired where the library that runs it would differ from the Rust original. */
  readonly json: Record<string, unknown>;
  readonly vocab: ReadonlyMap<string, number>;
  readonly added: readonly AddedToken[];
  readonly bosToken: string | undefined;
  readonly eosToken: string;
  readonly padToken: string | undefined;
  readonly addBos: boolean;
  readonly addEos: boolean;
  /** Whether texts are cut by DeepSeek's own patterns, which take a time in proportion to their length. */
  readonly isLinear: boolean;
}

const addedToken = z.object({
  content: z.string().min(1),
  special: z.boolean().default(false),
  single_word: z.literal(false, { error: "matching single words only is not supported" }).default(false),
  lstrip: z.literal(false, { error: "stripping beside a token is not supported" }).default(false),
  rstrip: z.literal(false, { error: "stripping beside a token is not supported" }).default(false),
});

const MAX_ID = 10_000_000; // beyond any vocabulary, but an array of that many entries can still be held
const id = z.int().min(0).max(MAX_ID);

/** Steps hold steps; real files have one in another. */
const mostDepth = 4;
const pattern = z.union([z.looseObject({ Regex: z.string() }), z.looseObject({ String: z.string() })], {
  error: "a pattern is a Regex or a String",
});

function stepOf(depth: number): z.ZodType<Record<string, unknown>> {
  const inner =
    depth > 0 ? z.array(stepOf(depth - 1)) : z.never({ error: `steps are nested more than ${mostDepth} deep` });
  return z
    .looseObject({
      type: z.string(),
      behavior: z.string().optional(),
      pattern: pattern.nullish(),
      pretokenizers: inner.optional(),
    })
    .refine(({ type, pattern }) => type !== "Split" || pattern, { error: "it is a Split without a pattern" });
}

const tokenizerFile = z.looseObject({
  added_tokens: z.array(addedToken.extend({ id })).default([]),
  normalizer: z.unknown().optional(),
  pre_tokenizer: stepOf(mostDepth),
  decoder: z.looseObject({ type: z.literal("ByteLevel") }, { error: "only byte-level tokenizers can be read" }),
  model: z.looseObject({
    type: z.literal("BPE", { error: "only BPE models can be read" }),
    vocab: z.record(z.string(), z.unknown()),
    merges: z.array(z.unknown()),
  }),
});

const tokenName = z
  .union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)])
  .nullable()
  .optional();

const configFile = z.looseObject({
  bos_token: tokenName,
  eos_token: tokenName,
  pad_token: tokenName,
  // the defaults of LlamaTokenizerFast, the class the released files name
  add_bos_token: z.boolean().default(true),
  add_eos_token: z.boolean().default(false),
  added_tokens_decoder: z.record(z.string().regex(/^\d+$/), addedToken).default({}),
});

/**
 * Checks both files. The image placeholder is added behind the last id if no file has it, as the reference does.
 * `source` names tokenizer.json's folder in messages. Throws UserError naming file, key and what was expected.
 */
export function describeTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown, source = ""): TokenizerDescription {
  const jsonName = `${source}tokenizer.json`;
  const configName = `${source}tokenizer_config.json`;
  const json = readFields(tokenizerFile, tokenizerJson, jsonName);
  const config = readFields(configFile, tokenizerConfig, configName);
  const vocab = checkVocabulary(json.model.vocab, jsonName);
  checkMerges(json.model.merges, vocab, jsonName);

  const added: AddedToken[] = [];
  const byId = new Map<number, AddedToken>();
  const byContent = new Map<string, AddedToken>();
  const add = (token: AddedToken, file: string) => {
    const earlier = byId.get(token.id) ?? byContent.get(token.content);
    if (earlier === undefined) {
      added.push(token);
      byId.set(token.id, token);
      byContent.set(token.content, token);
    } else if (earlier.id !== token.id || earlier.content !== token.content) {
      throw new UserError(
        `${file}: added token ${token.id} is ${shown(token.content)}, but ${earlier.id} is ${shown(earlier.content)}`,
      );
    }
  };
  for (const { id, content, special } of json.added_tokens) add({ id, content, special }, jsonName);
  for (const [id, { content, special }] of Object.entries(config.added_tokens_decoder)) {
    add({ id: Number(id), content, special }, configName);
  }
  if (!byContent.has(IMAGE_TOKEN)) {
    const ids = [...vocab.values(), ...added.map((token) => token.id)];
    const next = ids.reduce((most, id) => Math.max(most, id), -1) + 1;
    add({ id: vocab.get(IMAGE_TOKEN) ?? next, content: IMAGE_TOKEN, special: true }, jsonName);
  }

  const named = (key: "bos_token" | "eos_token" | "pad_token"): string | undefined => {
    const content = config[key];
    if (content === undefined || content === null) return undefined;
    if (!vocab.has(content) && !byContent.has(content)) {
      throw new UserError(`${configName}: "${key}" is ${shown(content)}, which is no token of ${jsonName}`);
    }
    return content;
  };
  const eosToken = named("eos_token");
  if (eosToken === undefined) throw new UserError(`${configName}: "eos_token" is missing; without it no answer ends`);
  return {
    json: { ...json, normalizer: json.normalizer ?? null, pre_tokenizer: repaired(json.pre_tokenizer) },
    vocab,
    added,
    bosToken: named("bos_token"),
    eosToken,
    padToken: named("pad_token"),
    addBos: config.add_bos_token,
    addEos: config.add_eos_token,
    isLinear: !json.normalizer && added.length <= fewTokens && isDeepseeks(tokenizerJson),
  };
}

/** Added tokens up to here are looked for without it being felt. */
const fewTokens = 1000;

/** Of the file as it was read: checking it moves its fields. */
function isDeepseeks(file: unknown): boolean {
  try {
    const { pre_tokenizer } = file as { readonly pre_tokenizer: unknown };
    return JSON.stringify(pre_tokenizer) === JSON.stringify(DEEPSEEK_PRE_TOKENIZER);
  } catch {
    return false; // something is nested too deeply to be written
  }
}

/**
 * Two steps are exchanged for others with the same result in the Rust original:
 * - The library's `Digits` splits only ASCII digits; the original splits every numeric character ("½", "２", "Ⅳ").
 *   A `Split` on the Unicode category does that.
 * - `\s+$` takes quadratic time on blanks that do not end the piece, which anyone can type; looking behind forbids
 *   a second try inside the same blanks.
 */
function repaired(step: Record<string, unknown>): Record<string, unknown> {
  if (Array.isArray(step.pretokenizers)) return { ...step, pretokenizers: step.pretokenizers.map(repaired) };
  if (step.type === "Digits") return isolated(step.individual_digits === true ? "\\p{N}" : "\\p{N}+");
  const { pattern } = step as { pattern?: { Regex?: unknown } };
  if (step.type === "Split" && pattern?.Regex === "\\s+$") return { ...step, pattern: { Regex: "(?<!\\s)\\s+$" } };
  return step;
}

function checkVocabulary(vocab: Record<string, unknown>, source: string): Map<string, number> {
  const ids = new Map<string, number>();
  const tokens = new Map<number, string>();
  for (const [token, value] of Object.entries(vocab)) {
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > MAX_ID) {
      throw new UserError(`${source}: the id of ${shown(token)} is ${shown(value)}, not an id`);
    }
    const other = tokens.get(value);
    if (other !== undefined) {
      throw new UserError(`${source}: ${shown(other)} and ${shown(token)} both have id ${value}`);
    }
    ids.set(token, value);
    tokens.set(value, token);
  }
  if (ids.size === 0) throw new UserError(`${source}: the vocabulary is empty`);
  return ids;
}

/** Every merge joins two tokens of the vocabulary into a third; written "left right" or as a pair. */
function checkMerges(merges: readonly unknown[], vocab: ReadonlyMap<string, number>, source: string): void {
  merges.forEach((merge, i) => {
    const parts: unknown[] = typeof merge === "string" ? merge.split(" ") : Array.isArray(merge) ? merge : [];
    const [left, right] = parts;
    if (parts.length !== 2 || typeof left !== "string" || typeof right !== "string") {
      throw new UserError(`${source}: merge ${i} is ${shown(merge)}, not two tokens`);
    }
    for (const token of [left, right, left + right]) {
      if (!vocab.has(token)) {
        throw new UserError(`${source}: merge ${i} needs ${shown(token)}, which is not in the vocabulary`);
      }
    }
  });
}

/** A value in a message: what is wrong may be long, or nested too deeply to be written. */
function shown(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? "nothing";
    return text.length > 100 ? `${text.slice(0, 97)}...` : text;
  } catch {
    return "deeply nested";
  }
}
