/**
 * Pre-training of the high-resolution tower on dense labels that the renderer knows: for every patch, which character,
 * shape and colour covers it. Two sets of heads: on the blocks' grid, and behind the strided convolutions, where each
 * token answers for the patches it stands for.
 */

import type { SamConfig } from "../model/config.ts";
import { gridSize, samOutputGrid } from "../model/config.ts";
import { sam } from "../model/sam.ts";
import { linear, type ParameterStore, parameterStore, Scope } from "../nn/index.ts";
import type { Runtime, Value } from "../runtime/runtime.ts";
import {
  add,
  and,
  argMax,
  cast,
  crossEntropy,
  div,
  equal,
  greaterOrEqual,
  ignoredLabel,
  input,
  maximum,
  mul,
  not,
  reduceSum,
  reshape,
  slice,
  type Tensor,
  transpose,
} from "../tensor/index.ts";
import { meanShares } from "./mean-shares.ts";

/** A kind of label: how many classes (0 is "none"), and how many labels a patch has side by side. */
export interface DenseKind {
  readonly classes: number;
  readonly perPatch: number;
  /** Share of the loss, 1 unless said. */
  readonly weight?: number;
}
export type DenseKinds = Readonly<Record<string, DenseKind>>;

/** A loss, and what is worth watching beside it. */
export interface DenseScalars extends Record<string, Tensor> {
  readonly loss: Tensor;
}

/**
 * The tower with its heads. Input: `pixel_values` `[B, 3, S, S]` and the labels of `denseLoss`.
 * Scalars: `loss`, and `accuracy.<kind>` over the labels that are not "none", as the convolved tokens answer.
 */
export function denseProgram(
  config: SamConfig,
  towerPath: string,
  batch: number,
  kinds: DenseKinds,
): { store: ParameterStore; scalars: DenseScalars } {
  const store: ParameterStore = { ...parameterStore(), taps: new Map() };
  const pixels = input("pixel_values", "float32", [batch, 3, config.imageSize, config.imageSize]);
  sam(config, new Scope(store, towerPath), pixels);
  return { store, scalars: denseLoss(config, store, batch, kinds) };
}

/**
 * The dense loss on a tower that `store` has recorded (its taps): the sum over kinds of the means over their labels. Inputs:
 * for each kind of label `labels.<kind>` int64 `[B, G*G*perPatch]`, row by row, -100 where unknown; and `label_shares` float32
 * `[kinds]`, what each kind's mean counts in this piece of a batch (`denseInputs` has both).
 */
export function denseLoss(config: SamConfig, store: ParameterStore, batch: number, kinds: DenseKinds): DenseScalars {
  const grid = gridSize(config);
  const coarse = samOutputGrid(config);
  const cell = grid / coarse;
  const blocks = tapped(store, `vision.high.block.${config.layers - 1}`); // [B, G, G, W]
  const tokens = transpose(tapped(store, "vision.high.features"), [0, 2, 3, 1]); // [B, h, w, C]
  const heads = new Scope(store, "dense");
  const accuracies: Record<string, Tensor> = {};
  const shares = input("label_shares", "float32", [Object.keys(kinds).length]);
  let loss: Tensor | undefined;
  for (const [k, [kind, { classes, perPatch, weight = 1 }]] of Object.entries(kinds).entries()) {
    const count = batch * grid * grid * perPatch;
    const labels = reshape(input(`labels.${kind}`, "int64", [batch, grid * grid * perPatch]), [count]);
    /** Each token's answers for its cells, cell by cell: `[B, h, w, cell*cell*P*K]` to `[B*G*G*P, K]`. */
    const spread = (wide: Tensor) => {
      const open = reshape(wide, [batch, coarse, coarse, cell, cell, perPatch, classes]);
      return reshape(transpose(open, [0, 1, 3, 2, 4, 5, 6]), [count, classes]);
    };
    const fine = reshape(linear(blocks, heads.at("blocks").at(kind), perPatch * classes), [count, classes]);
    const answers = spread(linear(tokens, heads.at("tokens").at(kind), cell * cell * perPatch * classes));
    const share = reshape(slice(shares, 0, k, k + 1), []);
    const part = mul(mul(add(crossEntropy(fine, labels), crossEntropy(answers, labels)), weight), share);
    loss = loss ? add(loss, part) : part;
    accuracies[`accuracy.${kind}`] = accuracy(answers, labels);
  }
  return { ...accuracies, loss: loss! };
}

/** The label of what is left out of the loss. */
export const unlabelled = BigInt(ignoredLabel);

/**
 * A piece of a batch: for each kind its labels (`unlabelled` where not known) of all the piece's pictures, one after the other.
 * Pieces have to count by their pictures (`MicroBatch.weight`).
 */
export interface DensePiece {
  readonly pictures: number;
  readonly labels: Readonly<Record<string, BigInt64Array<ArrayBuffer>>>;
}

/** How many labels of each kind are known, and of how many pictures. */
export interface DenseCounts {
  readonly labels: readonly number[];
  readonly pictures: number;
}

/** The known labels of pieces that together have labels of these kinds. */
export function countLabels(pieces: readonly DensePiece[], kinds: readonly string[]): DenseCounts {
  const labels = kinds.map((kind) => pieces.reduce((sum, piece) => sum + known(piece.labels[kind]!), 0));
  return { labels, pictures: pieces.reduce((sum, { pictures }) => sum + pictures, 0) };
}

function known(labels: BigInt64Array): number {
  return labels.reduce((sum, label) => sum + (label === unlabelled ? 0 : 1), 0);
}

/** The input `label_shares` of each piece; `elsewhere` is what other ranks hold of the batch. */
export function labelShares(runtime: Runtime, pieces: readonly DensePiece[], elsewhere?: DenseCounts): Value[] {
  const kinds = Object.keys(pieces[0]!.labels);
  const weights = pieces.map(({ pictures }) => pictures);
  const shares = kinds.map((kind, k) => {
    const counts = pieces.map(({ labels }) => known(labels[kind]!));
    return meanShares(counts, weights, elsewhere && { count: elsewhere.labels[k]!, weight: elsewhere.pictures });
  });
  return pieces.map((_, i) =>
    runtime.value(
      "float32",
      [kinds.length],
      Float32Array.from(shares, (share) => share[i]!),
    ),
  );
}

/** What `denseLoss` takes of each piece of a batch that is all here. */
export function denseInputs(runtime: Runtime, pieces: readonly DensePiece[]): Record<string, Value>[] {
  const shares = labelShares(runtime, pieces);
  return pieces.map(({ pictures, labels }, k) => ({
    label_shares: shares[k]!,
    ...Object.fromEntries(
      Object.entries(labels).map(([kind, data]) => [
        `labels.${kind}`,
        runtime.value("int64", [pictures, data.length / pictures], data),
      ]),
    ),
  }));
}

function tapped(store: ParameterStore, name: string): Tensor {
  const value = store.taps?.get(name);
  if (!value) throw new Error(`the program has not recorded ${name}`);
  return value;
}

/** Share of rows whose largest logit is the label, among rows with a label above 0; 0 when there are none. */
function accuracy(logits: Tensor, labels: Tensor): Tensor {
  const counted = and(greaterOrEqual(labels, 0), not(equal(labels, 0)));
  const hit = cast(and(equal(argMax(logits, -1), labels), counted), "float32");
  return div(reduceSum(mul(hit, 1)), maximum(reduceSum(cast(counted, "float32")), 1));
}
