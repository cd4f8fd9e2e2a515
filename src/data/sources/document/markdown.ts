/**
 * A page as Markdown: headings with `#`, pipe tables, fenced code, formulas in LaTeX between `$` or `$$`, footnotes as
 * `[^1]`. Tables with merged cells, which Markdown has no form for, are HTML. Characters that Markdown would take for its own are escaped.
 */
import { hasMergedCells, plainTableHtml } from "./table-cells.ts";
import { type Block, type Inlines, isText, type Table } from "./tree.ts";

export function markdownOf(blocks: readonly Block[]): string {
  return blocks.map(blockMarkdown).join("\n\n");
}

export function blockMarkdown(block: Block): string {
  switch (block.type) {
    case "heading":
      return `${"#".repeat(block.level)} ${inlineMarkdown(block.inlines.map(upright))}`;
    case "paragraph":
      return guarded(inlineMarkdown(block.inlines));
    case "list":
      return block.items
        .map((item, i) => `${block.ordered ? `${i + 1}.` : "-"} ${guarded(inlineMarkdown(item))}`)
        .join("\n");
    case "table":
      return tableMarkdown(block);
    case "formula":
      return `$$\n${block.latex}${block.number ? ` \\tag{${block.number}}` : ""}\n$$`;
    case "code":
      return `\`\`\`${block.language}\n${block.text}\n\`\`\``;
    case "quote":
      return `> ${guarded(inlineMarkdown(block.inlines))}`;
    case "figure":
      return `![${inlineMarkdown(block.caption)}]()`;
    case "footnote":
      return `[^${block.label}]: ${inlineMarkdown(block.inlines)}`;
  }
}

export function inlineMarkdown(inlines: Inlines): string {
  return inlines
    .map((one) => {
      if (one.type === "math") return `$${one.latex}$`;
      if (one.type === "note") return `[^${one.label}]`;
      if (one.style === "code") return `\`${one.text}\``;
      const mark = one.style === "bold" ? "**" : one.style === "italic" ? "*" : "";
      // marks must touch the words, so spaces at the ends stay outside
      const [, before = "", inner = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(escaped(one.text))!;
      return inner === "" ? one.text : `${before}${mark}${inner}${mark}${after}`;
    })
    .join("");
}

/** Headings are bold as they are. */
function upright(inline: Inlines[number]): Inlines[number] {
  return inline.type === "text" && inline.style === "bold" ? { type: "text", text: inline.text } : inline;
}

function tableMarkdown(table: Table): string {
  if (hasMergedCells(table)) return plainTableHtml(table);
  const { caption, align } = table;
  const [head, ...rows] = [table.head, ...table.rows].map((row) => row.filter(isText)) as [Inlines[], ...Inlines[][]];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => ({ left: "---", right: "---:", center: ":---:" })[align?.[i] ?? "left"]);
  return [
    ...(caption ? [inlineMarkdown(caption), ""] : []),
    line(head.map(inlineMarkdown)),
    line(rule),
    ...rows.map((row) => line(row.map(inlineMarkdown))),
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_$<|]/g, (character) => `\\${character}`);
}

/** A text that would begin a list or a heading is kept from it. */
function guarded(markdown: string): string {
  return markdown.replace(/^(\d+)([.)])(?=\s)/, "$1\\$2").replace(/^([-+#>])(?=\s)/, "\\$1");
}
