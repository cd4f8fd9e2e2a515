/** Cards, tickets and price lists whose text is wanted in a given format: JSON, CSV, Markdown, YAML, upper case, one field. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { namesOf } from "../kit/people.ts";
import { type Exchange, spin } from "../kit/phrases.ts";
import { drawing, line, rect, text, textWidth } from "../kit/svg.ts";

type Fields = readonly (readonly [key: string, value: string])[];
interface Sheet {
  readonly template: string;
  readonly title: string;
  readonly fields?: Fields;
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

const towns = ["Harwick", "Elmbridge", "Norvik", "San Telmo", "Kestrel Bay", "Altona", "Brookfield", "Monte Vela"];
const two = (value: number) => String(value).padStart(2, "0");
const dateOf = (random: Random) => `${random.int(2024, 2031)}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`;
const timeOf = (random: Random) => `${two(random.int(5, 23))}:${two(random.int(0, 11) * 5)}`;

function sheet(random: Random): Sheet {
  const [name, other] = namesOf(random, 2) as [string, string];
  const template = random.weighted({ ticket: 2, contact: 2, label: 2, menu: 3, results: 3 });
  switch (template) {
    case "ticket":
      return {
        template,
        title: random.pick(["Train ticket", "Boarding pass", "Bus ticket", "Concert ticket"]),
        fields: [
          ["Name", `${name} ${other[0]}.`],
          ["From", random.pick(towns)],
          ["To", random.pick(["Port Avel", "Grayling", "Ostfeld"])],
          ["Date", dateOf(random)],
          ["Time", timeOf(random)],
          ["Seat", `${random.int(1, 38)}${random.pick(["A", "B", "C", "D"])}`],
        ],
      };
    case "contact":
      return {
        template,
        title: `${name} ${random.pick(["Berger", "Sato", "Quinn", "Rossi", "Novak"])}`,
        fields: [
          ["Job", random.pick(["Architect", "Baker", "Dentist", "Gardener", "Lawyer"])],
          ["Phone", `+${random.int(10, 99)} ${random.int(100, 999)} ${random.int(1000, 9999)}`],
          ["E-mail", `${name.toLowerCase()}@${random.pick(["alder", "orbit", "helio", "kestrel"])}.example`],
          ["Town", random.pick(towns)],
        ],
      };
    case "label":
      return {
        template,
        title: random.pick(["Apple juice", "Oat biscuits", "Tomato soup", "Plum jam", "Rye bread"]),
        fields: [
          ["Weight", `${random.int(2, 19) * 50} g`],
          ["Price", `${random.int(1, 9)}.${two(random.int(0, 19) * 5)}`],
          ["Best before", dateOf(random)],
          ["Energy", `${random.int(80, 540)} kcal`],
          ["Lot", `L${random.int(1000, 9999)}`],
        ],
      };
    case "menu":
      return {
        template,
        title: random.pick(["Menu", "Lunch", "Today's menu", "Snacks"]),
        table: {
          head: ["Dish", "Price"],
          rows: random
            .shuffled([
              "Pea soup",
              "Fried rice",
              "Green salad",
              "Pancakes",
              "Fish pie",
              "Lentil stew",
              "Apple cake",
              "Iced tea",
            ])
            .slice(0, random.int(3, 5))
            .map((dish) => [dish, `${random.int(2, 14)}.${two(random.int(0, 9) * 10)}`]),
        },
      };
    case "results":
      return {
        template,
        title: random.pick(["Results", "Race results", "Points", "Score sheet"]),
        table: {
          head: ["Name", "Points", "Rank"],
          rows: namesOf(random, random.int(3, 5))
            .map((one, i) => ({ one, points: 98 - i * 9 - random.int(0, 8) }))
            .map(({ one, points }, i) => [one, String(points), String(i + 1)]),
        },
      };
  }
}

export const specifiedFormat = instructionSource(
  {
    name: "specified-format",
    leaf: "Recognition/OCR and Transcription/Specified Format Transcription",
    description: "Tickets, cards, labels and lists transcribed as JSON, CSV, Markdown, YAML and more.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const made = sheet(random);
    const size = 19;
    const parts: string[] = [];
    let width: number;
    let height: number;
    if (made.fields) {
      const keyWidth = Math.max(...made.fields.map(([key]) => textWidth(key, size))) + 24;
      width =
        Math.max(
          keyWidth + Math.max(...made.fields.map(([, value]) => textWidth(value, size))),
          textWidth(made.title, 26),
        ) + 70;
      height = 86 + made.fields.length * 31;
      for (const [i, [key, value]] of made.fields.entries()) {
        parts.push(
          text(34, 96 + i * 31, key, { size, anchor: "start", fill: look.muted, mark: "key" }),
          text(34 + keyWidth, 96 + i * 31, value, { size, anchor: "start", weight: 700, mark: "value" }),
        );
      }
    } else {
      const { head, rows } = made.table!;
      const widths = head.map((_, c) => Math.max(...[head, ...rows].map((row) => textWidth(row[c]!, size))) + 30);
      const starts = widths.map((_, c) => 34 + widths.slice(0, c).reduce((sum, one) => sum + one, 0));
      width = Math.max(starts.at(-1)! + widths.at(-1)!, textWidth(made.title, 26) + 34) + 30;
      height = 118 + rows.length * 31;
      for (const [r, row] of [head, ...rows].entries())
        for (const [c, cell] of row.entries())
          parts.push(
            text(starts[c]!, 96 + r * 31, cell, { size, anchor: "start", weight: r === 0 ? 700 : 400, mark: "cell" }),
          );
      parts.push(line(30, 104, width - 30, 104, { stroke: look.muted, width: 1.2 }));
    }
    const body = [
      rect(10, 10, width - 20, height - 20, {
        stroke: look.accents[0]!,
        fill: "none",
        width: 2,
        round: random.pick([0, 8, 16]),
      }),
      text(34, 54, made.title, { size: 26, weight: 700, anchor: "start", mark: "title" }),
      ...parts,
    ];
    return {
      template: made.template,
      pictures: [drawing(random, look, maxSide, { width: Math.ceil(width), height: Math.ceil(height) }, ...body)],
      turns: turnsFor(made, random),
    };
  },
);

const keyed = (key: string) => key.toLowerCase().replaceAll(/[^a-z]+/g, "_");

/** The content in each format that can be asked for. */
export function formatted({ title, fields, table }: Sheet): Record<string, string> {
  if (fields) {
    const object = Object.fromEntries([["title", title], ...fields.map(([key, value]) => [keyed(key), value])]);
    return {
      JSON: JSON.stringify(object, null, 2),
      "compact JSON on one line": JSON.stringify(object),
      YAML: [["title", title], ...fields.map(([key, value]) => [keyed(key!), value])]
        .map(([key, value]) => `${key}: "${value}"`)
        .join("\n"),
      "lines of the form key: value": [...fields].map(([key, value]) => `${key}: ${value}`).join("\n"),
      "a Markdown list with a heading": `# ${title}\n\n${fields.map(([key, value]) => `- **${key}:** ${value}`).join("\n")}`,
    };
  }
  const { head, rows } = table!;
  return {
    JSON: JSON.stringify(
      rows.map((row) => Object.fromEntries(head.map((key, c) => [keyed(key), row[c]!]))),
      null,
      2,
    ),
    CSV: [head, ...rows].map((row) => row.join(",")).join("\n"),
    "a Markdown table": [
      `| ${head.join(" | ")} |`,
      `|${head.map(() => " --- ").join("|")}|`,
      ...rows.map((row) => `| ${row.join(" | ")} |`),
    ].join("\n"),
    "an HTML table without attributes": `<table>\n<tr>${head.map((cell) => `<th>${cell}</th>`).join("")}</tr>\n${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n")}\n</table>`,
    "tab-separated values": [head, ...rows].map((row) => row.join("\t")).join("\n"),
  };
}

function turnsFor(made: Sheet, random: Random): Exchange[] {
  const all = Object.entries(formatted(made));
  const picked = random.shuffled(all).slice(0, random.pick([1, 1, 2]));
  const fenced = ["JSON", "YAML", "CSV"];
  const turns = picked.map(
    ([format, answer], i): Exchange => [
      spin(
        random,
        i === 0
          ? `{Transcribe this as ${format}.|Give me the content as ${format}.|Convert what is written here to ${format}.|Write the text of the picture as ${format}.|Extract the data as ${format}.}`
          : `{Now as ${format}, please.|And as ${format}?|The same as ${format}.}`,
      ),
      fenced.includes(format) && random.chance(0.5) ? `\`\`\`${format.toLowerCase()}\n${answer}\n\`\`\`` : answer,
    ],
  );
  if (made.fields && random.chance(0.4)) {
    const [key, value] = random.pick(made.fields);
    turns.push([
      spin(
        random,
        `{Only the value of "${key}", nothing else.|What is given for "${key}"? Reply with the bare value.}`,
      ),
      value,
    ]);
  }
  return turns;
}
