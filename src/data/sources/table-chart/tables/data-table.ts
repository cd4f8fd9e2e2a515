/** Tables of measured things: numbers and words, plain, with totals, or with merged heads and groups, in five languages. */
import type { Random } from "../../../random.ts";
import { capitalized } from "../charts/headings.ts";
import { listed } from "../charts/phrases.ts";
import { agreeing, fill } from "../charts/questions.ts";
import { choose } from "../charts/random-chart.ts";
import type { Collection, Measure } from "../charts/topic.ts";
import { places } from "../charts/topic-names.ts";
import { topics } from "../charts/topics.ts";
import { formatNumber, formatValue, type Language, tidy, unitName, unitOf } from "../charts/units.ts";
import { dataWords } from "./data-words.ts";
import { type Cell, cell, type Grid } from "./grid.ts";

export interface TableFacts {
  readonly grid: Grid;
  readonly title: string;
  readonly questions: readonly (readonly [string, string])[];
  readonly caption: string;
}

interface Column {
  readonly measure: Measure;
  readonly head: string;
  readonly values: readonly number[];
  readonly texts: readonly string[];
}

/** Rows and columns that fit a width in CSS pixels with a font size. */
export interface Room {
  readonly rows: number;
  readonly columns: number;
}

const year = /^20\d\d$/;

export function dataTable(random: Random, room: Room, language: Language): TableFacts {
  const words = dataWords[language];
  const topic = random.pick(topics[language]);
  const collection = random.pick(topic.collections);
  const count = Math.min(collection.items.length, random.int(3, room.rows));
  const names = choose(random, collection, count);
  const dated = names.some((name) => year.test(name));
  const form = random.weighted({
    plain: 5,
    years: room.columns >= 4 && !dated ? 2.5 : 0,
    groups: count >= 4 ? 2.5 : 0,
  });
  const title = fill(random.pick(words.titles.filter((one) => !(dated && one.includes("{y}")))), {
    p: random.pick(places[language]),
    c: collection.name,
    C: capitalized(collection.name),
    n: String(random.int(1, 9)),
    y: String(random.int(2015, 2025)),
  });
  if (form === "years")
    return yearsTable(random, room, language, { title, collection, names, measure: random.pick(topic.measures) });
  const columns = random
    .shuffled(topic.measures)
    .slice(0, Math.min(topic.measures.length, random.int(1, Math.max(1, Math.min(4, room.columns - 2)))))
    .map((measure) => columnOf(random, measure, count, language));
  const word = random.chance(0.55) ? random.pick(words.columns) : undefined;
  const entries = word ? names.map(() => random.pick(word.options)) : [];
  const numbers: Omit<Cell, "text"> = { align: random.chance(0.7) ? "right" : "center" };
  const rows: Cell[][] = names.map((name, i) => [
    cell(name),
    ...(word ? [cell(entries[i]!)] : []),
    ...columns.map(({ texts }) => cell(texts[i]!, numbers)),
  ]);
  const head: Cell[] = [
    cell(capitalized(collection.name), { head: true }),
    ...(word ? [cell(word.head, { head: true })] : []),
    ...columns.map((column) => cell(column.head, { head: true, ...numbers })),
  ];
  const questions = aboutColumns(random, language, collection.name, names, columns);
  if (word) {
    const i = random.int(0, count - 1);
    questions.push([fill(random.pick(words.entry), { h: word.head, r: names[i]! }), entries[i]!]);
    const option = random.pick(entries);
    const same = names.filter((_, at) => entries[at] === option);
    questions.push([fill(words.sameEntry, { e: option, h: word.head }), counted(same, language)]);
  }
  const caption = fill(words.caption, {
    t: title,
    n: String(count),
    list: listed(names, language),
    heads: listed(
      head.map(({ text }) => text),
      language,
    ),
  });
  if (form === "groups")
    return { grid: grouped(random, head, rows, random.pick(words.groups)), title, questions, caption };
  const total = columns.every(({ measure }) => measure.additive && measure.unit !== "%") && !word && random.chance(0.5);
  const totals = [
    cell(words.total, { strong: true }),
    ...columns.map((column) => cell(sumText(column, language), { ...numbers, strong: true })),
  ];
  return { grid: [head, ...rows, ...(total ? [totals] : [])], title, questions, caption };
}

function counted(names: readonly string[], language: Language): string {
  const { none, counted } = dataWords[language];
  return names.length === 0 ? none : fill(counted, { n: String(names.length), list: listed(names, language) });
}

function columnOf(random: Random, measure: Measure, count: number, language: Language): Column {
  const unit = unitOf(measure.unit, language);
  const inHead = random.chance(0.6);
  const values = Array.from({ length: count }, () =>
    tidy(random.between(Math.max(measure.low, 0.1), measure.high), measure.decimals),
  );
  const name = capitalized(measure.name);
  return {
    measure,
    head: inHead && unitName(unit) ? `${name} (${unitName(unit)})` : name,
    values,
    texts: values.map((value) =>
      inHead ? formatNumber(value, measure.decimals, language) : formatValue(value, measure.decimals, unit, language),
    ),
  };
}

function sumText({ values, head, measure }: Column, language: Language): string {
  const sum = sumOf(values, measure);
  return head.endsWith(")")
    ? formatNumber(sum, measure.decimals, language)
    : formatValue(sum, measure.decimals, unitOf(measure.unit, language), language);
}

function sumOf(values: readonly number[], { decimals }: Measure): number {
  return tidy(
    values.reduce((a, b) => a + b, 0),
    decimals,
  );
}

