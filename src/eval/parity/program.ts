/**
 * A program with its parameters in place, for any runtime: values go in and come out as plain arrays.
 * Nothing here reads files, so it serves the browser as well.
 */
import type { Runtime, TypedArray, Value } from "../../runtime/runtime.ts";
import { leavesOf, nameOf, type Tensor, toOnnx } from "../../tensor/index.ts";

/** The parameters of a model as float32, by their original names. */
export type ReadParameter = (name: string) => Promise<Float32Array>;

export interface Plain {
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

export interface LoadedProgram {
  /** Runs with the inputs that the program takes (others may be given and are left aside). */
  run(inputs: Readonly<Record<string, Plain>>): Promise<Record<string, Plain>>;
  dispose(): void;
}

/** Loads the named tensors as a program on `runtime`. */
export async function loadProgram(
  runtime: Runtime,
  outputs: Readonly<Record<string, Tensor>>,
  read: ReadParameter,
): Promise<LoadedProgram> {
  const session = await runtime.session(toOnnx(outputs, { target: runtime.device }));
  const tensors = Object.values(outputs);
  const parameters: Record<string, Value> = {};
  for (const leaf of leavesOf(tensors, "parameter")) {
    const name = nameOf(leaf);
    parameters[name] = runtime.value("float32", leaf.shape as number[], await read(name), "device");
  }
  const inputs = leavesOf(tensors, "input").map((leaf) => ({ name: nameOf(leaf), dtype: leaf.dtype }));
  return {
    async run(given) {
      const feeds = { ...parameters };
      for (const { name, dtype } of inputs) {
        const plain = given[name];
        if (!plain) throw new Error(`the program needs "${name}"`);
        feeds[name] = runtime.value(dtype, plain.shape, plain.data);
      }
      const results = await session.run(feeds);
      const found: Record<string, Plain> = {};
      for (const [name, value] of Object.entries(results)) {
        found[name] = { shape: value.shape, data: await value.download() };
        value.dispose();
      }
      for (const { name } of inputs) feeds[name]?.dispose();
      return found;
    },
    dispose() {
      session.dispose();
      for (const value of Object.values(parameters)) value.dispose();
    },
  };
}

/** Loads, runs once, disposes. */
export async function runProgram(
  runtime: Runtime,
  outputs: Readonly<Record<string, Tensor>>,
  read: ReadParameter,
  inputs: Readonly<Record<string, Plain>>,
): Promise<Record<string, Plain>> {
  const program = await loadProgram(runtime, outputs, read);
  try {
    return await program.run(inputs);
  } finally {
    program.dispose();
  }
}
