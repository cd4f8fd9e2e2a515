/**
 * The language model: LLaMA (spec 1.6), in two forms that share their weights. `llama` takes whole sequences and can be
 * differentiated; `llamaCached` appends to a key/value cache for generation.
 */
import {
  linear,
  mergeHeads,
  type Rotation,
  rmsNormalization,
  rotaryTables,
  rotate,
  rotation,
  type Scope,
} from "../nn/index.ts";
import {
  add,
  attention,
  type Branches,
  broadcastTo,
  cachedAttention,
  cachedHeadWidth,
  concat,
  input,
  mul,
  recomputed,
  reshape,
  silu,
  type Tensor,
  takeRows,
  transpose,
} from "../tensor/index.ts";
import type { LanguageConfig } from "./config.ts";

export interface SequencePlan {
  /** Positions `[B, T]`, integers from 0 below T (1 is allowed where T is 1). */
  readonly positions: Tensor;
  /** Added to the attention logits, `[B, 1, T, T]` or `[T, T]`: 0 where a position may look, very negative elsewhere. */
  readonly mask: Tensor;
  /** Computes each layer again in the backward pass instead of keeping its values. */
  readonly recompute?: boolean;
}

/** Final hidden states `[B, T, D]` of embeddings `[B, T, D]`. */
export function llama(config: LanguageConfig, p: Scope, embeddings: Tensor, plan: SequencePlan): Tensor {
  const length = plan.positions.shape[1];
  const limit = typeof length === "number" ? Math.max(length, 2) : config.maxPositions; // pads stand at position 1
  const turn = rotation(plan.positions, config.headDim, config.ropeTheta, limit);
  let x = embeddings;
  for (let i = 0; i < config.layers; i++) {
    const scope = p.at("model.layers").at(i);
    const run = (x: Tensor) => layer(config, scope, x, turn, plan.mask);
    x = plan.recompute ? recomputed(run, x, () => scopeParameters(scope)) : run(x);
    p.tap(`llm.layer.${i}`, x);
  }
  return p.tap("llm.norm", rmsNormalization(x, p.at("model.norm"), config.rmsNormEps));
}

function scopeParameters(scope: Scope): Tensor[] {
  return [...scope.store.tensors].filter(([name]) => name.startsWith(`${scope.path}.`)).map(([, t]) => t);
}

function layer(config: LanguageConfig, p: Scope, x: Tensor, turn: Rotation, mask: Tensor): Tensor {
  const { rmsNormEps, heads, kvHeads, headDim, hiddenSize } = config;
  const selfAttention = p.at("self_attn");
  const h = rmsNormalization(x, p.at("input_layernorm"), rmsNormEps);
  const [b, t] = h.shape as [number | string, number | string];
  const project = (name: string, n: number) => {
    const y = linear(h, selfAttention.at(name), n * headDim, { bias: false });
    return transpose(reshape(y, [b, t, n, headDim]), [0, 2, 1, 3]); // [B, n, T, d]
  };
  const q = rotate(project("q_proj", heads), turn);
  const k = repeatHeads(rotate(project("k_proj", kvHeads), turn), heads / kvHeads);
  const v = repeatHeads(project("v_proj", kvHeads), heads / kvHeads);
  const attended = mergeHeads(attention(q, k, v, { mask }));
  const y = add(x, linear(attended, selfAttention.at("o_proj"), hiddenSize, { bias: false }));
  return add(y, feedForward(config, p.at("mlp"), rmsNormalization(y, p.at("post_attention_layernorm"), rmsNormEps)));
}

/** Each key/value head serves `times` consecutive query heads: `[B, K, T, d]` to `[B, K times, T, d]`. */
function repeatHeads(x: Tensor, times: number): Tensor {
  if (times === 1) return x;
  const [b, k, t, d] = x.shape as [number, number, number, number];
  return reshape(broadcastTo(reshape(x, [b, k, 1, t, d]), [b, k, times, t, d]), [b, k * times, t, d]);
}

