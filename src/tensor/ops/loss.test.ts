import { describe, expect, test } from "vitest";
import { grad } from "../grad.ts";
import { inOrder } from "../onnx/write.ts";
import { constant, input, ShapeError, type Tensor } from "../tensor.ts";
import { arrayOf, checkGradient, evaluate, randomNumbers } from "../testing.ts";
import { mul } from "./arithmetic.ts";
import { chunkedCrossEntropy, crossEntropy, ignoredLabel } from "./loss.ts";
import { matmul } from "./matmul.ts";

const labelled = (values: readonly number[]): Tensor => constant(arrayOf("int64", values), [values.length], "int64");

describe("crossEntropy", () => {
  test("gradients equal finite differences, ignored labels included", async () => {
    await checkGradient((x) => crossEntropy(x, labelled([2, 0, 1])), [[3, 4]]);
    await checkGradient((x) => crossEntropy(x, labelled([2, ignoredLabel, 1])), [[3, 4]]);
    await checkGradient((x) => crossEntropy(x, labelled([0])), [[1, 1]]);
  });

  test("is the mean over the labels that count", async () => {
    const logits = input("logits", "float32", [3, 2]);
    const feeds = { logits: Float32Array.of(0, 0, 100, 0, Math.log(3), 0) };
    const { y } = await evaluate({ y: crossEntropy(logits, labelled([0, ignoredLabel, 1])) }, feeds);
    expect(y![0]).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 6);
  });

  test("is 0, and its gradient too, when every label is ignored", async () => {
    const logits = input("logits", "float32", [2, 3]);
    const y = crossEntropy(logits, labelled([ignoredLabel, ignoredLabel]));
    const [g] = grad(y, [logits]) as [Tensor];
    const found = await evaluate({ y, g }, { logits: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect(found.y![0]).toBeCloseTo(0);
    expect(found.g!.every((v) => Math.abs(v) === 0)).toBe(true);
  });
});

describe("chunkedCrossEntropy", () => {
  const labels = [3, ignoredLabel, 0, 4, 4, ignoredLabel, 1];
  const next = randomNumbers(3);
  const random = (n: number) => Float32Array.from({ length: n }, () => 4 * next() - 2);
  const feeds = { hidden: random(7 * 3), weight: random(5 * 3) };
  const hidden = input("hidden", "float32", [7, 3]);
  const weight = input("weight", "float32", [5, 3]);

  test.each([1, 2, 3, 4, 7, 100])("equals the plain loss and gradients with chunks of %i rows", async (chunk) => {
    const plain = crossEntropy(matmul(hidden, weight, { transB: true }), labelled(labels));
    const chunked = chunkedCrossEntropy(hidden, weight, labelled(labels), chunk);
    const values: Record<string, number[]>[] = [];
    for (const loss of [plain, chunked].map((t) => mul(t, 3))) {
      const [h, w] = grad(loss, [hidden, weight]) as [Tensor, Tensor];
      values.push(await evaluate({ loss, h, w }, feeds));
    }
    for (const name of ["loss", "h", "w"]) {
      values[1]![name]!.forEach((v, i) => void expect(v).toBeCloseTo(values[0]![name]![i]!, 5));
    }
  });

  test("gradients equal finite differences", async () => {
    const options = { dtype: "float32" } as const;
    await checkGradient(
      (h, w) => chunkedCrossEntropy(h, w, labelled([1, 0, ignoredLabel]), 2),
      [
        [3, 2],
        [4, 2],
      ],
      options,
    );
  });

  test("no tensor holds the logits of more rows than a chunk", () => {
    const loss = chunkedCrossEntropy(hidden, weight, labelled(labels), 2);
    const nodes = inOrder([loss, ...grad(loss, [hidden, weight])].map((t) => t.node));
    const logits = nodes.flatMap((n) => n.outputs).filter((t) => t.shape.at(-1) === 5);
    expect(logits.length).toBeGreaterThan(0);
    expect(logits.every((t) => (t.shape[0] as number) <= 2)).toBe(true);
  });

  test("without gradients only the losses are computed", () => {
    const loss = chunkedCrossEntropy(hidden, weight, labelled(labels), 2);
    const products = inOrder([loss.node]).filter((n) => n.op === "MatMul" || n.op === "Gemm");
    expect(products).toHaveLength(4);
  });

  test("a frozen head costs no gradient of its own", () => {
    const loss = chunkedCrossEntropy(hidden, weight, labelled(labels), 7);
    const nodes = inOrder(grad(loss, [hidden]).map((t) => t.node));
    expect(nodes.filter((n) => n.op === "Gemm")).toHaveLength(0);
  });

  test("misuse is refused", () => {
    const problem = "chunkedCrossEntropy: need known extents [N, D], [V, D] and [N], and chunks of at least one row";
    const found = "; found float32[7, 3] and float32[5, 3] and int64";
    expect(() => chunkedCrossEntropy(hidden, weight, labelled([1]), 2)).toThrow(
      new ShapeError(`${problem} (2)${found}[1]`),
    );
    expect(() => chunkedCrossEntropy(hidden, weight, labelled(labels), 0)).toThrow(
      new ShapeError(`${problem} (0)${found}[7]`),
    );
    expect(() => crossEntropy(hidden, labelled([1]))).toThrow("crossEntropy: need [N, V] and [N]");
  });
});
