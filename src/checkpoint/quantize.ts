/**
 * Quantising a checkpoint: into a folder of its own, or into Periscope's cache on the way to loading it. Either folder
 * loads like any other.
 */
import { createHash } from "node:crypto";
import { realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../runtime/errors.ts";
import { createNativeRuntime } from "../runtime/native.ts";
import { type Checkpoint, loadCheckpoint } from "./checkpoint.ts";
import { claimInTurn, type TurnOptions } from "./claim.ts";
import { copyCompanions } from "./companions.ts";
import { exists, makeFolder } from "./files.ts";
import {
  type BlockLength,
  describeQuantization,
  type QuantizationSection,
  quantizationSection,
} from "./quantization.ts";
import { quantizedWeights } from "./quantized-weights.ts";
import { checkTarget } from "./replace.ts";
import { type SaveOptions, saveCheckpoint } from "./save.ts";

export interface QuantizeOptions extends Pick<SaveOptions, "replace" | "maxShardBytes" | "signal"> {
  readonly bits: 4 | 8;
  /** Weights of a row that share a scale, at most, where weights are kept in 4 bits. Default 256. */
  readonly block?: BlockLength;
  /** Bytes of the plain weights that have been dealt with, and all of them. */
  readonly onProgress?: (bytes: number, totalBytes: number) => void;
}

export interface QuantizeReport {
  readonly bits: 4 | 8;
  readonly quantization: QuantizationSection;
  /** Bytes of the weights before, those that nothing reads left out, and after. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly tensors: number;
  /** Files taken over as they are. */
  readonly copied: readonly string[];
}

/**
 * Writes the checkpoint in `from` to a new folder `to`, quantised, in the original layout; one matrix at a time is in
 * memory. Throws a UserError when `from` is quantised already and when `to` may not be written to or replaced (as
 * `checkTarget` says); `to` appears whole or not at all.
 */
export async function quantizeCheckpoint(from: string, to: string, options: QuantizeOptions): Promise<QuantizeReport> {
  const checkpoint = await loadCheckpoint(from);
  try {
    await checkTarget(from, to, options);
    return await quantizeOpened(checkpoint, to, options);
  } finally {
    await checkpoint.close();
  }
}

async function quantizeOpened(checkpoint: Checkpoint, to: string, options: QuantizeOptions): Promise<QuantizeReport> {
  const { bits, signal, replace, maxShardBytes } = options;
  if (checkpoint.quantization) {
    throw new UserError(`${checkpoint.folder} is quantised already: ${describeQuantization(checkpoint.quantization)}`);
  }
  const section = quantizationSection(checkpoint.config, bits, options.block);
  const runtime = await createNativeRuntime("cpu");
  let bytesBefore = 0;
  const onProgress = (bytes: number, total: number) => {
    bytesBefore = total;
    options.onProgress?.(bytes, total);
  };
  const weights = quantizedWeights(checkpoint, { runtime, section, signal, onProgress });
  const copied: string[] = [];
  try {
    const { tensors, bytes } = await saveCheckpoint(to, weights, {
      preprocessor: checkpoint.preprocessor,
      processor: checkpoint.raw.processor,
      quantization: section,
      addFiles: async (folder) => {
        copied.push(...(await copyCompanions(checkpoint.folder, folder)));
      },
      ...{ signal, replace, maxShardBytes },
    });
    return { bits, quantization: section, bytesBefore, bytesAfter: bytes, tensors, copied };
  } finally {
    weights.dispose();
    runtime.dispose();
  }
}

export interface QuantizedCopyOptions
  extends Omit<QuantizeOptions, "replace">,
    Pick<TurnOptions, "pauseMs" | "onWait"> {
  /** Default: PERISCOPE_CACHE, else `periscope` in XDG_CACHE_HOME or `~/.cache`. */
  readonly cacheFolder?: string;
}

/**
 * Quantisation at load: the folder of a quantised copy of the checkpoint in `from`, in Periscope's cache. It is made at
 * the first call and found again as long as the original's files do not change; a process waits for another that makes it. A
 * checkpoint that is quantised to the same number of bits is its own copy; one of another number is refused with a UserError.
 */
export async function quantizedCopy(from: string, options: QuantizedCopyOptions): Promise<string> {
  const { cacheFolder = defaultCache(), bits, pauseMs, onWait, signal } = options;
  const checkpoint = await loadCheckpoint(from);
  try {
    if (checkpoint.quantization?.bits === bits) return from;
    const name = basename(resolve(from)).replace(/[^\w.-]/g, "_");
    const to = join(cacheFolder, "quantized", `${name}-${bits}bit-${await fingerprint(checkpoint, bits)}`);
    if (await exists(join(to, "config.json"))) return to;
    await makeFolder(dirname(to));
    const release = await claimInTurn(`${to}.lock`, `${to} is being made`, { pauseMs, onWait, signal });
    try {
      if (!(await exists(join(to, "config.json")))) await quantizeOpened(checkpoint, to, { ...options, replace: true });
      return to;
    } finally {
      await release();
    }
  } finally {
    await checkpoint.close();
  }
}

function defaultCache(): string {
  const { PERISCOPE_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  return own || join(shared || join(homedir(), ".cache"), "periscope");
}

/** Changes with the files' contents as far as their places, sizes and times tell, and with the way of quantising. */
async function fingerprint({ files, raw, config }: Checkpoint, bits: 4 | 8): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([raw, quantizationSection(config, bits)]));
  for (const file of files) {
    const path = await realpath(file);
    const { size, mtimeMs } = await stat(path);
    hash.update(JSON.stringify([path, size, mtimeMs]));
  }
  return hash.digest("hex").slice(0, 16);
}
