/**
 * DeepSeek-VL-7B: SAM-B and SigLIP-L before a 7B language model, trained in the paper's three stages. Every number that the paper
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
      n_embed: 4096,
      projector_type: "low_high_hybrid_split_mlp_gelu",
    },
  },
  architectures: ["MultiModalityCausalLM"],
  language_config: {
    max_position_embeddings: 16384,
    model_type: "llama",
    num_hidden_layers: 30,
    torch_dtype: "float16",
    vocab_size: 102400,
  },
  model_type: "multi_modality",
  torch_dtype: "float16",
  transformers_version: "4.38.2",
  vision_config: {
    cls: "HybridVisionTower",
    model_type: "vision",
    params: {
      concat_type: "tuple",
      freeze_high: true,
      freeze_low: true,
      high_res_cfg: {
        ckpt_path: "",
        image_size: 1024,
        model_name: "sam_b_downsample",
        output_dim: 1024,
        pixel_mean: [0.48145466, 0.4578275, 0.40821073],
        pixel_std: [0.26862954, 0.26130258, 0.27577711],
        select_feature: "same",
        select_layer: -1,
      },
      low_res_cfg: {
        ckpt_path: "",
        image_size: 384,
        model_name: "siglip_large_patch16_384",
        output_dim: 1024,
        pixel_mean: [0.5, 0.5, 0.5],
        pixel_std: [0.5, 0.5, 0.5],
        select_feature: "same",
        select_layer: -1,
      },
    },
  },
};

const processor = {
  background_color: [122, 116, 104],
  do_normalize: false,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_processor_type: "VLMImageProcessor",
  image_size: 1024,
  image_std: [0.26862954, 0.26130258, 0.27577711],
  min_size: 14,
  processor_class: "VLChatProcessor",
  rescale_factor: 0.00392156862745098,
};

export const deepseekVl7b: RecipeInput = {
  name: "deepseek-vl-7b",
  // not published: any will do
  seed: 2403,
  model: {
    config,
    // the language model's own tokenizer, which gains <image_placeholder> (paper 4.1, spec 1.8)
    tokenizer: "checkpoints/deepseek-llm-7b-base",
    processor,
  },
  start: {
    high: { from: "sam", path: "checkpoints/sam-vit-base" },
    low: { from: "siglip", path: "checkpoints/siglip-large-patch16-384" },
    // the adaptor is new: at random (paper 3.1)
    aligner: { from: "random" },
    // an intermediate checkpoint of DeepSeek-LLM-7B (paper 3.1); which one is not published: the released base model
    language: { from: "llama", path: "checkpoints/deepseek-llm-7b-base" },
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
      trained: ["neck", "aligner"],
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
      trained: ["neck", "aligner", "language"],
      steps: 42000,
      batch: 2304,
      sequence: { length: 4096, packing: true, bucket: 512 },
      labels: "all",
      // "step" is not explained; DeepSeek-LLM's: x 0.316 from 80 %, x 0.1 from 90 % of the steps (spec 2.1)
      schedule: {
        rate: 4.2e-5,
        kind: "step",
        warmup: 2000,
        factors: [
          [0.8, 0.316],
          [0.9, 0.1],
        ],
      },
      optimizer: { beta1: 0.9, beta2: 0.95, weightDecay: 0.0, clipNorm: 1.0, epsilon: 1e-8 },
      // the paper mixes instructions into stage 2 for the small model only
      mixture: pretrainingMixture({ steps: 42000, instruction: 0 }),
      recompute: true,
      pipelineParallel: true,
    },
    {
      name: "instruct",
      // stage 3: the low tower learns too, SAM stays frozen for the sake of memory (section 3.3)
      trained: ["low", "neck", "aligner", "language"],
      steps: 10000,
      batch: 256,
      sequence: { length: 4096, packing: false, bucket: 256 },
      // answers and special tokens only (section 3.3)
      labels: "targets",
      schedule: { rate: 2e-5, kind: "cosine", warmup: 256, floor: 0.1 },
      optimizer: { beta1: 0.9, beta2: 0.95, weightDecay: 0.0, clipNorm: 1.0, epsilon: 1e-8 },
      mixture: instructionMixture,
      recompute: true,
      pipelineParallel: true,
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
