/**
 * Pre-training of the high-resolution tower on dense labels that the renderer knows: for every patch, which character,
 * shape and colour covers it. Two sets of heads: on the blocks' grid, and behind the strided convolutions, where each
 * token answers for the patches it stands for.
 */

import type { SamConfig } from "../model/config.ts";
import { gridSize, samOutputGrid } from "../model/config.ts";
import { sam } from "../model/sam.ts";
import { linear, type ParameterStore, parameterStore, Scope } from "../nn/index.ts";
import {
  add,
  and,
  argMax,
  cast,
  crossEntropy,
  div,
  equal,
  greaterOrEqual,
  input,
  maximum,
  mul,
  not,
  reduceSum,
  reshape,
  type Tensor,
  transpose,
} from "../tensor/index.ts";

/** A kind of label: how many classes (0 is "none"), and how many labels a patch has side by side. */
export interface DenseKind {
  readonly classes: number;
  readonly perPatch: number;
}
export type DenseKinds = Readonly<Record<string, DenseKind>>;

/**
 * Inputs: `pixel_values` `[B, 3, S, S]` and for each kind of label `labels.<kind>` int64 `[B, G*G*perPatch]`, row by row
 * (-100 where unknown). Scalars: `loss`, and `accuracy.<kind>` over the labels that are not "none", as the convolved
 * tokens answer.
 */
export function denseProgram(
  config: SamConfig,
  towerPath: string,
  batch: number,
  kinds: DenseKinds,
): { store: ParameterStore; scalars: Record<string, Tensor> & { loss: Tensor } } {
  const store: ParameterStore = { ...parameterStore(), taps: new Map() };
  const grid = gridSize(config);
  const coarse = samOutputGrid(config);
  const cell = grid / coarse;
  const pixels = input("pixel_values", "float32", [batch, 3, config.imageSize, config.imageSize]);
  const features = sam(config, new Scope(store, towerPath), pixels); // [B, C, h, w]
  const blocks = store.taps!.get(`vision.high.block.${config.layers - 1}`)!; // [B, G, G, W]
  const tokens = transpose(features, [0, 2, 3, 1]); // [B, h, w, C]
  const heads = new Scope(store, "dense");
  const scalars: Record<string, Tensor> = {};
  let loss: Tensor | undefined;
  for (const [kind, { classes, perPatch }] of Object.entries(kinds)) {
    const count = batch * grid * grid * perPatch;
    const labels = reshape(input(`labels.${kind}`, "int64", [batch, grid * grid * perPatch]), [count]);
    const fine = reshape(linear(blocks, heads.at("blocks").at(kind), perPatch * classes), [count, classes]);
    const wide = linear(tokens, heads.at("tokens").at(kind), cell * cell * perPatch * classes); // [B, h, w, ...]
    const open = reshape(wide, [batch, coarse, coarse, cell, cell, perPatch, classes]);
    const answers = reshape(transpose(open, [0, 1, 3, 2, 4, 5, 6]), [count, classes]);
    const part = add(crossEntropy(fine, labels), crossEntropy(answers, labels));
    loss = loss ? add(loss, part) : part;
    scalars[`accuracy.${kind}`] = accuracy(answers, labels);
  }
  return { store, scalars: { ...scalars, loss: loss! } };
}

/** Share of rows whose largest logit is the label, among rows with a label above 0; 0 when there are none. */
function accuracy(logits: Tensor, labels: Tensor): Tensor {
  const counted = and(greaterOrEqual(labels, 0), not(equal(labels, 0)));
  const hit = cast(and(equal(argMax(logits, -1), labels), counted), "float32");
  return div(reduceSum(mul(hit, 1)), maximum(reduceSum(cast(counted, "float32")), 1));
}
