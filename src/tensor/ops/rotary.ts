/** Rotary positions: pairs of channels turned by angles that are looked up by position. */
import { defineOp, shapeError, type Tensor } from "../tensor.ts";
import { cast, neg } from "./arithmetic.ts";

const applyRotary = defineOp<undefined>({
  name: "RotaryEmbedding",
  infer(inputs) {
    const [x, positions, cosines, sines] = inputs as [Tensor, Tensor, Tensor, Tensor];
    const [b, , t, d] = x.shape;
    const fits =
      x.shape.length === 4 &&
      typeof d === "number" &&
      positions.shape.length === 2 &&
      positions.shape[0] === b &&
      positions.shape[1] === t &&
      [cosines, sines].every((table) => table.shape.length === 2 && table.shape[1] === d / 2);
    if (!fits) throw shapeError("rotary", inputs, "need [B, H, T, d], positions [B, T] and tables [P, d/2]");
    return { dtype: x.dtype, shape: x.shape };
  },
  gradient({ inputs: [, positions, cosines, sines], g }) {
    return [rotary(g, positions!, cosines!, neg(sines!))]; // turned back
  },
  lower: (emit, at) => void emit.node("RotaryEmbedding", at.in, at.out, { interleaved: 0 }, "com.microsoft"),
});

/**
 * Turns channel i of `x` [B, H, T, d] with channel i + d/2 (rotate-half). `positions` integers [B, T] are rows of the
 * tables of cosines and sines [P, d/2], which get no gradient.
 */
export function rotary(x: Tensor, positions: Tensor, cosines: Tensor, sines: Tensor): Tensor {
  return applyRotary([x, cast(positions, "int64"), cosines, sines], undefined)[0]!;
}
