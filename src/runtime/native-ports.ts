/** Reading the inputs and outputs of a native session from ONNX Runtime. */
import { dtypeOf } from "./element-type.ts";
import { koffi } from "./koffi.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { check, receive } from "./ort-api.ts";
import type { Port } from "./ports.ts";
import { unnamedDimension } from "./ports.ts";

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
    size >= 0n ? Number(size) : koffi.decode.string(symbols[i]) || unnamedDimension,
  );
  return { name, dtype, shape, ranked: rank > 0 || api.hasShape(tensor) };
}
