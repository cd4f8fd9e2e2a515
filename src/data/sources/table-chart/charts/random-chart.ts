/**
 * Charts drawn at random so that whatever is asked can be read off the picture. It asks nothing and knows no library.
 */
import type { Random } from "../../../random.ts";
import { type Chart, isAxisless, type Kind, lines, many, type Reading, shares } from "./chart.ts";
import { funnel, waterfall } from "./flow-data.ts";
import { headings } from "./headings.ts";
import { histogram } from "./histogram-data.ts";
import { scaleFor, stackedScale } from "./scales.ts";
import { gauge, radar } from "./score-data.ts";
import type { Format } from "./theme.ts";
import type { Collection, Measure } from "./topic.ts";
import { seriesNames } from "./topic-names.ts";
import { topics } from "./topics.ts";
import { type Language, unitOf } from "./units.ts";
import { parts, valuesFor } from "./values.ts";

export function randomChart(random: Random, kind: Kind, language: Language, format: Format): Chart {
  if (kind === "histogram") return histogram(random, language, format);
  if (kind === "funnel") return funnel(random, language, format);
  if (kind === "waterfall") return waterfall(random, language, format);
  if (kind === "gauge") return gauge(random, language);
  if (kind === "radar") return radar(random, language, format);

  const topic = random.pick(topics[language]);
  const usable = topic.measures.filter(({ additive }) => additive || !(shares.has(kind) || kind.startsWith("stacked")));
  const measure = random.pick(usable.length > 0 ? usable : topics[language][0]!.measures.slice(0, 1));
  const fitting = topic.collections.filter(({ ordered, items }) =>
    lines.has(kind) ? ordered && items.length >= 4 : true,
  );
  const collection = random.pick(
    fitting.length > 0 ? fitting : topics[language][0]!.collections.filter(({ ordered }) => ordered),
  );
  const most = { small: lines.has(kind) ? 7 : 6, middle: lines.has(kind) ? 12 : 9, large: 12 }[format.room];
  const limit =
    many.has(kind) && !lines.has(kind) ? Math.ceil(most * 0.65) : shares.has(kind) ? Math.min(most, 7) : most;
  const count = Math.min(random.int(lines.has(kind) ? 4 : 3, limit), collection.items.length);
  const categories = choose(random, collection, count);
  const names = many.has(kind) ? seriesFor(random, language, categories, format) : [measure.name];
  return finish(random, { kind, language, measure, collection, categories, names, format });
}

const year = /20\d\d/;

/** Consecutive items of an ordered collection, any items of another. */
export function choose(random: Random, collection: Collection, count: number): string[] {
  if (!collection.ordered) return random.shuffled(collection.items).slice(0, count);
  const start = random.int(0, collection.items.length - count);
  return collection.items.slice(start, start + count);
}

function seriesFor(random: Random, language: Language, categories: readonly string[], format: Format): string[] {
  const dated = categories.some((name) => year.test(name));
  const names = random.pick(
    seriesNames[language].filter(
      (list) => !list.some((name) => categories.includes(name) || (dated && year.test(name))),
    ),
  );
  const most = format.room === "small" ? 3 : 4;
  return names.slice(0, Math.min(names.length, random.int(2, most)));
}

interface Plan {
  readonly kind: Kind;
  readonly language: Language;
  readonly measure: Measure;
  readonly collection: Collection;
  readonly categories: readonly string[];
  readonly names: readonly string[];
  readonly format: Format;
}

function finish(random: Random, plan: Plan): Chart {
  const { kind, language, categories, names, format } = plan;
  let { measure } = plan;
  const percent = shares.has(kind) && random.chance(0.5);
  if (percent) measure = { ...measure, unit: "%", decimals: 0, low: 0, high: 100 };
  const log = kind === "line" && measure.decimals === 0 && measure.unit === "" && random.chance(0.2);
  const reading = readingOf(random, kind, log, categories.length * names.length, format);
  if (log) measure = { ...measure, low: 1, high: 90_000 };
  const scale = log
    ? { low: 1, high: 100_000, step: 10, log: true }
    : scaleFor(random, kind, measure, kind.startsWith("stacked") ? names.length : 1);
  const series = names.map((name) => ({
    name,
    values: percent
      ? parts(random, categories.length)
      : valuesFor(random, kind, measure, scale, reading, categories.length, names.length),
  }));
  return {
    kind,
    language,
    measure,
    unit: unitOf(measure.unit, language),
    collection: plan.collection,
    categories,
    series,
    scale: kind.startsWith("stacked") ? stackedScale(series, scale) : scale,
    reading,
    ...headings(
      random,
      language,
      measure.name,
      plan.collection.name,
      percent,
      [...categories, ...names].some((name) => year.test(name)),
    ),
  };
}

function readingOf(random: Random, kind: Kind, log: boolean, values: number, format: Format): Reading {
  const most = { small: 12, middle: 24, large: 40 }[format.room];
  // labels of bars that stand side by side have only a bar's width each
  const crowded = values > (kind === "grouped-bar" ? most * 0.6 : most);
  if (kind === "stacked-area" || (kind === "multi-line" && random.chance(0.5))) return "order";
  if (kind === "multi-line") return "grid";
  if (kind === "heat-map" || log) return "labels";
  if (isAxisless(kind)) return random.chance(0.85) ? "labels" : "order";
  if (kind === "stacked-bar") return crowded || random.chance(0.2) ? "order" : "labels";
  return random.weighted<Reading>({ labels: crowded ? 0 : 5, grid: 4, order: 1.5 });
}
