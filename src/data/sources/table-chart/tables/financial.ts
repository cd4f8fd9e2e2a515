/** Financial statements: lines that add up to totals over two or three years, with losses in brackets. */
import type { Random } from "../../../random.ts";
import { places } from "../charts/topic-names.ts";
import { formatNumber } from "../charts/units.ts";
import type { TableFacts } from "./data-table.ts";
import { type Cell, cell } from "./grid.ts";

interface Statement {
  readonly name: string;
  readonly income: readonly string[];
  readonly incomeTotal: string;
  readonly costs: readonly string[];
  readonly costTotal: string;
  readonly result: string;
}

const statements: readonly Statement[] = [
  {
    name: "Income statement",
    income: ["Product sales", "Services", "Licences", "Rental income"],
    incomeTotal: "Total revenue",
    costs: ["Cost of goods", "Wages", "Rent", "Marketing", "Depreciation", "Energy"],
    costTotal: "Total expenses",
    result: "Net income",
  },
  {
    name: "Cash flow",
    income: ["Received from customers", "Interest received", "Grants", "Asset sales"],
    incomeTotal: "Cash in",
    costs: ["Paid to suppliers", "Payroll", "Taxes paid", "Equipment", "Loan repayment"],
    costTotal: "Cash out",
    result: "Net cash flow",
  },
  {
    name: "Annual budget",
    income: ["Membership fees", "Donations", "Events", "Sponsors"],
    incomeTotal: "Total income",
    costs: ["Venue", "Catering", "Printing", "Travel", "Insurance"],
    costTotal: "Total costs",
    result: "Surplus",
  },
];

export function financialTable(random: Random, room: { rows: number; columns: number }): TableFacts {
  const statement = random.pick(statements);
  const last = random.int(2014, 2025);
  const years = Array.from({ length: room.columns >= 4 && random.chance(0.6) ? 3 : 2 }, (_, i) => String(last - i));
  if (random.chance(0.4)) years.reverse();
  const size = Math.max(1, Math.floor((room.rows - 4) / 2));
  const sections = room.rows >= 10 && random.chance(0.5);
  const income = random.shuffled(statement.income).slice(0, random.int(1, Math.min(3, size)));
  const costs = random.shuffled(statement.costs).slice(0, random.int(Math.min(2, size), Math.min(5, size)));
  const brackets = random.chance(0.6);
  const currency = random.pick(["$", "€", "£"]);
  const thousands = random.pick(["thousand", "million"]);
  const say = (value: number) =>
    value < 0
      ? brackets
        ? `(${formatNumber(-value, 0, "en")})`
        : `-${formatNumber(-value, 0, "en")}`
      : formatNumber(value, 0, "en");
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
  const firm = random.pick(places.en);
  const title = `${firm}: ${statement.name.toLowerCase()} (in ${thousands} ${currency})`;
  const section = (name: string): Cell[][] =>
    sections ? [[cell(name, { across: years.length + 1, strong: true })]] : [];
  const amount = (value: number) =>
    `${value < 0 ? "-" : ""}${currency}${formatNumber(Math.abs(value), 0, "en")} ${thousands}`;
  const i = random.int(0, years.length - 1);
  const [oldest, newest] = years[0]! < years[years.length - 1]! ? [0, years.length - 1] : [years.length - 1, 0];
  const item = random.int(0, costs.length - 1);
  const questions: [string, string][] = [
    [
      `What is the ${statement.result.toLowerCase()} in ${years[i]!}?`,
      `${statement.result} in ${years[i]!} is ${amount(result[i]!)}.`,
    ],
    [
      `How is the ${statement.result.toLowerCase()} of ${years[i]!} computed?`,
      `${statement.incomeTotal} minus ${statement.costTotal.toLowerCase()}: ${formatNumber(earnedTotal[i]!, 0, "en")} - ${formatNumber(spentTotal[i]!, 0, "en")} = ${formatNumber(result[i]!, 0, "en")}.`,
    ],
    [`How high is the item "${costs[item]!}" in ${years[i]!}?`, amount(spent[item]![i]!)],
    [
      `Was there a profit or a loss in ${years[i]!}?`,
      result[i]! > 0
        ? `A profit: the ${statement.result.toLowerCase()} is ${amount(result[i]!)}.`
        : result[i]! < 0
          ? `A loss: the ${statement.result.toLowerCase()} is ${amount(result[i]!)}.`
          : "Neither; it is exactly zero.",
    ],
    [
      `How did "${statement.incomeTotal}" change from ${years[oldest]!} to ${years[newest]!}?`,
      change(earnedTotal[oldest]!, earnedTotal[newest]!),
    ],
  ];
  const order = costs.map((name, at) => ({ name, value: spent[at]![i]! })).sort((a, b) => b.value - a.value);
  if (order.length > 1 && order[0]!.value > order[1]!.value)
    questions.push([
      `Which cost item is the largest in ${years[i]!}?`,
      `${order[0]!.name}, with ${amount(order[0]!.value)}.`,
    ]);
  return {
    title,
    grid: [
      [cell("", { head: true }), ...years.map((year) => cell(year, { head: true, align: "right" }))],
      ...section("Income"),
      ...income.map((name, at) => line(name, earned[at]!)),
      line(statement.incomeTotal, earnedTotal, true),
      ...section("Costs"),
      ...costs.map((name, at) => line(name, spent[at]!)),
      line(statement.costTotal, spentTotal, true),
      line(statement.result, result, true),
    ],
    questions,
    caption: `${title}. It covers ${years.length} years. ${years.map((year, at) => `In ${year} the ${statement.result.toLowerCase()} is ${amount(result[at]!)}.`).join(" ")}`,
  };
}

function change(from: number, to: number): string {
  if (from === to) return `It stayed at ${formatNumber(from, 0, "en")}.`;
  const step = to - from;
  return `It ${step > 0 ? "rose" : "fell"} from ${formatNumber(from, 0, "en")} to ${formatNumber(to, 0, "en")}, by ${formatNumber(Math.abs(step), 0, "en")}.`;
}
