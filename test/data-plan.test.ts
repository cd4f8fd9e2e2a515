import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { planTables, recordedRates, withTables } from "../scripts/plan-data.ts";

test("the plan in docs/data-at-scale.md follows from the recorded rates", () => {
  const page = readFileSync(new URL("../docs/data-at-scale.md", import.meta.url), "utf8");
  expect(withTables(page, planTables(recordedRates(), 1e9))).toBe(page);
  expect(page).toContain("1,000,000,000 samples");
});

test("twice the samples take twice the core hours and the bytes", () => {
  const rates = {
    machine: "a machine",
    rates: [
      {
        recipe: "some",
        maxSide: 384,
        processorMsPerSample: 36,
        tarBytesPerSample: 20_000,
        manifestBytesPerSample: 1000,
        measuredWith: 10,
      },
    ],
  };
  expect(planTables(rates, 1e9)).toContain(
    "| `some` | 10,000 | 100,000 | 20.0 | 1000 | 13 days | 31 h | 3.1 h | 19 min |",
  );
  expect(planTables(rates, 2e9)).toContain("| `some` | 20,000 | 200,000 | 40.0 | 2000 | 26 days |");
});
