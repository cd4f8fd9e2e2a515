/**
 * Whole programs: the inputs and outputs that training and generation run. Names of inputs are fixed here, once.
 */
import { type ParameterStore, parameterStore, Scope } from "../nn/index.ts";
import { chunkedTokenLosses, concat, constant, input, reshape, slice, type Tensor } from "../tensor/index.ts";
import type { ModelConfig } from "./config.ts";
import { causalMask, imageEmbeddings, packedMask, spliceImages, tokenEmbeddings } from "./deepseek-vl.ts";
import { cacheInputs, headScope, languageHead, llama, llamaCached } from "./llama.ts";
import { pixelInput } from "./vision.ts";

export interface BatchShape {
  readonly rows: number;
  readonly length: number;
  /** Pictures in the batch; 0 builds a program without the vision towers. */
  readonly images: number;
}

export interface TrainingOptions {
  /** Rows of logits that exist at once in the loss. Default: all rows (no chunking). */
  readonly lossChunk?: number;
  /** Recompute the language model's layers in the backward pass. */
  readonly recompute?: boolean;
  /** Rows hold several texts: `attention_mask` numbers them from 1, and none sees another. */
  readonly packed?: boolean;
  /** Image embeddings `[N, tokens, D]`. Default: those of the towers and the adaptor for the input `pixel_values`. */
  readonly embedImages?: (p: Scope) => Tensor;
  readonly store?: ParameterStore;
}

/** A differentiable program over whole sequences. */
export interface TrainingProgram {
  readonly store: ParameterStore;
  /** Mean next-token cross-entropy over labels other than -100, a scalar. */
  readonly loss: Tensor;
  /** The cross-entropy of the token that follows each position, `[B T, 1]`; 0 where it is no target. */
  readonly tokenLosses: Tensor;
  /** Final hidden states `[B, T, D]`. */
  readonly hidden: Tensor;
  /** Logits `[B, T, V]`, computed only if asked for. */
  readonly logits: () => Tensor;
}

/**
 * Inputs: `input_ids`, `position_ids`, `attention_mask`, `image_rows` int32 `[B, T]`, `labels` int64 `[B, T]` (aligned with
 * the ids, -100 ignored), and with images `pixel_values` `[N, 3, S, S]`.
 */
export function trainingProgram(
  config: ModelConfig,
  shape: BatchShape,
  options: TrainingOptions = {},
): TrainingProgram {
  const { rows, length, images } = shape;
  const store = options.store ?? parameterStore();
  const p = new Scope(store);
  const language = p.at("language_model");
  const ids = input("input_ids", "int32", [rows, length]);
  const text = tokenEmbeddings(config.language, language, ids);
  const embed = options.embedImages ?? ((p) => imageEmbeddings(config, p, pixelInput(config.vision, images)));
  const embeddings = images > 0 ? withImages(text, embed(p)) : text;
  const hidden = llama(config.language, language, p.tap("inputs_embeds", embeddings), {
    positions: input("position_ids", "int32", [rows, length]),
    mask: (options.packed ? packedMask : causalMask)(input("attention_mask", "int32", [rows, length])),
    recompute: options.recompute ?? false,
  });
  const labels = nextLabels(input("labels", "int64", [rows, length]));
  const flat = reshape(hidden, [rows * length, config.language.hiddenSize]);
  const { vocabSize, hiddenSize } = config.language;
  const head = headScope(config.language, language).parameter("weight", [vocabSize, hiddenSize]);
  const chunk = options.lossChunk ?? rows * length;
  const { loss, tokenLosses } = chunkedTokenLosses(flat, head, reshape(labels, [rows * length]), chunk);
  return {
    store,
    loss,
    tokenLosses,
    hidden,
    logits: () => p.tap("logits", languageHead(config.language, language, hidden)),
  };
}

function withImages(text: Tensor, images: Tensor): Tensor {
  return spliceImages(text, images, input("image_rows", "int32", [text.shape[0] as number, text.shape[1] as number]));
}

/** The label of position t is the token at t + 1; the last position has none. */
function nextLabels(labels: Tensor): Tensor {
  const [rows, length] = labels.shape as [number, number];
  const none = constant(new BigInt64Array(rows).fill(-100n), [rows, 1], "int64");
  return concat([slice(labels, 1, 1, length), none], 1);
}

/**
 * Logits `[rows, length, V]` of all positions of sequences that begin at position 0, without a cache. Inputs: `input_ids`
 * int32 `[rows, length]`, and with images `image_rows` int32 `[rows, length]` and `image_embeddings` `[positions, D]` as in
 * `generationProgram`.
 */
