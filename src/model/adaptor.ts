/**
 * The adaptor between the vision encoder and the language model (paper 3.1, spec 1.5): it knows feature widths, not
 * images and not tokens. The checkpoint calls it `aligner`.
 */
import { linear, type Scope } from "../nn/index.ts";
import { concat, gelu, type Tensor } from "../tensor/index.ts";
import type { AlignerConfig } from "./config.ts";
import type { VisionFeatures } from "./vision.ts";

/** Image embeddings `[B, N, width]` from vision features `[B, N, C]`, one tensor or (high, low). */
export function adaptor(config: AlignerConfig, p: Scope, features: VisionFeatures): Tensor {
  const { kind, depth, width } = config;
  const single = "high" in features ? undefined : features;
  if (kind === "low_high_hybrid_split_mlp_gelu") {
    if (single) throw new Error("the split adaptor takes the features of two towers");
    const { high, low } = features as { high: Tensor; low: Tensor };
    const joined = concat(
      [linear(high, p.at("high_up_proj"), width / 2), linear(low, p.at("low_up_proj"), width / 2)],
      -1, // high first
    );
    return deeper(joined, p.at("layers"), 1, depth, width);
  }
  if (!single) throw new Error(`the ${kind} adaptor takes the features of one tower`);
  if (kind === "identity") return single;
  if (kind === "linear") return linear(single, p.at("layers"), width);
  return deeper(linear(single, p.at("layers.0"), width), p.at("layers"), 2, depth, width);
}

/** `depth - 1` times GELU and Linear; the Linears are numbered from `first` in steps of 2, as in nn.Sequential. */
function deeper(x: Tensor, p: Scope, first: number, depth: number, width: number): Tensor {
  let y = x;
  for (let i = 0; i < depth - 1; i++) y = linear(gelu(y), p.at(first + 2 * i), width);
  return y;
}
