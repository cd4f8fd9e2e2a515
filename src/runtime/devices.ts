/**
 * What this machine offers to run programs on, found by trying, and what would have to be installed for the rest.
 * Gathering facts and drawing conclusions are apart, so that the advice for any machine can be tested on this one.
 */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { findChromium } from "./chromium.ts";
import type { NativeDevice } from "./native.ts";
import { createNativeRuntime } from "./native.ts";
import { availableProviders, ortApi } from "./ort-api.ts";
import { tinyModel } from "./tiny-onnx.ts";
import { softwareVulkanDriver, vulkanDrivers, vulkanLoader } from "./vulkan.ts";

/** What was found; paths are undefined where there is no such file. */
export interface MachineFacts {
  readonly nodeVersion: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly processor: { readonly model: string; readonly threads: number };
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number };
  readonly engine: {
    readonly version?: string;
    readonly library?: string;
    /** As compiled in; one may still lack its driver or library. */
    readonly providers: readonly string[];
    readonly problem?: string;
  };
  readonly vulkan: {
    readonly loader?: string;
    readonly drivers: readonly string[];
    /** Chromium's software driver, for tests. */
    readonly software?: string;
  };
  readonly nvidia: { readonly driver?: string; readonly provider?: string };
  readonly chromium?: string;
  /** Why each device failed a small program; undefined for those that ran it, and absent for those not tried. */
  readonly tried: Readonly<Partial<Record<NativeDevice, string | undefined>>>;
}

export interface DeviceState {
  readonly works: boolean;
  /** Why not; empty if it works. */
  readonly reason: string;
  /** A command or sentence that helps; undefined where nothing would. */
  readonly remedy?: string;
}

export interface DeviceReport extends MachineFacts {
  readonly devices: Readonly<Record<NativeDevice, DeviceState>>;
  /** Things beside devices that are missing or too old. */
  readonly advice: readonly { readonly missing: string; readonly remedy: string }[];
}

/** Looks at this machine and tries each device that could be there. Takes a second or two. */
export async function probeDevices(): Promise<DeviceReport> {
  return judge(await gatherFacts());
}

/** Draws the conclusions from the facts. */
export function judge(facts: MachineFacts): DeviceReport {
  const advice: { missing: string; remedy: string }[] = [];
  if (!isSupportedNode(facts.nodeVersion)) {
    advice.push({
      missing: `Node 20.19 or later (this is ${facts.nodeVersion})`,
      remedy: "install a current Node LTS",
    });
  }
  if (!facts.chromium) {
    advice.push({
      missing: "Chromium, which draws training pages and runs the browser tests",
      remedy: facts.platform === "linux" ? "apt-get install chromium" : "install Chromium, or set CHROMIUM_PATH",
    });
  }
  return { ...facts, devices: { cpu: judgeCpu(facts), webgpu: judgeWebgpu(facts), cuda: judgeCuda(facts) }, advice };
}

function judgeCpu({ engine, tried }: MachineFacts): DeviceState {
  if (engine.problem) return { works: false, reason: engine.problem };
  return tried.cpu === undefined ? working : { works: false, reason: tried.cpu };
}

function judgeWebgpu({ engine, platform, vulkan, tried }: MachineFacts): DeviceState {
  if (engine.problem) return { works: false, reason: engine.problem };
  if (!engine.providers.includes("WebGpuExecutionProvider")) {
    return { works: false, reason: "this build of ONNX Runtime has no WebGPU provider" };
  }
  const softwareHint = vulkan.software
    ? `; for tests VK_ICD_FILENAMES=${vulkan.software} gives a slow software driver`
    : "; for tests the package chromium brings a slow software driver";
  if (platform === "linux" && !vulkan.loader) {
    return { works: false, reason: "the Vulkan loader is missing", remedy: "apt-get install libvulkan1" };
  }
  if (platform === "linux" && vulkan.drivers.length === 0) {
    const remedy = `install the Vulkan driver of your GPU (apt-get install mesa-vulkan-drivers for AMD and Intel)${softwareHint}`;
    return { works: false, reason: "there is no Vulkan driver", remedy };
  }
  if (tried.webgpu === undefined) return working;
  return {
    works: false,
    reason: tried.webgpu,
    remedy: platform === "linux" ? `update the GPU's driver${softwareHint}` : undefined,
  };
}

