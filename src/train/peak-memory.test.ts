import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { watchPeakMemory } from "./peak-memory.ts";

/** Linux, where nothing forbids it. */
function canForget(): boolean {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
    return true;
  } catch {
    return false;
  }
}

test("the peak since a moment stays when its memory is gone, and a later moment's is its own", () => {
  const size = 300 << 20;
  const before = process.memoryUsage.rss();
  const peak = watchPeakMemory();
  const buffer = new ArrayBuffer(size, { maxByteLength: size });
  new Uint8Array(buffer).fill(1);
  expect(peak()).toBeGreaterThan(before + 0.9 * size);
  buffer.resize(0);
  expect(peak()).toBeGreaterThan(before + 0.9 * size);
  const later = watchPeakMemory()();
  if (canForget()) expect(later).toBeLessThan(before + 0.5 * size);
});
