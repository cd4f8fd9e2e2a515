/**
 * The library `periscope-vl/web`: DeepSeek-VL in a browser tab. A worker loads and runs the model, so that the page never
 * waits; its files are downloaded once and checked. What can be done with a model is what can be done in Node.
 */
import { UserError } from "../runtime/errors.ts";
import { connect } from "./line.ts";
import { WebVisionLanguageModel } from "./model.ts";
import type { LoadProgress } from "./model-files.ts";
import type { OpenOptions } from "./open.ts";
import type { Line } from "./protocol.ts";

export type { Answer, AnswerPiece, AnswerResult, AnswerStats, FinishReason } from "../chat/answer.ts";
export type { ChatInput, ImageUrlPart } from "../chat/chat-messages.ts";
export type { GenerateOptions, GenerationDefaults } from "../chat/options.ts";
export type { SamplingOptions, TokenLogprobs } from "../chat/sampling.ts";
export type { WebAskOptions, WebConversation, WebConversationOptions, WebMessage } from "./conversation.ts";
export type { TabDevice } from "./device.ts";
export type { WebImage } from "./images.ts";
export { type ManifestFile, type ModelManifest, makeManifest } from "./manifest.ts";
export type { TuneExample, WebChatOptions, WebVisionLanguageModel } from "./model.ts";
export type { LoadProgress } from "./model-files.ts";
export type { OpenOptions } from "./open.ts";
export type { ImageHandle, SeenImage } from "./protocol.ts";
export type { TuneOptions, TuneStep } from "./tuning.ts";
export type { Tuning } from "./tuning-run.ts";
export { UserError };

/** Not written in place: bundlers take `new URL("...", import.meta.url)` for a file to copy. */
const script = import.meta.url;

export interface WebLoadOptions extends OpenOptions {
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Ends the loading; parts that have come are kept. */
  readonly signal?: AbortSignal;
  /**
   * The folder with `worker.js` and `ort/` (the package's `dist/browser`), as a URL that ends with a slash.
   * Default: where this script lies; a bundler moves the script, so that its programs have to say it.
   */
  readonly assets?: string | URL;
}

/**
 * Loads the model whose files and `manifest.json` lie at `url`, in a worker of its own.
 * Throws a UserError for a model that cannot be loaded or run here, or a page that may not (it needs https or localhost).
 *
 * ```ts
 * const vl = await load("/models/nano/", { onProgress: ({ bytes, totalBytes }) => (bar.value = bytes / totalBytes) });
 * for await (const { text } of vl.conversation().ask("What does it say?", { images: [file] })) output.append(text);
 * await vl.dispose();
 * ```
 */
export async function load(url: string | URL, options: WebLoadOptions = {}): Promise<WebVisionLanguageModel> {
  const { onProgress, signal, assets = new URL("./", script), ...open } = options;
  if (!globalThis.isSecureContext) {
    throw new UserError(
      "this page was loaded over plain http; a browser lets a model run only on https or on localhost",
    );
  }
  const here = globalThis.location?.href;
  const address = new URL(url, here).href;
  const worker = startWorker(new URL("worker.js", new URL(assets, here)));
  const connection = connect(worker as Line);
  const close = () => {
    worker.terminate();
    connection.close(new UserError("this model was disposed; it cannot be asked any more"));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    connection.close(workerFailure(event.message, worker.url));
  };
  try {
    const facts = await connection.call("load", { url: address, options: open }, { onPiece: onProgress, signal });
    return new WebVisionLanguageModel(address, facts, connection, close);
  } catch (error) {
    close();
    signal?.throwIfAborted();
    throw error;
  }
}

/** A worker that broke says why; one whose script is missing says nothing. */
function workerFailure(message: string | undefined, url: string): Error {
  if (message) return new Error(`the worker of the model failed: ${message}`);
  return new UserError(
    `${url} could not be loaded; put the package's dist/browser folder on your site and name it by the option assets: load(url, { assets: "/periscope/" })`,
  );
}

/** A worker of a script that may lie on another site, which browsers allow only by way of an import. */
function startWorker(url: URL): Worker & { url: string } {
  const own = url.origin === globalThis.location?.origin;
  const code = own
    ? url.href
    : URL.createObjectURL(new Blob([`import ${JSON.stringify(url.href)};`], { type: "text/javascript" }));
  const worker = new Worker(code, { type: "module", name: "periscope-vl" });
  return Object.assign(worker, { url: url.href });
}
