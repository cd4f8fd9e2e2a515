/** Converting a checkpoint folder to another layout or element type, with the files that belong to it. */
import type { Layout, ModelConfig } from "../model/config.ts";
import { type Checkpoint, loadCheckpoint, type Weights } from "./checkpoint.ts";
import { copyCompanions } from "./companions.ts";
import { checkTarget } from "./replace.ts";
import { type SaveOptions, type SaveReport, saveCheckpoint } from "./save.ts";

export interface ExportOptions
  extends Pick<SaveOptions, "dtype" | "replace" | "maxShardBytes" | "onProgress" | "signal"> {
  /** `transformers` stands for whichever of its two layouts fits the model; default: the layout stays. */
  readonly layout?: Layout | "transformers";
}

export interface ExportReport extends SaveReport {
  readonly from: Layout;
  readonly layout: Layout;
  /** Files taken over as they are: tokenizer, generation settings, card, licence. */
  readonly copied: readonly string[];
}

/**
 * Writes the checkpoint in `from` to a new folder `to`.
 * Tensors that the new layout does not store are dropped and those that only it stores are filled; the report names both.
 * Throws a UserError when the model does not fit the layout and when `to` may not be written to or replaced (as
 * `checkTarget` says); `to` is then untouched.
 */
export async function exportCheckpoint(from: string, to: string, options: ExportOptions = {}): Promise<ExportReport> {
  const checkpoint = await loadCheckpoint(from);
  try {
    await checkTarget(from, to, options);
    const layout = chooseLayout(checkpoint, options.layout);
    const copied: string[] = [];
    const report = await saveCheckpoint(to, inLayout(checkpoint, layout), {
      ...options,
      layout,
      preprocessor: checkpoint.preprocessor,
      processor: checkpoint.raw.processor,
      quantization: checkpoint.quantization,
      addFiles: async (folder) => {
        copied.push(...(await copyCompanions(from, folder)));
      },
    });
    return { from: checkpoint.layout, layout, copied, ...report };
  } finally {
    await checkpoint.close();
  }
}

function chooseLayout(checkpoint: Checkpoint, wanted: ExportOptions["layout"]): Layout {
  if (wanted !== "transformers") return wanted ?? checkpoint.layout;
  return checkpoint.config.vision.kind === "low" ? "deepseek_vl" : "deepseek_vl_hybrid";
}

/** The reference always builds SigLIP's pooling head, so a checkpoint for it must hold one though nothing reads it. */
function inLayout(checkpoint: Checkpoint, layout: Layout): Weights {
  const { vision } = checkpoint.config;
  if (layout !== "multi_modality" || checkpoint.layout === layout || vision.kind === "sam") return checkpoint;
  const config: ModelConfig = { ...checkpoint.config, vision: { ...vision, low: { ...vision.low, poolHead: true } } };
  return { ...checkpoint, config };
}
