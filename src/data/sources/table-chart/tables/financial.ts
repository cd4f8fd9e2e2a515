/** Financial statements: lines that add up to totals over two or three years, with losses in brackets, in five languages. */
import type { Random } from "../../../random.ts";
import { fill } from "../charts/questions.ts";
import { places } from "../charts/topic-names.ts";
import { formatNumber, type Language } from "../charts/units.ts";
import type { Room, TableFacts } from "./data-table.ts";
import { type FinancialWords, financialWords } from "./financial-words.ts";
import { type Cell, cell } from "./grid.ts";

export function financialTable(random: Random, room: Room, language: Language): TableFacts {
  const words = financialWords[language];
  const statement = random.pick(words.statements);
  const last = random.int(2014, 2025);
  const years = Array.from({ length: room.columns >= 4 && random.chance(0.6) ? 3 : 2 }, (_, i) => String(last - i));
  if (random.chance(0.4)) years.reverse();
  const size = Math.max(1, Math.floor((room.rows - 4) / 2));
  const sections = room.rows >= 10 && random.chance(0.5);
  const income = random.shuffled(statement.income).slice(0, random.int(1, Math.min(3, size)));
  const costs = random.shuffled(statement.costs).slice(0, random.int(Math.min(2, size), Math.min(5, size)));
  const brackets = random.chance(0.6);
  const measure = random.pick(words.measures);
  const plain = (value: number) => formatNumber(value, 0, language);
  const say = (value: number) => (value < 0 && brackets ? `(${plain(-value)})` : plain(value));
  const amount = (value: number) =>
    `${value < 0 ? "-" : ""}${fill(measure.amount, { n: formatNumber(Math.abs(value), 0, language) })}`;
  const values = (names: readonly string[]) => names.map(() => years.map(() => random.int(12, 900)));
  const [earned, spent] = [values(income), values(costs)];
  const sum = (rows: readonly (readonly number[])[]) =>
    years.map((_, i) => rows.reduce((total, row) => total + row[i]!, 0));
  const [earnedTotal, spentTotal] = [sum(earned), sum(spent)];
  const result = years.map((_, i) => earnedTotal[i]! - spentTotal[i]!);
  const line = (name: string, numbers: readonly number[], strong = false): Cell[] => [
    cell(name, { strong }),
    ...numbers.map((value) => cell(say(value), { align: "right", strong })),
  ];
  const section = (name: string): Cell[][] =>
    sections ? [[cell(name, { across: years.length + 1, strong: true })]] : [];
  const title = fill(words.title, { p: random.pick(places[language]), s: statement.name, u: measure.name });
  const i = random.int(0, years.length - 1);
  const [oldest, newest] = years[0]! < years[years.length - 1]! ? [0, years.length - 1] : [years.length - 1, 0];
  const item = random.int(0, costs.length - 1);
  const slots = {
    y: years[i]!,
    r: statement.result,
    v: amount(result[i]!),
    income: statement.incomeTotal,
    costs: statement.costTotal,
  };
  const questions: [string, string][] = [
    [fill(words.result, slots), fill(words.tellResult, slots)],
    [
      fill(words.computed, slots),
      fill(words.tellComputed, {
        ...slots,
        a: plain(earnedTotal[i]!),
        b: plain(spentTotal[i]!),
        d: plain(result[i]!),
      }),
    ],
    [fill(words.item, { ...slots, item: costs[item]! }), amount(spent[item]![i]!)],
    [
      fill(words.profit, slots),
      result[i]! === 0 ? words.even : fill(result[i]! > 0 ? words.tellProfit : words.tellLoss, slots),
    ],
    [
      fill(words.change, { ...slots, y: years[oldest]!, z: years[newest]! }),
      changeOf(words, earnedTotal[oldest]!, earnedTotal[newest]!, plain),
    ],
  ];
  const order = costs.map((name, at) => ({ name, value: spent[at]![i]! })).sort((a, b) => b.value - a.value);
  if (order.length > 1 && order[0]!.value > order[1]!.value)
    questions.push([
      fill(words.largest, slots),
      fill(words.tellLargest, { item: order[0]!.name, v: amount(order[0]!.value) }),
    ]);
  const told = years.map((year, at) => fill(words.tellResult, { ...slots, y: year, v: amount(result[at]!) }));
  return {
    title,
    grid: [
      [cell("", { head: true }), ...years.map((year) => cell(year, { head: true, align: "right" }))],
      ...section(words.sections[0]),
      ...income.map((name, at) => line(name, earned[at]!)),
      line(statement.incomeTotal, earnedTotal, true),
      ...section(words.sections[1]),
      ...costs.map((name, at) => line(name, spent[at]!)),
      line(statement.costTotal, spentTotal, true),
      line(statement.result, result, true),
    ],
    questions,
    caption: [fill(words.caption, { t: title, n: String(years.length) }), ...told].join(language === "zh" ? "" : " "),
  };
}

function changeOf(words: FinancialWords, from: number, to: number, plain: (value: number) => string): string {
  if (from === to) return fill(words.stayed, { v: plain(from) });
  return fill(to > from ? words.rose : words.fell, { v: plain(from), w: plain(to), d: plain(Math.abs(to - from)) });
}
