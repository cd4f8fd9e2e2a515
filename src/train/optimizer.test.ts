import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { createAdamW } from "./optimizer.ts";
import { initialize, parameterSet, trackGradients } from "./parameters.ts";
import { normal } from "./random.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu");
});
afterAll(() => runtime.dispose());

describe("AdamW", () => {
  test("follows its formulas, with clipping, decay and a rate of its own for each parameter", async () => {
    const set = parameterSet();
    const specs = [
      { name: "a", shape: [3] },
      { name: "b", shape: [2, 2] },
    ];
    initialize(set, runtime, specs, 3);
    trackGradients(set, runtime, ["a", "b"]);
    const settings = { weightDecay: 0.1, clipNorm: 0.5, rateScale: (name: string) => (name === "a" ? 1 : 0.25) };
    const optimizer = await createAdamW(runtime, set, ["a", "b"], settings);
    const model = specs.map(({ name }) => ({
      name,
      p: Float64Array.from(set.values.get(name)!.data as Float32Array),
      m: new Float64Array(4),
      v: new Float64Array(4),
    }));
    for (let count = 1; count <= 5; count++) {
      const gradients = specs.map(({ name, shape }) => {
        const g = normal(
          `${name}/${count}`,
          shape.reduce((x, y) => x * y),
          1,
        );
        set.gradients.get(name)!.data.set(g as never);
        return g;
      });
      const norm = Math.sqrt(gradients.reduce((sum, g) => sum + g.reduce((s, x) => s + x * x, 0), 0));
      expect(await optimizer.step(0.01, count)).toBeCloseTo(norm, 4);
      const clip = Math.min(1, 0.5 / (norm + 1e-6));
      model.forEach(({ name, p, m, v }, k) => {
        p.forEach((_, i) => {
          const g = gradients[k]![i]! * clip;
          m[i] = 0.9 * m[i]! + 0.1 * g;
          v[i] = 0.95 * v[i]! + 0.05 * g * g;
          const step = m[i]! / (1 - 0.9 ** count) / (Math.sqrt(v[i]! / (1 - 0.95 ** count)) + 1e-8);
          p[i] = p[i]! - 0.01 * settings.rateScale(name) * (step + 0.1 * p[i]!);
        });
        [...(set.values.get(name)!.data as Float32Array)].forEach((x, i) => {
          expect(x).toBeCloseTo(p[i]!, 5);
        });
      });
    }
    optimizer.dispose();
  });
});
