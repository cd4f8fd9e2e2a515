/** A model whose adaptor is trained on the user's own labelled pictures, here and now, and the model that comes of it. */
import { modelParts } from "../chat/open.ts";
import type { Turn } from "../chat/sequence.ts";
import { loadProgram } from "../chat/weights.ts";
import type { Checkpoint } from "../checkpoint/assemble.ts";
import { convert } from "../checkpoint/half.ts";
import { processImage } from "../image/processor.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { createWebRuntime } from "../runtime/web.ts";
import { conversationImages } from "../text/conversation.ts";
import { supervise } from "../text/supervise.ts";
import {
  type AdaptorTuner,
  type TowerOutputs,
  type TuningExample,
  towerProgram,
  tuneAdaptor,
} from "../train/adaptor-tuning.ts";
import type { OpenedModel } from "./open.ts";

export interface TuneOptions {
  /** Ends the training. Default 60. */
  readonly seconds?: number;
  /** Ends it earlier. Default: no limit. */
  readonly steps?: number;
  /** Ends it earlier, when the loss of all examples was below this. Default 0.01. */
  readonly enough?: number;
  /** Default 1e-2. */
  readonly learningRate?: number;
  /** Of the order of the examples. Default 1. */
  readonly seed?: number;
}

/** What is known after a step. */
export interface TuneStep {
  readonly step: number;
  /** Of the step's examples, in nats a token, before the step. */
  readonly loss: number;
  /** Since the first step began, and until the end at the latest. */
  readonly seconds: number;
  readonly secondsLeft: number;
}

type TunedFrom = Pick<OpenedModel, "checkpoint" | "tokenizer" | "prompt" | "runtime" | "threads">;

/**
 * Trains, step by step; gives the checkpoint with the trained adaptor. Stopping early keeps what was learnt.
 * Throws a UserError for examples without one image or without an answer, or for a quantised adaptor.
 */
export async function* tune(
  opened: TunedFrom,
  examples: readonly (readonly Turn[])[],
  options: TuneOptions,
  signal: AbortSignal,
): AsyncGenerator<TuneStep, Checkpoint> {
  const { checkpoint, tokenizer, prompt } = opened;
  const { seconds = 60, steps = Number.POSITIVE_INFINITY, enough = 0.01, learningRate, seed } = options;
  if (checkpoint.quantizationOf !== undefined) {
    throw new UserError("this model is quantised; only a model of plain numbers can be trained");
  }
  // Gradients are for the processor: compiling their shaders would take longer than the training.
  const gpu = opened.runtime.device === "webgpu";
  const runtime = gpu ? await createWebRuntime("wasm", { threads: opened.threads }) : opened.runtime;
  let tuner: AdaptorTuner | undefined;
  try {
    tuner = await tuneAdaptor({
      ...{ runtime, config: checkpoint.config, learningRate, seed },
      examples: await read(opened, runtime, examples),
      read: async (name) => (await checkpoint.read(name, "float32")) as Float32Array,
      imageTokenId: tokenizer.tokenId(prompt.imageTag)!,
      padId: tokenizer.eosId,
    });
    const began = performance.now();
    const passed = () => (performance.now() - began) / 1000;
    const rounds = Math.max(2, Math.ceil(examples.length / Math.min(4, examples.length)) * 2);
    const losses: number[] = [];
    for (let step = 1; step <= steps && passed() < seconds && !signal.aborted; step++) {
      const { loss } = await tuner.step();
      losses.push(loss);
      const bySteps = (passed() / step) * (steps - step);
      yield { step, loss, seconds: passed(), secondsLeft: Math.max(0, Math.min(seconds - passed(), bySteps)) };
      if (losses.length >= rounds && losses.slice(-rounds).every((recent) => recent < enough)) break;
    }
    return withWeights(checkpoint, tuner.weights());
  } finally {
    tuner?.dispose();
    if (gpu) runtime.dispose();
  }
}

async function read(
  { checkpoint, tokenizer, prompt }: TunedFrom,
  runtime: Runtime,
  conversations: readonly (readonly Turn[])[],
): Promise<TuningExample[]> {
  const { processor } = modelParts(checkpoint, tokenizer);
  const session = await loadProgram(runtime, towerProgram(checkpoint.config), checkpoint);
  try {
    const examples: TuningExample[] = [];
    for (const [i, turns] of conversations.entries()) {
      const [image, ...more] = conversationImages(turns);
      if (!image || more.length > 0)
        throw new UserError(`example ${i + 1} needs one picture, and has ${image ? 1 + more.length : 0}`);
      const { pixels, size } = processImage(await image.decode(), processor);
      const input = runtime.value("float32", [1, 3, size, size], pixels);
      const outputs = await session.run({ pixel_values: input });
      input.dispose();
      const features: Record<string, TowerOutputs[string]> = {};
      for (const [name, value] of Object.entries(outputs)) {
        features[name] = { shape: value.shape, data: (await value.download()) as Float32Array };
        value.dispose();
      }
      examples.push({ features, sample: supervise(turns, tokenizer, prompt) });
    }
    return examples;
  } finally {
    session.dispose();
  }
}

/** The checkpoint with some of its parameters replaced. */
export function withWeights(checkpoint: Checkpoint, weights: ReadonlyMap<string, Float32Array>): Checkpoint {
  return {
    ...checkpoint,
    source: (name) => (weights.has(name) ? undefined : checkpoint.source(name)),
    spec(name) {
      const spec = checkpoint.spec(name);
      return spec && weights.has(name) ? { ...spec, dtype: "float32" } : spec;
    },
    async read(name, as) {
      const own = weights.get(name);
      return own ? convert(own.slice(), "float32", as ?? "float32") : checkpoint.read(name, as);
    },
    close: async () => {},
  };
}
