/** Which caption belongs to which picture: pre-training of the low tower with SigLIP's loss (contrastive.ts has the program). */

import { towerPrefixes } from "../../checkpoint/parameters.ts";
import { decodeImage } from "../../image/decode.ts";
import { processImage } from "../../image/processor.ts";
import type { ModelConfig } from "../../model/config.ts";
import { parameterStore } from "../../nn/index.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Value } from "../../runtime/runtime.ts";
import { captionEncoder, contrastiveProgram, type PairShape, pairFeatures, pairWidth } from "../contrastive.ts";
import type { Forward } from "../forward.ts";
import { ownRows, type Share } from "../parallel/collective.ts";
import type { StepTensors } from "../program.ts";
import type { Stage } from "../recipe.ts";
import type { TrainingSample } from "../sources.ts";
import type { Objective, ObjectiveOptions } from "./objective.ts";

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
  const plane = 3 * low.imageSize ** 2;
  const processor = { ...model.processor, imageSize: low.imageSize };
  const program = (shape: PairShape) => contrastiveTensors(shape, share);
  return {
    programs: () => [{ tensors: program(shapeOf(mine.length, stage.sequence.length)), times: 1 }],
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
      const { bucket } = stage.sequence;
      const length = Math.ceil(Math.max(...captions.map((ids) => ids.length)) / bucket) * bucket;
      const grid = (fill: (ids: readonly number[], t: number) => number) =>
        runtime.value(
          "int32",
          [samples.length, length],
          Int32Array.from({ length: samples.length * length }, (_, i) =>
            fill(captions[Math.floor(i / length)]!, i % length),
          ),
        );
      const batch = samples.length;
      const shape = shapeOf(batch, length);
      const inputs = {
        pixel_values: runtime.value("float32", [batch, 3, low.imageSize, low.imageSize], pixels),
        input_ids: grid((ids, t) => ids[t] ?? 0),
        attention_mask: grid((ids, t) => (t < ids.length ? 1 : 0)),
        position_ids: grid((_, t) => t),
      };
      return {
        modality: "contrastive",
        micro: [
          {
            key: `contrastive/${batch}x${length}`,
            program: () => program(shape),
            inputs,
            ...(share.size > 1 && { lateInputs: (forward) => featuresOfAll(forward, shape, inputs) }),
            weight: samples.length,
            tokens: captions.reduce((sum, ids) => sum + ids.length, 0),
            images: samples.length,
            sources: [],
          },
        ],
      };
    },
  };

  /** This rank's pictures and captions, and those of the others. */
  async function featuresOfAll(forward: Forward, shape: PairShape, inputs: Readonly<Record<string, Value>>) {
    const key = `features/${shape.batch}x${shape.length}`;
    const own = await forward(key, () => pairFeatures(shape, parameterStore()), inputs);
    const all: Record<string, Value> = {};
    for (const [name, { data }] of Object.entries(own)) {
      const value = runtime.value("float32", [share.size * shape.batch, pairWidth]);
      (value.data as Float32Array).set(data as Float32Array, share.rank * data.length);
      await share.allGather(value.data as Float32Array);
      all[`all_${name}`] = value;
    }
    for (const value of Object.values(own)) value.dispose();
    return all;
  }
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

/** The program of a rank's pairs. */
export function contrastiveTensors(shape: PairShape, share?: Share): StepTensors {
  const { loss, ...scalars } = contrastiveProgram(shape, share).scalars;
  return { loss, scalars };
}

/** What a sample says of its picture: all that may be learnt. */
function captionOf({ content }: TrainingSample): string {
  const parts = content.kind === "document" ? content.parts : content.turns.flatMap((turn) => turn.parts);
  return parts.flatMap((part) => (part.type === "text" && part.target ? [part.text] : [])).join(" ");
}
