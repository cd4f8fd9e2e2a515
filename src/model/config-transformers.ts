/**
 * The config.json of transformers' `deepseek_vl` and `deepseek_vl_hybrid`: a SigLIP, a SAM and a LLaMA section with
 * their own field names. The aligner has no section: its widths follow from the others.
 */
import { z } from "zod";
import {
  asObject,
  blockNumbers,
  count,
  fault,
  flag,
  imageSize,
  layerCount,
  positive,
  readFields,
  text,
} from "./config-fields.ts";
import { readLanguage } from "./config-language.ts";
import { checkGlobalBlocks, checkHybrid, checkTower } from "./config-original.ts";
import type { AlignerConfig, Layout, SamConfig, SiglipConfig, VisionConfig } from "./config-shape.ts";
import { gridSize, samOutputWidth } from "./config-shape.ts";

/**
 * The layout leaves normalisation to the image processor, with these numbers in every converted checkpoint (spec 1.10);
 * inside Periscope the towers do it, as in the original.
 */
export const transformersPixels = {
  low: { pixelMean: [0.5, 0.5, 0.5], pixelStd: [0.5, 0.5, 0.5] },
  high: { pixelMean: [0.48145466, 0.4578275, 0.40821073], pixelStd: [0.26862954, 0.26130258, 0.27577711] },
} as const;

/** Fields of `SiglipVisionConfig` with its defaults. */
const siglip = z.object({
  hidden_size: count().default(768),
  intermediate_size: count(1 << 22).default(3072),
  num_hidden_layers: layerCount.default(12),
  num_attention_heads: count(1 << 14).default(12),
  num_channels: z.literal(3, { error: "3" }).default(3),
  image_size: imageSize.default(224),
  patch_size: count(1 << 10).default(16),
  hidden_act: text.default("gelu_pytorch_tanh"),
  layer_norm_eps: positive.default(1e-6),
});

/** Fields of `SamVisionConfig` with its defaults. */
const sam = z.object({
  hidden_size: count().default(768),
  output_channels: count().default(256),
  num_hidden_layers: layerCount.default(12),
  num_attention_heads: count(1 << 14).default(12),
  num_channels: z.literal(3, { error: "3" }).default(3),
  image_size: imageSize.default(1024),
  patch_size: count(1 << 10).default(16),
  hidden_act: text.default("gelu"),
  layer_norm_eps: positive.default(1e-6),
  qkv_bias: flag.default(true),
  mlp_ratio: positive.max(256, { error: "a ratio up to 256" }).default(4),
  mlp_dim: count(1 << 22).nullish(),
  use_abs_pos: flag.default(true),
  use_rel_pos: flag.default(true),
  window_size: count(1 << 10).default(14),
  global_attn_indexes: blockNumbers.default([2, 5, 8, 11]),
});

/** Reads `vision_config`, and `high_res_vision_config` of the hybrid layout. */
export function readTransformersVision(root: Record<string, unknown>, layout: Layout): VisionConfig {
  const low = siglipTower(root);
  if (layout !== "deepseek_vl_hybrid") return { kind: "low", low };
  const high = samTower(root, gridSize(low));
  checkHybrid(high, low, "tuple");
  return { kind: "hybrid", low, high, concat: "tuple" };
}

/** The aligner that the layout implies: depth 2, from the towers' widths to the language model's. */
export function readTransformersAligner(root: Record<string, unknown>, layout: Layout): AlignerConfig {
  const vision = readTransformersVision(root, layout);
  const width = readLanguage(root, "text_config").language.hiddenSize;
  if (vision.kind === "low") return { kind: "mlp_gelu", depth: 2, inputDim: vision.low.width, width };
  if (width % 2 !== 0)
    throw fault(["text_config", "hidden_size"], width, "not divisible by the 2 halves of the aligner");
  return {
    kind: "low_high_hybrid_split_mlp_gelu",
    depth: 2,
    inputDim: (vision as { low: SiglipConfig }).low.width,
    width,
  };
}

/** The fields of a SigLIP section, at `at` in its file, with transformers' defaults. Throws a UserError. */
export function readSiglip(section: unknown, at: readonly string[]) {
  return readFields(siglip, asObject(section, at), at);
}

/** Those of a SAM section. Throws a UserError also for parts that are always there in this model. */
export function readSam(section: unknown, at: readonly string[]) {
  const c = readFields(sam, asObject(section, at), at);
  if (c.hidden_act !== "gelu") throw fault([...at, "hidden_act"], c.hidden_act, "but only the exact gelu is supported");
  for (const name of ["qkv_bias", "use_abs_pos", "use_rel_pos"] as const) {
    if (!c[name]) throw fault([...at, name], false, "but only true is supported");
  }
  return c;
}

function siglipTower(root: Record<string, unknown>): SiglipConfig {
  const at = ["vision_config"];
  const c = readSiglip(root.vision_config ?? {}, at);
  if (c.hidden_act !== "gelu") throw fault([...at, "hidden_act"], c.hidden_act, "but only the exact gelu is supported");
  const tower: SiglipConfig = {
    imageSize: c.image_size,
    patchSize: c.patch_size,
    width: c.hidden_size,
    layers: c.num_hidden_layers,
    heads: c.num_attention_heads,
    mlpHidden: c.intermediate_size,
    normEps: c.layer_norm_eps,
    ...transformersPixels.low,
    poolHead: false,
  };
  checkTower(tower, at, { width: "hidden_size", heads: "num_attention_heads" });
  return tower;
}

function samTower(root: Record<string, unknown>, lowGrid: number): SamConfig {
  const at = ["high_res_vision_config"];
  const c = readSam(root.high_res_vision_config ?? {}, at);
  const tower: SamConfig = {
    imageSize: c.image_size,
    patchSize: c.patch_size,
    width: c.hidden_size,
    layers: c.num_hidden_layers,
    heads: c.num_attention_heads,
    // `intermediate_size` stands in released configs but transformers does not read it.
    mlpHidden: c.mlp_dim ?? Math.trunc(c.hidden_size * c.mlp_ratio),
    windowSize: c.window_size,
    globalAttention: c.global_attn_indexes,
    neckWidth: c.output_channels,
    downsampleChannels: [c.output_channels * 2, c.output_channels * 4],
    interpolateSize: 4 * lowGrid,
    normEps: c.layer_norm_eps,
    ...transformersPixels.high,
    hdBranch: true,
  };
  checkTower(tower, at, { width: "hidden_size", heads: "num_attention_heads" });
  checkGlobalBlocks(tower, at);
  return tower;
}

/** Whether transformers can build this SAM tower beside a SigLIP tower with `lowGrid` patches a side; else the reason. */
export function samMisfit(tower: SamConfig, lowGrid: number): string | undefined {
  const wanted = [tower.neckWidth * 2, tower.neckWidth * 4];
  if (tower.downsampleChannels.length !== 2 || tower.downsampleChannels.some((w, i) => w !== wanted[i])) {
    return `downsample widths ${wanted.join(" and ")}, but this one has ${tower.downsampleChannels.join(", ") || "none"}`;
  }
  if (tower.interpolateSize !== 4 * lowGrid) {
    return `an interpolation to ${4 * lowGrid}, but this one has ${tower.interpolateSize}`;
  }
  return tower.hdBranch ? undefined : `the second neck, which this one lacks (output width ${samOutputWidth(tower)})`;
}
