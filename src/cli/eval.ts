/** `periscope eval`: held-out scores of a model on generated pictures. */
import type { Command } from "commander";
import { UserError } from "../runtime/errors.ts";

interface EvalFlags {
  readonly samples: string;
  readonly mistakes?: boolean;
  readonly json?: boolean;
}

export function evalVerb(program: Command): void {
  program
    .command("eval")
    .description("score a model on held-out generated pictures: colour, shape, position, counting, reading")
    .argument("[model]", "folder or hub id", "checkpoints/nano")
    .option("--samples <n>", "questions of each kind", "200")
    .option("--mistakes", "also print the questions that were answered wrongly")
    .option("--json", "print scores and every answer as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope eval checkpoints/nano --samples 200\n")
    .action(evaluate);
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
    const terminal = process.stderr.isTTY === true;
    const scores = await heldoutScores(model, {
      samples,
      onProgress: (done, total) => terminal && process.stderr.write(`\r${done}/${total} questions `),
    });
    if (terminal) process.stderr.write("\r\x1b[K");
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
        console.log(`  ${question}\n    expected ${expected}\n    answered ${answer}`);
      }
    }
  } finally {
    await model.dispose();
  }
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
