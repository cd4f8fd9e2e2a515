/**
 * Blocks of memory behind native values, who uses them, and how they are given back. Nothing here knows element types.
 */
import { koffi } from "./koffi.ts";
import type { Lane } from "./lane.ts";
import type { OrtApi, Pointer } from "./ort-api.ts";
import type { Dtype, TypedArray } from "./runtime.ts";

export type Copy = (from: Pointer, to: Pointer, dtype: Dtype) => void;

/** Memory beside the host's: how to describe it to ONNX Runtime, get some, and take turns with it. */
export interface DeviceMemory {
  /** `OrtMemoryInfo` of the device. */
  readonly info: Pointer;
  readonly allocator: Pointer;
  readonly lane: Lane;
  /** Copies between two tensors of equal element type and shape, one of them on the device; in one's own turn. */
  readonly copy: Copy;
  /** Copies to the device write whole multiples of this many bytes. */
  readonly granularity: number;
}

/** One block of memory, shared by a value and the views on it. */
export interface Block {
  /** Host address or device handle (0 for an empty tensor); undefined until it is asked for. */
  address: Pointer | undefined;
  readonly bytes: number;
  readonly device: DeviceMemory | undefined;
  /** The JavaScript memory that the block is; undefined while ONNX Runtime or the device owns it. */
  data: TypedArray | undefined;
  /** First contents of device memory that is still to be allocated. */
  pending: TypedArray | undefined;
  /** Counts the moves of the block; an `OrtValue` of an earlier place is stale. */
  place: number;
  /** Runs and uploads under way that write to the block. */
  writes: number;
  freed: boolean;
}

/** An `OrtValue` to release once. */
export interface Handle {
  readonly api: OrtApi;
  readonly pointer: Pointer;
  readonly place: number;
  readonly lane: Lane | undefined;
}

/** How many `OrtValue`s exist now; a program that disposes its values sees this return to where it was. */
export const handleCount = { live: 0 };

/** Releases an `OrtValue` that no run uses, as soon as the device is free. */
export function releaseHandle({ api, pointer, lane }: Handle): void {
  handleCount.live--;
  if (lane) lane.defer(() => void api.ReleaseValue(pointer));
  else api.ReleaseValue(pointer);
}

/** The block of a typed array that JavaScript owns. */
export function hostBlock(data: TypedArray): Block {
  return { ...newBlock(data.byteLength), address: addressOf(data), data };
}

/** A block that ONNX Runtime allocates. */
export function newBlock(bytes: number, device?: DeviceMemory): Block {
  return { address: undefined, bytes, device, data: undefined, pending: undefined, place: 0, writes: 0, freed: false };
}

/** Where an array lies; stable for as long as the array is reachable. */
export function addressOf(data: TypedArray): Pointer {
  return data.byteLength > 0 ? koffi.address(data) : 0n;
}
