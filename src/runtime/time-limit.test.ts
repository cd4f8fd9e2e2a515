import { expect, test, vi } from "vitest";
import { withinTime } from "./time-limit.ts";

const tooLong = new Error("it takes too long");
const late = () => tooLong;

test("work that never pauses is ended, patterns among it, and what follows is not", () => {
  const patterns = () => /^(a+)+$/u.exec(`${"a".repeat(50)}b`);
  const loop = () => {
    for (;;);
  };
  for (const work of [patterns, loop]) expect(() => withinTime(50, late, work)).toThrow(tooLong);
  expect(withinTime(10_000, late, () => withinTime(10_000, late, () => "inner"))).toBe("inner");
});

test("its own errors pass", () => {
  const error = new TypeError("its own");
  const work = () => {
    throw error;
  };
  expect(() => withinTime(10_000, late, work)).toThrow(error);
});

test("where nothing can end it, as in a browser, it runs all the same", () => {
  vi.stubGlobal("process", undefined);
  try {
    expect(withinTime(1, late, () => "done")).toBe("done");
  } finally {
    vi.unstubAllGlobals();
  }
});
