/**
 * `periscope eval`: by itself the held-out scores of a model on generated pictures; behind it, a verb a file in `eval/`,
 * the paper's whole evaluation.
 */
import type { Command } from "commander";
import { embeddedName } from "../checkpoint/embedded.ts";
import { UserError } from "../runtime/errors.ts";
import { arenaVerb } from "./eval/arena.ts";
import { printable, progressLine } from "./eval/common.ts";
import { judgeVerb } from "./eval/judge.ts";
import { questionsVerb } from "./eval/questions.ts";
import { enqueueVerb, workerVerb } from "./eval/queue.ts";
import { compareVerb, reportVerb } from "./eval/report.ts";
import { runVerb } from "./eval/run.ts";
import { replayVerb, showVerb, tasksVerb } from "./eval/show.ts";

interface EvalFlags {
  readonly samples: string;
  readonly mistakes?: boolean;
  readonly json?: boolean;
}

/** Each adds itself to `periscope eval`; what a verb needs is loaded when it is called. */
const verbs: readonly ((program: Command) => void)[] = [
  runVerb,
  tasksVerb,
  showVerb,
  replayVerb,
  reportVerb,
  compareVerb,
  questionsVerb,
  arenaVerb,
  judgeVerb,
  enqueueVerb,
  workerVerb,
];

export function evalVerb(program: Command): void {
  const command = program
    .command("eval")
    .description("score a model on held-out generated pictures, or (eval run) on the paper's benchmarks and your own")
    .argument("[model]", "folder or hub id", embeddedName)
    .option("--samples <n>", "questions of each kind", "200")
    .option("--mistakes", "also print the questions that were answered wrongly")
    .option("--json", "print scores and every answer as JSON")
    .enablePositionalOptions()
    .addHelpText(
      "after",
      `
Examples:
  $ periscope eval checkpoints/nano --samples 200
  $ periscope eval run checkpoints/nano --tasks nano,leaves,heldout-text --out runs/nano-eval
  $ periscope eval run deepseek-ai/deepseek-vl-1.3b-chat --tasks mmbench --data sets --out runs/vl
  $ periscope eval report runs/nano-eval --html report.html
`,
    )
    .action(evaluate);
  for (const verb of verbs) verb(command);
}

async function evaluate(name: string, flags: EvalFlags): Promise<void> {
  const samples = Number(flags.samples);
  if (!Number.isInteger(samples) || samples < 1) {
    throw new UserError(`--samples is "${flags.samples}", expected a whole number from 1`);
  }
  const { load } = await import("../chat/index.ts");
  const { heldoutScores } = await import("../eval/heldout.ts");
  const model = await load(name);
  try {
    const line = progressLine();
    const began = performance.now();
    const scores = await heldoutScores(model, {
      samples,
      onProgress: (done, total) => {
        const perSecond = done / ((performance.now() - began) / 1000);
        line.show({ task: "held out", done, total, perSecond });
      },
    });
    line.clear();
    if (flags.json) {
      console.log(JSON.stringify({ model: name, samples, scores }, null, 2));
      return;
    }
    for (const { kind, right, total, share, interval, answers } of scores) {
      const [low, high] = interval.map(percent);
      console.log(
        `${kind.padEnd(9)} ${percent(share).padStart(6)} %  (${right}/${total}, 95 % interval ${low} to ${high})`,
      );
      if (!flags.mistakes) continue;
      for (const { question, expected, answer } of answers.filter((one) => !one.right)) {
        console.log(printable(`  ${question}\n    expected ${expected}\n    answered ${answer}`));
      }
    }
  } finally {
    await model.dispose();
  }
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
