/**
 * Runs a stage of a recipe: micro-batches through their programs, gradients through the guard and the optimizer, and tells
 * what happens. What a batch is, is the objective's business; what to do with checkpoints, the run's.
 */
import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { writeSafetensors } from "../checkpoint/safetensors-write.ts";
import type { Runtime, Value } from "../runtime/runtime.ts";
import type { Listener } from "./events.ts";
import { createGradientSum, type GradientSum } from "./gradient-sum.ts";
import type { Guard, Verdict } from "./guard.ts";
import { createGuardedAdamW } from "./guarded-adamw.ts";
import type { Meeting, MicroBatch, Objective, StepBatches } from "./objectives/objective.ts";
import type { Optimizer } from "./optimizer.ts";
import type { Collective } from "./parallel/collective.ts";
import type { DataParallel } from "./parallel/data-parallel.ts";
import { type Initial, initialize, type ParameterSet, trackGradients } from "./parameters.ts";
import { compileStep, type StepProgram } from "./program.ts";
import type { Stage, TrainingRecipe } from "./recipe.ts";
import type { LanePlaces } from "./rows.ts";
import { learningRate } from "./schedule.ts";
import { addLosses, lossesOfAll, noLosses, sumsByModality } from "./source-losses.ts";
import { parametersOf } from "./step.ts";
import { startSummary } from "./summary.ts";

export interface StageContext {
  readonly recipe: TrainingRecipe;
  readonly runtime: Runtime;
  readonly set: ParameterSet;
  readonly objective: Objective;
  readonly guard: Guard;
  readonly collective: Collective;
  /** This rank's side of the run, where there are several. */
  readonly parallel?: DataParallel;
  /** How parameters begin that a program brings along, as heads and adapters. */
  readonly initial: Initial;
  /** Whether a parameter is trained in this stage, and the factor on its rate. */
  readonly trained: (name: string) => boolean;
  readonly rateScale: (name: string) => number;
  /** Steps of this stage that are done, and of the run before this stage; steps of the whole run. */
  readonly start: number;
  readonly before: number;
  readonly total: number;
  /** Steps that the stages behind this one will take, of those that are run. */
  readonly later: number;
  readonly folder: string;
  readonly threads?: number;
  /** Micro-batches that run at the same time. */
  readonly abreast: number;
  readonly signal?: AbortSignal;
  readonly languageShare: (step: number) => number;
  /** Operations a second of matrix products, the best measured so far. */
  readonly machineRate: () => number | undefined;
  readonly tell: Listener;
  /** Called behind every step; a checkpoint or a validation may follow. */
  readonly afterStep: (done: number, lanes: LanePlaces | undefined, stopping: boolean) => Promise<void>;
}

/** Programs of different shapes that are kept; their values share one memory. */
const keptPrograms = 16;
/** Steps that are prepared ahead. */
const ahead = 2;

