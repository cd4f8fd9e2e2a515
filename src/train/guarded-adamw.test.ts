import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { input, toOnnx } from "../tensor/index.ts";
import { createGuardedAdamW } from "./guarded-adamw.ts";
import { muonRule } from "./muon.ts";
import { parameterSet, trackGradients } from "./parameters.ts";
import { normal } from "./random.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(() => runtime.dispose());

/** Of several pieces with a rest, of two pieces, and small ones that are updated side by side at two rates. */
const shapes: Readonly<Record<string, readonly number[]>> = {
  large: [3, 257, 211],
  matrix: [300, 300],
  bias: [7],
  table: [5, 11],
  slow: [13],
  "slow.scale": [],
};
const names = Object.keys(shapes);
const rateScale = (name: string) => (name.startsWith("slow") ? 0.25 : 1);
const settings = { weightDecay: 0.1, clipNorm: 0.5, rateScale, moments: "float32", accept: () => true } as const;

function start() {
  const set = parameterSet();
  for (const [name, shape] of Object.entries(shapes)) {
    const size = shape.reduce((a, b) => a * b, 1);
    set.values.set(name, runtime.value("float32", shape, normal(`start/${name}`, size, 1)));
  }
  trackGradients(set, runtime, names);
  return set;
}

function giveGradients(set: ReturnType<typeof start>, count: number): number {
  let sum = 0;
  for (const name of names) {
    const data = set.gradients.get(name)!.data as Float32Array;
    data.set(normal(`${name}/${count}`, data.length, 1));
    for (const g of data) sum += g * g;
  }
  return Math.sqrt(sum);
}

