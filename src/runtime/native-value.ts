/**
 * Values of the native runtime: a block of memory (JavaScript's, ONNX Runtime's, or a device's) and the `OrtValue` that
 * describes it to the engine. Blocks in use by a run are pinned, so disposing one meanwhile is safe and takes effect after.
 */
import koffi from "koffi";
import { allocate, bytesPerElement, lengthOf, viewBytes } from "./dtype.ts";
import { elementTypeOf } from "./element-type.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { receive } from "./ort-api.ts";
import type { Dtype, TypedArray, Value } from "./runtime.ts";

/** A place that holds memory beside the host: how to describe it and how to copy between it and the host. */
export interface DeviceMemory {
  /** `OrtMemoryInfo` of the device's default memory. */
  readonly info: Pointer;
  /** Allocator of that memory. */
  readonly allocator: Pointer;
  /** Copies between two values of equal type and shape, at least one of them on the device. */
  copy(from: Pointer, to: Pointer, dtype: Dtype, shape: readonly number[]): Promise<void> | void;
}

/** Who uses a block just now. Holds nothing that would keep the memory itself reachable. */
interface Lease {
  /** Runs in flight that use the block. */
  pins: number;
  /** `OrtValue`s to release when the last of them ends. */
  readonly waiting: Pointer[];
}

/** One block of memory, shared by a value and the views on it. */
interface Block {
  /** Host address or device handle; 0 for an empty tensor. */
  readonly address: Pointer;
  readonly bytes: number;
  readonly device: DeviceMemory | undefined;
  readonly lease: Lease;
  /** Host memory as an array buffer: the caller's own, or made on first use over ONNX Runtime's memory. */
  buffer: ArrayBufferLike | undefined;
  readonly byteOffset: number;
  freed: boolean;
}

interface Handle {
  readonly api: OrtApi;
  readonly pointer: Pointer;
  readonly lease: Lease;
}

/** The net under forgotten values. What is disposed properly never reaches it. */
const forgotten = new FinalizationRegistry<Handle>(release);
/** While an array over ONNX Runtime's memory is reachable, so is the value that owns the memory. */
const owners = new WeakMap<ArrayBufferLike, NativeValue>();

function release({ api, pointer, lease }: Handle): void {
  if (lease.pins > 0) lease.waiting.push(pointer);
  else api.ReleaseValue(pointer);
}

export class NativeValue implements Value {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly #api: OrtApi;
  readonly #block: Block;
  readonly #base: NativeValue | undefined;
  #data: TypedArray | undefined;
  #handle: Handle | undefined;
  #disposed = false;

  private constructor(
    api: OrtApi,
    dtype: Dtype,
    shape: readonly number[],
    block: Block,
    base?: NativeValue,
    pointer?: Pointer,
  ) {
    this.#api = api;
    this.dtype = dtype;
    this.shape = shape;
    this.#block = block;
    this.#base = base;
    if (pointer !== undefined) this.#adopt(pointer);
  }

  /** Wraps a typed array without copying; the array stays reachable as long as the value is used. */
  static wrap(api: OrtApi, dtype: Dtype, shape: readonly number[], data: TypedArray): NativeValue {
    const address = data.byteLength > 0 ? koffi.address(data) : 0n;
    const block = newBlock(address, data.byteLength, undefined, data);
    const value = new NativeValue(api, dtype, [...shape], block);
    value.#data = data;
    return value;
  }

  /** Takes ownership of a tensor that ONNX Runtime allocated on the host or on `device`. */
  static own(
    api: OrtApi,
    pointer: Pointer,
    dtype: Dtype,
    shape: readonly number[],
    device?: DeviceMemory,
  ): NativeValue {
    const address = receive(api, "read a tensor", (out) => api.GetTensorMutableData(pointer, out));
    const bytes = lengthOf(dtype, shape) * Math.max(1, bytesPerElement[dtype]);
    return new NativeValue(api, dtype, shape, newBlock(address, bytes, device), undefined, pointer);
  }

  /** Allocates on the device; the contents are undefined. */
  static onDevice(api: OrtApi, dtype: Dtype, shape: readonly number[], device: DeviceMemory): NativeValue {
    const pointer = receive(api, `allocate ${dtype} [${shape}] on the device`, (out) =>
      api.CreateTensorAsOrtValue(device.allocator, dims(shape), shape.length, elementTypeOf[dtype], out),
    );
    return NativeValue.own(api, pointer, dtype, [...shape], device);
  }

  get location(): "host" | "device" {
    return this.#block.device ? "device" : "host";
  }

  get disposed(): boolean {
    return this.#disposed || this.#block.freed;
  }

  get data(): TypedArray {
    this.#alive();
    this.#data ??= this.#mapped(this.dtype, this.shape);
    return this.#data;
  }

