/** `periscope train`: trains a model by a recipe, resumable at any moment. */
import { join } from "node:path";
import type { Command } from "commander";
import { count } from "./data/flags.ts";
import type { RunFlags } from "./train/run.ts";

interface TrainFlags extends Omit<RunFlags, "out" | "workers"> {
  readonly out?: string;
  readonly workers: string;
  readonly set?: readonly string[];
  readonly dryRun?: boolean;
}

export function trainVerb(program: Command): void {
  program
    .command("train")
    .description("train a model by a recipe; stop with Ctrl-C, run again with --resume to continue")
    .argument("<recipe>", "nano, nano-stages, deepseek-vl-1.3b, deepseek-vl-7b, or a file (.ts, .js, .json, .yaml)")
    .option("--out <folder>", "where checkpoints, metrics and the model go (default: runs/<recipe>)")
    .option("--stage <names>", "only these stages of the recipe: names or numbers from 1, separated by commas")
    .option("--resume", "go on from the folder's last checkpoint")
    .option("--set <path=value...>", "change fields of the recipe: stages.joint.steps=100")
    .option("--dry-run", "print the resolved recipe as JSON and stop")
    .option("--threads <n>", "threads inside an operator (default: all cores)")
    .option("--ui", "a live page of the run: curves, mixture, predictions on held-out pictures")
    .option("--port <n>", "with --ui: the page's port on this machine (0: any free one)", "7878")
    .option("--json", "print events as JSON lines in place of text")
    .option("--from <runs...>", "start from the weights of these runs: folders, or states of theirs")
    .option("--workers <n>", "threads that draw pictures, for the recipe nano", "1")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope data build nano --out data/nano --samples 4000 --workers 2
  $ periscope train nano-stages --out runs/stages --ui
  $ periscope train nano-stages --out runs/stages --resume
  $ periscope train nano-stages --stage adaptor,joint --set stages.joint.mixture.languageShare=0.5
  $ periscope train my-recipe.yaml --dry-run
  $ mpirun -np 2 periscope train nano-stages --threads 1

The embedded model, from nothing (docs/nano.md). Its towers and language model do not depend on each other up to the stage
"align"; side by side they give the same weights:
  $ periscope train nano --out runs/nano --workers 2 --ui
  $ periscope train nano --out runs/towers --stage dense,contrastive,sharpen --threads 1
  $ periscope train nano --out runs/language --stage language --threads 1
  $ periscope train nano --out runs/nano --stage align,adaptor,joint,read,settle,instruct,practice,count,revise \\
      --from runs/towers runs/language

Fields of recipes, formats and what a run writes: docs/training.md`,
    )
    .action(train);
}

async function train(name: string, flags: TrainFlags): Promise<void> {
  const { loadTrainingRecipe } = await import("../train/load-recipe.ts");
  const recipe = await loadTrainingRecipe(name, flags.set);
  if (flags.dryRun) {
    console.log(JSON.stringify(recipe, null, 2));
    return;
  }
  const out = flags.out ?? join("runs", recipe.name);
  const workers = count("--workers", flags.workers);
  const { runRecipe } = await import("./train/run.ts");
  const model = await runRecipe(recipe, { ...flags, out, workers }, goOn());
  if (model && !flags.json) console.log(`the model is in ${model}; try: periscope chat --model ${model} "Hello"`);
}

/** The command as it was given, to go on with. */
function goOn(): string {
  const words = process.argv.slice(2).filter((word) => word !== "--resume");
  const quoted = words.map((word) => (/^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return ["periscope", ...quoted, "--resume"].join(" ");
}
