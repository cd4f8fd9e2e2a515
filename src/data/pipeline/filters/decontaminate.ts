/**
 * Keeps evaluation sets out of training data: a sample is refused that shares a run of words (13 as in GPT-3, Brown et al. 2020,
 * appendix C) or a picture with the given files. Which sets those are is the recipe's business.
 */
import type { Sample } from "../../sample.ts";
import { partsOf } from "../../sample.ts";
import type { Facts } from "./facts.ts";
import { distance, type ImageHash, weightOf } from "./image-hash.ts";
import { wordsOf } from "./words.ts";

export interface Evaluation {
  readonly ngram: number;
  /** Runs of words, by how many words they have. */
  readonly grams: ReadonlyMap<number, ReadonlySet<number>>;
  readonly images: readonly ImageHash[];
  /** SHA-256 of image files. */
  readonly files: ReadonlySet<string>;
}

export const nothing: Evaluation = { ngram: 13, grams: new Map(), images: [], files: new Set() };

/** Shorter texts ("What is this?") are everyone's. */
export const fewestWords = 8;
/** Pictures with fewer set bits in their hash are too plain to be told from others by it. */
const plain = 12;
const nearBits = 2;

/** Why the sample may not be trained on, or undefined. */
export function contamination(
  sample: Sample,
  { images }: Pick<Facts, "images">,
  evaluation: Evaluation,
): "evaluation-text" | "evaluation-picture" | undefined {
  if (sample.images.some(({ sha256 }) => evaluation.files.has(sha256))) return "evaluation-picture";
  const known = (hash: ImageHash) => evaluation.images.some((other) => distance(hash, other) <= nearBits);
  if (evaluation.images.length > 0 && images.some((hash) => weightOf(hash) >= plain && known(hash))) {
    return "evaluation-picture";
  }
  if (evaluation.grams.size === 0) return undefined;
  for (const part of partsOf(sample.content)) {
    if (part.type !== "text") continue;
    const words = wordsOf(part.text);
    for (const [length, known] of evaluation.grams) {
      if (gramsOf(words, length).some((gram) => known.has(gram))) return "evaluation-text";
    }
  }
  return undefined;
}

/** 52-bit hashes of all runs of exactly `length` words. */
export function gramsOf(words: readonly string[], length: number): number[] {
  return Array.from({ length: Math.max(0, words.length - length + 1) }, (_, begin) => {
    let high = 0x811c9dc5;
    let low = 0x01234567;
    for (let i = begin; i < begin + length; i++) {
      const word = words[i]!;
      for (let j = 0; j < word.length; j++) {
        high = Math.imul(high ^ word.charCodeAt(j), 0x01000193);
        low = Math.imul(low ^ word.charCodeAt(j), 0x5bd1e995);
      }
      high = Math.imul(high ^ 32, 0x01000193);
      low = Math.imul(low ^ 32, 0x5bd1e995) ^ (low >>> 15);
    }
    return (high >>> 0) * 2 ** 20 + ((low >>> 0) & 0xfffff);
  });
}

/** Adds the runs of words of one text of an evaluation set. A text shorter than `ngram` words counts as a whole. */
export function addText(grams: Map<number, Set<number>>, text: string, ngram: number): void {
  const words = wordsOf(text);
  if (words.length < fewestWords) return;
  const length = Math.min(ngram, words.length);
  const set = grams.get(length) ?? new Set();
  for (const gram of gramsOf(words, length)) set.add(gram);
  grams.set(length, set);
}
