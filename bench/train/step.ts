/**
 * A whole training step (forward, backward, clipping, AdamW) of each stage of the embedded model and of a language model of
 * 100M parameters, as the engine runs it, beside the same in PyTorch: times, share of the machine's rate of matrix products,
 * time to compile a shape. The rate is that of square products that stay in the cache. Half a second of them takes turns with
 * half a second of steps, one after the other as in training; the share is the median over the turns, because the machine's clock
 * goes up and down.
 *
 *   npx tsx bench/train/step.ts [--quick] [--only joint] [--abreast 1] [--alone]      needs python3-torch
 *
 * --quick takes fewer rows and rounds, --abreast so many micro-batches at the same time instead of what the engine would,
 * --alone leaves PyTorch out.
 */
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Value } from "../../src/runtime/runtime.ts";
import { input, matmul, toOnnx } from "../../src/tensor/index.ts";
import { createGuardedAdamW } from "../../src/train/guarded-adamw.ts";
import { initialize, parameterSet, trackGradients } from "../../src/train/parameters.ts";
import { compileStep } from "../../src/train/program.ts";
import { parametersOf } from "../../src/train/step.ts";
import { type Contestant, median, printTable, ratio, seconds, timesInTurns } from "../support/rounds.ts";
import { torchPeer } from "../support/torch.ts";
import { type BenchStage, benchStages } from "./stages.ts";

const option = (name: string) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const quick = process.argv.includes("--quick");
const alone = process.argv.includes("--alone");
const only = option("--only");
const threads = 2;
const runtime = await createNativeRuntime("cpu", { threads });

const products = await squareProducts();
const table: string[][] = [];
for (const stage of benchStages(quick)) {
  if (only && !stage.name.startsWith(only)) continue;
  const abreast = stage.abreast === 1 ? 1 : Number(option("--abreast") ?? stage.abreast);
  const ours = await ownStep(stage, abreast);
  const peer = alone
    ? undefined
    : await torchPeer("stage", "--threads", `${threads}`, "--stage", JSON.stringify(stage.peer));
  const several: Contestant = { name: "ours", run: await repeated(ours.run) };
  const times = await timesInTurns([several, { name: "products", run: products.run }], quick ? 4 : 16);
  const theirs = peer && (await timesInTurns([several, { name: "theirs", run: peer.run }], quick ? 2 : 6));
  peer?.dispose();
  ours.dispose();
  const shares = times.get("ours")!.map((time, round) => {
    const rate = products.operations / times.get("products")![round]!;
    return { rate, share: ours.operations / time / rate };
  });
  const [share, rate] = [median(shares.map((one) => one.share)), median(shares.map((one) => one.rate))];
  const least = Math.min(...times.get("ours")!, ...(theirs?.get("ours") ?? []));
  const others = theirs ? Math.min(...theirs.get("theirs")!) : undefined;
  table.push([
    `${stage.name}: ${stage.holds}`,
    `${least.toFixed(3)} s`,
    others ? `${others.toFixed(3)} s` : "",
    others ? ratio(least, others, 2.5) : "",
    `${Math.round(100 * share)} % of ${Math.round(rate / 1e9)} GFLOP/s (bar 70 %)`,
    `${ours.compiling.toFixed(2)} s (bar 2 s)`,
  ]);
}
console.log(`${threads} threads`);
printTable(["a step", "Periscope", "PyTorch", "ratio", "of the product rate", "compiling"], table);
runtime.dispose();

/** Runs for about half a second; the mean seconds of one. */
async function repeated(run: () => Promise<number>): Promise<() => Promise<number>> {
  await run();
  const times = Math.max(1, Math.round(0.5 / (await run())));
  return async () => {
    let sum = 0;
    for (let i = 0; i < times; i++) sum += await run();
    return sum / times;
  };
}

/** A step as the engine runs it: `abreast` micro-batches at the same time, then the update. */
async function ownStep(stage: BenchStage, abreast: number) {
  const set = parameterSet();
  const rows = stage.rows / abreast;
  const tensors = stage.tensors(rows);
  initialize(set, runtime, parametersOf([tensors.loss]), 1);
  const began = performance.now();
  const program = await compileStep(runtime, set, tensors, stage.trained, {
    accumulate: false,
    threads: threads / abreast,
  });
  const compiling = (performance.now() - began) / 1000;
  const buffers = [set.gradients, ...Array.from({ length: abreast - 1 }, () => new Map<string, Value>())];
  for (const gradients of buffers) trackGradients({ ...set, gradients }, runtime, program.trained);
  const settings = { accept: () => true, moments: "float32", threads, others: buffers.slice(1) } as const;
  const optimizer = await createGuardedAdamW(runtime, set, program.trained, settings);
  const inputs = stage.inputs(runtime, rows);
  let count = 0;
  return {
    compiling,
    operations: abreast * program.cost.operations,
    run: () =>
      seconds(async () => {
        const { begin } = program;
        const shown = begin && (await Promise.all(buffers.map(() => begin(inputs))));
        const met = shown && (await stage.meet!(runtime, shown));
        const late = buffers.map((_, i) => ({ ...shown?.[i], ...met?.[i] }));
        await Promise.all(
          buffers.map((gradients, i) => program.run({ ...inputs, ...late[i] }, 1 / abreast, gradients)),
        );
        for (const value of new Set(late.flatMap((values) => Object.values(values)))) value.dispose();
        await optimizer.step(1e-4, ++count);
      }),
    dispose() {
      program.dispose();
      optimizer.dispose();
      const values = [...set.values.values(), ...buffers.flatMap((gradients) => [...gradients.values()])];
      for (const value of [...values, ...Object.values(inputs)]) value.dispose();
    },
  };
}

/** Products of two matrices of 1024 rows and columns, one after the other for about half a second. */
async function squareProducts() {
  const [size, times] = [1024, 90];
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
