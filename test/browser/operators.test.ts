import { beforeAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { operatorExamples } from "../../src/tensor/operator-examples.ts";
import { largestDifference, runExample, toleranceOf } from "../../src/tensor/operator-runs.ts";
import { chromiumMissing, runInChromium } from "./chromium.ts";
import type { OperatorResults } from "./operators.entry.ts";

if (chromiumMissing) console.warn(`The browser tests of the operators are skipped: ${chromiumMissing}.`);

describe.skipIf(chromiumMissing)("operators in Chromium compute what they compute natively", () => {
  let native: Runtime;
  let results: Record<"wasm" | "webgpu", OperatorResults>;
  beforeAll(async () => {
    native = await createNativeRuntime("cpu");
    const entry = new URL("./operators.entry.ts", import.meta.url);
    const options = { webgpu: true, timeoutMs: 300_000 };
    results = (await runInChromium(entry, options)) as Record<"wasm" | "webgpu", OperatorResults>;
  }, 320_000);

  describe.each(["wasm", "webgpu"] as const)("%s", (device) => {
    test.each(operatorExamples().map((example) => [example.name, example] as const))("%s", async (name, example) => {
      const found = results[device][name];
      if (typeof found !== "object") throw new Error(found);
      expect(largestDifference(await runExample(native, example), found)).toBeLessThan(toleranceOf(example));
    });
  });
});
