import { describe, expect, test } from "vitest";
import { keptForBackward, nodeOperations, operationsOf, parameterSizes, programCost } from "./cost.ts";
import {
  attention,
  conv2d,
  convTranspose2d,
  exp,
  gemm,
  grad,
  input,
  matmul,
  mul,
  parameter,
  recomputed,
  reduceSum,
  reshape,
  type Tensor,
} from "./index.ts";

const float = (name: string, shape: number[]) => input(name, "float32", shape);

describe("operations", () => {
  test("a product counts two for each multiplication, whichever way its operands are turned", () => {
    for (const transA of [false, true]) {
      for (const transB of [false, true]) {
        const a = float("a", transA ? [5, 2, 7, 3] : [5, 2, 3, 7]);
        const b = float("b", transB ? [11, 7] : [7, 11]);
        expect(nodeOperations(matmul(a, b, { transA, transB }).node)).toBe(2 * 5 * 2 * 3 * 7 * 11);
      }
    }
    expect(operationsOf([gemm(float("a", [3, 7]), float("b", [7, 11]), float("c", [11]))])).toBe(2 * 3 * 7 * 11);
  });

  test("a convolution and its transpose count every tap", () => {
    const y = conv2d(float("x", [2, 3, 8, 8]), float("w", [5, 3, 3, 3]), { stride: 2, padding: 1 }); // [2, 5, 4, 4]
    expect(operationsOf([y])).toBe(2 * (2 * 5 * 4 * 4) * (3 * 3 * 3));
    const back = convTranspose2d(y, float("v", [5, 3, 3, 3]), { stride: 2, padding: 1, size: [8, 8] });
    expect(nodeOperations(back.node)).toBe(2 * (2 * 5 * 4 * 4) * (3 * 3 * 3));
  });

  test("attention's backward pass takes twice its forward pass", () => {
    const [q, k, v] = ["q", "k", "v"].map((name) => float(name, [2, 3, 8, 4])) as [Tensor, Tensor, Tensor];
    const out = attention(q, k, v);
    const forward = 2 * 2 * 3 * 8 * 8 * (4 + 4);
    expect(operationsOf([out])).toBe(forward);
    expect(operationsOf([out, ...grad(reduceSum(mul(out, out)), [q, k, v])])).toBe(3 * forward);
  });
});

describe("the most that is in memory at once", () => {
  const x = float("x", [100]);

  test("is a value and what is made of it, not what nobody reads any more", () => {
    const y = exp(exp(exp(exp(x))));
    expect(programCost([reduceSum(y)]).peakBytes).toBe(2 * 100 * 4);
  });

  test("counts what a view shows for as long as the view is read", () => {
    const first = exp(x);
    const view = reshape(first, [10, 10]);
    const meanwhile = reshape(exp(exp(float("z", [100]))), [10, 10]);
    expect(programCost([reduceSum(mul(meanwhile, view))]).peakBytes).toBe(3 * 100 * 4);
  });
});

describe("what waits for the backward pass", () => {
  test("is each value that it reads, once, and not the parameters", () => {
    const [x, p] = [float("x", [10, 4]), parameter("p", [4, 6])];
    const h = exp(matmul(x, p)); // the gradient of exp reads its result
    const loss = reduceSum(mul(h, reshape(h, [10, 6]))); // and so does that of the product
    expect(keptForBackward(loss, grad(loss, [p]))).toEqual({ all: 10 * 6 * 4, probabilities: 0 });
  });

  test("is less where a part is computed again", () => {
    const bytes = (again: boolean) => {
      const [x, p, q] = [float("x", [10, 4]), parameter("p", [4, 50]), parameter("q", [50, 4])];
      const body = (one: Tensor) => matmul(exp(matmul(one, p)), q);
      const start = exp(x);
      const y = again ? recomputed(body, start, () => [p, q]) : body(start);
      const loss = reduceSum(mul(y, y));
      return keptForBackward(loss, grad(loss, [p, q])).all;
    };
    expect(bytes(false) - bytes(true)).toBe(10 * 50 * 4);
  });

  test("knows the probabilities of attention", () => {
    const [q, k, v] = ["q", "k", "v"].map((name) => float(name, [1, 2, 8, 4])) as [Tensor, Tensor, Tensor];
    const out = attention(exp(q), k, v);
    const loss = reduceSum(out);
    expect(keptForBackward(loss, grad(loss, [q])).probabilities).toBe(2 * 8 * 8 * 4);
  });
});

test("parameters are listed with their sizes", () => {
  const y = matmul(matmul(float("x", [2, 3]), parameter("a", [3, 4])), parameter("b", [4, 5]));
  expect([...parameterSizes([y])].sort()).toEqual([
    ["a", 12],
    ["b", 20],
  ]);
});
