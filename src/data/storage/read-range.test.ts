import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { rangeReader } from "./read-range.ts";

const folder = mkdtempSync(join(tmpdir(), "periscope-range-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A reader whose reads on the spot take `milliseconds` by a clock of its own; it notes where each read was done. */
function watched(milliseconds: () => number) {
  const places: string[] = [];
  let time = 0;
  const read = rangeReader({
    now: () => time,
    onTheSpot: () => {
      places.push("spot");
      time += milliseconds();
      return new Uint8Array(0);
    },
    inPool: async () => {
      places.push("pool");
      return new Uint8Array(0);
    },
  });
  return { read, places };
}

test("reads stay on the spot while they are quick", async () => {
  const { read, places } = watched(() => 0.02);
  for (let i = 0; i < 200; i++) await read("a", 0, 100);
  expect(new Set(places)).toEqual(new Set(["spot"]));
});

test("a slow read leaves the next fifty to the thread pool; then it is tried again", async () => {
  let slow = true;
  const { read, places } = watched(() => (slow ? 9 : 0.02));
  for (let i = 0; i < 51; i++) await read("a", 0, 100);
  expect(places).toEqual(["spot", ...Array(50).fill("pool")]);
  slow = false;
  for (let i = 0; i < 3; i++) await read("a", 0, 100);
  expect(places.slice(51)).toEqual(["spot", "spot", "spot"]);
});

test("a long piece always goes through the thread pool", async () => {
  const { read, places } = watched(() => 0.02);
  await read("a", 0, 2 ** 20 + 1);
  await read("a", 7, 2 ** 20 + 7);
  expect(places).toEqual(["pool", "spot"]);
});

test("both ways give the same bytes, to the end of the file, and the same error", async () => {
  const path = join(folder, "file");
  const content = Uint8Array.from({ length: 1000 }, (_, i) => i * 7);
  writeFileSync(path, content);
  let time = 0;
  const spot = rangeReader({ now: () => 0 });
  const pool = rangeReader({ now: () => (time += 9) });
  await pool(path, 0, 1); // slow by that clock: from here on in the pool
  for (const read of [spot, pool]) {
    expect(await read(path, 3, 500)).toEqual(content.subarray(3, 500));
    expect(await read(path, 990, 2000)).toEqual(content.subarray(990));
    expect(await read(path, 5, 5)).toHaveLength(0);
    await expect(read(join(folder, "none"), 0, 5)).rejects.toMatchObject({ code: "ENOENT" });
  }
});
