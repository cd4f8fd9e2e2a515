/** The most memory that this process has held since a moment. */
import { readFileSync, writeFileSync } from "node:fs";

/**
 * Begins to watch; the function gives the most resident bytes since. Linux can forget an earlier peak; elsewhere the peak is that of
 * the whole process.
 */
export function watchPeakMemory(): () => number {
  const ofProcess = () => process.resourceUsage().maxRSS * 1024;
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    return ofProcess;
  }
  return () => {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return kibibytes === undefined ? ofProcess() : Number(kibibytes) * 1024;
  };
}
