import { expect, test } from "vitest";
import { parameterStore, Scope } from "../nn/index.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Value } from "../runtime/runtime.ts";
import { exp, input, matmul, reduceSum } from "../tensor/index.ts";
import { initialize, parameterSet } from "./parameters.ts";
import { compileStep, predictStep } from "./program.ts";

test("gradients below 1e-38 have the same bits on whatever thread a run gets", async () => {
  const runtime = await createNativeRuntime("cpu", { threads: 2 });
  const set = parameterSet();
  const weight = new Scope(parameterStore()).parameter("weight", [64, 64]);
  initialize(set, runtime, [{ name: "weight", shape: [64, 64] }], 1);
  const x = input("x", "float32", [256, 64]);
  const loss = reduceSum(matmul(x, weight));
  const values = Float32Array.from({ length: 256 * 64 }, (_, i) => 1e-41 * (1 + (i % 7)));
  const inputs = { x: runtime.value("float32", [256, 64], values) };
  const program = await compileStep(runtime, set, { loss }, () => true, { accumulate: false, threads: 2 });
  const buffers = Array.from({ length: 8 }, () => new Map<string, Value>());
  await Promise.all(buffers.map((gradients) => program.run(inputs, 1, gradients)));
  const [first, ...others] = buffers.map((gradients) => gradients.get("weight")!.data);
  const flushed = process.platform === "linux" && process.arch === "x64";
  if (flushed) expect(first).toEqual(new Float32Array(64 * 64));
  else expect(first![0]).toBeGreaterThan(0);
  for (const other of others) expect(other).toEqual(first);
  program.dispose();
  runtime.dispose();
});

test("what is handed on behind a meeting takes memory to the end of the step", () => {
  const shown = exp(input("x", "float32", [100]));
  const loss = reduceSum(exp(exp(shown)));
  const peak = (more: object) => predictStep({ loss, ...more }, () => false).peakBytes;
  expect(peak({})).toBe(2 * 100 * 4);
  expect(peak({ shown: { shown } })).toBe(3 * 100 * 4);
});
