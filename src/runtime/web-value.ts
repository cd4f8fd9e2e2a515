/**
 * Values of the browser runtime: typed arrays on the host, `GPUBuffer`s on the device. No part of Node is needed here.
 */
import { byteLengthOf, checkData, checkShape } from "./checks.ts";
import { allocate, lengthOf, viewBytes } from "./dtype.ts";
import type { Lane } from "./lane.ts";
import { singleLane } from "./lane.ts";
import type { Dtype, TypedArray, Value } from "./runtime.ts";

/** Sizes and offsets of WebGPU copies are multiples of this many bytes. */
const copyGranule = 4;
/** ONNX Runtime binds buffers in whole 16-byte steps. */
const bufferGranule = 16;

/** onnxruntime-web does one thing at a time, whatever the session; copies take their turn among the runs. */
export const webLane: Lane = singleLane();

/** `GPUBufferUsage` and `GPUMapMode` as the WebGPU specification numbers them. */
const usage = { mapRead: 1, copySource: 4, copyTarget: 8, storage: 128 } as const;
const mapForReading = 1;

/** One block of memory, shared by a value and the views on it. */
interface Block {
  readonly bytes: number;
  /** The host memory. */
  readonly data: TypedArray | undefined;
  readonly gpu: GpuBlock | undefined;
  /** Runs and copies, under way or in the queue, that use the block. */
  pins: number;
  freed: boolean;
}

/** A buffer on the device and how to let it go. */
export interface GpuBlock {
  readonly device: GPUDevice;
  /** Replaced when a run writes its result to a fresh buffer. */
  buffer: GPUBuffer;
  free: () => void;
}

export class WebValue implements Value {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly #block: Block;
  readonly #isView: boolean;
  #disposed = false;

  private constructor(dtype: Dtype, shape: readonly number[], block: Block, isView: boolean) {
    this.dtype = dtype;
    this.shape = shape;
    this.#block = block;
    this.#isView = isView;
  }

  /** Wraps a typed array without copying. */
  static wrap(dtype: Dtype, shape: readonly number[], data: TypedArray): WebValue {
    const block: Block = { bytes: data.byteLength, data, gpu: undefined, pins: 0, freed: false };
    return new WebValue(dtype, [...shape], block, false);
  }

  /** Takes over a buffer on the device. */
  static own(dtype: Dtype, shape: readonly number[], gpu: GpuBlock): WebValue {
    const block: Block = { bytes: byteLengthOf(dtype, shape), data: undefined, gpu, pins: 0, freed: false };
    return new WebValue(dtype, [...shape], block, false);
  }

