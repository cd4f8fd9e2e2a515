/** Opens a model for talking: a checkpoint folder or a hub id becomes programs on a device, a tokenizer and settings. */
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { type HubOptions, resolveModel } from "../checkpoint/hub.ts";
import { type QuantizeOptions, quantizedCopy } from "../checkpoint/quantize.ts";
import { UserError } from "../runtime/errors.ts";
import { createNativeRuntime, type NativeDevice } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { loadTokenizer } from "../text/tokenizer-folder.ts";
import type { EngineParts } from "./engine.ts";
import { fileReader } from "./image-files.ts";
import type { VisionLanguageModel } from "./model.ts";
import { openModel } from "./open.ts";

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
}

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
  const { prefillChunk, imageCacheBytes, images } = options;
  if (prefillChunk !== undefined && !(Number.isInteger(prefillChunk) && prefillChunk > 0)) {
    throw new UserError(`prefillChunk is ${prefillChunk}, expected a whole number from 1`);
  }
  const original = await resolveModel(folderOrId, options.hub);
  const { quantize: bits, onQuantize: onProgress } = options;
  const folder = bits === undefined ? original : await quantizedCopy(original, { bits, onProgress });
  const checkpoint = await loadCheckpoint(folder);
  let runtime: Runtime | undefined;
  try {
    const tokenizer = await loadTokenizer(folder);
    runtime = options.runtime ?? (await createNativeRuntime(options.device ?? "cpu", { threads: options.threads }));
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