export function scoringProgram(
  config: ModelConfig,
  shape: { readonly rows: number; readonly length: number; readonly images: boolean },
  store: ParameterStore = parameterStore(),
): { store: ParameterStore; outputs: { logits: Tensor } } {
  const { rows, length, images } = shape;
  const p = new Scope(store).at("language_model");
  const { language } = config;
  const text = tokenEmbeddings(language, p, input("input_ids", "int32", [rows, length]));
  const table = () => input("image_embeddings", "float32", ["image_positions", language.hiddenSize]);
  const positions = Int32Array.from({ length: rows * length }, (_, i) => i % length);
  const hidden = llama(language, p, images ? withImages(text, table()) : text, {
    positions: constant(positions, [rows, length], "int32"),
    mask: causalMask(constant(new Int32Array(length).fill(1), [1, length], "int32")),
  });
  return { store, outputs: { logits: languageHead(language, p, hidden) } };
}

/** The vision encoder and adaptor: `pixel_values` `[images, 3, S, S]` to `image_embeddings` `[images, N, D]`. */
export function imageProgram(
  config: ModelConfig,
  options: { images?: number | string; store?: ParameterStore } = {},
): { store: ParameterStore; outputs: { image_embeddings: Tensor } } {
  const store = options.store ?? parameterStore();
  const pixels = pixelInput(config.vision, options.images ?? "images");
  return { store, outputs: { image_embeddings: imageEmbeddings(config, new Scope(store), pixels) } };
}

/**
 * The language model behind a cache. Inputs: `input_ids`, `image_rows` int32 `[batch, sequence]`, `image_embeddings`
 * `[rows, D]` (at least one row, unused when every image row is -1), `logit_position` int64 `[batch, 1]`, and the cache
 * (`past.N.key`, `past.N.value`, `last_position`, `total`). Outputs: `logits` `[batch, V]` at `logit_position` and
 * `present.N.key`, `present.N.value`.
 */
export function generationProgram(
  config: ModelConfig,
  options: { batch?: number | string; store?: ParameterStore } = {},
): { store: ParameterStore; outputs: Record<string, Tensor> } {
  const store = options.store ?? parameterStore();
  const p = new Scope(store).at("language_model");
  const batch = options.batch ?? "batch";
  const { language } = config;
  const text = tokenEmbeddings(language, p, input("input_ids", "int32", [batch, "sequence"]));
  const images = input("image_embeddings", "float32", ["image_positions", language.hiddenSize]);
  const embeddings = spliceImages(text, images, input("image_rows", "int32", [batch, "sequence"]));
  const position = input("logit_position", "int64", [batch, 1]);
  const { hidden, present } = llamaCached(language, p, embeddings, cacheInputs(language, batch), position);
  const outputs: Record<string, Tensor> = { logits: languageHead(language, p, hidden) };
  present.forEach(({ key, value }, i) => {
    outputs[`present.${i}.key`] = key;
    outputs[`present.${i}.value`] = value;
  });
  return { store, outputs };
}

/**
 * The language model behind a cache of one row, for texts that are given rather than chosen: logits `[T, V]` of all new
 * positions. Inputs are those of `generationProgram` but for images and `logit_position`; `batch` is 1. With `branches` the
 * new positions are several texts that do not see each other, by `positions` int64 `[1, T]`, where each stands, and `mask`
 * float32 `[1, 1, T, total]`, which is added to the attention's logits (on a processor only).
 */
export function continuationProgram(
  config: ModelConfig,
  options: { store?: ParameterStore; branches?: boolean } = {},
): { store: ParameterStore; outputs: Record<string, Tensor> } {
  const store = options.store ?? parameterStore();
  const p = new Scope(store).at("language_model");
  const { language } = config;
  const embeddings = tokenEmbeddings(language, p, input("input_ids", "int32", [1, "sequence"]));
  const cache = cacheInputs(language, 1);
  const branches = options.branches && {
    positions: input("positions", "int64", [1, "sequence"]),
    mask: input("mask", "float32", [1, 1, "sequence", "seen"]),
  };
  const { hidden, present } = llamaCached(language, p, embeddings, branches ? { ...cache, branches } : cache);
  const rows = reshape(hidden, ["sequence", language.hiddenSize]);
  const outputs: Record<string, Tensor> = { logits: languageHead(language, p, rows) };
  present.forEach(({ key, value }, i) => {
    outputs[`present.${i}.key`] = key;
    outputs[`present.${i}.value`] = value;
  });
  return { store, outputs };
}
