/**
 * What can be said about an answer: how it is drawn, how long it may be, where it ends. Checks the numbers once, so that
 * nobody below has to, and reads the defaults that a model folder brings along.
 */
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import { checkLimits, type Limit } from "./checks.ts";
import type { SamplingOptions, TokenConstraint } from "./sampling.ts";

export interface GenerateOptions extends SamplingOptions {
  /** Default 512. Fewer come where the model's positions run out. */
  readonly maxNewTokens?: number;
  /** The answer ends before the first of these. */
  readonly stop?: readonly string[];
  /** Tokens that end the answer; none for an answer of full length. Default: the tokenizer's end of sentence. */
  readonly eosIds?: readonly number[];
  /** Lets the repetition penalty see the prompt as well; the reference shows it the answer only. Default false. */
  readonly penalizePrompt?: boolean;
  /** Begins what every answer is held to, token by token: a grammar. Its end tokens are `eosIds`. */
  readonly constraint?: () => TokenConstraint;
  /** Ends the answer after the token under way; what was said until then is kept. */
  readonly signal?: AbortSignal;
}

/** The reference's length of an answer (spec 7.2). */
export const DEFAULT_MAX_NEW_TOKENS = 512;

const limits: Readonly<Record<string, Limit>> = {
  maxNewTokens: { schema: z.int().min(1), expected: "a whole number from 1" },
  temperature: { schema: z.number().min(0).max(100), expected: "a number from 0 to 100" },
  topK: { schema: z.int().min(0), expected: "a whole number from 0" },
  topP: { schema: z.number().gt(0).max(1), expected: "a number above 0 and at most 1" },
  repetitionPenalty: { schema: z.number().gt(0).max(100), expected: "a number above 0 and at most 100" },
  seed: { schema: z.int(), expected: "a whole number" },
  logprobs: { schema: z.int().min(0).max(1000), expected: "a whole number from 0 to 1000" },
  stop: { schema: z.array(z.string()), expected: "a list of texts" },
  eosIds: { schema: z.array(z.int()), expected: "a list of whole numbers" },
};

/** Throws a UserError that names an option out of its range. */
export function checkOptions(options: GenerateOptions): void {
  checkLimits(options, limits);
}

/** Options of a call over those of the model; an undefined one leaves the model's. */
export function mergeOptions(defaults: GenerateOptions, options: GenerateOptions): GenerateOptions {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(said) };
}

const generationFile = z.looseObject({
  do_sample: z.boolean().nullish(),
  temperature: z.number().nullish(),
  top_k: z.number().nullish(),
  top_p: z.number().nullish(),
  repetition_penalty: z.number().nullish(),
  max_new_tokens: z.number().nullish(),
  eos_token_id: z.union([z.int(), z.array(z.int())]).nullish(),
});

/** What a `generation_config.json` says; a file that does not speak of sampling leaves it out. */
export interface GenerationDefaults {
  readonly options: GenerateOptions;
  /** Whether the file says how tokens are to be chosen. */
  readonly saysHow: boolean;
}

/**
 * Parses a `generation_config.json` (undefined: there is none), as transformers reads it: its temperature and its
 * selection count only with `do_sample`. Throws a UserError naming the file and the field.
 */
export function parseGenerationConfig(json: unknown, source = "generation_config.json"): GenerationDefaults {
  if (json === undefined) return { options: {}, saysHow: false };
  const result = generationFile.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw new UserError(`${source}: ${issue.path.length ? `"${issue.path.join(".")}": ` : ""}${issue.message}`);
  }
  const { do_sample: draws, eos_token_id: eos, ...file } = result.data;
  const how = [draws, file.temperature, file.top_k, file.top_p, file.repetition_penalty];
  const drawing = draws
    ? { temperature: file.temperature ?? 1, topK: file.top_k ?? undefined, topP: file.top_p ?? undefined }
    : { temperature: 0 };
  const saysHow = how.some((value) => value !== undefined && value !== null);
  const options: GenerateOptions = {
    ...(saysHow && drawing),
    repetitionPenalty: file.repetition_penalty ?? undefined,
    maxNewTokens: file.max_new_tokens ?? undefined,
    eosIds: eos === undefined || eos === null ? undefined : [eos].flat(),
  };
  try {
    checkOptions(options);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${source}: ${error.message}`) : error;
  }
  return { options: mergeOptions({}, options), saysHow };
}
