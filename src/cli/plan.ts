/** `periscope plan`: what training a recipe takes on a cluster, before anyone rents it. */
import type { Command } from "commander";
import { UserError } from "../runtime/errors.ts";
import type { Wanted } from "../train/parallel/plan/choose.ts";
import type { DaysAnswer } from "../train/parallel/plan/plan.ts";

interface PlanFlags {
  readonly nodes: string;
  readonly gpusPerNode: string;
  readonly gpu: string;
  readonly network: string;
  readonly mfu: string;
  readonly towerMfu?: string;
  readonly images?: string;
  readonly stage?: string;
  readonly set?: readonly string[];
  readonly tensor?: string;
  readonly pipeline?: string;
  readonly zero?: string;
  readonly recompute?: boolean;
  readonly rows?: string;
  readonly days?: string;
  readonly json?: boolean;
}

export function planVerb(program: Command): void {
  const verb = program
    .command("plan")
    .description("predict memory per device, step time and days of a recipe on a cluster, and what to shard")
    .argument("<recipe>", "deepseek-vl-1.3b, deepseek-vl-7b, another recipe's name, or a file")
    .option("--nodes <n>", "machines", "1")
    .option("--gpus-per-node <n>", "devices of a machine", "8")
    .option("--gpu <name>", "A100, H100, H200, L40S, RTX-4090, ... (a wrong name prints the table's)", "H100")
    .option("--network <Gbit/s>", "what a machine sends to the others, all cards together", "400")
    .option("--mfu <share>", "share of the peak rate that computing reaches", "0.35")
    .option("--tower-mfu <share>", "the same in the vision towers (default: as --mfu)")
    .option("--images <n>", "pictures in a packed multimodal sequence (default: 4, or as many as fit)")
    .option("--stage <names>", "only these stages: names or numbers from 1, separated by commas")
    .option("--set <path=value...>", "change fields of the recipe: stages.joint.batch=512")
    .option("--tensor <n>", "tensor parallel ranks (default: what is fastest)")
    .option("--pipeline <n>", "pipeline parallel ranks")
    .option("--zero <0|1>", "whether ranks share AdamW's state")
    .option("--recompute", "compute layers again in the backward pass")
    .option("--no-recompute", "keep all activations")
    .option("--rows <n>", "sequences that a device computes at once")
    .option("--days <n>", "ask the other way round: the share of the peak at which each stage takes so long")
    .option("--json", "print the plan as JSON")
    .addHelpText(
      "after",
      `
Examples:
  $ periscope plan deepseek-vl-7b --nodes 64 --gpus-per-node 8 --gpu A100
  $ periscope plan deepseek-vl-1.3b --nodes 1 --gpu H100 --stage instruct
  $ periscope plan deepseek-vl-7b --nodes 64 --gpu A100 --stage joint --days 5

What is assumed, and how it compares with the paper's own figures: docs/scale.md`,
    )
    .action(plan);
  // the last one would count
  const said = new Set<string>();
  for (const option of ["recompute", "no-recompute"]) {
    verb.on(`option:${option}`, () => {
      if (said.add(option).size === 2) throw new UserError("--recompute and --no-recompute: say one of them");
    });
  }
}

async function plan(name: string, flags: PlanFlags): Promise<void> {
  const { gpuByName } = await import("../train/parallel/plan/gpus.ts");
  const cluster = {
    nodes: whole("--nodes", flags.nodes),
    gpusPerNode: whole("--gpus-per-node", flags.gpusPerNode, 1024),
    gpu: gpuByName(flags.gpu),
    nodeBandwidth: positive("--network", flags.network) / 8,
  };
  const utilization = share("--mfu", flags.mfu);
  const towerUtilization = flags.towerMfu === undefined ? undefined : share("--tower-mfu", flags.towerMfu);
  const images = flags.images === undefined ? undefined : whole("--images", flags.images, 1000);
  const wanted = wantedLayout(flags);
  const { loadTrainingRecipe } = await import("../train/load-recipe.ts");
  const { chosenStages } = await import("../train/recipe.ts");
  const all = await loadTrainingRecipe(name, flags.set);
  const recipe = { ...all, stages: chosenStages(all, flags.stage?.split(",")) };
  const { configOf, leastUtilization, plannedStages, planRecipe, stageInput, utilizationForDays } = await import(
    "../train/parallel/plan/plan.ts"
  );
  const options = {
    cluster,
    assumptions: { utilization, ...(towerUtilization && { towerUtilization }), reservedBytes: 3e9 },
    ...(images && { images }),
    wanted,
  };
  if (flags.days !== undefined) {
    const days = positive("--days", flags.days);
    const config = await configOf(recipe);
    const { stages, leftOut } = plannedStages(recipe);
    const found = stages.map((stage) => {
      const answer = utilizationForDays(stage, stageInput(stage, config, images), days, options);
      const orLess = answer.utilization === leastUtilization && { orLess: true };
      return { stage: stage.name, days, ...answer, ...orLess };
    });
    if (found.some((one) => one.utilization === null && !one.fits)) process.exitCode = 1;
    if (flags.json) console.log(JSON.stringify([...found, ...leftOut], null, 2));
    else {
      for (const one of found) console.log(daysLine(one));
      for (const { stage, why } of leftOut) console.log(`${stage}: not planned: ${why}`);
    }
    return;
  }
  const made = await planRecipe(recipe, options);
  const { renderPlan } = await import("../train/parallel/plan/render.ts");
  console.log(flags.json ? JSON.stringify(made, null, 2) : renderPlan(made));
  if (made.stages.some(({ decision }) => !decision.best)) process.exitCode = 1;
}

function daysLine(
  one: DaysAnswer & { readonly stage: string; readonly days: number; readonly orLess?: boolean },
): string {
  const { stage, days, orLess } = one;
  if (one.utilization === null) return `${stage}: ${one.why}`;
  return `${stage}: ${days} days mean ${(100 * one.utilization).toFixed(1)} % of the peak${orLess ? " or less" : ""} while computing`;
}

function wantedLayout({ tensor, pipeline, zero, recompute, rows }: PlanFlags): Wanted {
  if (zero !== undefined && zero !== "0" && zero !== "1") throw new UserError(`--zero is "${zero}", expected 0 or 1`);
  return {
    ...(tensor !== undefined && { tensor: whole("--tensor", tensor) }),
    ...(pipeline !== undefined && { pipeline: whole("--pipeline", pipeline) }),
    ...(zero !== undefined && { zero: zero === "1" ? 1 : 0 }),
    ...(recompute !== undefined && { recompute }),
    ...(rows !== undefined && { microRows: whole("--rows", rows) }),
  };
}

function whole(flag: string, text: string, most = 1e6): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > most) {
    throw new UserError(`${flag} is "${text}", expected a whole number from 1 to ${most}`);
  }
  return n;
}

function share(flag: string, text: string): number {
  const n = positive(flag, text);
  if (n > 1) throw new UserError(`${flag} is "${text}", expected a share of at most 1, as 0.4`);
  return n;
}

function positive(flag: string, text: string): number {
  const n = Number(text);
  if (!(n > 0) || !Number.isFinite(n)) throw new UserError(`${flag} is "${text}", expected a number above 0`);
  return n;
}
