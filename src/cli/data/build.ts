/** `periscope data build`: a recipe to shards, resumable at any moment. */
import type { Command } from "commander";
import { formatBytes } from "../../checkpoint/units.ts";
import type { Recipe } from "../../data/recipe.ts";
import type { Dataset } from "../../data/shard/dataset.ts";
import { UserError } from "../../runtime/errors.ts";
import { buildLine } from "./build-line.ts";
import { count } from "./flags.ts";

interface BuildFlags {
  readonly out: string;
  readonly shards?: string;
  readonly samples?: string;
  readonly workers: string;
  readonly json?: boolean;
  readonly queue?: string;
  readonly heartbeat: string;
}

export function buildVerb(data: Command): void {
  data
    .command("build")
    .description("build a data set from a recipe; stop with Ctrl-C, run again to continue")
    .argument("<recipe>", "a name (nano, instruction, full), or a file: .json, .js, or .ts where tsx is installed")
    .requiredOption("--out <where>", "a folder, or s3://bucket/prefix")
    .option("--samples <n>", "so many generated samples, whatever the recipe says")
    .option("--shards <n>", "in so many shards; without --samples: so many shards of the recipe's size")
    .option("--workers <n>", "processes that build shards, each with a browser", "1")
    .option("--queue <url>", "postgres://...: leave the building to workers on any machine (periscope data worker)")
    .option("--heartbeat <seconds>", "with --queue: a worker that is silent for so long has lost its piece", "60")
    .option("--json", "print what the data set holds as JSON; with --queue: what was put into the queue")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope data build nano --out data/nano --samples 2000 --workers 2
  $ periscope data build instruction --out s3://my-bucket/instruction
  $ periscope data build full --out s3://my-bucket/full --queue postgres://builder@db/periscope

S3 takes region, endpoint and credentials from the usual environment variables (AWS_REGION, AWS_ENDPOINT_URL, ...).`,
    )
    .action(build);
}

async function build(name: string, flags: BuildFlags, command: Command): Promise<void> {
  const isGiven = (option: string) => command.getOptionValueSource(option) === "cli";
  if (flags.queue !== undefined && isGiven("workers")) {
    throw new UserError('--workers is for a build on this machine; behind a queue each "periscope data worker" is one');
  }
  if (flags.queue === undefined && isGiven("heartbeat")) throw new UserError("--heartbeat needs --queue");
  const workers = count("--workers", flags.workers);
  const recipe = resized(await recipeNamed(name), flags);
  if (flags.queue !== undefined) {
    const { putIntoQueue } = await import("./queue.ts");
    return putIntoQueue(recipe, { ...flags, queue: flags.queue });
  }
  const { buildData } = await import("../../data/pipeline/build.ts");
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const line = buildLine();
  try {
    const dataset = await buildData(recipe, {
      out: flags.out,
      workers,
      signal: stop.signal,
      onProgress: (progress) => line.show(progress),
    });
    line.clear();
    console.log(flags.json ? JSON.stringify(dataset, null, 2) : summary(dataset, flags.out));
  } catch (error) {
    line.clear();
    if (!stop.signal.aborted) throw error;
    throw new UserError(`stopped; run the same command again to go on: finished shards in ${flags.out} are kept`);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

/** The recipe in a file, or one that comes with the package. */
export async function recipeNamed(name: string): Promise<Recipe> {
  const { dataRecipes } = await import("../../../recipes/data/index.ts");
  if (Object.hasOwn(dataRecipes, name)) return dataRecipes[name]!;
  if (!/[./\\]/.test(name)) {
    throw new UserError(`there is no recipe "${name}"; known are ${Object.keys(dataRecipes).join(", ")}, and files`);
  }
  const { loadRecipe } = await import("../../data/load-recipe.ts");
  return loadRecipe(name);
}

/** With as many samples and shards as the flags say. */
export function resized(recipe: Recipe, flags: Pick<BuildFlags, "samples" | "shards">): Recipe {
  const samples = flags.samples === undefined ? undefined : count("--samples", flags.samples);
  const shards = flags.shards === undefined ? undefined : count("--shards", flags.shards);
  if (shards === undefined) return samples === undefined ? recipe : { ...recipe, samples };
  if (samples === undefined) return { ...recipe, samples: shards * recipe.samplesPerShard };
  const samplesPerShard = Math.ceil(samples / shards);
  const filled = Math.ceil(samples / samplesPerShard);
  if (filled !== shards) {
    throw new UserError(
      `${samples} samples cannot be in ${shards} shards of one size: with ${samplesPerShard} in each there are ${filled}`,
    );
  }
  return { ...recipe, samples, samplesPerShard };
}

function summary(dataset: Dataset, out: string): string {
  const { samples, dropped, quarantined, bytes, shards, categories, refused } = dataset;
  const number = (value: number) => value.toLocaleString("en-US");
  const refusals = Object.entries(refused).sort(([, a], [, b]) => b - a);
  const list = (entries: readonly (readonly [string, number])[]) =>
    entries.map(([name, n]) => `  ${name}: ${number(n)}`).join("\n");
  return [
    `${number(samples)} samples in ${number(shards.length)} shards, ${formatBytes(bytes)}, in ${out}`,
    list(Object.entries(categories)),
    ...(dropped > 0 ? [`${number(dropped)} of them repeat a sample of another shard and are left out by readers`] : []),
    ...(quarantined > 0 ? [`${number(quarantined)} imported items were set aside; quarantine.jsonl says why`] : []),
    ...(refusals.length > 0 ? [`attempts that were refused, most frequent first:\n${list(refusals.slice(0, 8))}`] : []),
  ].join("\n");
}
