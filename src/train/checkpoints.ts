/**
 * The checkpoints of a run: folders that appear whole or not at all, each with the state (weights, moments), the place in the
 * run and the resolved recipe. The last few stay, and the best one.
 */
import { createReadStream, existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { fileError, readJson, writeJson } from "../checkpoint/files.ts";
import { openSafetensors } from "../checkpoint/safetensors.ts";
import { writeSafetensors } from "../checkpoint/safetensors-write.ts";
import { writeFolder } from "../checkpoint/save.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type Module, modules } from "./modules.ts";
import type { ParameterSet } from "./parameters.ts";
import type { TrainingRecipe } from "./recipe.ts";

const lane = z.array(z.strictObject({ count: z.int().nonnegative(), offset: z.int().nonnegative() }));

const placeSchema = z.strictObject({
  stage: z.string(),
  /** Steps of the stage that are done. */
  step: z.int().nonnegative(),
  /** Steps of the run that are done, over all stages. */
  at: z.int().nonnegative(),
  /** Where packed rows stand (rows.ts). */
  lanes: z.strictObject({ language: lane, multimodal: lane }).optional(),
  /** What the guard remembers (guard.ts). */
  guard: z
    .strictObject({
      means: z.record(z.string(), z.number()),
      counts: z.record(z.string(), z.int()),
      refused: z.int().nonnegative(),
    })
    .optional(),
  /** Modules that are no longer as chance began them: trained, or started from something. */
  learnt: z.array(z.enum(modules)).optional(),
  /** Seconds of training so far, over all starts. */
  seconds: z.number().default(0),
  /** Why the weights are of no use, where a stage ended with such. */
  problem: z.string().optional(),
  /** The best value so far of what checkpoints are compared by, and its checkpoint. */
  best: z.strictObject({ score: z.string().optional(), value: z.number(), checkpoint: z.string() }).optional(),
});
export type RunPlace = z.infer<typeof placeSchema>;

/** With the checksum of the state's file, as hexadecimal CRC-32; checkpoints of before have none. */
const placeFileSchema = placeSchema.extend({ stateCrc32: z.string().optional() });

const stateFile = "state.safetensors";
const placeFile = "place.json";

export interface DamagedCheckpoint {
  readonly name: string;
  readonly problem: string;
}

export interface Checkpoints {
  /**
   * The latest whole checkpoint, or undefined where there is none at all. `damaged` are later ones, each with what is wrong with
   * it. Throws a `UserError` where all are damaged.
   */
  latest(): Promise<
    { readonly name: string; readonly place: RunPlace; readonly damaged: readonly DamagedCheckpoint[] } | undefined
  >;
  /** The recipe that a checkpoint was made with; undefined where it cannot be told. */
  recipeOf(name: string): Promise<object | undefined>;
  /** Takes a damaged checkpoint out of the way of those to come; gives its new path. */
  setAside(name: string): Promise<string>;
  /** Reads weights and moments of a checkpoint into an empty set. */
  load(name: string, set: ParameterSet, runtime: Runtime): Promise<void>;
  /**
   * Writes one and takes away those that need not stay, if there are none to `spare`. Returns its name. `write` writes the state's
   * file where moments are spread over processes.
   */
  save(
    set: ParameterSet,
    place: RunPlace,
    options?: { readonly write?: (path: string) => Promise<void>; readonly spare?: boolean },
  ): Promise<string>;
}

export function openCheckpoints(folder: string, recipe: TrainingRecipe): Checkpoints {
  const root = join(folder, "checkpoints");
  const { keep } = recipe.checkpoints;
  const names = async () => {
    if (!existsSync(root)) return [];
    const found = await readdir(root, { withFileTypes: true });
    return found.flatMap((entry) => (entry.isDirectory() && /^\d{8}-/.test(entry.name) ? [entry.name] : [])).sort();
  };
  return {
    async latest() {
      await removeUnfinished(root);
      const damaged: DamagedCheckpoint[] = [];
      for (const name of (await names()).reverse()) {
        const place = await readPlace(join(root, name)).catch((error: Error) => error);
        if (!(place instanceof Error)) return { name, place, damaged };
        damaged.push({ name, problem: place.message });
      }
      if (damaged.length > 0) throw new UserError(`no checkpoint of ${folder} is whole: ${listed(damaged)}`);
      return undefined;
    },
    async recipeOf(name) {
      const found = await readJson(join(root, name, "recipe.json")).catch(() => undefined);
      return typeof found === "object" && found ? found : undefined;
    },
    async setAside(name) {
      const aside = join(root, `damaged-${name}`);
      await rm(aside, { recursive: true, force: true });
      await rename(join(root, name), aside);
      return aside;
    },
    load: (name, set, runtime) => loadTensors(join(root, name, stateFile), set, runtime, { moments: true }),
    async save(set, place, { write = (path: string) => writeTensors(path, set), spare = false } = {}) {
      const name = `${String(place.at).padStart(8, "0")}-${place.stage}`;
      await mkdir(root, { recursive: true });
      const before = (await names()).at(-1);
      const writing = writeFolder(join(root, name), true, async (temporary) => {
        await write(join(temporary, stateFile));
        await writeJson(join(temporary, "recipe.json"), recipe);
        const stateCrc32 = await checksum(join(temporary, stateFile));
        await writeJson(join(temporary, placeFile), { ...place, stateCrc32 }); // the last: with it the checkpoint is whole
      });
      await writing.catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        const kept = before
          ? `the checkpoint before it, ${before}, is whole: --resume goes on from there`
          : "there is none before it";
        throw new UserError(`${error.message}; ${kept}`);
      });
      if (spare) return name;
      const old = (await names()).slice(0, -keep).filter((one) => one !== place.best?.checkpoint && one !== name);
      for (const one of old) await rm(join(root, one), { recursive: true, force: true });
      return name;
    },
  };
}

