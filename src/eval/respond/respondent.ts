/** Who is examined: a checkpoint or an endpoint. It answers prompts and says how likely texts are; it knows no tasks. */
import { UserError } from "../../runtime/errors.ts";
import type { Likelihood } from "../../score/likelihood.ts";
import type { EvalPrompt, SampleRecord, ScoringName } from "../contract.ts";

export type PromptRecord = SampleRecord["prompt"];
export type Times = Readonly<Record<string, number>>;

export interface Answered {
  readonly prompt: PromptRecord;
  readonly output: NonNullable<SampleRecord["output"]>;
  readonly times: Times;
}

export interface Weighed {
  readonly prompt: PromptRecord;
  /** One of each option. */
  readonly options: readonly Likelihood[];
  readonly times: Times;
}

export interface Predicted {
  readonly prompt: PromptRecord;
  readonly likelihood: Likelihood;
  readonly times: Times;
}

export interface AnswerLimits {
  readonly maxNewTokens: number;
  readonly stop?: readonly string[];
  /** Questions that are answered side by side. */
  readonly batch: number;
  readonly signal?: AbortSignal;
}

export interface Respondent {
  /** As reports call it. */
  readonly name: string;
  /** What it is, for the run folder: a run is continued by the same respondent only. */
  readonly facts: Readonly<Record<string, string>>;
  /** Greedy answers; `onAnswer` gets each when it is complete. Throws a `UserError` for a prompt that cannot be asked. */
  generate(
    prompts: readonly EvalPrompt[],
    limits: AnswerLimits,
    onAnswer: (index: number, answer: Answered) => void,
  ): Promise<void>;
  /** Throws `NotOffered` where this respondent cannot tell. */
  weigh(prompt: EvalPrompt, options: readonly string[], kind: ScoringName, signal?: AbortSignal): Promise<Weighed>;
  /** Throws `NotOffered` where this respondent cannot tell. */
  predict(text: string, signal?: AbortSignal): Promise<Predicted>;
  /** A number to sort prompts by, so that those of one batch are of about one length. */
  lengthOf(prompt: EvalPrompt): number;
  close(): Promise<void>;
}

/** Thrown where likelihoods are not to be had. */
export class NotOffered extends UserError {}

/** All text of a prompt, an image written as its placeholder. */
export function textOf(prompt: EvalPrompt): string {
  if ("text" in prompt) return prompt.text;
  return prompt.messages
    .map(({ content }) => content.map((part) => (part.type === "text" ? part.text : "<image_placeholder>")).join(""))
    .join("\n\n");
}
