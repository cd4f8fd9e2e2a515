/** Numbers as a chart prints them: units, decimals and the separators of a language. It knows no charts. */

export type Language = "en" | "zh" | "de" | "es" | "fr";

export interface Unit {
  readonly prefix: string;
  readonly suffix: string;
}

/** `$M` is `$3.4M`, `kg` is `3.4 kg`, `%` is `34%`; nothing is a bare number. */
export function unitOf(notation: string, language: Language): Unit {
  const currency = /^[$£€¥]/.exec(notation)?.[0];
  if (currency && language === "en") return { prefix: currency, suffix: notation.slice(1) };
  if (notation === "" || language === "zh" || notation === "°C") return { prefix: "", suffix: notation };
  if (notation === "%" && (language === "en" || language === "es")) return { prefix: "", suffix: "%" };
  return { prefix: "", suffix: `\u00a0${notation}` };
}

const separators: Record<Language, readonly [group: string, decimal: string]> = {
  en: [",", "."],
  zh: [",", "."],
  de: [".", ","],
  es: [".", ","],
  fr: ["\u00a0", ","],
};

/** `1234.5` with one decimal is `1,234.5` in English and `1.234,5` in German. */
export function formatNumber(value: number, decimals: number, language: Language): string {
  const [group, decimal] = separators[language];
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".") as [string, string?];
  const sign = Number(value.toFixed(decimals)) < 0 ? "-" : "";
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction ? `${sign}${grouped}${decimal}${fraction}` : `${sign}${grouped}`;
}

/** The number with its unit; the sign stands before a currency: `-$3.4M`. */
export function formatValue(value: number, decimals: number, unit: Unit, language: Language): string {
  const number = formatNumber(value, decimals, language);
  return number.startsWith("-")
    ? `-${unit.prefix}${number.slice(1)}${unit.suffix}`
    : `${unit.prefix}${number}${unit.suffix}`;
}

/** The unit alone, as axis titles give it in brackets: `$M`, `kg`, `%`. */
export function unitName(unit: Unit): string {
  return `${unit.prefix}${unit.suffix.trim()}`;
}

/** Rounds away what binary fractions add: 0.1 + 0.2 is 0.3. */
export function tidy(value: number, decimals: number): number {
  const rounded = Number(value.toFixed(decimals));
  return rounded === 0 ? 0 : rounded;
}
