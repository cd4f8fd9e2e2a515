/** Adds the gradients of micro-batches that ran abreast, each into buffers of its own, to those of the first. */
import type { Runtime, Value } from "../runtime/runtime.ts";
import { add, input, type Tensor, toOnnx } from "../tensor/index.ts";

export interface GradientSum {
  /** Leaves the sums in the first buffers. */
  run(): Promise<void>;
  dispose(): void;
}

/** For the parameters `names`; of two buffers and more. */
export async function createGradientSum(
  runtime: Runtime,
  buffers: readonly ReadonlyMap<string, Value>[],
  names: readonly string[],
  threads?: number,
): Promise<GradientSum> {
  const feeds: Record<string, Value> = {};
  const fetches: Record<string, Value> = {};
  const outputs: Record<string, Tensor> = {};
  for (const name of names) {
    const parts = buffers.map((gradients, i) => {
      const value = gradients.get(name)!;
      feeds[`${i}.${name}`] = value;
      return input(`${i}.${name}`, "float32", value.shape);
    });
    outputs[name] = parts.reduce((a, b) => add(a, b));
    fetches[name] = buffers[0]!.get(name)!;
  }
  const session = await runtime.session(toOnnx(outputs, { target: "cpu" }), { threads });
  return {
    run: async () => void (await session.run(feeds, fetches)),
    dispose: () => session.dispose(),
  };
}
