/**
 * ONNX Runtime's C API as typed functions: the table of function pointers, status handling and the one environment.
 * A thin connector that only the native runtime uses; nothing here knows tensors or sessions beyond their handles.
 */
import { UserError } from "./errors.ts";
import { koffi } from "./koffi.ts";
import { findLibrary } from "./library.ts";

/** A native address or handle. */
export type Pointer = bigint;
export type Argument = Pointer | number | string | boolean | null | ArrayBufferView;

/** A function that returns a status pointer (null when all went well) or nothing. */
interface NativeFunction {
  (...args: Argument[]): Pointer | null;
  async(...args: [...Argument[], (error: Error | null, status: Pointer | null) => void]): void;
}

/** The struct layout is append-only, so every later library serves this version of the table. */
const apiVersion = 24;

const P = "void *";
/** Model paths are `ORTCHAR_T`: UTF-16 on Windows, UTF-8 elsewhere. */
const pathType = process.platform === "win32" ? "str16" : "str";

/** Position of each function in `struct OrtApi` (onnxruntime_c_api.h) and its parameters; all return `OrtStatus *`. */
const statusFunctions = {
  CreateEnv: [3, ["int", "str", P]],
  CreateSession: [7, [P, pathType, P, P]],
  CreateSessionFromArray: [8, [P, P, "size_t", P, P]],
  Run: [9, [P, P, P, P, "size_t", P, "size_t", P]],
  CreateSessionOptions: [10, [P]],
  DisableMemPattern: [17, [P]],
  SetSessionLogSeverityLevel: [22, [P, "int"]],
  SetSessionGraphOptimizationLevel: [23, [P, "int"]],
  SetIntraOpNumThreads: [24, [P, "int"]],
  SessionGetInputCount: [30, [P, P]],
  SessionGetOutputCount: [31, [P, P]],
  SessionGetInputTypeInfo: [33, [P, "size_t", P]],
  SessionGetOutputTypeInfo: [34, [P, "size_t", P]],
  SessionGetInputName: [36, [P, "size_t", P, P]],
  SessionGetOutputName: [37, [P, "size_t", P, P]],
  CreateTensorAsOrtValue: [48, [P, P, "size_t", "int", P]],
  CreateTensorWithDataAsOrtValue: [49, [P, P, "size_t", P, "size_t", "int", P]],
  GetTensorMutableData: [51, [P, P]],
  CastTypeInfoToTensorInfo: [55, [P, P]],
  GetTensorElementType: [60, [P, P]],
  GetDimensionsCount: [61, [P, P]],
  GetDimensions: [62, [P, P, "size_t"]],
  GetSymbolicDimensions: [63, [P, P, "size_t"]],
  CreateMemoryInfo: [68, ["str", "int", "int", "int", P]],
  CreateCpuMemoryInfo: [69, ["int", "int", P]],
  AllocatorFree: [76, [P, P]],
  GetAllocatorWithDefaultOptions: [78, [P]],
  GetAvailableProviders: [125, [P, P]],
  ReleaseAvailableProviders: [126, [P, "int"]],
  AddSessionConfigEntry: [130, [P, "str", "str"]],
  CreateAllocator: [131, [P, P, P]],
  RunWithBinding: [133, [P, P, P]],
  CreateIoBinding: [134, [P, P]],
  BindInput: [136, [P, "str", P]],
  BindOutput: [137, [P, "str", P]],
  BindOutputToDevice: [138, [P, "str", P]],
  GetBoundOutputValues: [140, [P, P, P, P]],
  CreateAndRegisterAllocator: [144, [P, P, P]],
  SynchronizeBoundOutputs: [203, [P]],
  SessionOptionsAppendExecutionProvider_CUDA_V2: [204, [P, P]],
  CreateCUDAProviderOptions: [205, [P]],
  SessionOptionsAppendExecutionProvider: [216, [P, "str", P, P, "size_t"]],
  CopyTensors: [386, [P, P, P, P, "size_t"]],
  GetTensorElementTypeAndShapeDataReference: [414, [P, P, P, P]],
} as const satisfies Record<string, readonly [number, readonly string[]]>;

