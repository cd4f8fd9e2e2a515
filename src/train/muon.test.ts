import { expect, test } from "vitest";
import { createNativeRuntime } from "../runtime/native.ts";
import { input, toOnnx } from "../tensor/index.ts";
import { muonRule, orthogonalized } from "./muon.ts";
import { normal } from "./random.ts";

const runtime = await createNativeRuntime("cpu");

async function evaluate(outputs: Parameters<typeof toOnnx>[0], feeds: Record<string, [number[], Float32Array]>) {
  const session = await runtime.session(toOnnx(outputs, { target: "cpu" }));
  const values = Object.entries(feeds).map(([name, [shape, data]]) => [name, runtime.value("float32", shape, data)]);
  return session.run(Object.fromEntries(values));
}

test.each([
  [16, 16],
  [12, 40],
  [40, 12],
])(
  "all singular values of a direction %i x %i are about equal, however unequal those of the momentum",
  async (m, n) => {
    const data = normal("muon", m * n, 1);
    for (let i = 0; i < data.length; i++) data[i]! *= i < n ? 5 : 0.5; // one direction outweighs all others
    const { x } = await evaluate({ x: orthogonalized(input("g", "float32", [m, n])) }, { g: [[m, n], data] });
    const out = x!.data as Float32Array;
    const short = Math.min(m, n);
    const row = (i: number) =>
      Array.from({ length: Math.max(m, n) }, (_, j) => (m <= n ? out[i * n + j]! : out[j * n + i]!));
    const scale = 0.2 * Math.sqrt(Math.max(m, n));
    // a matrix of singular values s has a Gram matrix with trace sum s^2 and squared entries that sum to sum s^4
    let [trace, squares] = [0, 0];
    for (let i = 0; i < short; i++) {
      for (let j = 0; j < short; j++) {
        const entry = row(i).reduce((sum, value, k) => sum + value * row(j)[k]!, 0) / scale ** 2;
        squares += entry ** 2;
        if (i === j) trace += entry;
      }
    }
    expect(trace / short).toBeGreaterThan(0.6);
    expect(trace / short).toBeLessThan(1.3);
    expect(squares / short - (trace / short) ** 2).toBeLessThan(0.15); // variance of s^2
  },
);

test("one update subtracts the direction of the momentum ahead, times the rate", async () => {
  const shape = [3, 3];
  const [p, g, m] = ["p", "g", "m"].map((name) => normal(name, 9, 1)) as [Float32Array, Float32Array, Float32Array];
  const ahead = m.map((x, i) => 0.95 * (0.95 * x + 0.05 * g[i]!) + 0.05 * g[i]!);
  const at = (name: string) => input(name, "float32", shape);
  const rule = muonRule({ parameter: at("p"), gradient: at("g"), momentum: at("m") }, input("rate", "float32", []));
  const got = await evaluate(
    { parameter: rule.parameter, momentum: rule.momentum, direction: orthogonalized(at("ahead")) },
    { p: [shape, p], g: [shape, g], m: [shape, m], ahead: [shape, ahead], rate: [[], Float32Array.of(0.5)] },
  );
  const data = (name: string) => got[name]!.data as Float32Array;
  for (let i = 0; i < 9; i++) {
    expect(data("parameter")[i]).toBeCloseTo(p[i]! - 0.5 * data("direction")[i]!, 5);
    expect(data("momentum")[i]).toBeCloseTo(0.95 * m[i]! + 0.05 * g[i]!, 5);
  }
});
