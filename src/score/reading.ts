/** Answers that are a number, yes or no, or a few words: how they are found in what a model wrote. */
import type { Reading } from "./choice.ts";
import { plain } from "./choice.ts";

const number = /(?:(?<!\d\s*)-)?\$?\s?\d[\d,]*(?:\.\d+)?(?:\s?%)?|-?\.\d+/g;

/** The number that an answer ends in: behind `####`, else behind the last "answer is", else the last of the text. */
export function readNumber(output: string): Reading {
  const marked = /####\s*(-?[\d,.$]+)/.exec(output)?.[1];
  if (marked !== undefined) return { read: plainNumber(marked), path: "behind ####" };
  const said = [...output.matchAll(/answer(?:\s+is|\s*:|\s*=)+\s*([^\n]*)/gi)].at(-1)?.[1];
  const named = said?.match(number)?.[0];
  if (named !== undefined) return { read: plainNumber(named), path: "named as the answer" };
  const last = output.match(number)?.at(-1);
  return last === undefined ? { read: null, path: "no number" } : { read: plainNumber(last), path: "last number" };
}

/** A number without its thousands' commas, currency and per cent sign. */
export function plainNumber(text: string): string {
  const digits = text.replace(/[,$%\s]/g, "").replace(/\.$/, "");
  const value = Number(digits);
  return Number.isFinite(value) && digits !== "" ? String(value) : digits;
}

/** Yes or no by the first of the two words, in the answer's first sentence (as POPE reads answers: a "not" is a no). */
export function readYesNo(output: string): Reading {
  const sentence = output.split(/[.\n!]/, 1)[0]!;
  const words = plain(sentence).split(" ");
  const first = words.find((word) => word === "yes" || word === "no");
  if (first !== undefined) return { read: first, path: words[0] === first ? "first word" : "first sentence" };
  if (words.some((word) => word === "not" || word === "isn't" || word === "aren't" || word === "none")) {
    return { read: "no", path: "negation" };
  }
  return { read: null, path: "not understood" };
}

/** Equal but for case, blanks and marks of punctuation. */
export function sameText(a: string, b: string): boolean {
  const said = plain(a);
  return said === "" ? a.trim() === b.trim() : said === plain(b);
}

/** Whether an answer says one of the texts: equal to it, or with it as whole words. */
export function saysOneOf(
  output: string,
  accepted: readonly string[],
): { readonly right: boolean; readonly path: string } {
  if (accepted.some((text) => sameText(output, text))) return { right: true, path: "equal" };
  const said = plain(output);
  for (const text of accepted) {
    const wanted = plain(text);
    if (wanted !== "" && ` ${said} `.includes(` ${wanted} `)) return { right: true, path: "contained" };
  }
  return { right: false, path: "not contained" };
}

/** 1 minus the edit distance over the longer length, 0 below one half (ANLS, as document question answering scores). */
export function similarity(a: string, b: string): number {
  const [from, to] = [plain(a), plain(b)];
  const longer = Math.max([...from].length, [...to].length);
  if (longer === 0) return 1;
  const alike = 1 - editDistance(from, to) / longer;
  return alike < 0.5 ? 0 : alike;
}

/** How many characters must be put in, taken out or exchanged (Levenshtein). */
export function editDistance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const swap = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
