/**
 * Writing a checkpoint folder in any layout from parameters under their original names.
 * The folder appears whole or not at all; where the parameters come from (a file, a trainer) does not matter here.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, realpath, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type Layout, type ModelConfig, toConfigJson } from "../model/config.ts";
import { allocate, lengthOf } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { Dtype, TypedArray } from "../runtime/runtime.ts";
import type { Weights } from "./checkpoint.ts";
import { claimFile } from "./claim.ts";
import { checkNamed, fileError, makeFolder, writeJson } from "./files.ts";
import { convert, firstNotFinite } from "./half.ts";
import { type LayoutEntry, layoutTable } from "./layouts.ts";
import { impliedPreprocessor, type Preprocessor, preprocessorJson, processorJson } from "./preprocessor.ts";
import { type QuantizationSection, quantizationOf } from "./quantization.ts";
import { type TensorSource, totalBytes, type WriteProgress, writeCheckpointTensors } from "./safetensors-write.ts";

export interface SaveOptions {
  /** Default `multi_modality`, the original. */
  readonly layout?: Layout;
  /** Element type of the written weights; default: each keeps its own. */
  readonly dtype?: ModelConfig["dtype"];
  readonly preprocessor?: Preprocessor;
  /** A processor_config.json to keep the prompt's settings from. */
  readonly processor?: unknown;
  /** `quantization_config` for config.json; `weights` then hold the parts of the matrices that it names. */
  readonly quantization?: QuantizationSection;
  /** Adds more files to the folder before it appears. */
  readonly addFiles?: (folder: string) => Promise<void>;
  /** Replaces an existing folder, whatever it holds; without it, one that is not empty is refused. */
  readonly replace?: boolean;
  readonly maxShardBytes?: number;
  readonly onProgress?: WriteProgress;
  /** Stops the writing between two tensors and removes what was written. */
  readonly signal?: AbortSignal;
}

export interface SaveReport {
  readonly tensors: number;
  readonly bytes: number;
  /** Parameters of the source that the layout does not store. */
  readonly dropped: readonly string[];
  /** Tensors that the layout stores but the source lacks; nothing reads them, they hold zeros (norm weights: ones). */
  readonly filled: readonly string[];
}

/**
 * Writes `weights` as a checkpoint folder.
 * Throws a UserError when a parameter is missing, when the layout cannot express the model and for disk errors; the
 * folder is then as it was.
 */
export async function saveCheckpoint(folder: string, weights: Weights, options: SaveOptions = {}): Promise<SaveReport> {
  const { layout = "multi_modality", dtype, preprocessor, processor, quantization, signal } = options;
  const config: ModelConfig = dtype === undefined ? weights.config : { ...weights.config, dtype };
  const files: Record<string, unknown> = {
    "config.json": { ...toConfigJson(config, layout), ...(quantization && { quantization_config: quantization }) },
    "preprocessor_config.json": preprocessorJson(preprocessor ?? impliedPreprocessor(config), config, layout),
    "processor_config.json": processorJson(processor, config, layout),
  };
  const table = layoutTable(config, layout, quantization && quantizationOf(quantization));
  const plan = planTensors(weights, table, { layout, config, dtype, signal });
  await writeFolder(folder, options.replace ?? false, async (temporary) => {
    await writeCheckpointTensors(temporary, plan.tensors, {
      maxShardBytes: options.maxShardBytes,
      onProgress: options.onProgress,
    });
    for (const [name, json] of Object.entries(files)) await writeJson(join(temporary, name), json);
    await options.addFiles?.(temporary);
  });
  return { tensors: plan.tensors.length, bytes: totalBytes(plan.tensors), dropped: plan.dropped, filled: plan.filled };
}

/**
 * Fills a temporary neighbour of `folder` through `write` and moves it into place; on failure nothing is left. What a
 * process that was killed at it left behind is removed. Throws a UserError while another process writes that folder.
 */
export async function writeFolder(
  folder: string,
  replace: boolean,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  checkNamed(folder);
  const target = await realpath(folder).catch(() => resolve(folder)); // a link stays, and what it leads to is replaced
  await makeFolder(dirname(target));
  const neighbour = (kind: string) => join(dirname(target), `.${basename(target)}.${kind}`);
  const claim = await claimFile(neighbour("lock"));
  if (!("release" in claim)) {
    throw new UserError(
      `${folder} is being written by ${claim.holder}; if that is gone for good, remove ${neighbour("lock")}`,
    );
  }
  const mark = randomUUID().slice(0, 8);
  const temporary = neighbour(`${mark}.tmp`);
  const old = neighbour(`${mark}.old`);
  try {
    const occupied = await isOccupied(target);
    if (occupied && !replace) throw new UserError(`${folder} already exists and is not empty`);
    await removeLeftovers(target, "tmp");
    await mkdir(temporary);
    await write(temporary);
    if (occupied) await rename(target, old);
    else await removeEmpty(target);
    try {
      await rename(temporary, target);
    } catch (error) {
      if (occupied) await rename(old, target);
      throw error;
    }
    await removeLeftovers(target, "old").catch(() => {}); // the new one stands; the next writer tries again
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw fileError(error, "write", folder);
  } finally {
    await claim.release();
  }
}

