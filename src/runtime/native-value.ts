/**
 * Values of the native runtime: the `OrtValue` that describes a block of memory to the engine, and access to that memory.
 * A value in use by a run is pinned, so disposing it meanwhile is safe and takes effect when the run ends.
 */
import { byteLengthOf, checkData, checkShape } from "./checks.ts";
import { allocate, lengthOf, viewBytes } from "./dtype.ts";
import { koffi } from "./koffi.ts";
import { allocateOnDevice, copyFromDevice, copyToDevice, describeMemory, overwriteHead } from "./native-copy.ts";
import type { Block, DeviceMemory, Handle } from "./native-memory.ts";
import { addressOf, handleCount, hostBlock, newBlock, releaseHandle } from "./native-memory.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { receive } from "./ort-api.ts";
import type { Dtype, TypedArray, Value } from "./runtime.ts";

/** The net under forgotten values. What is disposed properly never reaches it. */
const forgotten = new FinalizationRegistry<Handle>(releaseHandle);

export class NativeValue implements Value {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly #api: OrtApi;
  readonly #block: Block;
  /** The value whose memory this one shows; undefined for the owner itself. */
  readonly #base: NativeValue | undefined;
  /** The block's memory as this value's shape sees it. */
  #data: TypedArray | undefined;
  #handle: Handle | undefined;
  /** Runs and copies, under way or in the queue, that use this value or a view on it. */
  #pins = 0;
  /** Handles given up while pinned. */
  #stale: Handle[] = [];
  #disposed = false;

  private constructor(api: OrtApi, dtype: Dtype, shape: readonly number[], block: Block, base?: NativeValue) {
    this.#api = api;
    this.dtype = dtype;
    this.shape = shape;
    this.#block = block;
    this.#base = base;
  }

  /** Wraps a typed array without copying; the array stays reachable as long as the value is used. */
  static wrap(api: OrtApi, dtype: Dtype, shape: readonly number[], data: TypedArray): NativeValue {
    const value = new NativeValue(api, dtype, [...shape], hostBlock(data));
    value.#data = data;
    return value;
  }

  /** Takes over a tensor that ONNX Runtime allocated on the host or on `device`. */
  static own(
    api: OrtApi,
    pointer: Pointer,
    dtype: Dtype,
    shape: readonly number[],
    device?: DeviceMemory,
  ): NativeValue {
    const value = new NativeValue(api, dtype, shape, newBlock(byteLengthOf(dtype, shape), device));
    value.#adopt(pointer);
    return value;
  }

  /** Allocates on the device; at once if the device is free, else before its first use. `contents` are copied. */
  static onDevice(
    api: OrtApi,
    dtype: Dtype,
    shape: readonly number[],
    device: DeviceMemory,
    contents: TypedArray,
  ): NativeValue {
    const value = new NativeValue(api, dtype, [...shape], newBlock(byteLengthOf(dtype, shape), device));
    value.#block.pending = contents;
    if (device.lane.busy) value.#block.pending = contents.slice();
    else value.prepare();
    return value;
  }

  get location(): "host" | "device" {
    return this.#block.device ? "device" : "host";
  }

  /** The device it lives on; undefined on the host. */
  get device(): DeviceMemory | undefined {
    return this.#block.device;
  }

  get disposed(): boolean {
    return this.#disposed || this.#block.freed;
  }

  get ragged(): boolean {
    const { device, bytes } = this.#block;
    const own = byteLengthOf(this.dtype, this.shape);
    return device !== undefined && own < bytes && own % device.granularity !== 0;
  }

  /**
   * The memory of a host value, valid as long as the caller holds it. Memory that ONNX Runtime allocated moves into a
   * JavaScript array the first time it is looked at here, so that `dispose` can free it whatever the caller still holds.
   */
  get data(): TypedArray {
    this.#assertAlive();
    this.#data ??= this.#look();
    return this.#data;
  }

  async download(): Promise<TypedArray> {
    this.#assertAlive();
    const { device } = this.#block;
    if (!device) return this.data.slice();
    const target = allocate(this.dtype, lengthOf(this.dtype, this.shape));
    await this.#onLane(device, () => copyFromDevice(this.#api, device, this.pointer, this.dtype, this.shape, target));
    return target;
  }

  async upload(data: TypedArray): Promise<void> {
    this.#assertAlive();
    checkData(this.dtype, this.shape, data);
    const { device } = this.#block;
    if (device) await this.#onLane(device, () => this.#write(device, data));
    else (this.data as Uint8Array).set(data as Uint8Array); // both are the class of the dtype: checked above
  }

