/** Every operator run on onnxruntime-web inside Chromium; what it computes is judged in operators.test.ts. */
import type { Runtime } from "../../src/runtime/runtime.ts";
import { createWebRuntime } from "../../src/runtime/web.ts";
import { operatorExamples } from "../../src/tensor/operator-examples.ts";
import { runExample } from "../../src/tensor/operator-runs.ts";

/** Numbers by example and output, or the message of what went wrong. */
export type OperatorResults = Record<string, Record<string, number[]> | string>;

async function runAll(runtime: Runtime): Promise<OperatorResults> {
  const results: OperatorResults = {};
  for (const example of operatorExamples()) {
    results[example.name] = await runExample(runtime, example).catch((error: Error) => error.message);
  }
  return results;
}

export default async function run(): Promise<Record<"wasm" | "webgpu", OperatorResults>> {
  return {
    wasm: await runAll(await createWebRuntime("wasm", { wasmPaths: "/ort/", threads: 1 })),
    webgpu: await runAll(await createWebRuntime("webgpu", { wasmPaths: "/ort/" })),
  };
}
