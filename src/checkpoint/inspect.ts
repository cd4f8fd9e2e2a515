/** What a checkpoint folder holds, as data and as a page of text; it reads headers only, no weights. */

import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { gridSize, type Layout, type ModelConfig, type SamConfig, type SiglipConfig } from "../model/config.ts";
import { bytesPerElement, lengthOf } from "../runtime/dtype.ts";
import type { Dtype } from "../runtime/runtime.ts";
import { type Checkpoint, describeProblems, openCheckpoint, type WeightSpec } from "./checkpoint.ts";
import { countParameters, towerPrefixes } from "./parameters.ts";
import { describeQuantization, type QuantizationSection } from "./quantization.ts";
import { formatBytes, formatCount } from "./units.ts";

export interface ModuleSummary {
  readonly name: string;
  readonly tensors: number;
  readonly parameters: number;
  readonly bytes: number;
}

export interface CheckpointSummary {
  readonly folder: string;
  readonly layout: Layout;
  readonly config: ModelConfig;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly tensors: number;
  readonly parameters: number;
  readonly bytes: number;
  readonly modules: readonly ModuleSummary[];
  readonly dtypes: readonly { readonly dtype: Dtype; readonly tensors: number; readonly bytes: number }[];
  /** What is stored though no computation reads it; counted in everything above. */
  readonly unused: Omit<ModuleSummary, "name">;
  readonly quantization?: QuantizationSection;
  /** Why the checkpoint could not be loaded; undefined when it can. */
  readonly problem?: string;
}

/** Summarises a checkpoint, also one whose tensors do not fit. Throws a UserError when there is nothing to read. */
export async function inspectCheckpoint(folder: string): Promise<CheckpointSummary> {
  const { checkpoint, problems } = await openCheckpoint(folder);
  try {
    const stored = checkpoint.names.map((name) => ({ name, ...(checkpoint.spec(name) as WeightSpec) }));
    const files = checkpoint.files.map(async (path) => ({ name: basename(path), bytes: (await stat(path)).size }));
    const { name: _, ...all } = summarise("all", stored);
    const { name: __, ...unused } = summarise(
      "unused",
      stored.filter((tensor) => tensor.unused),
    );
    const dtypes = [...new Set(stored.map((tensor) => tensor.dtype))].map((dtype) => {
      const { tensors, bytes } = summarise(
        dtype,
        stored.filter((tensor) => tensor.dtype === dtype),
      );
      return { dtype, tensors, bytes };
    });
    return {
      folder,
      layout: checkpoint.layout,
      config: checkpoint.config,
      files: await Promise.all(files),
      ...all,
      modules: modules(checkpoint, stored),
      dtypes,
      unused,
      quantization: checkpoint.quantization,
      problem: describeProblems(problems),
    };
  } finally {
    await checkpoint.close();
  }
}

type Stored = WeightSpec & { readonly name: string };

function modules(checkpoint: Checkpoint, stored: readonly Stored[]): ModuleSummary[] {
  const { high, low } = towerPrefixes(checkpoint.config.vision);
  const parts: [string, (name: string) => boolean][] = [
    ["SAM tower", (name) => high !== undefined && name.startsWith(high)],
    ["SigLIP tower", (name) => low !== undefined && name.startsWith(low)],
    ["unused norms", (name) => /^vision_model\.(high|low)_layer_norm\./.test(name)],
    ["aligner", (name) => name.startsWith("aligner.")],
    ["embeddings", (name) => /^language_model\.(model\.embed_tokens|lm_head)\./.test(name)],
    ["language layers", (name) => /^language_model\.model\.(layers|norm)\./.test(name)],
  ];
  return parts
    .map(([name, belongs]) =>
      summarise(
        name,
        stored.filter((tensor) => belongs(tensor.name)),
      ),
    )
    .filter((module) => module.tensors > 0);
}

function summarise(name: string, stored: readonly Stored[]): ModuleSummary {
  const bytes = stored.reduce((sum, { dtype, shape }) => sum + lengthOf(dtype, shape) * bytesPerElement[dtype], 0);
  const counted = stored.filter((tensor) => tensor.parameters === undefined);
  const packed = stored.reduce((sum, { parameters = 0 }) => sum + parameters, 0);
  return { name, tensors: stored.length, parameters: countParameters(counted) + packed, bytes };
}

/** The summary as lines for a terminal. */
export function renderSummary(summary: CheckpointSummary): string {
  const { config, unused } = summary;
  const lines = [
    summary.folder,
    "",
    row("layout", summary.layout),
    row("files", summary.files.map((file) => `${file.name} (${formatBytes(file.bytes)})`).join(", ")),
    row(
      "parameters",
      `${formatCount(summary.parameters)} in ${summary.tensors} tensors, ${formatBytes(summary.bytes)}`,
    ),
    row("stored as", summary.dtypes.map(({ dtype, tensors }) => `${dtype} (${tensors})`).join(", ")),
  ];
  if (unused.tensors > 0) {
    lines.push(row("unused", `${formatCount(unused.parameters)} in ${unused.tensors} tensors that nothing reads`));
  }
  if (summary.quantization) lines.push(row("quantised", describeQuantization(summary.quantization)));
  lines.push("", ...modelLines(config), "");
  for (const module of summary.modules) {
    const size = `${formatCount(module.parameters).padStart(8)} ${formatBytes(module.bytes).padStart(9)}`;
    lines.push(`  ${module.name.padEnd(16)}${size}  ${module.tensors} tensors`);
  }
  lines.push("", summary.problem === undefined ? "  ready to load" : `  cannot be loaded: ${summary.problem}`);
  return lines.join("\n");
}

function modelLines(config: ModelConfig): string[] {
  const { vision, aligner, language } = config;
  const lines: string[] = [];
  if (vision.kind !== "low") lines.push(row("SAM", `${tower(vision.high)}, window ${vision.high.windowSize}`));
  if (vision.kind !== "sam") lines.push(row("SigLIP", tower(vision.low)));
  lines.push(row("image", `${config.imageTokens} tokens, id ${config.imageTokenId}`));
  lines.push(row("aligner", `${aligner.kind}, depth ${aligner.depth}, ${aligner.inputDim} -> ${aligner.width}`));
  const kv = language.kvHeads === language.heads ? "" : ` (${language.kvHeads} for keys)`;
  lines.push(row("language", `${language.layers} layers, width ${language.hiddenSize}, ${language.heads} heads${kv}`));
  lines.push(row("", `vocabulary ${language.vocabSize}, ${language.maxPositions} positions`));
  return lines;
}

function tower(c: SiglipConfig | SamConfig): string {
  const grid = gridSize(c);
  return `${c.layers} layers, width ${c.width}, ${c.heads} heads, ${c.imageSize} pixels, ${grid} x ${grid} patches`;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(12)}${text}`;
}
