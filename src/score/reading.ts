/** Answers that are a number, yes or no, or a few words: how they are found in what a model wrote. */
import type { Reading } from "./choice.ts";
import { lastBox } from "./mathematics.ts";
import { plain, says } from "./words.ts";

// thousands parted by blanks: by those that do not break a line anywhere; by plain ones, as a list may be, only where the run
// is the whole line, or a group begins with 0 as no number of a list does
const wholeLine = String.raw`(?=\d)(?<=^[ \t*$€£¥-]*)\d{1,3}(?: \d{3})+(?=(?:\.\d+)?[ \t\r*$€£¥%.!]*$)`;
const blanks = String.raw`\d{1,3}(?:[\u00a0\u202f]\d{3})+|${wholeLine}|\d{1,3}(?: \d{3})*? 0\d\d(?: \d{3})*`;
// by commas, also as India parts them; decimals
const digits = String.raw`(?:\d{1,3}(?:(?:,\d{3})+|(?:,\d{2})+,\d{3})|${blanks})(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\.)\.\d+`;
// 3/4, but no part of a date
const slash = String.raw`\s?[/\u2044]\s?`;
const under = String.raw`(?<![/\u2044]\s?\d+)${slash}(?<under>\d+)(?!\d|\.\d|${slash}\d)`;
const tens = String.raw`e(?<tens>[+-]?\d+)(?!\w)|\s?[×x*]\s?10\s?\^\s?\{?(?<timesTens>[+-]?\d+)\}?`;
/** No exponent or index of something else; a "-" behind a number is a range's. */
const number = new RegExp(
  String.raw`(?<!\d\.?|[\^_]\{?-?\.?)(?<minus>(?<!\d\s*)-)?\$?\s?(?<inner>-)?(?:(?<ones>\d+)\s(?=\d+${slash}\d+(?!\d|\.\d|${slash}\d)))?(?<digits>${digits})(?:${tens}|\^\{?(?<power>[+-]?(?:\d+(?:\.\d+)?|\.\d+))\}?|${under})?(?:\s?%)?`,
  "gim",
);

/** The number that an answer ends in: behind the last `####`, else in the last box, else behind the last "answer is", else the last. */
export function readNumber(output: string): Reading {
  const text = evened(output);
  const marked = [...text.matchAll(/####[\s*]*([^\n]*)/g)].flatMap(([, rest]) => {
    const [first] = rest!.matchAll(number);
    return first?.index === 0 ? [first] : [];
  });
  if (marked.length > 0) return { read: inDigits(marked.at(-1)!), path: "behind ####" };
  const boxed = [...(lastBox(text) ?? "").matchAll(number)].at(-1);
  if (boxed) return { read: inDigits(boxed), path: "boxed" };
  const said = [...text.matchAll(/answer(?:\s+is|\s*:|\s*=)+\s*([^\n]*)/gi)].at(-1)?.[1] ?? "";
  const [named] = said.matchAll(number);
  if (named) return { read: inDigits(named), path: "named as the answer" };
  const last = [...text.matchAll(number)].at(-1);
  return last ? { read: inDigits(last), path: "last number" } : { read: null, path: "no number" };
}

/** The value of a text that is one number; NaN for any other. */
export function numberOf(text: string): number {
  const whole = evened(text).trim();
  const [only] = whole.matchAll(number);
  return only?.[0] === whole ? Number(inDigits(only)) : Number.NaN;
}

function evened(text: string): string {
  return text.replaceAll("\u2212", "-").replace(/\\[dt]?frac\s*\{(\d+)\}\s*\{(\d+)\}/g, "$1/$2");
}

/** In digits, without sign of currency and per cent. */
function inDigits({ groups }: RegExpExecArray): string {
  const { minus, inner, ones, digits, tens, timesTens, power, under } = groups!;
  let value = Number(`${digits!.replace(/[,\s]/g, "")}e${tens ?? timesTens ?? 0}`);
  if (power !== undefined) value **= Number(power);
  if (under !== undefined) value = Number(ones ?? 0) + value / Number(under);
  return String(minus || inner ? -value : value);
}

/** A number without its thousands' commas, currency and per cent sign. */
export function plainNumber(text: string): string {
  const digits = text.replace(/[,$%\s]/g, "").replace(/\.$/, "");
  const value = Number(digits);
  return Number.isFinite(value) && digits !== "" ? String(value) : digits;
}

/** Yes or no by the first of the two words, in the first sentence that has words; in one that has neither, a "not" is a no. */
export function readYesNo(output: string): Reading {
  const sentences = output.split(/[.\n!。！]/).map((sentence) => sentence.toLowerCase().replaceAll("’", "'"));
  const words = sentences
    .map((sentence) => sentence.match(/\p{L}[\p{L}\p{M}']*(?:[-‐‑][\p{L}\p{M}']+)*/gu) ?? [])
    .find(({ length }) => length > 0);
  const first = words?.find((word) => word === "yes" || word === "no");
  if (first !== undefined) return { read: first, path: words![0] === first ? "first word" : "first sentence" };
  if (words?.some((word) => /^(?:not|none|no-one|cannot|.+n't)$/.test(word))) return { read: "no", path: "negation" };
  return { read: null, path: "not understood" };
}

/** Equal but for case, blanks and marks of punctuation. */
export function sameText(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

/** Whether an answer says one of the texts: equal to it, or with it as whole words (anywhere in writing without blanks). */
export function saysOneOf(
  output: string,
  accepted: readonly string[],
): { readonly right: boolean; readonly path: string } {
  if (accepted.some((text) => sameText(output, text))) return { right: true, path: "equal" };
  if (accepted.some((text) => says(output, text))) return { right: true, path: "contained" };
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
