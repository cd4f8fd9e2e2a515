/**
 * One sample from question to record: asked by one of the scorings, judged by the task's rule and, where there is one, by
 * a judge. Which samples, and in which order, is the runner's business.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import { type Likelihood, likeliest, optionValue, predictedText } from "../../score/likelihood.ts";
import {
  type EvalPart,
  type EvalPrompt,
  type Sample,
  type SampleRecord,
  type ScoringName,
  type Task,
  type Verdict,
  verdictSchema,
} from "../contract.ts";
import { Unreachable } from "../respond/chat-endpoint.ts";
import { type Answered, type AnswerLimits, NotOffered, type Respondent, textOf } from "../respond/respondent.ts";

/** Asks a judge about an answer. Gives its verdict, or in words why there is none. */
export type AskJudge = (task: Task, sample: Sample, output: string, signal?: AbortSignal) => Promise<Verdict | string>;

export interface Examination {
  readonly task: Task;
  readonly scoring: ScoringName;
  readonly respondent: Respondent;
  readonly judge?: AskJudge;
  readonly limits: AnswerLimits;
}

export interface Placed {
  readonly sample: Sample;
  readonly ordinal: number;
  /** The sample's name as its record keeps it. */
  readonly asks: string;
}

/** A sample in its place. */
export function placedAt(sample: Sample, ordinal: number): Placed {
  const { prompt, options, letters, reference, group } = sample;
  const essence = JSON.stringify([textOf(prompt), options, letters, reference, group]);
  return { sample, ordinal, asks: createHash("sha256").update(essence).digest("hex").slice(0, 32) };
}

/** Examines samples together; `onRecord` gets each record when it is complete. One that cannot be asked has a record too. */
export async function examine(
  placed: readonly Placed[],
  examination: Examination,
  onRecord: (record: SampleRecord) => void,
): Promise<void> {
  if (examination.scoring === "generate") return answer(placed, examination, onRecord);
  for (const one of placed) {
    examination.limits.signal?.throwIfAborted();
    try {
      onRecord(await weigh(one, examination));
    } catch (error) {
      if (error instanceof Unreachable) throw error; // the run goes on when it can be asked again
      if (error instanceof NotOffered)
        await answer([instead(one, examination.task)], examination, onRecord, error.message);
      else if (error instanceof UserError) onRecord(notAsked(one, examination, error));
      else throw error;
    }
  }
}

async function answer(
  placed: readonly Placed[],
  examination: Examination,
  onRecord: (record: SampleRecord) => void,
  note?: string,
): Promise<void> {
  const { respondent, limits } = examination;
  const prompts = placed.map(({ sample }) => sample.prompt);
  const answered = new Set<number>();
  // Rules may take their time (programs are run): one after the other, in the order of the answers.
  let verdicts: Promise<void> = Promise.resolve();
  let failed: unknown;
  const take = (one: Placed, index: number) => (result: Answered) => {
    answered.add(index);
    verdicts = verdicts
      .then(async () => {
        if (failed instanceof Unreachable) return; // the judge is away for the next ones, too
        onRecord(await judged(one, result, examination, note));
      })
      .catch((error: unknown) => {
        failed ??= error;
      });
  };
  try {
    await respondent.generate(prompts, limits, (index, result) => take(placed[index]!, index)(result));
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof Unreachable) {
      await verdicts; // what was answered before is kept
      throw error;
    }
    if (placed.length === 1 && answered.size === 0) onRecord(notAsked(placed[0]!, examination, error));
    else {
      // one of them cannot be asked: alone, each shows whether it is the one
      for (const [index, one] of placed.entries()) {
        if (!answered.has(index)) await answer([one], examination, onRecord, note);
      }
    }
  }
  await verdicts;
  if (failed) throw failed;
}

async function judged(
  placed: Placed,
  { prompt, output, times }: Answered,
  { task, judge, limits }: Examination,
  note: string | undefined,
): Promise<SampleRecord> {
  const { sample } = placed;
  const verdicts: Verdict[] = [];
  if (task.rule) verdicts.push(sound({ by: "rule", ...(await task.rule(sample, output.text)) }, "rule", task, sample));
  const opinion = task.rubric && (await judge?.(task, sample, output.text, limits.signal));
  const isVerdict = typeof opinion === "object";
  if (isVerdict) verdicts.push(sound(opinion, "rubric", task, sample));
  const notes = [note, isVerdict ? undefined : opinion].filter((one) => one !== undefined);
  const counting = verdicts.at(-1);
  return {
    ...begin(task, placed, "generate"),
    ...(notes.length > 0 && { note: notes.join("; ") }),
    ...{ prompt, output, reference: sample.reference, verdicts },
    ...{ score: counting?.score ?? null, scoredBy: counting?.by ?? null, times: rounded(times) },
  };
}

const soundVerdict = verdictSchema.extend({ score: z.number().min(0).max(1) });

