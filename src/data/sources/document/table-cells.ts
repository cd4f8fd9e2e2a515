/**
 * Tables whose cells reach over several rows or columns: how far each reaches, and the HTML that says so, for the page and
 * (where Markdown's own tables cannot) for the answer.
 */
import { escapeHtml } from "./escape.ts";
import { type Cell, gridOf, type Inlines, isText, type Table } from "./tree.ts";

export interface PlacedCell {
  readonly inlines: Inlines;
  readonly column: number;
  /** Rows and columns that the cell reaches over. */
  readonly rows: number;
  readonly columns: number;
}

/** The cells of each row of the head and the body, without places that others reach over. */
export function cellsOf(table: Table): { head: PlacedCell[][]; body: PlacedCell[][] } {
  const grid = gridOf(table);
  const rows = grid.map((row, r) =>
    row.flatMap((cell, column): PlacedCell[] =>
      isText(cell) ? [{ inlines: cell, column, ...reachOf(grid, r, column) }] : [],
    ),
  );
  const headRows = table.over ? 2 : 1;
  return { head: rows.slice(0, headRows), body: rows.slice(headRows) };
}

function reachOf(grid: readonly (readonly Cell[])[], row: number, column: number): { rows: number; columns: number } {
  let [rows, columns] = [1, 1];
  while (grid[row]![column + columns] === "left") columns++;
  while (grid[row + rows]?.[column] === "above") rows++;
  return { rows, columns };
}

export function hasMergedCells(table: Table): boolean {
  return gridOf(table).some((row) => row.some((cell) => !isText(cell)));
}

/** `rowspan` and `colspan` where there is something to say. */
export function spanAttributes({ rows, columns }: PlacedCell): string {
  return `${rows > 1 ? ` rowspan="${rows}"` : ""}${columns > 1 ? ` colspan="${columns}"` : ""}`;
}

/** The table as HTML without looks, a row a line; it may stand in Markdown, where it has no blank line in it. */
export function plainTableHtml(table: Table): string {
  const { head, body } = cellsOf(table);
  const lines = (rows: readonly PlacedCell[][], tag: "th" | "td") =>
    rows.map(
      (row) =>
        `<tr>${row.map((cell) => `<${tag}${spanAttributes(cell)}>${written(cell.inlines)}</${tag}>`).join("")}</tr>`,
    );
  return [
    "<table>",
    ...(table.caption ? [`<caption>${written(table.caption)}</caption>`] : []),
    "<thead>",
    ...lines(head, "th"),
    "</thead>",
    "<tbody>",
    ...lines(body, "td"),
    "</tbody>",
    "</table>",
  ].join("\n");
}

/** Text with its emphasis; formulas and footnotes do not stand in such tables. */
function written(inlines: Inlines): string {
  return inlines
    .map((one) => {
      if (one.type !== "text") throw new Error("a table with merged cells holds text alone");
      const tag = { bold: "b", italic: "i", code: "code", none: "" }[one.style ?? "none"];
      return tag ? `<${tag}>${escapeHtml(one.text)}</${tag}>` : escapeHtml(one.text);
    })
    .join("");
}
