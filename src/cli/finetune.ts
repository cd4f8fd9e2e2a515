/** `periscope finetune`: goes on training a model with people's own conversations. */
import { join } from "node:path";
import type { Command } from "commander";
import { embeddedName } from "../checkpoint/embedded.ts";
import { UserError } from "../runtime/errors.ts";
import type { FinetuneSettings } from "../train/finetune.ts";
import type { Module } from "../train/modules.ts";
import { scheduleKinds } from "../train/schedule.ts";
import { count } from "./data/flags.ts";
import type { RunFlags } from "./train/run.ts";

interface FinetuneFlags extends Omit<RunFlags, "out" | "stage"> {
  readonly model: string;
  readonly data?: readonly string[];
  readonly config?: string;
  readonly out?: string;
  readonly importer?: string;
  readonly train?: string;
  readonly freeze?: string;
  readonly rates?: string;
  readonly lora?: string | true;
  readonly loraAlpha?: string;
  readonly loraTargets?: string;
  readonly epochs?: string;
  readonly steps?: string;
  readonly rate?: string;
  readonly schedule?: string;
  readonly warmup?: string;
  readonly batch?: string;
  readonly microBatch?: string;
  readonly length?: string;
  readonly packing?: boolean;
  readonly recompute?: boolean;
  readonly heldOut?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly dryRun?: boolean;
}

/** What may be said beside a configuration: it is about the run, not about the model, the data or how it is trained. */
const besideConfig = new Set([
  ...["--config", "--out", "--resume", "--set", "--dry-run", "--threads", "--ui", "--port", "--json"],
]);

const modules = ["high", "neck", "low", "aligner", "language"] as const;

