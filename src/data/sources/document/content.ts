/** Articles as blocks: emphasis, numbered headings, tables, lists and quotes where the layout wants them. */
import type { Random } from "../../random.ts";
import { displayFormula, dollars, namedFormulas } from "./formulas.ts";
import type { Article, TableText } from "./prose/article.ts";
import type { Language } from "./prose/names.ts";
import { type Block, type Cell, heading, type Inline, paragraph, type Table, text } from "./tree.ts";

/** A text of which now and then a word stands out. */
export function emphasised(random: Random, value: string): Inline[] {
  const words = [...value.matchAll(/[\p{Script=Latin}\d]{5,}/gu)];
  if (words.length === 0 || !random.chance(0.3)) return [text(value)];
  const word = random.pick(words);
  const end = word.index + word[0].length;
  const inlines = [
    text(value.slice(0, word.index)),
    text(word[0], random.pick(["bold", "italic"])),
    text(value.slice(end)),
  ];
  return inlines.filter((one) => one.type !== "text" || one.text !== "");
}

/** A sentence with `$...$` in it. */
export function withMath(sentence: string): Inline[] {
  return dollars(sentence).flatMap((piece, i): Inline[] =>
    piece === "" ? [] : [i % 2 === 1 ? { type: "math", latex: piece } : text(piece)],
  );
}

/** The text's table as it is, or with cells that reach over others. */
export function tableBlock(random: Random, table: TableText, language: Language, title?: string): Table {
  const { caption, head, rows } = table;
  const full = rows.every((row) => row.every((cell) => cell !== ""));
  const wide = full && head.length > 2;
  const form = random.weighted({
    plain: 5,
    titled: title === undefined ? 1.5 : 0,
    over: wide ? 2 : 0,
    grouped: wide ? 2 : 0,
    total: full ? 0 : 4,
  });
  const captioned = {
    type: "table" as const,
    caption: title === undefined ? [text(caption)] : [text(title, "bold"), text(` ${caption}`)],
  };
  const cells = (row: readonly string[]): Cell[] => row.map((cell) => (cell === "" ? [] : [text(cell)]));
  const plain: Table = { ...captioned, head: cells(head), rows: rows.map(cells), align: alignment(head, rows) };
  if (form === "titled") {
    // the caption as a row of the table, as wide as all of it
    const { caption: _, ...rest } = plain;
    return { ...rest, over: [[text(caption)], ...head.slice(1).map(() => "left" as const)] };
  }
  if (form === "over") {
    const [first, second, ...others] = head;
    return {
      ...plain,
      over: [[text(first!)], [text(measured[language])], ...others.map(() => "left" as const)],
      head: ["above", ...cells([second!, ...others])],
    };
  }
  if (form === "grouped") {
    const names = head.slice(1);
    const lines = rows.flatMap((row) =>
      names.map((name, i): Cell[] => [i === 0 ? [text(row[0]!)] : "above", [text(name)], [text(row[i + 1]!)]]),
    );
    const [quantity, value] = quantities[language];
    return { ...captioned, head: cells([head[0]!, quantity, value]), rows: lines, align: ["left", "left", "right"] };
  }
  if (form === "total") {
    const merged = rows.map((row) => row.map((cell): Cell => (cell === "" ? "left" : [text(cell)])));
    return { ...plain, rows: merged };
  }
  return plain;
}

const measured: Record<Language, string> = { en: "Measured", de: "Messung", fr: "Mesures", es: "Medidas", zh: "测量" };
const quantities: Record<Language, readonly [quantity: string, value: string]> = {
  en: ["Quantity", "Value"],
  de: ["Größe", "Wert"],
  fr: ["Grandeur", "Valeur"],
  es: ["Magnitud", "Valor"],
  zh: ["项目", "数值"],
};

/** Columns of numbers stand at the right. */
function alignment(head: readonly string[], rows: TableText["rows"]): ("left" | "right")[] {
  return head.map((_, i) => (rows.every((row) => /^[\d.,\s]*$/.test(row[i]!)) ? "right" : "left"));
}

export interface ArticleLook {
  /** Level of section headings. */
  readonly level: number;
  readonly numbered?: boolean;
  readonly capitals?: boolean;
  readonly maths?: boolean;
}

/** Sections with their headings; the list and the table follow one of them. */
export function articleBlocks(
  random: Random,
  one: Article,
  { level, numbered, capitals, maths }: ArticleLook,
): Block[] {
  const listAt = one.list ? random.int(0, one.sections.length - 1) : -1;
  const tableAt = one.table && random.chance(0.75) ? random.int(0, one.sections.length - 1) : -1;
  const quoteAt = random.chance(0.2) ? random.int(0, one.sections.length - 1) : -1;
  const mathAt = maths ? random.int(0, one.sections.length - 1) : -1;
  return one.sections.flatMap(({ title, paragraphs }, i): Block[] => {
    const name = capitals ? title.toLocaleUpperCase(one.language) : title;
    const blocks: Block[] = [heading(level, numbered ? `${i + 1} ${name}` : name)];
    for (const each of paragraphs) blocks.push(paragraph(emphasised(random, each)));
    if (i === mathAt) blocks.push(...mathBlocks(random));
    if (i === quoteAt) blocks.push({ type: "quote", inlines: [text(one.summary)] });
    if (i === listAt && one.list) {
      blocks.push(paragraph(one.list.lead));
      blocks.push({ type: "list", ordered: one.list.ordered, items: one.list.items.map((item) => [text(item)]) });
    }
    if (i === tableAt && one.table) blocks.push(tableBlock(random, one.table, one.language));
    return blocks;
  });
}

/** A formula with the sentence that explains it, or some formula with a plain lead. */
export function mathBlocks(random: Random, number?: string): Block[] {
  if (random.chance(0.6)) {
    const { name, latex, where } = random.pick(namedFormulas);
    const lead = random.pick([`${name} reads`, `${name} can be written as`, `We recall this: ${name}.`]);
    return [
      paragraph(lead),
      { type: "formula", latex, ...(number ? { number } : {}) },
      paragraph(withMath(`Here ${where}.`)),
    ];
  }
  const lead = random.pick([
    "Consider the expression",
    "From this we obtain",
    "It follows that",
    "For later use we note",
  ]);
  return [paragraph(lead), { type: "formula", latex: displayFormula(random), ...(number ? { number } : {}) }];
}
