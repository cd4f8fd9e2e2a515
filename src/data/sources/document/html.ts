/**
 * A page tree as HTML with marks: each block is marked with its place in the tree (`body.3`, items of a list `body.3.0`).
 * What it looks like is the style sheet's part.
 */
import { escapeHtml } from "./escape.ts";
import { formulaHtml } from "./formula-markup.ts";
import { cellsOf, type PlacedCell, spanAttributes } from "./table-cells.ts";
import { areas, type Block, type Flow, type Inlines, type PageTree, type Table } from "./tree.ts";

/** The markup of each area; empty for an empty one. */
export function areasHtml(tree: PageTree): Record<(typeof areas)[number], string> {
  return Object.fromEntries(areas.map((area) => [area, flowHtml(tree[area], area)])) as Record<
    (typeof areas)[number],
    string
  >;
}

function flowHtml(flow: Flow, area: string): string {
  let index = 0;
  const next = (block: Block) => blockHtml(block, `${area}.${index++}`);
  return flow
    .map((one) =>
      one.type === "row"
        ? `<div class="row">${one.cells.map((cell) => `<div>${cell.map(next).join("")}</div>`).join("")}</div>`
        : next(one),
    )
    .join("");
}

function blockHtml(block: Block, name: string): string {
  const mark = `data-mark="${block.type}" data-name="${name}"`;
  switch (block.type) {
    case "heading":
      return `<h${block.level} ${mark}${look(block.look)}>${inlineHtml(block.inlines)}</h${block.level}>`;
    case "paragraph": {
      const whole = block.inlines.some(({ type }) => type === "math") ? " whole" : "";
      return `<p ${mark}${look(`${block.look ?? ""}${whole}`.trim())}>${inlineHtml(block.inlines)}</p>`;
    }
    case "list": {
      const items = block.items.map(
        (item, i) => `<li data-mark="item" data-name="${name}.${i}">${inlineHtml(item)}</li>`,
      );
      const tag = block.ordered ? "ol" : "ul";
      return `<${tag} ${mark}>${items.join("")}</${tag}>`;
    }
    case "table":
      return tableHtml(block, mark);
    case "formula": {
      const number = block.number ? `<span class="number">(${block.number})</span>` : "";
      return `<div class="formula" ${mark}>${formulaHtml(block.latex, true)}${number}</div>`;
    }
    case "code":
      return `<pre ${mark}>${escapeHtml(block.text)}</pre>`;
    case "quote":
      return `<blockquote ${mark}>${inlineHtml(block.inlines)}</blockquote>`;
    case "figure":
      return `<figure ${mark}>${block.picture}<figcaption>${inlineHtml(block.caption)}</figcaption></figure>`;
    case "footnote":
      return `<p class="footnote" ${mark}><sup>${block.label}</sup> ${inlineHtml(block.inlines)}</p>`;
  }
}

function tableHtml(table: Table, mark: string): string {
  const { head, body } = cellsOf(table);
  const lines = (rows: readonly PlacedCell[][], tag: "th" | "td") =>
    rows
      .map((row) => {
        const cells = row.map((cell) => {
          const align = cell.columns > 1 && tag === "th" ? "center" : (table.align?.[cell.column] ?? "left");
          const middle = cell.rows > 1 ? ";vertical-align:middle" : "";
          return `<${tag}${spanAttributes(cell)} style="text-align:${align}${middle}">${inlineHtml(cell.inlines)}</${tag}>`;
        });
        return `<tr>${cells.join("")}</tr>`;
      })
      .join("");
  const caption = table.caption ? `<caption>${inlineHtml(table.caption)}</caption>` : "";
  return `<div class="table"><table ${mark}>${caption}<thead>${lines(head, "th")}</thead><tbody>${lines(body, "td")}</tbody></table></div>`;
}

function look(name: string | undefined): string {
  return name ? ` class="${name}"` : "";
}

export function inlineHtml(inlines: Inlines): string {
  return inlines
    .map((one) => {
      if (one.type === "math") return formulaHtml(one.latex, false);
      if (one.type === "note") return `<sup>${one.label}</sup>`;
      const tag = { bold: "b", italic: "i", code: "code", none: "" }[one.style ?? "none"];
      return tag ? `<${tag}>${escapeHtml(one.text)}</${tag}>` : escapeHtml(one.text);
    })
    .join("");
}
