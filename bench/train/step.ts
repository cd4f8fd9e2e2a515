/**
 * A whole training step (forward, backward, clipping, AdamW) of language models beside the same in PyTorch, and of the
 * embedded model's stage with pictures by itself: times, share of the machine's rate of matrix products, time to compile a shape.
 *
 *   npx tsx bench/train/step.ts [--quick] [--only 100M]      needs python3-torch; --quick takes fewer rows and rounds
 */
import { nano } from "../../recipes/nano.ts";
import type { ModelConfig } from "../../src/model/config.ts";
import { trainingProgram } from "../../src/model/programs.ts";
import { visionInputSize } from "../../src/model/vision.ts";
import { parameterStore } from "../../src/nn/index.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Value } from "../../src/runtime/runtime.ts";
import { createGuardedAdamW } from "../../src/train/guarded-adamw.ts";
import { nanoModel } from "../../src/train/nano/run.ts";
import { initialize, parameterSet } from "../../src/train/parameters.ts";
import { measureMachineRate } from "../../src/train/predict.ts";
import { compileStep } from "../../src/train/program.ts";
import { parametersOf } from "../../src/train/step.ts";
import { releasedConfig } from "../support/random-checkpoint.ts";
import { printTable, ratio, seconds, takeTurns } from "../support/rounds.ts";
import { torchPeer } from "../support/torch.ts";

const quick = process.argv.includes("--quick");
const only = process.argv[process.argv.indexOf("--only") + 1];
const threads = 2;
const rounds = quick ? 2 : 5;
const runtime = await createNativeRuntime("cpu", { threads });
const machineRate = await measureMachineRate(runtime, threads);

interface Case {
  readonly name: string;
  readonly config: ModelConfig;
  readonly rows: number;
  readonly length: number;
  readonly images: number;
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
const all: readonly Case[] = [
  {
    ...{ name: "embedded, language", config: language(...embeddedShape), rows: 8, length: 224, images: 0 },
    ...{ trained: () => true, peer: embeddedShape },
  },
  {
    ...{ name: "embedded, pictures", config: embedded, rows: 8, length: 224, images: 8 },
    trained: (name) => !/vision_tower_high.*\.blocks\./.test(name),
  },
  {
    ...{ name: "100M, language", config: language(...large), rows: quick ? 2 : 4, length: 256, images: 0 },
    ...{ trained: () => true, peer: large },
  },
];
const cases = all.filter(({ name }) => !process.argv.includes("--only") || name.includes(only!));

const table: string[][] = [];
for (const { name, config, rows, length, images, trained, peer } of cases) {
  const set = parameterSet();
  const { loss } = trainingProgram(config, { rows, length, images }, { lossChunk: 1024, store: parameterStore() });
  initialize(set, runtime, parametersOf([loss]), 1);
  const began = performance.now();
  const program = await compileStep(runtime, set, { loss }, trained, { accumulate: false, threads });
  const compiling = (performance.now() - began) / 1000;
  const optimizer = await createGuardedAdamW(runtime, set, program.trained, { accept: () => true, moments: "float32" });
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
  if (images > 0) {
    const side = visionInputSize(config.vision);
    inputs.image_rows = int32((i) => (i % length < tokens ? Math.floor(i / length) * tokens + (i % length) : -1));
    inputs.pixel_values = runtime.value("float32", [images, 3, side, side]);
  }
  let count = 0;
  const step = () =>
    seconds(async () => {
      await program.run(inputs, 1);
      await optimizer.step(1e-4, ++count);
    });
  const options = [
    "--threads",
    threads,
    "--batch",
    rows,
    "--length",
    length,
    "--shape",
    peer?.join() ?? "",
    "--update",
  ];
  const other = peer && (await torchPeer("llama", ...options.map(String)));
  const contestants = [{ name: "ours", run: step }, ...(other ? [{ name: "theirs", run: other.run }] : [])];
  const least = await takeTurns(contestants, rounds);
  other?.dispose();
  const [ours, theirs] = [least.get("ours")!, least.get("theirs")];
  table.push([
    `${name}, ${rows} x ${length}`,
    `${ours.toFixed(3)} s`,
    theirs === undefined ? "" : `${theirs.toFixed(3)} s`,
    theirs === undefined ? "" : ratio(ours, theirs, 2.5),
    `${Math.round((100 * program.cost.operations) / ours / machineRate)} % (bar 70 %)`,
    `${compiling.toFixed(2)} s (bar 2 s)`,
  ]);
  program.dispose();
  optimizer.dispose();
  for (const value of [...set.values.values(), ...set.gradients.values(), ...Object.values(inputs)]) value.dispose();
}
console.log(`${threads} threads, matrix products at ${Math.round(machineRate / 1e9)} GFLOP/s`);
printTable(["a step", "Periscope", "PyTorch", "ratio", "of the product rate", "compiling"], table);
runtime.dispose();
