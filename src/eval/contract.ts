/**
 * What everyone in this room agrees on: a task gives samples, a respondent answers them, a scorer gives verdicts, and all of
 * it is left behind as records. Types only, and the schema of a record, which is also the format of the run folder
 * (docs/evaluation.md).
 */
import { z } from "zod";
import type { Normalisation } from "../score/likelihood.ts";
import type { OpenFiles } from "./files/open-files.ts";

/** Encoded bytes of an image file, or its path. */
export type EvalImage = Uint8Array | string;

export type EvalPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly image: EvalImage };

export interface EvalMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: readonly EvalPart[];
}

/** A conversation that ends with a question, or plain text that is to be continued. */
export type EvalPrompt = { readonly messages: readonly EvalMessage[] } | { readonly text: string };

/** One question, ready to be asked. */
export interface Sample {
  /** Unique in its task and the same in every run. */
  readonly id: string;
  readonly prompt: EvalPrompt;
  /** Texts to choose from; those that are compared by likelihood. */
  readonly options?: readonly string[];
  /** How options are named in the prompt: `A`, `B`, ... */
  readonly letters?: readonly string[];
  /** What the task's rule needs to judge an answer; plain JSON. */
  readonly reference: unknown;
  /** Rows of the task's own breakdown. */
  readonly category?: string;
  /** A leaf of the taxonomy. */
  readonly leaf?: string;
  /** Samples of one group count together: right only where all are (circular evaluation). */
  readonly group?: string;
}

/**
 * `generate`: an answer is written and read by the task's rule. `likelihood`: the option with the highest likelihood is the
 * answer. `letters`: the same over the options' letters alone (the paper's multi-choice perplexity). `bits-per-byte`: how
 * well a text is predicted.
 */
export const scorings = ["generate", "likelihood", "letters", "bits-per-byte"] as const;
export type ScoringName = (typeof scorings)[number];

export interface Verdict {
  /** The task's own rule, or a judge by its model's name. */
  readonly by: string;
  /** 0 to 1. */
  readonly score: number;
  /** What was taken for the answer; null where nothing could be. */
  readonly read: string | null;
  /** Which way of reading led there. */
  readonly path: string;
}

export type Rule = (sample: Sample, output: string) => Omit<Verdict, "by"> | Promise<Omit<Verdict, "by">>;

/** How a judge is asked about an answer, where the task has one. */
export interface Rubric {
  question(sample: Sample, output: string): string;
  /** The judge's reply as a verdict; undefined where it cannot be read. */
  read(sample: Sample, reply: string): Omit<Verdict, "by" | "path"> | undefined;
}

/** What a reader of the score must know of how it came about. */
export interface Protocol {
  /** Raised when scores change. */
  readonly version: number;
  /** How a question is put, in words. */
  readonly prompt: string;
  readonly shots: number;
  /** The first is what is used unless said. */
  readonly scoring: readonly ScoringName[];
  readonly normalisation?: Normalisation;
  readonly maxNewTokens?: number;
  readonly stop?: readonly string[];
  /** How an answer is read, in words. */
  readonly parser: string;
  /** Where the data comes from. */
  readonly source: string;
  /** Data sets on the Hugging Face hub that hold it in a format that is read. */
  readonly hub?: readonly string[];
  /** `accuracy` in per cent, `points` of 1000, `bits-per-byte`, or `none`: answers for people and judges. */
  readonly metric: "accuracy" | "points" | "bits-per-byte" | "none";
}

export interface Task {
  /** As on the command line. */
  readonly name: string;
  readonly title: string;
  readonly field: "vision" | "language";
  readonly protocol: Protocol;
  /** The column of the paper's tables, where it has one. */
  readonly paper?: string;
  /** Samples in an order that never changes. Throws a `UserError` that says what was expected where files are wrong. */
  samples(files: OpenFiles): AsyncIterable<Sample>;
  /** Whether the task makes its own data. */
  readonly builtIn?: boolean;
  /** Makes what takes long to make and is kept; `samples` finds it then, and makes it silently otherwise. */
  prepare?(options: {
    readonly signal?: AbortSignal;
    readonly onProgress: (done: number, total: number) => void;
  }): Promise<void>;
  readonly rule?: Rule;
  readonly rubric?: Rubric;
}

export const verdictSchema = z.object({
  by: z.string(),
  score: z.number(),
  read: z.string().nullable(),
  path: z.string(),
});

/** One line of a run's `records*.jsonl`. */
export const recordSchema = z.object({
  task: z.string(),
  id: z.string(),
  /** The sample's place in its task, from 0. */
  ordinal: z.int().nonnegative(),
  category: z.string().optional(),
  leaf: z.string().optional(),
  group: z.string().optional(),
  /** Names what the task asked and expected, but for its images; absent in the first records. */
  sample: z.string().optional(),
  scoring: z.enum(scorings),
  /** Why the scoring, or whose score counts, is another one than was asked for. */
  note: z.string().optional(),
  prompt: z.object({
    text: z.string(),
    /** One id a token, one placeholder an image; absent for an endpoint, which does not tell. */
    ids: z.array(z.int()).optional(),
    positions: z.int().optional(),
    images: z.array(z.object({ sha256: z.string(), preprocessing: z.string() })),
  }),
  output: z.object({ text: z.string(), ids: z.array(z.int()).optional(), finish: z.string() }).optional(),
  options: z.array(z.object({ text: z.string(), logprob: z.number(), tokens: z.int(), value: z.number() })).optional(),
  bits: z.object({ bits: z.number(), bytes: z.int(), tokens: z.int() }).optional(),
  reference: z.unknown(),
  verdicts: z.array(verdictSchema),
  /** Of the verdict that counts: the judge's where there is one. */
  score: z.number().nullable(),
  scoredBy: z.string().nullable(),
  /** Milliseconds; all that differs between two runs. */
  times: z.record(z.string(), z.number()),
});
export type SampleRecord = z.infer<typeof recordSchema>;
