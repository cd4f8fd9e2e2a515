/**
 * Questions about a chart with their answers, computed from the drawn data. A question is only there when the picture answers
 * it: exact numbers where they are printed or lie on ticks, and orders only where the difference can be seen.
 */
import type { Random } from "../../../random.ts";
import { type Chart, isAxisless, isLine, printed, type Series } from "./chart.ts";
import { listed, phrases, type Task } from "./phrases.ts";
import type { Measure } from "./topic.ts";
import { tidy } from "./units.ts";

export interface Question {
  readonly task: string;
  readonly question: string;
  readonly answer: string;
  /** The answer alone. */
  readonly short: string;
}

interface Point {
  readonly category: string;
  readonly value: number;
}

/** All questions that a chart can answer, one wording each. */
export function questionsAbout(chart: Chart, random: Random): Question[] {
  const found: Question[] = [];
  const words = phrases[chart.language];
  const ask: Ask = (task, slots, short) => {
    const phrase = words[task];
    const all = { ...slots, m: chart.measure.name, set: chart.collection.name };
    const agreed = (template: string) => (chart.language === "en" ? agreeing(template, chart.measure) : template);
    found.push({
      task,
      question: fill(agreed(random.pick(phrase.ask)), all),
      answer: fill(agreed(random.pick(phrase.tell)), all),
      short,
    });
  };
  ask("title", { t: chart.title }, chart.title);
  if (chart.kind === "gauge") {
    const value = printed(chart, chart.series[0]!.values[0]!);
    ask("reading", { v: value, c: chart.categories[0]! }, value);
    return found;
  }
  if (chart.kind === "waterfall") return [...found, ...aboutChanges(chart, random)];
  ask(
    "count",
    { n: String(chart.categories.length), list: listed(chart.categories, chart.language) },
    String(chart.categories.length),
  );
  if (chart.series.length > 1) {
    const names = listed(
      chart.series.map(({ name }) => name),
      chart.language,
    );
    ask("seriesCount", { n: String(chart.series.length), list: names }, String(chart.series.length));
  }
  const exact = chart.reading !== "order";
  const series = random.pick(chart.series);
  const one = pointsOf(chart, series);
  const within = chart.series.length > 1 ? fill(words.within.ask[0]!, { s: series.name }) : "";
  const sorted = [...one].sort((a, b) => b.value - a.value);
  const list = exact
    ? listed(
        one.map(({ category, value }) => `${category} ${printed(chart, value)}`),
        chart.language,
      )
    : "";
  const extremes = chart.kind === "stacked-area" ? [] : (["max", "min"] as const);
  for (const task of extremes) {
    const [first, second] =
      task === "max" ? [sorted[0]!, sorted[1]!] : [sorted[sorted.length - 1]!, sorted[sorted.length - 2]!];
    if (!apart(chart, first.value, second.value)) continue;
    if (exact) ask(task, { within, list, c: first.category, v: printed(chart, first.value) }, first.category);
    else ask(task === "max" ? "maxSeen" : "minSeen", { within, c: first.category }, first.category);
  }
  const [a, b] = random.shuffled(one) as [Point, Point];
  if (chart.kind !== "stacked-area" && apart(chart, a.value, b.value)) {
    const [more, less] = a.value > b.value ? [a, b] : [b, a];
    if (exact)
      ask(
        "compare",
        {
          within,
          c: a.category,
          d: b.category,
          v: printed(chart, more.value),
          w: printed(chart, less.value),
          more: more.category,
          less: less.category,
        },
        more.category,
      );
    else
      ask(
        "compareSeen",
        { within, c: a.category, d: b.category, more: more.category, less: less.category },
        more.category,
      );
  }
  if (isLine(chart.kind) && chart.kind !== "stacked-area") aboutTrend(chart, series, within, ask);
  if (!exact) return found;

  const point = random.pick(one);
  ask("lookup", { within, c: point.category, v: printed(chart, point.value) }, printed(chart, point.value));
  if (!chart.scale.log && a.value !== b.value) {
    const [more, less] = a.value > b.value ? [a, b] : [b, a];
    const difference = printed(chart, tidy(more.value - less.value, chart.measure.decimals));
    ask(
      "difference",
      {
        within,
        c: more.category,
        d: less.category,
        v: printed(chart, more.value),
        w: printed(chart, less.value),
        r: difference,
      },
      difference,
    );
    const ratio = more.value / less.value;
    if (less.value > 0 && Number.isInteger(tidy(ratio, 9)) && ratio >= 2)
      ask(
        "ratio",
        {
          within,
          c: more.category,
          d: less.category,
          v: printed(chart, more.value),
          w: printed(chart, less.value),
          r: String(tidy(ratio, 0)),
        },
        String(tidy(ratio, 0)),
      );
  }
  if (chart.measure.additive && !chart.scale.log && chart.measure.unit !== "%" && one.length <= 7) {
    const total = printed(
      chart,
      tidy(
        one.reduce((sum, { value }) => sum + value, 0),
        chart.measure.decimals,
      ),
    );
    ask("sum", { within, sum: one.map(({ value }) => printed(chart, value)).join(" + "), r: total }, total);
  }
  if (!chart.scale.log && one.length >= 3 && one.length <= 6) {
    const average = one.reduce((sum, { value }) => sum + value, 0) / one.length;
    const rounded = tidy(average, chart.measure.decimals);
    if (Math.abs(average - rounded) < 1e-9)
      ask(
        "average",
        {
          within,
          sum: one.map(({ value }) => printed(chart, value)).join(" + "),
          n: String(one.length),
          r: printed(chart, rounded),
          total: printed(chart, tidy(average * one.length, chart.measure.decimals)),
        },
        printed(chart, rounded),
      );
  }
  if (one.length >= 4) {
    const limit = (sorted[1]!.value + sorted[sorted.length - 2]!.value) / 2;
    const round = tidy(limit, chart.measure.decimals);
    const above = one.filter(({ value }) => value > round);
    if (one.every(({ value }) => value !== round) && above.length > 0)
      ask(
        "above",
        {
          within,
          v: printed(chart, round),
          n: String(above.length),
          list: listed(
            above.map(({ category, value }) => `${category} (${printed(chart, value)})`),
            chart.language,
          ),
        },
        String(above.length),
      );
    const rank = sorted[1]!;
    if (sorted[0]!.value !== rank.value && rank.value !== sorted[2]!.value)
      ask(
        "second",
        {
          within,
          c: rank.category,
          v: printed(chart, rank.value),
          list: listed(
            sorted.map(({ category, value }) => `${category} ${printed(chart, value)}`),
            chart.language,
          ),
        },
        rank.category,
      );
  }
  if (chart.series.length > 1) aboutSeries(chart, random, ask);
  return found;
}

