/**
 * The backend behind HTTP: OpenAI's chat completions as a stream, and Periscope's own additions to them where the server
 * has them (docs/serving.md). Any other server of that kind works too, without times and without what the model saw.
 */
import { EventSourceParserStream } from "eventsource-parser/stream";
import { z } from "zod/mini";
import { apiKey } from "./api-key.ts";
import {
  BackendError,
  type ChatBackend,
  type ChatEvent,
  type ChatMessage,
  type ChatRequest,
  type ImageView,
  mostFitting,
  type ScoredToken,
} from "./backend.ts";

const modelList = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      periscope: z.optional(
        z.object({
          parameters: z.optional(z.number()),
          max_positions: z.optional(z.number()),
          image_tokens: z.optional(z.number()),
          max_images: z.optional(z.number()),
        }),
      ),
    }),
  ),
});

const scored = z.object({ token: z.string(), logprob: z.number() });
const chunk = z.object({
  choices: z.optional(
    z.array(
      z.object({
        delta: z.optional(z.object({ content: z.nullish(z.string()) })),
        finish_reason: z.nullish(z.string()),
        logprobs: z.nullish(
          z.object({ content: z.nullish(z.array(z.extend(scored, { top_logprobs: z.optional(z.array(scored)) }))) }),
        ),
      }),
    ),
  ),
  usage: z.nullish(
    z.object({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      prompt_tokens_details: z.nullish(z.object({ cached_tokens: z.optional(z.number()) })),
    }),
  ),
  periscope: z.nullish(
    z.object({
      timings: z.optional(
        z.object({ image_ms: z.number(), queue_ms: z.number(), prefill_ms: z.number(), decode_ms: z.number() }),
      ),
    }),
  ),
  error: z.nullish(z.object({ message: z.string() })),
});

const square = z.nullish(z.object({ size: z.number(), url: z.string() }));
const imageView = z.object({
  high: square,
  low: square,
  grid: z.object({ rows: z.number(), columns: z.number() }),
  /** In pixels of the larger square. */
  content: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
});

/** Of the page's own server: no other gets its key. */
export function httpBackend(): ChatBackend {
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    let response: Response;
    const headers = new Headers(init.headers);
    const key = apiKey();
    if (key !== undefined) headers.set("Authorization", `Bearer ${key}`);
    try {
      response = await fetch(path, { ...init, headers });
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new BackendError("The server does not answer. Is it still running?", { cause: error });
    }
    if (!response.ok) throw await refusal(response);
    return response;
  };
  const post = (path: string, body: unknown, signal?: AbortSignal) =>
    call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });

  return {
    kind: "server",
    async models(signal) {
      const response = await call("/v1/models", { signal });
      const { data } = read(modelList, await response.json().catch(() => undefined));
      return data.map((model) => ({
        id: model.id,
        parameters: model.periscope?.parameters,
        contextLength: model.periscope?.max_positions,
        mostImages: mostImages(model.periscope),
      }));
    },
    async *stream(request, signal) {
      const begun = performance.now();
      const response = await post("/v1/chat/completions", await completionRequest(request), signal);
      yield* events(response, begun);
    },
    async inspect(model, image, signal): Promise<ImageView> {
      const image_url = { url: await dataUrl(image) };
      const response = await post("/v1/periscope/inspect", { model, image_url }, signal);
      return viewOf(read(imageView, await response.json().catch(() => undefined)));
    },
  };
}

type Facts = NonNullable<z.infer<typeof modelList>["data"][number]["periscope"]>;

/** What the server takes, and no more than fit into the context beside each other. */
function mostImages({ max_images, max_positions, image_tokens }: Facts = {}): number | undefined {
  const fitting = mostFitting(max_positions, image_tokens);
  return max_images === undefined ? fitting : Math.min(max_images, fitting ?? max_images);
}

function viewOf({ high, low, grid, content }: z.infer<typeof imageView>): ImageView {
  const size = high?.size ?? low?.size ?? 1;
  const { x, y, width, height } = content;
  return {
    grid,
    content: { x: x / size, y: y / size, width: width / size, height: height / size },
    inputs: [
      ...(high ? [{ name: "high" as const, size: high.size, picture: blobOf(high.url) }] : []),
      ...(low ? [{ name: "low" as const, size: low.size, picture: blobOf(low.url) }] : []),
    ],
  };
}

