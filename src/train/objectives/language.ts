/** The next token: of texts, and of texts with pictures in them (paper 3.3; image positions are never targets). */
import { decodeImage } from "../../image/decode.ts";
import { processImage } from "../../image/processor.ts";
import { trainingProgram } from "../../model/programs.ts";
import { visionInputSize } from "../../model/vision.ts";
import type { ParameterStore } from "../../nn/index.ts";
import type { Runtime, Value } from "../../runtime/runtime.ts";
import { type EncodeSettings, encodeSample, NothingToLearn } from "../encode.ts";
import type { TrainedModel } from "../model.ts";
import { ownRows } from "../parallel/collective.ts";
import type { StepTensors } from "../program.ts";
import type { Modality, Stage } from "../recipe.ts";
import {
  type BatchArrays,
  batchArrays,
  lanesOf,
  packedRows,
  padIdOf,
  type ReadDraw,
  type Row,
  singleRows,
} from "../rows.ts";
import type { SamplePicture, SampleSource } from "../sources.ts";
import type { MicroBatch, Objective, ObjectiveOptions, TypicalProgram } from "./objective.ts";

export function languageObjective(stage: Stage, options: ObjectiveOptions): Objective {
  const { model, runtime, scheduler, sources, share } = options;
  const { sequence, steps, batch } = stage;
  const settings = {
    ...{ tokenizer: model.tokenizer, prompt: model.prompt, labels: stage.labels },
    ...{ maxLength: sequence.length, imageTokens: sequence.imageTokens },
  };
  const { read, skipped } = sampleReader(options, settings);
  const sizeOf = (some: Iterable<SampleSource>) => [...new Set(some)].reduce((sum, { size }) => sum + size, 0);
  const available = (modality: Modality) =>
    sizeOf(sources.filter((_, i) => stage.mixture.sources[i]!.modality === modality));
  const lanes = lanesOf(batch, options.lanes);
  const maker = sequence.packing
    ? packedRows(scheduler, sequence.length, lanes, rememberLast(read), available)
    : singleRows(scheduler, steps, read, available);
  const mine = ownRows(batch, share);
  const micro = microRows(stage, mine.length, options.abreast);
  let rowsMade = 0;
  let told = false;
  return {
    programs: () => typicalPrograms(stage, model, mine.length, options),
    remark(last) {
      const [count, all] = [skipped(), sizeOf(sources)];
      if (told || count === 0 || (!last && rowsMade * share.size < all)) return undefined;
      told = true;
      const known = `${share.size > 1 ? "at least " : ""}${count} of ${all} samples`; // each rank sees its own rows
      return `${known} are left out of stage ${stage.name}: nothing of them is left to learn within ${sequence.length} tokens ("length")`;
    },
    async prepare(step) {
      rowsMade += mine.length;
      // of the whole batch, whichever rows are this rank's
      const modalities = new Set(Array.from({ length: batch }, (_, row) => scheduler.modality(step, row)));
      const parts: MicroBatch[] = [];
      for (let start = 0; start < mine.length; start += micro) {
        const numbers = mine.slice(start, start + micro);
        const rows: Row[] = await Promise.all(numbers.map((row) => maker.row(step, row)));
        const batch = await languageBatch(stage, rows, options);
        parts.push({ ...batch, modalities: numbers.map((row) => scheduler.modality(step, row)) });
      }
      return {
        modality: modalities.size > 1 ? "mixed" : [...modalities][0]!,
        micro: parts,
        ...(sequence.packing && { lanes: structuredClone(lanes) }),
      };
    },
  };

  async function languageBatch(stage: Stage, rows: readonly Row[], { store }: ObjectiveOptions): Promise<MicroBatch> {
    const arrays = batchArrays(rows, {
      bucket: stage.sequence.bucket,
      limit: stage.sequence.packing ? stage.sequence.length : undefined,
      imageTokenId: model.config.imageTokenId,
      padId: padIdOf(model.config),
    });
    const { length, images } = arrays;
    return {
      key: `${rows.length}x${length}/${images}`,
      program: () => languageTensors(stage, model, arrays, store()),
      inputs: await languageInputs(arrays, model, runtime),
      weight: arrays.targets,
      tokens: arrays.tokens,
      images: arrays.pictures.length,
      sourceOf: arrays.sourceOf,
      sources: arrays.sources,
    };
  }
}

/** Rows of a micro-batch, of `rows` in all. */
export function microRows({ microBatch }: Stage, rows: number, abreast: number): number {
  return Math.min(microBatch ?? Math.ceil(rows / abreast), rows);
}

