/** `periscope eval run`: tasks asked of a checkpoint or an endpoint, into a run folder. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { embeddedName } from "../../checkpoint/embedded.ts";
import type { ScoringName, Task } from "../../eval/contract.ts";
import { UserError } from "../../runtime/errors.ts";
import { untilInterrupted } from "../transfer-line.ts";
import {
  count,
  dataOf,
  endpointOf,
  type JudgeFlags,
  json,
  openRespondent,
  place,
  printable,
  progressLine,
  type RespondentFlags,
  withJudge,
  withRespondent,
} from "./common.ts";

export interface RunFlags extends RespondentFlags, JudgeFlags {
  readonly tasks: string;
  readonly out: string;
  readonly data?: string;
  readonly scoring?: string;
  readonly batch: string;
  readonly limit?: string;
  readonly shard?: string;
  readonly json?: boolean;
}

export function runVerb(program: Command): void {
  const command = program
    .command("run")
    .description("ask tasks of a checkpoint or an endpoint; stop with Ctrl-C, run again to continue")
    .argument("[model]", "folder or hub id", embeddedName)
    .requiredOption(
      "--tasks <names>",
      "names with commas between (periscope eval tasks lists them), or files of your own",
    )
    .requiredOption("--out <folder>", "the run's folder; what it holds is not asked again")
    .option("--data <folder>", "where the tasks' files are: here, or in folders by the tasks' names")
    .option("--scoring <name>", "generate, likelihood, letters (multi-choice perplexity) or bits-per-byte")
    .option("--batch <n>", "questions that are answered side by side; changes the speed, never a score", "8")
    .option("--limit <n>", "only the first so many samples of each task")
    .option("--shard <i/n>", "only every n-th sample, from the i-th; shards of one run may share its folder")
    .option("--json", "print the scores as JSON");
  withJudge(withRespondent(command))
    .addHelpText(
      "after",
      `
Keys are read from PERISCOPE_ENDPOINT_KEY and PERISCOPE_JUDGE_KEY.
Examples:
  $ periscope eval run checkpoints/nano --tasks nano,heldout-text --out runs/nano-eval
  $ periscope eval run deepseek-ai/deepseek-vl-1.3b-chat --tasks mmbench,seedbench --scoring letters --data sets --out runs/mcppl
  $ periscope eval run --endpoint http://127.0.0.1:8080/v1 --model qwen2-vl --tasks pope --data sets --out runs/qwen`,
    )
    .action(run);
}

async function run(name: string, flags: RunFlags): Promise<void> {
  await checkData(flags);
  await runAll(name, flags);
  const { readRun } = await import("../../eval/run/folder.ts");
  const { summarise } = await import("../../eval/report/summary.ts");
  const summary = summarise(readRun(flags.out));
  if (flags.json) return console.log(json(summary));
  const { summaryText } = await import("../../eval/report/text.ts");
  console.log(printable(summaryText(summary, false)));
}

/** Throws a `UserError` where no task would look into the folder that `--data` names. */
export async function checkData({ tasks: names, data }: Pick<RunFlags, "tasks" | "data">): Promise<void> {
  if (data === undefined) return;
  const { isTaskFile, tasks } = await import("../../eval/tasks/index.ts");
  const needsNone = (name: string) => isTaskFile(name) || tasks.some((task) => task.name === name && task.builtIn);
  if (names.split(",").some((name) => !needsNone(name.trim()))) return;
  throw new UserError(
    `--data is "${data}", but ${names} would not look there: a task of your own has its data beside its file, and a built-in one makes it`,
  );
}

/** Runs what the flags say; shared with the verb that works on a queue. */
export async function runAll(name: string, flags: RunFlags, outer?: AbortSignal): Promise<void> {
  const { isTaskFile, taskNamed } = await import("../../eval/tasks/index.ts");
  const { parseShard, runTask, scoringOf } = await import("../../eval/run/run-task.ts");
  const { openRun } = await import("../../eval/run/folder.ts");
  const { extractionJudge } = await import("../../eval/judge/extraction.ts");
  const { defaultCache } = await import("../../eval/questions/sets.ts");
  place("--out", flags.out);
  const batch = count("--batch", flags.batch);
  const limit = flags.limit === undefined ? undefined : count("--limit", flags.limit);
  const shard = flags.shard === undefined ? undefined : parseShard(flags.shard);
  const judgeAt = endpointOf(flags.judge, flags.judgeModel, { flag: "--judge", key: "judge" });
  const judge = judgeAt && extractionJudge(judgeAt, defaultCache());
  const names = flags.tasks.split(",").map((one) => one.trim());
  // everything that can be wrong is found before a model is loaded
  const planned: { readonly task: Task; readonly data: string }[] = [];
  for (const one of names.filter((text) => text !== "")) {
    const task = await taskNamed(one);
    scoringOf(task, flags.scoring as ScoringName | undefined);
    // a task of one's own is found again by its file
    planned.push({ task, data: isTaskFile(one) ? resolve(one) : await dataOf(task, flags.data) });
  }
  if (planned.length === 0) throw new UserError("--tasks names no task");
  const line = progressLine();
  const opened = await openRespondent(name, flags);
  try {
    const writer = await openRun(flags.out, opened.respondent);
    await untilInterrupted("stopped; what is finished is kept, and the same command continues", async (signal) => {
      const either = outer ? AbortSignal.any([signal, outer]) : signal;
      for (const { task, data } of planned) {
        const began = performance.now();
        await task.prepare?.({
          signal: either,
          onProgress: (done, total) => {
            const perSecond = done / ((performance.now() - began) / 1000);
            line.show({ task: `${task.name}, drawing its set`, done, total, perSecond });
          },
        });
        await runTask({
          ...{ task, data, respondent: opened.respondent, run: writer, batch, limit, shard, judge, signal: either },
          scoring: flags.scoring as ScoringName | undefined,
          onProgress: (progress) => line.show(progress),
        });
        line.clear();
      }
    });
  } finally {
    line.clear();
    await opened.close();
    const { closePython } = await import("../../eval/sandbox/python.ts");
    closePython();
  }
}
