import { describe, expect, test } from "vitest";
import { mul } from "./ops/arithmetic.ts";
import { defineOp, input, type Tensor } from "./tensor.ts";
import { arrayOf, checkGradient, evaluate } from "./testing.ts";

/** x * x with the gradient `factor` * x. */
function squareWithGradient(factor: number): (x: Tensor) => Tensor {
  const apply = defineOp<undefined>({
    name: "Squared",
    infer: ([x]) => ({ dtype: x!.dtype, shape: x!.shape }),
    gradient: ({ inputs: [x], g }) => [mul(g, mul(x!, factor))],
    lower: (emit, { in: [x], out }) => void emit.node("Mul", [x!, x!], out),
  });
  return (x) => apply([x], undefined)[0]!;
}

describe("the gradient check", () => {
  test.each(["float32", "float64"] as const)("accepts a right gradient in %s", async (dtype) => {
    await checkGradient(squareWithGradient(2), [[2, 3]], { dtype });
  });

  test.each(["float32", "float64"] as const)("refuses a gradient that is 0.1 % wrong in %s", async (dtype) => {
    const check = checkGradient(squareWithGradient(2.002), [[2, 3]], { dtype });
    await expect(check).rejects.toThrow(/element \d of the gradient for input 0 \[2,3\] of Squared/);
  });
});

test("a run refuses a value whose shape is not what the operator promised", async () => {
  const apply = defineOp<undefined>({
    name: "Liar",
    infer: ([x]) => ({ dtype: x!.dtype, shape: ["somewhere"] }),
    lower: (emit, at) => void emit.node("Neg", at.in, at.out),
  });
  const [y] = apply([input("x", "float32", [2])], undefined);
  const run = evaluate({ y: y! }, { x: arrayOf("float32", [1, 2]) }, { somewhere: 3 });
  await expect(run).rejects.toThrow("Liar promised float32 [3] and gave float32 [2]");
});
