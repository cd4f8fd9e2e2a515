/** One sample of a run asked again, and whether the two records agree in all but their times. */
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../runtime/errors.ts";
import type { SampleRecord, Task } from "../contract.ts";
import { openFiles } from "../files/open-files.ts";
import type { Respondent } from "../respond/respondent.ts";
import { examine, placedAt } from "./examine.ts";
import { expectedOf } from "./run-task.ts";

export interface ReplayOptions {
  readonly task: Task;
  readonly data: string;
  readonly respondent: Respondent;
  readonly before: SampleRecord;
}

/** Throws a `UserError` where the task's data has no such sample any more. */
export async function replaySample({ task, data, respondent, before }: ReplayOptions): Promise<SampleRecord> {
  const files = await openFiles(task.builtIn ? "." : data, expectedOf(task));
  let ordinal = -1;
  for await (const sample of task.samples(files)) {
    ordinal++;
    if (sample.id !== before.id) continue;
    const { maxNewTokens = 128, stop } = task.protocol;
    const limits = { maxNewTokens, stop, batch: 1 };
    let record: SampleRecord | undefined;
    await examine([placedAt(sample, ordinal)], { task, scoring: before.scoring, respondent, limits }, (one) => {
      record = one;
    });
    return record!;
  }
  throw new UserError(`${data} has no sample "${before.id}" of ${task.name} any more`);
}

/** Equal but for times; a judge's verdict is left out, which is not asked again. */
export function sameRecord(a: SampleRecord, b: SampleRecord): boolean {
  const essence = ({
    times: _,
    sample: __,
    score: ___,
    scoredBy: ____,
    verdicts,
    note: _____,
    ...rest
  }: SampleRecord) => ({
    ...JSON.parse(JSON.stringify(rest)),
    verdicts: verdicts.filter(({ by }) => by === "rule" || by === "likelihood"),
  });
  return isDeepStrictEqual(essence(a), essence(b));
}