/** Functions that return nothing. */
const releaseFunctions = {
  ReleaseStatus: 93,
  ReleaseMemoryInfo: 94,
  ReleaseSession: 95,
  ReleaseValue: 96,
  ReleaseTypeInfo: 98,
  ReleaseSessionOptions: 100,
  ReleaseAllocator: 132,
  ReleaseIoBinding: 135,
  ReleaseCUDAProviderOptions: 208,
} as const;

type StatusName = keyof typeof statusFunctions;
type ReleaseName = keyof typeof releaseFunctions;

export type OrtApi = Readonly<Record<StatusName | ReleaseName, NativeFunction>> & {
  /** ONNX Runtime's version, e.g. `1.30.0`. */
  readonly version: string;
  /** The shared library the functions live in. */
  readonly path: string;
  /** The process-wide environment (threads are per session, logging is shared). */
  readonly environment: Pointer;
  /** Describes memory of this process's heap. */
  readonly cpuMemory: Pointer;
  /** The default CPU allocator; owned by ONNX Runtime. */
  readonly allocator: Pointer;
  /** `Run` for whoever calls it from another thread. */
  readonly runFunction: RunFunction;
  /** Makes the pool that sessions with `sharedMemory` allocate from, once in a process. */
  readonly openSharedMemory: () => void;
  readonly errorMessage: (status: Pointer) => string;
  /** Whether a tensor's rank is known. */
  readonly hasShape: (tensorInfo: Pointer) => boolean;
};

/** A native function by its address, with its parameters' types; what it returns is a status. */
export interface RunFunction {
  readonly address: Pointer;
  readonly parameters: readonly string[];
  /** Stack that a call may need. */
  readonly stackBytes: number;
}

let loaded: OrtApi | undefined;
/** Reachable for ever: koffi unloads a library whose handle is collected, and the next call would crash. */
const libraries: unknown[] = [];

/** Loads the library once and returns its functions. Throws a UserError where it is missing or too old. */
export function ortApi(): OrtApi {
  loaded ??= load();
  return loaded;
}

function load(): OrtApi {
  const { path } = findLibrary();
  enlargeStacks();
  let library: ReturnType<typeof koffi.load>;
  try {
    library = koffi.load(path);
  } catch (error) {
    throw new UserError(`ONNX Runtime could not be loaded from ${path}: ${firstLine((error as Error).message)}`);
  }
  libraries.push(library);
  const base = new BigUint64Array(koffi.view(library.func("OrtGetApiBase", P, [])() as Pointer, 16));
  const getApi = koffi.decode(base[0], koffi.proto(P, ["uint32_t"])) as (version: number) => Pointer | null;
  const version = (koffi.decode(base[1], koffi.proto("str", [])) as () => string)();
  const api = supports(version) ? getApi(apiVersion) : null;
  if (api === null) throw new UserError(`${path} is ONNX Runtime ${version}; 1.${apiVersion} or later is needed.`);
  const table = new BigUint64Array(koffi.view(api, 8 * 415));

  const functions: Partial<Record<StatusName | ReleaseName, NativeFunction>> = {};
  for (const [name, [index, parameters]] of Object.entries(statusFunctions)) {
    functions[name as StatusName] = koffi.decode(table[index], koffi.proto(P, [...parameters])) as NativeFunction;
  }
  for (const [name, index] of Object.entries(releaseFunctions)) {
    functions[name as ReleaseName] = koffi.decode(table[index], koffi.proto("void", [P])) as NativeFunction;
  }
  const errorMessage = koffi.decode(table[2], koffi.proto("str", [P])) as (status: Pointer) => string;
  const hasShape = koffi.decode(table[390], koffi.proto("bool", [P])) as (tensorInfo: Pointer) => boolean;
  const complete = functions as Record<StatusName | ReleaseName, NativeFunction>;
  const partial = { ...complete, version, path, errorMessage, hasShape };
  const ask = (what: string, call: (out: BigUint64Array) => Pointer | null) => receive(partial, what, call);
  const environment = ask("start", (out) => partial.CreateEnv(loggingLevel(), "periscope", out));
  let isShared = false;
  const openSharedMemory = () => {
    if (isShared) return;
    const what = "open its shared memory";
    const pool = ask(what, (out) => partial.CreateCpuMemoryInfo(1, 0, out));
    check(partial, partial.CreateAndRegisterAllocator(environment, pool, null), what);
    partial.ReleaseMemoryInfo(pool);
    isShared = true;
  };
  const [place, parameters] = statusFunctions.Run;
  return {
    ...partial,
    environment,
    runFunction: { address: table[place]!, parameters, stackBytes },
    openSharedMemory,
    cpuMemory: ask("describe host memory", (out) => partial.CreateCpuMemoryInfo(0, 0, out)),
    allocator: ask("find its allocator", (out) => partial.GetAllocatorWithDefaultOptions(out)),
  };
}

