/**
 * A whole run: opens the model and the data, goes through the stages from where the last checkpoint stands, validates, saves,
 * and writes the model at the end. How a step is done is `engine.ts`'s business.
 */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeJson } from "../checkpoint/files.ts";
import { convert } from "../checkpoint/half.ts";
import { parameterStore } from "../nn/index.ts";
import { machineMemory } from "../runtime/devices.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import {
  changesSince,
  checkPlace,
  checkState,
  refuseForeign,
  refuseOtherData,
  refuseOtherRecipes,
} from "./belonging.ts";
import { loadLearntWeights, openCheckpoints, type RunPlace } from "./checkpoints.ts";
import { runStage } from "./engine.ts";
import type { Listener, TrainEvent } from "./events.ts";
import { exportModel } from "./export.ts";
import { lockFolder } from "./folder-lock.ts";
import { createGuard } from "./guard.ts";
import { adapterOf, foldAdapters, initialAdapters } from "./lora.ts";
import { openModel, type TrainedModel } from "./model.ts";
import { moduleOf } from "./modules.ts";
import { createObjective } from "./objectives/index.ts";
import { broadcastJson, type Collective, single } from "./parallel/collective.ts";
import { dataParallel } from "./parallel/data-parallel.ts";
import { wholeLanes } from "./parallel/lanes.ts";
import { readOnce } from "./parallel/share-state.ts";
import { dropMoments, initialize, type ParameterSet, parameterSet } from "./parameters.ts";
import { watchPeakMemory } from "./peak-memory.ts";
import { measureMachineRate, memoryRemark, predictStage, trainedSizes } from "./predict.ts";
import { chosenStages, type MixtureSource, type Stage, type TrainingRecipe } from "./recipe.ts";
import { fileListeners } from "./record.ts";
import type { LanePlaces } from "./rows.ts";
import { warmupRemark } from "./schedule.ts";
import { createScheduler } from "./scheduler.ts";
import { openSource, refusals, type SampleSource } from "./sources.ts";
import { startedModules, startParameters } from "./start.ts";
import { trainedBy } from "./trained.ts";
import { openValidation, type Validation } from "./validate.ts";

export interface TrainOptions {
  /** Where checkpoints, metrics and the model go. */
  readonly folder: string;
  /** Goes on from the folder's last checkpoint. Without it a folder that holds a run is refused. */
  readonly resume?: boolean;
  /** Only these stages, by name or number from 1; a run of one stage may begin where the checkpoint of another ends. Default: all. */
  readonly stages?: readonly string[];
  /** Threads inside an operator; default: all cores. */
  readonly threads?: number;
  /** Saves and stops behind the step that is under way. */
  readonly signal?: AbortSignal;
  /** The processes that train together; default: this one alone. */
  readonly collective?: Collective;
  /** Bytes of gradients and of weights that travel between ranks at a time. Default: 16 MiB. */
  readonly bucketBytes?: number;
  /**
   * Runs to start from, each with what it has learnt: folders, or states. Parts that the recipe's `start` names begin there all
   * the same.
   */
  readonly from?: readonly string[];
  /** Threads that draw pictures for a course. Default 1. */
  readonly workers?: number;
  /** Sources for data that the recipe declares as `given`, by name. */
  readonly given?: Readonly<Record<string, SampleSource>>;
  readonly listeners?: readonly Listener[];
  /** Metrics as JSON lines and TensorBoard files in the folder. Default true. */
  readonly record?: boolean;
  /** Whether the rate of matrix products is measured, for utilization and predicted times. Default true. */
  readonly measure?: boolean;
  /** Writes `model/` at the end. Default true. */
  readonly export?: boolean;
}

export interface TrainResult {
  /** False when the signal stopped it. */
  readonly finished: boolean;
  readonly model: TrainedModel;
  readonly set: ParameterSet;
  readonly place: RunPlace;
  /** The written checkpoint. */
  readonly modelFolder?: string;
}

/** Runs what is left of a recipe. Throws a `UserError` for whatever a user can mend. */
export async function train(recipe: TrainingRecipe, runtime: Runtime, options: TrainOptions): Promise<TrainResult> {
  const { folder, collective } = options;
  await makeFolder(folder);
  if (collective && collective.rank > 0) return trainIn(recipe, runtime, options);
  const release = await lockFolder(folder);
  try {
    return await trainIn(recipe, runtime, options);
  } finally {
    await release();
  }
}

