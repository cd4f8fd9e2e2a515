/** `periscope train`: trains the embedded model from nothing, resumable at any moment. */
import { join } from "node:path";
import type { Command } from "commander";
import { nano } from "../../recipes/nano.ts";
import { UserError } from "../runtime/errors.ts";
import { type StageName, stageNames } from "../train/nano/recipe.ts";

interface TrainFlags {
  readonly out: string;
  readonly stages?: string;
  readonly from?: readonly string[];
  readonly threads?: string;
  readonly workers: string;
}

export function trainVerb(program: Command): void {
  program
    .command("train")
    .description("train a model from nothing with generated pictures; stop with Ctrl-C, run again to continue")
    .argument("<recipe>", "the recipe's name: nano")
    .option("--out <folder>", "where the run's state, metrics and model go", "runs/nano")
    .option("--stages <names>", `only these stages, of ${stageNames.join(", ")}`)
    .option("--from <states...>", "start from the weights in these runs' state.safetensors")
    .option("--threads <n>", "threads inside an operator (default: all cores)")
    .option("--workers <n>", "threads that draw pictures", "1")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope train nano --out runs/nano
  $ periscope eval runs/nano/model

The towers and the language model do not depend on each other up to "align". Side by side they give the same weights:
  $ periscope train nano --out runs/towers --stages dense,contrastive --threads 1
  $ periscope train nano --out runs/language --stages language --threads 1
  $ periscope train nano --out runs/nano --stages align,adaptor,joint,instruct \\
      --from runs/towers/state.safetensors runs/language/state.safetensors
`,
    )
    .action(train);
}

async function train(name: string, flags: TrainFlags): Promise<void> {
  if (name !== nano.name) throw new UserError(`there is no recipe "${name}"; known is ${nano.name}`);
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
    folder: flags.out,
    log,
    threads,
    workers,
    stages,
    from: flags.from,
    signal: stop.signal,
  });
  if (!set) {
    console.log(`stopped; run the same command again to continue from ${flags.out}`);
    return;
  }
  if (stages && stages.at(-1) !== stageNames.at(-1)) return;
  const model = join(flags.out, "model");
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

function count(flag: string, text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new UserError(`${flag} is "${text}", expected a whole number from 1`);
  return n;
}
