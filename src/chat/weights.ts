/**
 * Loads a program with the parameters of a checkpoint. ONNX Runtime maps what lies in a file as the program wants it,
 * or converts it while loading; only what must be put together first passes through JavaScript.
 */
import type { Checkpoint } from "../checkpoint/assemble.ts";
import type { WeightPlaces } from "../checkpoint/places.ts";
import type { ParameterStore } from "../nn/index.ts";
import { bytesPerElement } from "../runtime/dtype.ts";
import type { Dtype, Runtime, Session, SessionOptions } from "../runtime/runtime.ts";
import { type Initializer, type Tensor, toOnnx } from "../tensor/index.ts";

/** What a program's parameters are read from, by their names in the program. */
export type ParameterSource = Pick<Checkpoint, "places" | "has" | "source" | "read" | "spec">;

/** A program to be loaded: its outputs, and the store that its parameters were described in. */
export interface Program {
  readonly store: ParameterStore;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** Loads `program` on a runtime's device with parameters from `source`. Throws a UserError for one that is absent. */
export async function loadProgram(
  runtime: Runtime,
  program: Program,
  source: ParameterSource,
  options: Pick<SessionOptions, "threads" | "flushDenormals"> = {},
): Promise<Session> {
  const places = await source.places();
  const initializers = new Map<string, Initializer>();
  for (const name of program.store.tensors.keys()) {
    initializers.set(name, mapped(name, source, places) ?? (await copied(name, source)));
  }
  const model = toOnnx(program.outputs, { target: runtime.device, initializer: (name) => initializers.get(name) });
  return runtime.session(model, { ...options, ...places.session });
}

/** Element types that a program converts by itself. */
const storable = new Set<Dtype>(["float32", "float16", "bfloat16", "uint8", "int8"]);

/** The parameter as a stretch of a file; undefined where it does not lie in one as the program could take it. */
function mapped(name: string, source: ParameterSource, places: WeightPlaces): Initializer | undefined {
  const found = source.source(name);
  const location = found && places.location(found.path);
  if (found === undefined || location === undefined || !storable.has(found.dtype)) return undefined;
  if (found.byteLength === 0 || found.byteOffset % Math.ceil(bytesPerElement[found.dtype]) !== 0) return undefined;
  return { kind: "external", dtype: found.dtype, location, offset: found.byteOffset, length: found.byteLength };
}

async function copied(name: string, source: ParameterSource): Promise<Initializer> {
  const found = source.spec(name);
  const dtype: Dtype = found !== undefined && storable.has(found.dtype) ? found.dtype : "float32";
  return { kind: "data", dtype, data: await source.read(name, dtype) };
}
