/** The little English that generated sentences need: articles, plurals, number words, lists, verb forms. */

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const vowelSound = /^(?:[aeio]|un(?!i)|u[bglmpst](?!u)|hour|honest)/i;

/** `an apple`, `a red apple`, `an hour`, `a useful tool`, `an 8`. */
export function withArticle(phrase: string): string {
  const an =
    /^(?:8|11\b|18\b)/.test(phrase) || (vowelSound.test(phrase) && !/^(?:one\b|once|uni|use|usu|euro)/i.test(phrase));
  return `${an ? "an" : "a"} ${phrase}`;
}

const irregularPlurals: Readonly<Record<string, string>> = {
  child: "children",
  deer: "deer",
  fish: "fish",
  foot: "feet",
  goose: "geese",
  knife: "knives",
  leaf: "leaves",
  loaf: "loaves",
  man: "men",
  mouse: "mice",
  person: "people",
  potato: "potatoes",
  salmon: "salmon",
  scarf: "scarves",
  sheep: "sheep",
  shelf: "shelves",
  tomato: "tomatoes",
  tooth: "teeth",
  wolf: "wolves",
  woman: "women",
};

/** The plural of a noun phrase that ends in its noun. */
export function plural(phrase: string): string {
  const words = phrase.split(" ");
  const noun = words.pop()!;
  const many =
    irregularPlurals[noun] ??
    (/(?:s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`);
  return [...words, many].join(" ");
}

/** `one apple`, `3 apples`; numbers up to twelve in words unless digits are asked for. */
export function counted(count: number, noun: string, digits = false): string {
  return `${digits || count > 12 ? count : numberWord(count)} ${count === 1 ? noun : plural(noun)}`;
}

const small = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
  "eighteen nineteen"
).split(" ");
const tens = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** A whole number from 0 to 999,999 in words. */
export function numberWord(value: number): string {
  if (value < 20) return small[value]!;
  if (value < 100) return tens[Math.floor(value / 10)]! + (value % 10 ? `-${small[value % 10]}` : "");
  if (value < 1000) return withRest(`${small[Math.floor(value / 100)]} hundred`, value % 100, " and ");
  return withRest(`${numberWord(Math.floor(value / 1000))} thousand`, value % 1000, value % 1000 < 100 ? " and " : " ");
}

function withRest(head: string, rest: number, joint: string): string {
  return rest ? head + joint + numberWord(rest) : head;
}

const ordinals = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(" ");

/** `first` to `twelfth`, then `13th`. */
export function ordinal(value: number): string {
  if (value < ordinals.length) return ordinals[value]!;
  const end = value % 100 > 10 && value % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][value % 10] ?? "th");
  return `${value}${end}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], joint = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${joint} ${items.at(-1)}`;
}

/** 12345 as `12,345`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