type ErrorSource = Pick<OrtApi, "errorMessage" | "ReleaseStatus">;

/** Throws `ONNX Runtime could not {what}: ...` if `status` is an error; releases it. */
export function check(api: ErrorSource, status: Pointer | null, what: string): void {
  if (status !== null) throw statusError(api, status, what);
}

/** The error that a status stands for; releases the status. */
export function statusError(api: ErrorSource, status: Pointer, what: string): Error {
  const message = firstLine(api.errorMessage(status));
  api.ReleaseStatus(status);
  return new Error(`ONNX Runtime could not ${what}: ${message}`);
}

/** Calls a function that writes one pointer or size through its last argument, and returns that. */
export function receive(api: ErrorSource, what: string, call: (out: BigUint64Array) => Pointer | null): Pointer {
  const out = new BigUint64Array(1);
  check(api, call(out), what);
  return out[0]!;
}

/** The execution providers this library was built with, e.g. `CPUExecutionProvider`. */
export function availableProviders(api: OrtApi): string[] {
  const out = new BigUint64Array(2);
  check(api, api.GetAvailableProviders(out.subarray(0, 1), out.subarray(1)), "list its providers");
  const count = Number(BigInt.asUintN(32, out[1]!));
  const names = Array.from(new BigUint64Array(koffi.view(out[0], 8 * count)), (name) => koffi.decode.string(name));
  check(api, api.ReleaseAvailableProviders(out[0]!, count), "list its providers");
  return names;
}

/** The first line that says something, without the places and conditions in ONNX Runtime's sources. */
function firstLine(message: string): string {
  const line = message.split("\n").find((text) => text.trim() !== "") ?? message;
  return line
    .replace(/\S*onnxruntime_src\S*:\d+ (.*?\[ONNXRuntimeError\] : \d+ : \w+ : |.*? was false\. )?/g, "")
    .trim();
}

function supports(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 1 || (major === 1 && minor >= apiVersion);
}

/** 0 verbose ... 4 fatal. Errors reach the caller as exceptions, so by default only those without a caller are printed. */
export function loggingLevel(): number {
  const level = ["verbose", "info", "warning", "error", "fatal"].indexOf(process.env.PERISCOPE_ORT_LOG ?? "");
  return level < 0 ? 3 : level;
}

/** Bytes of stack for a call. */
const stackBytes = 8 << 20;

/**
 * Graph optimisation, like MPI, recurses deeper than koffi's default stack for calls off the main thread (128 KiB).
 * Koffi takes this only before it loads its first library, so whoever loads one calls it.
 */
export function enlargeStacks(): void {
  const { async_stack_size: asynchronous = 0, sync_stack_size: synchronous = 0 } = koffi.config();
  if (Math.min(asynchronous, synchronous) >= stackBytes) return;
  koffi.config({
    async_stack_size: Math.max(stackBytes, asynchronous),
    sync_stack_size: Math.max(stackBytes, synchronous),
  });
}
