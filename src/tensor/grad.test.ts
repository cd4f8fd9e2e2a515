import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { grad, vectorJacobian } from "./grad.ts";
import { ModelProtoSchema } from "./onnx/onnx_pb.ts";
import { toOnnx } from "./onnx/write.ts";
import { gelu, layerNorm } from "./ops/activation.ts";
import { add, exp, mul } from "./ops/arithmetic.ts";
import { matmul } from "./ops/matmul.ts";
import { split } from "./ops/movement.ts";
import { argMax, reduceSum } from "./ops/reduce.ts";
import { input, parameter, type Tensor } from "./tensor.ts";
import { checkGradient, evaluate } from "./testing.ts";

const x = input("x", "float32", [2]);
const y = input("y", "float32", [2]);
const feeds = { x: Float32Array.of(1, 2), y: Float32Array.of(3, 5) };

describe("grad", () => {
  test("adds up over all uses of a tensor", async () => {
    const twice = mul(x, x);
    const [g] = grad(reduceSum(add(mul(twice, y), add(twice, x))), [x]) as [Tensor]; // x^2 y + x^2 + x
    expect(await evaluate({ g }, feeds)).toEqual({ g: [9, 25] });
  });

  test("reaches values in the middle of the graph", async () => {
    const middle = mul(x, 3);
    const [gm, gx] = grad(reduceSum(mul(middle, middle)), [middle, x]) as [Tensor, Tensor];
    expect(await evaluate({ gm, gx }, feeds)).toEqual({ gm: [6, 12], gx: [18, 36] });
  });

  test("is 1 for the loss itself and 0 for what it does not depend on", async () => {
    const loss = reduceSum(x);
    const [one, zero] = grad(loss, [loss, y]) as [Tensor, Tensor];
    expect(await evaluate({ one, zero }, feeds)).toEqual({ one: [1], zero: [0, 0] });
  });

  test("starts from a given gradient", async () => {
    const [g] = grad(mul(x, y), [x], y) as [Tensor];
    expect(await evaluate({ g }, feeds)).toEqual({ g: [9, 25] });
  });

  test("needs a scalar, or a gradient to start from", () => {
    expect(() => grad(mul(x, y), [x])).toThrow("grad needs a scalar loss, found shape [2]");
    expect(() => grad(mul(x, y), [x], reduceSum(x))).toThrow("Mul: gradient [] of a tensor [2]");
  });

  test("can be differentiated again", async () => {
    await checkGradient((t) => grad(reduceSum(mul(exp(t), t)), [t])[0]!, [[3]]);
    await checkGradient((t) => grad(reduceSum(mul(matmul(t, t), t)), [t])[0]!, [[2, 2]]);
  });

  test("passes by what has no gradient when nothing flows there", () => {
    const position = argMax(x, 0);
    const [g] = vectorJacobian([position, mul(x, 2)], [undefined, y], [x]);
    expect(g?.shape).toEqual([2]);
  });

  test("one gradient for several outputs", async () => {
    const [a, b] = split(mul(x, x), 0, [1, 1]) as [Tensor, Tensor];
    const [first, second] = split(y, 0, [1, 1]) as [Tensor, Tensor];
    const [g] = vectorJacobian([a, b], [first, second], [x]) as [Tensor];
    expect(await evaluate({ g }, feeds)).toEqual({ g: [6, 20] });
  });
});

describe("frozen parameters", () => {
  /** Three layers: matrix, norm, matrix; their parameters by name. */
  const network = () => {
    const p = {
      first: parameter("first", [4, 4]),
      weight: parameter("weight", [4]),
      bias: parameter("bias", [4]),
      last: parameter("last", [4, 4]),
    };
    const hidden = layerNorm(gelu(matmul(input("in", "float32", [3, 4]), p.first)), p.weight, p.bias, 1e-6);
    return { p, loss: reduceSum(matmul(hidden, p.last)) };
  };
  const nodes = (outputs: Record<string, Tensor>) =>
    fromBinary(ModelProtoSchema, toOnnx(outputs, { target: "cpu" })).graph!.node;
  const backward = (names: readonly ("first" | "weight" | "bias" | "last")[]) => {
    const { p, loss } = network();
    const gradients = grad(
      loss,
      names.map((name) => p[name]),
    );
    return nodes({ loss, ...Object.fromEntries(gradients.map((g, i) => [`grad.${names[i]}`, g])) });
  };

  test("add nothing to the program", () => {
    const { loss } = network();
    const forward = nodes({ loss }).length;
    expect(backward([]).length).toBe(forward);
    const last = backward(["last"]).length;
    const upper = backward(["last", "weight", "bias"]).length;
    const all = backward(["last", "weight", "bias", "first"]).length;
    expect([forward, last, upper, all]).toEqual([...new Set([forward, last, upper, all])].sort((a, b) => a - b));
  });

  test("below the trained ones end the backward pass", () => {
    const types = backward(["last", "weight"]).map((n) => n.opType);
    expect(types).not.toContain("Erf"); // gelu's gradient
    expect(backward(["first"]).map((n) => n.opType)).toContain("Erf");
    // one product forward, one for the input and one for the weight of the last layer
    expect(backward(["last"]).filter((n) => /MatMul|Gemm/.test(n.opType))).toHaveLength(3);
  });
});
