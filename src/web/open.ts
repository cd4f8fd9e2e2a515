/** Opens a model in this thread (usually a worker's): files, runtime, programs. The page's side is `index.ts`. */

import type { VisionLanguageModel } from "../chat/model.ts";
import { checkOpenOptions, modelParts, openModel } from "../chat/open.ts";
import type { Checkpoint } from "../checkpoint/assemble.ts";
import type { DecodeOptions } from "../image/accepted.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { PromptConfig } from "../text/prompt.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { weightsHash } from "./adaptor-file.ts";
import { checkpointInMemory } from "./checkpoint.ts";
import { browserReader } from "./decode.ts";
import { chooseRuntime, type TabDevice } from "./device.ts";
import { fetchModel, type LoadProgress } from "./model-files.ts";

/** Options that a worker can be told. */
export interface OpenOptions {
  /** Default `auto`: WebGPU where it works, else WebAssembly. */
  readonly device?: TabDevice;
  /** Threads of WebAssembly; more than 1 needs a cross-origin isolated page. Default: the cores, up to 8. */
  readonly threads?: number;
  /** Keep the files in the browser, so that the next visit needs no network. Default true. */
  readonly keep?: boolean;
  readonly images?: Pick<DecodeOptions, "maxBytes" | "maxPixels">;
  /** Positions of a prompt that run at once. Default 256. */
  readonly prefillChunk?: number;
  /** Image features that are kept, bytes. Default 64 MiB. */
  readonly imageCacheBytes?: number;
}

/** A model, and what else is known about it. */
export interface OpenedModel {
  readonly id: string;
  /** Names all of its weights together. */
  readonly weights: string;
  readonly model: VisionLanguageModel;
  readonly checkpoint: Checkpoint;
  readonly tokenizer: Tokenizer;
  readonly prompt: PromptConfig;
  readonly runtime: Runtime;
  readonly threads: number;
  readonly notices: readonly string[];
  readonly options: OpenOptions;
}

export interface OpenHooks {
  readonly onProgress: (progress: LoadProgress) => void;
  readonly signal: AbortSignal;
  /** Where onnxruntime-web's files lie. */
  readonly wasmPaths?: string;
}

/** Throws a UserError for a model that cannot be loaded or run here. */
export async function openInTab(url: string, options: OpenOptions, hooks: OpenHooks): Promise<OpenedModel> {
  checkOpenOptions(options);
  const base = url.endsWith("/") ? url : `${url}/`;
  const caches = options.keep === false ? undefined : globalThis.caches;
  const { manifest, files, notices } = await fetchModel(base, { ...hooks, caches });
  const totalBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  hooks.onProgress({ phase: "start", bytes: totalBytes, totalBytes, downloaded: 0 });
  const { checkpoint, tokenizer } = await checkpointInMemory(base, files);
  const { device = "auto", threads } = options;
  const chosen = await chooseRuntime({ device, threads, wasmPaths: hooks.wasmPaths });
  const facts = { id: manifest.model, weights: await weightsHash(manifest), checkpoint, tokenizer, options };
  try {
    return { ...facts, ...(await onRuntime(facts, chosen)), notices: [...notices, ...chosen.notices] };
  } catch (error) {
    chosen.runtime.dispose();
    if (device !== "auto" || chosen.runtime.device !== "webgpu") throw error;
    const fallback = await chooseRuntime({ device: "wasm", threads, wasmPaths: hooks.wasmPaths });
    const notice = `WebGPU cannot run this model here (${(error as Error).message}), so it runs on the processor (WebAssembly).`;
    return { ...facts, ...(await onRuntime(facts, fallback)), notices: [...notices, ...fallback.notices, notice] };
  }
}

async function onRuntime(
  { checkpoint, tokenizer, options }: Pick<OpenedModel, "checkpoint" | "tokenizer" | "options">,
  { runtime, threads }: Pick<OpenedModel, "runtime" | "threads">,
): Promise<Pick<OpenedModel, "model" | "prompt" | "runtime" | "threads">> {
  const { prompt } = modelParts(checkpoint, tokenizer);
  return { model: await modelOn(runtime, checkpoint, tokenizer, options), prompt, runtime, threads };
}

/** The model itself, over a checkpoint whose files are in memory. */
export function modelOn(
  runtime: Runtime,
  checkpoint: Checkpoint,
  tokenizer: Tokenizer,
  { images, prefillChunk, imageCacheBytes = 64 * 2 ** 20 }: OpenOptions,
): Promise<VisionLanguageModel> {
  return openModel({
    ...{ runtime, checkpoint, tokenizer, images, prefillChunk, imageCacheBytes },
    reader: browserReader,
    dispose: async () => {},
  });
}
