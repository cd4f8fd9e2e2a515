/** A conversation with a model in the worker, under the names that it has in Node (`chat/conversation.ts`). */
import { Answer, type AnswerPiece, type AnswerResult } from "../chat/answer.ts";
import type { GenerateOptions } from "../chat/options.ts";
import { questionMessage } from "../chat/turns.ts";
import { UserError } from "../runtime/errors.ts";
import type { Message, Part } from "../text/conversation.ts";
import { sendImage, type WebImage } from "./images.ts";
import { type Connection, pieces } from "./line.ts";
import type { ModelFacts, WireMessage, WireOptions } from "./protocol.ts";

export type WebMessage = Message<WebImage>;

export interface WebConversationOptions {
  /** The system prompt; "" for none. Default: the model's own, else the reference's. */
  readonly system?: string;
  /** What was said before. */
  readonly messages?: readonly WebMessage[];
}

export interface WebAskOptions extends GenerateOptions {
  /** Images of the question, in order of the placeholders of its text; those beyond them stand before the text. */
  readonly images?: readonly WebImage[];
  /** Leaves out the oldest question-and-answer pairs where the whole does not fit. Default false: that is an error. */
  readonly trim?: boolean;
}

let numbers = 0;

export class WebConversation {
  readonly #connection: Connection;
  readonly #facts: ModelFacts;
  readonly #system: string | undefined;
  readonly #number = ++numbers;
  #messages: readonly WebMessage[];
  #busy = false;
  #disposed = false;

  constructor(connection: Connection, facts: ModelFacts, options: WebConversationOptions = {}) {
    this.#connection = connection;
    this.#facts = facts;
    this.#system = options.system;
    this.#messages = options.messages ?? [];
  }

  /** What has been said so far. */
  get messages(): readonly WebMessage[] {
    return this.#messages;
  }

  /** Begins anew, or goes on from other messages; the part of the cache that they have in common is kept. */
  reset(messages: readonly WebMessage[] = []): void {
    this.#assertReady();
    this.#messages = messages;
  }

  /** Asks. Question and answer join the conversation when the answer is over; one that fails leaves no trace. */
  ask(question: string | readonly Part<WebImage>[], { images, ...options }: WebAskOptions = {}): Answer {
    const message = questionMessage(question, images, this.#facts.imageTag);
    return new Answer((signal) => this.#give([...this.#messages, message], options, signal), options.signal);
  }

  /** Answers a conversation given as a whole, which then is this conversation. The last message is the user's. */
  respond(messages: readonly WebMessage[], options: Omit<WebAskOptions, "images"> = {}): Answer {
    return new Answer((signal) => this.#give(messages, options, signal), options.signal);
  }

  /** Frees the cache; nothing can be asked any more. */
  dispose(): void {
    this.#disposed = true;
    // Where the worker is gone already, so is the cache.
    this.#connection.call("close", { conversation: this.#number }).catch(() => {});
  }

  async *#give(
    messages: readonly WebMessage[],
    options: Omit<WebAskOptions, "images">,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerPiece, AnswerResult> {
    this.#assertReady();
    this.#busy = true;
    try {
      const sent = await sendMessages(this.#connection, messages);
      const args = {
        ...{ model: this.#facts.model, conversation: this.#number, system: this.#system },
        ...{ messages: sent, options: wireOptions(options) },
      };
      const result = yield* pieces(this.#connection, "respond", args, signal);
      if (result.finishReason !== "abort" || result.text !== "") {
        this.#messages = [...sent, { role: "assistant", content: result.text }];
      }
      return result;
    } finally {
      this.#busy = false;
    }
  }

  #assertReady(): void {
    if (this.#disposed) throw new UserError("this conversation was disposed; begin another one");
    if (this.#busy)
      throw new Error("this conversation is still giving an answer; read it to its end, or abort it, first");
  }
}

/** Messages whose images the worker has. */
export function sendMessages(connection: Connection, messages: readonly WebMessage[]): Promise<WireMessage[]> {
  const send = (image: WebImage) => sendImage(connection, image);
  return Promise.all(
    messages.map(async ({ role, content, images }): Promise<WireMessage> => {
      if (typeof content === "string") {
        return { role, content, ...(images && { images: await Promise.all(images.map(send)) }) };
      }
      const parts = content.map(async (part) =>
        part.type === "text"
          ? part
          : { type: part.type, image: part.image === undefined ? undefined : await send(part.image) },
      );
      return { role, content: await Promise.all(parts) };
    }),
  );
}

/** Options without what cannot be sent: signals and functions. */
export function wireOptions<T extends object>(options: T): Omit<T, "signal" | "onAnswer"> & WireOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => name !== "signal" && typeof value !== "function"),
  ) as Omit<T, "signal" | "onAnswer"> & WireOptions;
}
