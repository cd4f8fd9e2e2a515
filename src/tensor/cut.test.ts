import { describe, expect, test } from "vitest";
import { cut } from "./cut.ts";
import { grad } from "./grad.ts";
import { leavesOf, toOnnx } from "./onnx/write.ts";
import { gelu, layerNorm } from "./ops/activation.ts";
import { add, mul, square } from "./ops/arithmetic.ts";
import { matmul } from "./ops/matmul.ts";
import { reshape } from "./ops/movement.ts";
import { reduceSum } from "./ops/reduce.ts";
import { recomputed } from "./recompute.ts";
import { input, parameter, type Tensor } from "./tensor.ts";
import { cpu, randomNumbers } from "./testing.ts";

const shapes = { x: [3, 4], w: [4, 4], scale: [4], shift: [4], from: [3, 4] };

/** Features of `x`, and how far they are from what is told later, with gradients; `apply` keeps values or computes them again. */
function program(apply: typeof recomputed) {
  const x = input("x", "float32", shapes.x);
  const [w, scale, shift] = (["w", "scale", "shift"] as const).map((name) => parameter(name, shapes[name])) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const body = (y: Tensor) => gelu(matmul(layerNorm(y, scale, shift, 1e-5), w));
  const features = reshape(
    apply(body, add(x, 1), () => [w, scale, shift]),
    [12],
  );
  const loss = reduceSum(square(add(features, reshape(input("from", "float32", shapes.from), [12]))));
  const [gw, gs] = grad(loss, [w, scale]) as [Tensor, Tensor];
  return { outputs: { loss, gw, gs, again: mul(features, 1), features }, early: { features } };
}

const kept: typeof recomputed = (body, x) => body(x);

describe("a program in two halves", () => {
  test.each([
    ["kept", kept],
    ["recomputed", recomputed],
  ])("gives the bits of the whole one, values %s", async (_, apply) => {
    const runtime = await cpu();
    const next = randomNumbers(3);
    const values = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => {
        const length = shape.reduce((a, b) => a * b);
        return [
          name,
          runtime.value(
            "float32",
            shape,
            Float32Array.from({ length }, () => 2 * next() - 1),
          ),
        ];
      }),
    );
    const { outputs, early } = program(apply);
    const run = async (model: Uint8Array, more = {}) => {
      const session = await runtime.session(model);
      const all: typeof values = { ...values, ...more };
      const result = await session.run(Object.fromEntries(session.inputs.map(({ name }) => [name, all[name]!])));
      session.dispose();
      return result;
    };
    const numbers = (of: Awaited<ReturnType<typeof run>>) =>
      Object.keys(outputs).map((name) => [name, [...of[name]!.data].map(Number)]);
    const whole = await run(toOnnx(outputs, { target: "cpu" }));
    const { first, given } = cut(outputs, early);
    const begun = await run(toOnnx(first, { target: "cpu" }));
    expect([...begun.features!.data]).toEqual([...whole.features!.data]);
    const rest = await run(toOnnx(outputs, { target: "cpu", given }), begun);
    expect(numbers(rest)).toEqual(numbers(whole));
  });

  test("passes on what was computed, neither weights nor the same numbers under another shape", () => {
    const { outputs, early } = program(kept);
    const { first, given } = cut(outputs, early);
    const ops = [...given.keys()].map((t) => t.node.op);
    expect(ops).toContain("LayerNormalization");
    expect(ops).not.toContain("Reshape");
    expect([...given.keys()].some((t) => t.node.leaf)).toBe(false);
    expect(leavesOf(Object.values(first), "input").map((t) => t.node.leaf)).toEqual([{ kind: "input", name: "x" }]);
  });
});
