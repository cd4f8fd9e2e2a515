/**
 * The browser runtime: onnxruntime-web behind the same interface, on WebAssembly or WebGPU. No part of Node is needed.
 * Unlike the native runtime it copies host values into and out of WebAssembly's memory on each run, outputs given in
 * `fetches` included; device values on WebGPU are used where they lie.
 */
import type { Env, InferenceSession, TensorConstructor, TensorFactory } from "onnxruntime-web";
import { checkData, checkShape } from "./checks.ts";
import { allocate, lengthOf } from "./dtype.ts";
import { UserError } from "./errors.ts";
import type { Runtime, Session, SessionOptions } from "./runtime.ts";
import { inPlaceOutputs } from "./web-in-place.ts";
import { explained, webSession } from "./web-session.ts";
import { WebValue, webLane } from "./web-value.ts";

/** The part of the `onnxruntime-web` module that is used. */
export interface OrtWeb {
  readonly env: Env;
  readonly InferenceSession: {
    create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor & TensorFactory;
}

export interface WebOptions {
  /** The module to use; default: `onnxruntime-web/wasm` or `onnxruntime-web/webgpu`, loaded when it is needed. */
  readonly ort?: OrtWeb;
  /** Threads of WebAssembly; more than 1 needs a cross-origin isolated page. Default: the module's choice. */
  readonly threads?: number;
  /** Where the module finds its `.wasm` and `.mjs` files; default: beside the script. */
  readonly wasmPaths?: string;
}

export interface WebSessionOptions extends SessionOptions {
  /** Files that the model's external data lies in: the location as the model has it, and the bytes or their URL. */
  readonly externalData?: readonly { readonly path: string; readonly data: Uint8Array | string | Blob }[];
}

/** As `Runtime`, with models' external data given as files, since a page has no folders. */
export interface WebRuntime extends Runtime {
  session(model: Uint8Array | string, options?: WebSessionOptions): Promise<Session>;
}

/**
 * A runtime in this page or worker. Throws a UserError where the browser has no WebGPU.
 *
 * ```ts
 * const runtime = await createWebRuntime("webgpu", { wasmPaths: "/ort/" });
 * const session = await runtime.session("/models/nano.onnx", { deviceOutputs: ["present"] });
 * ```
 */
export async function createWebRuntime(device: "wasm" | "webgpu", options: WebOptions = {}): Promise<WebRuntime> {
  const gpu = device === "webgpu" ? await openGpu() : undefined;
  const ort = options.ort ?? (await (gpu ? import("onnxruntime-web/webgpu") : import("onnxruntime-web/wasm")));
  ort.env.logLevel = "error";
  if (options.threads !== undefined) ort.env.wasm.numThreads = options.threads;
  if (options.wasmPaths !== undefined) ort.env.wasm.wasmPaths = options.wasmPaths;
  const sessions = new Set<Session>();
  let disposed = false;
  return {
    device,
    async session(model, settings = {}) {
      if (disposed) throw new UserError("this runtime was disposed; it cannot load programs any more");
      const bytes = typeof model === "string" ? await fetchModel(model) : model;
      const what = typeof model === "string" ? `load ${model}` : "load the model";
      const created = await webLane.run(() => load(ort, bytes, settings, gpu, what));
      const session = webSession(created, {
        Tensor: ort.Tensor,
        gpu,
        inPlace: gpu ? inPlaceOutputs(bytes) : new Set(),
        onDispose: () => sessions.delete(session),
      });
      sessions.add(session);
      return session;
    },
    value(dtype, shape, data, location = "host") {
      if (disposed) throw new UserError("this runtime was disposed; it cannot make values any more");
      checkShape(shape);
      if (data) checkData(dtype, shape, data);
      const contents = data ?? allocate(dtype, lengthOf(dtype, shape));
      if (location === "host" || !gpu) return WebValue.wrap(dtype, shape, contents);
      return WebValue.onDevice(dtype, shape, gpu, contents);
    },
    dispose() {
      disposed = true;
      for (const session of [...sessions]) session.dispose();
    },
  };
}

let openedGpu: Promise<GPUDevice> | undefined;

/** The page's device with the adapter's full limits: the default ones end at buffers of 128 MiB. */
function openGpu(): Promise<GPUDevice> {
  openedGpu ??= requestGpu();
  return openedGpu;
}

async function requestGpu(): Promise<GPUDevice> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter)
    throw new UserError("this browser offers no WebGPU adapter; use the device wasm, or a browser with WebGPU.");
  const wanted: GPUFeatureName[] = ["shader-f16", "subgroups"];
  const requiredLimits: Record<string, number> = {};
  for (const name of limits) requiredLimits[name] = adapter.limits[name];
  return adapter.requestDevice({
    requiredFeatures: wanted.filter((name) => adapter.features.has(name)),
    requiredLimits,
  });
}

const limits = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupsPerDimension",
] as const;

const levels = { off: "disabled", basic: "basic", extended: "extended", all: "all" } as const;

async function fetchModel(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new UserError(`${url} could not be fetched: ${response.status} ${response.statusText}.`);
  return new Uint8Array(await response.arrayBuffer());
}

async function load(
  ort: OrtWeb,
  model: Uint8Array,
  options: WebSessionOptions,
  gpu: GPUDevice | undefined,
  what: string,
): Promise<InferenceSession> {
  if (options.externalDataFolder !== undefined && !options.externalData) {
    throw new Error("a browser has no folders; give the files of externalDataFolder as externalData.");
  }
  const onDevice = gpu ? (options.deviceOutputs ?? []) : [];
  const settings: InferenceSession.SessionOptions = {
    executionProviders: gpu ? [{ name: "webgpu", device: gpu }] : ["wasm"],
    graphOptimizationLevel: levels[options.optimize ?? "all"],
    logSeverityLevel: 3,
    extra: { ...options.config },
    ...(options.externalData && {
      externalData: options.externalData as InferenceSession.SessionOptions["externalData"],
    }),
    ...(onDevice.length > 0 && {
      preferredOutputLocation: Object.fromEntries(onDevice.map((name) => [name, "gpu-buffer" as const])),
    }),
  };
  try {
    return await ort.InferenceSession.create(model, settings);
  } catch (error) {
    throw explained(error, what);
  }
}
