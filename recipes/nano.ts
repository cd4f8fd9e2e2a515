/**
 * The embedded model: about 8M parameters, trained from nothing on two CPU cores with pictures drawn on the way (docs/nano.md).
 * The towers are pre-trained first, as the paper's were; then come the three stages of paper 3.3 in miniature.
 */
import type { RecipeInput } from "../src/train/recipe.ts";

const normalization = {
  high: { mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] },
  low: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
} as const;

const config = {
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
};

const processor = {
  image_size: 128,
  min_size: 14,
  image_mean: normalization.high.mean,
  image_std: normalization.high.std,
  rescale_factor: 1 / 255,
  do_normalize: false,
};

/** All of it is made by the course: lessons under the stages' names. */
const course = { objective: "course", batch: 8 } as const;
const toPictures = ["neck", "aligner"] as const;
const all = ["high", "neck", "low", "aligner", "language", "heads"] as const;
/** A tenth of the steps is text. */
const someText = { languageShare: 0.1 };
const cosine = (rate: number, warmup: number) => ({ rate, warmup, floor: 0.05 });
/** A language model that has learnt already takes smaller steps than an adaptor that begins. */
const rates = { language: 0.5 };

export const nano: RecipeInput = {
  name: "nano",
  seed: 2403,
  model: { config, tokenizer: { generated: { vocabSize: 1024 } }, processor, systemPrompt: "" },
  // what is held out prints words that training never sees
  data: {
    scenes: { kind: "generated", generator: "scenes" },
    "told scenes": { kind: "generated", generator: "told-scenes" },
  },
  stages: [
    { ...course, name: "dense", trained: ["high", "neck", "heads"], steps: 11_000, schedule: cosine(2e-3, 40) },
    { ...course, name: "contrastive", trained: ["low", "heads"], steps: 500, batch: 32, schedule: cosine(1.5e-3, 50) },
    {
      ...{ ...course, name: "language", trained: ["language", "heads"], steps: 6000 },
      ...{ schedule: cosine(3e-3, 100), optimizer: { muon: true } },
      // text alone for a tenth of the steps, falling over as many
      mixture: { languageShare: 0.2, warmup: { hold: 600, steps: 600 } },
    },
    {
      ...{ ...course, name: "sharpen", trained: ["high", "neck", "heads"], steps: 1800 },
      ...{ schedule: cosine(4e-4, 100), optimizer: { muon: true } },
    },
    {
      ...{ ...course, name: "align", trained: ["high", "neck", "low", "aligner", "heads"], steps: 1500 },
      schedule: cosine(1e-3, 50),
    },
    { ...course, name: "adaptor", trained: [...toPictures], steps: 100, schedule: cosine(5e-4, 20) },
    {
      ...{ ...course, name: "joint", trained: [...toPictures, "language"], steps: 1000, rates, mixture: someText },
      schedule: { rate: 5e-4, warmup: 50, kind: "constant" },
    },
    {
      ...{ ...course, name: "read", trained: [...all], steps: 2000 },
      ...{ schedule: cosine(4e-4, 50), optimizer: { muon: true } },
    },
    {
      ...{ ...course, name: "settle", trained: [...toPictures, "language"], steps: 4500, rates, mixture: someText },
      schedule: { rate: 5e-4, warmup: 50, kind: "step" },
    },
    {
      ...{ ...course, name: "instruct", trained: ["low", ...toPictures, "language"], steps: 400, rates },
      ...{ schedule: cosine(3e-4, 30), mixture: someText },
    },
    {
      ...{ ...course, name: "practice", trained: [...all], steps: 5000, mixture: someText },
      ...{ schedule: cosine(4e-4, 50), optimizer: { muon: true } },
    },
    {
      ...{ ...course, name: "count", trained: [...all], steps: 2000, mixture: someText },
      ...{ schedule: cosine(2e-4, 30), optimizer: { muon: true } },
    },
    {
      ...{ ...course, name: "revise", trained: [...all], steps: 8000, mixture: someText },
      ...{ schedule: cosine(3e-4, 50), optimizer: { muon: true } },
    },
  ],
  validation: { every: 2000, samples: 48, text: { data: "told scenes" }, questions: { data: "scenes" } },
  checkpoints: { best: "answers" },
  logEvery: 50,
};
