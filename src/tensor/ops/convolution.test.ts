import { describe, expect, test } from "vitest";
import { input, ShapeError } from "../tensor.ts";
import { arrayOf, checkGradient, evaluate } from "../testing.ts";
import { conv2d, convTranspose2d } from "./convolution.ts";

const dtype = "float32"; // ONNX Runtime's CPU convolves nothing else

/** Extents of picture [B, C, H, W] and kernel [O, C, h, w]. */
const pictures = [
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1] },
  { x: [2, 2, 4, 3], w: [3, 2, 3, 3] },
  { x: [1, 2, 5, 4], w: [2, 2, 1, 1] },
  { x: [1, 1, 4, 5], w: [2, 1, 2, 3] },
  { x: [1, 1, 3, 3], w: [1, 1, 3, 3] },
] as const;

describe.each([
  { stride: 1, padding: 0 },
  { stride: 1, padding: 1 },
  { stride: 2, padding: 0 },
  { stride: 2, padding: 1 },
  { stride: 3, padding: 2 },
])("with stride $stride and padding $padding", ({ stride, padding }) => {
  const extent = (n: number, k: number) => Math.floor((n + 2 * padding - k) / stride) + 1;

  test("conv2d: gradients of picture and kernel equal finite differences", async () => {
    for (const { x, w } of pictures) {
      if (padding >= w[2]) continue; // a border that no tap can fill
      await checkGradient((a, b) => conv2d(a, b, { stride, padding }), [x, w], { dtype });
    }
  });

  test("convTranspose2d: gradients equal finite differences", async () => {
    for (const { x, w } of pictures) {
      if (padding >= w[2]) continue;
      const size = [x[2], x[3]] as const;
      const y = [x[0], w[0], extent(x[2], w[2]), extent(x[3], w[3])];
      await checkGradient((a, b) => convTranspose2d(a, b, { stride, padding, size }), [y, w], { dtype });
    }
  });
});

test("any number of pictures", async () => {
  const options = { dtype, sizes: [{ images: 1 }, { images: 3 }] } as const;
  await checkGradient(
    (x, w) => conv2d(x, w, { stride: 2, padding: 1 }),
    [
      ["images", 1, 3, 4],
      [2, 1, 3, 3],
    ],
    options,
  );
});

test("conv2d is a cross-correlation", async () => {
  const [x, w] = [input("x", "float32", [1, 1, 2, 3]), input("w", "float32", [1, 1, 1, 2])];
  const feeds = { x: arrayOf("float32", [1, 2, 3, 4, 5, 6]), w: arrayOf("float32", [10, 1]) };
  expect(await evaluate({ y: conv2d(x, w) }, feeds)).toEqual({ y: [12, 23, 45, 56] });
});

describe("misuse is refused where it happens", () => {
  const x = input("x", "float32", [1, 2, 3, 4]);
  const any = input("any", "float32", [1, 2, "height", 4]);
  const kernel = input("w", "float32", [5, 2, 2, 2]);
  const deep = input("deep", "float32", [5, 3, 2, 2]);
  const large = input("large", "float32", [5, 2, 4, 2]);

  test.each([
    [
      "conv2d: need [B, C, H, W] and a kernel [O, C, h, w]; found float32[1, 2, 3, 4] and float32[5, 3, 2, 2]",
      () => conv2d(x, deep),
    ],
    [
      "conv2d: axis 2 is smaller than the kernel; found float32[1, 2, 3, 4] and float32[5, 2, 4, 2]",
      () => conv2d(x, large),
    ],
    [
      "conv2d: heights and widths must be known; found float32[1, 2, height, 4] and float32[5, 2, 2, 2]",
      () => conv2d(any, kernel),
    ],
    [
      "convTranspose2d: cannot come from size 9,9; found float32[1, 2, 3, 4] and float32[5, 2, 2, 2]",
      () => convTranspose2d(x, kernel, { size: [9, 9] }),
    ],
  ])("%s", (message, misuse) => {
    expect(misuse).toThrow(new ShapeError(message));
  });
});
