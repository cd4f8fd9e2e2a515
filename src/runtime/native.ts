/**
 * The native runtime: ONNX Runtime through its C API, on the CPU, on WebGPU or on CUDA.
 * The stock Node binding copies every output; here inputs and outputs are used where they lie, in place if asked.
 * In place means what it says: an output written over an input destroys it for operators that have yet to read it, so
 * give one value for both only where a program reads the input last (an update) or the operator is made for it (a cache).
 */
import { statSync } from "node:fs";
import { checkData, checkShape } from "./checks.ts";
import { allocate, lengthOf } from "./dtype.ts";
import { UserError } from "./errors.ts";
import { type FlushingThreads, openFlushingThreads } from "./flushing-threads.ts";
import { openLane } from "./lane.ts";
import { appendProvider, deviceMemory } from "./native-device.ts";
import type { DeviceMemory } from "./native-memory.ts";
import { NativeSession } from "./native-session.ts";
import { NativeValue } from "./native-value.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { check, loggingLevel, ortApi, receive, statusError } from "./ort-api.ts";
import { int8ProductsMayOverflow } from "./processor.ts";
import type { Device, Dtype, Runtime, Session, SessionOptions, TypedArray, Value } from "./runtime.ts";
import { tinyModel } from "./tiny-onnx.ts";

export type NativeDevice = Exclude<Device, "wasm">;

export interface NativeOptions {
  /** Threads inside an operator for sessions that do not say; default: all physical cores. */
  readonly threads?: number;
}

const devices: readonly string[] = ["cpu", "webgpu", "cuda"] satisfies NativeDevice[];

/** Throws a UserError for a device or a number of threads that is none. */
export function checkNative(device: NativeDevice, { threads }: NativeOptions): void {
  if (!devices.includes(device)) throw new UserError(`device is ${device}, expected cpu, webgpu or cuda`);
  checkThreads(threads);
}

function checkThreads(threads: number | undefined): void {
  if (threads === undefined || (Number.isInteger(threads) && threads > 0)) return;
  throw new UserError(`threads is ${threads}, expected a whole number from 1`);
}

/**
 * A runtime on this machine. Throws a UserError where the device or ONNX Runtime's library is missing.
 *
 * ```ts
 * const runtime = await createNativeRuntime("cpu");
 * const session = await runtime.session("model.onnx");
 * const { logits } = await session.run({ ids: runtime.value("int64", [1, 3], BigInt64Array.of(1n, 2n, 3n)) });
 * ```
 */
export async function createNativeRuntime(device: NativeDevice, options: NativeOptions = {}): Promise<Runtime> {
  checkNative(device, options);
  const api = ortApi();
  return new NativeRuntime(api, device, options, device === "cpu" ? undefined : deviceMemory(api, device));
}

class NativeRuntime implements Runtime {
  readonly device: NativeDevice;
  readonly #api: OrtApi;
  readonly #options: NativeOptions;
  readonly #memory: DeviceMemory | undefined;
  readonly #sessions = new Set<NativeSession>();
  #disposed = false;

  constructor(api: OrtApi, device: NativeDevice, options: NativeOptions, memory: DeviceMemory | undefined) {
    this.#api = api;
    this.device = device;
    this.#options = options;
    this.#memory = memory;
  }

