/**
 * A whole training step (forward, backward, clipping, AdamW) as the engine runs it: of language models beside the same in
 * PyTorch, and of the embedded model's stages with pictures by themselves: times, share of the machine's rate of matrix
 * products, time to compile a shape. The rate is that of square products that stay in the cache, for about as long as a step
 * takes; it takes turns with the steps.
 *
 *   npx tsx bench/train/step.ts [--quick] [--only 100M] [--abreast 1]      needs python3-torch
 *
 * --quick takes fewer rows and rounds, --abreast so many micro-batches at the same time instead of what the engine would.
 */
import { nano } from "../../recipes/nano.ts";
import type { ModelConfig } from "../../src/model/config.ts";
import { trainingProgram } from "../../src/model/programs.ts";
import { visionInputSize } from "../../src/model/vision.ts";
import { parameterStore } from "../../src/nn/index.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Value } from "../../src/runtime/runtime.ts";
import { input, matmul, toOnnx } from "../../src/tensor/index.ts";
import { createGuardedAdamW } from "../../src/train/guarded-adamw.ts";
import { moduleOf } from "../../src/train/modules.ts";
import { nanoModel } from "../../src/train/nano/run.ts";
import { initialize, parameterSet, trackGradients } from "../../src/train/parameters.ts";
import { compileStep } from "../../src/train/program.ts";
import { parametersOf } from "../../src/train/step.ts";
import { releasedConfig } from "../support/random-checkpoint.ts";
import { printTable, ratio, seconds, takeTurns } from "../support/rounds.ts";
import { torchPeer } from "../support/torch.ts";

const quick = process.argv.includes("--quick");
const only = process.argv[process.argv.indexOf("--only") + 1];
const flag = process.argv.indexOf("--abreast");
const asked = flag < 0 ? undefined : Number(process.argv[flag + 1]);
const threads = 2;
const rounds = quick ? 2 : 8;
const runtime = await createNativeRuntime("cpu", { threads });

interface Case {
  readonly name: string;
  readonly config: ModelConfig;
  readonly rows: number;
  readonly length: number;
  readonly images: number;
  /** Micro-batches that run at the same time. */
  readonly abreast: number;
  readonly trained: (name: string) => boolean;
  /** Layers, width, heads, hidden and vocabulary for PyTorch. */
  readonly peer?: readonly number[];
}

const released = releasedConfig("1.3b");
function language(layers: number, width: number, heads: number, hidden: number, vocabulary: number): ModelConfig {
  return {
    ...released,
    language: {
      ...released.language,
      ...{ layers, hiddenSize: width, heads, kvHeads: heads, headDim: width / heads, intermediateSize: hidden },
      ...{ vocabSize: vocabulary, tieWordEmbeddings: true },
    },
  };
}
const embedded = nanoModel(nano).config;
const { layers, hiddenSize, heads, intermediateSize, vocabSize } = embedded.language;
const embeddedShape = [layers, hiddenSize, heads, intermediateSize, vocabSize] as const;
const large = [14, 768, 12, 2048, 8192] as const;
const pictures = { config: embedded, rows: 8, length: 224, images: 8, abreast: 2 };
const all: readonly Case[] = [
  {
    ...{ name: "embedded, language", config: language(...embeddedShape), rows: 8, length: 224, images: 0, abreast: 2 },
    ...{ trained: () => true, peer: embeddedShape },
  },
  {
    ...{ name: "embedded, joint", ...pictures },
    trained: (name) => ["neck", "aligner", "language"].includes(moduleOf(name, "hybrid")),
  },
  { ...{ name: "embedded, all trained", ...pictures }, trained: () => true },
  {
    ...{ name: "100M, language", config: language(...large), rows: quick ? 2 : 4, length: 256, images: 0, abreast: 1 },
    ...{ trained: () => true, peer: large },
  },
];
const cases = all.filter(({ name }) => !process.argv.includes("--only") || name.includes(only!));

