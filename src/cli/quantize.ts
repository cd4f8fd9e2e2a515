/** `periscope quantize`: a checkpoint with 4- or 8-bit weights, and what that changes. */
import { type Command, Option } from "commander";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { exists } from "../checkpoint/files.ts";
import { resolveModel } from "../checkpoint/hub.ts";
import { countParameters, parameterSpecs } from "../checkpoint/parameters.ts";
import { type BlockLength, blockLengths, describeQuantization } from "../checkpoint/quantization.ts";
import { type QuantizeReport, quantizeCheckpoint } from "../checkpoint/quantize.ts";
import { formatBytes, formatSeconds } from "../checkpoint/units.ts";
import { compareQuantized, type QuantizationEffect } from "../eval/quantization.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import { loadTokenizer } from "../text/tokenizer-folder.ts";
import { transferLine, untilInterrupted } from "./transfer-line.ts";

interface QuantizeFlags {
  readonly bits: "4" | "8";
  readonly block: `${BlockLength}`;
  readonly probe: boolean;
  readonly revision: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function quantizeVerb(program: Command): void {
  program
    .command("quantize")
    .description("write a checkpoint with 4- or 8-bit weights, and show what that changes")
    .argument("<model>", "checkpoint folder, or id of a model on the Hugging Face hub")
    .argument("<folder>", "new folder to write; it loads like any other")
    .addOption(new Option("--bits <number>", "bits of a weight").choices(["4", "8"]).default("4"))
    .addOption(
      new Option("--block <number>", "most weights that share a scale, with 4 bits: shorter is more exact and slower")
        .choices(blockLengths.map(String))
        .default("256"),
    )
    .option("--no-probe", "do not compare the two models afterwards")
    .option("--revision <name>", "branch, tag or commit on the hub", "main")
    .option("--force", "replace the folder if it holds a checkpoint and nothing else")
    .option("--json", "print the report as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope quantize deepseek-ai/deepseek-vl-1.3b-chat deepseek-vl-1.3b-4bit")
    .action(async (model: string, folder: string, flags: QuantizeFlags) => {
      const from = await resolveModel(model, { revision: flags.revision });
      const line = transferLine();
      const start = performance.now();
      const onProgress = (bytes: number, totalBytes: number) => {
        const bytesPerSecond = (1000 * bytes) / (performance.now() - start);
        const secondsLeft = (totalBytes - bytes) / bytesPerSecond;
        line.show({ label: "quantizing", bytes, totalBytes, bytesPerSecond, secondsLeft });
      };
      const bits = flags.bits === "4" ? 4 : 8;
      const block = blockLengths.find((one) => String(one) === flags.block);
      let report: QuantizeReport;
      try {
        report = await untilInterrupted("stopped; nothing was written", (signal) =>
          quantizeCheckpoint(from, folder, { bits, block, replace: flags.force, signal, onProgress }),
        );
      } finally {
        line.clear();
      }
      const seconds = (performance.now() - start) / 1000;
      const probe = flags.probe ? await compare(from, folder) : undefined;
      if (flags.json) console.log(JSON.stringify({ folder, seconds, ...report, probe }, null, 2));
      else console.log(describe(folder, report, seconds, probe));
    });
}

/** The effect on a fixed set of probes, or why it was not measured. */
type Probe = QuantizationEffect | { readonly skipped: string };

async function compare(from: string, to: string): Promise<Probe> {
  const [before, after] = [await loadCheckpoint(from), await loadCheckpoint(to)];
  const runtime = await createNativeRuntime("cpu");
  try {
    // the plain model runs in float32, and its weights pass through memory a second time while they load
    const { language, vision } = before.config;
    const logitBytes = 8 * (vision.kind === "hybrid" ? 700 : 600) * language.vocabSize;
    const needed = 4 * countParameters(parameterSpecs(before.config)) * 1.2 + 2 * logitBytes;
    const free = process.availableMemory();
    if (needed > 0.9 * free) {
      return {
        skipped: `the model needs ${formatBytes(needed)} of memory before quantisation, and ${formatBytes(free)} are free`,
      };
    }
    const tokenizer = (await exists(`${from}/tokenizer.json`)) ? await loadTokenizer(from) : undefined;
    return await compareQuantized(before, after, { runtime, tokenizer });
  } finally {
    runtime.dispose();
    await before.close();
    await after.close();
  }
}

function describe(folder: string, report: QuantizeReport, seconds: number, probe: Probe | undefined): string {
  const { bytesBefore, bytesAfter, quantization, tensors } = report;
  const row = (label: string, text: string) => `  ${label.padEnd(26)}${text}`;
  const smaller = (bytesBefore / bytesAfter).toFixed(1);
  const lines = [
    `${folder}: ${describeQuantization(quantization)}, ${tensors} tensors, in ${formatSeconds(seconds)}`,
    row("size", `${formatBytes(bytesBefore)} -> ${formatBytes(bytesAfter)} (${smaller} times smaller)`),
  ];
  if (probe === undefined) return lines.join("\n");
  if ("skipped" in probe) return [...lines, row("comparison", `skipped: ${probe.skipped}`)].join("\n");
  const { perplexity, divergence, largestLogitDifference, logitSpread, topAgreement } = probe;
  const pictures = probe.pictures > 0 ? " and a picture" : "";
  return [
    ...lines,
    row(
      "compared on",
      `${probe.texts} ${probe.texts === 1 ? "text" : "texts"}${pictures}, ${probe.positions} positions`,
    ),
    row("perplexity", perplexity ? describeChange(perplexity) : foreign),
    row("same likeliest token", `${(100 * topAgreement).toFixed(1)} %`),
    row("mean divergence", `${divergence.toPrecision(3)} nats a token`),
    row(
      "largest logit difference",
      `${largestLogitDifference.toPrecision(3)} (logits spread by ${logitSpread.toPrecision(3)})`,
    ),
  ].join("\n");
}

const foreign = "not given: these texts are foreign to the model, whose own tasks periscope eval measures";

function describeChange({ before, after }: NonNullable<QuantizationEffect["perplexity"]>): string {
  const percent = 100 * (after / before - 1);
  return `${before.toPrecision(4)} -> ${after.toPrecision(4)} (${percent < 0 ? "" : "+"}${percent.toFixed(1)} %)`;
}
