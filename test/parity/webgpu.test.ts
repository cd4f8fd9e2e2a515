import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parity, renderReport } from "../../src/eval/parity/index.ts";
import { prefillLimit } from "../../src/model/prefill.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { softwareVulkanDriver, vulkanDrivers, vulkanLoader } from "../../src/runtime/vulkan.ts";
import { ownGoldens, sharedGoldens } from "./goldens.ts";

const software = softwareVulkanDriver();
if (software && !process.env.VK_DRIVER_FILES) process.env.VK_ICD_FILENAMES ??= software;
const missing = process.platform === "linux" && (!vulkanLoader() || vulkanDrivers().length === 0);
if (missing) console.warn("The parity tests on WebGPU are skipped: there is no Vulkan driver.");

const goldens = [join(ownGoldens, "b_low_only"), ...(sharedGoldens ? [join(sharedGoldens, "a_hybrid_tiny")] : [])];

// a software driver compiles hundreds of shaders for a training step
describe.skipIf(missing)("on WebGPU this program computes what the reference computed", { timeout: 400_000 }, () => {
  let gpu: Runtime;
  beforeAll(async () => {
    gpu = await createNativeRuntime("webgpu");
  });
  afterAll(() => gpu?.dispose());

  test.each(goldens.map((path) => [basename(path), path] as const))("%s", async (_, path) => {
    for await (const report of parity([path], gpu)) if (!report.ok) throw new Error(renderReport(report));
  });

  test("the prefill limit is none, or short of the shader that small subgroups break", async () => {
    expect([31, Number.POSITIVE_INFINITY]).toContain(await prefillLimit(gpu));
    expect(await prefillLimit(await createNativeRuntime("cpu"))).toBe(Number.POSITIVE_INFINITY);
  });
});
