/**
 * A small model in training whose global batch is the same whatever the number of ranks: rows of two kinds, with different
 * numbers of targets, some of which train a parameter more than others.
 */
import { join } from "node:path";
import { embedding, linear, parameterStore, Scope } from "../../../nn/index.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { chunkedCrossEntropy, gelu, input, reshape } from "../../../tensor/index.ts";
import { runStage } from "../../engine.ts";
import { createGuard } from "../../guard.ts";
import type { MicroBatch, Objective } from "../../objectives/objective.ts";
import { parameterSet } from "../../parameters.ts";
import type { StepTensors } from "../../program.ts";
import { uniform } from "../../random.ts";
import { defineRecipe, type TrainingRecipe } from "../../recipe.ts";
import { loadState, saveState } from "../../state.ts";
import { type Collective, ownRows, type Share } from "../collective.ts";
import { dataParallel } from "../data-parallel.ts";
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
function loss(rows: number, kind: string): StepTensors {
  const p = new Scope(parameterStore());
  const ids = input("ids", "int32", [rows, length]);
  const x = embedding(ids, p.at("embed"), vocabulary, width);
  const seen = kind === "image" ? linear(x, p.at("aligner"), width) : x;
  const hidden = linear(gelu(linear(seen, p.at("mlp.up"), 31)), p.at("mlp.down"), width);
  const head = p.at("head").parameter("weight", [vocabulary, width]);
  const labels = reshape(input("labels", "int64", [rows, length]), [rows * length]);
  return { loss: chunkedCrossEntropy(reshape(hidden, [rows * length, width]), head, labels, rows * length) };
}

function toyRecipe(steps: number): TrainingRecipe {
  return defineRecipe({
    name: "toy",
    seed: 5,
    model: { config: {}, tokenizer: "none" },
    data: { rows: { kind: "given" } },
    stages: [
      {
        ...{ name: "toy", trained: ["heads"], steps, batch: globalRows },
        schedule: { rate: 0.02, warmup: 2, floor: 0.05 },
        optimizer: { weightDecay: 0.01 },
        mixture: { sources: [{ data: "rows", modality: "multimodal" }] },
      },
    ],
    logEvery: 1,
  });
}

function toyObjective(runtime: Runtime, share: Share, befall: (step: number) => void): Objective {
  return {
    programs: () => [],
    async prepare(step) {
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
      const batch: MicroBatch = {
        key: `${kind}/${rows.length}`,
        program: () => loss(rows.length, kind),
        inputs: {
          ids: runtime.value("int32", [rows.length, length], Int32Array.from(ids)),
          labels: runtime.value("int64", [rows.length, length], BigInt64Array.from(labels, BigInt)),
        },
        ...{ weight: labels.filter((label) => label >= 0).length, tokens: ids.length, images: 0, sources: [] },
      };
      return { modality: kind, micro: [batch] };
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
  const start = position?.step ?? 0;
  const stop = new AbortController();
  const losses: number[] = [];
  const parallel = collective.size > 1 ? dataParallel(collective, runtime, set) : undefined;
  const recipe = toyRecipe(steps);
  const finished = await runStage(recipe.stages[0]!, {
    ...{
      recipe,
      runtime,
      set,
      collective,
      parallel,
      folder,
      start,
      before: 0,
      total: steps,
      later: 0,
      machineRate: () => undefined,
      threads: 1,
      abreast: 1,
    },
    objective: toyObjective(runtime, collective, (step) => {
      if (befall?.(step, collective.rank)) stop.abort();
    }),
    guard: createGuard(recipe.guard, join(folder, "refused")),
    signal: stop.signal,
    initial: () => undefined,
    trained: () => true,
    rateScale: (name) => (name.startsWith("head") ? 0.5 : 1),
    languageShare: () => 0,
    tell(event) {
      if (event.kind === "summary") losses.push(Object.values(event.losses)[0]!);
    },
    async afterStep(done, _lanes, stopping) {
      if (!stopping && done % 4 !== 0 && done !== steps) return;
      const place = { stage: "toy", step: done };
      await (parallel ? parallel.save(statePath, place) : saveState(statePath, set, place));
    },
  });
  const weights = Object.fromEntries([...set.values].map(([name, { data }]) => [name, [...(data as Float32Array)]]));
  return { start, finished, losses, weights };
}

/** The largest difference between two runs' weights. */
export function farthest(a: ToyResult, b: ToyResult): number {
  return Math.max(
    ...Object.entries(a.weights).flatMap(([name, values]) => values.map((v, i) => Math.abs(v - b.weights[name]![i]!))),
  );
}
