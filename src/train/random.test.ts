import { expect, test } from "vitest";
import { normal, uniform } from "./random.ts";

test("random numbers depend on the seed alone and are what they say", () => {
  expect(normal("x", 5, 1)).toEqual(normal("x", 5, 1));
  expect(normal("x", 5, 1)).not.toEqual(normal("y", 5, 1));
  const many = normal("many", 20000, 2);
  const mean = many.reduce((a, b) => a + b) / many.length;
  const std = Math.sqrt(many.reduce((a, b) => a + (b - mean) ** 2, 0) / many.length);
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(Math.abs(std - 2)).toBeLessThan(0.05);
  const next = uniform("u");
  const drawn = Array.from({ length: 1000 }, next);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
});
