/** For tests on other devices: running an operator's example, and how far a device may be from the CPU. */
import type { Runtime } from "../runtime/runtime.ts";
import { leavesOf, toOnnx } from "./onnx/write.ts";
import type { OperatorExample } from "./operator-examples.ts";
import { nameOf } from "./tensor.ts";

/**
 * How far another device may be from the CPU: products with packed weights round their input to 8 bits on the CPU only,
 * and a GPU's sines and cosines are rough.
 */
export function toleranceOf({ name }: OperatorExample): number {
  if (name.startsWith("weights")) return 2e-2;
  return name === "sin" || name === "cos" ? 1e-3 : 1e-5;
}

/** Runs an example; plain numbers by name of output. */
export async function runExample(runtime: Runtime, { outputs, feeds }: OperatorExample) {
  const session = await runtime.session(toOnnx(outputs, { target: runtime.device }));
  try {
    const values = leavesOf(Object.values(outputs), "input").map((leaf) => {
      const name = nameOf(leaf);
      return [name, runtime.value(leaf.dtype, leaf.shape as number[], feeds[name])] as const;
    });
    const results = await session.run(Object.fromEntries(values));
    const numbers: Record<string, number[]> = {};
    for (const [name, value] of Object.entries(results)) numbers[name] = Array.from(await value.download(), Number);
    return numbers;
  } finally {
    session.dispose();
  }
}

/** The largest difference of any output, relative to that output's largest value; NaN where lengths differ. */
export function largestDifference(a: Record<string, number[]>, b: Record<string, number[]>): number {
  let worst = 0;
  for (const [name, expected] of Object.entries(a)) {
    const found = b[name] ?? [];
    const scale = Math.max(1e-30, ...expected.map(Math.abs));
    const off = found.length === expected.length ? found.map((v, i) => Math.abs(v - expected[i]!) / scale) : [NaN];
    worst = Math.max(worst, ...off);
  }
  return worst;
}
