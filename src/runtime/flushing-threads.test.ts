import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { createNativeRuntime } from "./native.ts";
import type { Session } from "./runtime.ts";
import { tinyModel } from "./tiny-onnx.ts";

const flushes = process.platform === "linux" && process.arch === "x64";
const size = 1 << 18;
const port = { dtype: "float32", shape: ["n"] } as const;
const double = tinyModel({
  inputs: [{ name: "x", ...port }],
  outputs: [{ name: "y", ...port }],
  nodes: [{ op: "Add", inputs: ["x", "x"], outputs: ["y"] }],
});

test("denormals are zero on every thread of the sessions that ask for it, and on no thread of others", async () => {
  const runtime = await createNativeRuntime("cpu", { threads: 2 });
  const x = runtime.value("float32", [size], new Float32Array(size).fill(1e-40));
  /** How many values of each of several runs at the same time are not zero. */
  const left = (session: Session) =>
    Promise.all(
      Array.from({ length: 8 }, async () => {
        const { y } = await session.run({ x });
        return (y!.data as Float32Array).reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);
      }),
    );
  const flushing = await runtime.session(double, { flushDenormals: true }); // before any other session of the process
  const plain = await runtime.session(double);
  for (let round = 0; round < 3; round++) {
    expect(new Set(await left(flushing))).toEqual(new Set([flushes ? 0 : size]));
    expect(new Set(await left(plain))).toEqual(new Set([size]));
  }
  expect(Number.MIN_VALUE * Number(x.shape[0])).toBeGreaterThan(0); // JavaScript's own arithmetic is as it was
  runtime.dispose();
});

test("a run that fails says why, and the thread goes on", async () => {
  const runtime = await createNativeRuntime("cpu", { threads: 1 });
  const session = await runtime.session(
    tinyModel({
      inputs: [
        { name: "x", ...port },
        { name: "shape", dtype: "int64", shape: [1] },
      ],
      outputs: [{ name: "y", dtype: "float32", shape: ["m"] }],
      nodes: [{ op: "Reshape", inputs: ["x", "shape"], outputs: ["y"] }],
    }),
    { flushDenormals: true },
  );
  const x = runtime.value("float32", [3], Float32Array.of(1, 2, 3));
  const to = (length: bigint) => runtime.value("int64", [1], BigInt64Array.of(length));
  await expect(session.run({ x, shape: to(4n) })).rejects.toThrow(
    /^ONNX Runtime could not run the program: .*reshape/i,
  );
  const { y } = await session.run({ x, shape: to(3n) });
  expect([...y!.data]).toEqual([1, 2, 3]);
  runtime.dispose();
});

test("a thread that never ran anything keeps no process alive", () => {
  const module = JSON.stringify(new URL("./native.ts", import.meta.url).href);
  const tiny = JSON.stringify(new URL("./tiny-onnx.ts", import.meta.url).href);
  const script = `
    import { createNativeRuntime } from ${module};
    import { tinyModel } from ${tiny};
    const port = { dtype: "float32", shape: [1] };
    const node = { op: "Identity", inputs: ["x"], outputs: ["y"] };
    const model = tinyModel({ inputs: [{ name: "x", ...port }], outputs: [{ name: "y", ...port }], nodes: [node] });
    await (await createNativeRuntime("cpu")).session(model, { flushDenormals: true });
    console.log("made");`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", script];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 });
  expect([stdout.trim(), status]).toEqual(["made", 0]);
}, 70_000);
