/** The stages that a step is timed of: those of the embedded model, and the language model of a larger one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ModelConfig, parseModelConfig } from "../../src/model/config.ts";
import { trainingProgram } from "../../src/model/programs.ts";
import { visionInputSize } from "../../src/model/vision.ts";
import { parameterStore } from "../../src/nn/index.ts";
import type { Runtime, Value } from "../../src/runtime/runtime.ts";
import { captionEncoder, contrastiveProgram, meetingInputs } from "../../src/train/contrastive.ts";
import { denseProgram } from "../../src/train/dense.ts";
import { moduleOf } from "../../src/train/modules.ts";
import { denseKinds } from "../../src/train/nano/tower-lessons.ts";
import { single } from "../../src/train/parallel/collective.ts";
import type { StepTensors } from "../../src/train/program.ts";
import { peerHigh, peerLow, peerText } from "../support/peer-shape.ts";
import { releasedConfig } from "../support/random-checkpoint.ts";

export interface BenchStage {
  readonly name: string;
  /** What a step holds, in words. */
  readonly holds: string;
  /** Rows of a step: sequences, pictures or pairs. */
  readonly rows: number;
  /** Micro-batches that run at the same time, as the engine would. */
  readonly abreast: number;
  readonly tensors: (rows: number) => StepTensors;
  readonly inputs: (runtime: Runtime, rows: number) => Record<string, Value>;
  readonly trained: (parameter: string) => boolean;
  /** What micro-batches read of one another, from what each has shown. */
  readonly meet?: (
    runtime: Runtime,
    shown: readonly Readonly<Record<string, Value>>[],
  ) => Promise<Record<string, Value>[]>;
  /** The same for PyTorch (`Stage` in bench/peers/torch_peer.py). */
  readonly peer: object;
}

const released = releasedConfig("1.3b");
const embedded = parseModelConfig(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../checkpoints/nano/config.json"), "utf8")),
);
const { vision } = embedded;
if (vision.kind !== "hybrid") throw new Error("the embedded model has two towers");
const { high, low } = vision;
const large = {
  layers: 14,
  hiddenSize: 768,
  heads: 12,
  kvHeads: 12,
  headDim: 64,
  intermediateSize: 2048,
  vocabSize: 8192,
};
const [highPath, lowPath] = ["high", "low"].map((tower) => `vision_model.vision_tower_${tower}.vision_tower`);

/** What PyTorch calls the modules. */
const peerModules: Readonly<Record<string, readonly string[]>> = {
  neck: ["high.neck", "high.down", "high.alpha"],
  aligner: ["adaptor"],
  language: ["text"],
  low: ["low"],
};

/** A step over rows of text, a picture in each where the stage sees any; `modules` are trained (default: all). */
function language(
  name: string,
  config: ModelConfig,
  shape: { rows: number; length: number; pictures?: boolean; abreast: number },
  modules?: readonly string[],
): BenchStage {
  const { rows, length, pictures = false, abreast } = shape;
  return {
    ...{ name, holds: `${rows} x ${length} tokens${pictures ? `, ${rows} pictures` : ""}`, rows, abreast },
    tensors: (rows) => {
      const part = { rows, length, images: pictures ? rows : 0 };
      return { loss: trainingProgram(config, part, { lossChunk: 1024, store: parameterStore() }).loss };
    },
    inputs: (runtime, rows) => {
      const { vocabSize } = config.language;
      const tokens = pictures ? config.imageTokens : 0;
      return {
        ...textInputs(runtime, rows, length, vocabSize),
        labels: grid(runtime, "int64", rows, length, (i) => token(i, vocabSize)),
        ...(pictures && {
          image_rows: grid(runtime, "int32", rows, length, (i) =>
            i % length < tokens ? Math.floor(i / length) * tokens + (i % length) : -1,
          ),
          pixel_values: pixelValues(runtime, rows, visionInputSize(config.vision)),
        }),
      };
    },
    trained: (parameter) => modules?.includes(moduleOf(parameter, "hybrid")) ?? true,
    peer: {
      ...{ kind: "language", batch: rows, length, images: pictures ? rows : 0, text: peerText(config.language) },
      ...(pictures && { high: peerHigh(high), low: peerLow(low) }),
      trained: modules?.flatMap((module) => peerModules[module]!) ?? [],
    },
  };
}

