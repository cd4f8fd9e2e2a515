/**
 * The original `multi_modality` config.json: a class name and its parameters for the towers and the aligner.
 * The reference looks most sizes up in tables by `model_name`; the same keys written beside the name override the table.
 */
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import {
  asObject,
  blockNumbers,
  channels,
  count,
  deviations,
  fault,
  flag,
  imageSize,
  layerCount,
  mustDivide,
  positive,
  readFields,
  text,
} from "./config-fields.ts";
import type { AlignerConfig, SamConfig, SiglipConfig, VisionConfig } from "./config-shape.ts";
import { alignerKinds, gridSize, isPairAligner, samOutputGrid, samOutputWidth } from "./config-shape.ts";

/** Epsilon of both towers' norms (spec 1.2, 1.3); the layout has no field for it. */
export const TOWER_NORM_EPS = 1e-6;

/** Sizes by `model_name` (spec 1.2 and the reference's tables). */
export const siglipPresets = {
  siglip_large_patch16_384: { patchSize: 16, width: 1024, layers: 24, heads: 16, mlpRatio: 4 },
  siglip_so400m_patch14_384: { patchSize: 14, width: 1152, layers: 27, heads: 16, mlpRatio: 3.7362 },
  siglip_so400m_patch14_224: { patchSize: 14, width: 1152, layers: 27, heads: 16, mlpRatio: 3.7362 },
} as const;

export const samPresets = {
  sam_b_downsample: { width: 768, layers: 12, heads: 12, globalAttention: [2, 5, 8, 11], downsample: [512, 1024] },
  sam_vit_b: { width: 768, layers: 12, heads: 12, globalAttention: [2, 5, 8, 11], downsample: [] },
  sam_vit_l: { width: 1024, layers: 24, heads: 16, globalAttention: [5, 11, 17, 23], downsample: [] },
  sam_vit_h: { width: 1280, layers: 32, heads: 16, globalAttention: [7, 15, 23, 31], downsample: [] },
} as const;
export const samCommon = { patchSize: 16, windowSize: 14, neckWidth: 256, interpolateSize: 96, mlpRatio: 4 };

const classAndParams = z.object({ cls: text, params: z.looseObject({}).default({}) });

/** Parameters of `CLIPVisionTower`, with the reference's own defaults, and the overriding sizes. */
const towerParams = z.object({
  model_name: text.default("siglip_large_patch16_384"),
  image_size: imageSize.optional(),
  select_feature: text.default("patch"),
  select_layer: z.number({ error: "a whole number" }).int({ error: "a whole number" }).default(-2),
  pixel_mean: channels,
  pixel_std: deviations,
  patch_size: count(1 << 10).optional(),
  width: count().optional(),
  layers: layerCount.optional(),
  heads: count(1 << 14).optional(),
  mlp_ratio: positive.max(256, { error: "a ratio up to 256" }).optional(),
  global_pool: z.enum(["map", ""], { error: '"map" or ""' }).default("map"),
  window_size: count(1 << 10).optional(),
  global_attn_indexes: blockNumbers.optional(),
  prompt_embed_dim: count().optional(),
  downsample_channels: z.array(count()).max(8, { error: "at most 8 widths" }).optional(),
  interpolate_size: count(1 << 10).optional(),
  sam_hd: flag.default(true),
});
type TowerParams = z.output<typeof towerParams>;

const concatTypes = ["tuple", "feature", "sequence", "add"] as const;
const hybridParams = z.object({
  concat_type: z.enum(concatTypes, { error: "tuple, feature, sequence or add" }).default("tuple"),
  high_res_cfg: z.looseObject({}, { error: "an object" }),
  low_res_cfg: z.looseObject({}, { error: "an object" }),
});

const alignerParams = z.object({
  projector_type: z.enum(alignerKinds, { error: alignerKinds.join(", ") }),
  depth: count(64).default(1),
  input_dim: count(),
  n_embed: count(),
  hidden: count().optional(),
});

/** Reads `vision_config`. */
export function readOriginalVision(root: Record<string, unknown>): VisionConfig {
  const at = ["vision_config"];
  const { cls, params } = readFields(classAndParams, asObject(root.vision_config, at), at);
  const inside = [...at, "params"];
  // The reference tests whether the class name contains one of the two.
  if (cls.includes("CLIPVisionTower")) {
    const tower = readFields(towerParams, params, inside);
    return tower.model_name.startsWith("sam")
      ? { kind: "sam", high: samTower(tower, inside) }
      : { kind: "low", low: siglipTower(tower, inside) };
  }
  if (!cls.includes("HybridVisionTower")) {
    throw fault([...at, "cls"], cls, "but only CLIPVisionTower and HybridVisionTower are supported");
  }
  const hybrid = readFields(hybridParams, params, inside);
  const [highAt, lowAt] = [
    [...inside, "high_res_cfg"],
    [...inside, "low_res_cfg"],
  ];
  const high = samTower(readFields(towerParams, hybrid.high_res_cfg, highAt), highAt);
  const low = siglipTower(readFields(towerParams, hybrid.low_res_cfg, lowAt), lowAt);
  checkHybrid(high, low, hybrid.concat_type);
  return { kind: "hybrid", high, low, concat: hybrid.concat_type };
}