function judgeCuda({ engine, platform, architecture, nvidia, tried }: MachineFacts): DeviceState {
  if (engine.problem) return { works: false, reason: engine.problem };
  if (platform !== "linux" || architecture !== "x64") {
    return {
      works: false,
      reason: `onnxruntime-node has CUDA for linux-x64 only, this is ${platform}-${architecture}`,
    };
  }
  if (!nvidia.driver) return { works: false, reason: "there is no NVIDIA driver" };
  if (!nvidia.provider) {
    const remedy = "npm rebuild onnxruntime-node --ignore-scripts=false";
    return { works: false, reason: "ONNX Runtime's CUDA provider is not installed", remedy };
  }
  if (tried.cuda === undefined) return working;
  return { works: false, reason: tried.cuda, remedy: "install CUDA 12 and cuDNN 9" };
}

const working: DeviceState = { works: true, reason: "" };

function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

/** Bytes of memory that this process may have: the machine's, or a container's share of it. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

async function gatherFacts(): Promise<MachineFacts> {
  const engine = lookAtEngine();
  const vulkan = { loader: vulkanLoader(), drivers: vulkanDrivers(), software: softwareVulkanDriver() };
  const nvidia = { driver: nvidiaDriver(), provider: engine.library && cudaProvider(engine.library) };
  const tried: Partial<Record<NativeDevice, string | undefined>> = {};
  if (!engine.problem) {
    tried.cpu = await problemOf("cpu");
    const hasVulkan = process.platform !== "linux" || (vulkan.loader && vulkan.drivers.length > 0);
    if (hasVulkan && engine.providers.includes("WebGpuExecutionProvider")) tried.webgpu = await problemOf("webgpu");
    if (nvidia.driver && nvidia.provider) tried.cuda = await problemOf("cuda");
  }
  return {
    nodeVersion: process.versions.node,
    platform: process.platform,
    architecture: process.arch,
    processor: { model: cpus()[0]?.model.trim() ?? "unknown", threads: availableParallelism() },
    memory: {
      totalBytes: machineMemory(),
      freeBytes: process.constrainedMemory() > 0 ? Math.min(process.availableMemory(), freemem()) : freemem(),
    },
    engine,
    vulkan,
    nvidia,
    chromium: findChromium(),
    tried,
  };
}

function lookAtEngine(): MachineFacts["engine"] {
  try {
    const api = ortApi();
    return { version: api.version, library: api.path, providers: availableProviders(api) };
  } catch (error) {
    return { providers: [], problem: (error as Error).message };
  }
}

/** Why a small matrix product does not come out right on a device, or undefined if it does. */
async function problemOf(device: NativeDevice): Promise<string | undefined> {
  try {
    const runtime = await createNativeRuntime(device);
    const matrix = { dtype: "float32", shape: [2, 2] } as const;
    const model = tinyModel({
      inputs: [{ name: "a", ...matrix }],
      outputs: [{ name: "b", ...matrix }],
      nodes: [{ op: "MatMul", inputs: ["a", "a"], outputs: ["b"] }],
    });
    const session = await runtime.session(model);
    const { b } = await session.run({ a: runtime.value("float32", [2, 2], Float32Array.of(1, 2, 3, 4)) });
    const found = Array.from(b!.data as Float32Array).join(", ");
    b!.dispose();
    runtime.dispose();
    return found === "7, 10, 15, 22" ? undefined : `a matrix product gave ${found} instead of 7, 10, 15, 22`;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? cause.message : message; // the cause, without the advice to run this very command
  }
}

/** The line in which the NVIDIA kernel driver states its version. */
function nvidiaDriver(): string | undefined {
  const path = "/proc/driver/nvidia/version";
  return existsSync(path) ? readFileSync(path, "utf8").split("\n")[0]?.trim() : undefined;
}

function cudaProvider(library: string): string | undefined {
  const path = join(dirname(library), "libonnxruntime_providers_cuda.so");
  return existsSync(path) ? path : undefined;
}
