/** Where the names of marks stand above a chart: in as many rows as it takes, so that none is left out and none meets another. */

export interface Mark {
  /** Where its line is, and how wide its name is written. */
  readonly x: number;
  readonly width: number;
}

export interface PlacedName {
  /** Where the name begins. */
  readonly begins: number;
  /** Before its line in place of behind it, where there is no room on the right. */
  readonly before: boolean;
  /** 0 is the row next to the chart. */
  readonly row: number;
}

/** From a mark to its name, and between names. */
const gap = 4;

/** Marks from left to right. A name stands above the names and lines that it would meet, so it is never crossed by a line. */
export function placeNames(marks: readonly Mark[], right: number): PlacedName[] {
  const placed: PlacedName[] = [];
  for (let i = marks.length - 1; i >= 0; i--) {
    const { x, width } = marks[i]!;
    const before = x + gap + width > right;
    const begins = before ? Math.max(0, x - gap - width) : x + gap;
    const ends = begins + width + gap;
    let row = 0;
    for (let j = i + 1; j < marks.length; j++) {
      const other = placed[j]!;
      const meets = other.begins < ends && other.begins + marks[j]!.width + gap > begins;
      if (meets || marks[j]!.x < ends) row = Math.max(row, other.row + 1);
    }
    placed[i] = { begins, before, row };
  }
  return placed;
}
