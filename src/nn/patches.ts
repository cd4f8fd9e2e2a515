/** Cutting an image into square patches and embedding each, as one matrix product. */
import { knownDim, product, reshape, slice, type Tensor, transpose } from "../tensor/index.ts";
import { affine } from "./linear.ts";
import type { Scope } from "./scope.ts";

/**
 * The patch embedding `p.proj`, a convolution whose stride is its kernel: `[B, 3, S, S]` to `[B, G, G, width]`,
 * G = floor(S / patch). A border that fills no patch is not seen, as in a convolution.
 */
export function patchEmbedding(image: Tensor, p: Scope, patch: number, width: number): Tensor {
  return p.describe(() => {
    const [batch, channels] = image.shape as [number | string, number];
    const grid = Math.floor(knownDim(image.shape[2], "patchEmbedding") / patch);
    const used = slice(slice(image, 2, 0, grid * patch), 3, 0, grid * patch);
    const cut = reshape(used, [batch, channels, grid, patch, grid, patch]);
    const rows = reshape(transpose(cut, [0, 2, 4, 1, 3, 5]), [batch, grid, grid, channels * patch * patch]);
    const kernel = p.parameter("weight", [width, channels, patch, patch]);
    const weight = reshape(kernel, [width, product([channels, patch, patch])]);
    return affine(rows, weight, p.parameter("bias", [width])); // [B, G, G, width]
  });
}
