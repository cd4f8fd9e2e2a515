/** Rotary position embedding, rotate-half layout (spec 1.6). */
import { add, cast, concat, constant, cos, mul, neg, reshape, sin, slice, type Tensor } from "../tensor/index.ts";

export interface Rotation {
  /** `[B, 1, T, d]` */
  readonly cosines: Tensor;
  readonly sines: Tensor;
}

/** theta^(-2i/d) for i < d/2. */
export function inverseFrequencies(headDim: number, theta: number): Float32Array {
  return Float32Array.from({ length: headDim / 2 }, (_, i) => 1 / Math.fround(theta ** ((2 * i) / headDim)));
}

/** Angles for integer positions `[B, T]`. */
export function rotation(positions: Tensor, headDim: number, theta: number): Rotation {
  const [b, t] = positions.shape;
  const frequencies = constant(inverseFrequencies(headDim, theta), [headDim / 2], "float32");
  const angles = mul(reshape(cast(positions, "float32"), [b!, 1, t!, 1]), frequencies); // [B, 1, T, d/2]
  const c = cos(angles);
  const s = sin(angles);
  return { cosines: concat([c, c], -1), sines: concat([s, s], -1) };
}

/** Rotates queries or keys `[B, H, T, d]`. */
export function rotate(x: Tensor, { cosines, sines }: Rotation): Tensor {
  const d = x.shape.at(-1) as number;
  const turned = concat([neg(slice(x, -1, d / 2, d)), slice(x, -1, 0, d / 2)], -1);
  return add(mul(x, cosines), mul(turned, sines));
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
