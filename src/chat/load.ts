/** Opens a model for talking: a checkpoint folder or a hub id becomes programs on a device, a tokenizer and settings. */
import { z } from "zod";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { type HubOptions, resolveModel } from "../checkpoint/hub.ts";
import { type QuantizeOptions, quantizedCopy } from "../checkpoint/quantize.ts";
import { checkNative, createNativeRuntime, type NativeDevice } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { loadTokenizer } from "../text/tokenizer-folder.ts";
import { checkLimits, type Limit, unexpected } from "./checks.ts";
import type { EngineParts } from "./engine.ts";
import { fileReader } from "./image-files.ts";
import type { VisionLanguageModel } from "./model.ts";
import { checkOpenOptions, openModel } from "./open.ts";

export interface LoadOptions extends Pick<EngineParts, "images" | "prefillChunk" | "imageCacheBytes"> {
  /** Default `cpu`. */
  readonly device?: NativeDevice;
  /** Threads inside an operator; default: all physical cores. */
  readonly threads?: number;
  /** A runtime to use instead of a new one; the caller disposes it. */
  readonly runtime?: Runtime;
  /** Where and how a hub id is found. */
  readonly hub?: HubOptions;
  /**
   * Runs float weights with this many bits: a quantised copy is made in Periscope's cache at the first call (a large model
   * takes minutes) and found there again. A checkpoint that is quantised already needs no option.
   */
  readonly quantize?: 4 | 8;
  /** What is known while a quantised copy is made. */
  readonly onQuantize?: QuantizeOptions["onProgress"];
  /** Told once that another process makes the quantised copy, or downloads a file, and which: this one waits for it. */
  readonly onWait?: (what: string) => void;
}

const limits: Readonly<Record<string, Limit>> = { quantize: { schema: z.literal([4, 8]), expected: "4 or 8" } };

/**
 * Loads a model from a checkpoint folder, or from the hub by its id (from the cache where it is complete there);
 * `checkpoints/nano` is also the name of the model that comes with this package.
 * Throws a UserError for anything in the folder that does not make a model which can be run.
 *
 * ```ts
 * const model = await load("checkpoints/nano");
 * const { text } = await model.answer("What does it say?", { images: ["examples/word.png"] });
 * await model.dispose();
 * ```
 */
export async function load(folderOrId: string, options: LoadOptions = {}): Promise<VisionLanguageModel> {
  const { prefillChunk, imageCacheBytes, images, device = "cpu", threads } = options;
  if (typeof folderOrId !== "string") throw unexpected("the model", folderOrId, "the path of a folder or a model id");
  checkLimits(options, limits);
  checkOpenOptions(options);
  if (options.runtime === undefined) checkNative(device, { threads });
  const { quantize: bits, onQuantize: onProgress, onWait } = options;
  const original = await resolveModel(folderOrId, { onWait, ...options.hub });
  const folder = bits === undefined ? original : await quantizedCopy(original, { bits, onProgress, onWait });
  const checkpoint = await loadCheckpoint(folder);
  let runtime: Runtime | undefined;
  try {
    const tokenizer = await loadTokenizer(folder);
    runtime = options.runtime ?? (await createNativeRuntime(device, { threads }));
    const own = options.runtime === undefined ? runtime : undefined;
    return await openModel({
      ...{ checkpoint, tokenizer, runtime, reader: fileReader, images, prefillChunk, imageCacheBytes },
      dispose: async () => {
        own?.dispose();
        await checkpoint.close();
      },
    });
  } catch (error) {
    if (options.runtime === undefined) runtime?.dispose();
    await checkpoint.close();
    throw error;
  }
}