  view(shape: readonly number[]): NativeValue {
    this.#assertAlive();
    checkShape(shape);
    if (lengthOf(this.dtype, shape) > lengthOf(this.dtype, this.shape)) {
      throw new Error(`a view of shape [${shape}] needs more elements than the value of shape [${this.shape}] has.`);
    }
    return new NativeValue(this.#api, this.dtype, [...shape], this.#block, this.#base ?? this);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (!this.#base) this.#block.freed = true;
    if (this.#pins === 0) this.#release();
  }

  /** The `OrtValue` of this value, made on first use. */
  get pointer(): Pointer {
    if (this.#handle?.place === this.#block.place) return this.#handle.pointer;
    this.#dropHandle();
    const { device } = this.#block;
    const address = this.#address();
    const info = device?.info ?? this.#api.cpuMemory;
    return this.#adopt(describeMemory(this.#api, info, address, this.dtype, this.shape));
  }

  /** Makes the device memory of this value exist; call it only while the device is free or in one's own turn. */
  prepare(): void {
    const { pending, device } = this.#block;
    if (!pending || !device) return;
    if (this.#base) {
      this.#base.prepare();
      return;
    }
    const { dtype, shape } = this;
    this.#adopt(allocateOnDevice(this.#api, device, dtype, shape));
    this.#block.pending = undefined;
    this.#write(device, pending);
  }

  /** Keeps the memory alive and in place until `unpin`, whatever is disposed meanwhile. */
  pin(use: "read" | "write"): void {
    this.#pins++;
    if (this.#base) this.#base.#pins++;
    if (use === "write") this.#block.writes++;
  }

  unpin(use: "read" | "write"): void {
    if (use === "write") this.#block.writes--;
    this.#unpinOne();
    if (this.#base) this.#base.#unpinOne();
  }

  #unpinOne(): void {
    if (--this.#pins > 0) return;
    while (this.#stale.length > 0) releaseHandle(this.#stale.pop()!);
    if (this.#disposed) this.#release();
  }

  /** What is left to do for a disposed value that nothing uses any more. */
  #release(): void {
    this.#dropHandle();
    this.#data = undefined;
    if (this.#base) return;
    this.#block.data = undefined;
    this.#block.pending = undefined;
  }

  #adopt(pointer: Pointer): Pointer {
    const { place, device } = this.#block;
    this.#handle = { api: this.#api, pointer, place, lane: device?.lane };
    forgotten.register(this, this.#handle, this);
    handleCount.live++;
    return pointer;
  }

  #dropHandle(): void {
    if (!this.#handle) return;
    forgotten.unregister(this);
    if (this.#pins > 0) this.#stale.push(this.#handle);
    else releaseHandle(this.#handle);
    this.#handle = undefined;
  }

  #assertAlive(): void {
    if (!this.disposed) return;
    throw new Error(`this ${this.dtype} [${this.shape}] value was disposed; it cannot be used any more.`);
  }

  /** Host address or device handle of the block. */
  #address(): Pointer {
    const block = this.#block;
    if (block.address !== undefined) return block.address;
    const owner = this.#base ?? this;
    owner.prepare();
    block.address = receive(this.#api, "reach a tensor", (out) =>
      this.#api.GetTensorMutableData(owner.#handle!.pointer, out),
    );
    return block.address;
  }

  #look(): TypedArray {
    const { device } = this.#block;
    if (device) {
      throw new Error(`this ${this.dtype} [${this.shape}] value lives on the device; read it with download().`);
    }
    const data = this.#block.data ?? (this.#base ?? this).#moveToScript();
    const length = lengthOf(this.dtype, this.shape);
    return data.length === length ? data : viewBytes(this.dtype, data.buffer, data.byteOffset, length);
  }

  /** Takes the block's memory over from ONNX Runtime. */
  #moveToScript(): TypedArray {
    const block = this.#block;
    if (block.writes > 0) {
      throw new Error(`this ${this.dtype} [${this.shape}] value is an output of a run under way; await it first.`);
    }
    const data = allocate(this.dtype, lengthOf(this.dtype, this.shape));
    if (data.length > 0) {
      const source = new Uint8Array(koffi.view(this.#address(), block.bytes));
      new Uint8Array(data.buffer).set(source);
    }
    block.data = data;
    block.address = addressOf(data);
    block.place++;
    this.#dropHandle();
    return data;
  }

  async #onLane(device: DeviceMemory, task: () => void): Promise<void> {
    this.pin("write");
    try {
      await device.lane.run(() => {
        this.prepare();
        task();
      });
    } finally {
      this.unpin("write");
    }
  }

  /** Overwrites this value's elements, and only those, in the device's own turn. */
  #write(device: DeviceMemory, data: TypedArray): void {
    if (this.ragged) overwriteHead(this.#api, device, this.#address(), this.#block.bytes, data);
    else copyToDevice(this.#api, device, data, this.dtype, this.shape, this.pointer);
  }
}
