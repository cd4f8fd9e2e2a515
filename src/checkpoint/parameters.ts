/**
 * Every tensor of a DeepSeek-VL model by its original name and shape (spec 1.11). These names are the ones used inside
 * Periscope: a parameter's path in the model code is its key here.
 */
import {
  type AlignerConfig,
  gridSize,
  isPairAligner,
  type LanguageConfig,
  type ModelConfig,
  type SamConfig,
  type SiglipConfig,
  samOutputWidth,
  type VisionConfig,
} from "../model/config.ts";

export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** The original layout stores the tensor, but no computation reads it (spec 1.2, 1.4). */
  readonly unused?: true;
}

/** All tensors of the original layout, in the order of the reference's modules. */
export function parameterSpecs(config: ModelConfig): ParameterSpec[] {
  return [...visionSpecs(config.vision), ...alignerSpecs(config.aligner), ...languageSpecs(config.language)];
}

/** Number of elements in a list of tensors. */
export function countParameters(specs: readonly { readonly shape: readonly number[] }[]): number {
  return specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

/** Where each tower's tensors are, inside the vision model. */
export function towerPrefixes(vision: VisionConfig): { readonly high?: string; readonly low?: string } {
  if (vision.kind === "low") return { low: "vision_model.vision_tower." };
  if (vision.kind === "sam") return { high: "vision_model.vision_tower." };
  return { high: "vision_model.vision_tower_high.vision_tower.", low: "vision_model.vision_tower_low.vision_tower." };
}

/** The tensors of the vision model. */
export function visionSpecs(vision: VisionConfig): ParameterSpec[] {
  const { high, low } = towerPrefixes(vision);
  const specs: ParameterSpec[] = [];
  if (vision.kind !== "low") specs.push(...samSpecs(vision.high, high as string));
  if (vision.kind !== "sam") specs.push(...siglipSpecs(vision.low, low as string));
  if (vision.kind === "hybrid") {
    specs.push(...unused(norm("vision_model.high_layer_norm", samOutputWidth(vision.high))));
    specs.push(...unused(norm("vision_model.low_layer_norm", vision.low.width)));
  }
  return specs;
}

/** The tensors of the aligner; numbers in their names count the reference's Sequential, activations included. */
export function alignerSpecs({ kind, depth, inputDim, width, hidden = width }: AlignerConfig): ParameterSpec[] {
  if (kind === "identity") return [];
  if (kind === "linear") return linear("aligner.layers", inputDim, width);
  if (kind === "low_high_shared_mlp_gelu" || kind === "low_high_separate_mlp_gelu") {
    const bodies = kind === "low_high_shared_mlp_gelu" ? ["layers"] : ["high_up_proj", "low_up_proj"];
    const widths = [inputDim, ...Array<number>(depth - 1).fill(hidden), width / 2];
    return bodies.flatMap((body) =>
      widths.slice(1).flatMap((to, i) => linear(`aligner.${body}.${2 * i}`, widths[i]!, to)),
    );
  }
  const specs: ParameterSpec[] = [];
  const split = isPairAligner(kind);
  if (split) {
    // stacked neighbours come in twice as wide, and keep the whole width: the maps stand behind each other
    const [from, to] = kind === "low_high_hybrid_split_mlp_gelu" ? [inputDim, width / 2] : [2 * inputDim, width];
    specs.push(...linear("aligner.high_up_proj", from, to), ...linear("aligner.low_up_proj", from, to));
  } else {
    specs.push(...linear("aligner.layers.0", inputDim, width));
  }
  for (let i = 1; i < depth; i++) specs.push(...linear(`aligner.layers.${split ? 2 * i - 1 : 2 * i}`, width, width));
  return specs;
}

/** The tensors of the language model. With tied embeddings there is no `lm_head`. */
export function languageSpecs(c: LanguageConfig): ParameterSpec[] {
  const [d, q, kv] = [c.hiddenSize, c.heads * c.headDim, c.kvHeads * c.headDim];
  const weight = (name: string, ...shape: number[]): ParameterSpec => ({
    name: `language_model.${name}.weight`,
    shape,
  });
  const specs = [weight("model.embed_tokens", c.vocabSize, d)];
  for (let i = 0; i < c.layers; i++) {
    const at = `model.layers.${i}.`;
    specs.push(
      weight(`${at}self_attn.q_proj`, q, d),
      weight(`${at}self_attn.k_proj`, kv, d),
      weight(`${at}self_attn.v_proj`, kv, d),
      weight(`${at}self_attn.o_proj`, d, q),
      weight(`${at}mlp.gate_proj`, c.intermediateSize, d),
      weight(`${at}mlp.up_proj`, c.intermediateSize, d),
      weight(`${at}mlp.down_proj`, d, c.intermediateSize),
      weight(`${at}input_layernorm`, d),
      weight(`${at}post_attention_layernorm`, d),
    );
  }
  specs.push(weight("model.norm", d));
  if (!c.tieWordEmbeddings) specs.push(weight("lm_head", c.vocabSize, d));
  return specs;
}

function siglipSpecs(c: SiglipConfig, at: string): ParameterSpec[] {
  const d = c.width;
  const specs: ParameterSpec[] = [
    { name: `${at}pos_embed`, shape: [1, gridSize(c) ** 2, d] },
    ...patchEmbedding(at, c),
  ];
  for (let i = 0; i < c.layers; i++) {
    const block = `${at}blocks.${i}.`;
    specs.push(
      ...norm(`${block}norm1`, d),
      ...linear(`${block}attn.qkv`, d, 3 * d),
      ...linear(`${block}attn.proj`, d, d),
      ...norm(`${block}norm2`, d),
      ...linear(`${block}mlp.fc1`, d, c.mlpHidden),
      ...linear(`${block}mlp.fc2`, c.mlpHidden, d),
    );
  }
  specs.push(...norm(`${at}norm`, d));
  if (c.poolHead) specs.push(...unused(poolHeadSpecs(c, `${at}attn_pool.`)));
  return specs;
}

function poolHeadSpecs({ width: d, mlpHidden }: SiglipConfig, at: string): ParameterSpec[] {
  return [
    { name: `${at}latent`, shape: [1, 1, d] },
    ...linear(`${at}q`, d, d),
    ...linear(`${at}kv`, d, 2 * d),
    ...linear(`${at}proj`, d, d),
    ...norm(`${at}norm`, d),
    ...linear(`${at}mlp.fc1`, d, mlpHidden),
    ...linear(`${at}mlp.fc2`, mlpHidden, d),
  ];
}

function samSpecs(c: SamConfig, at: string): ParameterSpec[] {
  const d = c.width;
  const grid = gridSize(c);
  const specs: ParameterSpec[] = [{ name: `${at}pos_embed`, shape: [1, grid, grid, d] }, ...patchEmbedding(at, c)];
  for (let i = 0; i < c.layers; i++) {
    const block = `${at}blocks.${i}.`;
    const positions = 2 * (c.globalAttention.includes(i) ? grid : c.windowSize) - 1;
    specs.push(
      ...norm(`${block}norm1`, d),
      { name: `${block}attn.rel_pos_h`, shape: [positions, d / c.heads] },
      { name: `${block}attn.rel_pos_w`, shape: [positions, d / c.heads] },
      ...linear(`${block}attn.qkv`, d, 3 * d),
      ...linear(`${block}attn.proj`, d, d),
      ...norm(`${block}norm2`, d),
      ...linear(`${block}mlp.lin1`, d, c.mlpHidden),
      ...linear(`${block}mlp.lin2`, c.mlpHidden, d),
    );
  }
  for (const neck of c.hdBranch ? ["neck", "neck_hd"] : ["neck"]) {
    specs.push(
      { name: `${at}${neck}.0.weight`, shape: [c.neckWidth, d, 1, 1] },
      ...norm(`${at}${neck}.1`, c.neckWidth),
      { name: `${at}${neck}.2.weight`, shape: [c.neckWidth, c.neckWidth, 3, 3] },
      ...norm(`${at}${neck}.3`, c.neckWidth),
    );
  }
  if (c.hdBranch) specs.push({ name: `${at}hd_alpha_downsamples`, shape: [1] });
  let channels = c.neckWidth;
  for (const [i, width] of c.downsampleChannels.entries()) {
    specs.push({ name: `${at}downsamples.${i}.weight`, shape: [width, channels, 3, 3] });
    channels = width;
  }
  return specs;
}

function patchEmbedding(at: string, c: { readonly width: number; readonly patchSize: number }): ParameterSpec[] {
  return [
    { name: `${at}patch_embed.proj.weight`, shape: [c.width, 3, c.patchSize, c.patchSize] },
    { name: `${at}patch_embed.proj.bias`, shape: [c.width] },
  ];
}

function linear(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [outputs, inputs] },
    { name: `${name}.bias`, shape: [outputs] },
  ];
}

function norm(name: string, width: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [width] },
    { name: `${name}.bias`, shape: [width] },
  ];
}

function unused(specs: readonly ParameterSpec[]): ParameterSpec[] {
  return specs.map((spec) => ({ ...spec, unused: true }));
}
