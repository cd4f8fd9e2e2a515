/** Verdicts of a judge put together for a report: whoever was judged, by whom, and won, tied and lost against each opponent. */
import type { Verdicts } from "../judge/pairwise.ts";

export interface Opponent extends Pick<Verdicts, "win" | "tie" | "lose" | "read" | "consistent"> {
  readonly against: string;
}

export interface Judged {
  readonly name: string;
  readonly by: string;
  readonly opponents: readonly Opponent[];
}

/** One group for each that was judged and each judge, in the order in which they come. */
export function judgedOf(all: readonly Verdicts[]): Judged[] {
  const groups = new Map<string, { name: string; by: string; opponents: Opponent[] }>();
  for (const { judge, name, against, win, tie, lose, read, consistent } of all) {
    const key = JSON.stringify([name, judge]);
    const group = groups.get(key) ?? { name, by: judge, opponents: [] };
    groups.set(key, group);
    group.opponents.push({ against, win, tie, lose, read, consistent });
  }
  return [...groups.values()];
}
