/** Which program measures, and when: what a run keeps beside its numbers. */
import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { packageRoot, packageVersion } from "../../src/cli/package.ts";
import type { Measured, Run } from "./study.ts";

/** As of now. Without a commit where the program does not run from a clone of its repository. */
export function measuredNow(): Measured {
  const commit = commitOf(packageRoot);
  return { date: new Date().toISOString().slice(0, 10), version: packageVersion(), ...(commit && { commit }) };
}

function commitOf(folder: string): string | undefined {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    // a package below somebody's repository is not of that repository
    if (git("rev-parse", "--show-toplevel") !== realpathSync(folder)) return undefined;
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "experiments/*.ts");
    return `${git("rev-parse", "--short=10", "HEAD")}${changed ? "+" : ""}`;
  } catch {
    return undefined;
  }
}

/** A sentence for a report, or none where no run says it. */
export function measuredSentence(runs: readonly Run[]): string | undefined {
  const groups = new Map<string, number>();
  for (const { measured } of runs) {
    if (!measured) continue;
    const { date, version, commit } = measured;
    const text = `${date} with version ${version}${commit ? `, commit ${commit}` : ""}`;
    groups.set(text, (groups.get(text) ?? 0) + 1);
  }
  if (groups.size === 0) return undefined;
  const known = [...groups.values()].reduce((sum, count) => sum + count, 0);
  const all = [...groups].map(([text, count]) => (count === runs.length ? text : `${text} (${count} runs)`));
  const others = known < runs.length ? `; ${runs.length - known} earlier runs do not say` : "";
  return `Measured on ${all.join(", on ")}${others}.`;
}
