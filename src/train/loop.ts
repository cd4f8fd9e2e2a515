/**
 * Runs one stage: batches, steps, a progress line, metrics, saved states. What a batch is and which program fits it is
 * the stage's business. A stage may be stopped at any step and goes on from its last saved state.
 */
import { appendFile } from "node:fs/promises";
import type { Runtime, Value } from "../runtime/runtime.ts";
import type { Tensor } from "../tensor/index.ts";
import { type AdamWOptions, createAdamW } from "./optimizer.ts";
import type { Collective, Share } from "./parallel/collective.ts";
import { dataParallel } from "./parallel/data-parallel.ts";
import { dropMoments, type Initial, initialize, type ParameterSet } from "./parameters.ts";
import { learningRate, type Schedule } from "./schedule.ts";
import { saveState } from "./state.ts";
import { type CompiledLoss, compileLoss, parametersOf } from "./step.ts";

export type Scalars = Readonly<Record<string, Tensor>> & { readonly loss: Tensor };

/** One batch, with the program that fits its shape: programs of equal `key` are compiled once. */
export interface StepBatch {
  readonly key: string;
  readonly program: () => Scalars;
  readonly inputs: Readonly<Record<string, Value>>;
  /** How parameters that this program brings along begin. */
  readonly initial?: Initial;
  /** Pictures (or texts) in the batch, for the rate. */
  readonly samples: number;
  /** Targets that the loss is the mean of, where a step's rows are dealt to several ranks. Default: `samples`. */
  readonly weight?: number;
}

export interface Stage {
  readonly name: string;
  readonly schedule: Schedule;
  readonly optimizer?: AdamWOptions;
  readonly trained: (name: string) => boolean;
  /**
   * The batch of a step, a function of the step alone. With several ranks: this rank's rows of it, or all rows where they
   * cannot be told apart (then every rank computes the same).
   */
  readonly batch: (step: number, share?: Share) => Promise<StepBatch>;
}

export interface LoopOptions {
  readonly runtime: Runtime;
  readonly set: ParameterSet;
  readonly seed: number;
  /** Steps of this stage that are done already. */
  readonly start: number;
  readonly statePath: string;
  readonly metricsPath: string;
  readonly saveEvery: number;
  readonly logEvery: number;
  readonly log: (line: string) => void;
  /** Threads inside an operator; default: all cores. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** The processes that train together; default: this one alone. Rank 0 saves and logs for all. */
  readonly collective?: Collective;
}

/** Runs the remaining steps. Returns false when stopped by the signal (the state is saved either way). */
export async function runStage(stage: Stage, options: LoopOptions): Promise<boolean> {
  const { runtime, set, start, log } = options;
  const { steps } = stage.schedule;
  const { rank, size } = options.collective ?? { rank: 0, size: 1 };
  const parallel = size > 1 ? dataParallel(options.collective!, runtime, set) : undefined;
  const share = parallel && { rank, size };
  const save = (step: number) => {
    const position = { stage: stage.name, step };
    return parallel ? parallel.save(options.statePath, position) : saveState(options.statePath, set, position);
  };
  const compiled = new Map<string, CompiledLoss>();
  if (start === 0) dropMoments(set);
  const optimizers = new Map<string, Awaited<ReturnType<typeof createAdamW>>>();
  const began = performance.now();
  let samples = 0;
  const recent = new Map<string, { sum: number; count: number }>();
  let step = start;
  let coming: Promise<StepBatch> | undefined;
  const prepare = (at: number) => {
    coming = at < steps ? stage.batch(at, share) : undefined;
    coming?.catch(() => {}); // reported where it is awaited
  };
  prepare(start);
  // several ranks stop at the step at which the first of them is asked to
  let stopped = !parallel && options.signal?.aborted === true;
  try {
    for (; step < steps && !stopped; step++) {
      const batch = await coming!;
      prepare(step + 1); // made while this step computes
      let loss = compiled.get(batch.key);
      if (!loss) {
        const scalars = batch.program();
        initialize(set, runtime, parametersOf(Object.values(scalars)), options.seed, batch.initial);
        loss = await compileLoss(runtime, set, scalars, stage.trained, { threads: options.threads });
        compiled.set(batch.key, loss);
      }
      let values = await loss.run(batch.inputs);
      for (const value of Object.values(batch.inputs)) value.dispose();
      if (parallel) {
        const weight = batch.weight ?? batch.samples;
        const stop = options.signal?.aborted === true;
        ({ values, stop: stopped } = await parallel.agree({ values, weight, step, trained: loss.trained, stop }));
      }
      // a batch updates the parameters that its loss reaches: text leaves the adaptor and the towers alone
      let optimizer = optimizers.get(loss.trained.join());
      if (!optimizer) {
        const create = parallel?.optimizer ?? ((names, settings) => createAdamW(runtime, set, names, settings));
        optimizer = await create(loss.trained, stage.optimizer);
        optimizers.set(loss.trained.join(), optimizer);
      }
      const rate = learningRate(stage.schedule, step);
      const norm = await optimizer.step(rate, step + 1);
      if (!Number.isFinite(values.loss!) || !Number.isFinite(norm)) {
        throw new Error(
          `stage ${stage.name}: the loss is ${values.loss} and the gradient norm ${norm} at step ${step}`,
        );
      }
      if (!parallel) stopped = options.signal?.aborted === true;
      samples += batch.samples * size;
      record(recent, values, batch.key);
      if (rank === 0 && ((step + 1) % options.logEvery === 0 || step + 1 === steps)) {
        const seconds = (performance.now() - began) / 1000;
        const summary = means(recent);
        log(
          progressLine(stage.name, step + 1, steps, summary, { rate, norm, samples, seconds, done: step + 1 - start }),
        );
        const entry = {
          stage: stage.name,
          step: step + 1,
          rate,
          norm,
          ...summary,
          samplesPerSecond: samples / seconds,
        };
        await appendFile(options.metricsPath, `${JSON.stringify(entry)}\n`);
        recent.clear();
      }
      if ((step + 1) % options.saveEvery === 0) {
        await save(step + 1);
      }
    }
    await save(step);
    return step >= steps;
  } finally {
    for (const loss of compiled.values()) loss.dispose();
    for (const optimizer of optimizers.values()) optimizer.dispose();
  }
}

function record(
  recent: Map<string, { sum: number; count: number }>,
  values: Readonly<Record<string, number>>,
  key: string,
): void {
  const kind = key.split("/")[0]!;
  for (const [name, value] of Object.entries(values)) {
    const label = `${kind}.${name}`;
    const entry = recent.get(label) ?? { sum: 0, count: 0 };
    recent.set(label, { sum: entry.sum + value, count: entry.count + 1 });
  }
}

function means(recent: ReadonlyMap<string, { sum: number; count: number }>): Record<string, number> {
  return Object.fromEntries([...recent].map(([name, { sum, count }]) => [name, sum / count]));
}

function progressLine(
  stage: string,
  step: number,
  steps: number,
  summary: Readonly<Record<string, number>>,
  at: { rate: number; norm: number; samples: number; seconds: number; done: number },
): string {
  const left = ((steps - step) * at.seconds) / at.done;
  const values = Object.entries(summary).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  const speed = `${(at.samples / at.seconds).toFixed(1)} samples/s`;
  return `${stage} ${step}/${steps}  ${values.join("  ")}  norm ${at.norm.toFixed(2)}  lr ${at.rate.toExponential(1)}  ${speed}  ${clock(left)} left`;
}

function clock(seconds: number): string {
  const s = Math.round(seconds);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}
