/**
 * The paper's three stages in miniature over what "periscope data build" writes: a model of about 3M parameters that starts
 * from nothing on a laptop. For what the embedded model does beyond (towers of its own, labels as symbols), see `nano.ts`.
 */
import type { RecipeInput } from "../src/train/recipe.ts";

const clip = { pixel_mean: [0.48145466, 0.4578275, 0.40821073], pixel_std: [0.26862954, 0.26130258, 0.27577711] };
const half = { pixel_mean: [0.5, 0.5, 0.5], pixel_std: [0.5, 0.5, 0.5] };

const config = {
  model_type: "multi_modality",
  torch_dtype: "float16",
  vision_config: {
    cls: "HybridVisionTower",
    params: {
      concat_type: "tuple",
      // 128 pixels in 16 x 16 patches; neck and convolutions shrink 16 -> 32 -> 16 -> 8
      high_res_cfg: {
        model_name: "sam_b_downsample",
        select_feature: "same",
        ...{ image_size: 128, patch_size: 8, width: 96, layers: 3, heads: 3, window_size: 8, mlp_ratio: 4 },
        ...{ global_attn_indexes: [1], prompt_embed_dim: 48, downsample_channels: [64, 128], interpolate_size: 32 },
        ...{ output_dim: 128, ...clip },
      },
      // the same picture at 64 pixels in 8 x 8 patches: 64 image tokens
      low_res_cfg: {
        model_name: "siglip_large_patch16_384",
        global_pool: "",
        select_feature: "same",
        select_layer: -1,
        ...{ image_size: 64, patch_size: 8, width: 128, layers: 3, heads: 2, mlp_ratio: 4, output_dim: 128, ...half },
      },
    },
  },
  aligner_config: {
    cls: "MlpProjector",
    params: { projector_type: "low_high_hybrid_split_mlp_gelu", depth: 2, input_dim: 128, n_embed: 192 },
  },
  language_config: {
    hidden_size: 192,
    intermediate_size: 512,
    num_hidden_layers: 4,
    num_attention_heads: 4,
    num_key_value_heads: 4,
    max_position_embeddings: 2048,
  },
};

const pictures = { data: "data", modality: "multimodal" as const };
const texts = { data: "data", modality: "language" as const };

export const nanoStages: RecipeInput = {
  name: "nano-stages",
  seed: 2403,
  model: { config, tokenizer: { trained: { vocabSize: 1024, samples: 4000 } }, systemPrompt: "" },
  data: {
    // "periscope data build nano --out data/nano"
    data: { kind: "shards", path: "data/nano" },
    // towers learn from pictures drawn while training: they take seconds a thousand
    pages: { kind: "generated", generator: "pages" },
    captions: { kind: "generated", generator: "captions" },
  },
  heldOut: 0.1,
  stages: [
    {
      // SAM's part: what covers each patch
      name: "dense",
      objective: "dense",
      trained: ["high", "neck", "heads"],
      maps: { characters: { classes: 86, perPatch: 2, weight: 2 } },
      ...{ steps: 800, batch: 8 },
      schedule: { rate: 2e-3, warmup: 40 },
      mixture: { sources: [{ data: "pages", modality: "multimodal" }] },
    },
    {
      // SigLIP's part: which caption belongs to which picture
      name: "contrastive",
      objective: "contrastive",
      trained: ["low", "heads"],
      ...{ steps: 150, batch: 32 },
      sequence: { length: 64, bucket: 16 },
      schedule: { rate: 1.5e-3, warmup: 30 },
      mixture: { sources: [{ data: "captions", modality: "multimodal" }] },
    },
    {
      // the language model's own pre-training, before it sees anything
      name: "language",
      trained: ["language"],
      ...{ steps: 600, batch: 8 },
      sequence: { length: 256, packing: true, bucket: 256 },
      schedule: { rate: 2e-3, warmup: 50 },
      mixture: { languageShare: 1, sources: [texts] },
    },
    {
      // stage 1: the adaptor alone
      name: "adaptor",
      trained: ["neck", "aligner"],
      ...{ steps: 200, batch: 8 },
      sequence: { length: 256, bucket: 64 },
      labels: "targets",
      schedule: { rate: 1e-3, warmup: 20 },
      mixture: { sources: [pictures] },
    },
    {
      // stage 2: adaptor and language model, language falling to 0.6, a step holding one modality
      name: "joint",
      trained: ["neck", "aligner", "language"],
      ...{ steps: 1500, batch: 8 },
      sequence: { length: 384, packing: true, bucket: 384 },
      schedule: { rate: 1e-3, kind: "step", warmup: 50 },
      mixture: { languageShare: 0.6, warmup: { steps: 150 }, sources: [texts, pictures] },
    },
    {
      // stage 3: answers only; the low tower learns too
      name: "instruct",
      trained: ["low", "neck", "aligner", "language"],
      ...{ steps: 400, batch: 8 },
      sequence: { length: 384, bucket: 64 },
      labels: "targets",
      schedule: { rate: 3e-4, warmup: 30 },
      mixture: {
        languageShare: 0.48,
        sources: [
          { ...texts, categories: ["text"] },
          { ...pictures, categories: ["caption", "table-chart", "scene-text"] },
        ],
      },
    },
  ],
  validation: { every: 500, samples: 96, text: { data: "data" }, questions: { data: "data" } },
  checkpoints: { every: 250, keep: 2, best: "loss" },
};
