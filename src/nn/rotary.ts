/** Rotary position embedding, rotate-half layout (spec 1.6). */
import { cast, constant, rotary, type Tensor } from "../tensor/index.ts";

/** Positions, and what each turns queries and keys by. */
export interface Rotation {
  /** Integers `[B, T]`. */
  readonly positions: Tensor;
  /** `[P, d/2]` */
  readonly cosines: Tensor;
  readonly sines: Tensor;
}

/** theta^(-2i/d) for i < d/2. */
export function inverseFrequencies(headDim: number, theta: number): Float32Array {
  return Float32Array.from({ length: headDim / 2 }, (_, i) => 1 / Math.fround(theta ** ((2 * i) / headDim)));
}

/**
 * The rotation for integer positions `[B, T]` below `limit`. Angles come from tables that are computed here: a GPU's own
 * sines are too rough.
 */
export function rotation(positions: Tensor, headDim: number, theta: number, limit: number): Rotation {
  return { positions: cast(positions, "int64"), ...rotaryTables(limit, headDim, theta) };
}

/** Rotates queries or keys `[B, H, T, d]`. */
export function rotate(x: Tensor, { positions, cosines, sines }: Rotation): Tensor {
  return rotary(x, positions, cosines, sines);
}

/** Cosine and sine tables `[positions, d/2]` for attention that rotates by itself. */
export function rotaryTables(positions: number, headDim: number, theta: number): { cosines: Tensor; sines: Tensor } {
  const frequencies = inverseFrequencies(headDim, theta);
  const half = headDim / 2;
  const table = (of: (angle: number) => number) => {
    const data = new Float32Array(positions * half);
    for (let t = 0; t < positions; t++) {
      for (let i = 0; i < half; i++) data[t * half + i] = of(Math.fround(t * frequencies[i]!));
    }
    return constant(data, [positions, half], "float32");
  };
  return { cosines: table(Math.cos), sines: table(Math.sin) };
}
