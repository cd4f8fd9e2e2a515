/**
 * A conversation that remembers: its messages, and the cache of what the model has already read of them, so that every
 * question costs its own tokens only.
 */
import { UserError } from "../runtime/errors.ts";
import type { Part } from "../text/conversation.ts";
import { Answer, AnswerClock, type AnswerPiece, type AnswerResult, AnswerWriter } from "./answer.ts";
import type { KeyValueCache } from "./cache.ts";
import { checkList, unexpected } from "./checks.ts";
import { type Engine, encodeImages, roomAfter } from "./engine.ts";
import type { ImageSource } from "./image-source.ts";
import { checkOptions, DEFAULT_MAX_NEW_TOKENS, type GenerateOptions, mergeOptions } from "./options.ts";
import { conversationSequence, ImageNumbers, type Sequence, type Turn } from "./sequence.ts";
import { type ChatMessage, questionMessage, readTurns } from "./turns.ts";

export interface ConversationOptions {
  /** The system prompt; "" for none. Default: the model's own, else the reference's. */
  readonly system?: string;
  /** What was said before. */
  readonly messages?: readonly ChatMessage[];
}

export interface AskOptions extends GenerateOptions {
  /**
   * Images of the question, in order of the `<image_placeholder>`s of its text; those beyond them stand before the text.
   */
  readonly images?: readonly ImageSource[];
  /** Leaves out the oldest question-and-answer pairs where the whole does not fit. Default false: that is an error. */
  readonly trim?: boolean;
}

/** Throws a UserError for what is no system prompt or no list of messages. */
export function checkConversation({ system, messages }: ConversationOptions): void {
  if (system !== undefined && typeof system !== "string") throw unexpected("system", system, "a text");
  if (messages !== undefined) checkList("messages", messages, "messages");
}

export class Conversation {
  readonly #engine: Engine;
  readonly #system: string | undefined;
  readonly #cache: KeyValueCache;
  readonly #numbers = new ImageNumbers();
  #turns: Turn[] = [];
  /** Messages of the caller's whose images have not been read yet. */
  #unread: readonly ChatMessage[];
  #busy = false;
  #disposed = false;

  constructor(engine: Engine, options: ConversationOptions = {}) {
    checkConversation(options);
    this.#engine = engine;
    this.#system = options.system;
    this.#unread = options.messages ?? [];
    this.#cache = engine.language.cache();
  }

