/**
 * Tensors as ONNX Runtime's `OrtValue`s: describing memory that exists, allocating on a device, and copying between the
 * host and a device. The device's own turn is the caller's affair.
 */
import { byteLengthOf } from "./checks.ts";
import { elementTypeOf } from "./element-type.ts";
import type { DeviceMemory } from "./native-memory.ts";
import { addressOf } from "./native-memory.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import { receive } from "./ort-api.ts";
import type { Dtype, TypedArray } from "./runtime.ts";

/** An `OrtValue` over memory that something else owns; to be released by the caller. */
export function describeMemory(
  api: OrtApi,
  info: Pointer,
  address: Pointer,
  dtype: Dtype,
  shape: readonly number[],
): Pointer {
  const bytes = byteLengthOf(dtype, shape);
  return receive(api, `wrap ${dtype} [${shape}]`, (out) =>
    api.CreateTensorWithDataAsOrtValue(info, address, bytes, dims(shape), shape.length, elementTypeOf[dtype], out),
  );
}

/** An `OrtValue` that owns fresh device memory of undefined contents. */
export function allocateOnDevice(api: OrtApi, device: DeviceMemory, dtype: Dtype, shape: readonly number[]): Pointer {
  return receive(api, `allocate ${dtype} [${shape}] on the device`, (out) =>
    api.CreateTensorAsOrtValue(device.allocator, dims(shape), shape.length, elementTypeOf[dtype], out),
  );
}

/** Fills a device tensor with all of `data`. */
export function copyToDevice(
  api: OrtApi,
  device: DeviceMemory,
  data: TypedArray,
  dtype: Dtype,
  shape: readonly number[],
  target: Pointer,
): void {
  withHost(api, data, dtype, shape, (host) => device.copy(host, target, dtype));
}

/** Fills `data` with a device tensor. */
export function copyFromDevice(
  api: OrtApi,
  device: DeviceMemory,
  source: Pointer,
  dtype: Dtype,
  shape: readonly number[],
  data: TypedArray,
): void {
  withHost(api, data, dtype, shape, (host) => device.copy(source, host, dtype));
}

/**
 * Overwrites the beginning of a block of `bytes` on the device, where `data` ends inside a granule of the device's copies:
 * what follows it there is read first and written back.
 */
export function overwriteHead(
  api: OrtApi,
  device: DeviceMemory,
  address: Pointer,
  bytes: number,
  data: TypedArray,
): void {
  const room = Math.min(Math.ceil(data.byteLength / device.granularity) * device.granularity, bytes);
  const merged = new Uint8Array(room);
  const target = describeMemory(api, device.info, address, "uint8", [room]);
  try {
    copyFromDevice(api, device, target, "uint8", [room], merged);
    merged.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    copyToDevice(api, device, merged, "uint8", [room], target);
  } finally {
    api.ReleaseValue(target);
  }
}

function withHost(
  api: OrtApi,
  data: TypedArray,
  dtype: Dtype,
  shape: readonly number[],
  copy: (host: Pointer) => void,
): void {
  if (data.length === 0) return;
  const host = describeMemory(api, api.cpuMemory, addressOf(data), dtype, shape);
  try {
    copy(host);
  } finally {
    api.ReleaseValue(host);
  }
}

function dims(shape: readonly number[]): BigInt64Array {
  return BigInt64Array.from(shape, BigInt);
}
