/** What a voter is shown, and in which order: every question for every two models, mixed, left and right by lot. */
import { createHash } from "node:crypto";
import { hashText, randomFor } from "../../data/random.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Question } from "../questions/question-set.ts";
import type { RunFolder } from "../run/folder.ts";
import { namesOf } from "./names.ts";

export interface Comparison {
  readonly question: Question;
  /** In alphabetical order. */
  readonly models: readonly [string, string];
  readonly answers: readonly [string, string];
}

/** A comparison as one voter sees it. */
export interface Shown extends Comparison {
  /** Whether the second model's answer stands on the left. */
  readonly swapped: boolean;
}

/** All comparisons that the runs allow. Throws a `UserError` for fewer than two runs, or runs without common answers. */
export function comparisonsOf(runs: readonly RunFolder[], questions: readonly Question[]): Comparison[] {
  if (runs.length < 2) throw new UserError("an arena needs two runs at least");
  const names = namesOf(runs);
  const said = runs.map(
    (run) =>
      new Map(run.records("questions").flatMap(({ id, output }) => (output ? [[id, output.text] as const] : []))),
  );
  const all: Comparison[] = [];
  for (const question of questions) {
    for (let i = 0; i < runs.length; i++) {
      for (let j = i + 1; j < runs.length; j++) {
        const [x, y] = [said[i]!.get(question.id), said[j]!.get(question.id)];
        if (x === undefined || y === undefined) continue;
        const inOrder = names[i]! < names[j]!;
        all.push({
          question,
          models: inOrder ? [names[i]!, names[j]!] : [names[j]!, names[i]!],
          answers: inOrder ? [x, y] : [y, x],
        });
      }
    }
  }
  if (all.length > 0) return all;
  throw new UserError(
    "no two of the runs have answered the same questions of this set; answer them with periscope eval run --tasks questions",
  );
}

/** The voter's own order and sides; the same whenever the voter comes back. */
export function shownTo(voter: string, comparisons: readonly Comparison[]): Shown[] {
  const seed = hashText(voter);
  return randomFor(seed, comparisons.length, "arena order")
    .shuffled(comparisons)
    .map((one) => {
      const key = JSON.stringify([one.question.id, one.models]);
      return { ...one, swapped: randomFor(seed, hashText(key), "arena side").chance(0.5) };
    });
}

/** A name for what stands on the page, question, models, answers and sides, that tells the voter no model. */
export function nameOf({ question, models, answers, swapped }: Shown): string {
  return createHash("sha256")
    .update(JSON.stringify([question.id, question.question, models, answers, swapped]))
    .digest("hex")
    .slice(0, 32);
}
