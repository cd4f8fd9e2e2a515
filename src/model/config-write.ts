/** Writing a model's numbers as config.json, the way each of the three layouts expects them. */
import { UserError } from "../runtime/errors.ts";
import { languageJson } from "./config-language.ts";
import { samCommon, samPresets, siglipPresets, TOWER_NORM_EPS } from "./config-original.ts";
import type { Layout, ModelConfig, SamConfig, SiglipConfig } from "./config-shape.ts";
import { gridSize, samOutputWidth } from "./config-shape.ts";
import { samMisfit } from "./config-transformers.ts";

type Json = Record<string, unknown>;

/** The original layout. Sizes that the reference's tables do not know are written beside the model name. */
export function originalConfigJson(config: ModelConfig): Json {
  const { aligner } = config;
  return {
    model_type: "multi_modality",
    architectures: ["MultiModalityCausalLM"],
    torch_dtype: config.dtype,
    ...idsJson(config),
    vision_config: { model_type: "vision", ...originalVision(config) },
    aligner_config: {
      model_type: "aligner",
      cls: "MlpProjector",
      params: {
        projector_type: aligner.kind,
        depth: aligner.depth,
        input_dim: aligner.inputDim,
        n_embed: aligner.width,
        ...(aligner.hidden && { hidden: aligner.hidden }),
      },
    },
    language_config: languageJson(config),
  };
}

/** One of transformers' layouts. Throws a UserError where the layout cannot express the model. */
export function transformersConfigJson(config: ModelConfig, layout: Exclude<Layout, "multi_modality">): Json {
  const refuse = (reason: string) => new UserError(`this model cannot be written in the ${layout} layout: ${reason}`);
  const { vision, aligner } = config;
  const hybrid = layout === "deepseek_vl_hybrid";
  if (vision.kind !== (hybrid ? "hybrid" : "low")) {
    throw refuse(
      `the layout has ${hybrid ? "both towers" : "one SigLIP tower"}, but the model's vision is "${vision.kind}"`,
    );
  }
  const kind = hybrid ? "low_high_hybrid_split_mlp_gelu" : "mlp_gelu";
  if (aligner.kind !== kind || aligner.depth !== 2) {
    throw refuse(
      `the layout has a ${kind} aligner of depth 2, but the model's is ${aligner.kind} of depth ${aligner.depth}`,
    );
  }
  const { low } = vision;
  const high = vision.kind === "hybrid" ? vision.high : undefined;
  const misfit = low && high && samMisfit(high, gridSize(low));
  if (misfit) throw refuse(`the layout's SAM tower has ${misfit}`);
  return {
    model_type: layout,
    architectures: [hybrid ? "DeepseekVLHybridForConditionalGeneration" : "DeepseekVLForConditionalGeneration"],
    torch_dtype: config.dtype,
    ...idsJson(config),
    tie_word_embeddings: config.language.tieWordEmbeddings,
    text_config: languageJson(config),
    vision_config: low && siglipSection(low),
    ...(high && { high_res_vision_config: samSection(high) }),
  };
}

function idsJson(config: ModelConfig): Json {
  const pad = config.padTokenId === undefined ? {} : { pad_token_id: config.padTokenId };
  return { image_token_id: config.imageTokenId, ...pad };
}

function originalVision({ vision }: ModelConfig): Json {
  if (vision.kind === "low") return { cls: "CLIPVisionTower", params: siglipParams(vision.low) };
  if (vision.kind === "sam") return { cls: "CLIPVisionTower", params: samParams(vision.high) };
  const params = {
    concat_type: vision.concat,
    freeze_high: true,
    freeze_low: true,
    high_res_cfg: { ckpt_path: "", ...samParams(vision.high), output_dim: samOutputWidth(vision.high) },
    low_res_cfg: { ckpt_path: "", ...siglipParams(vision.low), output_dim: vision.low.width },
  };
  return { cls: "HybridVisionTower", params };
}