  /** Allocates on the device and uploads `contents`. */
  static onDevice(dtype: Dtype, shape: readonly number[], device: GPUDevice, contents: TypedArray): WebValue {
    const value = WebValue.own(dtype, shape, createGpuBlock(device, byteLengthOf(dtype, shape)));
    writeBuffer(value.#block.gpu!, contents);
    return value;
  }

  get location(): "host" | "device" {
    return this.#block.gpu ? "device" : "host";
  }

  get disposed(): boolean {
    return this.#disposed || this.#block.freed;
  }

  get ragged(): boolean {
    const own = byteLengthOf(this.dtype, this.shape);
    return this.#block.gpu !== undefined && own < this.#block.bytes && own % bufferGranule !== 0;
  }

  get data(): TypedArray {
    this.#assertAlive();
    return this.hostData;
  }

  /** As `data`, also for a value that was disposed while a run waits for its turn. */
  get hostData(): TypedArray {
    const whole = this.#block.data;
    if (!whole)
      throw new Error(`this ${this.dtype} [${this.shape}] value lives on the device; read it with download().`);
    const length = lengthOf(this.dtype, this.shape);
    return whole.length === length ? whole : viewBytes(this.dtype, whole.buffer, whole.byteOffset, length);
  }

  /** The block on the device, for the session. */
  get gpu(): GpuBlock | undefined {
    return this.#block.gpu;
  }

  async download(): Promise<TypedArray> {
    this.#assertAlive();
    const { gpu } = this.#block;
    if (!gpu) return this.data.slice();
    const length = lengthOf(this.dtype, this.shape);
    const bytes = await this.#inTurn(() => readBuffer(gpu, byteLengthOf(this.dtype, this.shape)));
    return length === 0 ? allocate(this.dtype, 0) : viewBytes(this.dtype, bytes, 0, length);
  }

  async upload(data: TypedArray): Promise<void> {
    this.#assertAlive();
    checkData(this.dtype, this.shape, data);
    const { gpu, bytes } = this.#block;
    if (!gpu) {
      (this.data as Uint8Array).set(data as Uint8Array); // both are the class of the dtype: checked above
      return;
    }
    await this.#inTurn(async () => {
      const rest = data.byteLength % copyGranule;
      if (rest === 0 || data.byteLength === bytes) {
        writeBuffer(gpu, data);
        return;
      }
      // The last granule holds elements beyond this view; they stay as they are.
      const end = data.byteLength - rest + copyGranule;
      const merged = new Uint8Array(await readBuffer(gpu, end));
      merged.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      writeBuffer(gpu, merged.subarray(0, end));
    });
  }

  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    this.pin();
    try {
      return await webLane.run(task);
    } finally {
      this.unpin();
    }
  }

  view(shape: readonly number[]): WebValue {
    this.#assertAlive();
    checkShape(shape);
    if (lengthOf(this.dtype, shape) > lengthOf(this.dtype, this.shape)) {
      throw new Error(`a view of shape [${shape}] needs more elements than the value of shape [${this.shape}] has.`);
    }
    return new WebValue(this.dtype, [...shape], this.#block, true);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.#isView) return;
    this.#block.freed = true;
    this.#freeIfUnused();
  }

  /** Keeps the memory until `unpin`, whatever is disposed meanwhile. */
  pin(): void {
    this.#block.pins++;
  }

  unpin(): void {
    this.#block.pins--;
    this.#freeIfUnused();
  }

  #freeIfUnused(): void {
    if (this.#block.freed && this.#block.pins === 0) this.#block.gpu?.free();
  }

  #assertAlive(): void {
    if (!this.disposed) return;
    throw new Error(`this ${this.dtype} [${this.shape}] value was disposed; it cannot be used any more.`);
  }
}

/** A buffer that programs may read and write and that can be copied from and to. */
export function createGpuBlock(device: GPUDevice, bytes: number): GpuBlock {
  const size = Math.max(bufferGranule, Math.ceil(bytes / bufferGranule) * bufferGranule);
  const block: GpuBlock = {
    device,
    buffer: device.createBuffer({ size, usage: usage.storage | usage.copySource | usage.copyTarget }),
    free: () => block.buffer.destroy(),
  };
  return block;
}

/** A fresh buffer with the contents of a block. */
export function copyOf(block: GpuBlock): GPUBuffer {
  const { device, buffer } = block;
  const copy = createGpuBlock(device, buffer.size).buffer;
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  return copy;
}

/** Lets `buffer` take the place of the block's own, which is freed. */
export function replaceBuffer(block: GpuBlock, buffer: GPUBuffer): void {
  block.free();
  block.buffer = buffer;
  block.free = () => buffer.destroy();
}

function writeBuffer({ device, buffer }: GpuBlock, data: TypedArray): void {
  const bytes = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  const rest = bytes.length % copyGranule;
  const whole = bytes.length - rest;
  if (whole > 0) device.queue.writeBuffer(buffer, 0, bytes, 0, whole);
  if (rest === 0) return;
  const last = new Uint8Array(copyGranule);
  last.set(bytes.subarray(whole));
  device.queue.writeBuffer(buffer, whole, last);
}

async function readBuffer({ device, buffer }: GpuBlock, bytes: number): Promise<ArrayBuffer> {
  const size = Math.ceil(bytes / copyGranule) * copyGranule;
  if (size === 0) return new ArrayBuffer(0);
  const staging = device.createBuffer({ size, usage: usage.copyTarget | usage.mapRead });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(mapForReading);
  const copy = staging.getMappedRange().slice(0);
  staging.destroy();
  return copy;
}
