/** Where a model runs in this browser: which device works, how many threads are allowed, and a sentence where it is less. */
import { createWebRuntime, type WebRuntime } from "../runtime/web.ts";
import { input, matmul, toOnnx } from "../tensor/index.ts";

export type TabDevice = "auto" | "wasm" | "webgpu";

export interface ChosenRuntime {
  readonly runtime: WebRuntime;
  readonly threads: number;
  readonly notices: readonly string[];
}

export interface RuntimeChoice {
  readonly device: TabDevice;
  /** Threads of WebAssembly. Default: as many as this machine has cores, up to 8. */
  readonly threads?: number;
  /** Where onnxruntime-web's files lie. */
  readonly wasmPaths?: string;
}

/**
 * The runtime to use. `auto` takes WebGPU where an adapter that is no software emulation computes rightly, else
 * WebAssembly. Throws a UserError for `webgpu` where there is none.
 */
export async function chooseRuntime({ device, threads, wasmPaths }: RuntimeChoice): Promise<ChosenRuntime> {
  const notices: string[] = [];
  const allowed = allowedThreads(threads, notices);
  if (device === "webgpu") {
    return { runtime: await createWebRuntime("webgpu", { threads: allowed, wasmPaths }), threads: allowed, notices };
  }
  if (device === "auto") {
    const gpu = await workingGpu(allowed, wasmPaths);
    if (typeof gpu !== "string") return { runtime: gpu, threads: allowed, notices };
    notices.push(`${gpu}, so the model runs on the processor (WebAssembly).`);
  }
  return { runtime: await createWebRuntime("wasm", { threads: allowed, wasmPaths }), threads: allowed, notices };
}

function allowedThreads(wanted: number | undefined, notices: string[]): number {
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  if (globalThis.crossOriginIsolated) return wanted ?? Math.min(cores, 8);
  if ((wanted ?? cores) > 1) {
    notices.push(
      "the page is not cross-origin isolated (it was served without the headers COOP and COEP), so only one thread is used.",
    );
  }
  return 1;
}

/** A WebGPU runtime that multiplies matrices rightly, or the reason why there is none. */
async function workingGpu(threads: number, wasmPaths: string | undefined): Promise<WebRuntime | string> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter().catch(() => null);
  if (!adapter) return "this browser offers no WebGPU";
  if (adapter.info?.isFallbackAdapter) return "WebGPU is only emulated here";
  try {
    const runtime = await createWebRuntime("webgpu", { threads, wasmPaths });
    if (await multiplies(runtime)) return runtime;
    runtime.dispose();
    return "WebGPU computes wrongly here";
  } catch {
    return "WebGPU does not start here";
  }
}

/** [1, 2] times [[3, 4], [5, 6]]. */
async function multiplies(runtime: WebRuntime): Promise<boolean> {
  const c = matmul(input("a", "float32", [1, 2]), input("b", "float32", [2, 2]));
  const session = await runtime.session(toOnnx({ c }, { target: runtime.device }));
  const a = runtime.value("float32", [1, 2], Float32Array.of(1, 2));
  const b = runtime.value("float32", [2, 2], Float32Array.of(3, 4, 5, 6));
  const found = (await session.run({ a, b })).c!;
  const [x, y] = (await found.download()) as Float32Array;
  session.dispose();
  return x === 13 && y === 16;
}
