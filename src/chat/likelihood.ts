/**
 * How likely given texts are: the options of a question behind its prompt, or a text by itself. A prompt is read once,
 * whatever the number of options; nothing is chosen here.
 */
import { UserError } from "../runtime/errors.ts";
import type { Likelihood } from "../score/likelihood.ts";
import { logprobOf } from "../score/logits.ts";
import type { KeyValueCache } from "./cache.ts";
import { type Engine, encodeImages } from "./engine.ts";
import { commonLength, conversationSequence, ImageNumbers, type Sequence } from "./sequence.ts";
import { type ChatMessage, readTurns } from "./turns.ts";

/** A conversation that ends with a question, or plain text that is to be continued. */
export type ScoredPrompt = { readonly messages: readonly ChatMessage[] } | { readonly text: string };

/** A prompt as the model reads it. */
export interface PromptFacts {
  /** With one placeholder an image, without bos. */
  readonly text: string;
  /** One id a token and one placeholder id an image. */
  readonly ids: readonly number[];
  /** Positions that it takes, images in full. */
  readonly positions: number;
  /** SHA-256 of the images' contents, in their order. */
  readonly images: readonly string[];
}

export class LikelihoodReader {
  readonly #engine: Engine;
  readonly #cache: KeyValueCache;
  readonly #numbers = new ImageNumbers();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#cache = engine.language.cache();
  }

  /** What the model reads of a prompt. Throws a UserError for one that cannot be read. */
  async facts(prompt: ScoredPrompt): Promise<PromptFacts> {
    const { cells, images } = await this.#sequence(prompt);
    const { config, tokenizer } = this.#engine;
    const ids: number[] = [];
    const shown: number[] = [];
    for (const cell of cells) {
      if (cell >= 0) ids.push(cell);
      else if ((-1 - cell) % config.imageTokens === 0) {
        ids.push(tokenizer.imageTokenId);
        shown.push(Math.floor((-1 - cell) / config.imageTokens));
      }
    }
    const bos = tokenizer.addsBos && ids[0] === tokenizer.bosId ? 1 : 0;
    return {
      text: tokenizer.decode(ids.slice(bos)),
      ids,
      positions: cells.length,
      images: shown.map((number) => images.get(number)!.hash),
    };
  }

  /**
   * Log-likelihoods of the options as what follows the prompt. The prompt runs once; an option of several tokens costs one
   * short run, one of a single token nothing. Results do not depend on what was asked before.
   */
  async options(prompt: ScoredPrompt, options: readonly string[], signal?: AbortSignal): Promise<Likelihood[]> {
    const sequence = await this.#sequence(prompt);
    const { cells } = sequence;
    const ids = options.map((option) => this.#optionIds(prompt, option));
    this.#checkRoom(cells.length + Math.max(...ids.map((one) => one.length)) - 1);
    const first = await this.#read(sequence, signal);
    const results: Likelihood[] = [];
    for (const option of ids) {
      signal?.throwIfAborted();
      let logprob = logprobOf(first, option[0]!);
      if (option.length > 1) {
        this.#cache.cells[0]!.length = cells.length; // the option before this one goes
        logprob += await this.#continue(option.slice(0, -1), option.slice(1));
      }
      results.push({ logprob, tokens: option.length });
    }
    return results;
  }

  /** Log-likelihood of a whole text; one beyond the model's positions is read in stretches that know nothing of each other. */
  async text(text: string, signal?: AbortSignal): Promise<Likelihood> {
    const { tokenizer, config } = this.#engine;
    const ids = tokenizer.encode(text, { addSpecial: false, special: false });
    const start = tokenizer.bosId ?? tokenizer.eosId;
    const stretch = config.language.maxPositions - 1;
    let logprob = 0;
    for (let from = 0; from < ids.length; from += stretch) {
      signal?.throwIfAborted();
      const part = ids.slice(from, from + stretch);
      this.#cache.cells[0]!.length = 0;
      logprob += await this.#continue([start, ...part.slice(0, -1)], part);
    }
    return { logprob, tokens: ids.length };
  }

  dispose(): void {
    this.#cache.dispose();
  }

  async #sequence(prompt: ScoredPrompt): Promise<Sequence> {
    const { tokenizer, prompt: form } = this.#engine;
    if ("text" in prompt) return { cells: tokenizer.encode(prompt.text, { special: false }), images: new Map() };
    const turns = await readTurns(this.#engine, prompt.messages);
    return conversationSequence(turns, { tokenizer, prompt: form, numbers: this.#numbers });
  }

  /** An answer stands behind a blank, which the template puts there; a continuation is given as it is. */
  #optionIds(prompt: ScoredPrompt, option: string): number[] {
    const text = "text" in prompt ? option : ` ${option}`;
    const ids = this.#engine.tokenizer.encode(text, { addSpecial: false, special: false });
    if (ids.length === 0) throw new UserError("an option of the question is empty, so that it has no likelihood");
    return ids;
  }

  #checkRoom(positions: number): void {
    const { maxPositions } = this.#engine.config.language;
    if (positions <= maxPositions) return;
    throw new UserError(
      `the question takes ${positions} positions with its options, but the model has ${maxPositions}`,
    );
  }

  /** Logits [V] of what follows the prompt. */
  async #read(sequence: Sequence, signal?: AbortSignal): Promise<Float32Array> {
    const { language, prefillChunk } = this.#engine;
    const { cells } = sequence;
    const held = this.#cache.cells[0]!;
    // What is kept ends where a chunk ends, so that the rest runs in the very chunks that a fresh cache would see.
    const common = Math.min(commonLength(held, cells), cells.length - 1);
    const kept = Math.floor(common / prefillChunk) * prefillChunk;
    held.length = Math.min(held.length, kept);
    const { features } = await encodeImages(this.#engine, sequence, kept, signal);
    signal?.throwIfAborted();
    const logits = await language.prefill(this.#cache, 0, cells, { features: (i) => features.get(i)!, signal });
    signal?.throwIfAborted();
    return logits!;
  }

  /** Runs `ids` behind what the cache holds; the sum of the log-probabilities of `targets`, one behind each. */
  async #continue(ids: readonly number[], targets: readonly number[]): Promise<number> {
    const { runtime, prefillChunk } = this.#engine;
    const session = await this.#engine.continuation();
    const held = this.#cache.cells[0]!;
    await this.#cache.reserve(held.length + ids.length);
    const binding = this.#cache.row(0);
    let sum = 0;
    for (let from = 0; from < ids.length; from += prefillChunk) {
      const chunk = ids.slice(from, from + prefillChunk);
      const int32 = (shape: number[], data: readonly number[]) => runtime.value("int32", shape, Int32Array.from(data));
      const inputs = {
        input_ids: int32([1, chunk.length], chunk),
        last_position: int32([1], [held.length + chunk.length - 1]),
        total: int32([1], [held.length + chunk.length]),
      };
      const { logits } = await session.run({ ...binding.feeds, ...inputs }, binding.fetches);
      const rows = (await logits!.download()) as Float32Array; // [T, V]
      const width = rows.length / chunk.length;
      for (const i of chunk.keys()) sum += logprobOf(rows.subarray(i * width, (i + 1) * width), targets[from + i]!);
      for (const value of [...Object.values(inputs), logits!]) value.dispose();
      held.push(...chunk);
    }
    return sum;
  }
}
