/** The model as a library's user sees it: conversations, single answers and batches over one set of weights. */
import type { ModelConfig } from "../model/config.ts";
import type { Device } from "../runtime/runtime.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { Answer, type AnswerResult } from "./answer.ts";
import { type BatchOptions, type BatchPrompt, generateBatch } from "./batch.ts";
import { type ChatInput, fromChatInput } from "./chat-messages.ts";
import { type AskOptions, Conversation, type ConversationOptions } from "./conversation.ts";
import type { Engine } from "./engine.ts";
import type { ImageSource } from "./image-source.ts";
import type { LoadedImage } from "./images.ts";
import { LastChat } from "./last-chat.ts";
import { LikelihoodReader } from "./likelihood.ts";
import type { GenerationDefaults } from "./options.ts";
import type { ChatMessage } from "./turns.ts";

export interface ModelOrigin {
  readonly folder: string;
  readonly generation: GenerationDefaults;
  /** Frees what was opened for the model. */
  dispose(): Promise<void>;
}

export type ChatOptions = Omit<AskOptions, "images"> & Pick<ConversationOptions, "system">;

export class VisionLanguageModel {
  /** Where the checkpoint lies. */
  readonly folder: string;
  readonly config: ModelConfig;
  readonly tokenizer: Tokenizer;
  readonly device: Device;
  /** What generation_config.json says about answers; options of a call come before it. */
  readonly generation: GenerationDefaults;
  readonly #engine: Engine;
  readonly #origin: ModelOrigin;
  readonly #lastChat = new LastChat<readonly ChatMessage[], Omit<AskOptions, "images">>((system) =>
    this.conversation({ system }),
  );

  constructor(engine: Engine, origin: ModelOrigin) {
    this.folder = origin.folder;
    this.generation = origin.generation;
    this.config = engine.config;
    this.tokenizer = engine.tokenizer;
    this.device = engine.runtime.device;
    this.#engine = engine;
    this.#origin = origin;
  }

  /**
   * A conversation with a cache of its own.
   *
   * ```ts
   * const chat = model.conversation();
   * for await (const { text } of chat.ask("What is this?", { images: ["cat.jpg"] })) process.stdout.write(text);
   * const { text, stats } = await chat.ask("What colour is it?").result(); // the image is not read again
   * ```
   */
  conversation(options: ConversationOptions = {}): Conversation {
    return new Conversation(this.#engine, options);
  }

  /**
   * The answer to a conversation given as a whole, in this library's messages or in those of OpenAI's chat API. Nothing
   * is remembered, but what the last call had in common with this one is not read again.
   *
   * ```ts
   * const messages = [{ role: "user", content: [{ type: "image_url", image_url: { url } }, { type: "text", text: "What is this?" }] }];
   * for await (const { text } of model.chat(messages)) process.stdout.write(text);
   * ```
   */
  chat(messages: readonly ChatInput[], options: ChatOptions = {}): Answer {
    return new Answer(
      (signal) => this.#lastChat.answer(() => fromChatInput(messages), { ...options, signal }),
      options.signal,
    );
  }

  /** One answer to one question. */
  async answer(
    question: string,
    options: AskOptions & Pick<ConversationOptions, "system"> = {},
  ): Promise<AnswerResult> {
    const { system, ...rest } = options;
    const conversation = this.conversation({ system });
    try {
      return await conversation.ask(question, rest).result();
    } finally {
      conversation.dispose();
    }
  }

  /** Answers to many prompts, several rows at a time, in the order of the prompts. */
  generateBatch(prompts: readonly BatchPrompt[], options: BatchOptions = {}): Promise<AnswerResult[]> {
    return generateBatch(this.#engine, prompts, options);
  }

  /** Reads how likely given texts are; dispose it by itself. */
  likelihoods(): LikelihoodReader {
    return new LikelihoodReader(this.#engine);
  }

  /**
   * Reads an image and runs the towers over it, so that the question about it need not. Gives what can stand for the
   * image in questions; throws a UserError for one that cannot be read.
   */
  async prepareImage(image: ImageSource): Promise<LoadedImage> {
    const loaded = await this.#engine.load(image);
    await this.#engine.images.encode(loaded);
    return loaded;
  }

  /** The features [N, D] that the language model gets for an image, N positions of width D. */
  async imageFeatures(image: ImageSource): Promise<Float32Array> {
    return (await this.#engine.images.encode(await this.#engine.load(image))).features.slice();
  }

  /** Frees programs, weights and image features. Conversations are disposed by themselves. */
  async dispose(): Promise<void> {
    this.#lastChat.dispose();
    await this.#engine.dispose();
    await this.#origin.dispose();
  }
}