function aboutColumns(
  random: Random,
  language: Language,
  thing: string,
  names: readonly string[],
  columns: readonly Column[],
): [string, string][] {
  const words = dataWords[language];
  const found: [string, string][] = [[random.pick(words.countRows), counted(names, language)]];
  for (const { measure, values, texts } of columns) {
    const unit = unitOf(measure.unit, language);
    const say = (value: number) => formatValue(value, measure.decimals, unit, language);
    const about = { m: measure.name, M: capitalized(measure.name), c: thing };
    const agreed = (template: string) => (language === "en" ? agreeing(template, measure) : template);
    const i = random.int(0, names.length - 1);
    found.push([fill(agreed(random.pick(words.lookup)), { ...about, r: names[i]! }), texts[i]!]);
    const order = names.map((name, at) => ({ name, value: values[at]! })).sort((a, b) => b.value - a.value);
    const [first, second] = [order[0]!, order[1]!];
    const [last, other] = [order[order.length - 1]!, order[order.length - 2]!];
    const all = listed(
      names.map((name, at) => `${name} ${say(values[at]!)}`),
      language,
    );
    const told = (template: string, { name, value }: { name: string; value: number }) =>
      fill(template, { all, v: say(value), r: name });
    if (first.value > second.value)
      found.push([fill(agreed(words.highest), about), told(random.pick(words.tellHighest), first)]);
    if (last.value < other.value)
      found.push([fill(agreed(words.lowest), about), told(random.pick(words.tellLowest), last)]);
    if (first.value > last.value)
      found.push([
        fill(words.difference, { ...about, r: first.name, s: last.name }),
        `${say(first.value)} - ${say(last.value)} = ${say(tidy(first.value - last.value, measure.decimals))}`,
      ]);
    if (measure.additive && measure.unit !== "%" && names.length <= 6)
      found.push([fill(words.sum, about), `${values.map(say).join(" + ")} = ${say(sumOf(values, measure))}`]);
    const limit = tidy((first.value + last.value) / 2, measure.decimals);
    const above = order.filter(({ value }) => value > limit).map(({ name, value }) => `${name} (${say(value)})`);
    found.push([fill(agreed(words.above), { ...about, v: say(limit) }), counted(above, language)]);
  }
  return found;
}

interface YearsPlan {
  readonly title: string;
  readonly collection: Collection;
  readonly names: readonly string[];
  readonly measure: Measure;
}

/** One measure over several years, under a head that spans them. */
function yearsTable(random: Random, room: Room, language: Language, plan: YearsPlan): TableFacts {
  const { title, collection, names, measure } = plan;
  const words = dataWords[language];
  const count = random.int(2, Math.min(4, room.columns - 1));
  const first = random.int(2012, 2025 - count);
  const years = Array.from({ length: count }, (_, i) => String(first + i));
  const unit = unitOf(measure.unit, language);
  const say = (value: number) => formatValue(value, measure.decimals, unit, language);
  const values = names.map(() => years.map(() => tidy(random.between(measure.low, measure.high), measure.decimals)));
  const head: Cell[][] = [
    [
      cell(capitalized(collection.name), { head: true, down: 2 }),
      cell(capitalized(measure.name), { head: true, across: count, align: "center" }),
    ],
    years.map((one) => cell(one, { head: true, align: "right" })),
  ];
  const rows = names.map((name, i) => [cell(name), ...values[i]!.map((value) => cell(say(value), { align: "right" }))]);
  const [i, j] = [random.int(0, names.length - 1), random.int(0, count - 1)];
  const about = {
    m: measure.name,
    M: capitalized(measure.name),
    c: collection.name,
    r: names[i]!,
    y: years[0]!,
    z: years[count - 1]!,
  };
  const agreed = (template: string) => (language === "en" ? agreeing(template, measure) : template);
  const questions: [string, string][] = [
    [fill(agreed(words.inYear), { ...about, y: years[j]! }), say(values[i]![j]!)],
    [words.whichYears, fill(words.list, { list: listed(years, language) })],
  ];
  const column = names.map((name, at) => ({ name, value: values[at]![j]! })).sort((a, b) => b.value - a.value);
  if (column[0]!.value > column[1]!.value)
    questions.push([
      fill(agreed(words.highestIn), { ...about, y: years[j]! }),
      fill(words.tellHighest[1]!, { r: column[0]!.name, v: say(column[0]!.value) }),
    ]);
  const [start, end] = [values[i]![0]!, values[i]![count - 1]!];
  const change = tidy(end - start, measure.decimals);
  if (change !== 0)
    questions.push([
      fill(words.change, about),
      fill(words.tellChange, {
        v: say(start),
        w: say(end),
        d: say(change),
        way: change > 0 ? words.rise : words.fall,
      }),
    ]);
  const grown = names.filter((_, at) => values[at]![count - 1]! > values[at]![0]!);
  questions.push([fill(words.grown, about), counted(grown, language)]);
  return {
    grid: [...head, ...rows],
    title,
    questions,
    caption: fill(words.yearsCaption, {
      ...about,
      t: title,
      list: listed(names, language),
      years: listed(years, language),
    }),
  };
}

/** The same rows in two groups, whose labels stand in a merged first column or in rows that span the table. */
function grouped(
  random: Random,
  head: readonly Cell[],
  rows: readonly Cell[][],
  labels: readonly [string, string],
): Grid {
  const cut = Math.ceil(rows.length / 2);
  const parts = [rows.slice(0, cut), rows.slice(cut)];
  if (random.chance(0.5))
    return [
      [cell("", { head: true }), ...head],
      ...parts.flatMap((part, p) =>
        part.map((row, i) => (i === 0 ? [cell(labels[p]!, { down: part.length, strong: true }), ...row] : row)),
      ),
    ];
  return [
    head,
    ...parts.flatMap((part, p) => [
      [cell(labels[p]!, { across: head.length, align: "center", strong: true })],
      ...part,
    ]),
  ];
}
