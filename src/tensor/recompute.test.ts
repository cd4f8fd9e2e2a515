import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { grad } from "./grad.ts";
import { inOrder } from "./onnx/write.ts";
import { gelu, rmsNorm } from "./ops/activation.ts";
import { add, exp, mul, neg, square, tanh } from "./ops/arithmetic.ts";
import { matmul } from "./ops/matmul.ts";
import { reduceSum } from "./ops/reduce.ts";
import { recomputed, waitFor, withGradient } from "./recompute.ts";
import { input, type Tensor } from "./tensor.ts";
import { arrayOf, checkGradient, evaluate, randomNumbers } from "./testing.ts";

/** Two blocks of norm, product and gelu, kept or recomputed. */
function network(apply: typeof recomputed, [x, norm, w]: readonly Tensor[]): Tensor {
  const body = (y: Tensor) => add(y, gelu(matmul(rmsNorm(y, norm!, 1e-5), w!)));
  const twice = [0, 1].reduce((y) => apply(body, y, () => [norm!, w!]), x!);
  return reduceSum(square(twice));
}

const kept: typeof recomputed = (body, x) => body(x);
const leaves = () => [input("x", "float32", [3, 4]), input("norm", "float32", [4]), input("w", "float32", [4, 4])];

describe("recomputation", () => {
  test("gives the same value and the same gradients to the bit", async () => {
    const next = randomNumbers(5);
    const random = (n: number) => Float32Array.from({ length: n }, () => 2 * next() - 1);
    const feeds = { x: random(12), norm: random(4), w: random(16) };
    const found = [];
    for (const apply of [kept, recomputed]) {
      const inputs = leaves();
      const loss = network(apply, inputs);
      const [gx, gn, gw] = grad(loss, inputs) as [Tensor, Tensor, Tensor];
      found.push(await evaluate({ loss, gx, gn, gw }, feeds));
    }
    expect(found[1]).toEqual(found[0]);
  });

  test("equals finite differences", async () => {
    await checkGradient((...inputs) => network(recomputed, inputs), [[3, 4], [4], [4, 4]], { dtype: "float32" });
  });

  test("nests", async () => {
    const inner = (x: Tensor) =>
      recomputed(
        (y) => tanh(mul(y, 2)),
        x,
        () => [],
      );
    await checkGradient(
      (x) =>
        recomputed(
          (y) => neg(inner(inner(y))),
          x,
          () => [],
        ),
      [[3]],
      {
        dtype: "float32",
        range: [-0.5, 0.5],
      },
    );
  });

  test("a parameter left out of the list gets no gradient", async () => {
    const [x, w] = [input("x", "float32", [2]), input("w", "float32", [2])];
    const loss = reduceSum(
      recomputed(
        (y) => mul(y, w),
        x,
        () => [],
      ),
    );
    const [g] = grad(loss, [w]) as [Tensor];
    expect(await evaluate({ g }, {})).toEqual({ g: [0, 0] });
  });

  test("is not part of a program without gradients", () => {
    const inputs = leaves();
    const nodes = (loss: Tensor) => inOrder([loss.node]).filter((n) => n.op !== "Block" && n.op !== "constant").length;
    expect(nodes(network(recomputed, inputs))).toBe(nodes(network(kept, inputs)));
  });
});

describe("waitFor", () => {
  const x = input("x", "float32", [2]);
  const slow = exp(input("s", "float32", [3]));

  test("changes no value and ends gradients", async () => {
    const late = waitFor(x, [slow]);
    const y = mul(late, 3);
    const [gx, gl] = grad(reduceSum(y), [x, late]) as [Tensor, Tensor];
    const found = await evaluate({ y, slow, gx, gl }, { x: Float32Array.of(1, 2), s: new Float32Array(3) });
    expect(found).toEqual({ y: [3, 6], slow: [1, 1, 1], gx: [0, 0], gl: [3, 3] });
  });

  test("does not make the program compute what it waits for", () => {
    const order = (...outputs: Tensor[]) => inOrder(outputs.map((t) => t.node)).map((n) => n.op);
    expect(order(waitFor(x, [slow]))).toEqual(["input", "WaitFor"]);
    expect(order(waitFor(x, [slow]), slow)).toEqual(["input", "input", "Exp", "WaitFor"]);
  });

  test("takes float32 values only", () => {
    expect(() => waitFor(input("i", "int32", [2]), [x])).toThrow(
      "waitFor: takes float32 values; found int32[2] and float32[2]",
    );
  });
});

test("withGradient replaces the gradient of what it wraps", async () => {
  const x = input("x", "float32", [2]);
  const y = withGradient(exp(x), [x], (g) => [mul(g, 7)]);
  const [g] = grad(reduceSum(y), [x]) as [Tensor];
  expect(await evaluate({ y, g }, { x: arrayOf("float32", [0, 0]) })).toEqual({ y: [1, 1], g: [7, 7] });
});

describe("peak memory, measured in processes of their own", () => {
  const child = fileURLToPath(new URL("./peak-memory.child.ts", import.meta.url));
  const step = async (name: string): Promise<{ peak: number; total: number }> => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", child, name]);
    return JSON.parse(stdout) as { peak: number; total: number };
  };

  test("recomputed blocks need less than half the memory for the same gradients", { timeout: 180_000 }, async () => {
    const [whole, frugal] = [await step("blocks kept"), await step("blocks recomputed")];
    expect(frugal.total).toBe(whole.total);
    expect(frugal.peak).toBeLessThan(whole.peak / 2);
  });

  test("a loss in sixteen chunks needs less than a fifth of the memory", { timeout: 180_000 }, async () => {
    const [whole, frugal] = [await step("logits whole"), await step("logits in chunks")];
    expect(frugal.total / whole.total).toBeCloseTo(1, 5);
    expect(frugal.peak).toBeLessThan(whole.peak / 5);
  });
});
