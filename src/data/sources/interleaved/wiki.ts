/**
 * Articles as in an encyclopedia: sections of text with a picture of the article's own numbers and pictures of its subject's
 * kind, in five languages.
 */

import { familiesFor } from "../../camera/fonts.ts";
import { randomFor } from "../../random.ts";
import { imagePart, type Part, target } from "../../sample.ts";
import { type Draft, type Source, Unfit } from "../../source.ts";
import { article } from "../document/prose/article.ts";
import type { Language } from "../document/prose/names.ts";
import { languageOfPage } from "../document/sheet.ts";
import { tableFigure } from "./figure.ts";

const refers: Record<Language, readonly [figure: string, see: string, most: string]> = {
  en: [
    "Figure",
    "Figure {n} shows the numbers as a chart: {caption}.",
    "The largest value in figure {n} is {value} ({name}), the smallest {least} ({last}).",
  ],
  de: [
    "Abbildung",
    "Abbildung {n} zeigt die Zahlen als Diagramm: {caption}.",
    "Der größte Wert in Abbildung {n} ist {value} ({name}), der kleinste {least} ({last}).",
  ],
  fr: [
    "Figure",
    "La figure {n} montre les chiffres : {caption}.",
    "La plus grande valeur de la figure {n} est {value} ({name}), la plus petite {least} ({last}).",
  ],
  es: [
    "Figura",
    "La figura {n} muestra los números: {caption}.",
    "El valor mayor de la figura {n} es {value} ({name}) y el menor {least} ({last}).",
  ],
  zh: ["图", "图{n}用图表显示这些数字：{caption}。", "图{n}中最大的数是{value}（{name}），最小的是{least}（{last}）。"],
};

export const wikiArticle: Source = {
  name: "wiki-article",
  category: "interleaved",
  version: 1,
  description: "Encyclopedia articles in five languages with a chart of their own numbers.",
  draft({ random, maxSide }): Draft {
    const language = languageOfPage(random);
    const topic = random.pick(language === "en" ? ["history", "geography", "history", "study"] : ["history"]);
    const one = article(random, language, topic);
    const table =
      one.table && topic === "study"
        ? { ...one.table, rows: one.table.rows.map((row) => [row[0]!, row[2]!]) }
        : one.table;
    const font = language === "zh" ? familiesFor("Han")[0] : undefined;
    const figure = table && tableFigure(random, maxSide, table, font);
    if (!table || !figure) throw new Unfit("the article has no numbers to draw");
    const seed = random.int(0, 2 ** 31);
    return {
      template: `${language}:${one.topic}`,
      pictures: [figure.picture],
      augment: random.weighted({ none: 7, light: 3 }),
      compose() {
        const own = randomFor(seed, 0, "wiki-article");
        const [word, see, most] = refers[language];
        const numbers = table.rows.map((row) => Number(row[row.length - 1]!.replaceAll(/\D/g, "")));
        const [high, low] = [numbers.indexOf(Math.max(...numbers)), numbers.indexOf(Math.min(...numbers))];
        const cell = (row: number, end: boolean) => table.rows[row]![end ? table.rows[row]!.length - 1 : 0]!;
        const fill = (template: string) =>
          template
            .replaceAll("{n}", "1")
            .replaceAll("{caption}", table.caption)
            .replaceAll("{value}", cell(high, true))
            .replaceAll("{name}", cell(high, false))
            .replaceAll("{least}", cell(low, true))
            .replaceAll("{last}", cell(low, false));
        const at = own.int(0, one.sections.length - 1);
        const space = language === "zh" ? "" : " ";
        const parts: Part[] = [target(`# ${one.title}\n\n${one.summary}\n\n`)];
        for (const [i, { title, paragraphs }] of one.sections.entries()) {
          const text = `## ${title}\n\n${paragraphs.join("\n\n")}\n\n`;
          if (i !== at) {
            parts.push(target(text));
            continue;
          }
          parts.push(target(`${text}${fill(see)}\n\n`), imagePart(0));
          parts.push(
            target(
              `\n\n${word}${space}1${language === "zh" ? "：" : ": "}${table.caption}\n\n${own.chance(0.7) ? `${fill(most)}\n\n` : ""}`,
            ),
          );
        }
        if (one.list) parts.push(target(`${one.list.lead}\n${one.list.items.map((item) => `- ${item}`).join("\n")}\n`));
        return { content: { kind: "document", parts }, language };
      },
    };
  },
};
