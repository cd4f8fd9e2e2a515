import { expect, test } from "vitest";
import { cut, pack } from "./packing.ts";

test("pages lie apart from each other within the sheet", () => {
  const sizes = Array.from({ length: 24 }, (_, i) => ({ width: 100 + 13 * i, height: 60 + (i % 5) * 31 }));
  const { places, width, height } = pack(sizes);
  expect(places).toHaveLength(24);
  const boxes = places.map(({ left, top }, i) => [left, top, left + sizes[i]!.width, top + sizes[i]!.height] as const);
  for (const [i, [left, top, right, bottom]] of boxes.entries()) {
    expect(right <= width && bottom <= height).toBe(true);
    for (const other of boxes.slice(0, i)) {
      expect(left >= other[2] || other[0] >= right || top >= other[3] || other[1] >= bottom).toBe(true);
    }
  }
  expect(Math.max(width, height)).toBeLessThanOrEqual(2048);
});

test("what does not fit any more is left for another sheet", () => {
  const { places, height } = pack(Array.from({ length: 9 }, () => ({ width: 1024, height: 700 })));
  expect(places).toHaveLength(4);
  expect(height).toBe(1400);
});

test("a page larger than a sheet hangs alone", () => {
  const { places, width } = pack([
    { width: 3000, height: 10 },
    { width: 10, height: 10 },
  ]);
  expect(places).toEqual([{ left: 0, top: 0 }]);
  expect(width).toBeGreaterThanOrEqual(3000);
});

test("a rectangle is cut out row by row", () => {
  const data = Uint8Array.from({ length: 4 * 3 * 3 }, (_, i) => Math.floor(i / 3));
  expect([...cut(data, 4, { left: 1, top: 1, width: 2, height: 2 })].filter((_, i) => i % 3 === 0)).toEqual([
    5, 6, 9, 10,
  ]);
});
