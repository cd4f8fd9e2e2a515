/**
 * Learns a tokenizer from text and writes it in the form of DeepSeek's files. `trainBpe` is ordinary byte-level BPE;
 * `trainPrefixTokenizer` makes the peculiar one of the embedded model. Encoding is `tokenizer.ts`.
 */
import { UserError } from "../runtime/errors.ts";
import {
  BOS_TOKEN,
  BYTE_ALPHABET,
  deepseekTokenizerFiles,
  EOS_TOKEN,
  IMAGE_TOKEN,
  SPACE_MARK,
  type TokenizerFiles,
} from "./deepseek-format.ts";
import { PairQueue } from "./pair-queue.ts";
import { createTokenizer } from "./tokenizer.ts";

export interface BpeOptions {
  /** Largest vocabulary: 256 bytes, three special tokens, and what is learnt. */
  readonly vocabSize: number;
  /** A token is learnt only if it occurs this often. Default 2. */
  readonly minCount?: number;
}

type Merge = readonly [left: string, right: string];

const BASE_SIZE = BYTE_ALPHABET.length + [BOS_TOKEN, EOS_TOKEN, IMAGE_TOKEN].length;

/**
 * Ordinary byte-level BPE: again and again the most frequent neighbours within a pre-token become one token; of equally
 * frequent ones those with the lower ids. The result may be smaller than `vocabSize` if the text gives out.
 * Throws UserError if `vocabSize` does not hold the bytes and the special tokens.
 */
export function trainBpe(texts: Iterable<string>, { vocabSize, minCount = 2 }: BpeOptions): TokenizerFiles {
  const budget = learnable(vocabSize);
  const preTokenize = bytePreTokenizer();
  const pieces = new Map<string, number>();
  for (const text of texts) for (const piece of preTokenize(text)) pieces.set(piece, (pieces.get(piece) ?? 0) + 1);

  const tokens = [...BYTE_ALPHABET];
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const words = [...pieces].map(([piece, count]) => ({ ids: [...piece].map((char) => idOf.get(char)!), count }));
  const queue = new PairQueue();
  words.forEach(({ ids, count }, word) => {
    for (let i = 0; i + 1 < ids.length; i++) queue.add(ids[i]!, ids[i + 1]!, count, word);
  });

  const merges: Merge[] = [];
  while (merges.length < budget) {
    const best = queue.take(minCount);
    if (best === undefined) break;
    const { left, right } = best;
    const joined = tokens.length;
    tokens.push(tokens[left]! + tokens[right]!);
    merges.push([tokens[left]!, tokens[right]!]);
    for (const word of best.words) {
      const { ids, count } = words[word]!;
      const next = join(ids, left, right, joined);
      if (next.length === ids.length) continue; // an earlier merge has used the pair up
      for (let i = 0; i + 1 < ids.length; i++) queue.add(ids[i]!, ids[i + 1]!, -count, word);
      for (let i = 0; i + 1 < next.length; i++) queue.add(next[i]!, next[i + 1]!, count, word);
      words[word]!.ids = next;
    }
  }
  return toFiles(merges);
}

/**
 * A tokenizer whose only merged tokens are beginnings of words with the space before them: for " red" the merges
 * (Ġ,r) (Ġr,e) (Ġre,d). A word after a space is then few tokens, and the same word without one (in quotes, in a
 * caption to be read) is spelled letter by letter, which lets a tiny model read what it sees.
 *
 * Beginnings are taken by how many words of the table pass through them. A token saves just that many tokens of text,
 * so no other choice of the same size makes the text shorter. `words` maps a word, without its space, to its count.
 * Throws UserError if `vocabSize` does not hold the bytes and the special tokens.
 */
export function trainPrefixTokenizer(
  words: Iterable<readonly [word: string, count: number]>,
  { vocabSize, minCount = 2 }: BpeOptions,
): TokenizerFiles {
  const budget = learnable(vocabSize);
  const preTokenize = bytePreTokenizer();
  const counts = new Map<string, number>();
  for (const [word, count] of words) {
    const piece = preTokenize(` ${word.trim()}`)[0] ?? "";
    if (!piece.startsWith(SPACE_MARK)) continue;
    for (let length = 2; length <= piece.length; length++) {
      const prefix = piece.slice(0, length);
      counts.set(prefix, (counts.get(prefix) ?? 0) + count);
    }
  }
  const chosen = [...counts]
    .filter(([, count]) => count >= minCount)
    // a beginning counts at least as much as what continues it, so with shorter first none is without its own
    .sort(([a, countA], [b, countB]) => countB - countA || a.length - b.length || (a < b ? -1 : 1))
    .slice(0, budget);
  return toFiles(chosen.map(([prefix]) => [prefix.slice(0, -1), prefix.slice(-1)]));
}

/** How often each word stands behind a space in the texts: the table that `trainPrefixTokenizer` takes. */
export function countWords(texts: Iterable<string>): Map<string, number> {
  const words = new Map<string, number>();
  for (const text of texts) {
    for (const [, word] of text.matchAll(/ ([^\s]+)/gu)) words.set(word!, (words.get(word!) ?? 0) + 1);
  }
  return words;
}

function learnable(vocabSize: number): number {
  if (!Number.isInteger(vocabSize) || vocabSize < BASE_SIZE) {
    throw new UserError(
      `a vocabulary of ${vocabSize} is too small: the bytes and the special tokens alone are ${BASE_SIZE}`,
    );
  }
  return vocabSize - BASE_SIZE;
}

function bytePreTokenizer(): (text: string) => string[] {
  const { tokenizerJson, tokenizerConfig } = toFiles([]);
  return createTokenizer(tokenizerJson, tokenizerConfig).preTokenize;
}

function toFiles(merges: readonly Merge[]): TokenizerFiles {
  const tokens = [...BYTE_ALPHABET, ...merges.map(([left, right]) => left + right)];
  return deepseekTokenizerFiles(Object.fromEntries(tokens.map((token, id) => [token, id])), merges);
}

/** Replaces each `left, right` by `joined`, from the left, without overlaps. */
function join(ids: readonly number[], left: number, right: number, joined: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === left && ids[i + 1] === right) {
      out.push(joined);
      i++;
    } else {
      out.push(ids[i]!);
    }
  }
  return out;
}