/** An English template with its verb in the plural where the measure is one (`are the orders`), and `most` of what is counted. */
export function agreeing(template: string, { name, unit }: Pick<Measure, "name" | "unit">): string {
  const plural = /^(?!share of ).*[^s]s( won| read| burned| sold| scored)?$/.exec(name);
  if (!plural) return template;
  const agreed = template
    .replace(/\b([Ii])s the \{m\}/, (_, i: string) => `${i === "I" ? "A" : "a"}re the {m}`)
    .replace("was the {m}", "were the {m}")
    .replace("does the {m}", "do the {m}")
    .replace("The {m} goes", "The {m} go");
  return unit === "" || plural[1]
    ? agreed.replace(/the (highest|largest) \{m\}/, "the most {m}").replace("the lowest {m}", "the fewest {m}")
    : agreed;
}

type Ask = (task: Task, slots: Record<string, string>, short: string) => void;

function pointsOf(chart: Chart, series: Series): Point[] {
  return chart.categories.map((category, i) => ({ category, value: series.values[i]! }));
}

/** Two values whose order can be read: printed ones that differ, or lengths that differ visibly. */
function apart(chart: Chart, a: number, b: number): boolean {
  if (a === b) return false;
  if (chart.reading === "labels" || chart.reading === "grid") return true;
  if (isAxisless(chart.kind)) return Math.max(a, b) >= Math.min(a, b) * 1.25;
  return Math.abs(a - b) >= (chart.scale.high - chart.scale.low) * 0.07;
}

