/**
 * Image resampling as two products with fixed matrices, so it is differentiable and runs on every device.
 * Both kinds follow PyTorch, which computes source coordinates in float32.
 */
import { constant, knownDim, matmul, type Tensor } from "../tensor/index.ts";

const f = Math.fround;

/** Bilinear weights `[out, in]`, half-pixel centres, no antialiasing (`F.interpolate(align_corners=False)`). */
export function bilinearMatrix(inputs: number, outputs: number): Float32Array {
  const weights = new Float32Array(outputs * inputs);
  const scale = f(inputs / outputs);
  for (let i = 0; i < outputs; i++) {
    const source = Math.max(f(f(scale * f(i + 0.5)) - 0.5), 0);
    const left = Math.min(Math.floor(source), inputs - 1);
    const right = Math.min(left + 1, inputs - 1);
    const fraction = f(source - left);
    weights[i * inputs + left] = (weights[i * inputs + left] ?? 0) + f(1 - fraction);
    weights[i * inputs + right] = (weights[i * inputs + right] ?? 0) + fraction;
  }
  return weights;
}

/** Triangle-filter weights `[out, in]` with antialiasing (`torchvision Resize(antialias=True)` on float tensors). */
export function antialiasMatrix(inputs: number, outputs: number): Float32Array {
  const weights = new Float32Array(outputs * inputs);
  const scale = f(inputs / outputs);
  const support = Math.max(scale, 1);
  const inverse = scale >= 1 ? f(1 / scale) : 1;
  for (let i = 0; i < outputs; i++) {
    const centre = f(scale * f(i + 0.5));
    const first = Math.max(Math.trunc(f(f(centre - support) + 0.5)), 0);
    const end = Math.min(Math.trunc(f(f(centre + support) + 0.5)), inputs);
    let total = 0;
    for (let j = first; j < end; j++) {
      const w = Math.max(0, f(1 - Math.abs(f(f(f(j - centre) + 0.5) * inverse))));
      weights[i * inputs + j] = w;
      total = f(total + w);
    }
    for (let j = first; j < end; j++) weights[i * inputs + j] = f(weights[i * inputs + j]! / total);
  }
  return weights;
}

/** Resamples `[B, C, H, W]` to `size` x `size` with the matrices of `kernel`; an equal size is left untouched. */
export function resample(x: Tensor, size: number, kernel: (inputs: number, outputs: number) => Float32Array): Tensor {
  const height = knownDim(x.shape[2], "resample");
  const width = knownDim(x.shape[3], "resample");
  const across = width === size ? x : matmul(x, matrix(kernel, width, size), { transB: true }); // [B, C, H, size]
  return height === size ? across : matmul(matrix(kernel, height, size), across); // [B, C, size, size]
}

function matrix(kernel: (inputs: number, outputs: number) => Float32Array, inputs: number, outputs: number): Tensor {
  return constant(kernel(inputs, outputs), [outputs, inputs], "float32");
}
