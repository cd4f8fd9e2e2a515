/**
 * Run in a process of its own by recompute.test.ts: one training step of the case named on the command line. Prints
 * how far it raised the process's peak memory, in bytes, and a sum over the gradients.
 */
import { sizeOf } from "../runtime/dtype.ts";
import type { Value } from "../runtime/runtime.ts";
import { grad } from "./grad.ts";
import { leavesOf, toOnnx } from "./onnx/write.ts";
import { gelu, rmsNorm } from "./ops/activation.ts";
import { add, square } from "./ops/arithmetic.ts";
import { chunkedCrossEntropy } from "./ops/loss.ts";
import { matmul } from "./ops/matmul.ts";
import { reduceSum } from "./ops/reduce.ts";
import { recomputed } from "./recompute.ts";
import { constant, input, nameOf, parameter, type Tensor } from "./tensor.ts";
import { cpu } from "./testing.ts";

const cases: Record<string, () => Tensor> = {
  "blocks kept": () => blocks((body, x) => body(x)),
  "blocks recomputed": () => blocks(recomputed),
  "logits whole": () => vocabularyLoss(1024),
  "logits in chunks": () => vocabularyLoss(64),
};

type Apply = (body: (x: Tensor) => Tensor, x: Tensor, parameters: () => readonly Tensor[]) => Tensor;

/** Twelve residual blocks whose hidden values take 4 MB each. */
function blocks(apply: Apply): Tensor {
  const [rows, width, hidden] = [1024, 128, 1024];
  let x = input("x", "float32", [rows, width]);
  for (let i = 0; i < 12; i++) {
    const norm = parameter(`norm${i}`, [width]);
    const up = parameter(`up${i}`, [width, hidden]);
    const down = parameter(`down${i}`, [hidden, width]);
    const body = (y: Tensor) => add(y, matmul(gelu(matmul(rmsNorm(y, norm, 1e-6), up)), down));
    x = apply(body, x, () => [norm, up, down]);
  }
  return reduceSum(square(x));
}

/** A head over 16,384 words for 1,024 rows: 64 MB of logits. */
function vocabularyLoss(chunk: number): Tensor {
  const [rows, width, words] = [1024, 32, 16384];
  const labels = constant(
    BigInt64Array.from({ length: rows }, (_, i) => BigInt(i % words)),
    [rows],
    "int64",
  );
  return chunkedCrossEntropy(parameter("x", [rows, width]), parameter("head", [words, width]), labels, chunk);
}

const loss = cases[process.argv[2] ?? ""]!();
const parameters = leavesOf([loss], "parameter");
const outputs = Object.fromEntries(grad(loss, parameters).map((g, i) => [`g${i}`, g]));
const runtime = await cpu();
const session = await runtime.session(toOnnx({ loss, ...outputs }, { target: "cpu" }));
const feeds: Record<string, Value> = {};
const targets: Record<string, Value> = {};
for (const leaf of [...parameters, ...leavesOf([loss], "input")]) {
  const shape = leaf.shape as number[];
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => 0.05 * Math.sin(1.7 * i + 1));
  feeds[nameOf(leaf)] = runtime.value("float32", shape, data);
}
parameters.forEach((p, i) => {
  const shape = p.shape as number[];
  targets[`g${i}`] = runtime.value("float32", shape, new Float32Array(sizeOf(shape)).fill(1));
});
const before = process.resourceUsage().maxRSS;
await session.run(feeds, targets);
const peak = (process.resourceUsage().maxRSS - before) * 1024;
let total = 0;
for (const value of Object.values(targets)) for (const v of value.data as Float32Array) total += Math.abs(v);
console.log(JSON.stringify({ peak, total }));