async function trainIn(recipe: TrainingRecipe, runtime: Runtime, options: TrainOptions): Promise<TrainResult> {
  const { folder, collective = single() } = options;
  const first = collective.rank === 0;
  await refuseOtherRecipes(collective, recipe, options.stages);
  const stages = chosenStages(recipe, options.stages);
  const checkpoints = openCheckpoints(folder, recipe);
  const latest = first ? await checkpoints.latest() : undefined;
  if (latest && !options.resume) {
    throw new UserError(
      `${folder} holds a run already (${latest.name}): go on with --resume, or choose another folder`,
    );
  }
  if (first && !latest) await refuseForeign(folder);
  const data = openData(recipe, options.given);
  const model = await openModel(withKeptTokenizer(recipe, folder), (samples) => someTexts(recipe, data, samples));
  const set = parameterSet();
  const tower = model.config.vision.kind;
  let place: RunPlace = { stage: stages[0]!.name, step: 0, at: 0, seconds: 0 };
  const remarks: string[] = [];
  /** Modules that are no longer as chance began them. */
  const learnt = new Set(startedModules(recipe));
  const begin = async (): Promise<RunPlace | undefined> => {
    if (latest) {
      await checkpoints.load(latest.name, set, runtime);
      checkState(set, recipe, model.config, latest);
      for (const { name, problem } of latest.damaged) {
        const aside = await checkpoints.setAside(name);
        remarks.push(`checkpoint ${name} is damaged (${problem}) and lies in ${aside} now: on from ${latest.name}`);
      }
      return latest.place;
    }
    if (options.resume) remarks.push(`there is no run in ${folder} to go on with: it begins here`);
    for (const path of options.from ?? []) {
      const found = await loadLearntWeights(path, set, runtime, (name) => moduleOf(name, tower));
      for (const module of found) learnt.add(module);
    }
    remarks.push(...(await startParameters(recipe, model.config, set, runtime)));
    return undefined;
  };
  const resumed = collective.size > 1 ? await readOnce(collective, runtime, set, begin) : await begin();
  if (resumed) {
    place = resumed;
    for (const module of place.learnt ?? []) learnt.add(module);
    checkPlace(recipe, stages, place, folder);
    const old = first ? await checkpoints.recipeOf(latest!.name) : undefined;
    if (first) remarks.push(...changesSince(recipe, latest!.name, old));
    // scores of other samples are no measure of what comes
    if (old && JSON.stringify((old as Partial<TrainingRecipe>).validation) !== JSON.stringify(recipe.validation))
      place.best = undefined;
  } else if (first && typeof recipe.model.tokenizer !== "string") await keepTokenizer(model, folder);
  if (first) remarks.push(...(await refusals(recipe, stages)));
  const listeners = [...(options.listeners ?? [])];
  if (first && options.record !== false) listeners.push(...(await fileListeners(folder, place.at, recipe)));
  const tell = async (event: TrainEvent) => {
    for (const listener of listeners) await listener(event);
  };
  for (const text of remarks) await tell({ kind: "remark", at: place.at, text });
  // of a run that goes on it is replaced with the first checkpoint: what fails before then has changed nothing
  let recipeIsWritten = first && !resumed;
  if (recipeIsWritten) await writeJson(join(folder, "recipe.json"), recipe);
  const measured = () => measureMachineRate(runtime, options.threads);
  let machineRate = options.measure === false ? undefined : await measured();
  const validation = recipe.validation && (await openValidation(recipe, model, runtime, data.open));
  for (const text of validation?.remarks ?? []) await tell({ kind: "remark", at: place.at, text });

  // steps are counted over the whole recipe, whichever stages this run is for
  const before = (stage: Stage) =>
    recipe.stages.slice(0, recipe.stages.indexOf(stage)).reduce((sum, { steps }) => sum + steps, 0);
  const total = before(stages.at(-1)!) + stages.at(-1)!.steps;
  const later = (stage: Stage) => stages.slice(stages.indexOf(stage) + 1).reduce((sum, { steps }) => sum + steps, 0);
  const reached = Math.max(
    0,
    stages.findIndex(({ name }) => name === place.stage),
  );
  const ahead = stages.slice(reached).filter(({ name, steps }) => name !== place.stage || place.step < steps);
  for (const text of first ? ahead.flatMap((stage) => warmupRemark(stage) ?? []) : []) {
    await tell({ kind: "remark", at: place.at, text });
  }
  // with model and data open; what the weights take is counted by itself
  const programBytes = Math.max(0, process.memoryUsage.rss() - bytesOf(set));
  let problem: string | undefined;
  try {
    for (const stage of stages.slice(reached)) {
      const isResumed = stage.name === place.stage && resumed !== undefined;
      const start = isResumed ? Math.min(place.step, stage.steps) : 0;
      if (start < stage.steps && !(await stageRun(stage, start, before(stage), isResumed))) {
        return { finished: false, model, set, place };
      }
    }
    problem = place.problem && `weights that are of no use, and no model is written: ${place.problem}`;
    if (!problem) {
      const written = options.export !== false && { modelFolder: join(folder, "model") };
      if (written && first) {
        await exportModel(set, model, recipe, stages.at(-1)!, written.modelFolder).catch(async (error: Error) => {
          await tell({ kind: "end", at: place.at, problem: `no model is written: ${error.message}` });
          throw error;
        });
      }
      await tell({ kind: "end", at: place.at, ...written });
      return { finished: true, model, set, place, ...written };
    }
    await tell({ kind: "end", at: place.at, problem: `the run has ended with ${problem}` });
  } finally {
    for (const listener of listeners) if ("close" in listener) await (listener as { close(): Promise<void> }).close();
  }
  await collective.barrier(); // whoever throws ends the others: not before rank 0 has told it
  throw new UserError(`the run has ended with ${problem}; a lower rate or a longer warm-up may help`);

  async function stageRun(stage: Stage, start: number, before: number, isResumed: boolean): Promise<boolean> {
    if (!isResumed) {
      dropMoments(set);
      const left = recipe.stages.find(({ name }) => name === place.stage);
      if (left?.lora) foldAdapters(set, left.lora);
    }
    if (collective.size > stage.batch) {
      throw new UserError(
        `stage ${stage.name} has a batch of ${stage.batch} sequences, too few for ${collective.size} ranks`,
      );
    }
    if (collective.size > 1 && stage.optimizer.muon) {
      throw new UserError(`stage ${stage.name} has Muon, which needs whole matrices: it trains in one process`);
    }
    for (const module of stage.trained) learnt.add(module);
    const trained = trainedBy(stage, tower);
    const initial = initialAdapters(stage, model.config);
    initialize(set, runtime, initial.specs, recipe.seed, initial.values);
    keepFrozenSmall(set, runtime, trained, recipe.precision.frozen);
    const sources = await Promise.all(stage.mixture.sources.map((one) => data.open(one, "training")));
    const sizes = sources.map(({ size }) => size);
    await refuseOtherData(collective, stage, sizes);
    const { steps, batch, mixture } = stage;
    const scheduler = createScheduler({ seed: recipe.seed, steps, batch, mixture, sizes });
    const objectiveOf = (abreast: number) =>
      createObjective(stage, {
        ...{ model, runtime, scheduler, sources, share: collective, recipe, abreast, workers: options.workers ?? 1 },
        lanes: isResumed ? place.lanes : undefined,
        store: () =>
          parameterStore({
            adapter: stage.lora && adapterOf(stage.lora),
            storage: (name) => set.values.get(name)?.dtype,
          }),
      });
    const learning = trainedSizes(objectiveOf(1), set, trained);
    const abreast = stage.abreast ?? ([...learning.values()].reduce((a, b) => a + b, 0) <= smallModel ? 2 : 1);
    const objective = objectiveOf(abreast);
    const guard = createGuard(recipe.guard, join(folder, "refused"), isResumed ? place.guard : undefined);
    const { bucketBytes } = options;
    const parallel =
      collective.size > 1 ? dataParallel(collective, runtime, set, { sizes: learning, bucketBytes }) : undefined;
    const prediction = predictStage({
      ...{ objective, set, trained, machineRate, programBytes, abreast },
      momentType: recipe.precision.moments,
    });
    const tooLarge = first && memoryRemark(stage.name, prediction.memoryBytes, machineMemory());
    if (tooLarge) await tell({ kind: "remark", at: before + start, text: tooLarge });
    await tell({ kind: "stage", stage, at: before + start, step: start, prediction });
    const peak = watchPeakMemory();
    const began = performance.now();
    const secondsBefore = place.seconds;
    let rested = 0;
    /** What comes between steps: a validation, a checkpoint. */
    const between = async (done: number, lanes: LanePlaces | undefined, stopping: boolean): Promise<void> => {
      const last = done === steps;
      const at = before + done;
      const remark = objective.remark?.(last || stopping);
      if (remark) await tell({ kind: "remark", at, text: remark });
      const validates = validation && (last || done % recipe.validation!.every === 0);
      const heldOut = validates ? await validate(validation, stage, at) : {};
      const must = last || stopping || heldOut.best !== undefined;
      if (!must && done % recipe.checkpoints.every !== 0) return;
      const ruined = notNumbers(set);
      if (ruined && !last) {
        const text = `no checkpoint is written behind step ${at}, as ${ruined}: the last one is whole`;
        return first ? tell({ kind: "remark", at, text }) : undefined;
      }
      // weights that may be of no use take no good checkpoint's place
      const doubtful = ruined !== undefined || guard.state().refused > 0 || heldOut.lost !== undefined;
      if (!must && doubtful) return;
      const allLanes = parallel && lanes ? await wholeLanes(collective, lanes) : lanes;
      place = {
        ...{ stage: stage.name, step: done, at, lanes: allLanes, guard: guard.state() },
        learnt: [...learnt],
        seconds: secondsBefore + (performance.now() - began) / 1000,
        best: (ruined ? undefined : heldOut.best) ?? place.best,
        problem: last ? (ruined ?? (validates ? heldOut.lost : guard.lost())) : undefined,
      };
      const write = parallel && ((path: string) => parallel.save(path, { stage: stage.name, step: done }));
      if (first) {
        // other work may have been in the way before
        if (machineRate !== undefined) machineRate = Math.max(machineRate, await measured());
        const name = await checkpoints.save(set, place, { write, spare: doubtful });
        if (!recipeIsWritten) await writeJson(join(folder, "recipe.json"), recipe);
        recipeIsWritten = true;
        await tell({ kind: "checkpoint", name, at });
      } else await write!("");
      await collective.barrier(); // a rank that failed now would end the one that still writes
    };
    const running = () =>
      runStage(stage, {
        ...{ recipe, runtime, set, objective, guard, collective, parallel, trained, start, before, total, folder },
        later: later(stage),
        ...{
          threads: options.threads,
          abreast,
          signal: options.signal,
          machineRate: () => machineRate,
          tell,
          initial: initial.values,
        },
        rateScale: (name) => stage.rates[moduleOf(name, tower)] ?? 1,
        languageShare: (step) => scheduler.languageShare(step),
        async afterStep(done, lanes, stopping) {
          const entered = performance.now();
          await between(done, lanes, stopping);
          rested += performance.now() - entered;
        },
      });
    let finished: boolean;
    try {
      if (!isResumed) await objective.begin?.(set);
      finished = await running();
    } finally {
      await objective.close?.();
    }
    if (finished) {
      const secondsPerStep = (performance.now() - began - rested) / 1000 / Math.max(1, steps - start);
      const peakMemoryBytes = peak();
      await tell({ kind: "stage end", stage: stage.name, prediction, measured: { secondsPerStep, peakMemoryBytes } });
    }
    return finished;
  }

  /** Tells the held-out scores. Every rank learns whether they are the best so far, and whether they are numbers: all write the checkpoint. */
  async function validate(validation: Validation, stage: Stage, at: number): Promise<HeldOut> {
    let found: HeldOut = {};
    if (first) {
      const { scores, examples } = await validation.run(set, stage);
      await tell({ kind: "validation", stage: stage.name, at, scores, examples });
      const [name, value] = Object.entries(scores).find(([, score]) => !Number.isFinite(score)) ?? [];
      found = {
        best: better(recipe, place.best, scores, { stage: stage.name, at }),
        ...(name && { lost: `the held-out ${name} is ${value}` }),
      };
    }
    return broadcastJson(collective, found);
  }
}

