import { expect, test } from "vitest";
import { UserError } from "../runtime/errors.ts";
import { type RgbImage, resizeBicubic } from "./resize.ts";

function picture(width: number, height: number, value: (x: number, y: number) => number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.fill(value(i % width, Math.floor(i / width)), i * 3, i * 3 + 3);
  return { data, width, height };
}

test("a picture that keeps its size is returned as it is", () => {
  const image = picture(7, 5, (x, y) => x * y);
  expect(resizeBicubic(image, 7, 5).data).toBe(image.data);
});

test("weights sum to one: a flat picture stays flat at any size", () => {
  const image = picture(13, 9, () => 201);
  for (const [width, height] of [
    [1, 1],
    [4, 31],
    [40, 2],
    [200, 100],
  ] as const) {
    const { data } = resizeBicubic(image, width, height);
    expect(data.length).toBe(width * height * 3);
    expect(data.every((value) => value === 201)).toBe(true);
  }
});

test("overshoot is clipped to a byte on both sides of an edge", () => {
  const { data } = resizeBicubic(
    picture(8, 1, (x) => (x < 4 ? 0 : 255)),
    64,
    1,
  );
  const red = Array.from({ length: 64 }, (_, x) => data[x * 3]!);
  expect(Math.min(...red)).toBe(0);
  expect(Math.max(...red)).toBe(255);
  for (let x = 1; x < 64; x++) expect(red[x]!).toBeGreaterThanOrEqual(red[x - 1]!);
});

test("shrinking averages: fine stripes become grey instead of aliasing", () => {
  const { data } = resizeBicubic(
    picture(400, 400, (x) => (x % 2) * 255),
    40,
    40,
  );
  for (const value of data) expect(Math.abs(value - 127.5)).toBeLessThan(5);
});

test("a very tall picture is filtered along its rows first, as by the reference's Pillow", () => {
  // Newer Pillow takes the columns of such pictures first, which rounds differently.
  const image = picture(2, 272, (x, y) => ((x * 31 + y * 17) ^ (y * y)) & 255);
  const rowsFirst = resizeBicubic(resizeBicubic(image, 48, 272), 48, 94);
  expect(resizeBicubic(image, 48, 94).data).toEqual(rowsFirst.data);
});

test("data of the wrong length is refused with both lengths", () => {
  expect(() => resizeBicubic({ data: new Uint8Array(10), width: 2, height: 2 }, 4, 4)).toThrow(
    new UserError("a 2 x 2 RGB picture needs 12 bytes (three a pixel), but its data has 10"),
  );
  expect(() =>
    resizeBicubic(
      picture(2, 2, () => 0),
      0,
      4,
    ),
  ).toThrow("cannot resize a picture to 0 x 4 pixels");
});
