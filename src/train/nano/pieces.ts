/** A step's rows in micro-batches that are alike: dealt out like cards, since drills come before conversations. */
import { type DenseLabels, labelNames } from "../../data/nano/labels.ts";

/** For each of so many pieces the rows that it gets. */
export function dealt(rows: number, pieces: number): number[][] {
  const all = Array.from({ length: rows }, (_, row) => row);
  return Array.from({ length: pieces }, (_, piece) => all.filter((row) => row % pieces === piece));
}

/** Rows of the first piece, which no other exceeds. */
export function longestPiece(rows: number, pieces: number): number {
  return Math.ceil(rows / pieces);
}

export function pick<T>(all: readonly T[], rows: readonly number[]): T[] {
  return rows.map((row) => all[row]!);
}

/** Some rows of `data` `[count, ...]`. */
export function pickRows<T extends Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  data: T,
  count: number,
  rows: readonly number[],
): T {
  const width = data.length / count;
  const out = new (data.constructor as new (length: number) => T)(rows.length * width);
  rows.forEach((row, i) => void out.set(data.subarray(row * width, (row + 1) * width), i * width));
  return out;
}

/** The labels of some of `count` pictures. */
export function pickLabels(labels: DenseLabels, count: number, rows: readonly number[]): DenseLabels {
  return Object.fromEntries(labelNames.map((kind) => [kind, pickRows(labels[kind], count, rows)])) as DenseLabels;
}
