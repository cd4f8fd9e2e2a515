import { expect, test } from "vitest";
import { bootstrap, mean, signTest } from "./statistics.ts";

test("an interval holds the mean, narrows with more samples, and is the same every time", () => {
  const few = [1, 0, 1, 1, 0, 1, 0, 1];
  const many = Array.from({ length: 50 }, () => few).flat();
  const [low, high] = bootstrap(few, mean);
  expect(low).toBeLessThan(0.625);
  expect(high).toBeGreaterThan(0.625);
  expect(bootstrap(few, mean)).toEqual([low, high]);
  const [lowMany, highMany] = bootstrap(many, mean);
  expect(highMany - lowMany).toBeLessThan((high - low) / 3);
});

test("the sign test knows an even split from an uneven one", () => {
  expect(signTest(0, 0)).toBe(1);
  expect(signTest(5, 5)).toBe(1);
  expect(signTest(10, 0)).toBeCloseTo(2 / 1024, 6);
  expect(signTest(400, 300)).toBeLessThan(0.001);
});
