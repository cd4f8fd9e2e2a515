/** The lessons of the towers' pre-training: dense labels for the high branch, image-text pairs for the low one. */
import { type DenseLabels, labelKinds, labelNames, labelsOf, unknownLabel } from "../../data/nano/labels.ts";
import type { Producer } from "../../data/nano/producer.ts";
import { sam } from "../../model/sam.ts";
import { antialiasMatrix, parameterStore, Scope } from "../../nn/index.ts";
import type { Runtime, Value } from "../../runtime/runtime.ts";
import { input, reduceMean, sqrt, square } from "../../tensor/index.ts";
import { captionEncoder, contrastiveProgram, meetingInputs } from "../contrastive.ts";
import { type DenseKinds, denseInputs, denseProgram, unlabelled } from "../dense.ts";
import { pairBatches } from "../objectives/contrastive.ts";
import { single } from "../parallel/collective.ts";
import type { ParameterSet } from "../parameters.ts";
import type { Stage } from "../recipe.ts";
import { compileLoss } from "../step.ts";
import { type HybridConfig, type Lesson, withScalars } from "./lesson.ts";
import { dealt, longestPiece, pickLabels, pickRows } from "./pieces.ts";

const towers = {
  high: "vision_model.vision_tower_high.vision_tower",
  low: "vision_model.vision_tower_low.vision_tower",
};

/** Tokens of a long caption. */
const longCaption = 40;

/** Reading is the hardest of it. */
export const denseKinds: DenseKinds = { ...labelKinds, characters: { ...labelKinds.characters, weight: 2 } };

/** The high-resolution branch learns what covers each patch, in so many micro-batches. */
export function denseLesson(
  { vision }: HybridConfig,
  runtime: Runtime,
  { batch }: Stage,
  pieces: number,
): Lesson<Producer<"dense">> {
  const side = vision.high.imageSize;
  const program = (size: number) => withScalars(denseProgram(vision.high, towers.high, size, denseKinds).scalars);
  return {
    programs() {
      const size = longestPiece(batch, pieces);
      return [{ tensors: program(size), times: batch / size }];
    },
    async batches(step, producer) {
      const { pixels, labels } = await producer.next(step);
      const dealtOut = dealt(batch, pieces);
      const inputs = denseLabels(
        runtime,
        dealtOut.map((piece) => pickLabels(labels, batch, piece)),
        step,
      );
      return dealtOut.map((piece, k) => {
        const size = piece.length;
        return {
          ...{ key: `dense/${size}`, program: () => program(size), weight: size, tokens: 0, images: size, sources: [] },
          inputs: {
            ...inputs[k]!,
            pixel_values: runtime.value("float32", [size, 3, side, side], pickRows(pixels, batch, piece)),
          },
        };
      });
    },
  };
}

/** What `denseLoss` takes, of each piece. Most cells show nothing: of those every fourth is enough, another one at each step. */
export function denseLabels(runtime: Runtime, pieces: readonly DenseLabels[], step: number): Record<string, Value>[] {
  const skipped = (c: number, i: number) => c === unknownLabel || (c === 0 && (i + step) % 4 !== 0);
  const learnt = (classes: Uint8Array) =>
    BigInt64Array.from(classes, (c, i) => (skipped(c, i) ? unlabelled : BigInt(c)));
  return denseInputs(
    runtime,
    pieces.map((labels) => ({
      pictures: labels.characters.length / labelsOf("characters"),
      labels: Object.fromEntries(labelNames.map((kind) => [kind, learnt(labels[kind])])),
    })),
  );
}

/**
 * Brings the high tower's features to unit size by scaling its last convolution: pre-training lets them grow, and an adaptor
 * that begins on features of size 12 takes steps that are 12 times too large.
 */
export async function unitFeatures(
  { vision }: HybridConfig,
  runtime: Runtime,
  set: ParameterSet,
  producer: Producer<"scene">,
): Promise<void> {
  const { pixels, size } = await producer.next(0);
  const { imageSize: side, downsampleChannels } = vision.high;
  const given = input("pixel_values", "float32", [size, 3, side, side]);
  const features = sam(vision.high, new Scope(parameterStore(), towers.high), given);
  const program = await compileLoss(runtime, set, { loss: sqrt(reduceMean(square(features))) }, () => false);
  const values = runtime.value("float32", [size, 3, side, side], pixels);
  const { loss: scale } = await program.run({ pixel_values: values });
  values.dispose();
  program.dispose();
  const kernel = set.values.get(`${towers.high}.downsamples.${downsampleChannels.length - 1}.weight`)!
    .data as Float32Array;
  for (let i = 0; i < kernel.length; i++) kernel[i]! /= scale!;
  for (const [name, value] of set.values) {
    if (!/^dense\.tokens\..*weight$/.test(name)) continue; // the heads that read these features keep their answers
    const head = value.data as Float32Array;
    for (let i = 0; i < head.length; i++) head[i]! *= scale!;
  }
}

/** The low-resolution branch learns which caption belongs to which picture: all are compared, in so many parts. */
export function contrastiveLesson(
  { vision, language }: HybridConfig,
  runtime: Runtime,
  { batch }: Stage,
  parts: number,
  encode: (caption: string) => readonly number[],
): Lesson<Producer<"pair">> {
  const [from, to] = [vision.high.imageSize, vision.low.imageSize];
  const shape = { tower: vision.low, towerPath: towers.low, text: captionEncoder(language), batch: batch / parts };
  const program = (length: number) => contrastiveProgram({ ...shape, length }, parts);
  return {
    programs: () => [{ tensors: program(longCaption), times: parts }],
    async batches(step, producer) {
      const { pixels, captions } = await producer.next(step);
      const pairs = { pixels: shrink(pixels, from, to), captions: captions.map(encode) };
      return pairBatches(runtime, { ...pairs, parts, bucket: 8, program });
    },
    ...(parts > 1 && { meet: (shown) => meetingInputs(runtime, single(), shown) }),
  };
}

/** The pictures at the low tower's size, resampled as the hybrid tower does it. `[n, side, side]` planes. */
function shrink(pixels: Float32Array, from: number, to: number): Float32Array {
  const weights = antialiasMatrix(from, to);
  const planes = pixels.length / (from * from);
  const across = new Float32Array(planes * from * to);
  const out = new Float32Array(planes * to * to);
  const taps = Array.from({ length: to }, (_, i) =>
    Array.from({ length: from }, (_, j) => j).filter((j) => weights[i * from + j] !== 0),
  );
  for (let row = 0; row < planes * from; row++) {
    for (let i = 0; i < to; i++) {
      let sum = 0;
      for (const j of taps[i]!) sum += weights[i * from + j]! * pixels[row * from + j]!;
      across[row * to + i] = sum;
    }
  }
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0; i < to; i++) {
      for (let x = 0; x < to; x++) {
        let sum = 0;
        for (const j of taps[i]!) sum += weights[i * from + j]! * across[(plane * from + j) * to + x]!;
        out[(plane * to + i) * to + x] = sum;
      }
    }
  }
  return out;
}
