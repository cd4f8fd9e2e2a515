/** Which caption belongs to which picture: pre-training of the low tower with SigLIP's loss (contrastive.ts has the program). */

import { towerPrefixes } from "../../checkpoint/parameters.ts";
import { decodeImage } from "../../image/decode.ts";
import { processImage } from "../../image/processor.ts";
import type { ModelConfig } from "../../model/config.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import {
  captionEncoder,
  contrastiveProgram,
  meetingInputs,
  type PairShape,
  pairInputs,
  pairParts,
} from "../contrastive.ts";
import { ownRows } from "../parallel/collective.ts";
import type { StepTensors } from "../program.ts";
import type { Stage } from "../recipe.ts";
import type { TrainingSample } from "../sources.ts";
import type { MicroBatch, Objective, ObjectiveOptions } from "./objective.ts";

export function contrastiveObjective(stage: Stage, options: ObjectiveOptions): Objective {
  const { model, runtime, scheduler, sources, share } = options;
  const shapeOf = (batch: number, length: number) => pairShape(stage, model.config, batch, length);
  const { tower: low } = shapeOf(1, stage.sequence.length);
  if (stage.batch % share.size !== 0) {
    throw new UserError(
      `stage "${stage.name}" is contrastive: its batch of ${stage.batch} pairs must divide by the ${share.size} ranks`,
    );
  }
  const mine = ownRows(stage.batch, share);
  const parts = pairParts(mine.length, options.abreast);
  const size = mine.length / parts;
  const plane = 3 * low.imageSize ** 2;
  const processor = { ...model.processor, imageSize: low.imageSize };
  const program = (length: number) => contrastiveProgram(shapeOf(size, length), parts * share.size);
  return {
    programs: () => [{ tensors: program(stage.sequence.length), times: parts }],
    async prepare(step) {
      const samples = await Promise.all(
        mine.map((row) => {
          const { source, sample } = scheduler.draw("multimodal", row, scheduler.turn(step, row, "multimodal"));
          return sources[source]!.sample(sample);
        }),
      );
      const pixels = new Float32Array(samples.length * plane);
      await Promise.all(
        samples.map(async ({ pictures: [picture] }, i) => {
          const image = picture instanceof Uint8Array ? await decodeImage(picture) : picture!;
          processImage(image, processor, pixels.subarray(i * plane, (i + 1) * plane));
        }),
      );
      const captions = samples.map((sample) =>
        model.tokenizer.encode(captionOf(sample)).slice(0, stage.sequence.length),
      );
      return {
        modality: "contrastive",
        micro: pairBatches(runtime, { pixels, captions, parts, bucket: stage.sequence.bucket, program }),
        ...(parts * share.size > 1 && { meet: (shown) => meetingInputs(runtime, share, shown) }),
      };
    },
  };
}

export interface DealtPairs {
  /** Of all pictures, at the tower's size. */
  readonly pixels: Float32Array;
  readonly captions: readonly (readonly number[])[];
  readonly parts: number;
  /** Captions are filled up to a multiple of so many tokens. */
  readonly bucket: number;
  readonly program: (length: number) => StepTensors;
}

/** A micro-batch for each part of these pairs. */
export function pairBatches(
  runtime: Runtime,
  { pixels, captions, parts, bucket, program }: DealtPairs,
): readonly MicroBatch[] {
  const size = captions.length / parts;
  const plane = pixels.length / captions.length;
  const length = Math.ceil(Math.max(...captions.map((ids) => ids.length)) / bucket) * bucket;
  return Array.from({ length: parts }, (_, k) => {
    const [first, end] = [k * size, (k + 1) * size];
    const own = captions.slice(first, end);
    return {
      ...{ key: `contrastive/${size}x${length}`, program: () => program(length) },
      inputs: pairInputs(runtime, pixels.slice(first * plane, end * plane), own, length),
      ...{ weight: size, images: size, tokens: own.reduce((sum, ids) => sum + ids.length, 0), sources: [] },
    };
  });
}

/** So many pictures with captions of so many tokens. Throws a `UserError` where the model has no low tower. */
export function pairShape(
  { name }: Pick<Stage, "name">,
  { vision, language }: Pick<ModelConfig, "vision" | "language">,
  batch: number,
  length: number,
): PairShape {
  if (vision.kind === "sam") throw new UserError(`stage "${name}" is contrastive, but the model has no low tower`);
  const towerPath = towerPrefixes(vision).low!.replace(/\.$/, "");
  return { tower: vision.low, towerPath, text: captionEncoder(language), batch, length };
}

/** What a sample says of its picture: all that may be learnt. */
function captionOf({ content }: TrainingSample): string {
  const parts = content.kind === "document" ? content.parts : content.turns.flatMap((turn) => turn.parts);
  return parts.flatMap((part) => (part.type === "text" && part.target ? [part.text] : [])).join(" ");
}
