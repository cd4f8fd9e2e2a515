/**
 * Small models with one or two vision towers as configurations: a SigLIP-like tower that sees the picture at 24 pixels, and a
 * SAM-like one that sees 64, each of 16 tokens. How they are trained is not known here.
 */
import { patch, wide } from "./pictures.ts";

export const narrow = 24;
const width = 64;
const pixels = { pixel_mean: [0.5, 0.5, 0.5], pixel_std: [0.5, 0.5, 0.5] };

const low = {
  model_name: "siglip_large_patch16_384",
  ...{ select_layer: -1, select_feature: "same", global_pool: "" },
  ...{ image_size: narrow, patch_size: 6, width, layers: 2, heads: 2, mlp_ratio: 4 },
  ...pixels,
};

/** 8 x 8 patches, windows of 4, one global block, and a strided convolution to 4 x 4 tokens. */
const high = (side: number) => ({
  model_name: "sam_b_downsample",
  select_feature: "same",
  ...{ image_size: side, patch_size: (side * patch) / wide, width, layers: 3, heads: 2, mlp_ratio: 4 },
  ...{ window_size: 4, global_attn_indexes: [1], prompt_embed_dim: 32 },
  ...{ downsample_channels: [width], interpolate_size: wide / patch },
  ...pixels,
});

export interface TowerModel {
  /** `high-narrow`: the architecture of the high tower at the low one's resolution. */
  readonly towers: "low" | "high" | "high-narrow" | "hybrid" | "hybrid-narrow";
  /** Default: that of the released models, for one tower or for two. */
  readonly aligner?: string;
  /** How the features of two towers meet; `tuple` unless said. */
  readonly concat?: "tuple" | "sequence";
  /** Between the layers of some aligners. */
  readonly hidden?: number;
}

/** A config.json. */
export function towerConfig({ towers, aligner, concat = "tuple", hidden }: TowerModel): Record<string, unknown> {
  const hybrid = towers.startsWith("hybrid");
  const highSide = towers.endsWith("narrow") ? narrow : wide;
  const single = towers === "low" ? low : high(highSide);
  return {
    model_type: "multi_modality",
    torch_dtype: "float32",
    vision_config: hybrid
      ? {
          cls: "HybridVisionTower",
          params: { concat_type: concat, high_res_cfg: high(highSide), low_res_cfg: low },
        }
      : { cls: "CLIPVisionTower", params: single },
    aligner_config: {
      cls: "MlpProjector",
      params: {
        projector_type: aligner ?? (hybrid ? "low_high_hybrid_split_mlp_gelu" : "mlp_gelu"),
        ...{ depth: 2, input_dim: width, n_embed: width },
        ...(hidden && { hidden }),
      },
    },
    language_config: {
      ...{ hidden_size: width, intermediate_size: 176, num_hidden_layers: 3 },
      ...{ num_attention_heads: 4, num_key_value_heads: 4, max_position_embeddings: 512 },
    },
  };
}
