import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "./native.ts";
import type { Runtime, Session } from "./runtime.ts";
import { type TinyGraph, tinyModel } from "./tiny-onnx.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(() => runtime.dispose());

describe("memory that sessions share", () => {
  const size = 4 << 20;
  const chain: TinyGraph = {
    inputs: [{ name: "x", dtype: "float32", shape: ["n"] }],
    outputs: [{ name: "z", dtype: "float32", shape: ["n"] }],
    nodes: [
      { op: "Neg", inputs: ["x"], outputs: ["y"] },
      { op: "Mul", inputs: ["y", "x"], outputs: ["w"] },
      { op: "Sub", inputs: ["w", "y"], outputs: ["z"] },
    ],
  };

  /** Bytes that four programs hold together, each of which needs 32 MiB while it runs. */
  async function heldBytes(sharedMemory: boolean): Promise<number> {
    const [x, z] = [runtime.value("float32", [size]), runtime.value("float32", [size])];
    x.data.fill(2 as never);
    z.data.fill(1 as never);
    const before = process.memoryUsage.rss();
    const sessions: Session[] = [];
    for (let i = 0; i < 4; i++) {
      const session = await runtime.session(tinyModel(chain), { sharedMemory });
      await session.run({ x }, { z });
      expect([z.data[0], z.data[size - 1]]).toEqual([-2, -2]); // -x * x + x
      sessions.push(session);
    }
    const held = process.memoryUsage.rss() - before;
    for (const one of [...sessions, x, z]) one.dispose();
    return held;
  }

  test("is that of one of them instead of all", async () => {
    const own = await heldBytes(false);
    const shared = await heldBytes(true);
    expect(own).toBeGreaterThan(3 * 32 * 2 ** 20);
    expect(shared).toBeLessThan(own / 2);
  });

  test("serves runs at the same time", async () => {
    const sessions = await Promise.all([1, 2, 3].map(() => runtime.session(tinyModel(chain), { sharedMemory: true })));
    const results = await Promise.all(
      sessions.map((session, i) =>
        session.run({ x: runtime.value("float32", [1000 * (i + 1)], new Float32Array(1000 * (i + 1)).fill(i)) }),
      ),
    );
    for (const [i, { z }] of results.entries()) expect(new Set(z!.data as Float32Array)).toEqual(new Set([-i * i + i]));
  });
});
