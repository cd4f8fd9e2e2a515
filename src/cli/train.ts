/** `periscope train`: trains a model by a recipe, resumable at any moment. */
import { join } from "node:path";
import type { Command } from "commander";
import { nano } from "../../recipes/nano.ts";
import { UserError } from "../runtime/errors.ts";
import { type StageName, stageNames } from "../train/nano/recipe.ts";
import { detectLaunch } from "../train/parallel/launch.ts";
import { count } from "./data/flags.ts";
import type { RunFlags } from "./train/run.ts";

interface TrainFlags extends Omit<RunFlags, "out"> {
  readonly out?: string;
  readonly stages?: string;
  readonly from?: readonly string[];
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
    .option("--stage <names>", "only these stages of the recipe, separated by commas")
    .option("--resume", "go on from the folder's last checkpoint")
    .option("--set <path=value...>", "change fields of the recipe: stages.joint.steps=100")
    .option("--dry-run", "print the resolved recipe as JSON and stop")
    .option("--threads <n>", "threads inside an operator (default: all cores)")
    .option("--ui", "a live page of the run: curves, mixture, predictions on held-out pictures")
    .option("--port <n>", "with --ui: the page's port on this machine (0: any free one)", "7878")
    .option("--json", "print events as JSON lines in place of text")
    .option("--stages <names>", `with nano: only these stages, of ${stageNames.join(", ")}`)
    .option("--from <states...>", "with nano: start from the weights in these runs' state.safetensors")
    .option("--workers <n>", "with nano: threads that draw pictures", "1")
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

The embedded model has a recipe of its own (docs/nano.md), which continues by itself when it is run again:
  $ periscope train nano --out runs/nano
  $ periscope eval runs/nano/model

Its towers and language model do not depend on each other up to "align". Side by side they give the same weights:
  $ periscope train nano --out runs/towers --stages dense,contrastive,sharpen --threads 1
  $ periscope train nano --out runs/language --stages language --threads 1
  $ periscope train nano --out runs/nano --stages align,adaptor,joint,read,settle,instruct,practice,count \\
      --from runs/towers/state.safetensors runs/language/state.safetensors

Fields of recipes, formats and what a run writes: docs/training.md`,
    )
    .action((name: string, flags: TrainFlags) =>
      name === nano.name ? trainEmbedded(flags) : trainRecipe(name, flags),
    );
}

async function trainRecipe(name: string, flags: TrainFlags): Promise<void> {
  for (const flag of ["stages", "from"] as const) {
    if (flags[flag]) throw new UserError(`--${flag} is for the recipe nano; other recipes have --stage and "start"`);
  }
  const { loadTrainingRecipe } = await import("../train/load-recipe.ts");
  const recipe = await loadTrainingRecipe(name, flags.set);
  if (flags.dryRun) {
    console.log(JSON.stringify(recipe, null, 2));
    return;
  }
  const out = flags.out ?? join("runs", recipe.name);
  const { runRecipe } = await import("./train/run.ts");
  const model = await runRecipe(recipe, { ...flags, out }, `periscope train ${name} --out ${out} --resume`);
  if (model && !flags.json) console.log(`the model is in ${model}; try: periscope chat --model ${model} "Hello"`);
}

async function trainEmbedded(flags: TrainFlags): Promise<void> {
  if (flags.stage || flags.set || flags.ui || flags.dryRun) {
    throw new UserError("--stage, --set, --ui and --dry-run are not for the recipe nano; nano-stages takes them");
  }
  const launch = detectLaunch();
  if (launch && launch.size > 1) {
    throw new UserError(
      `the recipe nano trains in one process, this is one of ${launch.size}; nano-stages takes ranks`,
    );
  }
  const out = flags.out ?? "runs/nano";
  const stages = flags.stages?.split(",").map(stageName);
  const threads = flags.threads === undefined ? undefined : count("--threads", flags.threads);
  const workers = count("--workers", flags.workers);
  // the runtime and the generator are heavy: loaded when a run really starts
  const { createNativeRuntime } = await import("../runtime/native.ts");
  const { trainNano } = await import("../train/nano/run.ts");
  const { exportNano } = await import("../train/nano/export.ts");
  const stop = new AbortController();
  const interrupt = () => {
    console.error("stopping after this step and saving; once more to leave at once");
    stop.abort();
    process.once("SIGINT", () => process.exit(130));
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const runtime = await createNativeRuntime("cpu");
  const log = (line: string) => console.log(line);
  const set = await trainNano(nano, runtime, {
    ...{ folder: out, log, threads, workers, stages, from: flags.from, signal: stop.signal },
  });
  if (!set) {
    console.log(`stopped; run the same command again to continue from ${out}`);
    return;
  }
  if (stages && stages.at(-1) !== stageNames.at(-1)) return;
  const model = join(out, "model");
  await exportNano(nano, set, model);
  console.log(
    `the model is in ${model}; try: periscope chat --model ${model} --image examples/word.png "What does it say?"`,
  );
}

function stageName(name: string): StageName {
  const known = stageNames.find((stage) => stage === name);
  if (!known) throw new UserError(`there is no stage "${name}"; known are ${stageNames.join(", ")}`);
  return known;
}