describe("AdamW in pieces", () => {
  test.each([1, 3])("follows its formulas at every number, on %i threads", async (threads) => {
    const set = start();
    const expected = new Map(
      names.map((name) => {
        const p = Float64Array.from(set.values.get(name)!.data as Float32Array);
        return [name, { p, m: new Float64Array(p.length), v: new Float64Array(p.length) }];
      }),
    );
    const optimizer = await createGuardedAdamW(runtime, set, names, { ...settings, threads });
    for (let count = 1; count <= 3; count++) {
      const norm = giveGradients(set, count);
      const found = await optimizer.step(0.01, count);
      expect(Math.abs(found / norm - 1)).toBeLessThan(1e-5);
      const clip = 0.5 / (norm + 1e-6);
      for (const [name, { p, m, v }] of expected) {
        const gradient = set.gradients.get(name)!.data as Float32Array;
        for (let i = 0; i < p.length; i++) {
          const g = gradient[i]! * clip;
          m[i] = 0.9 * m[i]! + 0.1 * g;
          v[i] = 0.95 * v[i]! + 0.05 * g * g;
          const step = m[i]! / (1 - 0.9 ** count) / (Math.sqrt(v[i]! / (1 - 0.95 ** count)) + 1e-8);
          p[i] = p[i]! - 0.01 * rateScale(name) * (step + 0.1 * p[i]!);
        }
        const values = set.values.get(name)!.data as Float32Array;
        const worst = values.reduce((most, x, i) => Math.max(most, Math.abs(x - p[i]!)), 0);
        expect(worst, name).toBeLessThan(2e-6);
      }
    }
    optimizer.dispose();
  });

  test("the norm of millions of gradients has all its digits", async () => {
    const set = parameterSet();
    const size = 3 << 20;
    set.values.set("large", runtime.value("float32", [size]));
    trackGradients(set, runtime, ["large"]);
    const data = set.gradients.get("large")!.data as Float32Array;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      data[i] = 1e-3 * Math.sin(i * 12.9898) * (1 + (i % 13));
      sum += data[i]! ** 2;
    }
    const optimizer = await createGuardedAdamW(runtime, set, ["large"], settings);
    expect(Math.abs((await optimizer.step(0.01, 1)) / Math.sqrt(sum) - 1)).toBeLessThan(1e-7);
    optimizer.dispose();
  });

  test("adds up the gradients of micro-batches that ran abreast", async () => {
    const [once, apart] = [start(), start()];
    const more = new Map(names.map((name) => [name, runtime.value("float32", shapes[name]!)]));
    const whole = await createGuardedAdamW(runtime, once, names, settings);
    const parts = await createGuardedAdamW(runtime, apart, names, { ...settings, others: [more], threads: 2 });
    for (let count = 1; count <= 2; count++) {
      giveGradients(once, count);
      for (const name of names) {
        const sum = once.gradients.get(name)!.data as Float32Array;
        const [a, b] = [apart.gradients.get(name)!.data, more.get(name)!.data] as [Float32Array, Float32Array];
        b.set(normal(`more/${name}/${count}`, sum.length, 1));
        sum.forEach((g, i) => {
          a[i] = g - b[i]!;
          sum[i] = a[i]! + b[i]!;
        });
      }
      expect(await parts.step(0.01, count)).toBe(await whole.step(0.01, count));
    }
    for (const name of names) expect(apart.values.get(name)!.data, name).toEqual(once.values.get(name)!.data);
    whole.dispose();
    parts.dispose();
  });

  test("moves the matrices that are to be orthogonal as Muon does, and the rest by its own rule", async () => {
    const [both, plain] = [start(), start()];
    const orthogonal = (name: string) => name === "matrix" || name === "table";
    const optimizer = await createGuardedAdamW(runtime, both, names, { ...settings, orthogonal, threads: 2 });
    const reference = await createGuardedAdamW(runtime, plain, names, settings);
    const tensors = (shape: readonly number[]) => {
      const at = (name: string) => input(name, "float32", shape);
      return muonRule({ parameter: at("p"), gradient: at("g"), momentum: at("m") }, input("rate", "float32", []));
    };
    const momentum = new Map<string, Float32Array>();
    for (let count = 1; count <= 2; count++) {
      const before = new Map(names.map((name) => [name, (both.values.get(name)!.data as Float32Array).slice()]));
      for (const set of [both, plain]) giveGradients(set, count);
      const norm = await optimizer.step(0.01, count);
      expect(await reference.step(0.01, count)).toBeCloseTo(norm, 3);
      for (const name of names) {
        const found = both.values.get(name)!.data as Float32Array;
        if (!orthogonal(name)) {
          const other = plain.values.get(name)!.data as Float32Array;
          expect(
            found.every((x, i) => Math.abs(x - other[i]!) < 1e-6),
            name,
          ).toBe(true);
          continue;
        }
        const shape = shapes[name]!;
        const clip = Math.min(1, settings.clipNorm / (norm + 1e-6));
        const gradient = (both.gradients.get(name)!.data as Float32Array).map((g) => g * clip);
        const { parameter, momentum: next } = tensors(shape);
        const session = await runtime.session(toOnnx({ parameter, next }, { target: "cpu" }));
        const value = (data: Float32Array) => runtime.value("float32", shape, data);
        const got = await session.run({
          ...{
            p: value(before.get(name)!),
            g: value(gradient),
            rate: runtime.value("float32", [], Float32Array.of(0.01)),
          },
          m: value(momentum.get(name) ?? new Float32Array(found.length)),
        });
        momentum.set(name, (got.next!.data as Float32Array).slice());
        const expected = got.parameter!.data as Float32Array;
        expect(
          found.every((x, i) => Math.abs(x - expected[i]!) < 1e-6),
          name,
        ).toBe(true);
        expect(both.moments.get(name)!.second.data.every((x) => x === 0)).toBe(true);
        session.dispose();
      }
    }
    optimizer.dispose();
    reference.dispose();
  });

  test("changes nothing where the gradient norm is refused", async () => {
    const set = start();
    const before = names.map((name) => Array.from(set.values.get(name)!.data as Float32Array));
    const optimizer = await createGuardedAdamW(runtime, set, names, { ...settings, accept: () => false });
    const norm = giveGradients(set, 1);
    expect(Math.abs((await optimizer.step(0.01, 1)) / norm - 1)).toBeLessThan(1e-5);
    expect(names.map((name) => Array.from(set.values.get(name)!.data as Float32Array))).toEqual(before);
    const moments = set.moments.get("large")!;
    expect((moments.first.data as Float32Array).every((x) => x === 0)).toBe(true);
    optimizer.dispose();
  });

  test("keeps moments of two bytes as close as two bytes can be", async () => {
    const [exact, small] = [start(), start()];
    const kinds = [
      [exact, "float32"],
      [small, "bfloat16"],
    ] as const;
    for (const [set, moments] of kinds) {
      const optimizer = await createGuardedAdamW(runtime, set, names, { ...settings, moments });
      for (let count = 1; count <= 3; count++) {
        giveGradients(set, count);
        await optimizer.step(0.01, count);
      }
      optimizer.dispose();
    }
    expect(small.moments.get("bias")!.first.dtype).toBe("bfloat16");
    for (const name of names) {
      const [a, b] = [exact, small].map((set) => set.values.get(name)!.data as Float32Array) as [
        Float32Array,
        Float32Array,
      ];
      expect(
        a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0),
        name,
      ).toBeLessThan(1e-3);
    }
  });
});