export function finetuneVerb(program: Command): void {
  program
    .command("finetune")
    .description("go on training a model with your own conversations, in whole or by a LoRA adapter")
    .option("--model <folder or id>", "the checkpoint to begin with", embeddedName)
    .option("--data <paths...>", "LLaVA, ShareGPT or OpenAI JSON(L), WebDataset tars, or a folder of shards")
    .option("--config <file>", "a YAML of LLaMA-Factory in place of the options about model, data and training")
    .option("--out <folder>", "where checkpoints, metrics and the model go", "runs/finetune")
    .option("--resume", "go on from the folder's last checkpoint")
    .option("--importer <name>", "how files are read, where it cannot be told: llava, messages, webdataset, ...")
    .option("--train <modules>", `parts that learn, of ${modules.join(", ")} (default: language,aligner)`)
    .option("--freeze <modules>", "parts that do not, of those that would")
    .option("--rates <module=factor,...>", "factors on the learning rate: low=0.1,aligner=2")
    .option(
      "--lora [rank]",
      "adapters beside the language model's matrices (rank 8) in place of the matrices; other parts still in full",
    )
    .option("--lora-alpha <n>", "the adapter counts alpha / rank times (default: twice the rank)")
    .option("--lora-targets <names>", "matrices with adapters (default: q_proj,k_proj,v_proj,o_proj)")
    .option("--epochs <n>", "times through the data (default: 3)")
    .option("--steps <n>", "updates, in place of epochs")
    .option("--rate <n>", "learning rate (default: 2e-5; with --lora 2e-4)")
    .option("--schedule <kind>", `${scheduleKinds.join(", ")} (default: cosine)`)
    .option("--warmup <steps>", "steps over which the rate rises (default: 3 %)")
    .option("--batch <n>", "conversations of an update (default: 8)")
    .option("--micro-batch <n>", "conversations of a micro-batch (default: all, or half where two run abreast)")
    .option("--length <tokens>", "longest conversation (default: 1024)")
    .option("--packing", "several conversations in a row, blind to each other")
    .option("--recompute", "less memory for one more forward pass")
    .option("--held-out <share>", "share kept for validation: 0.1 (default: none)")
    .option("--seed <n>", "another order and other adapters (default: 1)")
    .option("--set <path=value...>", "change fields of the resolved recipe")
    .option("--dry-run", "print the resolved recipe as JSON and stop")
    .option("--threads <n>", "threads inside an operator (default: all cores)")
    .option("--ui", "a live page of the run")
    .option("--port <n>", "with --ui: the page's port on this machine (0: any free one)", "7878")
    .option("--json", "print events as JSON lines in place of text")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope finetune --data conversations.json
  $ periscope finetune --model deepseek-ai/deepseek-vl-1.3b-chat --data my.jsonl --lora 16 --epochs 2
  $ periscope finetune --data my.json --lora 16 --freeze aligner        # adapters and nothing else
  $ periscope finetune --data my.json --train low,aligner,language --rates low=0.1 --held-out 0.1
  $ periscope finetune --config llama_factory.yaml --out runs/mine
  $ periscope chat --model runs/finetune/model --image photo.jpg "What is this?"

The formats with an example each: docs/training.md`,
    )
    .action(finetune);
}

async function finetune(flags: FinetuneFlags, command: Command): Promise<void> {
  const isGiven = (option: string) => command.getOptionValueSource(option) === "cli";
  const { finetuneRecipe } = await import("../train/finetune.ts");
  const { parseTrainingRecipe } = await import("../train/recipe.ts");
  const { withChanges } = await import("../train/load-recipe.ts");
  if (flags.config !== undefined) {
    const twice = command.options.filter((one) => !besideConfig.has(one.long!) && isGiven(one.attributeName()));
    if (twice.length > 0) {
      const names = twice.map(({ long }) => long).join(", ");
      throw new UserError(`${names} beside --config: what ${flags.config} says cannot be said twice; change it there`);
    }
  }
  const settings = flags.config === undefined ? settingsOf(flags) : await fromConfig(flags.config);
  const { resolveModel } = await import("../checkpoint/hub.ts");
  const made = await finetuneRecipe({ ...settings, model: await resolveModel(settings.model) });
  const recipe = flags.set ? parseTrainingRecipe(withChanges(made, flags.set), "finetune") : made;
  if (flags.dryRun) {
    const { refusals } = await import("../train/sources.ts");
    for (const sentence of await refusals(recipe, recipe.stages)) console.error(sentence);
    console.log(JSON.stringify(recipe, null, 2));
    return;
  }
  const out = (isGiven("out") ? undefined : settings.out) ?? flags.out ?? join("runs", "finetune");
  const { runRecipe } = await import("./train/run.ts");
  const model = await runRecipe(recipe, { ...flags, out }, "the same command with --resume");
  if (model && !flags.json) console.log(`the model is in ${model}; try: periscope chat --model ${model} "Hello"`);
}

async function fromConfig(path: string): Promise<FinetuneSettings> {
  const { readFile } = await import("node:fs/promises");
  const { parseYaml } = await import("../train/load-recipe.ts");
  const { fromLlamaFactory, isLlamaFactory } = await import("../train/llama-factory.ts");
  const text = await readFile(path, "utf8").catch(() => {
    throw new UserError(`${path} cannot be read`);
  });
  const value = parseYaml(text, path);
  if (!isLlamaFactory(value))
    throw new UserError(`${path} is no configuration of LLaMA-Factory: it has no model_name_or_path`);
  const { settings, ignored, notes } = await fromLlamaFactory(value, path);
  if (ignored.length > 0) console.error(`${path}: left out, since it means nothing here: ${ignored.join(", ")}`);
  for (const note of notes) console.error(`${path}: ${note}`);
  return settings;
}

function settingsOf(flags: FinetuneFlags): FinetuneSettings {
  if (!flags.data)
    throw new UserError("--data names the conversations to learn from, --config a YAML of LLaMA-Factory");
  const lora = flags.lora === undefined ? undefined : flags.lora === true ? 8 : count("--lora", flags.lora);
  for (const [option, value] of [
    ["--lora-alpha", flags.loraAlpha],
    ["--lora-targets", flags.loraTargets],
  ]) {
    if (lora === undefined && value !== undefined) {
      throw new UserError(`${option} is about adapters: say --lora as well`);
    }
  }
  const frozen = moduleList("--freeze", flags.freeze ?? "");
  const trained = moduleList("--train", flags.train ?? "language,aligner").filter((one) => !frozen.includes(one));
  if (trained.length === 0) throw new UserError("everything is frozen: nothing is left to train");
  const schedule = scheduleKinds.find((kind) => kind === (flags.schedule ?? "cosine"));
  if (!schedule) {
    throw new UserError(`--schedule is "${flags.schedule}", expected ${scheduleKinds.join(", ")}`);
  }
  const optional = (flag: string, text: string | undefined) => (text === undefined ? undefined : count(flag, text));
  return {
    ...{ model: flags.model, data: flags.data, importer: flags.importer, trained, labels: "targets", schedule },
    rates: ratesOf(flags.rates),
    ...(lora !== undefined && {
      lora: {
        rank: lora,
        alpha: flags.loraAlpha === undefined ? 2 * lora : positive("--lora-alpha", flags.loraAlpha),
        ...(flags.loraTargets !== undefined && { targets: namesOf("--lora-targets", flags.loraTargets) }),
      },
    }),
    epochs: flags.epochs === undefined ? 3 : positive("--epochs", flags.epochs),
    steps: optional("--steps", flags.steps),
    rate: flags.rate === undefined ? (lora === undefined ? 2e-5 : 2e-4) : positive("--rate", flags.rate),
    ...(flags.warmup === undefined ? { warmupShare: 0.03 } : { warmupSteps: fromZero("--warmup", flags.warmup) }),
    batch: flags.batch === undefined ? 8 : count("--batch", flags.batch),
    microBatch: optional("--micro-batch", flags.microBatch),
    length: flags.length === undefined ? 1024 : count("--length", flags.length),
    packing: flags.packing ?? false,
    recompute: flags.recompute,
    heldOut: flags.heldOut === undefined ? 0 : shareOf("--held-out", flags.heldOut),
    seed: flags.seed === undefined ? 1 : fromZero("--seed", flags.seed),
  };
}

type Trainable = (typeof modules)[number];

function moduleList(flag: string, text: string): Trainable[] {
  return text
    .split(",")
    .filter((name) => name.trim() !== "")
    .map((name) => {
      const known = modules.find((one) => one === name.trim());
      if (!known) throw new UserError(`${flag}: there is no module "${name}"; known are ${modules.join(", ")}`);
      return known;
    });
}

function ratesOf(text: string | undefined): Partial<Record<Module, number>> | undefined {
  if (text === undefined) return undefined;
  const rates: Partial<Record<Module, number>> = {};
  for (const one of namesOf("--rates", text)) {
    const [, name, factor] = /^([^=]+)=([^=]+)$/.exec(one) ?? [];
    if (name === undefined)
      throw new UserError(`--rates is "${text}", expected module=factor,... as low=0.1,aligner=2`);
    const module = moduleList("--rates", name)[0]!;
    if (rates[module] !== undefined) throw new UserError(`--rates names ${module} twice`);
    rates[module] = positive(`--rates ${name}`, factor!);
  }
  return rates;
}

function namesOf(flag: string, text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new UserError(`${flag} is "${text}", expected names separated by commas`);
  return names;
}

function fromZero(flag: string, text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 0 || text.trim() === "") {
    throw new UserError(`${flag} is "${text}", expected a whole number from 0`);
  }
  return n;
}

function positive(flag: string, text: string): number {
  const n = Number(text);
  if (!(n > 0)) throw new UserError(`${flag} is "${text}", expected a number above 0`);
  return n;
}

function shareOf(flag: string, text: string): number {
  const n = Number(text);
  if (!(n >= 0 && n < 1)) throw new UserError(`${flag} is "${text}", expected a share from 0 to 1`);
  return n;
}
