/**
 * The low-resolution tower: SigLIP's vision transformer (paper 3.1, spec 1.2). Semantic features, one per patch.
 * The attention-pool head of the checkpoint is not part of the features and is never run.
 */
import { layerNormalization, linear, mergeHeads, mlp, patchEmbedding, type Scope, splitHeads } from "../nn/index.ts";
import { add, attention, flatten, gelu, type Tensor } from "../tensor/index.ts";
import type { SiglipConfig } from "./config.ts";
import { gridSize } from "./config.ts";
import { normalizePixels } from "./pixels.ts";

/** Features `[B, N, width]` of pixels `[B, 3, S, S]` in [0, 1], row by row, N = (S / patch)^2. */
export function siglip(config: SiglipConfig, p: Scope, pixels: Tensor): Tensor {
  const { width, layers, patchSize, normEps } = config;
  const normed = p.tap("vision.low.normed_pixels", normalizePixels(pixels, config));
  const patches = flatten(patchEmbedding(normed, p.at("patch_embed.proj"), patchSize, width), 1, 3); // [B, N, W]
  p.tap("vision.low.patch_embed", patches);
  const positions = p.parameter("pos_embed", [1, gridSize(config) ** 2, width]);
  let x = p.tap("vision.low.embeddings", add(patches, positions));
  for (let i = 0; i < layers; i++) {
    x = p.tap(`vision.low.block.${i}`, block(config, p.at("blocks").at(i), x));
  }
  return p.tap("vision.low.features", layerNormalization(x, p.at("norm"), normEps));
}

function block(config: SiglipConfig, p: Scope, x: Tensor): Tensor {
  const { width, heads, mlpHidden, normEps } = config;
  const qkv = linear(layerNormalization(x, p.at("norm1"), normEps), p.at("attn.qkv"), 3 * width);
  const attended = mergeHeads(attention(...splitHeads(qkv, heads)));
  const y = add(x, linear(attended, p.at("attn.proj"), width));
  const h = layerNormalization(y, p.at("norm2"), normEps);
  return add(y, mlp(h, [p.at("mlp.fc1"), p.at("mlp.fc2")], mlpHidden, gelu));
}
