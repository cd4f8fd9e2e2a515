/**
 * Pre-training of the low-resolution tower on image-text pairs with SigLIP's sigmoid loss: every picture of a batch is
 * compared with every caption. The text side is a small transformer that is thrown away afterwards.
 */

import type { LanguageConfig, SiglipConfig } from "../model/config.ts";
import { causalMask, tokenEmbeddings } from "../model/deepseek-vl.ts";
import { llama } from "../model/llama.ts";
import { siglip } from "../model/siglip.ts";
import { linear, type ParameterStore, parameterStore, Scope } from "../nn/index.ts";
import {
  add,
  argMax,
  cast,
  constant,
  detached,
  div,
  equal,
  exp,
  input,
  matmul,
  mul,
  reduceMean,
  reduceSum,
  reshape,
  softplus,
  sqrt,
  square,
  sub,
  type Tensor,
} from "../tensor/index.ts";
import type { Share } from "./parallel/collective.ts";

/** Width of the space in which pictures and captions are compared. */
export const pairWidth = 128;

/** A text encoder for captions, as small as it can be; it is thrown away. */
export function captionEncoder(language: LanguageConfig): LanguageConfig {
  return { ...language, hiddenSize: 128, intermediateSize: 352, layers: 2, heads: 4, kvHeads: 4, headDim: 32 };
}

export interface PairShape {
  readonly tower: SiglipConfig;
  /** Where the tower's parameters stand. */
  readonly towerPath: string;
  readonly text: LanguageConfig;
  /** Pictures and captions of this process, B, and tokens of a caption, T. */
  readonly batch: number;
  readonly length: number;
}

/**
 * What is compared, `[B, pairWidth]` each, rows of length one. Inputs: `pixel_values` `[B, 3, S, S]` at the tower's own size,
 * `input_ids`, `position_ids`, `attention_mask` int32 `[B, T]`.
 */
export function pairFeatures({ tower, towerPath, text, batch, length }: PairShape, store: ParameterStore) {
  const p = new Scope(store, "contrastive");
  const pixels = input("pixel_values", "float32", [batch, 3, tower.imageSize, tower.imageSize]);
  const image = siglip(tower, new Scope(store, towerPath), pixels); // [B, N, W]
  const attention = input("attention_mask", "int32", [batch, length]);
  const embedded = tokenEmbeddings(text, p.at("text"), input("input_ids", "int32", [batch, length]));
  const hidden = llama(text, p.at("text"), embedded, {
    positions: input("position_ids", "int32", [batch, length]),
    mask: causalMask(attention),
  });
  const present = reshape(cast(attention, "float32"), [batch, length, 1]);
  const pooled = div(reduceSum(mul(hidden, present), [1]), reduceSum(present, [1]));
  return {
    pictures: unit(linear(reduceMean(image, [1]), p.at("image"), pairWidth)),
    captions: unit(linear(pooled, p.at("caption"), pairWidth)),
  };
}

/**
 * Scalars: `loss`, and `accuracy.match`, the share of pictures whose own caption is nearest.
 *
 * Where the batch is dealt to several ranks, every picture still meets every caption: `all_pictures` and `all_captions`
 * `[size * B, pairWidth]` are the features of all ranks, in the order of ranks, as the weights give them now. The mean of the
 * ranks' losses and of their gradients are then those of one process with the whole batch.
 */
export function contrastiveProgram(
  shape: PairShape,
  { rank, size }: Share = { rank: 0, size: 1 },
): { store: ParameterStore; scalars: Record<string, Tensor> & { loss: Tensor } } {
  const { batch } = shape;
  const store = parameterStore();
  const p = new Scope(store, "contrastive");
  const { pictures, captions } = pairFeatures(shape, store);
  // logits start at 10 x similarity - 10, as in SigLIP; temperature and bias are learnt as corrections
  const scale = mul(exp(p.parameter("log_scale.bias", [1])), 10);
  const offset = add(p.parameter("offset.bias", [1]), -10);
  const logits = (a: Tensor, b: Tensor, by = scale, and = offset) => add(mul(matmul(a, b, { transB: true }), by), and);
  const own = logits(pictures, captions); // [B, B]
  const signs = new Float32Array(batch * batch).fill(1);
  for (let i = 0; i < batch; i++) signs[i * batch + i] = -1;
  let sum = reduceSum(softplus(mul(own, constant(signs, [batch, batch], "float32")))); // -log sigmoid(+-logit)
  let compared = own;
  if (size > 1) {
    const everyone = batch * size;
    const [allPictures, allCaptions] = ["all_pictures", "all_captions"].map((name) =>
      input(name, "float32", [everyone, pairWidth]),
    ) as [Tensor, Tensor];
    const isOther = Float32Array.from({ length: everyone }, (_, i) => (Math.floor(i / batch) === rank ? 0 : 1));
    compared = logits(pictures, allCaptions);
    sum = add(sum, reduceSum(mul(softplus(compared), constant(isOther, [1, everyone], "float32"))));
    // The others count these pairs in their loss; here they only tell the own captions where to go.
    const theirs = logits(allPictures, captions, detached(scale), detached(offset));
    const pull = reduceSum(mul(softplus(theirs), constant(isOther, [everyone, 1], "float32")));
    sum = add(sum, sub(pull, detached(pull)));
  }
  const places = BigInt64Array.from({ length: batch }, (_, i) => BigInt(rank * batch + i));
  const match = equal(argMax(compared, -1), constant(places, [batch], "int64"));
  return {
    store,
    scalars: { loss: div(sum, batch), "accuracy.match": reduceMean(cast(match, "float32")) },
  };
}

/** Rows of length one. */
function unit(x: Tensor): Tensor {
  return div(x, sqrt(add(reduceSum(square(x), [-1], true), 1e-12)));
}