/** Only where the direction is beyond doubt: it never turns, or the ends are far apart. */
function aboutTrend(chart: Chart, series: Series, within: string, ask: Ask): void {
  const { values } = series;
  const [first, last] = [values[0]!, values[values.length - 1]!];
  const range = chart.scale.high - chart.scale.low;
  const ends = { within, c: chart.categories[0]!, d: chart.categories[chart.categories.length - 1]! };
  if (chart.scale.log) return;
  const steps = values.slice(1).map((value, i) => value - values[i]!);
  if (steps.every((step) => step >= 0) && last - first > range * 0.15)
    ask("rise", ends, fill(phrases[chart.language].rise.tell[0]!, ends));
  else if (steps.every((step) => step <= 0) && first - last > range * 0.15)
    ask("fall", ends, fill(phrases[chart.language].fall.tell[0]!, ends));
  const biggest = steps.indexOf(Math.max(...steps));
  const others = steps.filter((_, i) => i !== biggest);
  if (steps[biggest]! - Math.max(...others) > range * 0.08)
    ask(
      "jump",
      { within, c: chart.categories[biggest]!, d: chart.categories[biggest + 1]! },
      `${chart.categories[biggest]!} - ${chart.categories[biggest + 1]!}`,
    );
}

function aboutSeries(chart: Chart, random: Random, ask: Ask): void {
  const i = random.int(0, chart.categories.length - 1);
  const at = chart.series.map(({ name, values }) => ({ name, value: values[i]! })).sort((a, b) => b.value - a.value);
  const category = chart.categories[i]!;
  if (at[0]!.value !== at[1]!.value)
    ask(
      "seriesMax",
      {
        c: category,
        s: at[0]!.name,
        v: printed(chart, at[0]!.value),
        list: listed(
          at.map(({ name, value }) => `${name} ${printed(chart, value)}`),
          chart.language,
        ),
      },
      at[0]!.name,
    );
  if (chart.measure.additive && chart.measure.unit !== "%") {
    const total = printed(
      chart,
      tidy(
        at.reduce((sum, { value }) => sum + value, 0),
        chart.measure.decimals,
      ),
    );
    ask("seriesSum", { c: category, sum: at.map(({ value }) => printed(chart, value)).join(" + "), r: total }, total);
  }
}

function aboutChanges(chart: Chart, random: Random): Question[] {
  const words = phrases[chart.language];
  const values = chart.series[0]!.values;
  const changes = chart.categories.map((category, i) => ({ category, value: values[i]! })).slice(1, -1);
  const found: Question[] = [];
  const ask: Ask = (task, slots, short) => {
    const all = { ...slots, m: chart.measure.name, set: chart.collection.name, within: "" };
    found.push({
      task,
      question: fill(random.pick(words[task].ask), all),
      answer: fill(random.pick(words[task].tell), all),
      short,
    });
  };
  const [start, end] = [values[0]!, values[values.length - 1]!];
  const ends = [chart.categories[0]!, chart.categories[chart.categories.length - 1]!] as const;
  ask("lookup", { c: ends[1], v: printed(chart, end) }, printed(chart, end));
  ask("lookup", { c: ends[0], v: printed(chart, start) }, printed(chart, start));
  const falls = changes.filter(({ value }) => value < 0);
  ask(
    "falls",
    {
      n: String(falls.length),
      list:
        listed(
          falls.map(({ category }) => category),
          chart.language,
        ) || "-",
    },
    String(falls.length),
  );
  const point = random.pick(changes);
  ask("change", { c: point.category, v: printed(chart, point.value) }, printed(chart, point.value));
  if (start !== end) {
    const net = tidy(end - start, chart.measure.decimals);
    ask("net", { v: printed(chart, end), w: printed(chart, start), r: printed(chart, net) }, printed(chart, net));
  }
  return found;
}

/** A full stop is not doubled after a slot that ends with one (`95 Tsd.`, `sept.`). */
export function fill(template: string, slots: Record<string, string>): string {
  return template.replace(/(\{(\w+)\})(\.?)/g, (_, whole: string, name: string, stop: string) => {
    const slot = slots[name] ?? whole;
    return slot.endsWith(".") ? slot : slot + stop;
  });
}
