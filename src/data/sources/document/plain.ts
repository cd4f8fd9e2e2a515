/** A page as plain text: what is printed, block by block, and formulas in LaTeX. Table cells are parted by tabs, and
 * a merged cell is written once. */
import { type Block, gridOf, type Inlines, isText } from "./tree.ts";

export function plainOf(blocks: readonly Block[]): string {
  return blocks.map(blockPlain).join("\n\n");
}

export function blockPlain(block: Block): string {
  switch (block.type) {
    case "list":
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : "•"} ${inlinePlain(item)}`).join("\n");
    case "table":
      return [
        ...(block.caption ? [inlinePlain(block.caption)] : []),
        ...gridOf(block).map((row) => row.filter(isText).map(inlinePlain).join("\t")),
      ].join("\n");
    case "formula":
      return block.number ? `${block.latex} (${block.number})` : block.latex;
    case "code":
      return block.text;
    case "figure":
      return inlinePlain(block.caption);
    case "footnote":
      return `${block.label} ${inlinePlain(block.inlines)}`;
    default:
      return inlinePlain(block.inlines);
  }
}

export function inlinePlain(inlines: Inlines): string {
  return inlines.map((one) => (one.type === "math" ? one.latex : one.type === "note" ? one.label : one.text)).join("");
}
