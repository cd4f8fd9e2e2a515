/** Short programs and commands for manuals, with the sentence that leads to them. */
import type { Random } from "../../../random.ts";

const nouns = ["order", "user", "price", "item", "page", "point", "place", "sample", "book", "task"];
const verbs = ["load", "save", "count", "sort", "merge", "check", "send", "print"];

export interface Program {
  readonly lead: string;
  readonly language: string;
  readonly lines: readonly string[];
}

export function program(random: Random): Program {
  const [noun, other] = random.shuffled(nouns) as [string, string];
  const verb = random.pick(verbs);
  const number = random.int(2, 99);
  switch (random.int(0, 5)) {
    case 0:
      return {
        lead: "In Python this looks as follows.",
        language: "python",
        lines: [
          `def ${verb}_${noun}s(${noun}s):`,
          `    total = ${random.int(0, 3)}`,
          `    for ${noun} in ${noun}s:`,
          `        if ${noun}.${other} > ${number}:`,
          `            total += ${noun}.${other}`,
          "    return total",
        ],
      };
    case 1:
      return {
        lead: "Run these commands:",
        language: "bash",
        lines: [`mkdir ${noun}s`, `cd ${noun}s`, `${verb} --${other} ${number} ${noun}.txt`],
      };
    case 2:
      return {
        lead: "The settings are kept in a file:",
        language: "json",
        lines: [
          "{",
          `  "${noun}": "${random.pick(["large", "small", "auto"])}",`,
          `  "${other}": ${number},`,
          `  "${verb}": ${random.chance(0.5)}`,
          "}",
        ],
      };
    case 3:
      return {
        lead: "A query for the report:",
        language: "sql",
        lines: [
          `SELECT ${noun}, COUNT(*) AS ${other}s`,
          "FROM records",
          `WHERE ${other} >= ${number}`,
          `GROUP BY ${noun}`,
          `ORDER BY ${other}s DESC;`,
        ],
      };
    case 4:
      return {
        lead: "The same in TypeScript:",
        language: "typescript",
        lines: [
          `const ${noun}s = await ${verb}(${number});`,
          `for (const ${noun} of ${noun}s) {`,
          `  console.log(${noun}.${other});`,
          "}",
        ],
      };
    default:
      return {
        lead: "Add this rule to the style sheet:",
        language: "css",
        lines: [`.${noun} {`, `  margin: ${number}px;`, `  color: ${random.pick(["navy", "teal", "#336699"])};`, "}"],
      };
  }
}
