/**
 * How much of a page its text takes, and pages that are filled: where a text is too short for its paper, the letters grow,
 * and after that the paper is cut. Heights are estimated from numbers of letters; the camera tells later what can be seen.
 */
import type { Random } from "../../random.ts";
import { blockPlain } from "./plain.ts";
import type { Language } from "./prose/names.ts";
import { columnWidth, type Sheet } from "./sheet.ts";
import type { Block, Flow } from "./tree.ts";

/** Heights of headings' letters by level, in those of running text. */
const headingSizes = [1.6, 1.35, 1.17, 1];

/** About how tall blocks are, one below the other, in a column `across` ems wide; ems. */
export function heightOf(flow: Flow, language: Language, across: number): number {
  return flow.reduce(
    (sum, one) =>
      sum +
      (one.type === "row"
        ? Math.max(...one.cells.map((cell) => heightOf(cell, language, across / one.cells.length)))
        : blockHeight(one, language, across)),
    0,
  );
}

function blockHeight(block: Block, language: Language, across: number): number {
  const perLetter = language === "zh" ? 1 : 0.5;
  const lines = (letters: number, size = 1) => Math.max(1, Math.ceil((letters * perLetter * size) / across));
  switch (block.type) {
    case "heading": {
      const size = headingSizes[block.level - 1] ?? 1;
      return lines(blockPlain(block).length, size) * size * 1.2 + size * 1.1;
    }
    case "list":
      return block.items.length * 1.55 + 0.7;
    case "table":
      return (block.rows.length + (block.over ? 2 : 1)) * 1.55 + (block.caption ? 1.7 : 0) + 0.7;
    case "formula":
      return 3.2;
    case "code":
      return block.text.split("\n").length * 1.2 + 1.7;
    case "figure":
      return 13;
    case "footnote":
      return lines(blockPlain(block).length, 0.82) * 1.1;
    default:
      return lines(blockPlain(block).length) * 1.4 + 0.7;
  }
}

/** The part of the body's room that the text takes; above 1 it goes on where nobody sees it. */
export function fullness(sheet: Sheet): number {
  const { tree, language, columns = 1, size } = sheet;
  const wide = size.width / size.em - 3.4;
  const rest = [tree.header, tree.title, tree.notes, tree.footer].reduce(
    (sum, flow) => sum + heightOf(flow, language, wide),
    3.4,
  );
  const body = heightOf(tree.body, language, columnWidth(sheet) / size.em);
  return body / (columns * Math.max(1, size.height / size.em - rest));
}

/** The sheet with letters up to 1.6 times as large, and with paper cut to half its height, where that fills it better. */
export function fitted(random: Random, sheet: Sheet): Sheet {
  // rows of forms and bills are lower than their estimate
  const wished = random.between(0.72, 1) * (sheet.fields ? 1.15 : 1);
  const { size } = sheet;
  let grown = sheet;
  for (let factor = 1.04; factor < 1.62 && fullness(grown) < wished; factor += 0.04)
    grown = { ...sheet, size: { ...size, em: Math.round(size.em * factor * 4) / 4 } };
  return cut(grown, wished * 0.9);
}

/** The sheet with its paper cut, to half its height at most, until its text takes that part of it. */
export function cut(sheet: Sheet, wished: number): Sheet {
  const { size } = sheet;
  let lower = sheet;
  for (let share = 0.97; share > 0.49 && fullness(lower) < wished; share -= 0.03)
    lower = { ...sheet, size: { ...size, height: Math.round(size.height * share) } };
  return lower;
}
