/** Tables of measured things: numbers and words, plain, with totals, or with merged heads and groups. */
import type { Random } from "../../../random.ts";
import { listed } from "../charts/answers.ts";
import { capitalized } from "../charts/headings.ts";
import { choose } from "../charts/random-chart.ts";
import type { Measure } from "../charts/topic.ts";
import { places } from "../charts/topic-names.ts";
import { topics } from "../charts/topics.ts";
import { formatNumber, formatValue, tidy, unitName, unitOf } from "../charts/units.ts";
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

const words: readonly { readonly head: string; readonly ask: string; readonly options: readonly string[] }[] = [
  { head: "Status", ask: "the status", options: ["Open", "Closed", "Pending", "Paused"] },
  { head: "Manager", ask: "the manager", options: ["A. Berg", "C. Diaz", "E. Fox", "G. Hale", "I. Jung", "K. Lund"] },
  { head: "Grade", ask: "the grade", options: ["A", "B", "C", "D"] },
  { head: "Trend", ask: "the trend", options: ["up", "down", "steady"] },
  { head: "Code", ask: "the code", options: ["AX-1", "BR-7", "CT-4", "DN-9", "EL-2", "FM-5"] },
  { head: "Checked", ask: "the entry under Checked", options: ["yes", "no"] },
  { head: "Level", ask: "the level", options: ["low", "medium", "high"] },
  { head: "Since", ask: "the year under Since", options: ["2008", "2011", "2014", "2017", "2019", "2022"] },
];

/** Rows and columns that fit a width in CSS pixels with a font size. */
export interface Room {
  readonly rows: number;
  readonly columns: number;
}

export function dataTable(random: Random, room: Room): TableFacts {
  const topic = random.pick(topics.en);
  const collection = random.pick(topic.collections);
  const count = Math.min(collection.items.length, random.int(3, room.rows));
  const names = choose(random, collection, count);
  const form = random.weighted({ plain: 5, years: room.columns >= 4 ? 2.5 : 0, groups: count >= 4 ? 2.5 : 0 });
  const title = random.pick([
    `${random.pick(places.en)}: overview by ${collection.name}`,
    `Table ${random.int(1, 9)}: figures by ${collection.name}`,
    `Results by ${collection.name}`,
    `${capitalized(collection.name)} report ${random.int(2015, 2025)}`,
    `${random.pick(places.en)}, figures per ${collection.name}`,
  ]);
  if (form === "years") return yearsTable(random, room, title, collection.name, names, random.pick(topic.measures));
  const columns = random
    .shuffled(topic.measures)
    .slice(0, Math.min(topic.measures.length, random.int(1, Math.max(1, Math.min(4, room.columns - 2)))))
    .map((measure) => columnOf(random, measure, count));
  const word = random.chance(0.55) ? random.pick(words) : undefined;
  const entries = word ? names.map(() => random.pick(word.options)) : [];
  const numbers: Omit<Cell, "text"> = { align: random.chance(0.7) ? "right" : "center" };
  const rows: Cell[][] = names.map((name, i) => [
    cell(name, { strong: random.chance(0) }),
    ...(word ? [cell(entries[i]!)] : []),
    ...columns.map(({ texts }) => cell(texts[i]!, numbers)),
  ]);
  const head: Cell[] = [
    cell(capitalized(collection.name), { head: true }),
    ...(word ? [cell(word.head, { head: true })] : []),
    ...columns.map((column) => cell(column.head, { head: true, ...numbers })),
  ];
  const questions = aboutColumns(random, collection.name, names, columns);
  if (word) {
    const i = random.int(0, count - 1);
    questions.push([`What is ${word.ask} of ${names[i]!}?`, entries[i]!]);
    const option = random.pick(entries);
    const same = names.filter((_, at) => entries[at] === option);
    questions.push([`How many rows have "${option}" under ${word.head}?`, `${same.length}: ${listed(same, "en")}.`]);
  }
  const caption = `A table titled "${title}" with ${count} rows (${listed(names, "en")}) and the columns ${listed(
    head.map(({ text }) => text),
    "en",
  )}.`;
  if (form === "groups") return { ...grouped(random, head, rows, names), title, questions: [...questions], caption };
  const total = columns.every(({ measure }) => measure.additive && measure.unit !== "%") && !word && random.chance(0.5);
  const body = total
    ? [
        ...rows,
        [
          cell("Total", { strong: true }),
          ...columns.map((column) => cell(sumText(column), { ...numbers, strong: true })),
        ],
      ]
    : rows;
  return { grid: [head, ...body], title, questions, caption };
}

