/**
 * A page tree as HTML with marks: each block is marked with its place in the tree (`body.3`, items of a list `body.3.0`).
 * What it looks like is the style sheet's part.
 */
import { formulaHtml } from "./formula-markup.ts";
import { areas, type Block, type Flow, type Inlines, type PageTree } from "./tree.ts";

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
    case "table": {
      const cell = (tag: string) => (inlines: Inlines, i: number) =>
        `<${tag} style="text-align:${block.align?.[i] ?? "left"}">${inlineHtml(inlines)}</${tag}>`;
      const caption = block.caption ? `<caption>${inlineHtml(block.caption)}</caption>` : "";
      const rows = block.rows.map((row) => `<tr>${row.map(cell("td")).join("")}</tr>`).join("");
      return `<div class="table"><table ${mark}>${caption}<thead><tr>${block.head.map(cell("th")).join("")}</tr></thead><tbody>${rows}</tbody></table></div>`;
    }
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

export function escapeHtml(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