  async session(model: Uint8Array | string, options: SessionOptions = {}): Promise<Session> {
    if (this.#disposed) throw new UserError("this runtime was disposed; it cannot load programs any more");
    const api = this.#api;
    const lane = this.#memory?.lane ?? openLane;
    const threads = options.flushDenormals && this.device === "cpu" ? await flushingThreads(api) : undefined;
    const settings = sessionOptions(
      api,
      { ...options, threads: options.threads ?? this.#options.threads, flushDenormals: threads !== undefined },
      this.device,
    );
    let pointer: Pointer;
    try {
      pointer = await lane.run(() => load(api, model, settings));
    } finally {
      api.ReleaseSessionOptions(settings);
    }
    const deviceOutputs = this.#memory ? (options.deviceOutputs ?? []) : [];
    const onDispose = (disposed: NativeSession) => this.#sessions.delete(disposed);
    let session: NativeSession;
    try {
      session = new NativeSession({ api, device: this.#memory, deviceOutputs, lane, threads, onDispose }, pointer);
    } catch (error) {
      lane.defer(() => void api.ReleaseSession(pointer));
      throw error;
    }
    this.#sessions.add(session);
    return session;
  }

  value(dtype: Dtype, shape: readonly number[], data?: TypedArray, location: "host" | "device" = "host"): Value {
    if (this.#disposed) throw new UserError("this runtime was disposed; it cannot make values any more");
    checkShape(shape);
    if (data) checkData(dtype, shape, data);
    const contents = data ?? allocate(dtype, lengthOf(dtype, shape));
    if (location === "host" || !this.#memory) return NativeValue.wrap(this.#api, dtype, shape, contents);
    return NativeValue.onDevice(this.#api, dtype, shape, this.#memory, contents);
  }

  dispose(): void {
    this.#disposed = true;
    for (const session of [...this.#sessions]) session.dispose();
  }
}

const optimizationLevels = { off: 0, basic: 1, extended: 2, all: 99 } as const;

/** Settings that every session has unless its own say otherwise. */
function defaultConfig(): Record<string, string> {
  return {
    // A session's threads wait this long for more work. ONNX Runtime's own 34 ms would take a core from whatever session
    // runs next (towers, then prefill, then decoding), which makes that up to three times slower.
    "session.intra_op.spin_duration_us": "1000",
    // Turns int8 weights into uint8 ones, whose kernels are half as fast but cannot overflow.
    ...(int8ProductsMayOverflow() && { "session.x64quantprecision": "1" }),
  };
}

function sessionOptions(api: OrtApi, options: SessionOptions, device: NativeDevice): Pointer {
  const what = "configure a session";
  const settings = receive(api, what, (out) => api.CreateSessionOptions(out));
  const set = (status: Pointer | null) => check(api, status, what);
  try {
    if (device !== "cpu") appendProvider(api, settings, device);
    set(api.SetSessionGraphOptimizationLevel(settings, optimizationLevels[options.optimize ?? "all"]));
    checkThreads(options.threads);
    if (options.threads !== undefined) set(api.SetIntraOpNumThreads(settings, options.threads));
    if (options.sharedMemory && device === "cpu") {
      api.openSharedMemory();
      set(api.AddSessionConfigEntry(settings, "session.use_env_allocators", "1"));
      // A plan is one block as large as all values at once; no hole that another shape left would hold it.
      set(api.DisableMemPattern(settings));
    }
    if (options.flushDenormals) set(api.AddSessionConfigEntry(settings, "session.set_denormal_as_zero", "1"));
    // On the CPU whatever goes wrong is thrown as well; a GPU also reports errors that no call returns.
    if (device === "cpu" && loggingLevel() === 3) set(api.SetSessionLogSeverityLevel(settings, 4));
    if (options.externalDataFolder !== undefined) {
      const key = "session.model_external_initializers_file_folder_path";
      set(api.AddSessionConfigEntry(settings, key, options.externalDataFolder));
    }
    for (const [key, value] of Object.entries({ ...defaultConfig(), ...options.config })) {
      set(api.AddSessionConfigEntry(settings, key, value));
    }
    return settings;
  } catch (error) {
    api.ReleaseSessionOptions(settings);
    throw error;
  }
}

let opened: Promise<FlushingThreads | undefined> | undefined;

/**
 * Threads that flush denormals, once for the process. The first session of a process decides, by ONNX Runtime's rules, how the thread that makes it
 * treats them; that is one of libuv's, where a later run must not find it changed. So a session that asks for nothing
 * comes first.
 */
function flushingThreads(api: OrtApi): Promise<FlushingThreads | undefined> {
  opened ??= makeFirstSession(api).then(() => openFlushingThreads(api.runFunction));
  return opened;
}

async function makeFirstSession(api: OrtApi): Promise<void> {
  const port = { dtype: "float32", shape: [1] } as const;
  const model = tinyModel({
    inputs: [{ name: "x", ...port }],
    outputs: [{ name: "y", ...port }],
    nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
  });
  const settings = sessionOptions(api, { threads: 1 }, "cpu");
  try {
    api.ReleaseSession(await load(api, model, settings));
  } finally {
    api.ReleaseSessionOptions(settings);
  }
}

/** Creates the session off the event loop: optimising a large graph takes seconds. */
function load(api: OrtApi, model: Uint8Array | string, settings: Pointer): Promise<Pointer> {
  if (typeof model === "string" && !statSync(model, { throwIfNoEntry: false })?.isFile()) {
    throw new UserError(`there is no ONNX model at ${model}.`);
  }
  const out = new BigUint64Array(1);
  return new Promise((resolve, reject) => {
    // The closure also keeps the model's bytes and `out` reachable until ONNX Runtime is done with them.
    const done = (error: Error | null, status: Pointer | null) => {
      if (error) reject(error);
      else if (status !== null) {
        reject(statusError(api, status, typeof model === "string" ? `load ${model}` : "load the model"));
      } else resolve(out[0]!);
    };
    if (typeof model === "string") api.CreateSession.async(api.environment, model, settings, out, done);
    else api.CreateSessionFromArray.async(api.environment, model, model.byteLength, settings, out, done);
  });
}
