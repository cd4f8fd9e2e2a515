/**
 * What Linux offers for WebGPU: the Vulkan loader and its drivers. Chromium brings a software driver (SwiftShader), slow
 * but complete, which lets the GPU path be tested on any machine.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const loaderFolders = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/usr/lib64",
  "/usr/lib",
  "/usr/local/lib",
];
const driverFolders = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d"];
const softwareDrivers = [
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/usr/lib64/chromium-browser/vk_swiftshader_icd.json",
];

/** The Vulkan loader library, if it is installed. */
export function vulkanLoader(): string | undefined {
  return loaderFolders.map((folder) => join(folder, "libvulkan.so.1")).find((path) => existsSync(path));
}

/** Description files of the Vulkan drivers that the loader will consider. */
export function vulkanDrivers(environment: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const named = environment.VK_DRIVER_FILES ?? environment.VK_ICD_FILENAMES;
  if (named) return named.split(":").filter((path) => existsSync(path));
  return driverFolders.flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith(".json"))
          .map((name) => join(folder, name))
      : [],
  );
}

/** Chromium's software driver, to be named in `VK_ICD_FILENAMES` where there is no GPU. */
export function softwareVulkanDriver(): string | undefined {
  return softwareDrivers.find((path) => existsSync(path));
}

/**
 * For tests: lets this process use the software driver where no driver was chosen. Call it before the first use of WebGPU.
 * Returns why WebGPU cannot be tested on this machine, or undefined if it can.
 */
export function prepareSoftwareVulkan(): string | undefined {
  if (process.platform !== "linux") return undefined;
  const software = softwareVulkanDriver();
  if (software && !process.env.VK_DRIVER_FILES) process.env.VK_ICD_FILENAMES ??= software;
  if (!vulkanLoader()) return "libvulkan1 is not installed";
  return vulkanDrivers().length === 0
    ? "there is no Vulkan driver (the package chromium brings a software one)"
    : undefined;
}
