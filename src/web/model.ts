/** The model as a page sees it: what `VisionLanguageModel` is in Node, with a worker doing the work. */
import { Answer, type AnswerResult } from "../chat/answer.ts";
import type { BatchOptions } from "../chat/batch.ts";
import { type ChatInput, fromChatInput } from "../chat/chat-messages.ts";
import { LastChat } from "../chat/last-chat.ts";
import type { GenerationDefaults } from "../chat/options.ts";
import type { ModelConfig } from "../model/config.ts";
import {
  sendMessages,
  type WebAskOptions,
  WebConversation,
  type WebConversationOptions,
  type WebMessage,
  wireOptions,
} from "./conversation.ts";
import { sendImage, type WebImage } from "./images.ts";
import { type Connection, pieces } from "./line.ts";
import type { ImageHandle, ModelFacts, SeenImage } from "./protocol.ts";
import type { TuneOptions } from "./tuning.ts";
import { Tuning } from "./tuning-run.ts";

/** A labelled picture: what to answer when it is asked about. */
export interface TuneExample {
  readonly image: WebImage;
  readonly question: string;
  readonly answer: string;
}

export interface WebBatchOptions extends Omit<BatchOptions, "maxRows"> {}
export type WebChatOptions = Omit<WebAskOptions, "images"> & Pick<WebConversationOptions, "system">;

