/**
 * Pictures as an encoder that sees everything would tell them: for each image token, the dense labels of the patches it
 * stands for. They teach a language model to look things up among image tokens before any tower can see, and show an
 * adaptor what that language model expects.
 */

import { alphabet } from "../../data/nano/alphabet.ts";
import { colorNames } from "../../data/nano/colors.ts";
import { type DenseLabels, type LabelKind, labelKinds, labelNames, labelsOf } from "../../data/nano/labels.ts";
import { patchesAcross } from "../../data/nano/patches.ts";
import { numberWords } from "../../data/nano/questions.ts";
import { positionNames } from "../../data/nano/scenes.ts";
import { shapeNames } from "../../data/nano/shapes.ts";
import type { Random } from "../../data/random.ts";
import { type ModelConfig, samOutputGrid } from "../../model/config.ts";
import { linear, Scope } from "../../nn/index.ts";
import type { Value } from "../../runtime/runtime.ts";
import { add, div, input, reduceMean, square, sub, type Tensor } from "../../tensor/index.ts";
import type { Tokenizer } from "../../text/tokenizer.ts";
import { normal } from "../random.ts";

/** Image tokens a row, and patches that a token stands for in each direction. */
function tokenGrid({ vision }: ModelConfig): { across: number; cell: number } {
  if (vision.kind !== "hybrid") throw new Error("symbols are laid out as a hybrid model's tokens are");
  const across = samOutputGrid(vision.high);
  return { across, cell: patchesAcross / across };
}

/** How far image embeddings are from what symbols say of the same pictures: squared distance as a share of their size. */
export function symbolDistance(seen: Tensor, told: Tensor): Tensor {
  return div(reduceMean(square(sub(seen, told))), reduceMean(square(told)));
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

const wordsOf: Record<LabelKind, readonly string[] | undefined> = {
  characters: [...alphabet],
  orders: undefined,
  shapes: shapeNames.map((name) => ` ${name}`),
  colors: colorNames.map((name) => ` ${name}`),
  numbers: numberWords.slice(1).map((name) => ` ${name}`),
  places: positionNames.map((name) => ` ${name}`),
  grounds: undefined,
};

/**
 * The matrix `[D, S]` that symbols begin with: a label as the word for it, so that a language model which finds words in a
 * text finds them in symbols too. What has no word of its own, and where in a token a character stands, is random.
 */
export function wordsAsSymbols(
  config: ModelConfig,
  tokenizer: Tokenizer,
  embeddings: Value | undefined,
  [width, symbols]: readonly number[],
  seed: number,
): Float32Array {
  if (!embeddings) throw new Error("symbols begin as words, but there are no token embeddings yet");
  const { cell } = tokenGrid(config);
  const words = embeddings.data as Float32Array; // [V, D]
  const scale = Math.sqrt(words.reduce((sum, x) => sum + x * x, 0) / words.length);
  const random = normal(`${seed}/symbols`, width! * symbols!, scale / 2);
  const out = new Float32Array(width! * symbols!);
  let offset = 0;
  for (const kind of labelNames) {
    const { perPatch, classes } = labelKinds[kind];
    for (let slot = 0; slot < cell * cell * perPatch; slot++) {
      for (let label = 1; label < classes; label++) {
        const column = offset + slot * classes + label;
        const word = wordsOf[kind]?.[label - 1];
        const ids = word === undefined ? [] : tokenizer.encode(word, { addSpecial: false });
        for (let d = 0; d < width!; d++) {
          const meant = ids.reduce((sum, id) => sum + words[id * width! + d]!, 0) / 4;
          const own = kind === "characters" || ids.length === 0 ? random[d * symbols! + column]! : 0;
          out[d * symbols! + column] = meant + own;
        }
      }
    }
    offset += cell * cell * perPatch * classes;
  }
  return out;
}
