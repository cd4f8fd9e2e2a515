/** Normalisation layers with their parameters. */
import { layerNorm, rmsNorm, type Tensor } from "../tensor/index.ts";
import type { Scope } from "./scope.ts";

/** LayerNorm over the last axis with scale and shift. */
export function layerNormalization(x: Tensor, p: Scope, eps: number): Tensor {
  const width = x.shape.at(-1) as number;
  return p.describe(() => layerNorm(x, p.parameter("weight", [width]), p.parameter("bias", [width]), eps));
}

/** RMSNorm over the last axis with scale. */
export function rmsNormalization(x: Tensor, p: Scope, eps: number): Tensor {
  return p.describe(() => rmsNorm(x, p.parameter("weight", [x.shape.at(-1) as number]), eps));
}
