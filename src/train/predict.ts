/** What a stage will take, before it begins: memory by what it is for, and seconds a step on this machine. */
import type { ModelConfig } from "../model/config.ts";
import { parameterStore } from "../nn/index.ts";
import { bytesPerElement } from "../runtime/dtype.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { input, matmul, toOnnx } from "../tensor/index.ts";
import type { Prediction } from "./events.ts";
import { languageTensors } from "./objectives/language.ts";
import type { ParameterSet } from "./parameters.ts";
import { predictStep, type StepTensors } from "./program.ts";
import type { Stage } from "./recipe.ts";

/** Share of the matrix-product rate that training steps reach; the rest are norms, softmaxes and memory. */
const expectedUtilization = 0.6;

export interface PredictionInput {
  readonly config: ModelConfig;
  readonly set: ParameterSet;
  readonly trained: (name: string) => boolean;
  readonly momentType: "float32" | "bfloat16";
  /** Rows that this process computes of a step. */
  readonly rows: number;
  readonly machineRate?: number;
  /** What the process took before the model was opened. */
  readonly programBytes: number;
}

export function predictStage(stage: Stage, { config, set, trained, ...input }: PredictionInput): Prediction {
  const names = [...set.values.keys()];
  const bytes = (list: readonly string[], perElement?: number) =>
    list.reduce((sum, name) => {
      const { data, dtype } = set.values.get(name)!;
      return sum + data.length * (perElement ?? bytesPerElement[dtype]);
    }, 0);
  const mine = names.filter(trained);
  const micro = Math.min(stage.microBatch ?? input.rows, input.rows);
  const steps = input.rows / micro;
  const shape = (images: number) => ({ rows: micro, length: stageLength(stage, config, images > 0), images });
  const cost = (tensors: StepTensors) => predictStep(tensors, trained);
  const costs: { operations: number; peakBytes: number; share: number }[] = [];
  const { languageShare } = stage.mixture;
  if (stage.objective === "language") {
    if (languageShare > 0) {
      costs.push({ ...cost(languageTensors(stage, { config }, shape(0), parameterStore())), share: languageShare });
    }
    if (languageShare < 1) {
      const images = stage.sequence.packing
        ? micro * Math.max(1, Math.floor(stage.sequence.length / (2 * config.imageTokens)))
        : micro;
      costs.push({
        ...cost(languageTensors(stage, { config }, shape(images), parameterStore())),
        share: 1 - languageShare,
      });
    }
  }
  const operations = steps * costs.reduce((sum, one) => sum + one.share * one.operations, 0);
  const parts = {
    program: input.programBytes,
    parameters: bytes(names),
    gradients: bytes(mine, 4),
    moments: bytes(mine, 2 * bytesPerElement[input.momentType]),
    activations: Math.max(0, ...costs.map(({ peakBytes }) => peakBytes)),
  };
  return {
    parts,
    memoryBytes: Object.values(parts).reduce((a, b) => a + b, 0),
    ...(input.machineRate &&
      operations > 0 && { secondsPerStep: operations / input.machineRate / expectedUtilization }),
  };
}

function stageLength({ sequence }: Stage, { imageTokens }: ModelConfig, image: boolean): number {
  return sequence.length + (image && sequence.imageTokens === "beside" ? imageTokens : 0);
}

/** Operations a second of square float32 products, the best of a few: what a step is measured against. */
export async function measureMachineRate(runtime: Runtime, threads?: number, size = 1024): Promise<number> {
  const product = matmul(input("a", "float32", [size, size]), input("b", "float32", [size, size]));
  const session = await runtime.session(toOnnx({ product }, { target: "cpu" }), { threads });
  const [a, b, out] = ["a", "b", "out"].map(() => runtime.value("float32", [size, size])) as [never, never, never];
  let best = 0;
  try {
    for (let i = 0; i < 6; i++) {
      const began = performance.now();
      await session.run({ a, b }, { product: out });
      best = Math.max(best, (2 * size ** 3) / ((performance.now() - began) / 1000));
    }
  } finally {
    session.dispose();
    for (const value of [a, b, out] as { dispose(): void }[]) value.dispose();
  }
  return best;
}