/** Reads `aligner_config`. */
export function readOriginalAligner(root: Record<string, unknown>): AlignerConfig {
  const at = ["aligner_config"];
  const { cls, params } = readFields(classAndParams, asObject(root.aligner_config, at), at);
  if (!cls.includes("MlpProjector")) throw fault([...at, "cls"], cls, "but only MlpProjector is supported");
  const inside = [...at, "params"];
  const c = readFields(alignerParams, params, inside);
  if (c.projector_type === "identity" && c.n_embed !== c.input_dim) {
    throw fault([...inside, "n_embed"], c.n_embed, `but identity passes input_dim ${c.input_dim} on unchanged`);
  }
  if (isPairAligner(c.projector_type)) mustDivide([...inside, "n_embed"], c.n_embed, "2 halves:", 2);
  const { projector_type: kind, hidden } = c;
  const hasHidden = kind === "low_high_shared_mlp_gelu" || kind === "low_high_separate_mlp_gelu";
  return { kind, depth: c.depth, inputDim: c.input_dim, width: c.n_embed, ...(hasHidden && hidden && { hidden }) };
}

/** Checks that two towers can be joined the way `concat` says. */
export function checkHybrid(high: SamConfig, low: SiglipConfig, concat: (typeof concatTypes)[number]): void {
  const [highGrid, lowGrid] = [samOutputGrid(high), gridSize(low)];
  if (concat !== "sequence" && highGrid !== lowGrid) {
    throw new UserError(
      `config.json: the high-resolution tower gives a ${highGrid} x ${highGrid} grid and the low-resolution one ${lowGrid} x ${lowGrid}, but concat_type ${concat} needs equal grids`,
    );
  }
  if (concat !== "feature" && samOutputWidth(high) !== low.width) {
    throw new UserError(
      `config.json: the high-resolution tower gives features of width ${samOutputWidth(high)} and the low-resolution one ${low.width}, but concat_type ${concat} needs equal widths`,
    );
  }
}

function siglipTower(p: TowerParams, at: readonly string[]): SiglipConfig {
  const preset = presetOf(siglipPresets, p.model_name, at);
  const built = p.layers ?? preset.layers;
  const layers = p.select_layer <= 0 ? Math.min(built, built + p.select_layer + 1) : Math.min(built, p.select_layer);
  if (layers < 1) throw fault([...at, "select_layer"], p.select_layer, `which leaves none of the ${built} layers`);
  const width = p.width ?? preset.width;
  const tower: SiglipConfig = {
    imageSize: p.image_size ?? 336,
    patchSize: p.patch_size ?? preset.patchSize,
    width,
    layers,
    heads: p.heads ?? preset.heads,
    mlpHidden: Math.trunc(width * (p.mlp_ratio ?? preset.mlpRatio)),
    normEps: TOWER_NORM_EPS,
    ...pixelStatistics(p),
    poolHead: p.global_pool === "map",
  };
  checkTower(tower, at);
  return tower;
}

function samTower(p: TowerParams, at: readonly string[]): SamConfig {
  const preset = presetOf(samPresets, p.model_name, at);
  // Anything else would cut the first channel off (the reference slices as if there were a class token).
  if (p.select_feature !== "same") throw fault([...at, "select_feature"], p.select_feature, 'but SAM needs "same"');
  const width = p.width ?? preset.width;
  const tower: SamConfig = {
    imageSize: p.image_size ?? 336,
    patchSize: p.patch_size ?? samCommon.patchSize,
    width,
    layers: p.layers ?? preset.layers,
    heads: p.heads ?? preset.heads,
    mlpHidden: Math.trunc(width * (p.mlp_ratio ?? samCommon.mlpRatio)),
    windowSize: p.window_size ?? samCommon.windowSize,
    globalAttention: p.global_attn_indexes ?? preset.globalAttention,
    neckWidth: p.prompt_embed_dim ?? samCommon.neckWidth,
    downsampleChannels: p.downsample_channels ?? preset.downsample,
    interpolateSize: p.interpolate_size ?? samCommon.interpolateSize,
    normEps: TOWER_NORM_EPS,
    ...pixelStatistics(p),
    hdBranch: p.sam_hd,
  };
  checkTower(tower, at);
  checkGlobalBlocks(tower, at);
  return tower;
}

/** Checks sizes that both towers share. */
export function checkTower(
  tower: Pick<SiglipConfig, "imageSize" | "patchSize" | "width" | "heads" | "mlpHidden">,
  at: readonly string[],
  names = { width: "width", heads: "heads" },
): void {
  if (tower.imageSize < tower.patchSize) {
    throw fault([...at, "image_size"], tower.imageSize, `smaller than one patch of ${tower.patchSize}`);
  }
  mustDivide([...at, names.width], tower.width, names.heads, tower.heads);
  if (tower.mlpHidden < 1) throw fault([...at, "mlp_ratio"], tower.mlpHidden / tower.width, "too small for any MLP");
}

/** Checks that the blocks named as global exist. */
export function checkGlobalBlocks(tower: SamConfig, at: readonly string[]): void {
  const last = tower.globalAttention.at(-1);
  if (last !== undefined && last >= tower.layers) {
    throw fault([...at, "global_attn_indexes"], tower.globalAttention, `but there are only ${tower.layers} layers`);
  }
  if (tower.hdBranch && last === undefined) {
    throw fault([...at, "global_attn_indexes"], [], "but the second neck needs one block with global attention");
  }
}

function pixelStatistics(p: TowerParams): Pick<SiglipConfig, "pixelMean" | "pixelStd"> {
  return p.pixel_mean && p.pixel_std ? { pixelMean: p.pixel_mean, pixelStd: p.pixel_std } : {};
}

function presetOf<T extends object>(presets: T, name: string, at: readonly string[]): T[keyof T] {
  if (Object.hasOwn(presets, name)) return presets[name as keyof T];
  throw fault([...at, "model_name"], name, `expected one of ${Object.keys(presets).join(", ")}`);
}
