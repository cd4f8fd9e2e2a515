/** Small models with random weights, for tests: everything a real checkpoint has, in a few thousand numbers. */
import { type ModelConfig, parseModelConfig } from "../../model/config.ts";
import { sizeOf } from "../../runtime/dtype.ts";
import type { TypedArray } from "../../runtime/runtime.ts";
import type { Weights } from "../checkpoint.ts";
import { convert } from "../half.ts";
import { parameterSpecs } from "../parameters.ts";

const pixels = (mean: number[], std: number[]) => ({ pixel_mean: mean, pixel_std: std });
const low = {
  model_name: "siglip_large_patch16_384",
  select_layer: -1,
  select_feature: "same",
  image_size: 16,
  patch_size: 8,
  width: 16,
  layers: 2,
  heads: 2,
  mlp_ratio: 2.5,
  ...pixels([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
};
const high = {
  model_name: "sam_b_downsample",
  select_feature: "same",
  image_size: 32,
  patch_size: 8,
  width: 12,
  layers: 3,
  heads: 2,
  window_size: 3,
  mlp_ratio: 3,
  global_attn_indexes: [1],
  prompt_embed_dim: 4,
  downsample_channels: [8, 16],
  interpolate_size: 8,
  ...pixels([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]),
};

/** The config.json, in the original layout, of a model with one tower (`low`) or both (`hybrid`). 4 tokens an image. */
export function tinyConfigJson(kind: "low" | "hybrid"): Record<string, unknown> {
  return {
    model_type: "multi_modality",
    image_token_id: 40,
    torch_dtype: "float32",
    vision_config:
      kind === "low"
        ? { cls: "CLIPVisionTower", params: low }
        : { cls: "HybridVisionTower", params: { concat_type: "tuple", high_res_cfg: high, low_res_cfg: low } },
    aligner_config: {
      cls: "MlpProjector",
      params: {
        projector_type: kind === "low" ? "mlp_gelu" : "low_high_hybrid_split_mlp_gelu",
        depth: 2,
        input_dim: 16,
        n_embed: 24,
      },
    },
    language_config: {
      vocab_size: 48,
      hidden_size: 24,
      intermediate_size: 40,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      max_position_embeddings: 64,
      bos_token_id: 0,
      eos_token_id: 1,
    },
  };
}

/** Random float32 parameters for a configuration, the same for the same seed. */
export function randomWeights(config: ModelConfig, seed = 1): Weights {
  const data = new Map<string, Float32Array>();
  let state = seed;
  for (const { name, shape } of parameterSpecs(config)) {
    const values = new Float32Array(sizeOf(shape));
    for (let i = 0; i < values.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      values[i] = state / 2 ** 31 - 1;
    }
    data.set(name, values);
  }
  const specs = new Map(parameterSpecs(config).map((spec) => [spec.name, spec]));
  return {
    config,
    names: [...data.keys()],
    has: (name) => data.has(name),
    spec: (name) => {
      const spec = specs.get(name);
      return spec && { dtype: "float32", shape: spec.shape, unused: spec.unused };
    },
    read: async (name, as = "float32"): Promise<TypedArray> =>
      convert((data.get(name) as Float32Array).slice(), "float32", as),
  };
}

/** A tiny model: its parsed configuration and random parameters. */
export function tinyWeights(kind: "low" | "hybrid", seed = 1): Weights {
  return randomWeights(parseModelConfig(tinyConfigJson(kind)), seed);
}
