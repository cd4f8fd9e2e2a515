/**
 * What a DeepSeek-VL model is made of, as plain typed data, and the sizes that follow from it.
 * It knows nothing of how a config.json writes these numbers.
 */
import type { Dtype } from "../runtime/runtime.ts";

/** How a checkpoint names its config fields and tensors. */
export type Layout = "multi_modality" | "deepseek_vl" | "deepseek_vl_hybrid";

export interface ModelConfig {
  readonly vision: VisionConfig;
  readonly aligner: AlignerConfig;
  readonly language: LanguageConfig;
  /** The id whose positions receive image features. */
  readonly imageTokenId: number;
  /** Language-model positions that one image takes. */
  readonly imageTokens: number;
  readonly padTokenId?: number;
  readonly bosTokenId: number;
  readonly eosTokenId: number;
  /** The element type that the weights are meant to be stored in. */
  readonly dtype: Extract<Dtype, "float32" | "float16" | "bfloat16">;
}

export type VisionConfig =
  | { readonly kind: "low"; readonly low: SiglipConfig }
  | { readonly kind: "sam"; readonly high: SamConfig }
  | {
      readonly kind: "hybrid";
      readonly low: SiglipConfig;
      readonly high: SamConfig;
      readonly concat: "tuple" | "feature" | "sequence" | "add";
    };

/** The low-resolution tower (spec 1.2). */
export interface SiglipConfig {
  readonly imageSize: number;
  readonly patchSize: number;
  readonly width: number;
  /** Blocks that are built and run, after `select_layer`. */
  readonly layers: number;
  readonly heads: number;
  readonly mlpHidden: number;
  readonly normEps: number;
  /** Undefined: the tower does not normalise its input. */
  readonly pixelMean?: readonly [number, number, number];
  readonly pixelStd?: readonly [number, number, number];
  /** Whether the original layout stores the attention-pool head, which is never run. */
  readonly poolHead: boolean;
}

/** The high-resolution tower (spec 1.3). */
export interface SamConfig {
  readonly imageSize: number;
  readonly patchSize: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly mlpHidden: number;
  readonly windowSize: number;
  /** Blocks with global attention, ascending, counted from 0; all others attend inside windows. */
  readonly globalAttention: readonly number[];
  readonly neckWidth: number;
  /** Output widths of the stride-2 convolutions after the neck; may be empty. */
  readonly downsampleChannels: readonly number[];
  /** Side of the grid that the neck's output is resized to before the convolutions. */
  readonly interpolateSize: number;
  readonly normEps: number;
  readonly pixelMean?: readonly [number, number, number];
  readonly pixelStd?: readonly [number, number, number];
  /** Whether the first global block's output is added through a second neck. */
  readonly hdBranch: boolean;
}

/**
 * Adaptors for two separate features (paper, Table 10). The first is that of the released models: a layer for each tower, side
 * by side, then layers for both. `shared`: one MLP that both towers pass; `separate`: an MLP for each. `pool_width` and
 * `pool_height` stack two neighbours of each map into channels and put the maps one behind the other, in as many tokens.
 */
export const pairAligners = [
  "low_high_hybrid_split_mlp_gelu",
  "low_high_shared_mlp_gelu",
  "low_high_separate_mlp_gelu",
  "low_high_pool_width_mlp_gelu",
  "low_high_pool_height_mlp_gelu",
] as const;

/** All kinds that `projector_type` can name; the last four are Periscope's own, for comparison. */
export const alignerKinds = ["identity", "linear", "mlp_gelu", ...pairAligners] as const;

export interface AlignerConfig {
  readonly kind: (typeof alignerKinds)[number];
  readonly depth: number;
  readonly inputDim: number;
  /** Output width, the language model's (`n_embed`). */
  readonly width: number;
  /** Width between the layers of `shared` and `separate`. Default: the output width. */
  readonly hidden?: number;
}

/** Whether the adaptor takes the features of two towers. */
export function isPairAligner(kind: AlignerConfig["kind"]): kind is (typeof pairAligners)[number] {
  return (pairAligners as readonly string[]).includes(kind);
}

export interface LanguageConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly rmsNormEps: number;
  readonly ropeTheta: number;
  readonly maxPositions: number;
  readonly tieWordEmbeddings: boolean;
}

/** Patches along one side of a tower's input; a remainder of the division is not covered by any patch. */
export function gridSize(tower: { readonly imageSize: number; readonly patchSize: number }): number {
  return Math.floor(tower.imageSize / tower.patchSize);
}

/** Side of the SAM tower's output grid: each 3x3 convolution with stride 2 and padding 1 halves it, rounding up. */
export function samOutputGrid(sam: SamConfig): number {
  let side = sam.interpolateSize;
  for (const _ of sam.downsampleChannels) side = Math.ceil(side / 2);
  return side;
}

/** Channels of the SAM tower's output. */
export function samOutputWidth(sam: SamConfig): number {
  return sam.downsampleChannels.at(-1) ?? sam.neckWidth;
}

/** Feature vectors that a vision tower gives for one image. */
export function imageTokenCount(vision: VisionConfig): number {
  if (vision.kind === "low") return gridSize(vision.low) ** 2;
  if (vision.kind === "sam") return samOutputGrid(vision.high) ** 2;
  const low = gridSize(vision.low) ** 2;
  return vision.concat === "sequence" ? low + samOutputGrid(vision.high) ** 2 : low;
}

/** Width of the features that the aligner receives (of each of the two, for `tuple`). */
export function visionWidth(vision: VisionConfig): number {
  if (vision.kind === "low") return vision.low.width;
  if (vision.kind === "sam") return samOutputWidth(vision.high);
  return vision.concat === "feature" ? vision.low.width + samOutputWidth(vision.high) : vision.low.width;
}
