/**
 * GPU devices of the native runtime: appending their provider to session options and reaching their memory.
 * WebGPU and CUDA differ in names only; everything else about their values is shared.
 */
import { UserError } from "./errors.ts";
import { singleLane } from "./lane.ts";
import type { DeviceMemory } from "./native-memory.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { check, receive } from "./ort-api.ts";
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
    hint: "it needs an NVIDIA driver, CUDA with cuDNN, and the provider library (npm rebuild onnxruntime-node); run periscope doctor",
  },
};

/** Puts the device's provider before the CPU's. Throws a UserError where the device cannot be had. */
export function appendProvider(api: OrtApi, settings: Pointer, device: GpuDevice): void {
  const { title, hint } = providers[device];
  try {
    if (device === "webgpu") {
      check(api, api.SessionOptionsAppendExecutionProvider(settings, "WebGPU", null, null, 0), "open it");
      return;
    }
    const options = receive(api, "open it", (out) => api.CreateCUDAProviderOptions(out));
    try {
      check(api, api.SessionOptionsAppendExecutionProvider_CUDA_V2(settings, options), "open it");
    } finally {
      api.ReleaseCUDAProviderOptions(options);
    }
  } catch (error) {
    throw new UserError(`${title} is not available (${(error as Error).message}); ${hint}.`);
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
    memory = open(api, device);
    opened.set(device, memory);
  }
  return memory;
}

function open(api: OrtApi, device: GpuDevice): DeviceMemory {
  const { title, memory, granularity, hint } = providers[device];
  const what = `open ${title} memory`;
  const settings = receive(api, what, (out) => api.CreateSessionOptions(out));
  try {
    appendProvider(api, settings, device);
    const port = { dtype: "float32", shape: [1] } as const;
    const model = tinyModel({
      inputs: [{ name: "x", ...port }],
      outputs: [{ name: "y", ...port }],
      nodes: [{ op: "Neg", inputs: ["x"], outputs: ["y"] }],
    });
    const session = receive(api, what, (out) =>
      api.CreateSessionFromArray(api.environment, model, model.byteLength, settings, out),
    );
    const info = receive(api, what, (out) => api.CreateMemoryInfo(memory, 0, 0, 0, out));
    const allocator = receive(api, what, (out) => api.CreateAllocator(session, info, out));
    return { info, allocator, lane: singleLane(), granularity };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${title} is not available (${(error as Error).message}); ${hint}.`);
  } finally {
    api.ReleaseSessionOptions(settings);
  }
}
