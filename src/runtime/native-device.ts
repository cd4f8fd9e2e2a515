/**
 * GPU devices of the native runtime: appending their provider to session options and reaching their memory.
 * WebGPU and CUDA differ in names only; everything else about their values is shared.
 */
import { UserError } from "./errors.ts";
import { singleLane } from "./lane.ts";
import type { Copy, DeviceMemory } from "./native-memory.ts";
import { addressOf } from "./native-memory.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { check, receive } from "./ort-api.ts";
import { quietly } from "./quietly.ts";
import type { Dtype } from "./runtime.ts";
import { tinyModel } from "./tiny-onnx.ts";

export type GpuDevice = "webgpu" | "cuda";

interface Provider {
  readonly title: string;
  /** Name of the provider's memory in an `OrtMemoryInfo`. */
  readonly memory: string;
  /** Copies to the device write whole multiples of this many bytes. */
  readonly granularity: number;
  readonly hint: string;
}

const providers: Readonly<Record<GpuDevice, Provider>> = {
  webgpu: {
    title: "WebGPU",
    memory: "WebGPU_Buffer",
    granularity: 16,
    hint: "it needs a GPU driver (Vulkan on Linux, with libvulkan1 installed); run periscope doctor",
  },
  cuda: {
    title: "CUDA",
    memory: "Cuda",
    granularity: 1,
    hint: "it needs an NVIDIA driver, CUDA with cuDNN, and the provider library (npm rebuild onnxruntime-node --ignore-scripts=false); run periscope doctor",
  },
};

/** Puts the device's provider before the CPU's. Throws a UserError where the device cannot be had. */
export function appendProvider(api: OrtApi, settings: Pointer, device: GpuDevice): void {
  const { title, hint } = providers[device];
  try {
    if (device === "webgpu") {
      check(api, api.SessionOptionsAppendExecutionProvider(settings, "WebGPU", null, null, 0), "open the device");
      return;
    }
    const options = receive(api, "open the device", (out) => api.CreateCUDAProviderOptions(out));
    try {
      check(api, api.SessionOptionsAppendExecutionProvider_CUDA_V2(settings, options), "open the device");
    } finally {
      api.ReleaseCUDAProviderOptions(options);
    }
  } catch (error) {
    const reason = (error as Error).message.replace("ONNX Runtime could not open the device: ", "");
    throw new UserError(`${title} is not available (${reason}); ${hint}.`, { cause: new Error(reason) });
  }
}

const opened = new Map<GpuDevice, DeviceMemory>();

/**
 * The memory of a device, opened once per process: all runtimes of a device share one context and so one lane.
 * It hangs on a session of its own, since ONNX Runtime hands out allocators by session.
 */
export function deviceMemory(api: OrtApi, device: GpuDevice): DeviceMemory {
  let memory = opened.get(device);
  if (!memory) {
    memory = quietly(() => open(api, device));
    opened.set(device, memory);
  }
  return memory;
}

/** Copies by asking the provider's data transfer. */
function directCopy(api: OrtApi): Copy {
  return (from, to) => {
    const status = api.CopyTensors(api.environment, BigUint64Array.of(from), BigUint64Array.of(to), null, 1);
    check(api, status, "copy a tensor");
  };
}

/** Copies by running a program that does nothing: ONNX Runtime moves what a run reads and writes to where it belongs. */
export function programCopy(api: OrtApi, device: GpuDevice): Copy {
  const sessions = new Map<Dtype, Pointer>();
  const names = new TextEncoder().encode("x\0y\0");
  const [input, output] = [0n, 2n].map((offset) => BigUint64Array.of(addressOf(names) + offset));
  return (from, to, dtype) => {
    let session = sessions.get(dtype);
    if (session === undefined) {
      session = smallSession(api, device, "Identity", dtype);
      sessions.set(dtype, session);
    }
    const [source, target] = [BigUint64Array.of(from), BigUint64Array.of(to)];
    check(api, api.Run(session, null, input!, source, 1, output!, 1, target), "copy a tensor");
  };
}

/** A session of one operator, for a tensor of any shape. It lives as long as the process. */
function smallSession(api: OrtApi, device: GpuDevice, op: string, dtype: Dtype): Pointer {
  const what = `prepare the device for ${dtype}`;
  const settings = receive(api, what, (out) => api.CreateSessionOptions(out));
  try {
    appendProvider(api, settings, device);
    const model = tinyModel({
      inputs: [{ name: "x", dtype }],
      outputs: [{ name: "y", dtype }],
      nodes: [{ op, inputs: ["x"], outputs: ["y"] }],
    });
    return receive(api, what, (out) =>
      api.CreateSessionFromArray(api.environment, model, model.byteLength, settings, out),
    );
  } finally {
    api.ReleaseSessionOptions(settings);
  }
}

function open(api: OrtApi, device: GpuDevice): DeviceMemory {
  const { title, memory, granularity } = providers[device];
  const what = `open ${title} memory`;
  const session = smallSession(api, device, "Neg", "float32");
  const info = receive(api, what, (out) => api.CreateMemoryInfo(memory, 0, 0, 0, out));
  const allocator = receive(api, what, (out) => api.CreateAllocator(session, info, out));
  const [direct, indirect] = [directCopy(api), programCopy(api, device)];
  let copy: Copy = (from, to, dtype) => {
    try {
      direct(from, to, dtype);
    } catch {
      copy = indirect; // this provider moves tensors only around a run
      copy(from, to, dtype);
    }
  };
  return { info, allocator, lane: singleLane(), granularity, copy: (from, to, dtype) => copy(from, to, dtype) };
}
