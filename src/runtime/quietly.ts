/**
 * Silence while a device is looked for: drivers, Dawn and ONNX Runtime write each attempt to standard error, of which the error
 * that follows says the one thing to know. `PERISCOPE_ORT_LOG` lets them speak; on Windows they always do.
 */
import { fstatSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { koffi } from "./koffi.ts";

const standardError = 2;

/** Runs work that does not pause. What this process itself writes meanwhile is lost as well. */
export function quietly<T>(work: () => T): T {
  const restore = process.env.PERISCOPE_ORT_LOG || process.platform === "win32" ? undefined : silence();
  try {
    return work();
  } finally {
    restore?.();
  }
}

/** Gives what ends it; undefined where it cannot be had. */
function silence(): (() => void) | undefined {
  try {
    const itself = koffi.load(null);
    const close = itself.func("close", "int", ["int"]) as (descriptor: number) => number;
    const dup = itself.func("dup", "int", ["int"]) as (descriptor: number) => number;
    const dup2 = itself.func("dup2", "int", ["int", "int"]) as (from: number, to: number) => number;
    const nothing = openSync(devNull, "w");
    const kept = dup(standardError);
    const end = () => {
      for (const descriptor of [kept, nothing]) close(descriptor);
    };
    // Where another thread has silenced it, restoring would be for ever: that thread may be done before this one.
    if (kept < 0 || fstatSync(kept).rdev === fstatSync(nothing).rdev) {
      end();
      return undefined;
    }
    dup2(nothing, standardError);
    return () => {
      dup2(kept, standardError);
      end();
    };
  } catch {
    return undefined;
  }
}
