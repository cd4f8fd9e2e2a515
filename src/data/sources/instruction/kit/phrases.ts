/** Words: phrases with alternatives, lists, numbers and articles in English, and the turns of a conversation. */
import type { Random } from "../../../random.ts";

/** A sentence with one of each `{this|that|}` picked; braces may nest. Insert text that may hold braces afterwards. */
export function spin(random: Random, phrase: string): string {
  let result = phrase;
  for (;;) {
    const next = result.replace(/\{([^{}]*)\}/, (_, inner: string) => random.pick(inner.split("|")));
    if (next === result)
      return capital(
        result
          .replaceAll(/ +([?.!,])/g, "$1")
          .replaceAll(/ {2,}/g, " ")
          .trim(),
      );
    result = next;
  }
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a", "a and b", "a, b and c" */
export function listed(items: readonly string[], last = "and"): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

const numerals = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
] as const;

export function numberWord(value: number): string {
  return numerals[value] ?? String(value);
}

const ordinals = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
] as const;

/** 1 is "first". */
export function ordinal(place: number): string {
  return ordinals[place - 1] ?? `${place}th`;
}

export function withArticle(noun: string): string {
  return /^[aeiou]/i.test(noun) && !/^(uni|use|one|eu)/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

export function plural(noun: string, count: number): string {
  if (count === 1) return noun;
  if (/(s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  if (noun === "fish") return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (noun === "leaf") return "leaves";
  return `${noun}s`;
}

export type Exchange = readonly [question: string, answer: string];

const briefly = [
  " Answer briefly.",
  " Just the answer, please.",
  " Keep it to a word or two.",
  " Short answer only.",
  " One short phrase is enough.",
  " No explanation needed.",
] as const;
const atLength = [
  "",
  "",
  "",
  "",
  " Explain your answer.",
  " Think it through step by step.",
  " Why?",
  " How do you know?",
  " Give your reasoning.",
] as const;

/** One question, asked for a short answer or for the reasons as well. */
export function exchange(random: Random, question: string, brief: string, full: string): Exchange {
  const asked = spin(random, question);
  return random.chance(0.25)
    ? [asked + random.pick(briefly), spin(random, brief)]
    : [asked + random.pick(atLength), spin(random, full)];
}

/** One to three of the exchanges, in their order; the first is the one most often asked alone. */
export function someOf(random: Random, exchanges: readonly Exchange[]): Exchange[] {
  const count = Math.min(exchanges.length, random.pick([1, 1, 2, 2, 3]));
  const chosen = new Set(random.shuffled(exchanges.map((_, i) => i)).slice(0, count));
  return exchanges.filter((_, i) => chosen.has(i));
}
