import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openEventFile, readEvents } from "./event-file.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-events-"));
afterAll(() => rmSync(root, { recursive: true }));

test("a number beyond a float is written as the largest there is, and infinity stays infinity", async () => {
  const file = await openEventFile(root);
  await file.scalars(1, {
    large: 1e39,
    small: -1e39,
    infinite: Number.POSITIVE_INFINITY,
    none: Number.NaN,
    plain: 0.5,
  });
  await file.close();
  const [, event] = readEvents(readFileSync(file.path));
  const { value: summary } = event!.what;
  const values = (summary as { value: { tag: string; value: { value: number } }[] }).value;
  const largest = 3.4028234663852886e38;
  expect(values.map(({ value }) => value.value)).toEqual([
    largest,
    -largest,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    0.5,
  ]);
});