async function completionRequest({ model, messages, settings, alternatives }: ChatRequest): Promise<object> {
  return {
    model,
    messages: await Promise.all(messages.map(messageOf)),
    stream: true,
    stream_options: { include_usage: true },
    periscope: { timings: true },
    logprobs: true,
    top_logprobs: alternatives,
    temperature: settings.temperature,
    top_p: settings.topP,
    max_tokens: settings.maxTokens,
    seed: settings.seed,
  };
}

async function messageOf({ role, text, images = [] }: ChatMessage): Promise<object> {
  if (images.length === 0) return { role, content: text };
  const urls = await Promise.all(images.map(dataUrl));
  return { role, content: [...urls.map((url) => ({ type: "image_url", image_url: { url } })), { type: "text", text }] };
}

/** The events of a streamed answer. Rejects where the stream breaks off before its end. */
async function* events(response: Response, begun: number): AsyncGenerator<ChatEvent> {
  const stream = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  if (!stream) throw new BackendError("The server gave an empty answer.");
  let finish: string | undefined;
  let firstAt = Number.NaN;
  let end: Pick<ChatEvent & { type: "end" }, "usage" | "timing"> = {};
  for await (const { data } of chunks(stream)) {
    if (data === "[DONE]") break;
    const { choices, usage, periscope, error } = read(chunk, parse(data));
    if (error) throw new BackendError(error.message);
    const choice = choices?.[0];
    const text = choice?.delta?.content ?? "";
    const tokens = choice?.logprobs?.content?.map(
      ({ token, logprob, top_logprobs }): ScoredToken => ({
        text: token,
        logprob,
        alternatives: (top_logprobs ?? []).map((other) => ({ text: other.token, logprob: other.logprob })),
      }),
    );
    if (tokens?.length && Number.isNaN(firstAt)) firstAt = performance.now();
    if (text !== "" || tokens?.length) yield { type: "piece", text, tokens };
    finish = choice?.finish_reason ?? finish;
    if (usage) {
      const reusedTokens = usage.prompt_tokens_details?.cached_tokens;
      const { prompt_tokens: promptTokens, completion_tokens: answerTokens } = usage;
      end = { ...end, usage: { promptTokens, answerTokens, reusedTokens } };
    }
    const timings = periscope?.timings;
    if (timings) {
      const { image_ms: imageMs, queue_ms: queueMs, prefill_ms: prefillMs, decode_ms: decodeMs } = timings;
      end = { ...end, timing: { imageMs, queueMs, prefillMs, decodeMs, timeToFirstTokenMs: firstAt - begun } };
    }
  }
  if (finish === undefined) throw new BackendError("The answer broke off: the server closed the connection.");
  yield { type: "end", finishReason: finish === "length" ? "length" : "stop", ...end };
}

/** Safari reads no stream with `for await`. */
async function* chunks<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new BackendError("The answer broke off: the connection to the server was lost.", { cause: error });
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** The sentence of a refusal, with what its status means where it has none of its own. */
async function refusal(response: Response): Promise<BackendError> {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  const body = z
    .object({ error: z.object({ message: z.string() }) })
    .safeParse(await response.json().catch(() => null));
  const wantsKey = response.status === 401;
  if (body.success) return new BackendError(body.data.error.message, { retryAfter, wantsKey });
  const meaning: Readonly<Record<number, string>> = {
    401: "The server wants an API key.",
    413: "The pictures are larger than the server takes.",
    429: "The server is busy; try again in a moment.",
    503: "The server is not ready yet; try again in a moment.",
  };
  return new BackendError(meaning[response.status] ?? `The server answered with status ${response.status}.`, {
    retryAfter,
    wantsKey,
  });
}

function read<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BackendError("The server gave an answer that this page does not understand.", { cause: result.error });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

export function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new BackendError("A picture could not be read.", { cause: reader.error }));
    reader.readAsDataURL(blob);
  });
}

/** Not `fetch(url)`: a strict content policy lets a page fetch from its server only. */
function blobOf(url: string): Blob {
  const [head = "", base64 = ""] = url.split(",", 2);
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: head.slice("data:".length, head.indexOf(";")) });
}
