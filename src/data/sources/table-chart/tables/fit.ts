/**
 * How large a table is, and the page around it: a table is drawn as large as its picture allows, and paper that it would leave
 * empty is cut. Widths are estimated from letters; whether all of it can be seen is checked in the picture.
 */
import type { Random } from "../../../random.ts";
import { estimatedWidth, type Format } from "../charts/theme.ts";
import type { Grid, TableStyle } from "./grid.ts";

export interface TablePage {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** How many times larger than the format's own everything is drawn. */
  readonly zoom: number;
}

export interface TitledTable {
  readonly grid: Grid;
  readonly title: string;
  /** `size` in CSS pixels. */
  readonly titleLook: { readonly size: number; readonly bold: boolean };
}

/** The page for a table with its title; `margin` is on every side, CSS pixels. */
export function pageFor(
  random: Random,
  { grid, title, titleLook }: TitledTable,
  style: TableStyle,
  format: Format,
  margin: number,
): TablePage {
  const titleWidth = estimatedWidth(title, titleLook.size, style.family, titleLook.bold);
  const across = Math.max(tableWidth(grid, style), titleWidth) * 1.04;
  const down = grid.length * style.rowHeight + titleLook.size * 1.5 + 12;
  const [wide, tall] = [across + 2 * margin, down + 2 * margin];
  // the paper may be turned: what counts is that no side is longer than the format's longer one
  const long = Math.max(format.width, format.height);
  const room = [Math.max(format.width, Math.min(wide, long)), Math.max(format.height, Math.min(tall, long))] as const;
  const most = Math.min(room[0] / wide, room[1] / tall);
  const zoom = 1 + (Math.min(2.4, Math.max(1, most)) - 1) * random.between(0.4, 1);
  // some of what is left of the paper stays, but the table has most of it
  const side = (limit: number, taken: number) => Math.round(Math.min(limit / zoom, taken * random.between(1.02, 1.18)));
  return { width: side(room[0], wide), height: side(room[1], tall), zoom };
}

/** The width a table takes when no cell has to break, CSS pixels. */
function tableWidth(grid: Grid, style: TableStyle): number {
  const need = (text: string) => estimatedWidth(text, style.fontSize, style.family, true) + 2 * style.cellPadding + 1;
  const widths: number[] = [];
  const merged: { from: number; across: number; wide: number }[] = [];
  /** Rows that a cell from above still reaches into, by column. */
  const taken: number[] = [];
  for (const row of grid) {
    let at = 0;
    for (const { text, across = 1, down = 1 } of row) {
      while ((taken[at] ?? 0) > 0) at++;
      if (across === 1) widths[at] = Math.max(widths[at] ?? 0, need(text));
      else merged.push({ from: at, across, wide: need(text) });
      for (let i = 0; i < across; i++) taken[at + i] = down;
      at += across;
    }
    for (const [column, rows] of taken.entries()) if (rows > 0) taken[column] = rows - 1;
  }
  const sum = (list: readonly number[]) => list.reduce((total, wide) => total + (wide ?? 0), 0);
  const more = merged.map(({ from, across, wide }) => wide - sum(widths.slice(from, from + across)));
  return sum(widths) + Math.max(0, ...more);
}
