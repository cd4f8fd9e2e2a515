/** Two-dimensional convolution over `[B, C, H, W]` and its transpose; square strides and paddings, no dilation. */
import type { Dim } from "../shape.ts";
import { defineOp, shapeError, type Tensor } from "../tensor.ts";
import { matmul } from "./matmul.ts";
import { concat, flatten, pad, reshape, slice, transpose } from "./movement.ts";

interface ConvAttributes {
  readonly stride: number;
  readonly padding: number;
}

const applyConv = defineOp<ConvAttributes>({
  name: "Conv",
  infer(inputs, { stride, padding }) {
    const [x, w] = inputs as [Tensor, Tensor];
    if (x.shape.length !== 4 || w.shape.length !== 4 || x.shape[1] !== w.shape[1]) {
      throw shapeError("conv2d", inputs, "need [B, C, H, W] and a kernel [O, C, h, w]");
    }
    const spatial = [2, 3].map((i) => {
      const [extent, kernel] = [x.shape[i]!, w.shape[i]!];
      if (typeof extent !== "number" || typeof kernel !== "number") {
        throw shapeError("conv2d", inputs, "heights and widths must be known");
      }
      if (extent + 2 * padding < kernel) throw shapeError("conv2d", inputs, `axis ${i} is smaller than the kernel`);
      return Math.floor((extent + 2 * padding - kernel) / stride) + 1;
    });
    return { dtype: x.dtype, shape: [x.shape[0]!, w.shape[0]!, ...spatial] };
  },
  gradient({ inputs, attrs, g }) {
    const [x, w] = inputs as [Tensor, Tensor];
    const [, , height, width] = x.shape as number[];
    return [
      convTranspose2d(g, w, { ...attrs, size: [height!, width!] }),
      kernelGradient(x, g, w.shape as number[], attrs),
    ];
  },
  lower(emit, { in: ins, out, attrs: { stride, padding } }) {
    emit.node("Conv", ins, out, { strides: [stride, stride], pads: [padding, padding, padding, padding] });
  },
});

/** Cross-correlation with kernel `w` `[O, C, h, w]`. */
export function conv2d(x: Tensor, w: Tensor, { stride = 1, padding = 0 } = {}): Tensor {
  return applyConv([x, w], { stride, padding })[0]!;
}

/**
 * dL/dw: for each kernel tap, the product of the output gradient with the input pixels that the tap has seen. Channels come
 * last, so that a tap's pixels are copied in whole runs also where the stride skips some.
 */
function kernelGradient(x: Tensor, g: Tensor, kernel: readonly number[], { stride, padding }: ConvAttributes): Tensor {
  const [, outputs, rows, columns] = g.shape as [Dim, number, number, number];
  const [, channels, height, width] = kernel as [number, number, number, number];
  const pixels = transpose(x, [0, 2, 3, 1]);
  const padded = pad(pad(pixels, 1, padding, padding), 2, padding, padding); // [B, H, W, C]
  const gRows = flatten(transpose(g, [1, 0, 2, 3]), 1); // [O, B rows columns]
  const taps: Tensor[] = [];
  for (let i = 0; i < height; i++) {
    const lines = slice(padded, 1, i, i + (rows - 1) * stride + 1, stride);
    for (let j = 0; j < width; j++) {
      const seen = slice(lines, 2, j, j + (columns - 1) * stride + 1, stride); // [B, rows, columns, C]
      taps.push(reshape(matmul(gRows, flatten(seen, 0, -1)), [outputs, channels, 1]));
    }
  }
  return reshape(concat(taps, 2), [outputs, channels, height, width]);
}

interface TransposeAttributes extends ConvAttributes {
  /** Height and width of the result (of the convolution's input). */
  readonly size: readonly [number, number];
}

const applyConvTranspose = defineOp<TransposeAttributes>({
  name: "ConvTranspose",
  infer(inputs, { size, stride, padding }) {
    const [g, w] = inputs as [Tensor, Tensor];
    const reaches = [0, 1].every((i) => {
      const kernel = w.shape[i + 2] as number;
      return Math.floor((size[i]! + 2 * padding - kernel) / stride) + 1 === g.shape[i + 2];
    });
    if (g.shape[1] !== w.shape[0] || !reaches)
      throw shapeError("convTranspose2d", inputs, `cannot come from size ${size}`);
    return { dtype: g.dtype, shape: [g.shape[0]!, w.shape[1]!, ...size] };
  },
  gradient({ inputs, attrs, g }) {
    const [y, w] = inputs as [Tensor, Tensor];
    return [conv2d(g, w, attrs), kernelGradient(g, y, w.shape as number[], attrs)];
  },
  lower(emit, { in: ins, out, node, attrs: { stride, padding, size } }) {
    const [y, w] = node.inputs as [Tensor, Tensor];
    const extra = [0, 1].map((i) => {
      const natural = ((y.shape[i + 2] as number) - 1) * stride + (w.shape[i + 2] as number) - 2 * padding;
      return size[i]! - natural;
    });
    emit.node("ConvTranspose", ins, out, {
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
      output_padding: extra,
    });
  },
});

/** The transpose of `conv2d` with the same kernel: spreads `[B, O, h, w]` back over `size`. */
export function convTranspose2d(
  y: Tensor,
  w: Tensor,
  { stride = 1, padding = 0, size }: { stride?: number; padding?: number; size: readonly [number, number] },
): Tensor {
  return applyConvTranspose([y, w], { stride, padding, size })[0]!;
}
