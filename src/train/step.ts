/** One training step: a loss, compiled with the gradients of the trained parameters, over a parameter set. */
import type { Runtime, Session, SessionOptions, Value } from "../runtime/runtime.ts";
import { grad, leavesOf, nameOf, type Tensor, toOnnx } from "../tensor/index.ts";
import { type ParameterSet, trackGradients } from "./parameters.ts";

export interface CompiledLoss {
  /** The parameters whose gradients a run leaves behind. */
  readonly trained: readonly string[];
  /** Runs forward and backward; gradients land in the set's buffers. Returns the scalars by name. */
  run(inputs: Readonly<Record<string, Value>>): Promise<Record<string, number>>;
  dispose(): void;
}

/** Names of the parameters that tensors depend on. */
export function parametersOf(outputs: readonly Tensor[]): { name: string; shape: readonly number[] }[] {
  return leavesOf(outputs, "parameter").map((t) => ({ name: nameOf(t), shape: t.shape as number[] }));
}

/**
 * Compiles `scalars.loss` with the gradients of `trained` (none: evaluation only). Every scalar is returned by each run.
 * A trained parameter that the loss does not touch keeps a zero gradient.
 */
export async function compileLoss(
  runtime: Runtime,
  set: ParameterSet,
  scalars: Readonly<Record<string, Tensor>> & { readonly loss: Tensor },
  trained: (name: string) => boolean,
  options: SessionOptions = {},
): Promise<CompiledLoss> {
  const leaves = leavesOf(Object.values(scalars), "parameter");
  const wanted = leaves.filter((t) => trained(nameOf(t)));
  const outputs: Record<string, Tensor> = { ...scalars };
  grad(scalars.loss, wanted).forEach((g, i) => {
    outputs[`grad.${nameOf(wanted[i]!)}`] = g;
  });
  trackGradients(set, runtime, wanted.map(nameOf));
  const model = toOnnx(outputs, { target: runtime.device });
  const session: Session = await runtime.session(model, { ...options, sharedMemory: true, flushDenormals: true });
  const parameters: Record<string, Value> = {};
  const fetches: Record<string, Value> = {};
  for (const leaf of leaves) parameters[nameOf(leaf)] = set.values.get(nameOf(leaf))!;
  for (const name of wanted.map(nameOf)) fetches[`grad.${name}`] = set.gradients.get(name)!;
  for (const [name, tensor] of Object.entries(scalars)) {
    fetches[name] = runtime.value("float32", tensor.shape as number[]);
  }
  return {
    trained: wanted.map(nameOf),
    async run(inputs) {
      const feeds: Record<string, Value> = { ...parameters };
      for (const { name } of session.inputs) {
        const given = inputs[name];
        if (given) feeds[name] = given;
      }
      await session.run(feeds, fetches);
      return Object.fromEntries(Object.keys(scalars).map((name) => [name, fetches[name]!.data[0] as number]));
    },
    dispose: () => session.dispose(),
  };
}
