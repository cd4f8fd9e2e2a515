/**
 * Many prompts at once. Rows share every run of the language model while they decode; a row that ends makes room for the
 * next prompt, and one that begins with what the row held before pays only for the rest.
 */
import { UserError } from "../runtime/errors.ts";
import { AnswerClock, type AnswerResult, AnswerWriter } from "./answer.ts";
import { checkList } from "./checks.ts";
import { type ConversationOptions, checkConversation } from "./conversation.ts";
import { type Engine, encodeImages, roomAfter } from "./engine.ts";
import { checkOptions, type GenerateOptions, mergeOptions } from "./options.ts";
import { conversationSequence, ImageNumbers } from "./sequence.ts";
import { type ChatMessage, readTurns } from "./turns.ts";

/** A question without images, or a conversation that ends with a question. */
export type BatchPrompt = string | readonly ChatMessage[];

export interface BatchOptions extends GenerateOptions, Pick<ConversationOptions, "system"> {
  /** Rows that run together. Default 8. On a GPU rows run one after the other for now. */
  readonly maxRows?: number;
  /** Called when an answer is complete, in the order of completion. */
  readonly onAnswer?: (answer: AnswerResult, index: number) => void;
}

interface Running {
  readonly index: number;
  readonly writer: AnswerWriter;
  readonly end: () => AnswerResult;
}

/** Answers in the order of the prompts; each is what its prompt gets alone. Every row draws with the same seed. */
export async function generateBatch(
  engine: Engine,
  prompts: readonly BatchPrompt[],
  { maxRows = 8, system, onAnswer, ...options }: BatchOptions = {},
): Promise<AnswerResult[]> {
  const settings = mergeOptions(engine.defaults, options);
  checkOptions(settings);
  checkConversation({ system });
  checkList("prompts", prompts, "questions or conversations");
  if (!Number.isInteger(maxRows) || maxRows < 1)
    throw new UserError(`maxRows is ${maxRows}, expected a whole number from 1`);
  const rows = engine.runtime.device === "cpu" ? Math.max(Math.min(maxRows, prompts.length), 1) : 1;
  const { language, tokenizer, prompt } = engine;
  const cache = language.cache(rows);
  const numbers = new ImageNumbers();
  const results: AnswerResult[] = new Array(prompts.length);
  const { signal } = settings;
  let next = 0;

  const finish = ({ index, writer, end }: Running) => {
    writer.close();
    results[index] = end();
    onAnswer?.(results[index]!, index);
  };

  /** Reads a prompt into a row of the cache and chooses its first token. */
  const begin = async (index: number, row: number): Promise<Running> => {
    const given = prompts[index]!;
    const clock = new AnswerClock();
    const turns = await readTurns(engine, typeof given === "string" ? [{ role: "user", content: given }] : given);
    const sequence = conversationSequence(turns, { tokenizer, prompt, numbers, system });
    const { cells, images } = sequence;
    const room = roomAfter(engine, cells.length);
    const writer = new AnswerWriter(tokenizer, settings, { room, prompt: cells, clock });
    const reusedTokens = language.reusable(cache, row, cells);
    const { features, encoded } = await encodeImages(engine, sequence, reusedTokens, signal);
    clock.images();
    const logits = signal?.aborted
      ? undefined
      : await language.prefill(cache, row, cells, { features: (image) => features.get(image)!, signal });
    if (logits) writer.accept(logits);
    else writer.finish = "abort";
    const costs = { promptTokens: cells.length, reusedTokens, images: images.size, imagesEncoded: encoded };
    return { index, writer, end: () => writer.result({ ...costs, droppedTurns: 0 }) };
  };

  /** The next prompt that does not end with its first token, begun in `row`. */
  const fill = async (row: number): Promise<Running | undefined> => {
    while (next < prompts.length) {
      const index = next++;
      const running = await begin(index, row).catch((error: unknown) => {
        throw error instanceof UserError ? new UserError(`prompt ${index + 1}: ${error.message}`) : error;
      });
      if (running.writer.finish === undefined) return running;
      finish(running);
    }
    return undefined;
  };

  try {
    const active: Running[] = [];
    while (active.length < rows) {
      const running = await fill(active.length);
      if (running === undefined) break;
      active.push(running);
    }
    while (active.length > 0) {
      const logits = await language.decode(
        cache,
        active.map(({ writer }) => writer.tokens.at(-1)!),
      );
      for (const [row, { writer }] of active.entries()) {
        writer.accept(logits[row]!);
        if (signal?.aborted) writer.finish ??= "abort";
      }
      for (let row = active.length - 1; row >= 0; row--) {
        if (active[row]!.writer.finish === undefined) continue;
        finish(active[row]!);
        const successor = await fill(row);
        if (successor !== undefined) {
          active[row] = successor;
          continue;
        }
        // Active rows stay the leading ones: the last of them moves into the gap.
        const last = active.length - 1;
        cache.move(last, row);
        active[row] = active[last]!;
        active.pop();
      }
    }
    return results;
  } finally {
    cache.dispose();
  }
}