export class WebVisionLanguageModel {
  /** Where the model was loaded from. */
  readonly url: string;
  /** What its manifest calls it. */
  readonly id: string;
  readonly config: ModelConfig;
  readonly device: "wasm" | "webgpu";
  /** Threads of WebAssembly. */
  readonly threads: number;
  /** What generation_config.json says about answers; options of a call come before it. */
  readonly generation: GenerationDefaults;
  /** Sentences for the user about what is not as good as it could be: no WebGPU, one thread, nothing kept. */
  readonly notices: readonly string[];
  readonly #connection: Connection;
  readonly #facts: ModelFacts;
  readonly #close: () => void;
  readonly #lastChat = new LastChat<readonly WebMessage[], Omit<WebAskOptions, "images">>((system) =>
    this.conversation({ system }),
  );

  constructor(url: string, facts: ModelFacts, connection: Connection, close: () => void) {
    this.url = url;
    this.id = facts.id;
    this.config = facts.config;
    this.device = facts.device;
    this.threads = facts.threads;
    this.generation = facts.generation;
    this.notices = facts.notices;
    this.#connection = connection;
    this.#facts = facts;
    this.#close = close;
  }

  /**
   * A conversation with a cache of its own.
   *
   * ```ts
   * const chat = vl.conversation();
   * for await (const { text } of chat.ask("What is this?", { images: [file] })) output.append(text);
   * const { text } = await chat.ask("What colour is it?").result(); // the image is not read again
   * ```
   */
  conversation(options: WebConversationOptions = {}): WebConversation {
    return new WebConversation(this.#connection, this.#facts, options);
  }

  /** The answer to a conversation given as a whole, in this library's messages or in those of OpenAI's chat API. */
  chat(messages: readonly ChatInput<WebImage>[], options: WebChatOptions = {}): Answer {
    return new Answer(
      (signal) => this.#lastChat.answer(() => fromChatInput(messages), { ...options, signal }),
      options.signal,
    );
  }

  /** One answer to one question. */
  async answer(
    question: string,
    { system, ...options }: WebAskOptions & Pick<WebConversationOptions, "system"> = {},
  ): Promise<AnswerResult> {
    const conversation = this.conversation({ system });
    try {
      return await conversation.ask(question, options).result();
    } finally {
      conversation.dispose();
    }
  }

  /** Answers to many prompts, one after the other, in the order of the prompts. */
  async generateBatch(
    prompts: readonly (string | readonly WebMessage[])[],
    options: WebBatchOptions = {},
  ): Promise<AnswerResult[]> {
    const given = await Promise.all(
      prompts.map((prompt) => (typeof prompt === "string" ? prompt : sendMessages(this.#connection, prompt))),
    );
    return this.#connection.call(
      "batch",
      { model: this.#facts.model, prompts: given, options: wireOptions(options) },
      { signal: options.signal, onPiece: ({ answer, index }) => options.onAnswer?.(answer, index) },
    );
  }

  /** Reads an image and runs the towers over it. Gives what can stand for the image in questions. */
  async prepareImage(image: WebImage): Promise<ImageHandle> {
    const handle = await sendImage(this.#connection, image);
    await this.#connection.call("encode", { model: this.#facts.model, image: handle });
    return handle;
  }

  /** The features [N, D] that the language model gets for an image, N positions of width D. */
  async imageFeatures(image: WebImage): Promise<Float32Array> {
    const handle = await sendImage(this.#connection, image);
    return this.#connection.call("features", { model: this.#facts.model, image: handle });
  }

  /** The padded squares that the towers get of an image, and the grid of its tokens. */
  async see(image: WebImage): Promise<SeenImage> {
    const handle = await sendImage(this.#connection, image);
    return this.#connection.call("see", { model: this.#facts.model, image: handle });
  }

  /** The texts of single tokens. */
  tokenTexts(tokens: readonly number[]): Promise<string[]> {
    return this.#connection.call("texts", { model: this.#facts.model, tokens });
  }

  /**
   * Trains the adaptor on a handful of labelled pictures, and gives a second model; this one stays as it is.
   *
   * ```ts
   * const tuning = vl.fineTune([{ image: file, question: "Who is this?", answer: "Rex, the neighbours' dog." }]);
   * for await (const { step, loss } of tuning) draw(step, loss);
   * const tuned = await tuning.result();
   * ```
   */
  fineTune(examples: readonly TuneExample[], options: TuneOptions & { readonly signal?: AbortSignal } = {}): Tuning {
    return new Tuning(async (signal) => {
      const conversations = await Promise.all(
        examples.map(async ({ image, question, answer }) => ({
          messages: await sendMessages(this.#connection, [
            {
              role: "user",
              content: [
                { type: "image", image },
                { type: "text", text: question },
              ],
            },
            { role: "assistant", content: answer },
          ]),
        })),
      );
      const args = { model: this.#facts.model, examples: conversations, options: wireOptions(options) };
      return {
        steps: pieces(this.#connection, "tune", args, signal),
        open: (facts) => this.#second(facts),
      };
    }, options.signal);
  }

  /**
   * The adaptor as a safetensors file, to be kept: what `fineTune` has trained is this and nothing else.
   * Throws a UserError for a quantised model.
   */
  adaptor(): Promise<Uint8Array> {
    return this.#connection.call("adaptor", { model: this.#facts.model });
  }

  /**
   * This model with the adaptor of such a file, as a second model; this one stays as it is.
   * Throws a UserError for a file that is none, or that belongs to another model.
   *
   * ```ts
   * const file = new Blob([await tuned.adaptor()]);
   * const again = await vl.withAdaptor(file);
   * ```
   */
  async withAdaptor(file: Blob | Uint8Array): Promise<WebVisionLanguageModel> {
    const bytes = file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
    const source = file instanceof File ? file.name : "the adaptor";
    const facts = await this.#connection.call("adapt", { model: this.#facts.model, file: bytes, source });
    return this.#second(facts);
  }

  /** A model that shares this one's worker. */
  #second(facts: ModelFacts): WebVisionLanguageModel {
    return new WebVisionLanguageModel(this.url, facts, this.#connection, () => {});
  }

  /** Frees the model; with the model that was loaded also the worker, its memory and every model trained from it. */
  async dispose(): Promise<void> {
    this.#lastChat.dispose();
    await this.#connection.call("dispose", { model: this.#facts.model }).catch(() => {});
    this.#close();
  }
}
