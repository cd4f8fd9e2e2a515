/** `periscope inspect`: what a checkpoint holds and whether it can be loaded. */
import type { Command } from "commander";
import { resolveModel } from "../checkpoint/hub.ts";
import { inspectCheckpoint, renderSummary } from "../checkpoint/inspect.ts";

export function inspectVerb(program: Command): void {
  program
    .command("inspect")
    .description("show what a checkpoint holds: layout, sizes, element types, and what keeps it from loading")
    .argument("<model>", "checkpoint folder, or id of a model on the Hugging Face hub")
    .option("--revision <name>", "branch, tag or commit on the hub", "main")
    .option("--json", "print the summary as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope inspect checkpoints/nano")
    .action(async (model: string, options: { revision: string; json?: boolean }) => {
      const summary = await inspectCheckpoint(await resolveModel(model, { revision: options.revision }));
      console.log(options.json ? JSON.stringify(summary, null, 2) : renderSummary(summary));
      if (summary.problem !== undefined) process.exitCode = 1;
    });
}
