import { describe, expect, test } from "vitest";
import type { MachineFacts } from "./devices.ts";
import { judge, probeDevices } from "./devices.ts";

const laptop: MachineFacts = {
  nodeVersion: "22.11.0",
  platform: "linux",
  architecture: "x64",
  processor: { model: "some processor", threads: 8 },
  memory: { totalBytes: 16 * 2 ** 30, freeBytes: 8 * 2 ** 30 },
  engine: {
    version: "1.30.0",
    library: "/x/libonnxruntime.so.1",
    providers: ["CUDAExecutionProvider", "WebGpuExecutionProvider", "CPUExecutionProvider"],
  },
  vulkan: { loader: "/usr/lib/libvulkan.so.1", drivers: ["/usr/share/vulkan/icd.d/intel.json"] },
  nvidia: { driver: "NVRM version: 550", provider: "/x/libonnxruntime_providers_cuda.so" },
  chromium: "/usr/bin/chromium",
  tried: { cpu: undefined, webgpu: undefined, cuda: undefined },
};

test("this machine runs programs on its CPU", async () => {
  const report = await probeDevices();
  expect(report.devices.cpu).toEqual({ works: true, reason: "" });
  expect(report.engine.version).toMatch(/^1\.\d+\.\d+/);
  expect(report.processor.threads).toBeGreaterThan(0);
  expect(report.memory.totalBytes).toBeGreaterThan(report.memory.freeBytes);
});

describe("what is missing comes with what to install:", () => {
  test("nothing, where everything works", () => {
    const { devices, advice } = judge(laptop);
    expect(Object.values(devices).map(({ works }) => works)).toEqual([true, true, true]);
    expect(advice).toEqual([]);
  });

  test("the Vulkan loader", () => {
    const { webgpu } = judge({ ...laptop, vulkan: { drivers: [] } }).devices;
    expect(webgpu).toEqual({
      works: false,
      reason: "the Vulkan loader is missing",
      remedy: "apt-get install libvulkan1",
    });
  });

  test("a Vulkan driver, with the software one for tests", () => {
    const software = "/usr/lib/chromium/vk_swiftshader_icd.json";
    const { webgpu } = judge({ ...laptop, vulkan: { loader: "/l", drivers: [], software } }).devices;
    expect(webgpu.reason).toBe("there is no Vulkan driver");
    expect(webgpu.remedy).toContain(`VK_ICD_FILENAMES=${software}`);
  });

  test("a GPU that does not answer", () => {
    const { webgpu } = judge({ ...laptop, tried: { webgpu: "No supported adapters" } }).devices;
    expect([webgpu.works, webgpu.reason]).toEqual([false, "No supported adapters"]);
  });

  test("the CUDA provider, cuDNN, or a card at all", () => {
    const cuda = (facts: Partial<MachineFacts>) => judge({ ...laptop, ...facts }).devices.cuda;
    expect(cuda({ nvidia: {} }).reason).toBe("there is no NVIDIA driver");
    expect(cuda({ nvidia: {} }).remedy).toBeUndefined();
    expect(cuda({ nvidia: { driver: "550" } }).remedy).toContain("npm rebuild onnxruntime-node");
    expect(cuda({ tried: { cuda: "libcudnn.so.9: cannot open" } }).remedy).toBe("install CUDA 12 and cuDNN 9");
    expect(cuda({ platform: "darwin", architecture: "arm64" }).reason).toContain("linux-x64 only");
  });

  test("ONNX Runtime itself, an old Node, Chromium", () => {
    const problem = "onnxruntime-node carries no ONNX Runtime for darwin-x64";
    const { devices } = judge({ ...laptop, engine: { providers: [], problem } });
    expect(devices.cpu).toEqual({ works: false, reason: problem });
    const { advice } = judge({ ...laptop, nodeVersion: "20.9.0", chromium: undefined });
    expect(advice.map(({ remedy }) => remedy)).toEqual(["install a current Node LTS", "apt-get install chromium"]);
  });
});
