/** Funnels and waterfalls: what becomes of a number from step to step. */
import type { Random } from "../../../random.ts";
import type { Chart } from "./chart.ts";
import { headings } from "./headings.ts";
import { niceStep } from "./scales.ts";
import { stageName } from "./score-data.ts";
import type { Format } from "./theme.ts";
import type { Collection, Measure } from "./topic.ts";
import { places } from "./topic-names.ts";
import { type Language, tidy, unitOf } from "./units.ts";

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

const counted: Record<Language, string> = { en: "number", zh: "数量", de: "Anzahl", es: "número", fr: "nombre" };

export function funnel(random: Random, language: Language, format: Format): Chart {
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
export function waterfall(random: Random, language: Language, format: Format): Chart {
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
