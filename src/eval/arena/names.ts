/**
 * What runs are called where people compare them. Votes are kept by these names, so they stay the same when a project moves
 * and however its folders are spelled.
 */
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { resolve, sep } from "node:path";
import { UserError } from "../../runtime/errors.ts";
import type { RunFolder } from "../run/folder.ts";
import type { Vote } from "./ranking.ts";
import type { VoteStore } from "./store.ts";

/**
 * A run's own name; runs of one name are told apart by who was examined (`nano (5d1f20c7)`), those of one respondent also by
 * their folders (`nano (5d1f20c7, a)`). Throws a `UserError` for a run that is there twice.
 */
export function namesOf(runs: readonly RunFolder[]): string[] {
  const folders = runs.map(({ folder }) => realOf(folder));
  const twice = folders.find((folder, i) => folders.indexOf(folder) !== i);
  if (twice !== undefined) throw new UserError(`the run ${twice} is named twice`);
  return runs.map((run, i) => {
    const others = [...runs.keys()].filter((j) => j !== i && runs[j]!.run.name === run.run.name);
    if (others.length === 0) return run.run.name;
    const respondent = respondentOf(run);
    const same = others.filter((j) => respondentOf(runs[j]!) === respondent);
    const place =
      same.length > 0
        ? [
            endOf(
              folders[i]!,
              same.map((j) => folders[j]!),
            ),
          ]
        : [];
    return `${run.run.name} (${[respondent, ...place].join(", ")})`;
  });
}

/** A store whose votes have the runs' names. Before, runs of one name were kept by their folders as they were spelled. */
export function namedVotes(runs: readonly RunFolder[], votes: VoteStore): VoteStore {
  const names = namesOf(runs);
  const byFolder = new Map(
    runs.flatMap(({ folder, run }, i) => (names[i] === run.name ? [] : [[realOf(folder), names[i]!] as const])),
  );
  const nameOf = (stored: string) => (names.includes(stored) ? stored : (byFolder.get(realOf(stored)) ?? stored));
  return {
    ...votes,
    async all() {
      const stored = await votes.all();
      if (byFolder.size === 0) return stored;
      const known = new Map<string, Vote>();
      const renamed: Vote[] = [];
      for (const vote of stored) {
        const now = withNames(vote, nameOf);
        if (now === vote) known.set(keyOf(vote), vote);
        else if (now.models[0] !== now.models[1]) renamed.push(now);
      }
      // whoever has voted again since has changed their mind
      for (const vote of renamed) if (!known.has(keyOf(vote))) known.set(keyOf(vote), vote);
      return [...known.values()];
    },
  };
}

function withNames(vote: Vote, nameOf: (stored: string) => string): Vote {
  const { models, better, ratings } = vote;
  const [a, b] = [nameOf(models[0]), nameOf(models[1])];
  if (a === models[0] && b === models[1]) return vote;
  const liked = better === models[0] ? a : better === models[1] ? b : better;
  return a < b
    ? { ...vote, models: [a, b], better: liked }
    : { ...vote, models: [b, a], better: liked, ratings: [ratings[1], ratings[0]] };
}

function keyOf({ voter, question, models }: Vote): string {
  return JSON.stringify([voter, question, models]);
}

function respondentOf({ run: { respondent } }: RunFolder): string {
  // a checkpoint is what its hashes say, whatever the path to it
  const facts = Object.entries(respondent).filter(([fact]) => fact !== "model" || respondent.kind !== "checkpoint");
  return createHash("sha256").update(JSON.stringify(facts.sort())).digest("hex").slice(0, 8);
}

/** As many of a path's last names as tell it from the others. */
function endOf(folder: string, others: readonly string[]): string {
  const end = (path: string, length: number) => path.split(sep).slice(-length).join("/");
  let length = 1;
  while (others.some((other) => end(other, length) === end(folder, length))) length++;
  return end(folder, length);
}

/** The same for every way to spell a folder, links included. */
function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder); // gone, or never a folder
  }
}
