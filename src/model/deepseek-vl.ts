/**
 * DeepSeek-VL: vision encoder, adaptor and language model joined (paper 3.1, spec 1.1 and 1.7). Image embeddings take the
 * places of placeholder tokens; everything after that is an ordinary causal language model.
 */
import { embedding, type Scope } from "../nn/index.ts";
import {
  cast,
  constant,
  equal,
  gather,
  greaterOrEqual,
  maximum,
  not,
  or,
  product,
  reshape,
  type Tensor,
  where,
} from "../tensor/index.ts";
import { adaptor } from "./adaptor.ts";
import type { LanguageConfig, ModelConfig } from "./config.ts";
import { gridToTokens } from "./sam.ts";
import { vision } from "./vision.ts";

/** Image embeddings `[B, N, D]` of pixels `[B, 3, S, S]` in [0, 1]. */
export function imageEmbeddings(config: ModelConfig, p: Scope, pixels: Tensor): Tensor {
  const features = vision(config.vision, p.at("vision_model"), pixels);
  // the SAM tower alone gives a grid of channels, as in the reference; the adaptor takes tokens
  const tokens = config.vision.kind === "sam" ? gridToTokens(features as Tensor) : features;
  return p.tap("aligner.out", adaptor(config.aligner, p.at("aligner"), tokens));
}

/** Token embeddings `[B, T, D]` of integer ids `[B, T]`. */
export function tokenEmbeddings(config: LanguageConfig, p: Scope, ids: Tensor): Tensor {
  return embedding(ids, p.at("model.embed_tokens"), config.vocabSize, config.hiddenSize);
}

/**
 * Puts image embeddings where the text has placeholders.
 * `text` `[B, T, D]`; `images` `[..., D]`, its rows numbered from 0 over all images; `rows` int `[B, T]`: the image row for each
 * position, or -1 for text.
 */
export function spliceImages(text: Tensor, images: Tensor, rows: Tensor): Tensor {
  const width = images.shape.at(-1)!;
  const table = reshape(images, [product(images.shape.slice(0, -1)), width]);
  const [b, t] = rows.shape;
  const isImage = reshape(greaterOrEqual(rows, 0), [b!, t!, 1]);
  return where(isImage, gather(table, maximum(rows, 0)), text);
}

/** What a masked attention logit is lowered by; large enough to vanish in any softmax, small enough to stay finite. */
const masked = -1e30;

/**
 * The additive attention mask `[B, 1, T, T]` of a causal model over padded rows: position i sees the positions j <= i
 * whose `attention` int32 `[B, T]` is 1.
 */
export function causalMask(attention: Tensor): Tensor {
  const [b, t] = attention.shape as [number, number];
  const future = new Uint8Array(t * t);
  for (let i = 0; i < t; i++) future.fill(1, i * t + i + 1, (i + 1) * t);
  const hidden = or(constant(future, [t, t], "bool"), not(cast(reshape(attention, [b, 1, 1, t]), "bool")));
  return where(hidden, masked, 0);
}

/**
 * The same for rows that hold several texts one after the other: `segments` int32 `[B, T]` numbers them from 1 (0: padding),
 * and position i sees the positions j <= i of its own text alone. Padding sees itself, so that no softmax is empty.
 */
export function packedMask(segments: Tensor): Tensor {
  const [b, t] = segments.shape as [number, number];
  const future = new Uint8Array(t * t);
  for (let i = 0; i < t; i++) future.fill(1, i * t + i + 1, (i + 1) * t);
  const same = equal(reshape(segments, [b, 1, t, 1]), reshape(segments, [b, 1, 1, t])); // [B, 1, T, T]
  return where(or(constant(future, [t, t], "bool"), not(same)), masked, 0);
}
