/** What a data set consists of, counted from its manifest: lengths, categories, leaves, sources, sizes of pictures. */
import type { MergedRow } from "../shard/manifest.ts";
import { leaves } from "../taxonomy.ts";

export interface Lengths {
  /** `words`, or `tokens` of a tokenizer. Pictures are not counted. */
  readonly unit: "words" | "tokens";
  readonly total: number;
  readonly mean: number;
  /** Length below which 0, 5, 25, 50, 75, 95 and 100 % of the samples are. */
  readonly quantiles: readonly [number, number, number, number, number, number, number];
  /** Samples by length: powers of two, `[64, 128)` is at 64. */
  readonly histogram: Readonly<Record<string, number>>;
}

export interface Group {
  readonly samples: number;
  readonly images: number;
  readonly meanLength: number;
}

export interface Statistics {
  readonly samples: number;
  /** Of these, what readers leave out. */
  readonly dropped: number;
  readonly images: number;
  readonly regions: number;
  readonly lengths: Lengths;
  readonly categories: Readonly<Record<string, Group>>;
  readonly sources: Readonly<Record<string, Group>>;
  /** Leaves of the taxonomy that have samples. */
  readonly leaves: Readonly<Record<string, number>>;
  readonly leavesWithout: readonly string[];
  readonly languages: Readonly<Record<string, number>>;
  readonly licences: Readonly<Record<string, number>>;
  readonly flags: Readonly<Record<string, number>>;
  /** First pictures of samples: longest side in steps of 64 pixels. */
  readonly longestSides: Readonly<Record<string, number>>;
  /** Width by height, by samples, the most frequent shapes first: `4:3`, ... */
  readonly shapes: Readonly<Record<string, number>>;
}

export type StatisticsRow = Pick<
  MergedRow,
  | "category"
  | "leaf"
  | "source"
  | "language"
  | "licence"
  | "flags"
  | "words"
  | "images"
  | "regions"
  | "width"
  | "height"
  | "keep"
>;
export const statisticsColumns: readonly (keyof StatisticsRow)[] = [
  ...(["category", "leaf", "source", "language", "licence", "flags"] as const),
  ...(["words", "images", "regions", "width", "height", "keep"] as const),
];

/** `tokens` has the length of each row's text, where a tokenizer counted it. */
export function statisticsOf(rows: readonly StatisticsRow[], tokens?: readonly number[]): Statistics {
  const lengths = tokens ?? rows.map(({ words }) => words);
  const pictured = rows.filter(({ images }) => images > 0);
  const withLeaf = tally(rows.flatMap(({ leaf }) => (leaf === null ? [] : [leaf])));
  return {
    samples: rows.length,
    dropped: rows.filter(({ keep }) => !keep).length,
    images: rows.reduce((sum, { images }) => sum + images, 0),
    regions: rows.reduce((sum, { regions }) => sum + regions, 0),
    lengths: lengthsOf(lengths, tokens ? "tokens" : "words"),
    categories: groups(rows, lengths, ({ category }) => category),
    sources: groups(rows, lengths, ({ source }) => source),
    leaves: withLeaf,
    leavesWithout: leaves.filter((leaf) => !(leaf in withLeaf)),
    languages: tally(rows.map(({ language }) => language)),
    licences: tally(rows.map(({ licence }) => licence)),
    flags: tally(rows.flatMap(({ flags }) => (flags === "" ? [] : flags.split(",")))),
    longestSides: byNumber(
      tally(pictured.map(({ width, height }) => String(64 * Math.ceil(Math.max(width, height) / 64)))),
    ),
    shapes: byCount(tally(pictured.map(shapeOf))),
  };
}

function lengthsOf(values: readonly number[], unit: Lengths["unit"]): Lengths {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const total = sorted.reduce((sum, value) => sum + value, 0);
  return {
    unit,
    total,
    mean: total / Math.max(1, sorted.length),
    quantiles: [at(0), at(0.05), at(0.25), at(0.5), at(0.75), at(0.95), at(1)],
    histogram: byNumber(tally(sorted.map((value) => String(value < 1 ? 0 : 2 ** Math.floor(Math.log2(value)))))),
  };
}

function groups<R extends StatisticsRow>(
  rows: readonly R[],
  lengths: readonly number[],
  name: (row: R) => string,
): Record<string, Group> {
  const sums = new Map<string, { samples: number; images: number; length: number }>();
  for (const [i, row] of rows.entries()) {
    const sum = sums.get(name(row)) ?? { samples: 0, images: 0, length: 0 };
    sum.samples++;
    sum.images += row.images;
    sum.length += lengths[i]!;
    sums.set(name(row), sum);
  }
  return Object.fromEntries(
    [...sums]
      .sort(([a, { samples: m }], [b, { samples: n }]) => n - m || (a < b ? -1 : 1))
      .map(([key, { samples, images, length }]) => [key, { samples, images, meanLength: length / samples }]),
  );
}

/** The nearest usual shape. */
function shapeOf({ width, height }: Pick<StatisticsRow, "width" | "height">): string {
  const usual = [
    ...([
      ["1:3", 1 / 3],
      ["1:2", 1 / 2],
      ["9:16", 9 / 16],
      ["2:3", 2 / 3],
      ["3:4", 3 / 4],
      ["1:1", 1],
    ] as const),
    ...([
      ["4:3", 4 / 3],
      ["3:2", 3 / 2],
      ["16:9", 16 / 9],
      ["2:1", 2],
      ["3:1", 3],
      ["5:1", 5],
    ] as const),
  ];
  const away = (ratio: number) => Math.abs(Math.log(width / height / ratio));
  return usual.reduce((best, one) => (away(one[1]) < away(best[1]) ? one : best))[0];
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byNumber(record: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => Number(a) - Number(b)));
}

function byCount(record: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).sort(([, a], [, b]) => b - a));
}
