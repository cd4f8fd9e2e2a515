/** Gauges and radar charts: one score, or several qualities side by side. */
import type { Random } from "../../../random.ts";
import type { Chart } from "./chart.ts";
import { capitalized, headings } from "./headings.ts";
import type { Format } from "./theme.ts";
import type { Measure } from "./topic.ts";
import { seriesNames } from "./topic-names.ts";
import { topics } from "./topics.ts";
import { type Language, unitOf } from "./units.ts";

export const stageName: Record<Language, string> = { en: "stage", zh: "阶段", de: "Phase", es: "etapa", fr: "étape" };

export function gauge(random: Random, language: Language): Chart {
  const isShare = ({ unit }: Measure) => unit === "%";
  const topic = random.pick(topics[language].filter(({ measures }) => measures.some(isShare)));
  const shown = { ...random.pick(topic.measures.filter(isShare)), decimals: 0 };
  const name = random.pick(random.pick(topic.collections).items);
  return {
    kind: "gauge",
    language,
    measure: shown,
    unit: unitOf("%", language),
    collection: { name: stageName[language], items: [name], ordered: false },
    categories: [capitalized(shown.name)],
    series: [{ name: shown.name, values: [random.int(3, 97)] }],
    scale: { low: 0, high: 100, step: random.pick([10, 20, 25]), log: false },
    reading: "labels",
    ...headings(random, language, shown.name, name, false),
    title: `${name}${language === "zh" ? "：" : ": "}${shown.name}`,
  };
}

const qualities: Record<Language, readonly string[]> = {
  en: ["Speed", "Power", "Price", "Comfort", "Design", "Safety", "Range", "Support", "Quality", "Battery"],
  zh: ["速度", "力量", "价格", "舒适", "外观", "安全", "续航", "服务"],
  de: ["Tempo", "Kraft", "Preis", "Komfort", "Form", "Schutz", "Dauer"],
  es: ["Rapidez", "Fuerza", "Precio", "Diseño", "Calidad", "Peso"],
  fr: ["Vitesse", "Force", "Prix", "Confort", "Forme", "Poids"],
};

const scoreName: Record<Language, readonly [score: string, quality: string]> = {
  en: ["score", "quality"],
  zh: ["评分", "指标"],
  de: ["Note", "Merkmal"],
  es: ["nota", "cualidad"],
  fr: ["note", "critère"],
};

export function radar(random: Random, language: Language, format: Format): Chart {
  const [score, quality] = scoreName[language];
  const categories = random.shuffled(qualities[language]).slice(0, random.int(4, format.room === "small" ? 5 : 7));
  const high = random.pick([5, 10, 10, 100]);
  const step = high === 100 ? 20 : high === 10 ? 2 : 1;
  const measure: Measure = { name: score, unit: "", low: 0, high, decimals: 0, additive: false };
  const names = random.pick(seriesNames[language].filter((list) => list.length >= 2)).slice(0, random.int(1, 2));
  const series = names.map((name) => ({
    name,
    values: categories.map(() => (high === 100 ? random.int(4, 20) * 5 : random.int(1, high))),
  }));
  return {
    kind: "radar",
    language,
    measure,
    unit: unitOf("", language),
    collection: { name: quality, items: qualities[language], ordered: false },
    categories,
    series,
    scale: { low: 0, high, step, log: false },
    reading: series.length === 1 && random.chance(0.6) ? "labels" : "order",
    ...headings(random, language, score, quality, false),
  };
}
