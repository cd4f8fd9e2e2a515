/** `periscope export`: a checkpoint in another layout or element type. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type ExportReport, exportCheckpoint } from "../checkpoint/export.ts";
import { resolveModel } from "../checkpoint/hub.ts";
import { formatBytes } from "../checkpoint/units.ts";
import { transferLine, untilInterrupted } from "./transfer-line.ts";

interface ExportFlags {
  readonly layout?: "original" | "transformers";
  readonly dtype?: "float32" | "float16" | "bfloat16";
  readonly maxShardSize?: number;
  readonly revision: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function exportVerb(program: Command): void {
  program
    .command("export")
    .description("write a checkpoint in another layout or element type")
    .argument("<model>", "checkpoint folder, or id of a model on the Hugging Face hub")
    .argument("<folder>", "new folder to write")
    .addOption(
      new Option("--layout <name>", "layout to write (default: as it is)").choices(["original", "transformers"]),
    )
    .addOption(
      new Option("--dtype <type>", "element type to write (default: as it is)").choices([
        "float32",
        "float16",
        "bfloat16",
      ]),
    )
    .option("--max-shard-size <bytes>", "split larger weights, e.g. 500MB (default: 5GB)", parseSize)
    .option("--revision <name>", "branch, tag or commit on the hub", "main")
    .option("--force", "replace the folder if it holds a checkpoint and nothing else")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  $ periscope export checkpoints/nano nano-transformers --layout transformers --dtype float16",
    )
    .action(async (model: string, folder: string, flags: ExportFlags) => {
      const from = await resolveModel(model, { revision: flags.revision });
      const line = transferLine();
      try {
        const report = await untilInterrupted("stopped; nothing was written", (signal) =>
          exportCheckpoint(from, folder, {
            layout: flags.layout === "original" ? "multi_modality" : flags.layout,
            dtype: flags.dtype,
            maxShardBytes: flags.maxShardSize,
            replace: flags.force,
            signal,
            onProgress: (bytes, totalBytes) => line.show({ label: "writing", bytes, totalBytes }),
          }),
        );
        line.clear();
        console.log(flags.json ? JSON.stringify({ folder, ...report }, null, 2) : describe(folder, report));
      } finally {
        line.clear();
      }
    });
}

function describe(folder: string, report: ExportReport): string {
  const lines = [`${folder}: ${report.tensors} tensors, ${formatBytes(report.bytes)}, ${report.layout} layout`];
  if (report.dropped.length > 0) {
    lines.push(`  ${report.dropped.length} tensors that nothing reads were dropped (${few(report.dropped)})`);
  }
  if (report.filled.length > 0) {
    lines.push(
      `  ${report.filled.length} tensors that the layout wants but nothing reads were filled with zeros and ones (${few(report.filled)})`,
    );
  }
  if (report.copied.length > 0) lines.push(`  copied: ${report.copied.join(", ")}`);
  return lines.join("\n");
}

function few(names: readonly string[]): string {
  return names.slice(0, 2).join(", ") + (names.length > 2 ? ", ..." : "");
}

/** `500MB` or `5GB` in bytes; units are powers of 1000. */
function parseSize(text: string): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?) ?(k|M|G|T)?B?$/i.exec(text.trim()) ?? [];
  const bytes = Math.floor(Number(digits) * 1000 ** ["", "k", "m", "g", "t"].indexOf(unit.toLowerCase()));
  if (bytes >= 1) return bytes;
  throw new InvalidArgumentError("expected a size such as 500MB or 5GB");
}
