/**
 * Training the adaptor alone on a handful of labelled pictures, in memory and within a minute, in Node or in a browser.
 * The towers are frozen, so their features are computed once a picture; it has no stages, shards or saved states.
 */
import { adaptor } from "../model/adaptor.ts";
import type { ModelConfig } from "../model/config.ts";
import { trainingProgram } from "../model/programs.ts";
import { pixelInput, vision } from "../model/vision.ts";
import { parameterStore, Scope } from "../nn/index.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime, TypedArray, Value } from "../runtime/runtime.ts";
import { input, type Tensor } from "../tensor/index.ts";
import { batchify } from "../text/batch.ts";
import type { SupervisedSample } from "../text/supervise.ts";
import { createAdamW } from "./optimizer.ts";
import { parameterSet } from "./parameters.ts";
import { uniform } from "./random.ts";
import { compileLoss, parametersOf } from "./step.ts";

/** What the towers make of one picture, by the names of the program's outputs. */
export type TowerOutputs = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;

/** One picture, and the conversation about it as ids and labels. */
export interface TuningExample {
  readonly features: TowerOutputs;
  readonly sample: SupervisedSample;
}

export interface TuningOptions {
  readonly runtime: Runtime;
  readonly config: ModelConfig;
  /** The model's weights, as float32. */
  readonly read: (name: string) => Promise<Float32Array>;
  readonly examples: readonly TuningExample[];
  readonly imageTokenId: number;
  readonly padId: number;
  /** Default 1e-2: two examples are learnt by heart in two to three hundred steps. */
  readonly learningRate?: number;
  /** Examples a step, at most. Default 4. */
  readonly rows?: number;
  /** Of the order of the examples. Default 1. */
  readonly seed?: number;
}

export interface AdaptorTuner {
  /** One step over the next examples. `loss` is in nats a token, before the step. */
  step(): Promise<{ readonly step: number; readonly loss: number; readonly norm: number }>;
  /** The adaptor's weights as they are now, copied. */
  weights(): ReadonlyMap<string, Float32Array>;
  dispose(): void;
}

/** The program that gives `TowerOutputs` for the input `pixel_values` `[1, 3, S, S]`. */
export function towerProgram(config: ModelConfig, store = parameterStore()) {
  const features = vision(config.vision, new Scope(store).at("vision_model"), pixelInput(config.vision, 1));
  const outputs: Record<string, Tensor> = "high" in features ? { ...features } : { features };
  return { store, outputs };
}

/** Compiles the step. Throws a UserError for no examples, or a model without an adaptor to train. */
export async function tuneAdaptor(options: TuningOptions): Promise<AdaptorTuner> {
  const { runtime, config, read, examples, learningRate = 1e-2, seed = 1 } = options;
  const [first] = examples;
  if (!first) throw new UserError("there is no example to learn from");
  const rows = Math.min(options.rows ?? 4, examples.length);
  const length = Math.max(...examples.map(({ sample }) => sample.ids.length));
  const names = Object.keys(first.features);
  const tower = (name: string) => input(name, "float32", [rows, ...first.features[name]!.shape.slice(1)]);
  const { loss } = trainingProgram(
    config,
    { rows, length, images: rows },
    {
      embedImages: (p) =>
        adaptor(
          config.aligner,
          p.at("aligner"),
          names.includes("high") ? { high: tower("high"), low: tower("low") } : tower("features"),
        ),
    },
  );
  const set = parameterSet();
  for (const { name, shape } of parametersOf([loss])) {
    set.values.set(name, runtime.value("float32", shape, await read(name)));
  }
  const trained = [...set.values.keys()].filter((name) => name.startsWith("aligner."));
  if (trained.length === 0) throw new UserError("this model has no adaptor to train: its aligner is the identity");
  const compiled = await compileLoss(runtime, set, { loss }, (name) => trained.includes(name));
  const optimizer = await createAdamW(runtime, set, trained);
  const order = exampleOrder(examples.length, seed);
  let step = 0;
  return {
    async step() {
      const chosen = Array.from({ length: rows }, () => examples[order()]!);
      const inputs = batchInputs(chosen, length, options);
      const { loss } = await compiled.run(inputs);
      for (const value of Object.values(inputs)) value.dispose();
      const norm = await optimizer.step(learningRate, ++step);
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
        throw new UserError(`the loss is ${loss} at step ${step}: the learning rate ${learningRate} is too high`);
      }
      return { step, loss: loss!, norm };
    },
    weights: () => new Map(trained.map((name) => [name, (set.values.get(name)!.data as Float32Array).slice()])),
    dispose() {
      compiled.dispose();
      optimizer.dispose();
      for (const value of set.values.values()) value.dispose();
      for (const value of set.gradients.values()) value.dispose();
      for (const { first, second } of set.moments.values()) {
        first.dispose();
        second.dispose();
      }
    },
  };
}

/** Every example once, in a random order, then all again in another. */
function exampleOrder(count: number, seed: number): () => number {
  const next = uniform(`tuning/${seed}`);
  let coming: number[] = [];
  return () => {
    if (coming.length === 0) {
      coming = Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        [coming[i], coming[j]] = [coming[j]!, coming[i]!];
      }
    }
    return coming.pop()!;
  };
}

function batchInputs(
  chosen: readonly TuningExample[],
  length: number,
  { runtime, config, imageTokenId, padId }: TuningOptions,
): Record<string, Value> {
  const batch = batchify(
    chosen.map(({ sample }) => sample),
    { padId, imageTokenId, numImageTokens: config.imageTokens, minLength: length },
  );
  const shape = [chosen.length, length];
  const int32 = (data: TypedArray) => runtime.value("int32", shape, data);
  const inputs: Record<string, Value> = {
    input_ids: int32(batch.inputIds),
    position_ids: int32(batch.positionIds),
    attention_mask: int32(batch.attentionMask),
    image_rows: int32(batch.imageRows),
    labels: runtime.value("int64", shape, batch.labels),
  };
  for (const [name, { shape }] of Object.entries(chosen[0]!.features)) {
    const parts = chosen.map(({ features }) => features[name]!.data);
    const data = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const part of parts) {
      data.set(part, offset);
      offset += part.length;
    }
    inputs[name] = runtime.value("float32", [chosen.length, ...shape.slice(1)], data);
  }
  return inputs;
}