function siglipParams(c: SiglipConfig): Json {
  needNormEps(c.normEps);
  for (const [name, p] of Object.entries(siglipPresets)) {
    const hidden = Math.trunc(p.width * p.mlpRatio);
    const same = p.patchSize === c.patchSize && p.width === c.width && p.heads === c.heads && hidden === c.mlpHidden;
    // Fewer layers than the table's are written as the reference writes them: by the layer to stop at.
    if (same && c.layers <= p.layers) return { ...common(name, c), select_layer: c.layers - p.layers - 1, ...head(c) };
  }
  const own = { patch_size: c.patchSize, width: c.width, layers: c.layers, heads: c.heads, mlp_ratio: ratio(c) };
  return { ...common("siglip_large_patch16_384", c), ...own, ...head(c) };
}

function samParams(c: SamConfig): Json {
  needNormEps(c.normEps);
  for (const [name, p] of Object.entries(samPresets)) {
    const preset = [p.width, p.layers, p.heads, p.globalAttention, p.downsample, ...samSizes(samCommon), p.width * 4];
    const own = [c.width, c.layers, c.heads, c.globalAttention, c.downsampleChannels, ...samSizes(c), c.mlpHidden];
    if (JSON.stringify(preset) === JSON.stringify(own)) return { ...common(name, c), ...branch(c) };
  }
  return {
    ...common(c.downsampleChannels.length > 0 ? "sam_b_downsample" : "sam_vit_b", c),
    patch_size: c.patchSize,
    width: c.width,
    layers: c.layers,
    heads: c.heads,
    window_size: c.windowSize,
    mlp_ratio: ratio(c),
    global_attn_indexes: c.globalAttention,
    prompt_embed_dim: c.neckWidth,
    downsample_channels: c.downsampleChannels,
    interpolate_size: c.interpolateSize,
    ...branch(c),
  };
}

const samSizes = (c: typeof samCommon | SamConfig) => [c.patchSize, c.windowSize, c.neckWidth, c.interpolateSize];
const head = (c: SiglipConfig): Json => (c.poolHead ? {} : { global_pool: "" });
const branch = (c: SamConfig): Json => (c.hdBranch ? {} : { sam_hd: false });

function common(name: string, c: SiglipConfig | SamConfig): Json {
  const pixels = c.pixelMean && c.pixelStd ? { pixel_mean: c.pixelMean, pixel_std: c.pixelStd } : {};
  return { model_name: name, image_size: c.imageSize, select_feature: "same", select_layer: -1, ...pixels };
}

function needNormEps(eps: number): void {
  if (eps === TOWER_NORM_EPS) return;
  throw new UserError(
    `this model cannot be written in the multi_modality layout: its towers normalise with epsilon ${eps}, the layout with ${TOWER_NORM_EPS}`,
  );
}

/** The ratio that gives exactly `mlpHidden` when the reader multiplies it by the width and truncates. */
function ratio({ mlpHidden, width }: { readonly mlpHidden: number; readonly width: number }): number {
  const quotient = mlpHidden / width;
  return Math.trunc(width * quotient) === mlpHidden ? quotient : quotient * (1 + Number.EPSILON);
}

function siglipSection(c: SiglipConfig): Json {
  return {
    model_type: "siglip_vision_model",
    hidden_act: "gelu",
    vision_use_head: false,
    hidden_size: c.width,
    intermediate_size: c.mlpHidden,
    num_hidden_layers: c.layers,
    num_attention_heads: c.heads,
    num_channels: 3,
    image_size: c.imageSize,
    patch_size: c.patchSize,
    layer_norm_eps: c.normEps,
  };
}

function samSection(c: SamConfig): Json {
  return {
    model_type: "sam_vision_model",
    hidden_act: "gelu",
    hidden_size: c.width,
    output_channels: c.neckWidth,
    num_hidden_layers: c.layers,
    num_attention_heads: c.heads,
    num_channels: 3,
    image_size: c.imageSize,
    patch_size: c.patchSize,
    layer_norm_eps: c.normEps,
    qkv_bias: true,
    mlp_ratio: ratio(c),
    mlp_dim: c.mlpHidden,
    use_abs_pos: true,
    use_rel_pos: true,
    window_size: c.windowSize,
    global_attn_indexes: c.globalAttention,
  };
}