const products = await squareProducts();
const table: string[][] = [];
for (const { name, config, rows, length, images, trained, peer, ...usual } of cases) {
  const abreast = asked ?? usual.abreast;
  const set = parameterSet();
  const part = { rows: rows / abreast, length, images: images / abreast };
  const { loss } = trainingProgram(config, part, { lossChunk: 1024, store: parameterStore() });
  initialize(set, runtime, parametersOf([loss]), 1);
  const began = performance.now();
  const laneThreads = threads / abreast;
  const program = await compileStep(runtime, set, { loss }, trained, { accumulate: false, threads: laneThreads });
  const compiling = (performance.now() - began) / 1000;
  const buffers = [set.gradients, ...Array.from({ length: abreast - 1 }, () => new Map<string, Value>())];
  for (const gradients of buffers) trackGradients({ ...set, gradients }, runtime, program.trained);
  const settings = { accept: () => true, moments: "float32", threads, others: buffers.slice(1) } as const;
  const optimizer = await createGuardedAdamW(runtime, set, program.trained, settings);
  const inputs = inputsOf(config, part);
  let count = 0;
  const step = () =>
    seconds(async () => {
      await Promise.all(buffers.map((gradients) => program.run(inputs, 1 / abreast, gradients)));
      await optimizer.step(1e-4, ++count);
    });
  const shape = ["--threads", threads, "--batch", rows, "--length", length, "--shape", peer?.join() ?? "", "--update"];
  const other = peer && (await torchPeer("llama", ...shape.map(String)));
  const least = await takeTurns(
    [
      { name: "ours", run: step },
      { name: "products", run: products.run },
      ...(other ? [{ name: "theirs", run: other.run }] : []),
    ],
    rounds,
  );
  other?.dispose();
  const [ours, theirs] = [least.get("ours")!, least.get("theirs")];
  const rate = products.operations / least.get("products")!;
  table.push([
    `${name}, ${rows} x ${length}`,
    `${ours.toFixed(3)} s`,
    theirs === undefined ? "" : `${theirs.toFixed(3)} s`,
    theirs === undefined ? "" : ratio(ours, theirs, 2.5),
    `${Math.round((100 * abreast * program.cost.operations) / ours / rate)} % of ${Math.round(rate / 1e9)} GFLOP/s (bar 70 %)`,
    `${compiling.toFixed(2)} s (bar 2 s)`,
  ]);
  program.dispose();
  optimizer.dispose();
  const values = [...set.values.values(), ...buffers.flatMap((gradients) => [...gradients.values()])];
  for (const value of [...values, ...Object.values(inputs)]) value.dispose();
}
console.log(`${threads} threads`);
printTable(["a step", "Periscope", "PyTorch", "ratio", "of the product rate", "compiling"], table);
runtime.dispose();

/** Products of two matrices of 1024 rows and columns, one after the other for about as long as a step takes. */
async function squareProducts() {
  const [size, times] = [1024, 40];
  const session = await runtime.session(
    toOnnx(
      { product: matmul(input("a", "float32", [size, size]), input("b", "float32", [size, size])) },
      { target: "cpu" },
    ),
    { threads },
  );
  const matrix = () => runtime.value("float32", [size, size], new Float32Array(size * size).fill(0.5));
  const [feeds, fetches] = [{ a: matrix(), b: matrix() }, { product: matrix() }];
  return {
    operations: times * 2 * size ** 3,
    run: () =>
      seconds(async () => {
        for (let i = 0; i < times; i++) await session.run(feeds, fetches);
      }),
  };
}

function inputsOf(config: ModelConfig, { rows, length, images }: { rows: number; length: number; images: number }) {
  const size = rows * length;
  const int32 = (fill: (i: number) => number) =>
    runtime.value(
      "int32",
      [rows, length],
      Int32Array.from({ length: size }, (_, i) => fill(i)),
    );
  const token = (i: number) => (i * 7919) % Math.min(512, config.language.vocabSize);
  const tokens = config.imageTokens;
  const inputs: Record<string, Value> = {
    input_ids: int32(token),
    position_ids: int32((i) => i % length),
    attention_mask: int32(() => 1),
    labels: runtime.value(
      "int64",
      [rows, length],
      BigInt64Array.from({ length: size }, (_, i) => BigInt(token(i))),
    ),
  };
  if (images === 0) return inputs;
  const side = visionInputSize(config.vision);
  const pixels = new Float32Array(images * 3 * side * side).fill(0.5);
  return {
    ...inputs,
    image_rows: int32((i) => (i % length < tokens ? Math.floor(i / length) * tokens + (i % length) : -1)),
    pixel_values: runtime.value("float32", [images, 3, side, side], pixels),
  };
}
