/** A plan as text: assumptions first, then stages, what to shard and why, what grouping saves. */
import { formatBytes, formatCount, formatSeconds } from "../../../checkpoint/units.ts";
import type { Layout } from "./layout.ts";
import { totalMemory } from "./layout.ts";
import { noLayout, type Plan, type StagePlan, type TrainedNumbers } from "./plan.ts";
import { usualImages } from "./row-cost.ts";

export function renderPlan(plan: Plan): string {
  const { cluster, assumptions, images } = plan.options;
  const { gpu, nodes, gpusPerNode, nodeBandwidth } = cluster;
  return [
    `${plan.recipe}: ${count(plan.parameters, 2)} parameters on ${nodes} x ${gpusPerNode} ${gpu.name} (${gpu.memoryGb} GB, ${gpu.teraflops} Tflop/s, ${nodeBandwidth * 8} Gbit/s a node)`,
    `Assumed: ${percent(assumptions.utilization)} of the peak while computing${assumptions.towerUtilization === undefined ? "" : ` (${percent(assumptions.towerUtilization)} in the vision towers)`}, ${images ?? usualImages} pictures in a packed multimodal sequence${images === undefined ? " or as many as fit" : ""}, ${gb(assumptions.reservedBytes)} reserved on a device, fused attention`,
    ...plan.stages.flatMap(renderStage),
    ...plan.leftOut.flatMap(({ stage, why }) => ["", `${stage}: not planned: ${why}`]),
    "",
    summary(plan),
  ].join("\n");
}

function summary({ stages, leftOut, devices, days: sum }: Plan): string {
  const fitting = stages.filter(({ decision }) => decision.best);
  if (fitting.length === 0) return "No stage fits.";
  const which =
    fitting.length === stages.length
      ? leftOut.length > 0
        ? "All stages planned"
        : "All stages"
      : `${fitting.length} of ${stages.length} stages fit`;
  return `${which}: ${days(sum)}, ${Math.round(sum * 24 * devices).toLocaleString("en")} GPU hours`;
}

/** What a batch counts, and one of it with its modality. */
const rowNames = { language: "sequence", course: "sequence", dense: "picture", contrastive: "pair" } as const;

function renderStage(stage: StagePlan): string[] {
  const { name, objective, steps, batch, tokens, decision, totalOperations, rowOperations } = stage;
  const row = rowNames[objective];
  const { best } = decision;
  const operations = [rowOperations.language, rowOperations.multimodal].map((one, i) =>
    one === undefined
      ? []
      : `${one < 1e11 ? `${(one / 1e9).toPrecision(3)} Gflop` : `${(one / 1e12).toFixed(1)} Tflop`} a ${objective !== "language" ? row : i === 0 ? "text sequence" : "multimodal sequence"}`,
  );
  const lines = [
    "",
    `${name}: ${steps.toLocaleString("en")} steps of ${batch} ${row}s, ${tokens > 0 ? `${count(tokens, 1)} tokens, ` : ""}${operations.flat().join(", ")}, ${totalOperations.toExponential(2)} flop`,
    `  trains   ${trainedText(stage.trained)}`,
  ];
  if (decision.impossible) return [...lines, `  no layout fits: ${decision.impossible}`];
  if (!best) lines.push(`  ${noLayout}`);
  else {
    const { memory, time, layout } = best;
    const part = (label: string, bytes: number) => `${label} ${gb(bytes)}`;
    lines.push(
      `  layout   ${describeLayout(layout)}`,
      `  memory   ${gb(totalMemory(memory))} a device: ${[
        part("weights", memory.weights),
        part("gradients", memory.gradients),
        part("optimizer", memory.optimizer),
        part("activations", memory.activations),
        part("reserved", memory.reserved),
      ].join(", ")}`,
      `  step     ${duration(time.mean)}${kinds(time)}; waiting: pipeline ${duration(time.bubble)}, tensor messages ${duration(time.tensorMessages)}, gradients ${duration(time.gradientMessages)}`,
      `  time     ${days(stage.days!)}; ${percent(stage.utilization!)} of the peak does work that counts (MFU)`,
    );
  }
  const { pipelineParallel } = stage;
  const published =
    pipelineParallel === undefined ? "" : ` (the recipe: ${pipelineParallel ? "" : "no "}pipeline ranks)`;
  lines.push(`  what to shard, and why${published}:`);
  for (const { what, bytes, fits, seconds } of decision.steps) {
    lines.push(
      `    ${what.padEnd(32)} ${gb(bytes).padStart(7)}  ${fits ? `fits, ${duration(seconds)} a step` : "does not fit"}`,
    );
  }
  const { grouping } = stage;
  if (grouping) {
    const gain = (one: number) => `${((one - 1) * 100).toFixed(1)} %`;
    lines.push(
      `  modality grouping: multimodal steps take ${grouping.timeRatio.toFixed(2)} times text steps; over mixed batches it is worth ${gain(grouping.formula)} by the formula (one sequence a rank, ${grouping.ranks} ranks), ${gain(grouping.simulated.gain)} +- ${(100 * grouping.simulated.uncertainty).toFixed(1)} simulated with ${grouping.rowsPerRank} a rank; 20 % would need a ratio of ${grouping.ratioForPaper.toFixed(2)}`,
    );
  }
  return lines;
}

function trainedText({ modules, numbers, adapters }: TrainedNumbers): string {
  if (!adapters) return `${count(numbers, 2)} numbers: ${modules.join(", ")}`;
  const whole = modules.filter((module) => module !== "language");
  const beside = whole.length > 0 ? `, and in whole ${whole.join(", ")}` : "";
  return `${count(numbers, 2)} numbers: ${count(adapters.numbers, 2)} of adapters (LoRA, rank ${adapters.rank}) in place of language${beside}`;
}

function count(n: number, digits: number): string {
  return n < 1e9 ? formatCount(n) : `${(n / 1e9).toFixed(digits)}B`;
}

function describeLayout({ data, tensor, pipeline, zero, recompute, microRows }: Layout): string {
  const parts = [`${data} data`];
  if (tensor > 1) parts.push(`${tensor} tensor`);
  if (pipeline > 1) parts.push(`${pipeline} pipeline`);
  const how = [zero ? "ZeRO-1" : "no ZeRO", recompute ? "layers recomputed" : "activations kept"];
  return `${parts.join(" x ")}; ${how.join(", ")}, ${microRows} sequence${microRows === 1 ? "" : "s"} at once`;
}

function kinds({ language, multimodal }: { language?: number; multimodal?: number }): string {
  return language !== undefined && multimodal !== undefined
    ? ` (text ${duration(language)}, multimodal ${duration(multimodal)})`
    : "";
}

/** Seconds, or milliseconds of a small model. */
function duration(seconds: number): string {
  if (seconds === 0 || seconds >= 0.0995) return `${seconds.toFixed(seconds === 0 ? 0 : 2)} s`;
  return `${(seconds * 1000).toPrecision(2)} ms`;
}

function gb(bytes: number): string {
  if (bytes < 5e7) return formatBytes(Math.round(bytes));
  return `${(bytes / 1e9).toFixed(bytes < 9.95e9 ? 1 : 0)} GB`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function days(value: number): string {
  if (value * 86_400 < 1) return "less than 1 s";
  if (value * 24 < 0.95) return formatSeconds(value * 86_400);
  return value < 1 ? `${(value * 24).toFixed(1)} hours` : `${value.toFixed(1)} days`;
}
