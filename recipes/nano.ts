/**
 * The embedded model: about 10M parameters, trained from nothing on two CPU cores with generated pictures.
 * The towers are pre-trained first, as the paper's were; then come the three stages of paper 3.3 in miniature.
 */
import type { NanoRecipe } from "../src/train/nano/recipe.ts";

const normalization = {
  high: { mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] },
  low: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
} as const;

export const nano: NanoRecipe = {
  name: "nano",
  seed: 2403,
  config: {
    model_type: "multi_modality",
    architectures: ["MultiModalityCausalLM"],
    torch_dtype: "float16",
    vision_config: {
      cls: "HybridVisionTower",
      model_type: "vision",
      params: {
        concat_type: "tuple",
        freeze_high: true,
        freeze_low: true,
        // 128 pixels in 16 x 16 patches; neck and convolutions shrink 16 -> 32 -> 16 -> 8
        high_res_cfg: {
          model_name: "sam_b_downsample",
          select_feature: "same",
          select_layer: -1,
          image_size: 128,
          patch_size: 8,
          width: 160,
          layers: 4,
          heads: 5,
          window_size: 8,
          mlp_ratio: 4,
          global_attn_indexes: [1, 3],
          prompt_embed_dim: 64,
          downsample_channels: [128, 256],
          interpolate_size: 32,
          output_dim: 256,
          pixel_mean: normalization.high.mean,
          pixel_std: normalization.high.std,
        },
        // the same picture at 64 pixels in 8 x 8 patches: 64 image tokens
        low_res_cfg: {
          model_name: "siglip_large_patch16_384",
          global_pool: "", // no attention-pool head: nothing would read it
          select_feature: "same",
          select_layer: -1,
          image_size: 64,
          patch_size: 8,
          width: 256,
          layers: 3,
          heads: 4,
          mlp_ratio: 4,
          output_dim: 256,
          pixel_mean: normalization.low.mean,
          pixel_std: normalization.low.std,
        },
      },
    },
    aligner_config: {
      cls: "MlpProjector",
      model_type: "aligner",
      params: { projector_type: "low_high_hybrid_split_mlp_gelu", depth: 2, input_dim: 256, n_embed: 256 },
    },
    language_config: {
      model_type: "llama",
      architectures: ["LlamaForCausalLM"],
      hidden_act: "silu",
      hidden_size: 256,
      intermediate_size: 704,
      num_hidden_layers: 4,
      num_attention_heads: 4,
      num_key_value_heads: 4,
      max_position_embeddings: 2048,
      rms_norm_eps: 1e-6,
      rope_theta: 10000,
    },
  },
  processor: {
    image_size: 128,
    min_size: 14,
    image_mean: normalization.high.mean,
    image_std: normalization.high.std,
    rescale_factor: 1 / 255,
    do_normalize: false,
  },
  stages: {
    dense: { steps: 11_000, batch: 8, rate: 2e-3, warmup: 40 },
    contrastive: { steps: 500, batch: 32, rate: 1.5e-3, warmup: 50 },
    language: { steps: 6000, batch: 8, rate: 3e-3, warmup: 100, languageShare: 0.2, modalityWarmup: 0.1 },
    sharpen: { steps: 1800, batch: 8, rate: 4e-4, warmup: 100 },
    align: { steps: 1500, batch: 8, rate: 1e-3, warmup: 50 },
    adaptor: { steps: 100, batch: 8, rate: 5e-4, warmup: 20 },
    joint: { steps: 1000, batch: 8, rate: 5e-4, warmup: 50, languageShare: 0.1 },
    read: { steps: 2000, batch: 8, rate: 4e-4, warmup: 50 },
    settle: { steps: 4500, batch: 8, rate: 5e-4, warmup: 50, languageShare: 0.1 },
    instruct: { steps: 400, batch: 8, rate: 3e-4, warmup: 30, languageShare: 0.1 },
    practice: { steps: 5000, batch: 8, rate: 4e-4, warmup: 50, languageShare: 0.1 },
    count: { steps: 2000, batch: 8, rate: 2e-4, warmup: 30, languageShare: 0.1 },
  },
};
