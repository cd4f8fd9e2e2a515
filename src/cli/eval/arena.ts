/** `periscope eval arena`: the local page on which people compare answers without knowing whose they are. */
import type { Command } from "commander";
import { portOf } from "../port.ts";
import { json } from "./common.ts";

interface ArenaFlags {
  readonly questions: string;
  readonly votes?: string;
  readonly port: string;
  readonly results?: boolean;
}

export function arenaVerb(program: Command): void {
  program
    .command("arena")
    .description("compare the answers of two runs or more blindly, on a page of this machine; rank them")
    .argument("<runs...>", "folders of runs with the task questions")
    .requiredOption("--questions <folder>", "the set of questions that was answered")
    .option(
      "--votes <place>",
      "where votes are kept: a folder, or postgres://... (default: votes beside the questions)",
    )
    .option("--port <n>", "0 takes a free port", "4874")
    .option("--results", "print ranking, ratings and agreement as JSON, and end")
    .addHelpText(
      "after",
      "\nExample:\n  $ periscope eval arena runs/answers-a runs/answers-b --questions sets/questions --port 0",
    )
    .action(arena);
}

async function arena(folders: readonly string[], flags: ArenaFlags): Promise<void> {
  const port = portOf(flags.port);
  const { join } = await import("node:path");
  const { readRun } = await import("../../eval/run/folder.ts");
  const { readQuestions } = await import("../../eval/questions/question-set.ts");
  const { comparisonsOf } = await import("../../eval/arena/comparisons.ts");
  const { namedVotes } = await import("../../eval/arena/names.ts");
  const { arena: application, resultsOf } = await import("../../eval/arena/server.ts");
  const { openVotes } = await import("../../eval/arena/store.ts");
  const runs = folders.map((folder) => readRun(folder));
  const comparisons = comparisonsOf(runs, await readQuestions(flags.questions));
  const votes = namedVotes(runs, await openVotes(flags.votes ?? join(flags.questions, "votes")));
  try {
    if (flags.results) return console.log(json(resultsOf(await votes.all())));
    const { listen } = await import("../../data/view/listen.ts");
    const page = await listen(application(comparisons, votes), port);
    console.log(`${comparisons.length} comparisons are at ${page.url} (Ctrl-C ends it; votes are kept)`);
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    await page.close();
  } finally {
    await votes.close();
  }
}