/** Runs the steps that are left. False when it was stopped by the signal. */
export async function runStage(stage: Stage, context: StageContext): Promise<boolean> {
  const { runtime, set, objective, guard, collective, parallel, recipe, before, total } = context;
  const programs = programCache(context);
  const optimizers = optimizerCache(stage, context);
  const sums = sumCache(context);
  const threads = context.threads ?? availableParallelism();
  /** A set of buffers for each micro-batch that runs at the same time; the sums end up in the first. */
  const gradients = [set.gradients, ...Array.from({ length: context.abreast - 1 }, () => new Map<string, Value>())];
  const summary = startSummary(stage, context);
  const queue: Promise<StepBatches>[] = [];
  let asked = context.start;
  const request = () => {
    while (queue.length < ahead && asked < stage.steps) {
      const previous = queue.at(-1);
      const step = asked++;
      // packed rows follow one another, so steps are prepared one after the other
      const coming = previous ? previous.then(() => objective.prepare(step)) : objective.prepare(step);
      coming.catch(() => {}); // reported where it is awaited
      queue.push(coming);
    }
  };
  try {
    for (let step = context.start; step < stage.steps; step++) {
      request();
      const began = performance.now();
      const batches = await queue.shift()!;
      request();
      const waited = performance.now() - began;
      const result = await runMicroBatches(batches, step);
      programs.trim();
      let { loss, values } = result;
      const parts = batches.modality === "mixed" ? sumsByModality(result.sources) : {};
      const { weight, tokens, images } = result;
      let counts: Record<string, number> = { weight, tokens, images, ...parts };
      let stopping = context.signal?.aborted === true;
      if (parallel) {
        const agreed = await parallel.agree({ values: { ...result.values, loss }, stop: stopping, counts });
        values = agreed.values;
        loss = agreed.values.loss!;
        counts = agreed.counts;
        stopping = agreed.stop;
      }
      const rate = learningRate({ ...stage.schedule, steps: stage.steps }, step);
      const judged = async (judge: () => Verdict): Promise<Verdict> => {
        try {
          return judge();
        } catch (error) {
          if (collective.rank === 0) await keepBatch(context.folder, before + step, batches.micro);
          await collective.barrier(); // all ranks throw: none ends the one that still writes
          throw error;
        }
      };
      const at = { step: before + step, modality: batches.modality, loss };
      let { accepted, remark } = await judged(() => guard.judge(at));
      let norm = Number.NaN;
      if (accepted) {
        const optimizer = await optimizers(result.trained, result.others);
        norm = await optimizer.step(rate, step + 1);
        const verdict = await judged(() => guard.judgeNorm(norm, before + step));
        accepted = verdict.accepted;
        remark ??= verdict.remark;
      }
      if (remark && collective.rank === 0) {
        await keepBatch(context.folder, before + step, batches.micro);
        await context.tell({ kind: "remark", at: before + step + 1, text: remark });
      }
      for (const { inputs } of batches.micro) for (const value of Object.values(inputs)) value.dispose();
      summary.add({
        ...result,
        ...{ weight: counts.weight!, tokens: counts.tokens!, images: counts.images!, counts },
        values,
        loss,
        norm,
        rate,
        modality: batches.modality,
        accepted,
        waited,
        began,
      });
      const done = step + 1;
      if (done % recipe.logEvery === 0 || done === stage.steps || stopping) {
        const sources = await lossesOfAll(collective, summary.takeSources());
        if (collective.rank === 0) await context.tell(summary.take(done, before + done, total, sources));
      }
      const between = performance.now();
      await context.afterStep(done, batches.lanes, stopping);
      summary.rest(performance.now() - between);
      if (stopping && done < stage.steps) return false;
    }
    return true;
  } finally {
    await Promise.allSettled(queue);
    programs.dispose();
    optimizers.dispose();
    sums.dispose();
    for (const buffers of gradients.slice(1)) for (const value of buffers.values()) value.dispose();
  }

  async function runMicroBatches({ modality, micro, meet }: StepBatches, step: number) {
    const weight = micro.reduce((sum, batch) => sum + batch.weight, 0);
    const abreast = Math.min(context.abreast, micro.length);
    const accumulate = micro.length > abreast;
    const ownThreads = Math.max(1, Math.floor(threads / abreast));
    const loaded: StepProgram[] = [];
    for (const batch of micro) loaded.push(await programs.program(batch, accumulate, ownThreads));
    const trained = trainedNames(modality, loaded);
    const used = gradients.slice(0, abreast);
    const partial = loaded.some((one) => one.trained.length !== trained.length);
    for (const buffers of used) {
      trackGradients({ ...set, gradients: buffers }, runtime, trained);
      if (accumulate || partial) for (const name of trained) buffers.get(name)!.data.fill(0 as never);
    }
    /** Calls `run` for all micro-batches, so many at a time as run abreast. */
    const forEvery = async (run: (i: number, buffers: Map<string, Value>) => Promise<void>) => {
      const runEvery = async (buffers: Map<string, Value>, first: number) => {
        for (let i = first; i < micro.length; i += abreast) await run(i, buffers);
      };
      if (threads < abreast) for (const [first, buffers] of used.entries()) await runEvery(buffers, first);
      else await settled(used.map(runEvery));
    };
    await parallel?.begin({ weight, step: before + step, trained });
    const ranks = parallel && (await optimizers(trained, []));
    /** Sums over what ran abreast, then over ranks, of those gradients that are there first or of the others. */
    const addUp = async (isEarly: boolean) => {
      const names = trained.filter((name) => parallel!.early.has(name) === isEarly);
      if (abreast > 1 && names.length > 0) await sums(used, names);
      if (isEarly) await ranks!.sumEarly!();
    };
    let ahead: Promise<void> | undefined;
    let halfway = 0;
    const onEarly = () => {
      if (++halfway === abreast) ahead = addUp(true);
      ahead?.catch(() => {}); // reported where it is awaited
    };
    const results: Awaited<ReturnType<StepProgram["run"]>>[] = [];
    const begun: Record<string, Value>[] = micro.map(() => ({}));
    let met: Awaited<ReturnType<Meeting>> = [];
    try {
      await forEvery(async (i) => void Object.assign(begun[i]!, await loaded[i]!.begin?.(micro[i]!.inputs)));
      if (meet) met = await meet(begun);
      await forEvery(async (i, buffers) => {
        const { inputs, weight: own } = micro[i]!;
        const share = weight > 0 ? own / weight : 0;
        const isLast = i + abreast >= micro.length;
        const told = parallel && isLast ? onEarly : undefined;
        results[i] = await loaded[i]!.run({ ...inputs, ...begun[i], ...met[i] }, share, buffers, told);
      });
    } finally {
      for (const value of new Set([...begun, ...met].flatMap((values) => Object.values(values)))) value.dispose();
    }
    if (parallel) {
      await addUp(false);
      await (ahead ?? addUp(true)); // a rank without rows has nothing to wait for
    }
    const found = {
      loss: 0,
      weight,
      trained,
      others: parallel ? [] : used.slice(1), // of ranks the first buffers have it all
      operations: 0,
      tokens: 0,
      images: 0,
      values: {} as Record<string, number>,
    };
    const sources = noLosses();
    for (const [i, batch] of micro.entries()) {
      const { values, tokenLosses } = results[i]!;
      const share = weight > 0 ? batch.weight / weight : 0;
      for (const [name, value] of Object.entries(values)) {
        // a loss that is no number must not vanish with a share of nothing
        found.values[name] = (found.values[name] ?? 0) + (Number.isFinite(value) ? value * share : value);
      }
      found.operations += loaded[i]!.cost.operations;
      found.tokens += batch.tokens;
      found.images += batch.images;
      if (tokenLosses) addLosses(sources, batch, tokenLosses);
    }
    return { ...found, loss: found.values.loss!, sources };
  }

  /** The parameters that the step trains, the same ones in the same order on every rank. */
  function trainedNames(modality: string, loaded: readonly StepProgram[]): readonly string[] {
    const all = [...set.values.keys()].filter(context.trained).sort(); // a set that was read back has another order
    // rows with pictures may all have lost theirs where they were cut: the others' parameters have gradients of zero then
    if (stage.objective === "language" && modality !== "language") return all;
    const reached = new Set(loaded.flatMap((one) => one.trained));
    return all.filter((name) => reached.has(name));
  }
}

