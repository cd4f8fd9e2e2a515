import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { randomFor } from "../../random.ts";
import { tableBlock } from "./content.ts";
import { invoicePage } from "./layouts/bills.ts";
import { blockMarkdown } from "./markdown.ts";
import { article } from "./prose/article.ts";
import { cellsOf, hasMergedCells, plainTableHtml } from "./table-cells.ts";
import { type Block, blocksOf, gridOf, type Table, text } from "./tree.ts";
import { charactersOf, squeezed } from "./visible.ts";

const sums: Table = {
  type: "table",
  over: [[text("Item")], [text("Cost & tax")], "left"],
  head: ["above", [text("Price")], [text("Tax")]],
  rows: [
    [[text("Pen")], [text("2")], [text("1")]],
    [[text("Total", "bold")], "left", [text("3")]],
  ],
};

test("a table with merged cells is HTML that says how far each cell reaches", () => {
  expect(blockMarkdown(sums)).toBe(`<table>
<thead>
<tr><th rowspan="2">Item</th><th colspan="2">Cost &amp; tax</th></tr>
<tr><th>Price</th><th>Tax</th></tr>
</thead>
<tbody>
<tr><td>Pen</td><td>2</td><td>1</td></tr>
<tr><td colspan="2"><b>Total</b></td><td>3</td></tr>
</tbody>
</table>`);
});

test("a table without them is Markdown's own", () => {
  const { over: _, ...plain } = { ...sums, head: [[text("A")], [text("B")], [text("C")]], rows: sums.rows.slice(0, 1) };
  expect(blockMarkdown(plain)).toBe("| A | B | C |\n| --- | --- | --- |\n| Pen | 2 | 1 |");
});

function tablesOf(count: number): Table[] {
  const random = randomFor(13, 0, "tables");
  return Array.from({ length: count }, () => {
    const language = random.pick(["en", "de", "fr", "es", "zh"] as const);
    const one = article(random, language);
    return one.table ? [tableBlock(random, one.table, language)] : [];
  }).flat();
}

function invoiceTables(count: number): Table[] {
  return Array.from({ length: count }, (_, i) => invoicePage(randomFor(14, i, "invoice"), 512)).flatMap(({ tree }) =>
    blocksOf(tree.body).filter((block: Block): block is Table => block.type === "table"),
  );
}

test("cells cover the grid of their table, each place once, and show the table's characters", () => {
  let merged = 0;
  for (const table of [...tablesOf(200), ...invoiceTables(30)]) {
    const grid = gridOf(table);
    const { head, body } = cellsOf(table);
    const covered = new Set<string>();
    let places = 0;
    for (const [r, row] of [...head, ...body].entries()) {
      for (const { column, rows, columns } of row) {
        for (let y = r; y < r + rows; y++)
          for (let x = column; x < column + columns; x++) {
            covered.add(`${y}.${x}`);
            places++;
          }
      }
    }
    expect(covered.size).toBe(grid.length * table.head.length);
    expect(places).toBe(covered.size);
    if (!hasMergedCells(table)) continue;
    merged++;
    const { document } = parseHTML(`<html><body>${plainTableHtml(table)}</body></html>`);
    expect(squeezed(document.body.textContent ?? "")).toBe(charactersOf(table));
  }
  expect(merged).toBeGreaterThan(40);
});

test("a payment is due after its invoice", () => {
  let compared = 0;
  for (let i = 0; i < 60; i++) {
    const { fields, language } = invoicePage(randomFor(15, i, "due"), 512);
    const [date, due] = ["date", "due_date"].map((key) => fields!.find((one) => one.key === key)?.value);
    if (language !== "en" || !date || !due) continue;
    expect(Date.parse(`${due} UTC`), `${date}, ${due}`).toBeGreaterThan(Date.parse(`${date} UTC`));
    compared++;
  }
  expect(compared).toBeGreaterThan(10);
});
