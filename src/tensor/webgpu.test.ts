import { beforeAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { softwareVulkanDriver, vulkanDrivers, vulkanLoader } from "../runtime/vulkan.ts";
import { operatorExamples } from "./operator-examples.ts";
import { largestDifference, runExample, toleranceOf } from "./operator-runs.ts";
import { cpu } from "./testing.ts";

const software = softwareVulkanDriver();
if (software && !process.env.VK_DRIVER_FILES) process.env.VK_ICD_FILENAMES ??= software;
const missing = process.platform === "linux" && (!vulkanLoader() || vulkanDrivers().length === 0);
if (missing) console.warn("The WebGPU tests of the operators are skipped: there is no Vulkan driver.");

describe.skipIf(missing)("WebGPU computes what the CPU computes", { timeout: 60_000 }, () => {
  let gpu: Runtime;
  beforeAll(async () => {
    gpu = await createNativeRuntime("webgpu");
  });

  test.each(operatorExamples().map((example) => [example.name, example] as const))("%s", async (_, example) => {
    const expected = await runExample(await cpu(), example);
    const found = await runExample(gpu, example);
    expect(largestDifference(expected, found)).toBeLessThan(toleranceOf(example));
  });
});
