/**
 * DeepSeek-VL-1.3B: SigLIP-L before a 1.3B language model, trained in the paper's three stages. Every number that the paper
 * publishes (Table 1, 2, 4; sections 3.3, 4.1) stands here as published; what it does not publish is marked "not published"
 * with the reason for what is chosen.
 */
import type { RecipeInput } from "../src/train/recipe.ts";
import { instructionMixture, paperData, pretrainingMixture, warmupData } from "./deepseek-vl-data.ts";

const config = {
  aligner_config: {
    cls: "MlpProjector",
    model_type: "aligner",
    params: {
      depth: 2,
      input_dim: 1024,
      n_embed: 2048,
      projector_type: "mlp_gelu",
    },
  },
  architectures: ["MultiModalityCausalLM"],
  language_config: {
    hidden_size: 2048,
    intermediate_size: 5632,
    max_position_embeddings: 16384,
    model_type: "llama",
    num_attention_heads: 16,
    num_hidden_layers: 24,
    num_key_value_heads: 16,
    torch_dtype: "float16",
    vocab_size: 102400,
  },
  model_type: "multi_modality",
  torch_dtype: "float16",
  transformers_version: "4.38.2",
  vision_config: {
    cls: "CLIPVisionTower",
    model_type: "vision",
    params: {
      image_size: 384,
      model_name: "siglip_large_patch16_384",
      pixel_mean: [0.5, 0.5, 0.5],
      pixel_std: [0.5, 0.5, 0.5],
      select_feature: "same",
      select_layer: -1,
    },
  },
};

const processor = {
  background_color: [127, 127, 127],
  do_normalize: false,
  image_mean: [0.5, 0.5, 0.5],
  image_processor_type: "VLMImageProcessor",
  image_size: 384,
  image_std: [0.5, 0.5, 0.5],
  min_size: 14,
  processor_class: "VLChatProcessor",
  rescale_factor: 0.00392156862745098,
};

export const deepseekVl1b: RecipeInput = {
  name: "deepseek-vl-1.3b",
  // not published: any will do
  seed: 2403,
  model: {
    config,
    // the language model's own tokenizer, which gains <image_placeholder> (paper 4.1, spec 1.8)
    tokenizer: "checkpoints/deepseek-llm-1.3b-base",
    processor,
  },
  start: {
    // this size has no high-resolution tower (spec 0)
    low: { from: "siglip", path: "checkpoints/siglip-large-patch16-384" },
    // the adaptor is new: at random (paper 3.1)
    aligner: { from: "random" },
    // DeepSeek-LLM-1.3B after about 500B tokens (paper 3.1), which was never released: your own LLaMA of this shape
    language: { from: "llama", path: "checkpoints/deepseek-llm-1.3b-base" },
  },
  precision: {
    // towers are released in 16 bits; computing is in float32 where the device has nothing else
    frozen: "float16",
    // not published for VL; DeepSeek-LLM accumulates in float32 (spec 2.5)
    moments: "float32",
  },
  data: paperData,
  // not published: a thousandth of hundreds of millions of samples is enough to validate on
  heldOut: 0.001,
  stages: [
    {
      name: "adaptor",
      // stage 1: only what the paper calls the vision-language adaptor (section 3.3, spec 2.2)
      trained: ["aligner"],
      steps: 15000,
      batch: 256,
      // 512 is less than an image's 576 tokens; the paper does not explain: 512 tokens of text beside the image
      sequence: { length: 512, packing: false, imageTokens: "beside", bucket: 128 },
      labels: "targets",
      // the floor of the cosine is not published: a tenth, as in most of the field
      schedule: { rate: 0.001, kind: "cosine", warmup: 128, floor: 0.1 },
      optimizer: { beta1: 0.9, beta2: 0.95, weightDecay: 0.0, clipNorm: 1.0, epsilon: 1e-8 },
      mixture: warmupData,
      recompute: true,
      pipelineParallel: false,
    },
    {
      name: "joint",
      // stage 2: language model and adaptor; both towers frozen (section 3.3)
      trained: ["aligner", "language"],
      steps: 96000,
      batch: 1024,
      sequence: { length: 4096, packing: true, bucket: 512 },
      labels: "all",
      // "step" is not explained; DeepSeek-LLM's: x 0.316 from 80 %, x 0.1 from 90 % of the steps (spec 2.1)
      schedule: {
        rate: 3e-5,
        kind: "step",
        warmup: 2000,
        factors: [
          [0.8, 0.316],
          [0.9, 0.1],
        ],
      },
      optimizer: { beta1: 0.9, beta2: 0.95, weightDecay: 0.0, clipNorm: 1.0, epsilon: 1e-8 },
      // a minimal share of instructions helps a small model to be judged (section 4.3); how much is not published: 2 %
      mixture: pretrainingMixture({ steps: 96000, instruction: 0.02 }),
      recompute: true,
      pipelineParallel: false,
    },
    {
      name: "instruct",
      // stage 3: the low tower learns too, SAM stays frozen for the sake of memory (section 3.3)
      trained: ["low", "aligner", "language"],
      steps: 10000,
      batch: 256,
      sequence: { length: 4096, packing: false, bucket: 256 },
      // answers and special tokens only (section 3.3)
      labels: "targets",
      schedule: { rate: 2e-5, kind: "cosine", warmup: 256, floor: 0.1 },
      optimizer: { beta1: 0.9, beta2: 0.95, weightDecay: 0.0, clipNorm: 1.0, epsilon: 1e-8 },
      mixture: instructionMixture,
      recompute: true,
      pipelineParallel: false,
    },
  ],
  validation: {
    every: 1000,
    samples: 256,
    text: { data: "language" },
    questions: { data: "instruction" },
    // one-letter and short answers, as the paper's multi-choice perplexity takes them (section 4.3)
    choices: 4,
    answerTokens: 32,
  },
  checkpoints: { every: 1000, keep: 3, best: "choices" },
};