/** Waits for all, also where one fails: nothing may be taken away from those that still run. */
async function settled(all: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(all);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

function programCache({ runtime, set, trained, recipe, objective, initial, parallel }: StageContext) {
  const kept = new Map<string, StepProgram>();
  return {
    async program(batch: MicroBatch, accumulate: boolean, threads: number): Promise<StepProgram> {
      const key = `${batch.key}${accumulate ? "+" : ""} ${threads}`;
      const known = kept.get(key);
      if (known) {
        kept.delete(key); // the one that was used last goes to the end
        kept.set(key, known);
        return known;
      }
      const tensors = batch.program();
      const all = [tensors.loss, ...Object.values(tensors.scalars ?? {})];
      initialize(set, runtime, parametersOf(all), recipe.seed, objective.initial ?? initial);
      const made = await compileStep(runtime, set, tensors, trained, { accumulate, threads, early: parallel?.early });
      kept.set(key, made);
      return made;
    },
    /** Lets go of those that were used longest ago; a step runs all that it has asked for. */
    trim() {
      while (kept.size > keptPrograms) {
        const [oldest, program] = kept.entries().next().value!;
        kept.delete(oldest);
        program.dispose();
      }
    },
    dispose() {
      for (const program of kept.values()) program.dispose();
    },
  };
}

/** Sums of gradients over buffers, by how many there are and for which parameters. */
function sumCache({ runtime, threads }: StageContext) {
  const kept = new Map<string, GradientSum>();
  const run = async (buffers: readonly Map<string, Value>[], names: readonly string[]): Promise<void> => {
    const key = `${buffers.length} ${names.join()}`;
    const sum = kept.get(key) ?? (await createGradientSum(runtime, buffers, names, threads));
    kept.set(key, sum);
    await sum.run();
  };
  return Object.assign(run, {
    dispose() {
      for (const one of kept.values()) one.dispose();
    },
  });
}

/** A batch updates the parameters that its loss reaches: text leaves the adaptor and the towers alone. */
function optimizerCache(
  { optimizer: { muon, ...optimizer } }: Stage,
  { runtime, set, rateScale, recipe, parallel, threads }: StageContext,
) {
  const kept = new Map<string, Optimizer>();
  const options = {
    ...{ ...optimizer, rateScale },
    accept: (norm: number) => Number.isFinite(norm),
    moments: recipe.precision.moments,
    threads,
  };
  const get = async (names: readonly string[], others: readonly Map<string, Value>[]): Promise<Optimizer> => {
    const key = `${others.length} ${names.join()}`;
    let found = kept.get(key);
    if (!found) {
      found = parallel
        ? await parallel.optimizer(names, options)
        : await createGuardedAdamW(runtime, set, names, {
            ...options,
            others,
            ...(muon && { orthogonal: innerMatrix }),
          });
      kept.set(key, found);
    }
    return found;
  };
  return Object.assign(get, {
    dispose() {
      for (const one of kept.values()) one.dispose();
    },
  });
}

/** The matrices of transformer blocks. */
function innerMatrix(parameter: string, shape: readonly number[]): boolean {
  return shape.length === 2 && /\.(layers|blocks)\..*\.weight$/.test(parameter);
}

/** The arrays of a refused batch, for whoever wants to know what was wrong with it. */
async function keepBatch(folder: string, at: number, micro: readonly MicroBatch[]): Promise<void> {
  await mkdir(join(folder, "refused"), { recursive: true });
  const tensors = micro.flatMap(({ inputs }, i) =>
    Object.entries(inputs).map(([name, { dtype, shape, data }]) => ({ name: `${i}.${name}`, dtype, shape, data })),
  );
  await writeSafetensors(join(folder, "refused", `step-${String(at + 1).padStart(8, "0")}.safetensors`), tensors);
}
