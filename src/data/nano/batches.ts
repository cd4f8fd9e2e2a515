/**
 * Batches: arrays that a training step takes as they are. A batch is a pure function of what is asked for and the step,
 * whoever makes it.
 */

import { randomFor } from "../random.ts";
import { type DenseLabels, labelNames, labelsOf } from "./labels.ts";
import { type DensePage, densePage } from "./pages.ts";
import { imageSize, type Rgb } from "./picture.ts";
import { caption, conversation, type Turn } from "./questions.ts";
import { type Scene, type SceneOptions, type SceneTruth, scene } from "./scenes.ts";
import type { Split } from "./words.ts";

export interface BatchSpec {
  /** `dense`: pages and some scenes with dense labels; `scene`: scenes with questions; `pair`: scenes with captions. */
  kind: "dense" | "scene" | "pair";
  seed: number;
  /** Images in a batch. */
  batch: number;
  split?: Split;
  /** How often each content is drawn for a scene. */
  contents?: SceneOptions["contents"];
  /** How often each number of shapes is drawn for a scene. */
  numbers?: SceneOptions["numbers"];
  /** Share of scenes among the images of a dense batch; 0.3 unless said. */
  sceneShare?: number;
}

interface Pixels {
  step: number;
  size: number;
  /** [B, 3, 128, 128], 0 to 1. */
  pixels: Float32Array<ArrayBuffer>;
}

export type DenseBatch = Pixels & { kind: "dense"; labels: DenseLabels };
export type SceneBatch = Pixels & {
  kind: "scene";
  labels: DenseLabels;
  truths: SceneTruth[];
  turns: Turn[][];
  captions: string[];
};
export type PairBatch = Pixels & { kind: "pair"; truths: SceneTruth[]; captions: string[] };
export type Batch = DenseBatch | SceneBatch | PairBatch;
export type BatchOf<K extends BatchSpec["kind"]> = Extract<Batch, { kind: K }>;

const pixelCount = imageSize * imageSize;
const unit = Float32Array.from({ length: 256 }, (_, value) => value / 255);

/** Writes an image as planes of value / 255 into `pixels`, starting at `offset`. */
export function writePixels({ data }: Rgb, pixels: Float32Array, offset: number): void {
  for (let p = 0, i = 0; p < pixelCount; p++) {
    pixels[offset + p] = unit[data[i++]!]!;
    pixels[offset + pixelCount + p] = unit[data[i++]!]!;
    pixels[offset + 2 * pixelCount + p] = unit[data[i++]!]!;
  }
}

/** Batch `step`; `difficulty` (0 to 1) is that of pages and of scenes' words. */
export function makeBatch(spec: BatchSpec, step: number, difficulty = 1): Batch {
  const { kind, seed, batch: size, split = "train", sceneShare = 0.3, contents, numbers } = spec;
  const pixels = new Float32Array(size * 3 * pixelCount);
  const labels = Object.fromEntries(
    labelNames.map((name) => [name, new Uint8Array(size * labelsOf(name))]),
  ) as DenseLabels;
  const scenes: Scene[] = [];
  for (let i = 0; i < size; i++) {
    const index = step * size + i;
    let made: Scene | DensePage;
    if (kind === "dense" && !randomFor(seed, index, "dense kind").chance(sceneShare)) {
      made = densePage(seed, index, { split, difficulty });
    } else {
      made = scene(seed, index, { split, difficulty, contents, numbers });
      if (kind !== "dense") scenes.push(made);
    }
    for (const name of labelNames) labels[name].set(made.labels[name], i * labelsOf(name));
    writePixels(made.image, pixels, i * 3 * pixelCount);
  }
  if (kind === "dense") return { kind, step, size, pixels, labels };
  const truths = scenes.map((one) => one.truth);
  const captions = truths.map(caption);
  if (kind === "pair") return { kind, step, size, pixels, truths, captions };
  const turns = truths.map((truth, i) => conversation(truth, randomFor(seed, step * size + i, `turns ${split}`)));
  return { kind, step, size, pixels, labels, truths, turns, captions };
}

/** The buffers of a batch, for handing it to another thread without a copy. */
export function buffersOf(batch: Batch): ArrayBuffer[] {
  const arrays = batch.kind === "pair" ? [] : Object.values(batch.labels);
  return [batch.pixels, ...arrays].map((array) => array.buffer);
}