/**
 * Removes the unfinished (`tmp`) or replaced (`old`) neighbours of a folder, to be called by its only writer. A replaced one may
 * be all that there is until a new one stands in its place.
 */
async function removeLeftovers(target: string, kind: "tmp" | "old"): Promise<void> {
  const begin = `.${basename(target)}.`;
  for (const name of await readdir(dirname(target))) {
    const left = name.startsWith(begin) && new RegExp(`^[0-9a-f]{8}\\.${kind}$`).test(name.slice(begin.length));
    if (left) await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}

/** Takes away an empty folder; one that has been filled since it was looked at stays, and is an error. */
async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

async function isOccupied(folder: string): Promise<boolean> {
  const info = await stat(folder).catch(() => undefined);
  if (info === undefined) return false;
  if (!info.isDirectory()) throw new UserError(`${folder} is a file, expected a folder to write to`);
  await makeFolder(folder); // it is there: one that is read-only is found before gigabytes are written beside it
  return (await readdir(folder)).length > 0;
}

interface Plan {
  readonly tensors: TensorSource[];
  readonly dropped: string[];
  readonly filled: string[];
}

function planTensors(
  weights: Weights,
  table: readonly LayoutEntry[],
  { layout, config, dtype, signal }: Pick<SaveOptions, "dtype" | "signal"> & { layout: Layout; config: ModelConfig },
): Plan {
  const listed = new Set(table.map((entry) => entry.name));
  const plan: Plan = { tensors: [], dropped: [], filled: [] };
  const readOnce = rememberLast(async (name: string, as: Dtype | undefined) => {
    signal?.throwIfAborted();
    const data = await weights.read(name, as);
    const own = weights.spec(name)?.dtype;
    if (as === "float16" && own !== "float16" && firstNotFinite(data, as) >= 0) {
      throw new UserError(
        `${name} holds numbers that float16 does not (above 65504, or infinite): write ${own === "bfloat16" ? "bfloat16" : "bfloat16 or float32"}`,
      );
    }
    return data;
  });
  for (const entry of table) {
    const found = weights.spec(entry.name);
    const as = entry.dtype ?? dtype;
    if (found !== undefined) plan.tensors.push(...partsOf(entry, as ?? found.dtype, () => readOnce(entry.name, as)));
    else if (entry.unused) {
      plan.filled.push(entry.name);
      plan.tensors.push(...partsOf(entry, config.dtype, () => Promise.resolve(filler(entry, config.dtype))));
    } else throw new UserError(`cannot write the checkpoint: parameter "${entry.name}" is missing`);
  }
  for (const name of weights.names.filter((name) => !listed.has(name))) {
    const found = weights.spec(name);
    if (found?.unused || found === undefined) plan.dropped.push(name);
    else throw new UserError(`the ${layout} layout has no place for the tensor "${name}"`);
  }
  return plan;
}

/** The stored tensors of one parameter: equal cuts of its elements, in order. */
function partsOf(entry: LayoutEntry, dtype: Dtype, read: () => Promise<TypedArray>): TensorSource[] {
  let begin = 0;
  return entry.stored.map(({ name, shape }) => {
    const from = begin;
    begin += lengthOf(dtype, shape);
    const to = begin;
    const data = async () => (entry.stored.length === 1 ? read() : (await read()).subarray(from, to));
    return { name, shape, dtype, data };
  });
}

/** Neutral contents for a tensor that nothing reads: norms scale by one, all else is zero. */
function filler(entry: LayoutEntry, dtype: Dtype): TypedArray {
  const length = lengthOf(dtype, entry.shape);
  if (!/norm\.weight$/.test(entry.name)) return allocate(dtype, length);
  return convert(new Float32Array(length).fill(1), "float32", dtype);
}

type ReadAs = (name: string, as: Dtype | undefined) => Promise<TypedArray>;

/** Keeps the latest result: the parts of a fused tensor are written one after the other. */
function rememberLast(read: ReadAs): ReadAs {
  let last: { name: string; data: Promise<TypedArray> } | undefined;
  return (name, as) => {
    if (last?.name !== name) last = { name, data: read(name, as) };
    return last.data;
  };
}
