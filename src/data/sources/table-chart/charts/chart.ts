/**
 * The data of a chart: categories, series, values and the scale they are read from, drawn at random so that whatever is
 * asked can be read off the picture. It says what is drawn, not how, and asks nothing.
 */
import type { Random } from "../../../random.ts";
import type { Format } from "./theme.ts";
import { type Collection, type Measure, places, seriesNames, topics } from "./topics.ts";
import { formatValue, type Language, tidy, type Unit, unitOf } from "./units.ts";

export const kinds = [
  "bar",
  "horizontal-bar",
  "grouped-bar",
  "stacked-bar",
  "lollipop",
  "line",
  "multi-line",
  "step-line",
  "area",
  "stacked-area",
  "pie",
  "donut",
  "rose",
  "treemap",
  "funnel",
  "radar",
  "heat-map",
  "histogram",
  "waterfall",
  "gauge",
] as const;
export type Kind = (typeof kinds)[number];

export interface Series {
  readonly name: string;
  /** One for each category, rounded as printed. */
  readonly values: readonly number[];
}

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly log: boolean;
}

/**
 * How values can be read: every one is printed, or every one lies on a tick (or halfway between two), or only their order can be
 * seen.
 */
export type Reading = "labels" | "grid" | "order";

export interface Chart {
  readonly kind: Kind;
  readonly language: Language;
  readonly title: string;
  readonly subtitle?: string;
  readonly measure: Measure;
  readonly unit: Unit;
  readonly collection: Collection;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly scale: Scale;
  readonly reading: Reading;
}

/** A value as the chart prints it. */
export function printed(chart: Pick<Chart, "measure" | "unit" | "language">, value: number): string {
  return formatValue(value, chart.measure.decimals, chart.unit, chart.language);
}

/** Ticks of the value axis. */
export function ticksOf({ low, high, step, log }: Scale): number[] {
  const ticks: number[] = [];
  if (log) for (let tick = low; tick <= high * 1.001; tick *= 10) ticks.push(tick);
  else for (let i = 0; low + i * step <= high + step / 1000; i++) ticks.push(tidy(low + i * step, 6));
  return ticks;
}

const many: ReadonlySet<Kind> = new Set([
  "grouped-bar",
  "stacked-bar",
  "multi-line",
  "stacked-area",
  "heat-map",
  "radar",
]);
const shares: ReadonlySet<Kind> = new Set(["pie", "donut", "rose", "treemap"]);
const lines: ReadonlySet<Kind> = new Set(["line", "multi-line", "step-line", "area", "stacked-area"]);

/** Kinds whose values have no axis to be read from. */
export function isAxisless(kind: Kind): boolean {
  return shares.has(kind) || kind === "funnel" || kind === "heat-map" || kind === "gauge" || kind === "radar";
}

export function isLine(kind: Kind): boolean {
  return lines.has(kind);
}

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

/** A scale from zero (or near the lowest value, for some lines) with four to eight steps. */
function scaleFor(random: Random, kind: Kind, measure: Measure, stacked: number): Scale {
  const top = measure.high * random.between(0.35, 1) * (stacked > 1 ? 0.8 : 1);
  const peak = Math.max(top, measure.low * 2);
  const step = niceStep(peak / random.int(4, 7), measure.decimals);
  const high = tidy(Math.ceil(peak / step) * step, 6);
  if (measure.unit === "%" && high > 100) return { low: 0, high: 100, step: random.pick([10, 20, 25]), log: false };
  const raised = lines.has(kind) && !kind.endsWith("area") && high / step >= 6 && random.chance(0.3);
  return { low: raised ? tidy(2 * step, 6) : 0, high, step, log: false };
}

export function niceStep(rough: number, decimals: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999)! * power;
  return tidy(Math.max(step, 10 ** -decimals), 6);
}

function stackedScale(series: readonly Series[], scale: Scale): Scale {
  const totals = series[0]!.values.map((_, i) => series.reduce((sum, { values }) => sum + values[i]!, 0));
  const peak = Math.max(...totals);
  const step = niceStep(peak / 5, 6);
  return { ...scale, low: 0, step, high: tidy(Math.ceil((peak * 1.02) / step) * step, 6) };
}