/** SwiGLU. */
function feedForward({ intermediateSize, hiddenSize }: LanguageConfig, p: Scope, x: Tensor): Tensor {
  const gate = linear(x, p.at("gate_proj"), intermediateSize, { bias: false });
  const up = linear(x, p.at("up_proj"), intermediateSize, { bias: false });
  return linear(mul(silu(gate), up), p.at("down_proj"), hiddenSize, { bias: false });
}

/** The inputs of a program that generates with a cache; B rows, T new positions, room for C in the cache. */
export interface CachePlan {
  /** Per layer, `[B, K, C, d]`: past keys and values, and after the run the present ones. */
  readonly past: readonly { readonly key: Tensor; readonly value: Tensor }[];
  /** int32 `[B]`: the position of each row's last valid token after this run. */
  readonly lastPosition: Tensor;
  /** int32 `[1]`: the longest row's length after this run. */
  readonly total: Tensor;
  /** Several continuations of one row side by side. */
  readonly branches?: Branches;
}

/** Declares a cache's inputs: `past.N.key`, `past.N.value`, `last_position`, `total`; a head may be wider in the cache. */
export function cacheInputs(config: LanguageConfig, batch: number | string): CachePlan {
  const shape = [batch, config.kvHeads, "capacity", cachedHeadWidth(config.headDim)];
  return {
    past: Array.from({ length: config.layers }, (_, i) => ({
      key: input(`past.${i}.key`, "float32", shape),
      value: input(`past.${i}.value`, "float32", shape),
    })),
    lastPosition: input("last_position", "int32", [batch]),
    total: input("total", "int32", [1]),
  };
}

/**
 * Final hidden states of new embeddings `[B, T, D]` behind a cache, and the cache after them. New positions follow each
 * row's cached ones; rows are padded on the right. The states are `[B, D]`, those of `position` int64 `[B, 1]`: nothing
 * but the last layer's keys and values needs the other positions, so they end there. Without `position` they are
 * `[B, T, D]`.
 */
export function llamaCached(
  config: LanguageConfig,
  p: Scope,
  embeddings: Tensor,
  cache: CachePlan,
  position?: Tensor,
): { hidden: Tensor; present: { key: Tensor; value: Tensor }[] } {
  const { rmsNormEps, heads, kvHeads, headDim, hiddenSize } = config;
  const tables = rotaryTables(config.maxPositions, headDim, config.ropeTheta);
  const present: { key: Tensor; value: Tensor }[] = [];
  let x = embeddings;
  for (let i = 0; i < config.layers; i++) {
    const scope = p.at("model.layers").at(i);
    const selfAttention = scope.at("self_attn");
    const h = rmsNormalization(x, scope.at("input_layernorm"), rmsNormEps);
    const project = (name: string, n: number) => linear(h, selfAttention.at(name), n * headDim, { bias: false });
    const qkv = concat([project("q_proj", heads), project("k_proj", kvHeads), project("v_proj", kvHeads)], -1);
    const step = cachedAttention(qkv, cache.past[i]!, { ...cache, ...tables }, { heads, kvHeads });
    present.push({ key: step.key, value: step.value });
    const needed = (t: Tensor) => (position && i === config.layers - 1 ? takeRows(t, position) : t);
    x = add(needed(x), linear(needed(step.out), selfAttention.at("o_proj"), hiddenSize, { bias: false }));
    const normed = rmsNormalization(x, scope.at("post_attention_layernorm"), rmsNormEps);
    x = add(x, feedForward(config, scope.at("mlp"), normed));
  }
  return { hidden: rmsNormalization(x, p.at("model.norm"), rmsNormEps), present };
}

/** Logits `[..., V]` of hidden states `[..., D]`. */
export function languageHead(config: LanguageConfig, p: Scope, hidden: Tensor): Tensor {
  return linear(hidden, headScope(config, p), config.vocabSize, { bias: false });
}

/** Where the output projection's `weight` is; tied models use the embedding table again. */
export function headScope(config: LanguageConfig, p: Scope): Scope {
  return p.at(config.tieWordEmbeddings ? "model.embed_tokens" : "lm_head");
}
