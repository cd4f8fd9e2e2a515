import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linear, parameterStore, Scope } from "../nn/index.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { gelu, input, reduceMean, square, sub } from "../tensor/index.ts";
import { type LoopOptions, runStage, type Scalars, type Stage } from "./loop.ts";
import { createAdamW } from "./optimizer.ts";
import { initialize, type ParameterSet, parameterSet, trackGradients } from "./parameters.ts";
import { normal, uniform } from "./random.ts";
import { learningRate } from "./schedule.ts";
import { loadState } from "./state.ts";

let runtime: Runtime;
const folder = mkdtempSync(join(tmpdir(), "periscope-train-"));
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu");
});
afterAll(() => {
  runtime.dispose();
  rmSync(folder, { recursive: true });
});

const rows = 4;

/** Two layers that learn to double a vector's first half. */
function toyLoss(): Scalars {
  const store = parameterStore();
  const p = new Scope(store);
  const x = input("x", "float32", [rows, 6]);
  const y = input("y", "float32", [rows, 3]);
  const out = linear(gelu(linear(x, p.at("first"), 8)), p.at("second"), 3);
  return { loss: reduceMean(square(sub(out, y))) };
}

function toyStage(steps: number, trained = (_name: string) => true): Stage {
  return {
    name: "toy",
    schedule: { rate: 0.02, steps, warmup: 3, kind: "cosine" },
    trained,
    async batch(step) {
      const x = normal(`toy/${step}`, rows * 6, 1);
      const y = Float32Array.from({ length: rows * 3 }, (_, i) => 2 * x[Math.floor(i / 3) * 6 + (i % 3)]!);
      return {
        key: "toy",
        program: toyLoss,
        inputs: { x: runtime.value("float32", [rows, 6], x), y: runtime.value("float32", [rows, 3], y) },
        samples: rows,
      };
    },
  };
}

function options(name: string, set: ParameterSet, start: number, extra: Partial<LoopOptions> = {}): LoopOptions {
  return {
    runtime,
    set,
    seed: 1,
    start,
    statePath: join(folder, `${name}.safetensors`),
    metricsPath: join(folder, `${name}.jsonl`),
    saveEvery: 1000,
    logEvery: 10,
    log: () => {},
    ...extra,
  };
}

const bits = (set: ParameterSet) =>
  Object.fromEntries([...set.values].map(([name, { data }]) => [name, [...new Uint32Array(data.buffer)]]));

describe("a stage", () => {
  test("learns", async () => {
    const losses: number[] = [];
    const log = (line: string) => losses.push(Number(/toy\.loss ([\d.]+)/.exec(line)![1]));
    await runStage(toyStage(120), options("learns", parameterSet(), 0, { log }));
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 10);
  });

  test("stopped and continued from its state gives the same bits as run through", async () => {
    const whole = parameterSet();
    expect(await runStage(toyStage(30), options("whole", whole, 0))).toBe(true);

    const stop = new AbortController();
    const stage = toyStage(30);
    const stopping: Stage = {
      ...stage,
      batch: (step) => {
        if (step === 14) stop.abort();
        return stage.batch(step);
      },
    };
    expect(await runStage(stopping, options("parts", parameterSet(), 0, { signal: stop.signal }))).toBe(false);

    const continued = parameterSet();
    const position = await loadState(join(folder, "parts.safetensors"), continued, runtime);
    expect(position).toMatchObject({ stage: "toy" });
    expect(position!.step).toBeGreaterThan(0);
    expect(position!.step).toBeLessThan(30);
    expect(await runStage(toyStage(30), options("parts", continued, position!.step))).toBe(true);
    expect(bits(continued)).toEqual(bits(whole));
  });

  test("leaves frozen parameters as they are, to the bit", async () => {
    const set = parameterSet();
    await runStage(toyStage(1), options("frozen", set, 0));
    const before = bits(set);
    await runStage(
      toyStage(10, (name) => name.startsWith("second")),
      options("frozen", set, 0),
    );
    const after = bits(set);
    expect(after["first.weight"]).toEqual(before["first.weight"]);
    expect(after["first.bias"]).toEqual(before["first.bias"]);
    expect(after["second.weight"]).not.toEqual(before["second.weight"]);
  });

  test("that diverges stops with a sentence", async () => {
    const stage = toyStage(40);
    const wild = { ...stage, schedule: { ...stage.schedule, rate: 1e20 } };
    await expect(runStage(wild, options("wild", parameterSet(), 0))).rejects.toThrow(/stage toy: the loss is/);
  });
});

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

test("learning rates warm up and fall as their schedule says", () => {
  const step = { rate: 1, steps: 100, warmup: 10, kind: "step" } as const;
  expect([0, 9, 10, 81, 85].map((at) => learningRate(step, at))).toEqual([0.1, 1, 1, 1, 0.316]);
  expect(learningRate(step, 99)).toBe(0.1);
  const cosine = { rate: 1, steps: 100, warmup: 0, kind: "cosine", floor: 0 } as const;
  expect(learningRate(cosine, 0)).toBe(1);
  expect(learningRate(cosine, 50)).toBeCloseTo(0.5, 9);
  expect(learningRate(cosine, 100)).toBeCloseTo(0, 9);
});

test("random numbers depend on the seed alone and are what they say", () => {
  expect(normal("x", 5, 1)).toEqual(normal("x", 5, 1));
  expect(normal("x", 5, 1)).not.toEqual(normal("y", 5, 1));
  const many = normal("many", 20000, 2);
  const mean = many.reduce((a, b) => a + b) / many.length;
  const std = Math.sqrt(many.reduce((a, b) => a + (b - mean) ** 2, 0) / many.length);
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(Math.abs(std - 2)).toBeLessThan(0.05);
  const next = uniform("u");
  const drawn = Array.from({ length: 1000 }, next);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
});