/** Whole percentages that sum up to 100, none below 4. */
function parts(random: Random, count: number): number[] {
  const weights = Array.from({ length: count }, () => random.between(1, 6) ** 1.4);
  const sum = weights.reduce((a, b) => a + b, 0);
  const values = weights.map((weight) => 4 + Math.floor((weight / sum) * (100 - 4 * count)));
  const rest = 100 - values.reduce((a, b) => a + b, 0);
  values[0] = values[0]! + rest;
  return random.shuffled(values);
}

/** The grid that values lie on where they are read from ticks: a step, or half of one if that is a round number too. */
function gridOf(scale: Scale, decimals: number): number {
  return tidy(scale.step / 2, decimals) === scale.step / 2 ? scale.step / 2 : scale.step;
}

function valuesFor(
  random: Random,
  kind: Kind,
  measure: Measure,
  scale: Scale,
  reading: Reading,
  count: number,
  seriesCount: number,
): number[] {
  const share = kind.startsWith("stacked") ? 1 / Math.sqrt(seriesCount) : 1;
  const raw = lines.has(kind) ? walk(random, count) : shape(random, count);
  const { low, high } = scale;
  if (scale.log) return raw.map((level) => roundTo(10 ** (0.3 + level * 4.5), 2));
  const floor = low + (high - low) * (low === 0 ? 0.08 : 0.05);
  const values = raw.map((level) => (floor + (high * 0.96 - floor) * level) * share);
  if (reading === "grid") {
    const grid = gridOf(scale, measure.decimals);
    return values.map((value) => tidy(Math.max(low + grid, Math.round(value / grid) * grid), 6));
  }
  const least = 10 ** -measure.decimals;
  return values.map((value) => Math.max(tidy(value, measure.decimals), least));
}

/** Keeps so many significant digits. */
function roundTo(value: number, digits: number): number {
  return Math.max(1, Number(value.toPrecision(digits)));
}

/** Levels in [0, 1]: independent, falling, or with one peak. */
function shape(random: Random, count: number): number[] {
  const levels = Array.from({ length: count }, () => random.next());
  const form = random.weighted({ free: 6, sorted: 2, peak: 1 });
  if (form === "sorted") return levels.sort((a, b) => b - a);
  if (form === "peak") levels[random.int(0, count - 1)] = 1;
  return levels;
}

