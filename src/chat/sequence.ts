/**
 * A prompt as the positions that the language model runs over: one number for each, so that two prompts can be compared
 * for what the cache of one is worth to the other.
 */
import { UserError } from "../runtime/errors.ts";
import { conversationImages, type Message } from "../text/conversation.ts";
import { countImages, encodeRendered, type PromptConfig, render } from "../text/prompt.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import type { LoadedImage } from "./images.ts";

/** The positions of a prompt. */
export interface Sequence {
  /**
   * What stands at each position: a token's id, or for row `offset` of image `number` the negative number
   * `-1 - (number * imageTokens + offset)`. Equal cells behind equal cells have equal keys and values.
   */
  readonly cells: readonly number[];
  /** The images by their numbers; those that only another prompt has are absent. */
  readonly images: ReadonlyMap<number, LoadedImage>;
}

/** The numbers that images have in one cache, given by their contents in order of appearance. */
export class ImageNumbers {
  readonly #numbers = new Map<string, number>();
  #next = 0;

  get size(): number {
    return this.#numbers.size;
  }

  of({ hash }: Pick<LoadedImage, "hash">): number {
    const number = this.#numbers.get(hash) ?? this.#next++;
    this.#numbers.set(hash, number);
    return number;
  }

  /** Forgets the images whose numbers `inUse` does not know; a number is not given twice. */
  forget(inUse: ReadonlySet<number>): void {
    for (const [hash, number] of this.#numbers) if (!inUse.has(number)) this.#numbers.delete(hash);
  }
}

/** A message whose images have been read; an answer may carry the ids in which the model gave it. */
export interface Turn extends Message<LoadedImage> {
  readonly ids?: readonly number[];
}

export interface SequenceOptions {
  readonly tokenizer: Tokenizer;
  readonly prompt: PromptConfig;
  readonly numbers: ImageNumbers;
  /** As in `renderConversation`. */
  readonly system?: string;
  /** A conversation that takes more positions, whatever its tokens, is refused before it is tokenized. */
  readonly mostPositions?: number;
}

/**
 * The positions of a conversation that ends with a question. Earlier answers stand in the ids that the model gave them
 * in, so that its cache stays good even where the tokenizer would have cut their text in another way.
 * Throws a UserError for a conversation that cannot be rendered, whose images and placeholders do not agree, or that is too
 * long for `mostPositions` by far.
 */
export function conversationSequence(turns: readonly Turn[], options: SequenceOptions): Sequence {
  const { tokenizer, prompt, numbers, system, mostPositions = Number.POSITIVE_INFINITY } = options;
  if (turns.at(-1)?.role !== "user") throw new UserError("the conversation must end with a message of the user");
  const rendered = render(turns, prompt, { system, open: true });
  const pictures = conversationImages<LoadedImage>(turns);
  countImages(rendered, pictures.length);
  const least = Math.ceil(new TextEncoder().encode(rendered.text).length / tokenizer.longestToken);
  if (least > mostPositions) {
    throw new UserError(`the conversation takes at least ${least} tokens, but there are ${mostPositions} for it`);
  }
  const images = new Map<number, LoadedImage>();
  const order = pictures.map((image) => {
    if (image === undefined) throw new UserError("an image part of the conversation has no image");
    images.set(numbers.of(image), image);
    return numbers.of(image);
  });

  const cells: number[] = tokenizer.addsBos && tokenizer.bosId !== undefined ? [tokenizer.bosId] : [];
  const runs = encodeRendered(rendered, tokenizer, prompt);
  const answers = verbatimAnswers(turns, runs.filter((run) => run.target).length, options);
  const imageTokenId = tokenizer.tokenId(prompt.imageTag);
  let [answer, imagePosition] = [0, 0];
  for (const run of runs) {
    if (run.target) {
      for (const id of answers[answer++] ?? run.ids) cells.push(id);
      continue;
    }
    for (const id of run.ids) {
      if (id !== imageTokenId) {
        cells.push(id);
        continue;
      }
      const number = order[Math.floor(imagePosition / prompt.numImageTokens)]!;
      cells.push(imageCell(number * prompt.numImageTokens + (imagePosition++ % prompt.numImageTokens)));
    }
  }
  return { cells, images };
}

/** The positions of plain token ids without images. */
export function textSequence(ids: readonly number[]): Sequence {
  return { cells: ids, images: new Map() };
}

/** The cell of an image row, counted over all images; its own inverse. */
export function imageCell(row: number): number {
  return -1 - row;
}

/** For each answer the ids to use instead of its text, in the template whose end of an answer is known: the eos token. */
function verbatimAnswers(
  turns: readonly Turn[],
  rendered: number,
  { prompt, tokenizer }: SequenceOptions,
): (readonly number[] | undefined)[] {
  const answers = turns.filter(({ role }) => role === "assistant");
  // An answer without text leaves nothing in the rendering; then it is no longer clear which is which.
  if (prompt.template !== "deepseek" || answers.length !== rendered) return [];
  return answers.map(({ ids }) => ids && [...ids, tokenizer.eosId]);
}

/** How many leading cells two prompts have in common. */
export function commonLength(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return length;
}
