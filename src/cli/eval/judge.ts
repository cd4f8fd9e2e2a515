/** `periscope eval judge`: two runs' answers compared by a vision model, in both orders. */
import type { Command } from "commander";
import { untilInterrupted } from "../transfer-line.ts";
import { count, endpointOf } from "./common.ts";

interface JudgeFlags {
  readonly questions: string;
  readonly judge: string;
  readonly judgeModel: string;
  readonly parallel: string;
  readonly perMinute?: string;
  readonly json?: boolean;
}

export function judgeVerb(program: Command): void {
  program
    .command("judge")
    .description(
      "compare the answers of two runs by a vision model behind an OpenAI-compatible address: win, tie, lose",
    )
    .argument("<first>", "folder of a run with the task questions")
    .argument("<second>", "folder of another")
    .requiredOption("--questions <folder>", "the set of questions that was answered")
    .requiredOption("--judge <url>", "http://host/v1")
    .requiredOption("--judge-model <name>", "the judge's model")
    .option("--parallel <n>", "questions under way at once", "4")
    .option("--per-minute <n>", "requests a minute at most")
    .option("--json", "print everything as JSON")
    .addHelpText(
      "after",
      `
The key is read from PERISCOPE_JUDGE_KEY. Replies are kept in Periscope's cache: stop with Ctrl-C, run again to continue.
Example:
  $ periscope eval judge runs/answers-a runs/answers-b --questions sets/questions --judge https://host/v1 --judge-model gpt-4o`,
    )
    .action(judge);
}

async function judge(first: string, second: string, flags: JudgeFlags): Promise<void> {
  const { readRun } = await import("../../eval/run/folder.ts");
  const { readQuestions } = await import("../../eval/questions/question-set.ts");
  const { judgeRuns } = await import("../../eval/judge/pairwise.ts");
  const { defaultCache } = await import("../../eval/questions/sets.ts");
  const { paper } = await import("../../eval/report/paper.ts");
  const endpoint = endpointOf(flags.judge, flags.judgeModel, { flag: "--judge", key: "judge" })!;
  const perMinute = flags.perMinute === undefined ? undefined : count("--per-minute", flags.perMinute);
  const terminal = process.stderr.isTTY === true;
  const questions = await readQuestions(flags.questions);
  const verdicts = await untilInterrupted("stopped; what is judged is kept, and the same command continues", (signal) =>
    judgeRuns({
      ...{ first: readRun(first), second: readRun(second), questions, signal },
      ...{ endpoint: { ...endpoint, perMinute }, cacheFolder: defaultCache() },
      parallel: count("--parallel", flags.parallel),
      onProgress: (done, total) => terminal && process.stderr.write(`\r${done} of ${total} judged `),
    }),
  );
  if (terminal) process.stderr.write("\r\x1b[K");
  if (flags.json) return console.log(JSON.stringify(verdicts, null, 2));
  const { name, against, win, tie, lose, consistent, read, position, items } = verdicts;
  console.log(
    `${name} against ${against}: won ${win}, tied ${tie}, lost ${lose} of ${items.length}, by ${verdicts.judge}`,
  );
  console.log(
    `both orders agree on ${consistent} of ${read}; the answer shown first was preferred ${position.first} times, the second ${position.second} times`,
  );
  for (const category of new Set(items.map((item) => item.category))) {
    const own = items.filter((item) => item.category === category);
    const counted = (verdict: string) => own.filter((item) => item.verdict === verdict).length;
    console.log(`  ${category.padEnd(24)} won ${counted("win")}, tied ${counted("tie")}, lost ${counted("lose")}`);
  }
  console.log("beside it, the paper's Figure 7, DeepSeek-VL-7B by GPT-4V:");
  for (const row of paper.judged)
    console.log(`  against ${row.against.padEnd(24)} won ${row.win}, tied ${row.tie}, lost ${row.lose}`);
}