interface HeldOut {
  readonly best?: RunPlace["best"];
  /** A score that is no number. */
  readonly lost?: string;
}

/** Why weights are of no use, if they hold what is no number. */
function notNumbers({ values }: ParameterSet): string | undefined {
  for (const [name, { data }] of values) {
    if (data instanceof Float32Array && !data.every(Number.isFinite)) return `${name} has entries that are no numbers`;
  }
  return undefined;
}

function bytesOf({ values }: ParameterSet): number {
  return [...values.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
}

/** Trained numbers up to which two halves of a batch abreast are faster than one whole; with 100M they are slower. */
const smallModel = 2 ** 25;

/** What makes a checkpoint the best so far; undefined where it is not. Values of another score count for nothing. */
function better(
  { checkpoints: { best: score } }: TrainingRecipe,
  before: RunPlace["best"],
  scores: Readonly<Record<string, number>>,
  { stage, at }: { readonly stage: string; readonly at: number },
): RunPlace["best"] {
  const value = score && scores[score];
  if (!score || value === undefined || !Number.isFinite(value)) return undefined;
  const least = score === "loss" || score === "bitsPerByte";
  const isBetter = before?.score !== score || (least ? value < before.value : value > before.value);
  return isBetter ? { score, value, checkpoint: `${String(at).padStart(8, "0")}-${stage}` } : undefined;
}

/** A tokenizer that was trained when the run began is the run's for good. */
function withKeptTokenizer(recipe: TrainingRecipe, folder: string): TrainingRecipe {
  const kept = join(folder, "tokenizer");
  if (typeof recipe.model.tokenizer === "string" || !existsSync(join(kept, "tokenizer_config.json"))) return recipe;
  return { ...recipe, model: { ...recipe.model, tokenizer: kept } };
}

async function keepTokenizer({ files }: TrainedModel, folder: string): Promise<void> {
  await mkdir(join(folder, "tokenizer"), { recursive: true });
  for (const name of ["tokenizer.json", "tokenizer_config.json"])
    await writeJson(join(folder, "tokenizer", name), files[name]);
}

type OpenData = (
  source: Omit<MixtureSource, "weight" | "modality"> & Partial<Pick<MixtureSource, "modality">>,
  side: "training" | "held out",
) => Promise<SampleSource>;

/** Sources are opened once for a choice, whoever asks. */
function openData(recipe: TrainingRecipe, given?: Readonly<Record<string, SampleSource>>): { open: OpenData } {
  const opened = new Map<string, Promise<SampleSource>>();
  return {
    open({ data, modality, categories, sources }, side) {
      const key = JSON.stringify([data, modality, categories, sources, side]);
      const known = opened.get(key);
      if (known) return known;
      const selection = { modality, categories, sources, side, heldOut: recipe.heldOut };
      const made = openSource(data, recipe.data[data]!, selection, given);
      opened.set(key, made);
      return made;
    },
  };
}

/** Texts for a tokenizer: of the sources that it names, otherwise of all that stages draw from. */
async function someTexts(recipe: TrainingRecipe, data: { open: OpenData }, samples: number): Promise<string[]> {
  const sources = tokenizerSources(recipe);
  const texts: string[] = [];
  const each = Math.ceil(samples / sources.length);
  for (const one of sources) {
    const source = await data.open(one, "training");
    for (let i = 0; i < Math.min(each, source.size); i++) {
      const { content } = await source.sample(i);
      const parts = content.kind === "document" ? content.parts : content.turns.flatMap((turn) => turn.parts);
      texts.push(parts.map((part) => (part.type === "text" ? part.text : "")).join(" "));
    }
  }
  return texts;
}

function tokenizerSources({ model: { tokenizer }, stages }: TrainingRecipe): Omit<MixtureSource, "weight">[] {
  const named = typeof tokenizer === "object" && "trained" in tokenizer ? tokenizer.trained.sources : undefined;
  const all = named ?? stages.flatMap(({ mixture }) => mixture.sources);
  return [...new Map(all.map((one) => [JSON.stringify({ ...one, weight: 1 }), one])).values()];
}

/** Parameters that the stage does not train take the recipe's element type, those that it trains are float32. */
function keepFrozenSmall(
  set: ParameterSet,
  runtime: Runtime,
  trained: (name: string) => boolean,
  frozen: TrainingRecipe["precision"]["frozen"],
): void {
  for (const [name, value] of set.values) {
    const wanted = trained(name) ? "float32" : frozen;
    if (value.dtype === wanted) continue;
    set.values.set(name, runtime.value(wanted, value.shape, convert(value.data, value.dtype, wanted)));
    value.dispose();
  }
}
