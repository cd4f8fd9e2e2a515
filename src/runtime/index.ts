/** Sessions over typed values. The browser's runtime is `periscope-vl/runtime/web`. */

export { probeDevices } from "./devices.ts";
export * from "./dtype.ts";
export { UserError } from "./errors.ts";
export { createNativeRuntime, type NativeDevice, type NativeOptions } from "./native.ts";
export type * from "./runtime.ts";