function columnOf(random: Random, measure: Measure, count: number): Column {
  const unit = unitOf(measure.unit, "en");
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
      inHead ? formatNumber(value, measure.decimals, "en") : formatValue(value, measure.decimals, unit, "en"),
    ),
  };
}

function sumText(column: Column): string {
  const sum = tidy(
    column.values.reduce((a, b) => a + b, 0),
    column.measure.decimals,
  );
  const inHead = column.head.endsWith(")");
  return inHead
    ? formatNumber(sum, column.measure.decimals, "en")
    : formatValue(sum, column.measure.decimals, unitOf(column.measure.unit, "en"), "en");
}

function aboutColumns(
  random: Random,
  thing: string,
  names: readonly string[],
  columns: readonly Column[],
): [string, string][] {
  const found: [string, string][] = [
    [
      random.pick([
        "How many rows does the table have, not counting the header and totals?",
        `How many entries are listed?`,
      ]),
      `${names.length}: ${listed(names, "en")}.`,
    ],
  ];
  for (const { measure, values, texts } of columns) {
    const unit = unitOf(measure.unit, "en");
    const say = (value: number) => formatValue(value, measure.decimals, unit, "en");
    const i = random.int(0, names.length - 1);
    found.push([
      random.pick([
        `What is the ${measure.name} of ${names[i]!}?`,
        `Look up the ${measure.name} for ${names[i]!}.`,
        `${names[i]!}: what ${measure.name} does the table give?`,
      ]),
      texts[i]!,
    ]);
    const order = names.map((name, at) => ({ name, value: values[at]! })).sort((a, b) => b.value - a.value);
    const [first, second] = [order[0]!, order[1]!];
    const [last, other] = [order[order.length - 1]!, order[order.length - 2]!];
    const all = names.map((name, at) => `${name} ${say(values[at]!)}`).join(", ");
    if (first.value > second.value)
      found.push([
        `Which ${thing} has the highest ${measure.name}?`,
        random.pick([
          `Comparing ${all}, the highest is ${say(first.value)}: ${first.name}.`,
          `${first.name}, with ${say(first.value)}.`,
        ]),
      ]);
    if (last.value < other.value)
      found.push([
        `Which ${thing} has the lowest ${measure.name}?`,
        random.pick([
          `Comparing ${all}, the lowest is ${say(last.value)}: ${last.name}.`,
          `${last.name}, with ${say(last.value)}.`,
        ]),
      ]);
    if (first.value > last.value) {
      const gap = tidy(first.value - last.value, measure.decimals);
      found.push([
        `What is the difference in ${measure.name} between ${first.name} and ${last.name}?`,
        `${say(first.value)} - ${say(last.value)} = ${say(gap)}.`,
      ]);
    }
    if (measure.additive && measure.unit !== "%" && names.length <= 6)
      found.push([
        `What is the total ${measure.name}?`,
        `${values.map(say).join(" + ")} = ${say(
          tidy(
            values.reduce((a, b) => a + b, 0),
            measure.decimals,
          ),
        )}.`,
      ]);
    const limit = tidy((first.value + last.value) / 2, measure.decimals);
    const above = order.filter(({ value }) => value > limit);
    found.push([
      `How many have a ${measure.name} above ${say(limit)}?`,
      above.length === 0
        ? "None."
        : `${above.length}: ${listed(
            above.map(({ name, value }) => `${name} (${say(value)})`),
            "en",
          )}.`,
    ]);
  }
  return found;
}