  async download(): Promise<TypedArray> {
    this.#alive();
    if (!this.#block.device) return this.data.slice();
    const target = allocate(this.dtype, lengthOf(this.dtype, this.shape));
    await this.#transfer(target, "out");
    return target;
  }

  async upload(data: TypedArray): Promise<void> {
    this.#alive();
    checkData(this.dtype, this.shape, data);
    if (this.#block.device) await this.#transfer(data, "in");
    else (this.data as Uint8Array).set(data as Uint8Array); // same class on both sides: checked above
  }

  /** As `upload`, for devices that copy at once. */
  fill(data: TypedArray): Promise<void> | void {
    return this.#transfer(data, "in");
  }

  view(shape: readonly number[]): NativeValue {
    this.#alive();
    checkShape(shape);
    const room = lengthOf(this.dtype, this.shape);
    if (lengthOf(this.dtype, shape) > room) {
      throw new Error(`a view of shape [${shape}] needs more elements than the value of shape [${this.shape}] has.`);
    }
    return new NativeValue(this.#api, this.dtype, [...shape], this.#block, this.#base ?? this);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (!this.#base) this.#block.freed = true;
    this.#data = undefined;
    if (this.#handle) {
      forgotten.unregister(this);
      release(this.#handle);
      this.#handle = undefined;
    }
    this.#forget();
  }

  /** The `OrtValue` of this value, made on first use. */
  get pointer(): Pointer {
    if (this.#handle) return this.#handle.pointer;
    this.#alive();
    const { address, device } = this.#block;
    const info = device?.info ?? this.#api.cpuMemory;
    const bytes = lengthOf(this.dtype, this.shape) * Math.max(1, bytesPerElement[this.dtype]);
    return this.#adopt(
      receive(this.#api, `wrap ${this.dtype} [${this.shape}]`, (out) =>
        this.#api.CreateTensorWithDataAsOrtValue(
          info,
          address,
          bytes,
          dims(this.shape),
          this.shape.length,
          elementTypeOf[this.dtype],
          out,
        ),
      ),
    );
  }

  /** Keeps the memory alive until `unpin`, whatever is disposed meanwhile. */
  pin(): void {
    this.#block.lease.pins++;
  }

  unpin(): void {
    const { lease } = this.#block;
    if (--lease.pins > 0) return;
    while (lease.waiting.length > 0) this.#api.ReleaseValue(lease.waiting.pop()!);
    this.#forget();
  }

  /** Lets go of the caller's array once neither the value nor a run needs it. */
  #forget(): void {
    if (this.#block.freed && this.#block.lease.pins === 0) this.#block.buffer = undefined;
  }

  #adopt(pointer: Pointer): Pointer {
    this.#handle = { api: this.#api, pointer, lease: this.#block.lease };
    forgotten.register(this, this.#handle, this);
    return pointer;
  }

  #alive(): void {
    if (this.disposed)
      throw new Error(`this ${this.dtype} [${this.shape}] value was disposed; it cannot be used any more.`);
  }

  #mapped(dtype: Dtype, shape: readonly number[]): TypedArray {
    const block = this.#block;
    if (block.device) {
      throw new Error(`this ${dtype} [${shape}] value lives on the device; call download() to read it.`);
    }
    const length = lengthOf(dtype, shape);
    if (length === 0) return allocate(dtype, 0);
    if (!block.buffer) {
      block.buffer = koffi.view(block.address, block.bytes);
      owners.set(block.buffer, this.#base ?? this);
    }
    return viewBytes(dtype, block.buffer, block.byteOffset, length);
  }

  async #transfer(data: TypedArray, direction: "in" | "out"): Promise<void> {
    const device = this.#block.device!;
    if (data.length === 0) return;
    const host = NativeValue.wrap(this.#api, this.dtype, this.shape, data);
    this.pin();
    try {
      if (direction === "in") await device.copy(host.pointer, this.pointer, this.dtype, this.shape);
      else await device.copy(this.pointer, host.pointer, this.dtype, this.shape);
    } finally {
      this.unpin();
      host.dispose();
    }
  }
}

function newBlock(address: Pointer, bytes: number, device?: DeviceMemory, data?: TypedArray): Block {
  const lease = { pins: 0, waiting: [] };
  return { address, bytes, device, lease, buffer: data?.buffer, byteOffset: data?.byteOffset ?? 0, freed: false };
}

function dims(shape: readonly number[]): BigInt64Array {
  return BigInt64Array.from(shape, BigInt);
}

/** Throws unless every dimension is a non-negative integer. */
export function checkShape(shape: readonly number[]): void {
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new Error(`shape [${shape}] has the dimension ${size}; dimensions are non-negative integers.`);
    }
  }
}

/** Throws unless `data` is the array class of `dtype` with exactly the elements of `shape`. */
export function checkData(dtype: Dtype, shape: readonly number[], data: TypedArray): void {
  const expected = allocate(dtype, 0).constructor as { new (length: number): TypedArray; readonly name: string };
  if (!(data instanceof expected)) {
    throw new Error(
      `${dtype} [${shape}] is held in a ${expected.name}, not in a ${(data as TypedArray).constructor.name}.`,
    );
  }
  const length = lengthOf(dtype, shape);
  if (data.length !== length) {
    throw new Error(`${dtype} [${shape}] needs an array of length ${length}, but the given one has ${data.length}.`);
  }
}
