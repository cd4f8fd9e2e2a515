/**
 * Peak memory of a step of a 100M-parameter language model with layers kept and recomputed: each in a process of its own, what
 * the first step adds to the process's peak. Beside it what was predicted.
 *
 *   npx tsx bench/train/memory.ts [--quick]
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { formatBytes } from "../../src/checkpoint/units.ts";
import { trainingProgram } from "../../src/model/programs.ts";
import { parameterStore } from "../../src/nn/index.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import { initialize, parameterSet } from "../../src/train/parameters.ts";
import { compileStep } from "../../src/train/program.ts";
import { parametersOf } from "../../src/train/step.ts";
import { releasedConfig } from "../support/random-checkpoint.ts";
import { printTable } from "../support/rounds.ts";

const quick = process.argv.includes("--quick");
const [rows, length] = [quick ? 2 : 8, 512];

async function measure(recompute: boolean): Promise<{ added: number; predicted: number }> {
  const released = releasedConfig("1.3b");
  const config = {
    ...released,
    language: {
      ...released.language,
      ...{ layers: quick ? 6 : 14, hiddenSize: 768, heads: 12, kvHeads: 12, headDim: 64, intermediateSize: 2048 },
      ...{ vocabSize: 8192, tieWordEmbeddings: true },
    },
  };
  const runtime = await createNativeRuntime("cpu");
  const set = parameterSet();
  const options = { lossChunk: 256, recompute, store: parameterStore() };
  const { loss } = trainingProgram(config, { rows, length, images: 0 }, options);
  initialize(set, runtime, parametersOf([loss]), 1);
  const program = await compileStep(runtime, set, { loss }, () => true, { accumulate: false });
  for (const { data } of set.gradients.values()) data.fill(1 as never); // their pages are there before
  const shape = [rows, length];
  const int32 = (fill: (i: number) => number) =>
    runtime.value(
      "int32",
      shape,
      Int32Array.from({ length: rows * length }, (_, i) => fill(i)),
    );
  const inputs = {
    input_ids: int32((i) => i % 512),
    position_ids: int32((i) => i % length),
    attention_mask: int32(() => 1),
    labels: runtime.value(
      "int64",
      shape,
      BigInt64Array.from({ length: rows * length }, (_, i) => BigInt(i % 512)),
    ),
  };
  const before = process.memoryUsage.rss();
  await program.run(inputs, 1);
  const added = process.resourceUsage().maxRSS * 1024 - before;
  return { added, predicted: program.cost.peakBytes };
}

if (process.argv[2] === "child") {
  process.stdout.write(JSON.stringify(await measure(process.argv[3] === "recompute")));
  process.exit(0);
}
const [kept, recomputed] = ["keep", "recompute"].map((kind) => {
  const own = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, ["--import", "tsx", own, "child", kind, ...(quick ? ["--quick"] : [])], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(child.stdout) as { added: number; predicted: number };
}) as [Awaited<ReturnType<typeof measure>>, Awaited<ReturnType<typeof measure>>];
const share = (a: number, b: number) => `${Math.round((100 * a) / b)} %`;
printTable(
  [`a step's values, ${rows} x ${length} tokens`, "layers kept", "recomputed", "share (bar 60 %)"],
  [
    ["measured", formatBytes(kept.added), formatBytes(recomputed.added), share(recomputed.added, kept.added)],
    [
      "predicted",
      formatBytes(kept.predicted),
      formatBytes(recomputed.predicted),
      share(recomputed.predicted, kept.predicted),
    ],
  ],
);
