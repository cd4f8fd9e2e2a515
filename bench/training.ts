/**
 * Forward and backward pass of a 17M-parameter LLaMA as one program, beside the same decoder in PyTorch: 8 layers of
 * width 384, vocabulary 8192 with tied embeddings, 16 rows of 256 tokens.
 *
 *   npx tsx bench/training.ts [--quick]        needs python3-torch; --quick takes 4 rows
 */
import { trainingProgram } from "../src/model/programs.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import type { Value } from "../src/runtime/runtime.ts";
import { grad, nameOf, type Tensor, toOnnx } from "../src/tensor/index.ts";
import { releasedConfig } from "./support/random-checkpoint.ts";
import { printTable, ratio, seconds, takeTurns } from "./support/rounds.ts";
import { torchPeer } from "./support/torch.ts";

const quick = process.argv.includes("--quick");
const threads = 2;
const [rows, length, rounds] = [quick ? 4 : 16, 256, quick ? 2 : 5];

const released = releasedConfig("1.3b");
const config = {
  ...released,
  language: {
    ...released.language,
    ...{ layers: 8, hiddenSize: 384, heads: 6, kvHeads: 6, headDim: 64, intermediateSize: 1024, vocabSize: 8192 },
    tieWordEmbeddings: true,
  },
};
const { store, loss } = trainingProgram(config, { rows, length, images: 0 }, { lossChunk: 1024 });
const parameters = [...store.tensors.values()];
const outputs: Record<string, Tensor> = { loss };
for (const [i, gradient] of grad(loss, parameters).entries()) outputs[`gradient.${nameOf(parameters[i]!)}`] = gradient;

const runtime = await createNativeRuntime("cpu", { threads });
const session = await runtime.session(toOnnx(outputs, { target: "cpu" }));
const size = (shape: readonly (number | string)[]) => (shape as number[]).reduce((a, b) => a * b, 1);
let state = 1;
const draw = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const feeds: Record<string, Value> = {};
for (const parameter of parameters) {
  const norm = parameter.shape.length === 1;
  const data = Float32Array.from({ length: size(parameter.shape) }, () => (norm ? 1 : 0.04 * (draw() - 0.5)));
  feeds[nameOf(parameter)] = runtime.value("float32", parameter.shape as number[], data);
}
const ids = Int32Array.from({ length: rows * length }, () => Math.floor(8192 * draw()));
feeds.input_ids = runtime.value("int32", [rows, length], ids);
feeds.labels = runtime.value("int64", [rows, length], BigInt64Array.from(ids, BigInt));
feeds.attention_mask = runtime.value("int32", [rows, length], new Int32Array(rows * length).fill(1));
const positions = Int32Array.from(ids, (_, i) => i % length);
feeds.position_ids = runtime.value("int32", [rows, length], positions);
const gradients = Object.fromEntries(
  parameters.map((p) => [`gradient.${nameOf(p)}`, runtime.value("float32", p.shape as number[])]),
);

const step = () =>
  seconds(async () => {
    const { loss: value } = await session.run(feeds, gradients);
    value!.dispose();
  });
const peer = await torchPeer(
  "llama",
  "--threads",
  String(threads),
  "--batch",
  String(rows),
  "--length",
  String(length),
);
const least = await takeTurns(
  [
    { name: "ours", run: step },
    { name: "theirs", run: peer.run },
  ],
  rounds,
);
peer.dispose();

const millions = parameters.reduce((sum, p) => sum + size(p.shape), 0) / 1e6;
const rate = (time: number) => `${time.toFixed(2)} s, ${Math.round((rows * length) / time)} tokens/s`;
printTable(
  [`${millions.toFixed(1)}M LLaMA, ${rows} x ${length} tokens, ${threads} threads`, "Periscope", "PyTorch", "ratio"],
  [
    [
      "forward and backward",
      rate(least.get("ours")!),
      rate(least.get("theirs")!),
      ratio(least.get("ours")!, least.get("theirs")!, 2.5),
    ],
  ],
);
session.dispose();
runtime.dispose();
