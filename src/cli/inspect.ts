/** `periscope inspect`: what a checkpoint holds and whether it can be loaded. */
import { join } from "node:path";
import type { Command } from "commander";
import { modelParts } from "../chat/open.ts";
import { parseGenerationConfig } from "../chat/options.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { exists } from "../checkpoint/files.ts";
import { resolveModel } from "../checkpoint/hub.ts";
import { inspectCheckpoint, renderSummary } from "../checkpoint/inspect.ts";
import { UserError } from "../runtime/errors.ts";
import { loadTokenizer } from "../text/tokenizer-folder.ts";
import { json, printable } from "./printable.ts";

export function inspectVerb(program: Command): void {
  program
    .command("inspect")
    .description("show what a checkpoint holds: layout, sizes, element types, and what keeps it from loading")
    .argument("<model>", "checkpoint folder, or id of a model on the Hugging Face hub")
    .option("--revision <name>", "branch, tag or commit on the hub", "main")
    .option("--json", "print the summary as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope inspect checkpoints/nano")
    .action(async (model: string, options: { revision: string; json?: boolean }) => {
      const folder = await resolveModel(model, { revision: options.revision });
      const weights = await inspectCheckpoint(folder);
      const summary = { ...weights, problem: weights.problem ?? (await problemBesideWeights(folder)) };
      console.log(options.json ? json(summary) : printable(renderSummary(summary)));
      if (summary.problem !== undefined) process.exitCode = 1;
    });
}

/** What keeps the other files from making a model to talk to; weights without a tokenizer are not meant for that. */
async function problemBesideWeights(folder: string): Promise<string | undefined> {
  if (!(await exists(join(folder, "tokenizer.json")))) return undefined;
  const checkpoint = await loadCheckpoint(folder);
  try {
    modelParts(checkpoint, await loadTokenizer(folder));
    parseGenerationConfig(checkpoint.raw.generation, join(folder, "generation_config.json"));
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  } finally {
    await checkpoint.close();
  }
}