  /** What has been said so far. */
  get messages(): readonly ChatMessage[] {
    return [...this.#turns, ...this.#unread];
  }

  /** Begins anew, or goes on from other messages; the part of the cache that they have in common is kept. */
  reset(messages: readonly ChatMessage[] = []): void {
    this.#assertReady();
    this.#turns = [];
    this.#unread = messages;
  }

  /**
   * Asks. Question and answer join the conversation when the answer is over; one that fails, or is stopped before its
   * first word, leaves no trace.
   */
  ask(question: string | readonly Part<ImageSource>[], options: AskOptions = {}): Answer {
    return new Answer((signal) => this.#ask(question, options, signal), options.signal);
  }

  /** Answers a conversation given as a whole, which then is this conversation. The last message is the user's. */
  respond(messages: readonly ChatMessage[], options: Omit<AskOptions, "images"> = {}): Answer {
    return new Answer((signal) => this.#respond(messages, options, signal), options.signal);
  }

  /** Frees the cache; nothing can be asked any more. */
  dispose(): void {
    this.#disposed = true;
    this.#cache.dispose();
  }

  async *#ask(
    question: string | readonly Part<ImageSource>[],
    { images, ...options }: AskOptions,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerPiece, AnswerResult> {
    const message = questionMessage(question, images, this.#engine.prompt.imageTag);
    return yield* this.#give(message, options, signal);
  }

  async *#respond(
    messages: readonly ChatMessage[],
    options: Omit<AskOptions, "images">,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerPiece, AnswerResult> {
    const question = messages.at(-1);
    if (question?.role !== "user") throw new UserError("the conversation must end with a message of the user");
    // An answer that comes back as it went out keeps the ids that it was given in.
    const known = messages.slice(0, -1).map((message, i): ChatMessage => {
      const turn = this.#turns[i];
      return turn?.role === "assistant" && message.role === "assistant" && turn.content === message.content
        ? turn
        : message;
    });
    this.reset(known);
    return yield* this.#give(question, options, signal);
  }

  /** Answers `question` after the turns so far. */
  async *#give(
    question: ChatMessage,
    options: Omit<AskOptions, "images">,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerPiece, AnswerResult> {
    this.#assertReady();
    this.#busy = true;
    try {
      const settings = mergeOptions(this.#engine.defaults, options);
      checkOptions(settings);
      const clock = new AnswerClock();
      const turns = await readTurns(this.#engine, [...this.messages, question]);
      const { sequence, dropped } = this.#fit(turns, settings, options.trim ?? false);
      const { cells } = sequence;
      const { language } = this.#engine;
      const writer = new AnswerWriter(this.#engine.tokenizer, settings, {
        room: roomAfter(this.#engine, cells.length),
        prompt: cells,
        clock,
      });

      const reusedTokens = language.reusable(this.#cache, 0, cells);
      const { features, encoded } = await encodeImages(this.#engine, sequence, reusedTokens, signal);
      clock.images();
      const prefill = { features: (image: number) => features.get(image)!, signal };
      let logits = signal.aborted ? undefined : await language.prefill(this.#cache, 0, cells, prefill);
      while (logits !== undefined) {
        const piece = writer.accept(logits);
        if (piece) yield piece;
        if (writer.finish !== undefined || signal.aborted) break;
        [logits] = await language.decode(this.#cache, [writer.tokens.at(-1)!]);
      }
      const rest = writer.close();
      if (rest) yield rest;

      const result = writer.result({
        promptTokens: cells.length,
        reusedTokens,
        images: sequence.images.size,
        imagesEncoded: encoded,
        droppedTurns: dropped,
      });
      if (result.finishReason !== "abort" || result.text !== "") this.#remember(turns, result);
      return result;
    } finally {
      this.#busy = false;
    }
  }

  #remember(turns: readonly Turn[], { text, tokens, finishReason }: AnswerResult): void {
    // The tokens of a stop string are no part of the answer, so it stands in the history as its text.
    const ids = finishReason === "stop" ? undefined : tokens;
    this.#turns = [...turns, { role: "assistant", content: text, ids }];
    this.#unread = [];
  }

  /** The positions of the turns, without the oldest pairs where they and an answer do not fit and `trim` allows it. */
  #fit(turns: readonly Turn[], options: GenerateOptions, trim: boolean): { sequence: Sequence; dropped: number } {
    const { tokenizer, prompt, config } = this.#engine;
    const build = (some: readonly Turn[]) =>
      conversationSequence(some, { tokenizer, prompt, numbers: this.#numbers, system: this.#system });
    const { maxPositions } = config.language;
    const wanted =
      maxPositions - Math.min(options.maxNewTokens ?? DEFAULT_MAX_NEW_TOKENS, Math.floor(maxPositions / 4));
    const system = turns.filter(({ role }) => role === "system");
    let rest = turns.slice(system.length);
    let sequence = build(turns);
    let dropped = 0;
    while (trim && sequence.cells.length > wanted && rest.length > 2) {
      rest = rest.slice(2);
      dropped++;
      sequence = build([...system, ...rest]);
    }
    return { sequence, dropped };
  }

  #assertReady(): void {
    if (this.#disposed) throw new UserError("this conversation was disposed; begin another one");
    if (this.#busy)
      throw new Error("this conversation is still giving an answer; read it to its end, or abort it, first");
  }
}