/**
 * The weights of a run's last checkpoint, or of a state, without moments; those that are in the set already stay. Throws a
 * `UserError` where there is none.
 */
export async function loadRunWeights(path: string, set: ParameterSet, runtime: Runtime): Promise<void> {
  const { state } = await lastState(path);
  return loadTensors(state, set, runtime, { moments: false });
}

/**
 * As `loadRunWeights`, but only what the run has learnt: several runs may each bring a part. Gives the modules, which
 * `moduleOf` tells from the names; a state by itself has learnt all that it has.
 */
export async function loadLearntWeights(
  path: string,
  set: ParameterSet,
  runtime: Runtime,
  moduleOf: (name: string) => Module,
): Promise<readonly Module[]> {
  const { state, place } = await lastState(path);
  const found = new Set<Module>();
  const wanted = (name: string) => {
    const module = moduleOf(name);
    const takes = place?.learnt?.includes(module) ?? true;
    if (takes) found.add(module);
    return takes;
  };
  await loadTensors(state, set, runtime, { moments: false, wanted });
  return [...found];
}

async function lastState(path: string): Promise<{ state: string; place?: RunPlace }> {
  if (path.endsWith(".safetensors") && existsSync(path)) return { state: path };
  const own = join(path, stateFile);
  if (existsSync(own)) return { state: own };
  const root = join(path, "checkpoints");
  const found = (await readdir(root).catch(() => [] as string[])).filter((name) => /^\d{8}-/.test(name)).sort();
  const damaged: DamagedCheckpoint[] = [];
  for (const name of found.reverse()) {
    const place = await readPlace(join(root, name)).catch((error: Error) => error);
    if (!(place instanceof Error)) return { state: join(root, name, stateFile), place };
    damaged.push({ name, problem: place.message });
  }
  if (damaged.length > 0) throw new UserError(`no checkpoint of ${path} is whole: ${listed(damaged)}`);
  throw new UserError(`${path} is no run: it has neither ${stateFile} nor a finished checkpoint`);
}

function listed(damaged: readonly DamagedCheckpoint[]): string {
  return damaged.map(({ name, problem }) => `${name} (${problem})`).join(", ");
}

/** Where a checkpoint stands in its run. Throws a `UserError` where it is damaged. */
async function readPlace(folder: string): Promise<RunPlace> {
  const path = join(folder, placeFile);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw fileError(error, "read", path);
  });
  let found: z.infer<typeof placeFileSchema>;
  try {
    found = placeFileSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(`${path} says nothing about a run`);
  }
  const { stateCrc32, ...place } = found;
  const state = join(folder, stateFile);
  await (await openSafetensors(state)).close(); // checks that the file is as long as it says
  if (stateCrc32 !== undefined && (await checksum(state)) !== stateCrc32) {
    throw new UserError(`${state} is not what was written: its checksum differs`);
  }
  return place;
}

/** CRC-32 of a file, in hexadecimal digits. */
async function checksum(path: string): Promise<string> {
  let value = 0;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) value = crc32(piece as Buffer, value);
  } catch (error) {
    throw fileError(error, "read", path);
  }
  return value.toString(16).padStart(8, "0");
}

/** What a run that was killed while it wrote has left behind: the folder is this run's (`run.lock`), nobody writes in it. */
async function removeUnfinished(root: string): Promise<void> {
  if (!existsSync(root)) return;
  for (const name of await readdir(root)) {
    if (/^\..*\.(tmp|old|lock(\.[0-9a-f]+)?)$/.test(name)) await rm(join(root, name), { recursive: true, force: true });
  }
}

async function writeTensors(path: string, set: ParameterSet): Promise<void> {
  const tensors = [...set.values].map(([name, value]) => ({ name, value }));
  for (const [name, { first, second }] of set.moments) {
    tensors.push({ name: `first/${name}`, value: first }, { name: `second/${name}`, value: second });
  }
  await writeSafetensors(
    path,
    tensors.map(({ name, value }) => ({ name, dtype: value.dtype, shape: value.shape, data: value.data })),
  );
}

async function loadTensors(
  path: string,
  set: ParameterSet,
  runtime: Runtime,
  { moments, wanted = () => true }: { readonly moments: boolean; readonly wanted?: (name: string) => boolean },
): Promise<void> {
  const file = await openSafetensors(path);
  try {
    const read = async (key: string) => {
      const { dtype, shape } = file.tensors.get(key)!;
      return runtime.value(dtype, shape, await file.read(key));
    };
    for (const key of file.tensors.keys()) {
      const [, kind, name] = /^(first|second)\/(.*)$/.exec(key) ?? [];
      if (kind === undefined) {
        if (!set.values.has(key) && wanted(key)) set.values.set(key, await read(key));
      } else if (kind === "first" && moments) {
        set.moments.set(name!, { first: await read(key), second: await read(`second/${name}`) });
      }
    }
  } finally {
    await file.close();
  }
}
