/**
 * What the page needs of whoever runs the model: a server behind HTTP, or a runtime in this tab. It knows no React and no
 * HTTP; the page knows nothing but this.
 */

export interface ChatBackend {
  /** `server`: over HTTP; `tab`: in this browser. */
  readonly kind: "server" | "tab";
  /** The models that can be asked, the default one first. Rejects with a sentence for the user. */
  models(signal?: AbortSignal): Promise<readonly ModelInfo[]>;
  /**
   * Gives the answer to the last message, which is the user's. Ends after one `end` event; an aborted signal ends it with
   * `finishReason: "abort"`, or with an AbortError. Rejects with a `BackendError` otherwise.
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
  /** What the model sees of an image: the padded inputs and its token grid. */
  inspect(model: string, image: Blob, signal?: AbortSignal): Promise<ImageView>;
  /** Frees what the backend holds; a later question loads it anew. */
  dispose?(): void | Promise<void>;
}

interface Circumstances {
  readonly retryAfter?: number;
  readonly wantsKey?: boolean;
  readonly cause?: unknown;
}

/** A failure whose message is a sentence for the user. */
export class BackendError extends Error {
  override readonly name = "BackendError";
  /** Seconds after which the same request may work, where the backend says so. */
  readonly retryAfter: number | undefined;
  /** Whether the backend answers nobody without a key, or not with the one that it was given. */
  readonly wantsKey: boolean;

  constructor(message: string, { retryAfter, wantsKey = false, cause }: Circumstances = {}) {
    super(asSentence(message), { cause });
    this.retryAfter = retryAfter;
    this.wantsKey = wantsKey;
  }
}

/** Errors of programs begin in the middle of a sentence and end without a full stop. */
function asSentence(message: string): string {
  const begun = /^[a-z]+ /.test(message) ? message[0]!.toUpperCase() + message.slice(1) : message;
  return /[\w)"]$/.test(begun) ? `${begun}.` : begun;
}

export interface ModelInfo {
  /** The name that requests carry. */
  readonly id: string;
  /** Parameters, where known: 8_100_000. */
  readonly parameters?: number;
  /** Positions of prompt and answer together, where known. */
  readonly contextLength?: number;
  /** Images of one request, where there is a limit and it is known. */
  readonly mostImages?: number;
  /** Where it runs: `cpu`, `webgpu`, `wasm`, ... */
  readonly device?: string;
}

/** How many images fit into a context beside each other, where its length and theirs are known. */
export function mostFitting(contextLength?: number, imageTokens?: number): number | undefined {
  return contextLength && imageTokens ? Math.floor(contextLength / imageTokens) : undefined;
}

export interface ChatRequest {
  readonly model: string;
  /** An optional system message, then user and assistant in turn, the user last. */
  readonly messages: readonly ChatMessage[];
  readonly settings: ChatSettings;
  /** How many alternatives to report with each token. */
  readonly alternatives: number;
}

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly text: string;
  /** Of a user's message: its images, which stand before the text. */
  readonly images?: readonly Blob[];
}

/** What is not given is the model's own business. */
export interface ChatSettings {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
}

export type ChatEvent =
  /** Before the first token, where something takes long: "Loading the model", with its share from 0 to 1 if known. */
  | { readonly type: "progress"; readonly label: string; readonly share?: number }
  /** A piece of the answer. `token` is absent where the backend reports none. */
  | { readonly type: "piece"; readonly text: string; readonly tokens?: readonly ScoredToken[] }
  | {
      readonly type: "end";
      /** `stop`: the model ended; `length`: as long as allowed; `abort`: stopped by the user. */
      readonly finishReason: "stop" | "length" | "abort";
      readonly usage?: Usage;
      readonly timing?: Timing;
    };

/** A token with the natural logarithm of its probability, and what else could have stood there, best first. */
export interface ScoredToken {
  readonly text: string;
  readonly logprob: number;
  readonly alternatives: readonly { readonly text: string; readonly logprob: number }[];
}

export interface Usage {
  /** Positions of the prompt, image tokens included. */
  readonly promptTokens: number;
  readonly answerTokens: number;
  /** Positions of the prompt that a cache knew already. */
  readonly reusedTokens?: number;
}

/** Milliseconds. */
export interface Timing {
  /** Time in the vision towers. */
  readonly imageMs: number;
  /** Waiting behind other requests, where there are any. */
  readonly queueMs?: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly timeToFirstTokenMs: number;
}

export interface ImageView {
  /** What each tower sees, the highest resolution first: one or two squares. */
  readonly inputs: readonly InputView[];
  /** The image's tokens lie in rows over the whole square, padding included. */
  readonly grid: { readonly rows: number; readonly columns: number };
  /** The picture inside the square, as shares of its side from 0 to 1; the rest is padding. */
  readonly content: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface InputView {
  readonly name: "high" | "low";
  /** Side of the square, pixels. */
  readonly size: number;
  /** The square as a PNG. */
  readonly picture: Blob;
}
