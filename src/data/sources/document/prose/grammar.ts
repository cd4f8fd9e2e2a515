/**
 * Phrase grammars: templates in which `[one|two]` stands for one of several wordings and `{name}` for a value. It knows
 * no language and no topic.
 */
import type { Random } from "../../../random.ts";

export type Slots = Readonly<Record<string, string>>;

/**
 * A template filled in: `[a|b]` picks one (brackets may be nested), `{name}` takes the slot's text, which is not looked at
 * again. Throws when a slot is missing.
 */
export function phrase(random: Random, template: string, slots: Slots = {}): string {
  let text = template;
  for (let open = text.lastIndexOf("["); open >= 0; open = text.lastIndexOf("[")) {
    const close = text.indexOf("]", open); // the last "[" has no other inside
    if (close < 0) throw new Error(`the template "${template}" has a "[" without "]"`);
    text = text.slice(0, open) + random.pick(text.slice(open + 1, close).split("|")) + text.slice(close + 1);
  }
  const filled = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`the template "${template}" wants "${name}", which is not given`);
    return value;
  });
  return capitalized(filled.replaceAll(/ {2,}/g, " ").trim());
}

/** With a large first letter, as sentences and titles begin. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A number with the language's thousands mark. */
export function grouped(value: number, language: string): string {
  const mark = { de: ".", fr: " ", es: ".", zh: ",", en: "," }[language] ?? ",";
  const digits = String(value);
  return digits.length < 5 && language !== "en" ? digits : digits.replaceAll(/\B(?=(\d{3})+$)/g, mark);
}

/** A number with `digits` decimals and the language's decimal mark. */
export function decimal(value: number, digits: number, language: string): string {
  const text = value.toFixed(digits);
  return language === "en" || language === "zh" ? text : text.replace(".", ",");
}

/** Day, month and year as the language writes them; month 1 to 12. */
export function dateIn(language: string, day: number, month: number, year: number): string {
  if (language === "zh") return `${year}年${month}月${day}日`;
  const name = months[language]?.[month - 1] ?? months.en![month - 1]!;
  if (language === "de") return `${day}. ${name} ${year}`;
  if (language === "es") return `${day} de ${name} de ${year}`;
  if (language === "fr") return `${day === 1 ? "1er" : day} ${name} ${year}`;
  return `${day} ${name} ${year}`;
}

const months: Record<string, readonly string[]> = {
  en: "January February March April May June July August September October November December".split(" "),
  de: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" "),
  fr: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" "),
  es: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" "),
};
