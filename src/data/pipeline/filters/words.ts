/** Words of a text as filters compare them: folded, without punctuation; a Chinese, Japanese or Korean character is a word. */

const hasEastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const eastAsianOrWord =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{M}\p{N}])+/gu;
const word = /[\p{L}\p{M}\p{N}]+/gu;

export function wordsOf(text: string): string[] {
  // soft hyphens, joiners and marks of direction stand inside of words and are not seen
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}/gu, "");
  return folded.match(hasEastAsian.test(folded) ? eastAsianOrWord : word) ?? [];
}

/** A 32-bit hash of a word: FNV-1a. */
export function hashWord(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Hashes of all runs of `length` words; of the whole text where it is shorter. */
export function shingles(words: readonly number[], length: number): number[] {
  const size = Math.min(length, words.length);
  if (size === 0) return [];
  return Array.from({ length: words.length - size + 1 }, (_, begin) => {
    let h = 0x9747b28c;
    for (let i = begin; i < begin + size; i++) {
      h = Math.imul(h ^ words[i]!, 0x5bd1e995);
      h ^= h >>> 15;
    }
    return h >>> 0;
  });
}
