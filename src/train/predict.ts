/** What a stage will take, before it begins: memory by what it is for, and seconds a step on this machine. */
import { formatBytes } from "../checkpoint/units.ts";
import { bytesPerElement } from "../runtime/dtype.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { parameterSizes } from "../tensor/cost.ts";
import { input, matmul, toOnnx } from "../tensor/index.ts";
import type { Prediction } from "./events.ts";
import type { Objective, TypicalProgram } from "./objectives/objective.ts";
import type { ParameterSet } from "./parameters.ts";
import { predictStep } from "./program.ts";

/** What a compiled operator takes in ONNX Runtime, measured over programs of 900 to 2,500 of them. */
const nodeBytes = 12 << 10;
/** The pool that values lie in is larger than what lies in it at the peak, by what is rounded up and left over between them. */
const poolShare = 1.25;

/** Share of the matrix-product rate that training steps reach; the rest are norms, softmaxes and memory. */
const expectedUtilization = 0.6;

export interface PredictionInput {
  readonly objective: Pick<Objective, "programs" | "sampleBytes">;
  readonly set: ParameterSet;
  readonly trained: (name: string) => boolean;
  readonly momentType: "float32" | "bfloat16";
  readonly machineRate?: number;
  /** Micro-batches that run at the same time. */
  readonly abreast: number;
  /** What the process takes with model and data open, weights not counted. */
  readonly programBytes: number;
}

export function predictStage({ objective, set, trained, abreast, ...input }: PredictionInput): Prediction {
  const programs = objective.programs();
  const sizes = sizesOf(programs, set);
  const bytes = (names: Iterable<string>, perElement: (name: string) => number) =>
    [...names].reduce((sum, name) => sum + sizes.get(name)! * perElement(name), 0);
  const mine = [...sizes.keys()].filter(trained);
  const costs = programs.map(({ tensors, times }) => ({ ...predictStep(tensors, trained), times }));
  const operations = costs.reduce((sum, { operations, times }) => sum + operations * times, 0);
  const pieces = costs.reduce((sum, { times }) => sum + times, 0);
  const lanes = Math.min(abreast, Math.max(1, Math.round(pieces))); // a batch in one piece has no other beside it
  const parts = {
    program: input.programBytes,
    parameters: bytes(sizes.keys(), (name) => bytesPerElement[set.values.get(name)?.dtype ?? "float32"]),
    gradients: lanes * bytes(mine, () => 4),
    moments: bytes(mine, () => 2 * bytesPerElement[input.momentType]),
    activations: poolShare * lanes * Math.max(0, ...costs.map(({ peakBytes }) => peakBytes)), // shapes share their memory
    compiled: costs.reduce((sum, { nodes }) => sum + nodes * nodeBytes, 0),
    samples: objective.sampleBytes ?? 0,
  };
  return {
    parts,
    memoryBytes: Object.values(parts).reduce((a, b) => a + b, 0),
    ...(input.machineRate &&
      operations > 0 && { secondsPerStep: operations / input.machineRate / expectedUtilization }),
  };
}

/** What to say before a stage that may not fit into this machine's memory; undefined where it will. */
export function memoryRemark(stage: string, predictedBytes: number, machineBytes: number): string | undefined {
  if (predictedBytes <= machineBytes) return undefined;
  const [predicted, machine] = [formatBytes(predictedBytes), formatBytes(machineBytes)];
  return `stage ${stage} may take ${predicted} of memory, and this machine has ${machine}: smaller micro-batches (microBatch), shorter sequences or recomputation take less`;
}

/** How many numbers a stage trains, by parameter: the same ones when it begins and when it goes on. */
export function trainedSizes(
  objective: Pick<Objective, "programs">,
  set: ParameterSet,
  trained: (name: string) => boolean,
): ReadonlyMap<string, number> {
  return new Map([...sizesOf(objective.programs(), set)].filter(([name]) => trained(name)));
}

/** Sizes of the parameters there are and of those that the stage begins with, as heads. */
function sizesOf(programs: readonly TypicalProgram[], set: ParameterSet): Map<string, number> {
  const outputs = programs.flatMap(({ tensors }) => [tensors.loss, ...Object.values(tensors.scalars ?? {})]);
  const sizes = parameterSizes(outputs);
  for (const [name, { data }] of set.values) sizes.set(name, data.length);
  return sizes;
}

/**
 * Operations a second of square float32 products, the best of a third of a second of them: what a step is measured against.
 * Of memory that was never written the system has one page of zeros many times over, and reads it at half the speed.
 */
export async function measureMachineRate(runtime: Runtime, threads?: number, size = 1024): Promise<number> {
  const product = matmul(input("a", "float32", [size, size]), input("b", "float32", [size, size]));
  const session = await runtime.session(toOnnx({ product }, { target: "cpu" }), { threads });
  const [a, b, out] = ["a", "b", "out"].map(() => runtime.value("float32", [size, size])) as [never, never, never];
  for (const { data } of [a, b] as { data: Float32Array }[]) data.fill(0.5);
  let best = 0;
  try {
    const end = performance.now() + 300;
    do {
      const began = performance.now();
      await session.run({ a, b }, { product: out });
      best = Math.max(best, (2 * size ** 3) / ((performance.now() - began) / 1000));
    } while (performance.now() < end);
  } finally {
    session.dispose();
    for (const value of [a, b, out] as { dispose(): void }[]) value.dispose();
  }
  return best;
}
