/** MinHash of a text: 64 numbers whose agreement estimates how many five-word shingles two texts share (Broder 1997). */
import { hashWord, shingles, wordsOf } from "./words.ts";

export const signatureLength = 64;
const shingleWords = 5;

const [multipliers, offsets] = (() => {
  let state = 0x2545f491;
  const draw = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const list = () => Uint32Array.from({ length: signatureLength }, draw);
  return [list().map((value) => value | 1), list()] as const;
})();

/** `signatureLength` numbers; all ones for a text without words. */
export function signatureOf(words: readonly string[]): Uint32Array {
  const signature = new Uint32Array(signatureLength).fill(0xffffffff);
  for (const shingle of new Set(shingles(words.map(hashWord), shingleWords))) {
    for (let i = 0; i < signatureLength; i++) {
      let h = Math.imul(shingle ^ offsets[i]!, multipliers[i]!);
      h = (h ^ (h >>> 15)) >>> 0;
      if (h < signature[i]!) signature[i] = h;
    }
  }
  return signature;
}

/** Estimated Jaccard similarity of the shingles, 0 to 1. */
export function similarity(a: Uint32Array, b: Uint32Array): number {
  let same = 0;
  for (let i = 0; i < signatureLength; i++) if (a[i] === b[i]) same++;
  return same / signatureLength;
}

/** For locality-sensitive hashing: one number for each run of six; near texts share at least one of the ten. */
export function bandsOf(signature: Uint32Array): number[] {
  return Array.from({ length: 10 }, (_, band) => {
    let h = band + 1;
    for (let i = 6 * band; i < 6 * band + 6; i++) {
      h = Math.imul(h ^ signature[i]!, 0x5bd1e995);
      h ^= h >>> 13;
    }
    return h >>> 0;
  });
}

export function signatureOfText(text: string): Uint32Array {
  return signatureOf(wordsOf(text));
}
