/** Two runs over the same samples: by how much they differ, how sure that is, and which samples changed. */

import { UserError } from "../../runtime/errors.ts";
import { bitsPerByte } from "../../score/likelihood.ts";
import type { SampleRecord } from "../contract.ts";
import { differencesOf, type ProtocolDifference, type RunFolder } from "../run/folder.ts";
import { bootstrap, type Interval, mean, signTest, wilson } from "../score/statistics.ts";
import { questionScores } from "./summary.ts";

export interface Changed {
  readonly id: string;
  readonly before: number;
  readonly after: number;
  /** What was answered, where there is an answer. */
  readonly said: readonly [string, string];
}

export interface TaskComparison {
  readonly task: string;
  readonly metric: string;
  /** In what the runs were not asked or read alike: then the difference is not only one of who answered. */
  readonly protocols: readonly ProtocolDifference[];
  /** Questions that both have. */
  readonly paired: number;
  /** Those among them that the task's data has changed between the runs. */
  readonly unlike: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly first: number;
  readonly second: number;
  /** Second minus first, in the metric's unit, with its interval over paired draws. */
  readonly difference: number;
  readonly interval: Interval;
  /** Probability of so uneven a split of the changed questions if neither were better. */
  readonly probability: number;
  readonly changed: readonly Changed[];
}

/** Compares every task that both runs have. Throws a `UserError` where there is none. */
export function compareRuns(first: RunFolder, second: RunFolder): TaskComparison[] {
  const shared = Object.keys(first.run.tasks).filter((name) => second.run.tasks[name]);
  const compared = shared.flatMap((name) => {
    const [a, b] = [first.run.tasks[name]!, second.run.tasks[name]!];
    const pair = compareTask(name, a.metric, first.records(name), second.records(name));
    return pair.paired === 0 ? [] : [{ ...pair, protocols: differencesOf(a, b) }];
  });
  if (compared.length > 0) return compared;
  const names = (run: RunFolder) => Object.keys(run.run.tasks).join(", ") || "none";
  throw new UserError(
    `the runs have no finished samples in common: ${first.folder} has the tasks ${names(first)}, ${second.folder} has ${names(second)}`,
  );
}

function compareTask(
  task: string,
  metric: string,
  before: readonly SampleRecord[],
  after: readonly SampleRecord[],
): Omit<TaskComparison, "protocols"> {
  const text = metric === "bits-per-byte";
  const scale = text ? 1 : metric === "points" ? 1000 : 100;
  const a = new Map(scoresOf(before, text).map(({ id, score }) => [id, score]));
  const b = new Map(scoresOf(after, text).map(({ id, score }) => [id, score]));
  const ids = [...a.keys()].filter((id) => b.has(id));
  const pairs = ids.map((id) => [a.get(id)!, b.get(id)!] as const);
  const difference = (some: readonly (readonly [number, number])[]) => scale * mean(some.map(([x, y]) => y - x));
  // of bits, less is better
  const better = pairs.filter(([x, y]) => (text ? y < x : y > x)).length;
  const worse = pairs.filter(([x, y]) => (text ? y > x : y < x)).length;
  const asked = new Map(before.map(({ id, sample }) => [id, sample]));
  const unlike = after.filter(({ id, sample }) => sample && (asked.get(id) ?? sample) !== sample);
  const said = (records: readonly SampleRecord[], id: string) => {
    const record = records.find((one) => (one.group ?? one.id) === id);
    return record?.output?.text ?? record?.verdicts.at(-1)?.read ?? "";
  };
  return {
    ...{ task, metric, paired: ids.length, onlyFirst: a.size - ids.length, onlySecond: b.size - ids.length },
    unlike: new Set(unlike.map(({ id, group }) => group ?? id)).size,
    first: scale * mean(pairs.map(([x]) => x)),
    second: scale * mean(pairs.map(([, y]) => y)),
    difference: difference(pairs),
    interval: text ? bootstrap(pairs, difference) : intervalOf(pairs, difference, scale),
    probability: signTest(better, worse),
    changed: text
      ? []
      : ids.flatMap((id, i): Changed[] => {
          const [x, y] = pairs[i]!;
          return x === y ? [] : [{ id, before: x, after: y, said: [said(before, id), said(after, id)] }];
        }),
  };
}

/**
 * Where all pairs differ alike, drawing again says nothing. Wilson's least share of all questions is then taken to be like them;
 * the others may differ in either way and by as much as there is.
 */
function intervalOf(
  pairs: readonly (readonly [number, number])[],
  difference: (some: readonly (readonly [number, number])[]) => number,
  scale: number,
): Interval {
  const [first, ...others] = pairs.map(([x, y]) => y - x);
  if (first === undefined || others.some((one) => one !== first)) return bootstrap(pairs, difference);
  const [share] = wilson(pairs.length, pairs.length);
  return [scale * (share * first - (1 - share)), scale * (share * first + (1 - share))];
}

/** Of a text, its own bits per byte: each counts alike here, whatever its length. */
function scoresOf(records: readonly SampleRecord[], text: boolean): { id: string; score: number }[] {
  if (!text) return questionScores(records);
  return records.flatMap(({ id, bits }) => (bits ? [{ id, score: bitsPerByte([bits]) }] : []));
}
