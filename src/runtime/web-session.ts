/**
 * A program loaded by onnxruntime-web: what it takes and computes, and runs over values of this page.
 * Host values are copied into and out of WebAssembly's memory; device values are bound where they lie.
 */
import type { InferenceSession, Tensor, TensorConstructor, TensorFactory } from "onnxruntime-web";
import type { Call, Port, Ports } from "./ports.ts";
import { acceptCall, createPorts, selectPorts, unnamedDimension } from "./ports.ts";
import type { Dtype, Session, TypedArray, Value, ValueInfo } from "./runtime.ts";
import type { GpuBlock } from "./web-value.ts";
import { copyOf, replaceBuffer, WebValue, webLane } from "./web-value.ts";

/** What a session needs from its runtime. */
export interface WebSessionContext {
  readonly Tensor: TensorConstructor & TensorFactory;
  readonly gpu: GPUDevice | undefined;
  /** Outputs that may be written to the buffer of an input. */
  readonly inPlace: ReadonlySet<string>;
  readonly onDispose: () => void;
}

export function webSession(session: InferenceSession, context: WebSessionContext): Session {
  const { onDispose } = context;
  const inputs = createPorts("input", session.inputMetadata.map(describe));
  const outputs = createPorts("output", session.outputMetadata.map(describe));
  let disposed = false;
  return {
    inputs: inputs.list.map(publicInfo),
    outputs: outputs.list.map(publicInfo),
    async run(feeds, fetches = {}, only) {
      if (disposed) throw new Error("this session was disposed; it cannot run any more.");
      const chosen = only ? selectPorts(outputs, only) : outputs;
      const call = acceptCall(inputs, chosen, feeds, fetches, isWeb);
      const values = [...call.feeds, ...call.fetches.filter((value) => value !== undefined)];
      for (const value of values) value.pin();
      try {
        return await webLane.run(() => execute(session, context, inputs, chosen, call));
      } finally {
        for (const value of values) value.unpin();
      }
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      void webLane.run(() => session.release()).catch(() => undefined); // nothing is left to do if that fails
      onDispose();
    },
  };
}

async function execute(
  session: InferenceSession,
  context: WebSessionContext,
  inputs: Ports,
  outputs: Ports,
  call: Call<WebValue>,
): Promise<Record<string, Value>> {
  const { Tensor, gpu, inPlace } = context;
  const feeds = Object.fromEntries(inputs.list.map(({ name }, i) => [name, tensorOf(Tensor, call.feeds[i]!)]));
  const read = new Set(call.feeds.map((value) => value.gpu));
  const fetches: Record<string, Tensor | null> = {};
  const moves: { target: GpuBlock; fresh: GPUBuffer }[] = [];
  for (const [i, { name }] of outputs.list.entries()) {
    const value = call.fetches[i];
    const target = value?.gpu;
    if (!target) fetches[name] = null;
    else if (read.has(target) && !inPlace.has(name)) {
      // The result goes to a fresh buffer, which then takes the place of the one that is read.
      const fresh = copyOf(target);
      fetches[name] = gpuTensor(Tensor, value, fresh);
      moves.push({ target, fresh });
    } else fetches[name] = tensorOf(Tensor, value);
  }
  const results = await session.run(feeds, fetches).catch((error) => {
    for (const { fresh } of moves) fresh.destroy();
    throw explained(error, "run the program");
  });
  for (const { target, fresh } of moves) replaceBuffer(target, fresh);
  return Object.fromEntries(
    outputs.list.map((port, i) => [port.name, settle(port, results[port.name]!, call.fetches[i], gpu)]),
  );
}

/** The value of a computed output: the caller's own, filled, or a new one. */
function settle(port: Port, tensor: Tensor, target: WebValue | undefined, gpu: GPUDevice | undefined): WebValue {
  if (target?.gpu) return target;
  if (tensor.location === "gpu-buffer" && gpu) {
    const buffer = tensor.gpuBuffer as GPUBuffer;
    return WebValue.own(port.dtype, tensor.dims, { device: gpu, buffer, free: () => tensor.dispose() });
  }
  const raw = tensor.data as TypedArray;
  if (!target) return WebValue.wrap(port.dtype, tensor.dims, raw16(port.dtype, raw));
  if (target.shape.join() !== tensor.dims.join()) {
    throw new Error(`output "${port.name}" has the shape [${target.shape}], but the run computes [${tensor.dims}].`);
  }
  (target.hostData as Uint8Array).set(raw16(port.dtype, raw) as Uint8Array);
  return target;
}

/** 16-bit floats as raw bits: browsers with a `Float16Array` return that. */
function raw16(dtype: Dtype, data: TypedArray): TypedArray {
  return dtype === "float16" ? new Uint16Array(data.buffer as ArrayBuffer, data.byteOffset, data.length) : data;
}

function tensorOf(Tensor: WebSessionContext["Tensor"], value: WebValue): Tensor {
  if (value.gpu) return gpuTensor(Tensor, value, value.gpu.buffer);
  return new Tensor(value.dtype as "float32", value.hostData as Float32Array, value.shape);
}

function gpuTensor(Tensor: WebSessionContext["Tensor"], value: WebValue, buffer: GPUBuffer): Tensor {
  const dataType = value.dtype as Tensor.GpuBufferDataTypes;
  return Tensor.fromGpuBuffer(buffer, { dataType, dims: [...value.shape] });
}

const supported: readonly string[] = [
  ...["float32", "float16", "float64", "int8", "uint8", "int32", "int64", "bool", "uint4"],
];

function describe(metadata: InferenceSession.ValueMetadata): Port {
  const { name } = metadata;
  if (!metadata.isTensor || !supported.includes(metadata.type)) {
    const found = metadata.isTensor ? metadata.type : "no tensor";
    throw new Error(`"${name}" is ${found}; the browser runtime holds ${supported.join(", ")}.`);
  }
  const shape = metadata.shape.map((size) => (size === "" ? unnamedDimension : size));
  return { name, dtype: metadata.type as Dtype, shape, ranked: true };
}

function isWeb(value: Value): value is WebValue {
  return value instanceof WebValue;
}

function publicInfo({ name, dtype, shape }: Port): ValueInfo {
  return { name, dtype, shape };
}

/** The error of onnxruntime-web as one sentence. */
export function explained(error: unknown, what: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(`ONNX Runtime could not ${what}: ${message.split("\n")[0]}`);
}
