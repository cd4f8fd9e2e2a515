/**
 * The interface between a compiled program and the machine: sessions over typed values.
 * Three rooms implement it: `native.ts` (ONNX Runtime's C API), `web.ts` (onnxruntime-web). Nothing here knows models.
 */

/** Element types. `uint4` is packed two to a byte, low nibble first; its values are stored as bytes. */
export type Dtype =
  | "float32"
  | "float16"
  | "bfloat16"
  | "int8"
  | "uint8"
  | "int32"
  | "int64"
  | "bool"
  | "uint4"
  | "float64";

/** The typed array that holds each element type on the host; 16-bit floats travel as their raw bits. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Int32Array
  | BigInt64Array;

/** Where a program runs. `cpu`, `webgpu` and `cuda` are native; `wasm` and `webgpu` exist in a browser. */
export type Device = "cpu" | "webgpu" | "cuda" | "wasm";

/**
 * A tensor that exists: a typed block of memory on the host or on the device.
 * The same value may be given to a run as input and as output: the program then updates it in place.
 */
export interface Value {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** `host`: `data` is the memory itself, no copy. `device`: reach it with `download` and `upload`. */
  readonly location: "host" | "device";
  /** The memory of a host value. Throws for a device value. */
  readonly data: TypedArray;
  /** Copies the contents to a fresh array (a host value returns a copy as well). */
  download(): Promise<TypedArray>;
  /** Overwrites the contents; `data.length` must equal the number of elements. */
  upload(data: TypedArray): Promise<void>;
  /** The same memory (or a leading part of it) under another shape; the new shape must not need more elements. */
  view(shape: readonly number[]): Value;
  /** Frees the memory now. A view does not own memory: disposing it leaves the base intact. */
  dispose(): void;
}

/** A named input or output; symbolic dimensions are strings. */
export interface ValueInfo {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly (number | string)[];
}

/** A program loaded on a device. */
export interface Session {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /**
   * Runs the program off the event loop.
   * `feeds` must name every input. Outputs named in `fetches` are written into the given values, in place;
   * all others are allocated by the runtime and returned (the caller disposes them). `only` restricts which outputs
   * are computed (default: all). Returns every computed output by name, the given fetches included.
   */
  run(
    feeds: Readonly<Record<string, Value>>,
    fetches?: Readonly<Record<string, Value>>,
    only?: readonly string[],
  ): Promise<Record<string, Value>>;
  dispose(): void;
}

export interface SessionOptions {
  /** Threads inside an operator; default: the runtime's (all physical cores). */
  readonly threads?: number;
  /** ONNX Runtime graph optimisation level. Default `all`. */
  readonly optimize?: "off" | "basic" | "extended" | "all";
  /**
   * Values are taken from one pool for all such sessions of the process, which keeps what it has: for programs of many
   * shapes that run one after the other, as in training, the memory of the largest instead of all. Only native on the CPU;
   * elsewhere each session has its own. Default false.
   */
  readonly sharedMemory?: boolean;
  /**
   * Numbers below 1.2e-38 (denormals) count as zero, on every thread alike. Spares Intel's processors, which are slow with
   * them, and costs a run some 30 us: for programs of towers and of training. Only native on the CPU of Linux on x64;
   * elsewhere nothing changes. Default false.
   */
  readonly flushDenormals?: boolean;
  /** Extra ONNX Runtime session configuration entries, e.g. `session.disable_cpu_ep_fallback`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Folder that external data locations of an in-memory model are relative to. */
  readonly externalDataFolder?: string;
  /** Outputs to keep on the device (webgpu, cuda) when the runtime allocates them. Default: all stay on the host. */
  readonly deviceOutputs?: readonly string[];
}

/** One device of one ONNX Runtime. */
export interface Runtime {
  readonly device: Device;
  /** Loads an ONNX model given as bytes or as a file path (then external data resolves beside the file). */
  session(model: Uint8Array | string, options?: SessionOptions): Promise<Session>;
  /** A zero-filled value, or one that wraps `data` (host: without copying; device: uploaded). */
  value(dtype: Dtype, shape: readonly number[], data?: TypedArray, location?: "host" | "device"): Value;
  dispose(): void;
}
