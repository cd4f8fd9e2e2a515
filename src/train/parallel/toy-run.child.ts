/**
 * Run by tests, alone or under `mpirun`: trains a small model whose global batch is always the same, whatever the number
 * of ranks, and prints what came of it as one line of JSON on rank 0.
 * Usage: toy-run.child.ts FOLDER STEPS [STEP:RANK:FATE]   (what befalls a rank: kill, throw or stop)
 */
import { join } from "node:path";
import { embedding, linear, parameterStore, Scope } from "../../nn/index.ts";
import { createNativeRuntime } from "../../runtime/native.ts";
import { chunkedCrossEntropy, gelu, input, reshape } from "../../tensor/index.ts";
import { runStage, type Scalars, type Stage } from "../loop.ts";
import { parameterSet } from "../parameters.ts";
import { uniform } from "../random.ts";
import { loadState } from "../state.ts";
import { type Collective, ownRows, type Share } from "./collective.ts";
import { openCollective } from "./mpi.ts";
import { readOnce } from "./share-state.ts";

const [folder, steps, fate] = process.argv.slice(2) as [string, string, string?];
const [vocabulary, width, length, globalRows] = [23, 12, 6, 8];

/** Two kinds of batch, of which one trains a parameter more than the other. */
function loss(rows: number, kind: string): Scalars {
  const p = new Scope(parameterStore());
  const ids = input("ids", "int32", [rows, length]);
  const x = embedding(ids, p.at("embed"), vocabulary, width);
  const seen = kind === "image" ? linear(x, p.at("aligner"), width) : x;
  const hidden = linear(gelu(linear(seen, p.at("mlp.up"), 31)), p.at("mlp.down"), width);
  const head = p.at("head").parameter("weight", [vocabulary, width]);
  const labels = reshape(input("labels", "int64", [rows, length]), [rows * length]);
  return { loss: chunkedCrossEntropy(reshape(hidden, [rows * length, width]), head, labels, rows * length) };
}

function toyStage(runtime: Awaited<ReturnType<typeof createNativeRuntime>>, befall: (step: number) => void): Stage {
  return {
    name: "toy",
    schedule: { rate: 0.02, steps: Number(steps), warmup: 2, kind: "cosine" },
    trained: () => true,
    optimizer: { weightDecay: 0.01, rateScale: (name) => (name.startsWith("head") ? 0.5 : 1) },
    async batch(step, share: Share = { rank: 0, size: 1 }) {
      befall(step);
      const kind = uniform(`kind/${step}`)() < 0.6 ? "text" : "image"; // all ranks draw the same
      const rows = ownRows(globalRows, share);
      const ids: number[] = [];
      const labels: number[] = [];
      for (const row of rows) {
        const next = uniform(`row/${step}/${row}`);
        for (let t = 0; t < length; t++) {
          const id = Math.floor(next() * vocabulary);
          ids.push(id);
          // rows have different numbers of targets, so a mean of means would be wrong
          labels.push(t <= row % length ? (id * 5 + 3) % vocabulary : -100);
        }
      }
      return {
        key: `${kind}/${rows.length}`,
        program: () => loss(rows.length, kind),
        inputs: {
          ids: runtime.value("int32", [rows.length, length], Int32Array.from(ids)),
          labels: runtime.value("int64", [rows.length, length], BigInt64Array.from(labels, BigInt)),
        },
        samples: rows.length,
        weight: labels.filter((label) => label >= 0).length,
      };
    },
  };
}

async function main(collective: Collective): Promise<void> {
  const runtime = await createNativeRuntime("cpu");
  const set = parameterSet();
  const statePath = join(folder, "state.safetensors");
  const position = await readOnce(
    collective,
    runtime,
    set,
    async () => (await loadState(statePath, set, runtime)) ?? null,
  );
  const [at, who, what] = fate?.split(":") ?? [];
  const stop = new AbortController();
  const befall = (step: number) => {
    if (step !== Number(at) || collective.rank !== Number(who)) return;
    if (what === "kill") process.kill(process.pid, "SIGKILL");
    if (what === "throw") throw new Error("the disk of this rank is on fire");
    stop.abort();
  };
  const losses: number[] = [];
  const finished = await runStage(toyStage(runtime, befall), {
    runtime,
    set,
    seed: 5,
    start: position?.step ?? 0,
    statePath,
    metricsPath: join(folder, "metrics.jsonl"),
    saveEvery: 4,
    logEvery: 1,
    log: (line) => losses.push(Number(/\.loss ([\d.]+)/.exec(line)?.[1])),
    threads: 1,
    signal: stop.signal,
    collective,
  });
  if (collective.rank === 0) {
    const weights = Object.fromEntries([...set.values].map(([name, { data }]) => [name, [...(data as Float32Array)]]));
    console.log(JSON.stringify({ size: collective.size, start: position?.step ?? 0, finished, losses, weights }));
  }
}

const collective = await openCollective();
try {
  await main(collective);
  await collective.close();
} catch (error) {
  console.error(`rank ${collective.rank}: ${error instanceof Error ? error.message : error}`);
  collective.abort(1);
}