/** Full rows of text, and of text with pictures. */
function typicalPrograms(
  stage: Stage,
  model: Pick<TrainedModel, "config">,
  rows: number,
  { store, abreast }: Pick<ObjectiveOptions, "store" | "abreast">,
): TypicalProgram[] {
  const { sequence, mixture } = stage;
  const { imageTokens } = model.config;
  const micro = microRows(stage, rows, abreast);
  const program = (images: number, share: number): TypicalProgram[] => {
    if (share === 0) return [];
    const length = sequence.length + (images > 0 && sequence.imageTokens === "beside" ? imageTokens : 0);
    const tensors = languageTensors(stage, model, { rows: micro, length, images }, store());
    return [{ tensors, times: (share * rows) / micro }];
  };
  const images = sequence.packing ? micro * Math.max(1, Math.floor(sequence.length / (2 * imageTokens))) : micro;
  return [...program(0, mixture.languageShare), ...program(images, 1 - mixture.languageShare)];
}

/** The program of a batch's shape. */
export function languageTensors(
  stage: Pick<Stage, "recompute" | "lossChunk" | "sequence">,
  model: Pick<TrainedModel, "config">,
  { rows, length, images }: Pick<BatchArrays, "rows" | "length" | "images">,
  store: ParameterStore,
): StepTensors {
  const { recompute, lossChunk, sequence } = stage;
  const { loss, tokenLosses } = trainingProgram(
    model.config,
    { rows, length, images },
    { recompute, lossChunk: Math.min(lossChunk, rows * length), packed: sequence.packing, store },
  );
  return { loss, tokenLosses };
}

export async function languageInputs(
  { rows, length, images, ...arrays }: BatchArrays,
  model: Pick<TrainedModel, "config" | "processor">,
  runtime: Runtime,
): Promise<Record<string, Value>> {
  const shape = [rows, length];
  const inputs: Record<string, Value> = {
    input_ids: runtime.value("int32", shape, arrays.ids),
    position_ids: runtime.value("int32", shape, arrays.positions),
    attention_mask: runtime.value("int32", shape, arrays.segments),
    labels: runtime.value("int64", shape, arrays.labels),
  };
  if (images === 0) return inputs;
  const side = visionInputSize(model.config.vision);
  const pixels = await pixelsOf(arrays.pictures, images, model);
  return {
    ...inputs,
    image_rows: runtime.value("int32", shape, arrays.imageRows),
    pixel_values: runtime.value("float32", [images, 3, side, side], pixels),
  };
}

/** `[images, 3, S, S]` in [0, 1], as the model's image processor makes it; behind the pictures empty ones. */
export async function pixelsOf(
  pictures: readonly SamplePicture[],
  images: number,
  { config, processor }: Pick<TrainedModel, "config" | "processor">,
): Promise<Float32Array> {
  const plane = 3 * visionInputSize(config.vision) ** 2;
  const pixels = new Float32Array(images * plane);
  await Promise.all(
    pictures.map(async (picture, i) => {
      const image = picture instanceof Uint8Array ? await decodeImage(picture) : picture;
      processImage(image, processor, pixels.subarray(i * plane, (i + 1) * plane));
    }),
  );
  return pixels;
}

/** Encodes what is drawn; a sample from which nothing can be learnt is read once and skipped from then on. */
function sampleReader(
  { scheduler, sources }: Pick<ObjectiveOptions, "scheduler" | "sources">,
  settings: EncodeSettings,
): { readonly read: ReadDraw; readonly skipped: () => number } {
  const skipped = new Map<SampleSource, Set<number>>(sources.map((source) => [source, new Set()]));
  return {
    async read(modality, row, count) {
      const draw = scheduler.draw(modality, row, count);
      const source = sources[draw.source]!;
      const known = skipped.get(source)!;
      const leaveKnown = () => {
        if (known.has(draw.sample)) throw new NothingToLearn();
      };
      leaveKnown();
      const sample = await source.sample(draw.sample);
      leaveKnown(); // another row may have drawn it in the meantime
      try {
        return encodeSample(sample, settings);
      } catch (error) {
        if (error instanceof NothingToLearn) known.add(draw.sample);
        throw error;
      }
    },
    skipped: () => [...skipped.values()].reduce((sum, { size }) => sum + size, 0),
  };
}

/** A packed row ends with the sample that the next one begins with: it is not encoded twice. */
function rememberLast(read: ReadDraw): ReadDraw {
  const last = new Map<string, { count: number; sample: ReturnType<ReadDraw> }>();
  return (modality, row, count) => {
    const key = `${modality}/${row}`;
    const known = last.get(key);
    if (known?.count === count) return known.sample;
    const sample = read(modality, row, count);
    last.set(key, { count, sample });
    return sample;
  };
}