/** A verdict that can be counted. Throws a `UserError` that names whose it is: one that is wrong would spoil all scores. */
function sound(verdict: Verdict, whose: "rule" | "rubric", { name }: Task, { id }: Sample): Verdict {
  const { success, error } = soundVerdict.safeParse(verdict);
  if (success) return verdict;
  const { path, message } = error.issues[0]!;
  throw new UserError(`the ${whose} of the task ${name} gives sample ${id} no sound verdict: "${path}": ${message}`);
}

async function weigh(placed: Placed, examination: Examination): Promise<SampleRecord> {
  const { task, scoring, respondent, limits } = examination;
  const { sample } = placed;
  const record = { ...begin(task, placed, scoring), reference: sample.reference };
  if (scoring === "bits-per-byte") {
    if (!("text" in sample.prompt)) throw new UserError(`${task.name} has no texts, which bits-per-byte needs`);
    const { text } = sample.prompt;
    const { prompt, likelihood, times } = await respondent.predict(text, limits.signal);
    const { bits, bytes, tokens } = predictedText(finite(likelihood), text);
    return {
      ...{ ...record, prompt, bits: { bits: fixed(bits), bytes, tokens }, verdicts: [] },
      ...{ score: fixed(bits / bytes), scoredBy: "likelihood", times: rounded(times) },
    };
  }
  const texts = scoring === "letters" ? lettersOf(sample) : sample.options;
  if (!texts?.length) throw new UserError(`sample ${sample.id} of ${task.name} has no options, which ${scoring} needs`);
  const { prompt, options, times } = await respondent.weigh(sample.prompt, texts, scoring, limits.signal);
  const by = scoring === "letters" ? "none" : task.protocol.normalisation;
  const weighed = texts.map((text, i) => {
    const likelihood = finite(options[i]!);
    const { logprob, tokens } = likelihood;
    return { text, logprob: fixed(logprob), tokens, value: fixed(optionValue(likelihood, text, by)) };
  });
  const best = likeliest(weighed.map(({ value }) => value))!;
  const right = (sample.reference as { readonly option?: number }).option;
  const read = sample.letters?.[best] ?? texts[best]!.trim();
  const verdict: Verdict = { by: "likelihood", score: best === right ? 1 : 0, read, path: "likeliest option" };
  return {
    ...{ ...record, prompt, options: weighed, verdicts: [verdict] },
    ...{ score: verdict.score, scoredBy: verdict.by, times: rounded(times) },
  };
}

function finite(likelihood: Likelihood): Likelihood {
  if (Number.isFinite(likelihood.logprob)) return likelihood;
  throw new UserError("the model gives no finite likelihood; its weights are damaged or overflow");
}

function lettersOf({ letters, options }: Sample): readonly string[] | undefined {
  return letters && options ? letters.slice(0, options.length) : letters;
}

function begin(task: Task, { sample, ordinal, asks }: Placed, scoring: ScoringName) {
  const { id, category, leaf, group } = sample;
  return {
    ...{ task: task.name, id, ordinal, sample: asks, scoring },
    ...(category && { category }),
    ...(leaf && { leaf }),
    ...(group && { group }),
  };
}

/** A sample that could not be asked counts as wrong, and says why. */
function notAsked(placed: Placed, { task, scoring }: Examination, error: Error): SampleRecord {
  const { sample } = placed;
  const counts = task.protocol.metric === "accuracy" || task.protocol.metric === "points";
  return {
    ...begin(task, placed, scoring),
    ...{ note: `not asked: ${error.message}`, prompt: { text: textOf(sample.prompt), images: [] } },
    ...{ reference: sample.reference, verdicts: [], score: counts ? 0 : null, scoredBy: null, times: {} },
  };
}

/** The same question with its options written out, for who tells no likelihoods of them; where it can be answered, as it is. */
function instead(placed: Placed, { protocol }: Task): Placed {
  const { prompt, options, letters } = placed.sample;
  if (!options || letters || protocol.scoring.includes("generate")) return placed;
  const names = options.map((_, i) => String.fromCharCode(65 + i));
  const listed = options.map((option, i) => `${names[i]}. ${option.trim()}`).join("\n");
  const close = `\n\n${listed}\n\nAnswer with the letter alone.`;
  const told = (text: string): EvalPart => ({ type: "text", text });
  const asked: EvalPrompt =
    "text" in prompt
      ? { messages: [{ role: "user", content: [told(`Which is the best continuation?\n\n${prompt.text}${close}`)] }] }
      : {
          messages: prompt.messages.map((message, i) =>
            i < prompt.messages.length - 1 ? message : { ...message, content: [...message.content, told(close)] },
          ),
        };
  return { ...placed, sample: { ...placed.sample, prompt: asked, letters: names } };
}

/** Enough digits to compare by, and few enough to read. */
function fixed(value: number): number {
  return Number(value.toFixed(6));
}

function rounded(times: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, Math.round(ms * 10) / 10]));
}