/** Levels in [0, 1] that drift. */
function walk(random: Random, count: number): number[] {
  const drift = random.between(-0.8, 0.8);
  const noise = random.between(0.05, 0.4);
  const season = random.chance(0.25) ? random.between(0.2, 0.45) : 0;
  const phase = random.between(0, 6.3);
  const start = drift < 0 ? random.between(0.6, 0.95) : random.between(0.1, 0.5);
  return Array.from({ length: count }, (_, i) => {
    const t = i / Math.max(1, count - 1);
    const level = start + drift * t * 0.8 + season * Math.sin(phase + t * 6.3) + (random.next() - 0.5) * noise;
    return Math.min(1, Math.max(0, level));
  });
}

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
function headings(
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

/** Counts in bins of equal width. */
function histogram(random: Random, language: Language, format: Format): Chart {
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

const stages: Record<Language, readonly (readonly string[])[]> = {
  en: [
    ["Visits", "Product views", "Cart", "Checkout", "Purchase"],
    ["Leads", "Qualified", "Proposal", "Negotiation", "Won"],
    ["Applications", "Screened", "Interviews", "Offers", "Hired"],
    ["Sent", "Delivered", "Opened", "Clicked", "Signed up"],
    ["Installs", "Accounts", "Trials", "Subscribers"],
  ],
  zh: [
    ["访问", "浏览", "加购", "下单", "支付"],
    ["投递", "筛选", "面试", "录用"],
  ],
  de: [["Besuche", "Anfragen", "Angebote", "Verträge"]],
  es: [["Visitas", "Registros", "Carrito", "Compra"]],
  fr: [["Visites", "Inscriptions", "Paniers", "Achats"]],
};
const stageName: Record<Language, string> = { en: "stage", zh: "阶段", de: "Phase", es: "etapa", fr: "étape" };
const counted: Record<Language, string> = { en: "number", zh: "数量", de: "Anzahl", es: "número", fr: "nombre" };

function funnel(random: Random, language: Language, format: Format): Chart {
  const names = random.pick(stages[language]);
  const categories = names.slice(0, format.room === "small" ? random.int(3, 4) : names.length);
  let value = random.int(8, 98) * 10 ** random.int(1, 3);
  const values = categories.map((_, i) => {
    if (i > 0) value = Math.round(value * random.between(0.35, 0.85));
    return value;
  });
  const measure: Measure = {
    name: counted[language],
    unit: "",
    low: 0,
    high: values[0]!,
    decimals: 0,
    additive: false,
  };
  const collection: Collection = { name: stageName[language], items: names, ordered: true };
  return {
    kind: "funnel",
    language,
    measure,
    unit: unitOf("", language),
    collection,
    categories,
    series: [{ name: measure.name, values }],
    scale: { low: 0, high: values[0]!, step: values[0]!, log: false },
    reading: "labels",
    title: `${random.pick(places[language])}${language === "zh" ? "：" : ": "}${random.pick(funnelTitles[language])}`,
  };
}
const funnelTitles: Record<Language, readonly string[]> = {
  en: ["conversion funnel", "pipeline", "from first contact to success", "steps of the process"],
  zh: ["转化漏斗", "流程分析"],
  de: ["Trichter", "Ablauf"],
  es: ["embudo", "proceso"],
  fr: ["entonnoir", "parcours"],
};

const flows: Record<Language, { start: string; end: string; steps: readonly string[] }> = {
  en: {
    start: "Start",
    end: "End",
    steps: ["Sales", "Rent", "Wages", "Taxes", "Grants", "Fees", "Energy", "Refunds", "Interest", "Freight"],
  },
  zh: { start: "期初", end: "期末", steps: ["销售", "房租", "工资", "税费", "补贴", "运费", "利息", "能源"] },
  de: { start: "Anfang", end: "Ende", steps: ["Verkauf", "Miete", "Löhne", "Steuern", "Zinsen", "Energie"] },
  es: { start: "Inicio", end: "Final", steps: ["Ventas", "Renta", "Sueldos", "Tasas", "Ayudas", "Envíos"] },
  fr: { start: "Début", end: "Fin", steps: ["Ventes", "Loyer", "Paie", "Taxes", "Aides", "Envois"] },
};
const balance: Record<Language, { name: string; step: string }> = {
  en: { name: "cash balance", step: "item" },
  zh: { name: "现金余额", step: "项目" },
  de: { name: "Kassenstand", step: "Posten" },
  es: { name: "saldo de caja", step: "concepto" },
  fr: { name: "solde de caisse", step: "poste" },
};

/** Values are the opening balance, the changes and the closing balance. */
function waterfall(random: Random, language: Language, format: Format): Chart {
  const { start, end, steps } = flows[language];
  const changes = random.shuffled(steps).slice(0, random.int(3, format.room === "small" ? 4 : 6));
  const grain = random.pick([1, 5, 10]);
  let total = random.int(20, 60) * grain;
  const values = [total];
  for (const _ of changes) {
    let change = random.int(3, 22) * grain * (random.chance(0.5) ? 1 : -1);
    if (total + change < 4 * grain) change = -change;
    total += change;
    values.push(change);
  }
  values.push(total);
  let level = 0;
  const peak = Math.max(total, ...values.slice(0, -1).map((value) => (level += value)));
  const step = niceStep(peak / 5, 0);
  const measure: Measure = {
    name: balance[language].name,
    unit: language === "en" ? "$K" : "€",
    low: 0,
    high: peak,
    decimals: 0,
    additive: true,
  };
  const collection: Collection = { name: balance[language].step, items: steps, ordered: true };
  return {
    kind: "waterfall",
    language,
    measure,
    unit: unitOf(measure.unit, language),
    collection,
    categories: [start, ...changes, end],
    series: [{ name: measure.name, values }],
    scale: { low: 0, high: tidy(Math.ceil((peak * 1.04) / step) * step, 6), step, log: false },
    reading: "labels",
    ...headings(random, language, measure.name, collection.name, false),
  };
}

function gauge(random: Random, language: Language): Chart {
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

function radar(random: Random, language: Language, format: Format): Chart {
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
