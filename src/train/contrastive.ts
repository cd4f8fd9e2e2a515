/**
 * Pre-training of the low-resolution tower on image-text pairs with SigLIP's sigmoid loss: every picture of a batch is
 * compared with every caption. The text side is a small transformer that is thrown away afterwards.
 */

import type { LanguageConfig, SiglipConfig } from "../model/config.ts";
import { causalMask, tokenEmbeddings } from "../model/deepseek-vl.ts";
import { llama } from "../model/llama.ts";
import { siglip } from "../model/siglip.ts";
import { linear, type ParameterStore, parameterStore, Scope } from "../nn/index.ts";
import type { Runtime, Value } from "../runtime/runtime.ts";
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
import type { Collective } from "./parallel/collective.ts";
import type { StepTensors } from "./program.ts";

/** Width of the space in which pictures and captions are compared. */
const pairWidth = 128;

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
function pairFeatures({ tower, towerPath, text, batch, length }: PairShape, store: ParameterStore) {
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
 * Where the batch is dealt out in several parts, every picture still meets every caption: each part shows the others its
 * features, and the loss reads those of all (`meetingInputs`). The means of the parts' losses and of their gradients are then
 * those of the whole batch in one piece.
 */
export function contrastiveProgram(shape: PairShape, parts = 1): StepTensors {
  const { batch } = shape;
  const store = parameterStore();
  const p = new Scope(store, "contrastive");
  const features = pairFeatures(shape, store);
  const { pictures, captions } = features;
  // logits start at 10 x similarity - 10, as in SigLIP; temperature and bias are learnt as corrections
  const scale = mul(exp(p.parameter("log_scale.bias", [1])), 10);
  const offset = add(p.parameter("offset.bias", [1]), -10);
  const logits = (a: Tensor, b: Tensor, by = scale, and = offset) => add(mul(matmul(a, b, { transB: true }), by), and);
  const own = logits(pictures, captions); // [B, B]
  const signs = new Float32Array(batch * batch).fill(1);
  for (let i = 0; i < batch; i++) signs[i * batch + i] = -1;
  let sum = reduceSum(softplus(mul(own, constant(signs, [batch, batch], "float32")))); // -log sigmoid(+-logit)
  let compared = own;
  let places = constant(
    BigInt64Array.from({ length: batch }, (_, i) => BigInt(i)),
    [batch],
    "int64",
  );
  if (parts > 1) {
    const everyone = batch * parts;
    const [allPictures, allCaptions] = ["all_pictures", "all_captions"].map((name) =>
      input(name, "float32", [everyone, pairWidth]),
    ) as [Tensor, Tensor];
    const isOther = input("is_other", "float32", [everyone]);
    places = input("places", "int64", [batch]);
    compared = logits(pictures, allCaptions);
    sum = add(sum, reduceSum(mul(softplus(compared), isOther)));
    // The others count these pairs in their loss; here they only tell the own captions where to go.
    const theirs = logits(allPictures, captions, detached(scale), detached(offset));
    const pull = reduceSum(mul(softplus(theirs), reshape(isOther, [everyone, 1])));
    sum = add(sum, sub(pull, detached(pull)));
  }
  const match = equal(argMax(compared, -1), places);
  return {
    loss: div(sum, batch),
    scalars: { "accuracy.match": reduceMean(cast(match, "float32")) },
    ...(parts > 1 && { shown: features }),
  };
}

/** What a part with these pictures, at the tower's size, and captions takes; captions are filled up to `length`. */
export function pairInputs(
  runtime: Runtime,
  pixels: Float32Array,
  captions: readonly (readonly number[])[],
  length: number,
): Record<string, Value> {
  const batch = captions.length;
  const side = Math.sqrt(pixels.length / batch / 3);
  const grid = (fill: (ids: readonly number[], t: number) => number) =>
    runtime.value(
      "int32",
      [batch, length],
      Int32Array.from({ length: batch * length }, (_, i) => fill(captions[Math.floor(i / length)]!, i % length)),
    );
  return {
    pixel_values: runtime.value("float32", [batch, 3, side, side], pixels),
    input_ids: grid((ids, t) => ids[t] ?? 0),
    attention_mask: grid((ids, t) => (t < ids.length ? 1 : 0)),
    position_ids: grid((_, t) => t),
  };
}

/** Into how many parts of the same size a batch is dealt: at most as many as run abreast. */
export function pairParts(batch: number, abreast: number): number {
  let parts = Math.min(batch, abreast);
  while (batch % parts !== 0) parts--;
  return parts;
}

/**
 * What the parts of a batch read behind their meeting, of this process's parts, from what they have shown: `all_pictures` and
 * `all_captions` `[parts * B, pairWidth]`, `is_other` `[parts * B]` with 0 at a part's own, `places` int64 `[B]` of its own.
 * With several processes each has as many parts.
 */
export async function meetingInputs(
  runtime: Runtime,
  { rank, size, allGather }: Pick<Collective, "rank" | "size" | "allGather">,
  shown: readonly Readonly<Record<string, Value>>[],
): Promise<Record<string, Value>[]> {
  const all: Record<string, Value> = {};
  for (const name of ["pictures", "captions"]) {
    const length = shown[0]![name]!.data.length;
    const value = runtime.value("float32", [size * shown.length * (length / pairWidth), pairWidth]);
    const numbers = value.data as Float32Array;
    for (const [k, part] of shown.entries()) {
      numbers.set(part[name]!.data as Float32Array, (rank * shown.length + k) * length);
    }
    await allGather(numbers);
    all[`all_${name}`] = value;
  }
  const everyone = all.all_pictures!.shape[0]!;
  const batch = everyone / size / shown.length;
  return shown.map((_, k) => {
    const first = (rank * shown.length + k) * batch;
    const isOwn = (i: number) => i >= first && i < first + batch;
    return {
      ...all,
      is_other: runtime.value(
        "float32",
        [everyone],
        Float32Array.from({ length: everyone }, (_, i) => +!isOwn(i)),
      ),
      places: runtime.value(
        "int64",
        [batch],
        BigInt64Array.from({ length: batch }, (_, i) => BigInt(first + i)),
      ),
    };
  });
}

/** Rows of length one. */
function unit(x: Tensor): Tensor {
  return div(x, sqrt(add(reduceSum(square(x), [-1], true), 1e-12)));
}
