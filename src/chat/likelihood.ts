/**
 * How likely given texts are: the options of a question behind its prompt, or a text by itself. A prompt is read once,
 * whatever the number of options; nothing is chosen here.
 */
import { UserError } from "../runtime/errors.ts";
import type { Likelihood } from "../score/likelihood.ts";
import { logprobOf } from "../score/logits.ts";
import type { KeyValueCache } from "./cache.ts";
import { checkList, unexpected } from "./checks.ts";
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
  #disposed = false;

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
   * Log-likelihoods of the options as what follows the prompt. The prompt runs once, and all options behind it in one more
   * run, in which none sees another; one of a single token costs nothing. Results do not depend on what was asked before.
   */
  async options(prompt: ScoredPrompt, options: readonly string[], signal?: AbortSignal): Promise<Likelihood[]> {
    checkList("options", options, "texts");
    const sequence = await this.#sequence(prompt);
    const { length } = sequence.cells;
    const ids = options.map((option) => this.#optionIds(prompt, option));
    this.#checkRoom(length + Math.max(...ids.map((one) => one.length)) - 1);
    const first = await this.#read(sequence, signal);
    const sums = ids.map(([id]) => logprobOf(first, id!));
    for (const group of this.#groups(ids, length)) {
      signal?.throwIfAborted();
      this.#cache.cells[0]!.length = length; // what was behind the prompt goes
      const found = await this.#continue(group.map((i) => ids[i]!));
      for (const [place, i] of group.entries()) sums[i]! += found[place]!;
    }
    return ids.map((one, i) => ({ logprob: sums[i]!, tokens: one.length }));
  }

  /** Which options run together: as many as a run and the model's positions have room for; one alone where it has none. */
  #groups(ids: readonly (readonly number[])[], behind: number): number[][] {
    const { config, prefillChunk, runtime } = this.#engine;
    const most = runtime.device === "cpu" ? Math.min(prefillChunk, config.language.maxPositions - behind) : 0;
    const groups: number[][] = [];
    let room = 0;
    for (const [i, { length }] of ids.entries()) {
      if (length === 1) continue; // its one token is what the prompt is followed by
      if (length - 1 <= room) groups.at(-1)!.push(i);
      else {
        groups.push([i]);
        room = most;
      }
      room -= length - 1;
    }
    return groups;
  }

  /** Log-likelihood of a whole text; one beyond the model's positions is read in stretches that know nothing of each other. */
  async text(text: string, signal?: AbortSignal): Promise<Likelihood> {
    this.#assertUsable();
    if (typeof text !== "string") throw unexpected("the text", text, "a string");
    const { tokenizer, config } = this.#engine;
    const ids = tokenizer.encode(text, { addSpecial: false, special: false });
    const start = tokenizer.bosId ?? tokenizer.eosId;
    const stretch = config.language.maxPositions - 1;
    let logprob = 0;
    for (let from = 0; from < ids.length; from += stretch) {
      signal?.throwIfAborted();
      const part = ids.slice(from, from + stretch);
      this.#cache.cells[0]!.length = 0;
      const [own] = await this.#continue([[start, ...part]]);
      logprob += own!;
    }
    return { logprob, tokens: ids.length };
  }

  /** Frees the cache; nothing can be read any more. */
  dispose(): void {
    this.#disposed = true;
    this.#cache.dispose();
  }

  async #sequence(prompt: ScoredPrompt): Promise<Sequence> {
    this.#assertUsable();
    const { tokenizer, prompt: form } = this.#engine;
    if (typeof prompt !== "object" || prompt === null)
      throw unexpected("the prompt", prompt, "{ messages } or { text }");
    if ("text" in prompt) return { cells: tokenizer.encode(prompt.text, { special: false }), images: new Map() };
    const turns = await readTurns(this.#engine, prompt.messages);
    return conversationSequence(turns, { tokenizer, prompt: form, numbers: this.#numbers });
  }

  #assertUsable(): void {
    if (this.#disposed) throw new UserError("this reader of likelihoods was disposed; it cannot read any more");
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

  /**
   * Runs texts behind what the cache holds, side by side; of each the sum of the log-probabilities of its tokens but the
   * first. One text may be longer than a run.
   */
  async #continue(texts: readonly (readonly number[])[]): Promise<number[]> {
    const { runtime, prefillChunk } = this.#engine;
    const session = await this.#engine.continuation();
    const held = this.#cache.cells[0]!;
    const start = held.length;
    const cells = texts.flatMap((ids, text) => ids.slice(0, -1).map((id, t) => ({ id, text, t, next: ids[t + 1]! })));
    await this.#cache.reserve(start + cells.length);
    const binding = this.#cache.row(0);
    const sums = texts.map(() => 0);
    for (let from = 0; from < cells.length; from += prefillChunk) {
      const chunk = cells.slice(from, from + prefillChunk);
      const total = start + from + chunk.length;
      const int32 = (shape: number[], data: readonly number[]) => runtime.value("int32", shape, Int32Array.from(data));
      const inputs = {
        input_ids: int32(
          [1, chunk.length],
          chunk.map(({ id }) => id),
        ),
        last_position: int32([1], [total - 1]),
        total: int32([1], [total]),
        ...(session.inputs.some(({ name }) => name === "mask") && {
          positions: runtime.value(
            "int64",
            [1, chunk.length],
            BigInt64Array.from(chunk, ({ t }) => BigInt(start + t)),
          ),
          mask: runtime.value("float32", [1, 1, chunk.length, total], apart(cells, start, from, chunk.length)),
        }),
      };
      const { logits } = await session.run({ ...binding.feeds, ...inputs }, binding.fetches);
      const rows = (await logits!.download()) as Float32Array; // [T, V]
      const width = rows.length / chunk.length;
      for (const [i, { text, next }] of chunk.entries()) {
        sums[text]! += logprobOf(rows.subarray(i * width, (i + 1) * width), next);
      }
      for (const value of [...Object.values(inputs), logits!]) value.dispose();
      held.push(...chunk.map(({ id }) => id));
    }
    return sums;
  }
}

/** The mask `[count, start + from + count]` of cells `from` on: each sees what was there before, and its own text. */
function apart(cells: readonly { readonly text: number }[], start: number, from: number, count: number): Float32Array {
  const width = start + from + count;
  const mask = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < from + i; j++) {
      if (cells[j]!.text !== cells[from + i]!.text) mask[i * width + start + j] = -1e30;
    }
  }
  return mask;
}
