/**
 * The conversation that a model's `chat` answered with last. Whole conversations come again and again with one more turn, and
 * its cache knows all but that.
 */
import type { Answer, AnswerPiece, AnswerResult } from "./answer.ts";

/** What `chat` needs of a conversation, in Node and in a tab. */
interface Responder<Messages, Options> {
  respond(messages: Messages, options: Options): Answer;
  dispose(): void;
}

export class LastChat<Messages, Options extends object> {
  readonly #open: (system: string | undefined) => Responder<Messages, Options>;
  #last: Responder<Messages, Options> | undefined;
  #disposed = false;

  constructor(open: (system: string | undefined) => Responder<Messages, Options>) {
    this.#open = open;
  }

  /**
   * Messages are read when the answer begins: what is wrong with them is the answer's failure. Another system prompt, and a
   * call beside one that is being answered, get a conversation of their own.
   */
  async *answer(
    messages: () => Messages,
    { system, ...options }: Options & { readonly system?: string; readonly signal: AbortSignal },
  ): AsyncGenerator<AnswerPiece, AnswerResult> {
    const read = messages();
    const known = system === undefined ? this.#last : undefined;
    if (known) this.#last = undefined; // taken out while it answers
    const conversation = known ?? this.#open(system);
    try {
      const answer = conversation.respond(read, options as unknown as Options);
      for await (const piece of answer) yield piece;
      return await answer.result();
    } finally {
      if (system !== undefined || this.#disposed) conversation.dispose();
      else {
        this.#last?.dispose();
        this.#last = conversation;
      }
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#last?.dispose();
    this.#last = undefined;
  }
}
