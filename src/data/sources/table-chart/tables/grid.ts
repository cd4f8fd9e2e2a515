/** A table as rows of cells, some of which span several rows or columns, and its forms as HTML and Markdown. */
import type { Random } from "../../../random.ts";
import { markdownTable } from "../charts/answers.ts";
import { escaped } from "../charts/render.ts";

export interface Cell {
  readonly text: string;
  readonly head?: boolean;
  readonly across?: number;
  readonly down?: number;
  readonly align?: "left" | "center" | "right";
  readonly strong?: boolean;
}

export type Grid = readonly (readonly Cell[])[];

export function cell(text: string, rest: Omit<Cell, "text"> = {}): Cell {
  return { text, ...rest };
}

export function hasMerged(grid: Grid): boolean {
  return grid.some((row) => row.some(({ across = 1, down = 1 }) => across > 1 || down > 1));
}

/** The bare table, as an answer gives it: no styles, spans where there are any. */
export function plainHtml(grid: Grid): string {
  const rows = grid.map((row) => {
    const cells = row.map(({ text, head, across = 1, down = 1 }) => {
      const tag = head ? "th" : "td";
      return `<${tag}${across > 1 ? ` colspan="${across}"` : ""}${down > 1 ? ` rowspan="${down}"` : ""}>${escaped(text)}</${tag}>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table>\n${rows.join("\n")}\n</table>`;
}

/** Of a table without merged cells. */
export function gridMarkdown(grid: Grid): string {
  return markdownTable(grid.map((row) => row.map(({ text }) => text)));
}

export interface TableStyle {
  readonly css: string;
  readonly family: string;
  readonly background: string;
  readonly ink: string;
  readonly fontSize: number;
  /** Of a row with one line, CSS pixels. */
  readonly rowHeight: number;
  /** Left and right of a cell's text, CSS pixels. */
  readonly cellPadding: number;
}

const accents = ["#2c5f8a", "#1f6f54", "#7a3b69", "#a34b2a", "#37474f", "#1b1b1b", "#5b4b8a", "#8a6d1f", "#b03a48"];

/** Rules, stripes, fills and spacing of a table, one of endlessly many. */
export function randomTableStyle(random: Random, family: string, fontSize: number): TableStyle {
  const dark = random.chance(0.1);
  const accent = random.pick(accents);
  const background = dark
    ? random.pick(["#1c1f24", "#14213d"])
    : random.pick(["#ffffff", "#ffffff", "#fdfcf7", "#f5f7fa"]);
  const ink = dark ? "#e8eaed" : random.pick(["#1a1a1a", "#222b36", "#333333"]);
  const line = dark ? "#4b5563" : random.pick(["#999999", "#c8ccd2", "#dddddd", "#333333"]);
  const rules = random.weighted({ grid: 4, rows: 3, booktabs: 2, none: 0.7, outer: 1 });
  const border = {
    grid: `td, th { border: 1px solid ${line}; }`,
    rows: `td, th { border-bottom: 1px solid ${line}; }`,
    booktabs: `table { border-top: 2px solid ${ink}; border-bottom: 2px solid ${ink}; } th { border-bottom: 1px solid ${ink}; }`,
    none: "",
    outer: `table { border: 2px solid ${line}; } th { border-bottom: 2px solid ${line}; }`,
  }[rules];
  const fill = random.weighted({ accent: 4, pale: 3, none: 3 });
  const head =
    fill === "accent"
      ? `th { background: ${accent}; color: #ffffff; }`
      : fill === "pale"
        ? `th { background: ${dark ? "#2d333d" : random.pick(["#eef1f5", "#e8efe6", "#f3ead8", "#e9e6f2"])}; }`
        : "";
  const stripes = random.chance(0.35) ? `tr:nth-child(even) td { background: ${dark ? "#23272e" : "#f4f6f8"}; }` : "";
  const [down, across] = [random.int(3, 8), random.int(6, 13)];
  return {
    family,
    background,
    ink,
    fontSize,
    rowHeight: fontSize * 1.3 + 2 * down + 1,
    cellPadding: across,
    css: `table { border-collapse: collapse; font-size: ${fontSize}px; line-height: 1.3; color: ${ink}; }
td, th { padding: ${down}px ${across}px; font-weight: normal; }
th { font-weight: ${random.chance(0.8) ? "bold" : "normal"}; }
.strong { font-weight: bold; }
${border}
${head}
${stripes}`,
  };
}

/** The drawn table: every cell is a mark named by its place, `row 2 column 3`. */
export function styledHtml(grid: Grid): string {
  const rows = grid.map((row, r) => {
    const cells = row.map(({ text, head, across = 1, down = 1, align = "left", strong }, c) => {
      const tag = head ? "th" : "td";
      const spans = `${across > 1 ? ` colspan="${across}"` : ""}${down > 1 ? ` rowspan="${down}"` : ""}`;
      return `<${tag}${spans}${strong ? ' class="strong"' : ""} style="text-align:${align}" data-mark="cell" data-name="row ${r + 1} cell ${c + 1}"><span data-mark="text">${escaped(text)}</span></${tag}>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table>${rows.join("")}</table>`;
}
