/** From records to scores: of a task, of its categories and leaves, each with a bootstrap interval. It formats nothing. */
import { bitsPerByte } from "../../score/likelihood.ts";
import type { SampleRecord } from "../contract.ts";
import { namesOf, type RunFolder, type RunTask } from "../run/folder.ts";
import { bootstrap, type Interval, mean, wilson } from "../score/statistics.ts";

export interface Score {
  readonly name: string;
  /** Questions; a group of samples that count together is one. Where nothing is scored, those that were answered. */
  readonly questions: number;
  /** Per cent, points of 1000, or bits per byte, by the task's metric. */
  readonly value: number;
  readonly interval: Interval;
}

export interface TaskSummary extends Score {
  readonly title: string;
  readonly field: "vision" | "language";
  readonly metric: RunTask["metric"];
  readonly paper?: string;
  /** How the scores came about: scorings by how many samples they were used for. */
  readonly scoring: Readonly<Record<string, number>>;
  /** Who scored: `rule`, `likelihood`, a judge's name, by how many samples. */
  readonly scoredBy: Readonly<Record<string, number>>;
  /** Samples that could not be asked; they count as wrong. */
  readonly notAsked: number;
  /** Answers that the parser could not read; they count as wrong. */
  readonly notRead: number;
  readonly categories: readonly Score[];
  readonly leaves: readonly Score[];
  /** Of yes-or-no questions: F1 of yes, and how often yes is said. */
  readonly yes?: { readonly f1: number; readonly share: number };
}

export interface RunSummary {
  readonly name: string;
  readonly folder: string;
  readonly respondent: Readonly<Record<string, string>>;
  readonly tasks: readonly TaskSummary[];
}

/** Summaries of several runs, with names that tell them apart. */
export function summariseAll(runs: readonly RunFolder[]): RunSummary[] {
  const names = namesOf(runs);
  return runs.map((run, i) => ({ ...summarise(run), name: names[i]! }));
}

export function summarise(run: RunFolder): RunSummary {
  return {
    name: run.run.name,
    folder: run.folder,
    respondent: run.run.respondent,
    tasks: Object.entries(run.run.tasks).flatMap(([name, task]) => {
      const records = run.records(name);
      return records.length === 0 ? [] : [summariseTask(name, task, records)];
    }),
  };
}

export function summariseTask(name: string, task: RunTask, records: readonly SampleRecord[]): TaskSummary {
  const { title, field, metric, paper } = task;
  const labelled = task.metric === "accuracy" && records.every(({ reference }) => labelOf(reference) !== undefined);
  return {
    ...scoreOf(name, records, metric),
    ...{ title, field, metric, ...(paper && { paper }) },
    scoring: counted(records.map(({ scoring }) => scoring)),
    scoredBy: counted(records.flatMap(({ scoredBy }) => scoredBy ?? [])),
    notAsked: records.filter(({ note }) => note?.startsWith("not asked")).length,
    notRead: records.filter(({ verdicts }) => verdicts.length > 0 && verdicts.at(-1)!.read === null).length,
    categories: parts(records, metric, ({ category }) => category),
    leaves: parts(records, metric, ({ leaf }) => leaf),
    ...(labelled && { yes: yesOf(records) }),
  };
}

function parts(
  records: readonly SampleRecord[],
  metric: RunTask["metric"],
  nameOf: (record: SampleRecord) => string | undefined,
): Score[] {
  const inOrder = new Intl.Collator("en", { numeric: true });
  const names = [...new Set(records.flatMap((record) => nameOf(record) ?? []))].sort(inOrder.compare);
  return names.map((name) =>
    scoreOf(
      name,
      records.filter((record) => nameOf(record) === name),
      metric,
    ),
  );
}

export function scoreOf(name: string, records: readonly SampleRecord[], metric: RunTask["metric"]): Score {
  if (metric === "bits-per-byte") {
    const texts = records.flatMap(({ bits }) => bits ?? []);
    return { name, questions: texts.length, value: bitsPerByte(texts), interval: bootstrap(texts, bitsPerByte) };
  }
  if (metric === "none") {
    const answered = new Set(records.flatMap(({ id, group, output }) => (output ? [group ?? id] : [])));
    return { name, questions: answered.size, value: Number.NaN, interval: [Number.NaN, Number.NaN] };
  }
  const scores = questionScores(records).map(({ score }) => score);
  const scale = metric === "points" ? 1000 : 100;
  const value = (some: readonly number[]) => scale * mean(some);
  return { name, questions: scores.length, value: value(scores), interval: intervalOf(scores, value, scale) };
}

/** Drawing again from scores that are all alike says nothing of those that were not asked. */
function intervalOf(scores: readonly number[], value: (some: readonly number[]) => number, scale: number): Interval {
  const [first] = scores;
  if (first === undefined || scores.some((score) => score !== first)) return bootstrap(scores, value);
  const [low, high] = wilson(first * scores.length, scores.length);
  return [scale * low, scale * high];
}

/** A score for each question; one that is asked in several forms is as good as its worst. */
export function questionScores(records: readonly SampleRecord[]): { readonly id: string; readonly score: number }[] {
  const scores = new Map<string, number>();
  for (const { id, group, score } of records) {
    if (score === null) continue;
    const key = group ?? id;
    scores.set(key, Math.min(scores.get(key) ?? 1, score));
  }
  return [...scores].map(([id, score]) => ({ id, score }));
}

function labelOf(reference: unknown): string | undefined {
  const { label } = (reference ?? {}) as { readonly label?: unknown };
  return label === "yes" || label === "no" ? label : undefined;
}

function yesOf(records: readonly SampleRecord[]): { f1: number; share: number } {
  let [both, said, wanted] = [0, 0, 0];
  for (const { reference, verdicts } of records) {
    const yes = /^yes$/i.test(verdicts.at(-1)?.read ?? "");
    if (yes) said++;
    if (labelOf(reference) === "yes") wanted++;
    if (yes && labelOf(reference) === "yes") both++;
  }
  return { f1: said + wanted === 0 ? 0 : (200 * both) / (said + wanted), share: (100 * said) / records.length };
}

function counted(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
