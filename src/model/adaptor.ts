/**
 * The adaptor between the vision encoder and the language model (paper 3.1, spec 1.5): it knows feature widths, not
 * images and not tokens. The checkpoint calls it `aligner`.
 */
import { linear, type Scope } from "../nn/index.ts";
import { concat, gelu, reshape, type Tensor, transpose } from "../tensor/index.ts";
import { type AlignerConfig, isPairAligner } from "./config.ts";
import type { TowerFeatures, VisionFeatures } from "./vision.ts";

/** Image embeddings `[B, N, width]` from vision features `[B, N, C]`, one tensor or (high, low). */
export function adaptor(config: AlignerConfig, p: Scope, features: VisionFeatures): Tensor {
  const { kind, depth, width } = config;
  const single = "high" in features ? undefined : features;
  if (isPairAligner(kind)) {
    if (single) throw new Error(`the ${kind} adaptor takes the features of two towers`);
    return pairAdaptor(config, p, features as TowerFeatures);
  }
  if (!single) throw new Error(`the ${kind} adaptor takes the features of one tower`);
  if (kind === "identity") return single;
  if (kind === "linear") return linear(single, p.at("layers"), width);
  return deeper(linear(single, p.at("layers.0"), width), p.at("layers"), 2, depth, width);
}

/** High always stands first, in channels and in tokens. */
function pairAdaptor({ kind, depth, width, hidden = width }: AlignerConfig, p: Scope, towers: TowerFeatures): Tensor {
  const { high, low } = towers;
  const both = (form: (features: Tensor, p: Scope) => Tensor, axis: number) =>
    concat([form(high, p.at("high_up_proj")), form(low, p.at("low_up_proj"))], axis);
  switch (kind) {
    case "low_high_shared_mlp_gelu":
    case "low_high_separate_mlp_gelu": {
      const mlp = (features: Tensor, own: Scope) => {
        const layers = kind === "low_high_shared_mlp_gelu" ? p.at("layers") : own;
        let y = features;
        for (let i = 0; i < depth; i++) {
          y = linear(i === 0 ? y : gelu(y), layers.at(2 * i), i === depth - 1 ? width / 2 : hidden);
        }
        return y;
      };
      return both(mlp, -1);
    }
    case "low_high_pool_width_mlp_gelu":
    case "low_high_pool_height_mlp_gelu": {
      const across = kind === "low_high_pool_width_mlp_gelu";
      const stacked = both((features, own) => linear(stackNeighbours(features, across), own, width), 1);
      return deeper(stacked, p.at("layers"), 1, depth, width);
    }
    default: {
      const joined = both((features, own) => linear(features, own, width / 2), -1);
      return deeper(joined, p.at("layers"), 1, depth, width);
    }
  }
}

/** Two neighbours along the width (or height) of a square map become one token: `[B, G*G, C]` to `[B, G*G/2, 2*C]`. */
function stackNeighbours(features: Tensor, across: boolean): Tensor {
  const [batch, count, channels] = features.shape as [number | string, number, number];
  const grid = Math.sqrt(count);
  if (across) return reshape(features, [batch, count / 2, 2 * channels]);
  const rows = reshape(features, [batch, grid / 2, 2, grid, channels]);
  return reshape(transpose(rows, [0, 1, 3, 2, 4]), [batch, count / 2, 2 * channels]);
}

/** `depth - 1` times GELU and Linear; the Linears are numbered from `first` in steps of 2, as in nn.Sequential. */
function deeper(x: Tensor, p: Scope, first: number, depth: number, width: number): Tensor {
  let y = x;
  for (let i = 0; i < depth - 1; i++) y = linear(gelu(y), p.at(first + 2 * i), width);
  return y;
}
