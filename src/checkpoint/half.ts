/**
 * Conversions between 32-bit floats and the two 16-bit kinds, which travel as their raw bits.
 * Widening is exact; narrowing rounds to nearest, ties to even, and keeps infinities, signed zeros and NaN.
 */
import { allocate } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { Dtype, TypedArray } from "../runtime/runtime.ts";

let halfTable: Uint32Array | undefined;

/** Widens IEEE half-precision bits. */
export function float16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  halfTable ??= Uint32Array.from({ length: 1 << 16 }, (_, half) => widenHalf(half));
  const wide = new Uint32Array(bits.length); // written as bits: assigning NaN as a number may change its payload
  for (let i = 0; i < bits.length; i++) wide[i] = halfTable[bits[i] as number] as number;
  return new Float32Array(wide.buffer);
}

/** Narrows to IEEE half-precision bits; magnitudes from 65520 up become infinite. */
export function float32ToFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const wide = bitsOf(values);
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) bits[i] = narrowHalf(wide[i] as number);
  return bits;
}

/** Widens bfloat16 bits, which are the upper half of a 32-bit float. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = (bits[i] as number) << 16;
  return new Float32Array(wide.buffer);
}

/** Narrows to bfloat16 bits. */
export function float32ToBfloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const wide = bitsOf(values);
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) {
    const x = wide[i] as number;
    const notANumber = (x & 0x7fffffff) > 0x7f800000;
    // A NaN must not round up to an infinity: set its quiet bit instead.
    bits[i] = notANumber ? (x >>> 16) | 0x40 : (x + 0x7fff + ((x >>> 16) & 1)) >>> 16;
  }
  return bits;
}

/** The place of the first infinity or NaN among float weights, -1 where all are finite. */
export function firstNotFinite(data: TypedArray, dtype: Dtype): number {
  const exponent = dtype === "float16" ? 0x7c00 : dtype === "bfloat16" ? 0x7f80 : undefined;
  if (exponent === undefined) return (data as Float32Array).findIndex((value) => !Number.isFinite(value));
  return (data as Uint16Array).findIndex((bits) => (bits & exponent) === exponent);
}

const CHUNK = 1 << 20;

/**
 * Converts numbers from one element type to another through float32 (float64 and integers included).
 * The same type gives the same array back, uncopied. Throws a UserError for types that hold no plain numbers.
 */
export function convert(data: TypedArray, from: Dtype, to: Dtype): TypedArray {
  if (from === to) return data;
  if (from === "uint4") throw new UserError("cannot convert packed uint4 weights to another element type");
  if (to === "float32") return toFloat32(data, from);
  const narrow = narrowing[to];
  if (narrow === undefined) {
    throw new UserError(`cannot convert ${from} weights to ${to}: only to float32, float16, bfloat16 or float64`);
  }
  // In pieces: the float32 copy of a large embedding table would be larger than both ends together.
  const result = allocate(to, data.length) as Uint16Array | Float64Array;
  for (let at = 0; at < data.length; at += CHUNK) {
    result.set(narrow(toFloat32(data.subarray(at, at + CHUNK), from)), at);
  }
  return result;
}

const narrowing: Partial<Record<Dtype, (values: Float32Array) => Uint16Array | Float32Array>> = {
  float16: float32ToFloat16,
  bfloat16: float32ToBfloat16,
  float64: (values) => values,
};

function toFloat32(data: TypedArray, from: Dtype): Float32Array<ArrayBufferLike> {
  if (from === "float16") return float16ToFloat32(data as Uint16Array);
  if (from === "bfloat16") return bfloat16ToFloat32(data as Uint16Array);
  if (data instanceof Float32Array) return data;
  return data instanceof BigInt64Array ? Float32Array.from(data, Number) : new Float32Array(data);
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
  if (exponent > 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  if (fraction === 0) return sign >>> 0;
  // A subnormal half is a normal float: move its leading bit to the hidden place.
  const shift = Math.clz32(fraction) - 21;
  return (sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13)) >>> 0;
}

function narrowHalf(x: number): number {
  const sign = (x >>> 16) & 0x8000;
  const magnitude = x & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff);
  if (magnitude >= 0x47800000) return sign | 0x7c00; // 65536 and up, infinity
  if (magnitude >= 0x38800000) {
    // Normal: the carry of the rounding may walk through the exponent up to infinity, as it should.
    return sign | ((magnitude + 0xfff + ((magnitude >>> 13) & 1) - 0x38000000) >>> 13);
  }
  if (magnitude <= 0x33000000) return sign; // up to half of the smallest subnormal, tie to even
  const shift = 126 - (magnitude >>> 23);
  const significand = (magnitude & 0x7fffff) | 0x800000;
  const kept = significand >>> shift;
  const rest = significand & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return sign | (kept + (rest > tie || (rest === tie && (kept & 1) === 1) ? 1 : 0));
}
