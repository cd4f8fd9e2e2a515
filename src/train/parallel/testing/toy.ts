/**
 * A small model in training whose global batch is the same whatever the number of ranks: rows of two kinds, with different
 * numbers of targets, some of which train a parameter more than others.
 */
import { join } from "node:path";
import { embedding, linear, parameterStore, Scope } from "../../../nn/index.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { chunkedCrossEntropy, gelu, input, reshape } from "../../../tensor/index.ts";
import { runStage, type Scalars, type Stage } from "../../loop.ts";
import { parameterSet } from "../../parameters.ts";
import { uniform } from "../../random.ts";
import { loadState } from "../../state.ts";
import { type Collective, ownRows, type Share } from "../collective.ts";
import { readOnce } from "../share-state.ts";

const [vocabulary, width, length, globalRows] = [23, 12, 6, 8];

export interface ToyOptions {
  readonly folder: string;
  readonly steps: number;
  /** Called on every rank before it makes the batch of a step; returns true to be asked to stop. */
  readonly befall?: (step: number, rank: number) => boolean;
}

export interface ToyResult {
  readonly start: number;
  readonly finished: boolean;
  /** Of the steps of this run, on rank 0. */
  readonly losses: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

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

function toyStage(runtime: Runtime, steps: number, befall: (step: number) => void): Stage {
  return {
    name: "toy",
    schedule: { rate: 0.02, steps, warmup: 2, kind: "cosine" },
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

/** Continues the run in the folder, or begins one. */
export async function runToy(
  collective: Collective,
  runtime: Runtime,
  { folder, steps, befall }: ToyOptions,
): Promise<ToyResult> {
  const set = parameterSet();
  const statePath = join(folder, "state.safetensors");
  const position = await readOnce(
    collective,
    runtime,
    set,
    async () => (await loadState(statePath, set, runtime)) ?? null,
  );
  const stop = new AbortController();
  const losses: number[] = [];
  const stage = toyStage(runtime, steps, (step) => {
    if (befall?.(step, collective.rank)) stop.abort();
  });
  const finished = await runStage(stage, {
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
  const weights = Object.fromEntries([...set.values].map(([name, { data }]) => [name, [...(data as Float32Array)]]));
  return { start: position?.step ?? 0, finished, losses, weights };
}

/** The largest difference between two runs' weights. */
export function farthest(a: ToyResult, b: ToyResult): number {
  return Math.max(
    ...Object.entries(a.weights).flatMap(([name, values]) => values.map((v, i) => Math.abs(v - b.weights[name]![i]!))),
  );
}
