/** What this machine's processor can do, as far as ONNX Runtime must be told. */
import { readFileSync } from "node:fs";

let known: boolean | undefined;

/**
 * Whether products of bytes may overflow in ONNX Runtime's int8 kernels: on x64 without the VNNI instructions pairs of
 * them are added in 16 bits. A system that does not tell (only Linux does) counts as one where they may.
 */
export function int8ProductsMayOverflow(): boolean {
  known ??= process.arch === "x64" && !/\bavx(512)?_vnni\b/.test(processorDescription());
  return known;
}

function processorDescription(): string {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return "";
  }
}
