/** Histograms: counts in bins of equal width. */
import type { Random } from "../../../random.ts";
import type { Chart, Reading } from "./chart.ts";
import { capitalized, headings } from "./headings.ts";
import { gridOf, niceStep, scaleFor } from "./scales.ts";
import type { Format } from "./theme.ts";
import type { Collection, Measure } from "./topic.ts";
import { type Language, tidy, unitOf } from "./units.ts";

/** Counts in bins of equal width. */
export function histogram(random: Random, language: Language, format: Format): Chart {
  const measure = random.pick(histogramMeasures[language]);
  const bins = random.int(5, { small: 7, middle: 9, large: 12 }[format.room]);
  const width = niceStep((measure.high - measure.low) / bins, measure.decimals);
  const start = tidy(Math.floor(measure.low / width) * width, 6);
  const edge = (i: number) => String(tidy(start + i * width, 6));
  const categories = Array.from({ length: bins }, (_, i) => `${edge(i)}-${edge(i + 1)}`);
  const [centre, spread] = [random.between(0.25, 0.75), random.between(0.14, 0.32)];
  const counts: Measure = {
    name: frequency[language],
    unit: "",
    low: 0,
    high: random.pick([20, 40, 60, 100, 200]),
    decimals: 0,
    additive: true,
  };
  const scale = scaleFor(random, "histogram", counts, 1);
  const reading = random.weighted<Reading>({ labels: 4, grid: 4, order: 1 });
  const grid = reading === "grid" ? gridOf(scale, 0) : 1;
  const values = categories.map((_, i) => {
    const level = Math.exp(-((((i + 0.5) / bins - centre) / spread) ** 2) / 2) * random.between(0.75, 1);
    return Math.max(grid, Math.round((level * scale.high * 0.95) / grid) * grid);
  });
  const collection: Collection = {
    name: measure.unit ? `${measure.name} (${measure.unit})` : measure.name,
    items: categories,
    ordered: true,
  };
  return {
    kind: "histogram",
    language,
    measure: counts,
    unit: unitOf("", language),
    collection,
    categories,
    series: [{ name: counts.name, values }],
    scale,
    reading,
    ...headings(random, language, distribution[language](measure.name), measure.name, false),
    title: random.pick([distribution[language](measure.name), capitalized(measure.name)]),
  };
}

const frequency: Record<Language, string> = {
  en: "frequency",
  zh: "频数",
  de: "Häufigkeit",
  es: "frecuencia",
  fr: "effectif",
};

const distribution: Record<Language, (name: string) => string> = {
  en: (name) => `Distribution of ${name}`,
  zh: (name) => `${name}分布`,
  de: (name) => `Verteilung: ${name}`,
  es: (name) => `Distribución: ${name}`,
  fr: (name) => `Répartition : ${name}`,
};

const quantity = (name: string, unit: string, low: number, high: number): Measure => ({
  name,
  unit,
  low,
  high,
  decimals: 0,
  additive: false,
});

const histogramMeasures: Record<Language, readonly Measure[]> = {
  en: [
    quantity("exam scores", "points", 30, 100),
    quantity("body height", "cm", 140, 200),
    quantity("delivery time", "min", 10, 80),
    quantity("age", "years", 18, 90),
    quantity("parcel weight", "kg", 0, 24),
    quantity("commute", "km", 0, 60),
    quantity("wind speed", "km/h", 0, 70),
    quantity("waiting time", "min", 0, 45),
    quantity("reaction time", "ms", 150, 500),
  ],
  zh: [quantity("考试成绩", "分", 30, 100), quantity("身高", "厘米", 140, 190), quantity("等待时间", "分钟", 0, 45)],
  de: [quantity("Alter", "Jahre", 18, 90), quantity("Lieferzeit", "min", 10, 80)],
  es: [quantity("edad", "años", 18, 90), quantity("altura", "cm", 140, 200)],
  fr: [quantity("âge", "ans", 18, 90), quantity("attente", "min", 0, 45)],
};