/** The high tower's pre-training. */
function dense(rows: number): BenchStage {
  const cells = (high.imageSize / high.patchSize) ** 2;
  const kinds = Object.entries(denseKinds);
  return {
    ...{ name: "dense", holds: `${rows} pictures`, rows, abreast: 2, trained: () => true },
    tensors: (rows) => {
      const { loss, ...scalars } = denseProgram(high, highPath!, rows, denseKinds).scalars;
      return { loss, scalars };
    },
    inputs: (runtime, rows) => ({
      pixel_values: pixelValues(runtime, rows, high.imageSize),
      label_shares: runtime.value("float32", [kinds.length], new Float32Array(kinds.length).fill(1)),
      ...Object.fromEntries(
        kinds.map(([kind, { classes, perPatch }]) => [
          `labels.${kind}`,
          grid(runtime, "int64", rows, cells * perPatch, (i) => i % classes),
        ]),
      ),
    }),
    peer: {
      ...{ kind: "dense", trained: [], batch: rows, length: 0, images: rows, high: peerHigh(high) },
      labels: kinds.map(([, { classes, perPatch }]) => [classes, perPatch]),
    },
  };
}

/** The low tower's pre-training: every picture meets every caption, also those of the other micro-batch. */
function contrastive(rows: number, length: number): BenchStage {
  const text = captionEncoder(embedded.language);
  return {
    ...{ name: "contrastive", holds: `${rows} pictures, ${rows} x ${length} tokens`, rows, abreast: 2 },
    trained: () => true,
    tensors: (batch) => contrastiveProgram({ tower: low, towerPath: lowPath!, text, batch, length }, rows / batch),
    meet: (runtime, shown) => meetingInputs(runtime, single(), shown),
    inputs: (runtime, rows) => ({
      ...textInputs(runtime, rows, length, text.vocabSize),
      pixel_values: pixelValues(runtime, rows, low.imageSize),
    }),
    peer: {
      ...{
        kind: "contrastive",
        trained: [],
        batch: rows,
        length,
        images: rows,
        low: peerLow(low),
        text: peerText(text),
      },
    },
  };
}

/** All stages; a quick run takes fewer rows of the large model. */
export function benchStages(quick: boolean): readonly BenchStage[] {
  const text = { ...embedded, language: { ...released.language, ...embedded.language } };
  const shape = { rows: 8, length: 224, abreast: 2 };
  const pictures = { ...shape, pictures: true };
  const deep = { ...released, language: { ...released.language, ...large, tieWordEmbeddings: true } };
  return [
    dense(8),
    contrastive(32, 32),
    language("language", text, shape),
    language("adaptor", embedded, pictures, ["neck", "aligner"]),
    language("joint", embedded, pictures, ["neck", "aligner", "language"]),
    language("instruct", embedded, pictures, ["low", "neck", "aligner", "language"]),
    language("everything", embedded, pictures),
    language("100M language", deep, { rows: quick ? 2 : 4, length: 256, abreast: 1 }),
  ];
}

function token(i: number, vocabulary: number): number {
  return (i * 7919) % Math.min(512, vocabulary);
}

function textInputs(runtime: Runtime, rows: number, length: number, vocabulary: number): Record<string, Value> {
  return {
    input_ids: grid(runtime, "int32", rows, length, (i) => token(i, vocabulary)),
    position_ids: grid(runtime, "int32", rows, length, (i) => i % length),
    attention_mask: grid(runtime, "int32", rows, length, () => 1),
  };
}

function grid(
  runtime: Runtime,
  dtype: "int32" | "int64",
  rows: number,
  length: number,
  fill: (i: number) => number,
): Value {
  const numbers = Array.from({ length: rows * length }, (_, i) => fill(i));
  const data = dtype === "int32" ? Int32Array.from(numbers) : BigInt64Array.from(numbers, BigInt);
  return runtime.value(dtype, [rows, length], data);
}

function pixelValues(runtime: Runtime, images: number, side: number): Value {
  const pixels = Float32Array.from({ length: images * 3 * side * side }, (_, i) => ((i * 7919) % 255) / 255);
  return runtime.value("float32", [images, 3, side, side], pixels);
}
