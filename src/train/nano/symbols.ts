/**
 * Pictures as an encoder that sees everything would tell them: for each image token, the dense labels of the patches it
 * stands for. They teach a language model to look things up among image tokens before any tower can see, and show an
 * adaptor what that language model expects.
 */
import { type DenseLabels, type LabelKind, labelKinds, labelNames, labelsOf } from "../../data/nano/labels.ts";
import { patchesAcross } from "../../data/nano/patches.ts";
import type { Random } from "../../data/random.ts";
import { type ModelConfig, samOutputGrid } from "../../model/config.ts";
import { linear, Scope } from "../../nn/index.ts";
import { add, input, type Tensor } from "../../tensor/index.ts";

/** Image tokens a row, and patches that a token stands for in each direction. */
function tokenGrid({ vision }: ModelConfig): { across: number; cell: number } {
  if (vision.kind !== "hybrid") throw new Error("symbols are laid out as a hybrid model's tokens are");
  const across = samOutputGrid(vision.high);
  return { across, cell: patchesAcross / across };
}

export interface SymbolInput {
  /** [B, N, S] */
  readonly shape: readonly [number, number, number];
  readonly data: Float32Array<ArrayBuffer>;
}

function symbolWidth(cell: number): number {
  return labelNames.reduce((sum, kind) => sum + cell * cell * labelKinds[kind].perPatch * labelKinds[kind].classes, 0);
}

/** Embeddings `[B, N, D]` of the input `symbols` float32 `[B, N, S]`, in place of a picture's. */
export function symbolEmbeddings(config: ModelConfig, p: Scope, pictures: number): Tensor {
  const { across, cell } = tokenGrid(config);
  const tokens = across * across;
  const width = config.language.hiddenSize;
  const scope = new Scope(p.store, "symbols");
  const told = linear(input("symbols", "float32", [pictures, tokens, symbolWidth(cell)]), scope, width);
  return add(told, scope.parameter("pos_embed", [tokens, width]));
}

/**
 * The input `symbols` for pictures with these labels (each of one picture or of several, one after the other): one-hot;
 * 0 ("nothing") and unknown labels leave no mark.
 */
export function symbolInput(config: ModelConfig, labels: readonly DenseLabels[]): SymbolInput {
  const { across, cell } = tokenGrid(config);
  const width = symbolWidth(cell);
  const picture = across * across * width;
  const counts = labels.map(({ characters }) => characters.length / labelsOf("characters"));
  const pictures = counts.reduce((sum, count) => sum + count, 0);
  const data = new Float32Array(pictures * picture);
  let start = 0;
  labels.forEach((some, k) => {
    let offset = 0;
    for (const kind of labelNames) {
      const { perPatch, classes } = labelKinds[kind];
      const [columns, cellColumns] = [patchesAcross * perPatch, cell * perPatch];
      some[kind].forEach((label, i) => {
        if (label === 0 || label >= classes) return;
        const [row, column] = [Math.floor(i / columns), i % columns]; // rows go on from picture to picture, as tokens do
        const token = Math.floor(row / cell) * across + Math.floor(column / cellColumns);
        const slot = (row % cell) * cellColumns + (column % cellColumns);
        data[start + token * width + offset + slot * classes + label] = 1;
      });
      offset += cell * cellColumns * classes;
    }
    start += counts[k]! * picture;
  });
  return { shape: [pictures, across * across, width], data };
}

/** The same labels with the errors of an encoder that sees most things: a share of them missing, near by or anything. */
export function misread(labels: DenseLabels, random: Random, share: number): DenseLabels {
  const changed = (kind: LabelKind, label: number) => {
    const { classes } = labelKinds[kind];
    if (label === 0 || label >= classes || !random.chance(share)) return label;
    if (kind === "orders") return Math.max(1, Math.min(classes - 1, label + (random.chance(0.5) ? 1 : -1)));
    return random.chance(0.3) ? 0 : random.int(1, classes - 1);
  };
  return Object.fromEntries(
    labelNames.map((kind) => [kind, labels[kind].map((label) => changed(kind, label))]),
  ) as DenseLabels;
}
