/**
 * The backend in this tab: models that lie beside the page, run by `periscope-vl/web` in a worker. The library is loaded
 * when the first model is asked, from `browser/` beside the page.
 */
import * as z from "zod/mini";
import type { AnswerPiece, ChatInput, LoadProgress, WebVisionLanguageModel } from "../../src/web/index.ts";
import {
  BackendError,
  type ChatBackend,
  type ChatEvent,
  type ChatRequest,
  type ImageView,
  type InputView,
  type ModelInfo,
  mostFitting,
  type ScoredToken,
} from "./backend.ts";

const listing = z.object({
  models: z.array(
    z.object({
      id: z.string(),
      /** Where its files lie, as seen from the list. */
      url: z.string(),
      parameters: z.optional(z.number()),
      contextLength: z.optional(z.number()),
      /** Positions that an image takes of it. */
      imageTokens: z.optional(z.number()),
    }),
  ),
});

type Listed = z.infer<typeof listing>["models"][number];

/** `base`: the folder of the page, where models/index.json lists what lies beside it; a page as it is built lists none. */
export async function tabBackend(base = new URL("./", document.baseURI)): Promise<ChatBackend> {
  const listUrl = new URL("models/index.json", base);
  const models = await listModels(listUrl);
  const loaded = new Map<string, Promise<WebVisionLanguageModel>>();

  const load = (id: string, onProgress: (progress: LoadProgress) => void, signal?: AbortSignal) => {
    const listed = models.find((model) => model.id === id);
    if (!listed) throw new BackendError(`There is no model "${id}" beside this page.`);
    const known = loaded.get(id) ?? open(new URL(listed.url, listUrl), base, onProgress, signal);
    loaded.set(id, known);
    known.catch(() => loaded.delete(id));
    return known;
  };

  return {
    kind: "tab",
    models: async () => models.map(infoOf),
    async *stream(request, signal) {
      const loading = eventsOf<LoadProgress, WebVisionLanguageModel>((give) => load(request.model, give, signal));
      let step = await loading.next();
      for (; !step.done; step = await loading.next()) yield progressEvent(step.value);
      yield* answer(step.value, request, signal);
    },
    async inspect(model, image, signal): Promise<ImageView> {
      const vl = await load(model, () => {}, signal);
      const { inputs, grid, content } = await sentence(vl.see(image));
      return { grid, content, inputs: await Promise.all(inputs.map(picture)) };
    },
    async dispose() {
      const open = [...loaded.values()];
      loaded.clear();
      const all = await Promise.allSettled(open);
      await Promise.all(all.map((model) => (model.status === "fulfilled" ? model.value.dispose() : undefined)));
    },
  };
}

/** The models beside the page; a page without any is no mistake. */
async function listModels(url: URL): Promise<readonly Listed[]> {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) return [];
  const parsed = listing.safeParse(await response.json().catch(() => undefined));
  return parsed.success ? parsed.data.models : [];
}

function infoOf({ id, parameters, contextLength, imageTokens }: Listed): ModelInfo {
  const mostImages = mostFitting(contextLength, imageTokens);
  return { id, parameters, contextLength, mostImages, device: "this browser" };
}

async function open(
  url: URL,
  base: URL,
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal | undefined,
): Promise<WebVisionLanguageModel> {
  const { load } = await import("../../src/web/index.ts");
  const vl = await sentence(load(url, { assets: new URL("browser/", base), onProgress, signal }));
  for (const notice of vl.notices) console.info(notice);
  return vl;
}

function progressEvent({ phase, bytes, totalBytes, secondsLeft }: LoadProgress): ChatEvent {
  if (phase === "start") return { type: "progress", label: "Starting the model" };
  const megabytes = (n: number) => (n / 2 ** 20).toFixed(0);
  const left = secondsLeft !== undefined && secondsLeft > 1 ? `, ${Math.ceil(secondsLeft)} s left` : "";
  const label = `Loading the model: ${megabytes(bytes)} of ${megabytes(totalBytes)} MB${left}`;
  return { type: "progress", label, share: totalBytes > 0 ? bytes / totalBytes : undefined };
}

async function* answer(
  vl: WebVisionLanguageModel,
  { messages, settings, alternatives }: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const texts = new Map<number, string>();
  const given = messages.map(({ role, text, images = [] }): ChatInput<Blob> => {
    if (images.length === 0) return { role, content: text };
    return { role, content: [...images.map((image) => ({ type: "image", image }) as const), { type: "text", text }] };
  });
  const running = vl.chat(given, {
    ...{ temperature: settings.temperature, topP: settings.topP, seed: settings.seed },
    ...{ maxNewTokens: settings.maxTokens, logprobs: alternatives, signal },
  });
  try {
    for await (const piece of running)
      yield { type: "piece", text: piece.text, tokens: await scored(vl, piece, texts) };
    const { finishReason, stats } = await running.result();
    const { promptTokens, answerTokens, reusedTokens, imageMs, prefillMs, decodeMs, timeToFirstTokenMs } = stats;
    yield {
      type: "end",
      finishReason: finishReason === "length" || finishReason === "abort" ? finishReason : "stop",
      usage: { promptTokens, answerTokens, reusedTokens },
      timing: { imageMs, prefillMs, decodeMs, timeToFirstTokenMs },
    };
  } catch (error) {
    throw backendError(error);
  }
}

async function scored(
  vl: WebVisionLanguageModel,
  { token, logprobs }: AnswerPiece,
  texts: Map<number, string>,
): Promise<ScoredToken[] | undefined> {
  if (token === undefined || !logprobs) return undefined;
  const tokens = [token, ...logprobs.alternatives.map((other) => other.token)];
  const unknown = tokens.filter((id) => !texts.has(id));
  if (unknown.length > 0)
    for (const [i, text] of (await vl.tokenTexts(unknown)).entries()) texts.set(unknown[i]!, text);
  const alternatives = logprobs.alternatives.map((other) => ({
    text: texts.get(other.token)!,
    logprob: other.logprob,
  }));
  return [{ text: texts.get(token)!, logprob: logprobs.logprob, alternatives }];
}

async function picture({
  name,
  size,
  data,
}: {
  name: "high" | "low";
  size: number;
  data: Uint8Array;
}): Promise<InputView> {
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(size, size);
  for (let p = 0, o = 0; p < data.length; p += 3, o += 4) {
    image.data.set(data.subarray(p, p + 3), o);
    image.data[o + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return { name, size, picture: await canvas.convertToBlob({ type: "image/png" }) };
}

/** What `run` gives to its callback, as it comes, and then its value. */
async function* eventsOf<E, T>(run: (give: (event: E) => void) => Promise<T>): AsyncGenerator<E, T> {
  const come: E[] = [];
  let wake = () => {};
  let over = false;
  const value = run((event) => {
    come.push(event);
    wake();
  }).finally(() => {
    over = true;
    wake();
  });
  value.catch(() => {}); // awaited below
  for (;;) {
    while (come.length > 0) yield come.shift()!;
    if (over) return await value;
    await new Promise<void>((done) => {
      wake = done;
    });
  }
}

function sentence<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((error: unknown) => {
    throw backendError(error);
  });
}

/** The model's sentences are the user's; an abort stays one. */
function backendError(error: unknown): unknown {
  if (error instanceof BackendError || (error instanceof DOMException && error.name === "AbortError")) return error;
  return new BackendError(error instanceof Error ? error.message : String(error), { cause: error });
}
