import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compiledKernels } from "../../scripts/kernels.ts";
import { resizePlainly } from "./resize.ts";
import { resizeKernels } from "./resize-kernels.ts";
import { resizeOnVectors } from "./resize-vector.ts";
import { bicubicTaps } from "./taps.ts";

/** Bytes without any order, with many that are 0 or 255, so that sums reach beyond a byte on both sides. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const byte = state >>> 24;
    return byte < 64 ? 0 : byte > 192 ? 255 : byte;
  });
}

const sizes = [1, 2, 3, 5, 15, 16, 17, 31, 64, 127, 240, 384, 1000];

test("vectors and plain loops give the same bytes for any two sizes", () => {
  let seed = 1;
  for (const from of sizes) {
    for (const to of sizes) {
      for (const [width, height, newWidth, newHeight] of [
        [from, 33, to, 14],
        [19, from, 11, to],
        [from, 7, to, 7],
        [6, from, 6, to],
      ] as const) {
        const source = noise(width * height * 3, seed++);
        const rows = width === newWidth ? undefined : bicubicTaps(width, newWidth);
        const columns = height === newHeight ? undefined : bicubicTaps(height, newHeight);
        if (!rows && !columns) continue;
        const plain = resizePlainly(source, { width, height }, rows, columns);
        const fast = resizeOnVectors(source, { width, height }, rows, columns);
        expect(fast?.length).toBe(newWidth * newHeight * 3);
        expect(Buffer.compare(fast!, plain), `${width} x ${height} to ${newWidth} x ${newHeight}`).toBe(0);
      }
    }
  }
});

test("what an earlier, larger picture left in the memory does not show", () => {
  const [rows, columns] = [bicubicTaps(20, 9), bicubicTaps(20, 9)];
  const source = noise(20 * 20 * 3, 5);
  const first = resizeOnVectors(source, { width: 20, height: 20 }, rows, columns);
  resizeOnVectors(
    new Uint8Array(600 * 600 * 3).fill(255),
    { width: 600, height: 600 },
    bicubicTaps(600, 500),
    undefined,
  );
  expect(resizeOnVectors(source, { width: 20, height: 20 }, rows, columns)).toEqual(first);
});

test("a picture beyond the memory is left to the plain loops", () => {
  const [width, height] = [6000, 4000];
  expect(resizeOnVectors(new Uint8Array(width * height * 3), { width, height }, bicubicTaps(6000, 1), undefined)).toBe(
    undefined,
  );
});

test("the bytes that are shipped are those of the text", async () => {
  expect(await compiledKernels(readFileSync(join(import.meta.dirname, "resize.wat"), "utf8"))).toBe(resizeKernels);
});
