/** Tables in text (Markdown, CSV, aligned, JSON) and questions that a look at the cells answers. */
import type { Source, SourceContext } from "../../source.ts";
import { townName } from "./description.ts";
import { capital, listed, plural } from "./support/english.ts";
import { drawn } from "./support/held-out.ts";
import { say } from "./support/phrase.ts";
import { chatDraft, completionDraft, textDraft } from "./support/text-draft.ts";
import { people } from "./words/people.ts";
import { months, weekdays } from "./words/places.ts";
import * as things from "./words/things.ts";

export interface Table {
  /** What a row is: `person`, `town`, `good`. */
  readonly row: string;
  /** The first column names the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly units: readonly string[];
}

export const tableLookupSource: Source = {
  name: "text-table",
  category: "text",
  version: 3,
  description: "tables written as text, with questions about cells, extremes, sums and differences",
  draft(context) {
    const { random } = context;
    const table = drawn(
      context,
      () => makeTable(context),
      ({ rows }) => JSON.stringify(rows),
    );
    const style = random.pick(["markdown", "csv", "aligned", "json", "sentences"] as const);
    const text = writeTable(table, style);
    const pairs = random.shuffled(questionsAbout(context, table)).slice(0, random.int(1, 3)) as [string, string][];
    const [first, ...rest] = pairs;
    if (random.chance(0.15)) {
      const other = random.pick((["markdown", "csv", "json"] as const).filter((one) => one !== style));
      const wanted = { markdown: "a Markdown table", csv: "CSV", json: "JSON" }[other];
      return chatDraft(`to-${other}`, [
        [
          `${random.pick(["Write this as", "Convert this to", "Give me this as"])} ${wanted}:\n\n${text}`,
          writeTable(table, other),
        ],
      ]);
    }
    if (random.chance(0.15))
      return textDraft(style, `${text}\n\n${pairs.map(([question, answer]) => `${question} ${answer}`).join("\n")}`);
    if (random.chance(0.3)) return completionDraft(style, `${text}\n\n${first![0]}\n`, first![1]);
    return chatDraft(style, [[`${text}\n\n${first![0]}`, first![1]], ...rest]);
  },
};

function makeTable(context: SourceContext): Table {
  const { random } = context;
  const count = random.int(3, 6);
  const numbers = (low: number, high: number) => {
    const list = new Set<number>();
    while (list.size < count) list.add(random.int(low, high));
    return random.shuffled([...list]);
  };
  const subjects = () => people(context, count).map((one) => one.name);
  const towns = () => {
    const list = new Set<string>();
    while (list.size < count) list.add(townName(context));
    return [...list];
  };
  const pick = (bank: readonly string[]) => random.shuffled(bank).slice(0, count);
  const of = (row: string, columns: string[], units: string[], ...cells: (readonly (string | number)[])[]): Table => ({
    row,
    columns,
    units,
    rows: cells[0]!.map((_, i) => cells.map((column) => column[i]!)),
  });
  switch (random.int(0, 5)) {
    case 0:
      return of("person", ["Name", "Age", "City"], ["", "years", ""], subjects(), numbers(8, 80), towns());
    case 1:
      return of(
        "person",
        ["Name", "Points", "Colour"],
        ["", "points", ""],
        subjects(),
        numbers(3, 99),
        pick(things.colors),
      );
    case 2:
      return of(
        "good",
        ["Item", "Price", "Stock"],
        ["", "euros", "pieces"],
        pick([...things.clothes, ...things.furniture]),
        numbers(5, 200),
        numbers(0, 50),
      );
    case 3:
      return of(
        "day",
        ["Day", "Temperature", "Rain"],
        ["", "degrees", "millimetres"],
        weekdays.slice(0, count),
        numbers(-5, 34),
        numbers(0, 30),
      );
    case 4:
      return of(
        "town",
        ["Town", "Inhabitants", "Schools"],
        ["", "inhabitants", "schools"],
        towns(),
        numbers(2, 900).map((n) => n * 100),
        numbers(1, 12),
      );
    default: {
      const fruit = plural(random.pick(things.fruits));
      const start = random.int(0, 12 - count);
      return of(
        "month",
        ["Month", capital(fruit), "Visitors"],
        ["", fruit, "visitors"],
        months.slice(start, start + count),
        numbers(10, 400),
        numbers(20, 900),
      );
    }
  }
}

export function writeTable(
  { columns, rows }: Table,
  style: "markdown" | "csv" | "aligned" | "json" | "sentences",
): string {
  switch (style) {
    case "markdown":
      return [columns, columns.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
    case "csv":
      return [columns, ...rows].map((row) => row.join(",")).join("\n");
    case "aligned": {
      const widths = columns.map(
        (column, i) => Math.max(column.length, ...rows.map((row) => String(row[i]).length)) + 2,
      );
      return [columns, ...rows]
        .map((row) =>
          row
            .map((cell, i) => String(cell).padEnd(widths[i]!))
            .join("")
            .trimEnd(),
        )
        .join("\n");
    }
    case "json":
      return JSON.stringify(
        rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.toLowerCase(), row[i]]))),
      );
    default:
      return rows
        .map(
          (row) =>
            `${columns[0]}: ${row[0]}; ${columns
              .slice(1)
              .map((column, i) => `${column.toLowerCase()}: ${row[i + 1]}`)
              .join("; ")}.`,
        )
        .join("\n");
  }
}

/** `3 peaches`, `1 peach`. */
function amount(value: number, unit: string): string {
  const one = unit
    .replace(/ies$/, "y")
    .replace(/(ch|sh)es$/, "$1")
    .replace(/s$/, "");
  return `${value} ${value === 1 ? one : unit}`;
}

/** Numbers in a column differ from each other, so that there is one most and one least. */
export function questionsAbout({ random }: SourceContext, table: Table): [question: string, answer: string][] {
  const { columns, rows, units } = table;
  const numeric = columns.map((_, i) => i).filter((i) => typeof rows[0]![i] === "number");
  const row = random.pick(rows);
  const column = random.int(1, columns.length - 1);
  const [c, unit] = (() => {
    const at = random.pick(numeric);
    return [at, units[at]!] as const;
  })();
  const values = rows.map((one) => one[c] as number);
  const sorted = [...rows].sort((a, b) => (b[c] as number) - (a[c] as number));
  const [most, least] = [sorted[0]!, sorted.at(-1)!];
  const label = columns[c]!.toLowerCase();
  const [one, other] = random.shuffled(rows) as [(typeof rows)[number], (typeof rows)[number]];
  const [high, low] = (one[c] as number) > (other[c] as number) ? [one, other] : [other, one];
  const total = values.reduce((sum, value) => sum + value, 0);
  const limit = random.pick(values);
  const above = rows.filter((each) => (each[c] as number) > limit).map((each) => String(each[0]));
  const slots = { name: String(row[0]), column: columns[column]!, cell: String(row[column]), label };
  return [
    [
      say(random, "[What stands under {column} for {name}|What does the column {column} say for {name}]?", slots),
      String(row[column]),
    ],
    [
      say(random, "What does the table say about {name}?", slots),
      `${row[0]}: ${listed(columns.slice(1).map((head, i) => `${head.toLowerCase()} ${row[i + 1]}`))}.`,
    ],
    [
      say(random, "Which row has the [highest|largest] value for {label}?", slots),
      `${most[0]}, with ${amount(most[c] as number, unit)}.`,
    ],
    [
      say(random, "Which row has the [lowest|smallest] value for {label}?", slots),
      `${least[0]}, with ${amount(least[c] as number, unit)}.`,
    ],
    [
      `What is the difference in ${label} between ${one[0]} and ${other[0]}?`,
      `${high[c]} - ${(low[c] as number) < 0 ? `(${low[c]})` : low[c]} = ${amount((high[c] as number) - (low[c] as number), unit)}.`,
    ],
    ...(values.every((value) => value >= 0)
      ? [[`What is the sum of the column ${columns[c]}?`, `${values.join(" + ")} = ${total}.`] as [string, string]]
      : []),
    [`Which rows have more than ${amount(limit, unit)}?`, above.length === 0 ? "None of them." : `${listed(above)}.`],
    ["How many rows does the table have, without its head?", `It has ${rows.length} rows.`],
    ["What are the columns called?", `${listed(columns)}.`],
    [
      `List the ${plural(table.row)} by ${label}, highest first.`.replace("persons", "people"),
      `${listed(sorted.map((each) => String(each[0])))}.`,
    ],
  ];
}
