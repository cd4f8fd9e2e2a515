/**
 * The high-resolution tower: SAM-B's image encoder with the strided convolutions that shrink its grid to SigLIP's
 * (paper 3.1, spec 1.3), and the second branch that the paper does not mention: the first global block's output passes a
 * neck of its own and the same convolutions, and is added with a learnt weight.
 */
import { affine, bilinearMatrix, layerNormalization, mlp, patchEmbedding, resample, type Scope } from "../nn/index.ts";
import { add, conv2d, flatten, gelu, knownDim, mul, reshape, type Tensor, transpose } from "../tensor/index.ts";
import type { SamConfig } from "./config.ts";
import { gridSize } from "./config.ts";
import { normalizePixels } from "./pixels.ts";
import { samAttention } from "./sam-attention.ts";

/** Of the necks' norms: transformers' `layer_norm_eps` is for the blocks alone; in the original all have this one. */
const NECK_NORM_EPS = 1e-6;

/** Features `[B, C, h, w]` of pixels `[B, 3, S, S]` in [0, 1]. */
export function sam(config: SamConfig, p: Scope, pixels: Tensor): Tensor {
  const { width, layers, patchSize, globalAttention, hdBranch } = config;
  const grid = gridSize(config);
  const normed = normalizePixels(pixels, config);
  const patches = p.tap("vision.high.patch_embed", patchEmbedding(normed, p.at("patch_embed.proj"), patchSize, width));
  let x = add(patches, p.parameter("pos_embed", [1, grid, grid, width])); // [B, G, G, W]
  let firstGlobal: Tensor | undefined;
  for (let i = 0; i < layers; i++) {
    x = p.tap(`vision.high.block.${i}`, block(config, p.at("blocks").at(i), x, i));
    if (i === globalAttention[0]) firstGlobal = x;
  }
  const main = p.tap("vision.high.downsamples.main", shrink(config, p, x, "main"));
  if (!hdBranch || !firstGlobal) return p.tap("vision.high.features", main);
  const detail = p.tap("vision.high.downsamples.hd", shrink(config, p, firstGlobal, "hd"));
  return p.tap("vision.high.features", add(main, mul(detail, p.parameter("hd_alpha_downsamples", [1]))));
}

function block(config: SamConfig, p: Scope, x: Tensor, index: number): Tensor {
  const { normEps, mlpHidden, heads, windowSize, globalAttention } = config;
  const window = globalAttention.includes(index) ? undefined : windowSize;
  const y = add(x, samAttention(layerNormalization(x, p.at("norm1"), normEps), p.at("attn"), heads, window));
  const h = layerNormalization(y, p.at("norm2"), normEps);
  return add(y, mlp(h, [p.at("mlp.lin1"), p.at("mlp.lin2")], mlpHidden, gelu));
}

/** Neck, bilinear resize and the strided convolutions: `[B, G, G, W]` to `[B, C, h, w]`. */
function shrink(config: SamConfig, p: Scope, x: Tensor, branch: "main" | "hd"): Tensor {
  const name = branch === "main" ? "neck" : "neck_hd";
  const necked = p.tap(`vision.high.${name}`, neck(config, p.at(name), x)); // [B, N, G, G]
  let y = p.tap(`vision.high.interpolated.${branch}`, resample(necked, config.interpolateSize, bilinearMatrix));
  config.downsampleChannels.forEach((channels, i) => {
    const scope = p.at("downsamples").at(i);
    const kernel = scope.parameter("weight", [channels, knownDim(y.shape[1], "downsamples"), 3, 3]);
    y = scope.describe(() => conv2d(y, kernel, { stride: 2, padding: 1 }));
  });
  return y;
}

/** 1x1 convolution, LayerNorm over channels, 3x3 convolution, LayerNorm over channels; no biases. */
function neck({ neckWidth, width }: SamConfig, p: Scope, x: Tensor): Tensor {
  const [batch, grid] = x.shape as [number | string, number];
  const projection = reshape(p.at(0).parameter("weight", [neckWidth, width, 1, 1]), [neckWidth, width]);
  const narrow = p.at(0).describe(() => affine(x, projection)); // [B, G, G, N]
  const planes = transpose(layerNormalization(narrow, p.at(1), NECK_NORM_EPS), [0, 3, 1, 2]); // [B, N, G, G]
  const kernel = p.at(2).parameter("weight", [neckWidth, neckWidth, 3, 3]);
  const mixed = p.at(2).describe(() => conv2d(planes, kernel, { padding: 1 }));
  const rows = reshape(transpose(mixed, [0, 2, 3, 1]), [batch, grid, grid, neckWidth]);
  return transpose(layerNormalization(rows, p.at(3), NECK_NORM_EPS), [0, 3, 1, 2]);
}

/** The grid of features as a sequence, row by row: `[B, C, h, w]` to `[B, h*w, C]`. */
export function gridToTokens(features: Tensor): Tensor {
  return transpose(flatten(features, 2, 4), [0, 2, 1]);
}
