/** `periscope eval questions`: draws a set of open questions for people and judges. */
import type { Command } from "commander";
import { untilInterrupted } from "../transfer-line.ts";
import { count, place, progressLine } from "./common.ts";

export function questionsVerb(program: Command): void {
  program
    .command("questions")
    .description("draw open questions with pictures in the seven categories of the paper's human evaluation")
    .requiredOption("--out <folder>", "a new folder; lines of your own may be added to its questions.jsonl")
    .option("--per-category <n>", "questions of each category", "15")
    .option("--seed <n>", "other questions for another seed", "9001")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope eval questions --out sets/questions
  $ periscope eval run checkpoints/nano --tasks questions --data sets/questions --out runs/answers-nano
  $ periscope eval arena runs/answers-nano runs/answers-other --questions sets/questions`,
    )
    .action(async (flags: { readonly out: string; readonly perCategory: string; readonly seed: string }) => {
      const { writeHumanSet } = await import("../../eval/questions/sets.ts");
      const perCategory = count("--per-category", flags.perCategory);
      const seed = count("--seed", flags.seed);
      const line = progressLine();
      const began = performance.now();
      const total = await untilInterrupted("stopped; nothing was written", (signal) =>
        writeHumanSet(place("--out", flags.out), perCategory, {
          ...{ seed, signal },
          onProgress: (done, all) => {
            const perSecond = done / ((performance.now() - began) / 1000);
            line.show({ task: "drawn", done, total: all, perSecond });
          },
        }),
      );
      line.clear();
      console.log(`${total} questions are in ${flags.out}`);
    });
}
