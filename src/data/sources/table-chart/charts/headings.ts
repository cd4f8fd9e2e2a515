/** Titles and subtitles of charts in five languages. */
import type { Random } from "../../../random.ts";
import { places } from "./topic-names.ts";
import type { Language } from "./units.ts";

const wordings: Record<Language, readonly string[]> = {
  en: [
    "{M} by {c}",
    "{M} by {c}, {y}",
    "{M} per {c}",
    "{p}: {m} by {c}",
    "{p}: {m} ({y})",
    "{M} at {p}",
    "{M} at {p}, {y}",
    "{p} report {y}: {m}",
    "{M} compared by {c}",
    "{M} ({y})",
    "Overview: {m} by {c}",
    "{M}",
  ],
  zh: ["各{c}{m}", "{p}各{c}{m}", "{y}年各{c}{m}", "{p}{y}年{m}统计", "{m}对比（按{c}）", "{m}"],
  de: ["{M} nach {c}", "{p}: {m} nach {c}", "{M} nach {c}, {y}", "{M} – {p} {y}", "{M}"],
  es: ["{M} por {c}", "{p}: {m} por {c}", "{M} por {c}, {y}", "{M} – {p} {y}", "{M}"],
  fr: ["{M} par {c}", "{p} : {m} par {c}", "{M} par {c}, {y}", "{M} – {p} {y}", "{M}"],
};

const subtitles: Record<Language, readonly string[]> = {
  en: ["Source: own survey", "Preliminary figures", "Annual report", "All branches", "Based on daily records"],
  zh: ["数据来源：内部统计", "初步数据", "年度报告"],
  de: ["Quelle: eigene Erhebung", "Vorläufige Zahlen"],
  es: ["Fuente: encuesta propia", "Datos provisionales"],
  fr: ["Source : enquête interne", "Chiffres provisoires"],
};

const shareOf: Record<Language, (name: string) => string> = {
  en: (name) => `share of ${name}`,
  zh: (name) => `${name}占比`,
  de: (name) => `Anteil (${name})`,
  es: (name) => `cuota de ${name}`,
  fr: (name) => `part (${name})`,
};

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Title and perhaps subtitle; a chart that is `dated` by itself has no year in its title. */
export function headings(
  random: Random,
  language: Language,
  measure: string,
  collection: string,
  percent: boolean,
  dated = false,
) {
  const wording = random.pick(wordings[language].filter((one) => !(dated && one.includes("{y}"))));
  const name = percent ? shareOf[language](measure) : measure;
  const filled = wording
    .replace("{M}", capitalized(name))
    .replace("{m}", name)
    .replace("{c}", collection)
    .replace("{p}", random.pick(places[language]))
    .replace("{y}", String(random.int(2012, 2025)));
  const loud = language === "en" && random.chance(0.06);
  return {
    title: loud ? filled.toUpperCase() : filled,
    ...(random.chance(0.14) ? { subtitle: random.pick(subtitles[language]) } : {}),
  };
}
