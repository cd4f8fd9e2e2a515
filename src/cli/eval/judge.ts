/** `periscope eval judge`: a run's answers compared with those of others by a vision model, in both orders. */
import type { Command } from "commander";
import { formatSeconds } from "../../checkpoint/units.ts";
import type { Verdicts } from "../../eval/judge/pairwise.ts";
import { untilInterrupted } from "../transfer-line.ts";
import { count, endpointOf, json, printable } from "./common.ts";

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
      "compare the answers of a run with those of others by a vision model behind an OpenAI-compatible address",
    )
    .argument("<first>", "folder of a run with the task questions")
    .argument("<others...>", "folders of its opponents")
    .requiredOption("--questions <folder>", "the set of questions that was answered")
    .requiredOption("--judge <url>", "http://host/v1")
    .requiredOption("--judge-model <name>", "the judge's model")
    .option("--parallel <n>", "questions under way at once", "4")
    .option("--per-minute <n>", "requests a minute at most")
    .option("--json", "print everything as JSON: one opponent's verdicts, or a list of them")
    .addHelpText(
      "after",
      `
The key is read from PERISCOPE_JUDGE_KEY. Replies are kept in Periscope's cache: stop with Ctrl-C, run again to continue.
Examples:
  $ periscope eval judge runs/answers-a runs/answers-b --questions sets/questions --judge https://host/v1 --judge-model gpt-4o
  $ periscope eval judge runs/mine runs/a runs/b runs/c --questions sets/questions --judge https://host/v1 --judge-model gpt-4o --json > judged.json
  $ periscope eval report runs/mine --judged judged.json --html report.html`,
    )
    .action(judge);
}

async function judge(first: string, others: readonly string[], flags: JudgeFlags): Promise<void> {
  const { namesOf, readRun } = await import("../../eval/run/folder.ts");
  const { readQuestions } = await import("../../eval/questions/question-set.ts");
  const { judgeRuns } = await import("../../eval/judge/pairwise.ts");
  const { defaultCache } = await import("../../eval/questions/sets.ts");
  const { paper } = await import("../../eval/report/paper.ts");
  const endpoint = endpointOf(flags.judge, flags.judgeModel, { flag: "--judge", key: "judge" })!;
  const perMinute = flags.perMinute === undefined ? undefined : count("--per-minute", flags.perMinute);
  const parallel = count("--parallel", flags.parallel);
  const terminal = process.stderr.isTTY === true;
  const questions = await readQuestions(flags.questions);
  const [mine, ...opponents] = [first, ...others].map((folder) => readRun(folder));
  const names = namesOf([mine!, ...opponents]);
  const all = await untilInterrupted(
    "stopped; what is judged is kept, and the same command continues",
    async (signal) => {
      const verdicts: Verdicts[] = [];
      for (const [i, opponent] of opponents.entries()) {
        const which = opponents.length > 1 ? `opponent ${i + 1} of ${opponents.length}, ` : "";
        const began = performance.now();
        verdicts.push(
          await judgeRuns({
            ...{ first: mine!, second: opponent, questions, signal, parallel },
            names: [names[0]!, names[i + 1]!],
            ...{ endpoint: { ...endpoint, perMinute }, cacheFolder: defaultCache() },
            onProgress: (done, total) => {
              const left = ((performance.now() - began) / 1000 / done) * (total - done);
              if (terminal)
                process.stderr.write(`\r\x1b[K${which}${done} of ${total} judged  ${formatSeconds(left)} left`);
            },
          }),
        );
      }
      return verdicts;
    },
  );
  if (terminal) process.stderr.write("\r\x1b[K");
  if (flags.json) return console.log(json(all.length === 1 ? all[0] : all));
  for (const verdicts of all) console.log(printable(verdictsText(verdicts)));
  console.log("beside it, the paper's Figure 7, DeepSeek-VL-7B by GPT-4V:");
  for (const row of paper.judged)
    console.log(`  against ${row.against.padEnd(24)} won ${row.win}, tied ${row.tie}, lost ${row.lose}`);
}

function verdictsText({ name, against, judge, win, tie, lose, consistent, read, position, items }: Verdicts): string {
  const categories = [...new Set(items.map(({ category }) => category))];
  return [
    `${name} against ${against}: won ${win}, tied ${tie}, lost ${lose} of ${items.length}, by ${judge}`,
    `both orders agree on ${consistent} of ${read}; the answer shown first was preferred ${position.first} times, the second ${position.second} times`,
    ...categories.map((category) => {
      const counted = (verdict: string) =>
        items.filter((item) => item.category === category && item.verdict === verdict).length;
      return `  ${category.padEnd(24)} won ${counted("win")}, tied ${counted("tie")}, lost ${counted("lose")}`;
    }),
  ].join("\n");
}