/** One measure over several years, under a head that spans them, with the change in the last column now and then. */
function yearsTable(
  random: Random,
  room: Room,
  title: string,
  thing: string,
  names: readonly string[],
  measure: Measure,
): TableFacts {
  const count = random.int(2, Math.min(4, room.columns - 1));
  const first = random.int(2012, 2025 - count);
  const years = Array.from({ length: count }, (_, i) => String(first + i));
  const unit = unitOf(measure.unit, "en");
  const say = (value: number) => formatValue(value, measure.decimals, unit, "en");
  const values = names.map(() => years.map(() => tidy(random.between(measure.low, measure.high), measure.decimals)));
  const head: Cell[][] = [
    [
      cell(capitalized(thing), { head: true, down: 2 }),
      cell(capitalized(measure.name), { head: true, across: count, align: "center" }),
    ],
    years.map((year) => cell(year, { head: true, align: "right" })),
  ];
  const rows = names.map((name, i) => [cell(name), ...values[i]!.map((value) => cell(say(value), { align: "right" }))]);
  const [i, j] = [random.int(0, names.length - 1), random.int(0, count - 1)];
  const questions: [string, string][] = [
    [`What was the ${measure.name} of ${names[i]!} in ${years[j]!}?`, say(values[i]![j]!)],
    ["Which years does the table cover?", `${listed(years, "en")}.`],
  ];
  const column = names.map((name, at) => ({ name, value: values[at]![j]! })).sort((a, b) => b.value - a.value);
  if (column[0]!.value > column[1]!.value)
    questions.push([
      `Which ${thing} had the highest ${measure.name} in ${years[j]!}?`,
      `${column[0]!.name}, with ${say(column[0]!.value)}.`,
    ]);
  const [start, end] = [values[i]![0]!, values[i]![count - 1]!];
  const change = tidy(end - start, measure.decimals);
  if (change !== 0)
    questions.push([
      `By how much did the ${measure.name} of ${names[i]!} change from ${years[0]!} to ${years[count - 1]!}?`,
      `From ${say(start)} to ${say(end)}: ${say(end)} - ${say(start)} = ${say(change)}, ${change > 0 ? "an increase" : "a decrease"}.`,
    ]);
  const grown = names.filter((_, at) => values[at]![count - 1]! > values[at]![0]!);
  questions.push([
    `For how many rows is the value of ${years[count - 1]!} higher than that of ${years[0]!}?`,
    grown.length === 0 ? "None." : `${grown.length}: ${listed(grown, "en")}.`,
  ]);
  return {
    grid: [...head, ...rows],
    title,
    questions,
    caption: `A table titled "${title}" that gives the ${measure.name} of ${listed(names, "en")} for ${listed(years, "en")}.`,
  };
}

/** The same rows in groups, whose names stand in a merged first column or in rows that span the table. */
function grouped(
  random: Random,
  head: readonly Cell[],
  rows: readonly Cell[][],
  names: readonly string[],
): { grid: Grid } {
  const labels = random.pick([
    ["Group A", "Group B"],
    ["North", "South"],
    ["First half", "Second half"],
    ["Batch 1", "Batch 2"],
    ["Team X", "Team Y"],
  ]);
  const cut = Math.ceil(names.length / 2);
  const parts = [rows.slice(0, cut), rows.slice(cut)];
  if (random.chance(0.5)) {
    return {
      grid: [
        [cell("", { head: true }), ...head],
        ...parts.flatMap((part, p) =>
          part.map((row, i) => (i === 0 ? [cell(labels[p]!, { down: part.length, strong: true }), ...row] : row)),
        ),
      ],
    };
  }
  return {
    grid: [
      head,
      ...parts.flatMap((part, p) => [
        [cell(labels[p]!, { across: head.length, align: "center", strong: true })],
        ...part,
      ]),
    ],
  };
}
