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
  type Tensor,
} from "../tensor/index.ts";

/**
 * Inputs: `pixel_values` `[B, 3, S, S]` at the tower's own size, `input_ids`, `position_ids`, `attention_mask` int32 `[B, T]`.
 * Scalars: `loss`, and `accuracy.match`, the share of pictures whose own caption is nearest.
 */
export function contrastiveProgram(
  config: SiglipConfig,
  towerPath: string,
  text: LanguageConfig,
  batch: number,
  length: number,
): { store: ParameterStore; scalars: Record<string, Tensor> & { loss: Tensor } } {
  const store = parameterStore();
  const p = new Scope(store, "contrastive");
  const width = 128;
  const pixels = input("pixel_values", "float32", [batch, 3, config.imageSize, config.imageSize]);
  const image = siglip(config, new Scope(store, towerPath), pixels); // [B, N, W]
  const picture = unit(linear(reduceMean(image, [1]), p.at("image"), width));
  const attention = input("attention_mask", "int32", [batch, length]);
  const embedded = tokenEmbeddings(text, p.at("text"), input("input_ids", "int32", [batch, length]));
  const hidden = llama(text, p.at("text"), embedded, {
    positions: input("position_ids", "int32", [batch, length]),
    mask: causalMask(attention),
  });
  const present = reshape(cast(attention, "float32"), [batch, length, 1]);
  const pooled = div(reduceSum(mul(hidden, present), [1]), reduceSum(present, [1]));
  const caption = unit(linear(pooled, p.at("caption"), width));
  // logits start at 10 x similarity - 10, as in SigLIP; temperature and bias are learnt as corrections
  const scale = mul(exp(p.parameter("log_scale.bias", [1])), 10);
  const offset = add(p.parameter("offset.bias", [1]), -10);
  const logits = add(mul(matmul(picture, caption, { transB: true }), scale), offset); // [B, B]
  const signs = new Float32Array(batch * batch).fill(1);
  for (let i = 0; i < batch; i++) signs[i * batch + i] = -1;
  const each = softplus(mul(logits, constant(signs, [batch, batch], "float32"))); // -log sigmoid(+-logit)
  const loss = div(reduceSum(each), batch);
  const own = constant(
    BigInt64Array.from({ length: batch }, (_, i) => BigInt(i)),
    [batch],
    "int64",
  );
  const match = reduceMean(cast(equal(argMax(logits, -1), own), "float32"));
  return { store, scalars: { loss, "accuracy.match": match } };
}

/** Rows of length one. */
function unit(x: Tensor): Tensor {
  return div(x, sqrt(add(reduceSum(square(x), [-1], true), 1e-12)));
}
