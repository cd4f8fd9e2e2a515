/** Programs without gradients over a set's weights as they are, compiled once for each key. */
import type { Runtime, Session, Value } from "../runtime/runtime.ts";
import { type Tensor, toOnnx } from "../tensor/index.ts";
import type { ParameterSet } from "./parameters.ts";

export interface Forward {
  /** The outputs by name; whoever asks disposes them. Inputs that are not given are the set's parameters. */
  (
    key: string,
    outputs: () => Record<string, Tensor>,
    inputs: Readonly<Record<string, Value>>,
  ): Promise<Record<string, Value>>;
  /** Lets go of the programs. */
  clear(): void;
}

export function forwardPrograms(runtime: Runtime, set: ParameterSet): Forward {
  const kept = new Map<string, Session>();
  const run = async (
    key: string,
    outputs: () => Record<string, Tensor>,
    inputs: Readonly<Record<string, Value>>,
  ): Promise<Record<string, Value>> => {
    let session = kept.get(key);
    if (!session) {
      session = await runtime.session(toOnnx(outputs(), { target: "cpu" }), {
        sharedMemory: true,
        flushDenormals: true,
      });
      kept.set(key, session);
    }
    const feeds: Record<string, Value> = {};
    for (const { name } of session.inputs) feeds[name] = inputs[name] ?? set.values.get(name)!;
    return session.run(feeds);
  };
  const clear = () => {
    for (const session of kept.values()) session.dispose();
    kept.clear();
  };
  return Object.assign(run, { clear });
}
