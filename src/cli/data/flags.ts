/** Flags that several verbs of `periscope data` read. */
import { UserError } from "../../runtime/errors.ts";

/** A whole number from 1. Throws a `UserError` that names the flag. */
export function count(flag: string, text: string): number {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n < 1 || !Number.isSafeInteger(n))
    throw new UserError(`${flag} is "${text}", expected a whole number from 1`);
  return n;
}

/** Columns of equal width; the first is left-aligned, the others are numbers. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
