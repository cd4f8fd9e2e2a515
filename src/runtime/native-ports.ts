/**
 * The inputs and outputs of a native session: reading their description, and checking values against it before a run,
 * so that a mistake is a sentence about the caller's values and not one about the inside of the engine.
 */
import koffi from "koffi";
import { dtypeOf } from "./element-type.ts";
import { NativeValue } from "./native-value.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { check, receive } from "./ort-api.ts";
import type { Value, ValueInfo } from "./runtime.ts";

/** One input or output. */
export interface Port extends ValueInfo {
  /** Whether the number of dimensions is known. */
  readonly ranked: boolean;
  /** Whether every dimension is a number. */
  readonly fixed: boolean;
}

/** What symbolic dimensions stand for in one run, and the input that said so. */
export type Symbols = Map<string, { readonly size: number; readonly input: string }>;

/** Checks a value against the port it is meant for; `symbols` collects what symbolic dimensions stand for in this run. */
export function acceptValue(kind: "input" | "output", port: Port, value: Value, symbols?: Symbols): NativeValue {
  if (!(value instanceof NativeValue)) throw new Error(`${kind} "${port.name}" was made by another runtime.`);
  if (value.disposed) throw new Error(`${kind} "${port.name}" was disposed before the run.`);
  if (value.dtype !== port.dtype) {
    throw new Error(`${kind} "${port.name}" is ${value.dtype}, expected ${port.dtype}.`);
  }
  if (!port.ranked) return value;
  const { shape } = value;
  const expected = port.shape;
  if (shape.length !== expected.length) {
    throw new Error(`${kind} "${port.name}" has the shape [${shape}], expected [${expected.join(", ")}].`);
  }
  for (let i = 0; i < shape.length; i++) {
    const dimension = expected[i]!;
    const size = shape[i]!;
    if (typeof dimension === "number") {
      if (dimension !== size) {
        throw new Error(`${kind} "${port.name}" has the shape [${shape}], expected [${expected.join(", ")}].`);
      }
    } else if (symbols && dimension !== unnamed) {
      const known = symbols.get(dimension);
      if (!known) symbols.set(dimension, { size, input: port.name });
      else if (known.size !== size) {
        throw new Error(
          `${kind} "${port.name}" has the shape [${shape}], expected [${expected.join(", ")}] with ${dimension} = ${known.size} as in "${known.input}".`,
        );
      }
    }
  }
  return value;
}

/** Stands for a dimension that the program leaves open without a name. */
const unnamed = "?";

/** Names for an error message, the first dozen of them. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names
    .slice(0, 12)
    .map((name) => `"${name}"`)
    .join(", ");
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}

/** The inputs or outputs of a session. Throws for those that are no tensors of an element type values can hold. */
export function describePorts(api: OrtApi, session: Pointer, kind: "input" | "output"): Port[] {
  const what = `describe the program's ${kind}s`;
  const input = kind === "input";
  const count = Number(
    receive(api, what, (out) =>
      input ? api.SessionGetInputCount(session, out) : api.SessionGetOutputCount(session, out),
    ),
  );
  return Array.from({ length: count }, (_, i) => {
    const text = receive(api, what, (out) =>
      input
        ? api.SessionGetInputName(session, i, api.allocator, out)
        : api.SessionGetOutputName(session, i, api.allocator, out),
    );
    const name = koffi.decode.string(text);
    check(api, api.AllocatorFree(api.allocator, text), what);
    const type = receive(api, what, (out) =>
      input ? api.SessionGetInputTypeInfo(session, i, out) : api.SessionGetOutputTypeInfo(session, i, out),
    );
    try {
      return describePort(api, type, name, kind);
    } finally {
      api.ReleaseTypeInfo(type);
    }
  });
}

function describePort(api: OrtApi, type: Pointer, name: string, kind: string): Port {
  const what = `describe ${kind} "${name}"`;
  const tensor = receive(api, what, (out) => api.CastTypeInfoToTensorInfo(type, out));
  if (tensor === 0n)
    throw new Error(`${kind} "${name}" is not a tensor; sequences, maps and optionals are not supported.`);
  const element = Number(receive(api, what, (out) => api.GetTensorElementType(tensor, out)));
  const dtype = dtypeOf(element);
  if (!dtype) throw new Error(`${kind} "${name}" has ONNX element type ${element}, which no value can hold.`);
  const rank = Number(receive(api, what, (out) => api.GetDimensionsCount(tensor, out)));
  const sizes = new BigInt64Array(rank);
  const symbols = new BigUint64Array(rank);
  if (rank > 0) {
    check(api, api.GetDimensions(tensor, sizes, rank), what);
    check(api, api.GetSymbolicDimensions(tensor, symbols, rank), what);
  }
  const shape = Array.from(sizes, (size, i) =>
    size >= 0n ? Number(size) : koffi.decode.string(symbols[i]) || unnamed,
  );
  const ranked = rank > 0 || api.hasShape(tensor);
  return { name, dtype, shape, ranked, fixed: ranked && shape.every((size) => typeof size === "number") };
}
